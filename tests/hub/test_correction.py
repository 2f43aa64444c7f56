"""A corrected clock at the hub: the rows follow, whether the correction came with its facts or later."""

from __future__ import annotations

import uuid

import pytest

from desktop.core.boxes import BoxesCounted
from desktop.core.clock import ClockCorrected
from desktop.core.shift import DayOpened
from hub import replay
from hub.projector import Projector
from tests.hub.conftest import Hub
from tests.hub.test_project import MERCHANT, meal

WRONG, RIGHT = "2026-11-13", "2026-11-16"


@pytest.mark.parametrize("together", [True, False])
def test_the_days_of_a_run_are_moved(served: Hub, together: bool) -> None:
    projector, device = Projector(served.parts), served.device()
    log = device.log
    # a day that was opened rightly, and one of three days later under the same wrong date
    log.append(DayOpened(1_000), day=WRONG)
    served_at = log.append(meal(str(uuid.uuid4()), log.now), day=WRONG)
    log.append(DayOpened(2_000), day=WRONG)
    log.append(BoxesCounted(MERCHANT, 20, 18, 2, 0), day=WRONG)
    last = len(log.entries)
    if not together:
        device.receipt(device.push())
        projector.all()
    log.append(ClockCorrected(log.epoch, last - 2, last, 3), day=RIGHT)
    device.receipt(device.push(log.batch(first=1 if together else last + 1)))
    projector.all()
    with served.parts.database.read() as session:
        assert session.row("SELECT day FROM meals WHERE fact = ?", (served_at,))[0] == RIGHT
        days = session.rows("SELECT day, opened_at FROM days WHERE device = ? ORDER BY day", (device.id,))
        boxes = session.rows(
            "SELECT b.day FROM boxes b JOIN members m ON m.site = b.site WHERE m.device = ?", (device.id,)
        )
    assert [tuple(row) for row in days] == [(WRONG, 1_000), (RIGHT, 2_000)]
    assert [row[0] for row in boxes] == [RIGHT]
    assert replay.verify(served.parts).faults == []


def test_a_correction_of_nothing_or_of_an_absurd_span_holds_up_nothing(served: Hub) -> None:
    projector, device = Projector(served.parts), served.device()
    log = device.log
    fact = log.append(meal(str(uuid.uuid4()), log.now), day=RIGHT)
    log.append(ClockCorrected("0" * 16, 1, 9, 3))
    log.append(ClockCorrected(log.epoch, 1, 2, 10**12))
    log.append(meal(str(uuid.uuid4()), log.now + 1), day=RIGHT)
    device.receipt(device.push())
    projector.all()
    with served.parts.database.read() as session:
        assert session.row("SELECT count(*) FROM meals WHERE device = ?", (device.id,))[0] == 2
        assert session.row("SELECT day FROM meals WHERE fact = ?", (fact,))[0] == RIGHT
    faults = replay.verify(served.parts).faults
    assert faults == [], str(faults)
