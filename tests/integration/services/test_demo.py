"""The demo's history lies in the past, whole, and the same for the same seed, at whatever hour it is made."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.core import entry as entries
from desktop.core.business_day import day_of
from desktop.services import demo
from desktop.services.office import Office
from tests.e2e.folders import parts
from tests.stations import DAY, SetClock


def make(place: Path, now: str, days: int = 1, seed: int = 1) -> tuple[Office, dict[str, int], SetClock]:
    clock = SetClock(now)
    office, counts = demo.fill(parts(clock), place, demo.Plan(days, 8, 2, seed, "000000"))
    return office, counts, clock


@pytest.mark.parametrize("now", ["2026-11-17T02:40:00", "2026-11-17T07:30:00", "2026-11-17T23:30:00"])
def test_a_day_at_any_hour(tmp_path: Path, now: str) -> None:
    office, counts, clock = make(tmp_path / "data", now)
    assert counts["riders"] == 8
    assert office.upkeep.status()["clock"] == "ok", "nothing lies ahead"
    assert office.upkeep.status()["flagged"] == 0
    assert office.operators.choose(None).name == "王秀兰", "the first one, though all were added at the same moment"
    assert counts["facts"] == len(list(office.upkeep.facts(None, 0)))
    assert office.upkeep.verify().ok
    if now.endswith("02:40:00"):
        figures = office.days.figures(day_of(clock.now() - DAY))
        assert figures.visits > 0, "the day before, since this one has not begun"
    office.desk.close()


def test_the_same_seed_is_the_same_history(tmp_path: Path) -> None:
    made = []
    for name, seed in (("one", 1), ("two", 1), ("other", 2)):
        office, counts, _ = make(tmp_path / name, "2026-11-17T21:40:00", days=2, seed=seed)
        with office.desk.store.read() as connection:
            people = connection.exec_driver_sql("SELECT name, phone FROM persons ORDER BY phone").all()
        made.append((counts, [tuple(row) for row in people]))
        office.desk.close()
    assert made[0] == made[1]
    assert made[0] != made[2]


@pytest.mark.timeout(180)
def test_a_demo_of_forty_days_has_something_of_everything(tmp_path: Path) -> None:
    told = []
    for name in ("one", "two"):
        office, _, _ = make(tmp_path / name, "2026-11-21T12:30:00", days=40)
        assert office.upkeep.verify().ok
        read = [entries.from_bytes(data) for data in office.upkeep.facts()]
        told.append([(entry.kind, entry.at, entry.day) for entry in read])
        office.desk.close()
    assert told[0] == told[1]
    kinds = {kind for kind, _, _ in told[0]}
    for kind in ("settlement.moved", "callback.recorded", "shift.handed_over", "boxes.counted", "sheet.entered"):
        assert kind in kinds
    for kind in ("checkup_batch.opened", "closing.planned", "medicine.stocked", "goods.handed_out", "meal.reviewed"):
        assert kind in kinds
