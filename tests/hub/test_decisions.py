"""Two decisions on one held meal: the first in the hub's feed order stands, at the hub and on every device, in
whatever order facts come to them.
"""

from __future__ import annotations

import json
import random
import time
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine
from sqlmodel import SQLModel

from desktop.core import entry as entries
from desktop.core.meal import MealVoided
from desktop.core.rows import rows_of
from desktop.core.settlement import DECISIONS, MealReviewed, SettledMeal
from desktop.store import projection
from hub.projector import Projector
from tests.hub.conftest import Hub, make_hub
from tests.hub.device import Device
from tests.hub.test_feed import known
from tests.hub.test_project import meal

DAY = "2026-11-16"
AT = 1_794_801_600_000
SHOWN = "decision, decided_by, decision_reason, voided"
ACTS = st.lists(
    st.tuples(st.integers(0, 2), st.sampled_from((*DECISIONS, "till")), st.integers(0, 3)), min_size=1, max_size=4
)


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Hub]:
    folder: Path = tmp_path_factory.mktemp("decisions")
    made = make_hub("sqlite", folder, request)
    yield made
    made.close()


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(acts=ACTS, seed=st.integers(0, 2**32))
def test_the_first_that_came_to_the_hub_stands_everywhere(quiet: Hub, acts: list[Any], seed: int) -> None:
    chance = random.Random(seed)
    devices = known(quiet, 3, together=True)
    held = devices[0].log.append(meal(str(uuid.uuid4()), AT, held="unknown_issuer"), day=DAY)
    first = ""
    push(quiet, devices[0], 1)
    for number, act, minute in acts:
        log = devices[number].log
        body = MealVoided(held, "returned", False) if act == "till" else MealReviewed(held, act, f"{number}" * 64)
        begin = len(log.entries) + 1
        log.append(body, day=DAY, at=AT + 60_000 * minute)
        push(quiet, devices[number], begin if len(log.entries) > 2 else 1)
        first = first or ("" if act == "till" else act)
        if chance.random() < 0.5:
            Projector(quiet.parts).all()
    Projector(quiet.parts).all()
    here = at_hub(quiet, held)
    assert here[0] == (first or None)
    voided = any(act == "till" for _, act, _ in acts)
    assert (
        state(here)
        == {"pay": "counted", "refuse": "refused", "void": "voided", "": "voided"}["void" if voided else first]
    )
    about = [data for device in devices for data, _ in device.log.entries] + own(quiet, held)
    for _ in range(3):
        chance.shuffle(about)
        assert at_device(about, held) == here
    twice = sum(act != "till" for _, act, _ in acts) - 1
    assert told(quiet, devices) == max(twice, 0)


def push(hub: Hub, device: Device, begin: int) -> None:
    data = device.log.batch(begin)
    came = hub.parts.clock.now()
    assert isinstance(hub.parts.ingest.store(hub.parts.ingest.check(data)), bytes)
    while hub.parts.clock.now() == came:  # of two that came within one millisecond neither is first
        time.sleep(0.0005)


def at_hub(hub: Hub, held: str) -> tuple[Any, ...]:
    with hub.parts.database.read() as session:
        return tuple(session.row(f"SELECT {SHOWN} FROM meals WHERE fact = ?", (held,)))


def at_device(data: Sequence[bytes], held: str) -> tuple[Any, ...]:
    """What a device's table shows once these entries have come in this order."""
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        SQLModel.metadata.tables["meals"].create(connection)
        for each in data:
            puts = rows_of(entries.from_bytes(each), 0)
            projection.write(connection, [put for put in puts if put.table == "meals"])
        found = connection.exec_driver_sql(f"SELECT {SHOWN} FROM meals WHERE fact = ?", (held,)).fetchone()
    engine.dispose()
    assert found is not None
    return tuple(found)


def own(hub: Hub, held: str) -> list[bytes]:
    """What the hub says of a meal."""
    with hub.parts.database.read() as session:
        rows = session.rows("SELECT data FROM journal WHERE kind = 'meal.reviewed'")
    return [bytes(row[0]) for row in rows if held.encode() in bytes(row[0])]


def told(hub: Hub, devices: Sequence[Device]) -> int:
    """Second decisions that their devices are told of."""
    ids = {json.loads(data)["id"] for device in devices for data, _ in device.log.entries}
    with hub.parts.database.read() as session:
        rows = session.rows("SELECT fact FROM verdicts WHERE code = 'decided_twice' AND done = 0")
    return len({row[0] for row in rows} & ids)


def state(row: tuple[Any, ...]) -> str:
    return SettledMeal("m", DAY, AT, "lunch", 1490, 990, 500, row[3], "unknown_issuer", row[0]).state


def test_what_the_hub_says_is_played_again_the_same(quiet: Hub) -> None:
    devices = known(quiet, 2)
    held = devices[0].log.append(meal(str(uuid.uuid4()), AT, held="unknown_issuer"), day=DAY)
    devices[0].log.append(MealReviewed(held, "pay", "1" * 64), day=DAY, at=AT + 60_000)
    devices[1].log.append(MealReviewed(held, "void", "2" * 64), day=DAY, at=AT)
    for device in devices:
        push(quiet, device, 1)
        Projector(quiet.parts).all()
    assert state(at_hub(quiet, held)) == "counted", "the void was decided earlier by its clock, and came second"
    assert quiet.run("verify")["ok"] is True
