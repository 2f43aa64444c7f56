"""In whatever order batches of several devices come, the same tables stand at the end."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.core.meal import MealVoided
from hub.ingest import Ingest
from hub.projector import Projector
from tests.hub.conftest import Hub, make_hub
from tests.hub.device import Device
from tests.hub.test_feed import known
from tests.hub.test_project import meal

DAY = "2026-11-16"
# Doubles of a period, and days with more than two.
PERIODS = ("lunch", "lunch", "off_peak", "dinner")


def _act(device: Device, act: tuple[str, int, int], riders: list[str], served: list[str]) -> None:
    sort, rider, minute = act
    when = 1_794_801_600_000 + minute * 60_000
    if sort == "void" and served:
        device.log.append(MealVoided(served[rider % len(served)], "mis_scan", False), day=DAY)
    else:
        held = "unverified" if sort == "held" else None
        period = PERIODS[minute % len(PERIODS)]
        served.append(device.log.append(meal(riders[rider], when, period, held), day=DAY))


def _tables(hub: Hub) -> dict[str, Any]:
    """All that must be the same; when the hub said so (`held_at`) may differ."""
    with hub.parts.database.read() as session:
        meals = session.rows(
            "SELECT fact, rider, voided, held, held_beside FROM meals ORDER BY fact",
        )
        open_ones = session.rows("SELECT code, fact FROM verdicts WHERE done = 0 ORDER BY code, fact")
        sums = session.rows("SELECT device, kind, count, fen FROM log_sums ORDER BY device, kind")
    return {name: [tuple(row) for row in rows] for name, rows in (("m", meals), ("v", open_ones), ("s", sums))}


def _empty(hub: Hub) -> None:
    """Forgets all batches and what came of them, so that the same can be sent in another order."""
    from hub.tables import DERIVED_NAMES

    with hub.parts.database.write() as session:
        own = ("batches", "log_states", "log_sums", "feed", "verdicts", "trusted_times", "till_holds")
        for table in (*DERIVED_NAMES, *own):
            session.execute(f'DELETE FROM "{table}"')
        session.execute("DELETE FROM journal WHERE kind IN ('meal.held', 'meal.released')")


ACTS = st.lists(
    st.tuples(st.sampled_from(["meal", "meal", "void", "held"]), st.integers(0, 2), st.integers(0, 30)), max_size=6
)


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Hub]:
    folder: Path = tmp_path_factory.mktemp("order")
    made = make_hub("sqlite", folder, request)
    yield made
    made.close()


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(acts=st.lists(ACTS, min_size=3, max_size=3), order=st.data())
def test_the_order_of_arrival_decides_nothing(quiet: Hub, acts: list[Any], order: st.DataObject) -> None:
    _empty(quiet)
    devices = known(quiet, 3)
    riders = [str(uuid.uuid4()) for _ in range(3)]
    for device, own in zip(devices, acts, strict=True):
        served: list[str] = []
        for act in own:
            _act(device, act, riders, served)
    ends: list[dict[str, Any]] = []
    for _ in range(2):
        _empty(quiet)
        ingest: Ingest = quiet.parts.ingest
        places = [1] * 3
        whole = [len(device.log.entries) for device in devices]
        while any(place <= end for place, end in zip(places, whole, strict=True)):
            left = [number for number in range(3) if places[number] <= whole[number]]
            number = order.draw(st.sampled_from(left))
            last = order.draw(st.integers(places[number], whole[number]))
            data = devices[number].log.batch(places[number], last)
            assert ingest.store(ingest.check(data))
            places[number] = last + 1
            if order.draw(st.booleans()):
                Projector(quiet.parts).all()
        Projector(quiet.parts).all()
        ends.append(_tables(quiet))
    assert ends[0] == ends[1]
