"""A device moves only what its own place made, in whatever order and cut its facts and the others' come."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop import __version__
from desktop.core import entry as entries
from desktop.core.clock import ClockCorrected
from desktop.core.doubt import CallbackRecorded, SampleDrawn, TailAnswered
from desktop.core.fact import Fact
from desktop.core.kinds import fact_of
from desktop.core.meal import MealVoided
from desktop.core.rows import rows_of
from desktop.core.settlement import Line, MealReviewed, SettlementClosed, SettlementMoved
from desktop.core.visit import VisitEnded, VisitRecorded, VisitVoided
from hub import reach, replay
from hub.projector import Projector
from hub.tables import DERIVED_NAMES
from hub.working import HUBS_OWN
from tests.golden import make
from tests.hub.conftest import Hub, make_hub
from tests.hub.device import Device
from tests.hub.test_feed import known
from tests.hub.test_project import MERCHANT, meal

DAY = "2026-11-16"
AT = 1_794_801_600_000
REASON = "ab" * 32


@pytest.fixture(scope="module")
def quiet(backend: str, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Hub]:
    folder: Path = tmp_path_factory.mktemp("owners")
    made = make_hub(backend, folder, request)
    yield made
    made.close()


def _take(hub: Hub, device: Device, first: int, last: int) -> None:
    ingest = hub.parts.ingest
    assert isinstance(ingest.store(ingest.check(device.log.batch(first, last))), bytes)


def _send(hub: Hub, devices: list[Device], order: st.DataObject) -> None:
    """In any order of devices, any cut of their logs, and any part of it in one run of the projector."""
    places = [1] * len(devices)
    while left := [at for at, device in enumerate(devices) if places[at] <= len(device.log.entries)]:
        number = order.draw(st.sampled_from(left))
        last = order.draw(st.integers(places[number], len(devices[number].log.entries)))
        _take(hub, devices[number], places[number], last)
        places[number] = last + 1
        if order.draw(st.booleans()):
            Projector(hub.parts).all()
    Projector(hub.parts).all()


def _forged(served: str, visit: str, settlement: str) -> list[Fact]:
    """What somebody who knows the ids of another place might say."""
    return [
        MealVoided(served, "mis_scan", False),
        MealReviewed(served, "void", REASON),
        TailAnswered(served, "no"),
        VisitVoided(visit, "mis_scan"),
        VisitEnded(visit, AT),
        SettlementMoved(settlement, "paid"),
        SettlementClosed(
            str(uuid.uuid4()), "JS-9", MERCHANT, "2026-11", "2026.1", [Line(served, 0, False)], 0, 0, REASON
        ),
        SampleDrawn(str(uuid.uuid4()), MERCHANT, "2026-11", 1, [served]),
    ]


def _rows(hub: Hub, sql: str, *values: object) -> list[tuple[Any, ...]]:
    with hub.parts.database.read() as session:
        return [tuple(row) for row in session.rows(sql, values)]


def _code(hub: Hub, code: str, device: Device) -> set[str]:
    rows = _rows(hub, "SELECT fact FROM verdicts WHERE code = ? AND device = ? AND done = 0", code, device.id)
    return {row[0] for row in rows}


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(order=st.data())
def test_a_place_moves_only_what_it_made(quiet: Hub, order: st.DataObject) -> None:
    till, beside = known(quiet, 2, together=True)
    (stranger,) = known(quiet, 1)
    kept, voided, visit, settlement = (str(uuid.uuid4()) for _ in range(4))
    for fact in (kept, voided):
        till.log.append(meal(str(uuid.uuid4()), AT), fact=fact, day=DAY)
    till.log.append(VisitRecorded(None, "courier", 1, "key", ["rest"], AT), fact=visit, day=DAY)
    lines = [Line(kept, 500, False)]
    till.log.append(SettlementClosed(settlement, "JS-1", MERCHANT, "2026-11", "2026.1", lines, 500, 0, REASON), day=DAY)
    # of the same place, on another machine, which may be heard of before the till
    beside.log.now = stranger.log.now = till.log.now
    beside.log.append(MealVoided(voided, "returned", False), day=DAY)
    beside.log.append(SettlementMoved(settlement, "confirmed"), day=DAY)
    forged = [stranger.log.append(body, day=DAY) for body in _forged(kept, visit, settlement)]
    forged.append(stranger.log.append(meal(str(uuid.uuid4()), AT), day=DAY))
    _send(quiet, [till, beside, stranger], order)

    of_meals = "SELECT fact, voided, decision, day FROM meals WHERE fact IN (?, ?) ORDER BY fact"
    assert _rows(quiet, of_meals, kept, voided) == sorted([(kept, None, None, DAY), (voided, "returned", None, DAY)])
    assert _rows(quiet, "SELECT voided, ended_at FROM visits WHERE fact = ?", visit) == [(None, None)]
    assert _rows(quiet, "SELECT state FROM settlements WHERE settlement = ?", settlement) == [("confirmed",)]
    assert _rows(quiet, "SELECT settlement FROM settlement_lines WHERE meal = ?", kept) == [(settlement,)]
    for table in ("tails", "callbacks"):
        assert _rows(quiet, f"SELECT * FROM {table} WHERE meal = ?", kept) == []
    assert _code(quiet, "not_yours", stranger) == set(forged[:-1])
    for device in (till, beside, stranger):
        assert _code(quiet, "missing_reference", device) == set()
    assert _code(quiet, "not_yours", till) == _code(quiet, "not_yours", beside) == set()
    # the forged decision is not the first one, either
    assert _rows(quiet, "SELECT fact FROM first_decisions WHERE meal = ?", kept) == []
    # and no other place hears of it
    heard = [row[0] for row in _rows(quiet, "SELECT body FROM feed WHERE audience <> ?", stranger.id)]
    assert not [body for body in heard if any(fact in body for fact in forged[:-1])]
    assert [json.loads(body)["voided"] for body in heard if f'"fact":"{kept}"' in body] == [""]


def test_a_replay_goes_the_same_way(quiet: Hub) -> None:
    till, stranger = known(quiet, 2)
    served, never = str(uuid.uuid4()), str(uuid.uuid4())
    void = stranger.log.append(MealVoided(served, "mis_scan", False), day=DAY)
    waits = stranger.log.append(MealVoided(never, "mis_scan", False), day=DAY)
    # a clock put right moves the rows of a run: those that do not stand stay away
    stranger.log.append(ClockCorrected(stranger.log.epoch, 2, 3, 1), day=DAY)
    till.log.append(meal(str(uuid.uuid4()), AT), fact=served, day=DAY)
    lines = [Line(served, 500, False)]
    closed = SettlementClosed(str(uuid.uuid4()), "JS-3", MERCHANT, "2026-11", "2026.1", lines, 500, 0, REASON)
    till.log.append(closed, day=DAY)
    _take(quiet, stranger, 1, 3)
    Projector(quiet.parts).all()
    assert _code(quiet, "missing_reference", stranger) == {void, waits}
    _take(quiet, till, 1, 3)
    Projector(quiet.parts).all()
    _take(quiet, stranger, 4, 4)
    Projector(quiet.parts).all()
    assert _code(quiet, "missing_reference", stranger) == {waits}
    assert _code(quiet, "not_yours", stranger) == {void}
    of_both = "SELECT fact, voided FROM meals WHERE fact IN (?, ?)"
    assert _rows(quiet, of_both, served, never) == [(served, None)]
    assert replay.verify(quiet.parts).faults == []
    before = {table: sorted(map(str, _rows(quiet, f'SELECT * FROM "{table}"'))) for table in DERIVED_NAMES}
    assert _rows(quiet, "SELECT device FROM early WHERE thing IN (?, ?)", served, never) == [(stranger.id,)]
    owner = _rows(quiet, "SELECT site FROM owners WHERE sort = 'settlements' AND thing = ?", closed.settlement)
    assert owner == _rows(quiet, "SELECT site FROM members WHERE device = ?", till.id)
    replay.rebuild(quiet.parts)
    for table, rows in before.items():
        assert sorted(map(str, _rows(quiet, f'SELECT * FROM "{table}"'))) == rows, table


def test_what_came_early_is_moved_with_its_run_when_it_is_taken_up(quiet: Hub) -> None:
    till, beside = known(quiet, 2, together=True)
    served = str(uuid.uuid4())
    void = beside.log.append(MealVoided(served, "mis_scan", False), day="2026-11-13")
    beside.log.append(ClockCorrected(beside.log.epoch, 2, 2, 3), day=DAY)
    till.log.append(meal(str(uuid.uuid4()), AT), fact=served, day=DAY)
    _take(quiet, beside, 1, 3)
    Projector(quiet.parts).all()
    assert _rows(quiet, "SELECT day FROM occurrences WHERE fact = ?", void) == []
    _take(quiet, till, 1, 2)
    Projector(quiet.parts).all()
    assert _rows(quiet, "SELECT day FROM occurrences WHERE fact = ?", void) == [(DAY,)]
    assert replay.verify(quiet.parts).faults == []


def test_the_id_of_anothers_meal_is_not_taken_over(quiet: Hub) -> None:
    till, stranger = known(quiet, 2)
    rider = str(uuid.uuid4())
    served = till.log.append(meal(rider, AT), day=DAY)
    _take(quiet, till, 1, 2)
    Projector(quiet.parts).all()
    stranger.log.append(meal(str(uuid.uuid4()), AT), fact=served, day=DAY)
    stranger.log.append(MealVoided(served, "mis_scan", False), day=DAY)
    _take(quiet, stranger, 1, 3)
    Projector(quiet.parts).all()
    assert _rows(quiet, "SELECT rider, device, voided FROM meals WHERE fact = ?", served) == [(rider, till.id, None)]


def test_the_hubs_batches_and_samples_are_everybodys_and_nothing_else_of_it(quiet: Hub) -> None:
    (till,) = known(quiet, 1)
    served = till.log.append(meal(str(uuid.uuid4()), AT), day=DAY)
    _take(quiet, till, 1, 2)
    Projector(quiet.parts).all()
    sample, settlement = str(uuid.uuid4()), str(uuid.uuid4())
    with quiet.parts.database.write() as session:
        for body in (
            SampleDrawn(sample, MERCHANT, "2026-11", 1, [served]),
            SettlementClosed(
                settlement, "JS-2", MERCHANT, "2026-11", "2026.1", [Line(served, 500, False)], 500, 0, REASON
            ),
        ):
            assert till.certificate is not None
            quiet.parts.journal.append(session, body, site=till.certificate.site)
    till.log.now = quiet.parts.clock.now()
    till.log.append(CallbackRecorded(sample, served, "confirmed"), day=DAY)
    paid = till.log.append(SettlementMoved(settlement, "paid"), day=DAY)
    _take(quiet, till, 3, 4)
    Projector(quiet.parts).all()
    assert _rows(quiet, "SELECT result FROM callbacks WHERE sample = ?", sample) == [("confirmed",)]
    assert _rows(quiet, "SELECT state FROM settlements WHERE settlement = ?", settlement) == [("draft",)]
    assert _code(quiet, "not_yours", till) == {paid}


# Rows that many places write, each for itself or by what the hub says of it, or that a hash keeps apart.
NOBODYS = frozenset(
    (
        "sites", "epochs", "operators", "operator_states", "merchants", "merchant_records", "partners", "riders",
        "cards", "published", "blanked_notes", "allotments",
    )
)  # fmt: skip


def test_of_each_kind_the_rows_are_its_own_or_of_a_thing_with_an_owner() -> None:
    """Of every kind there is a golden file: a new one that moves a row by an id must be put among those in `reach`."""
    seen: set[str] = set()
    for file in sorted((make.HERE / f"v{__version__}").glob("*.json")):
        entry = entries.from_bytes(json.loads(file.read_text("utf-8"))["bytes"].encode())
        fact = fact_of(entry)
        if entry.kind in HUBS_OWN:
            continue
        own = reach.made(entry, fact)
        things = {thing.id for thing in (*reach.moved(fact), *([own] if own else []))}
        for put in rows_of(entry, 0, fact):
            key = set(put.key.values())
            if put.table in NOBODYS or key & {entry.id, entry.site, entry.device}:
                continue
            # findings, slots and quotas hang on the thing that the same fact makes
            assert key & things or put.values.get("batch") in things, (entry.kind, put.table)
            seen |= {thing.sort for thing in reach.moved(fact)}
    assert seen == {*reach.KEYS, *reach.BESIDE} - {"inspections", "site_aliases"}
