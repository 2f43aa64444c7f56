"""Rows from facts: the flag of a clock gone back, the stamp that decides, and any order the same row."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.entry import Entry
from desktop.core.fact import Put, Value
from desktop.core.inspection import RectificationMoved, RectificationOpened
from desktop.core.meal import MealServed, MealVoided
from desktop.core.rows import CLOCK_TOLERANCE_MS, flag_rows, rows_of
from desktop.core.site import AllotmentGranted
from desktop.core.visit import VisitEnded, VisitExtended, VisitRecorded, VisitVoided
from tests.strategies import INSTANTS, UUIDS, an_entry, facts

AT = 1_793_500_000_000
Model = dict[tuple[Any, ...], dict[str, Value]]


def apply(model: Model, puts: list[Put]) -> Model:
    """The rows after these puts, by the words of `Put`: the reference for every store."""
    for put in puts:
        row = model.setdefault((put.table, *sorted(put.key.items())), dict(put.key))
        if put.newer is not None:
            standing, coming = row.get(put.newer), put.values[put.newer]
            assert isinstance(coming, int)
            if isinstance(standing, int) and standing > coming:
                continue
        row.update(put.values)
    return model


def rows_after(*entries: Entry) -> Model:
    """Replay in this order of arrival; each stands in its own log, so the clock of one flags no other."""
    model: Model = {}
    for entry in entries:
        apply(model, rows_of(entry, 0, entry.body))
    return model


def either_way(first: Entry, second: Entry) -> Model:
    there, back = rows_after(first, second), rows_after(second, first)
    assert there == back
    return there


def entry(body: Any, at: int, fact: str | None = None) -> Entry:
    changes: dict[str, Any] = {"at": at} if fact is None else {"at": at, "id": fact}
    return an_entry(body.KIND, body, **changes)


@pytest.mark.parametrize(
    ("high_water", "at", "behind"),
    [
        (0, AT, None),
        (AT, AT, None),
        (AT, AT + 1, None),
        (AT, AT - 1, None),
        (AT, AT - CLOCK_TOLERANCE_MS, None),
        (AT, AT - CLOCK_TOLERANCE_MS - 1, CLOCK_TOLERANCE_MS + 1),
        (AT, AT - 86_400_000, 86_400_000),
        (AT, 0, AT),
    ],
)
def test_a_clock_behind_the_last_entry_is_flagged_and_kept(high_water: int, at: int, behind: int | None) -> None:
    late = entry(VisitEnded(visit="v", when=at), at)
    flags = flag_rows(late, high_water)
    wanted = [Put("flags", {"fact": late.id, "code": "clock_behind"}, {"detail": behind})] if behind else []
    assert flags == wanted
    puts = rows_of(late, high_water, late.body)
    assert puts[: len(flags)] == flags
    assert len(puts) == len(flags) + 1, "the fact itself is kept"


@given(st.lists(INSTANTS, min_size=1, max_size=8))
def test_the_stamp_never_runs_backwards_within_a_log(clocks: list[int]) -> None:
    """However the clock jumps, the last move that was appended is the state."""
    model: Model = {}
    high = 0
    stamps = []
    for number, at in enumerate(clocks):
        move = entry(RectificationMoved(rectification="r", checkpoint="c", to=f"state {number}"), at, f"fact {number}")
        puts = rows_of(move, high, move.body)
        apply(model, puts)
        stamp = next(put.values["moved_at"] for put in puts if put.newer)
        assert isinstance(stamp, int)
        stamps.append(stamp)
        high = max(high, at)
    assert stamps == sorted(stamps)
    assert model["rectifications", ("rectification", "r")]["state"] == f"state {len(clocks) - 1}"


@given(facts(MealServed), facts(MealVoided), UUIDS, INSTANTS, INSTANTS)
def test_a_meal_and_its_void_in_either_order(
    served: MealServed, voided: MealVoided, fact: str, at: int, then: int
) -> None:
    void = MealVoided(meal=fact, reason=voided.reason, late=voided.late, note=voided.note)
    row = either_way(entry(served, at, fact), entry(void, then, "another"))["meals", ("fact", fact)]
    assert (row["rider"], row["subsidy_fen"]) == (served.rider, served.subsidy_fen)
    assert (row["voided"], row["voided_at"], row["voided_late"]) == (void.reason, then, int(void.late))


@given(facts(VisitRecorded), facts(VisitExtended), facts(VisitVoided), facts(VisitEnded), UUIDS, st.data())
def test_a_visit_and_what_follows_it_in_any_order(
    recorded: VisitRecorded,
    extended: VisitExtended,
    voided: VisitVoided,
    ended: VisitEnded,
    fact: str,
    data: st.DataObject,
) -> None:
    at = data.draw(INSTANTS)
    of_it = [
        entry(recorded, at, fact),
        entry(VisitExtended(visit=fact, services=extended.services), at + 1, "b"),
        entry(VisitEnded(visit=fact, when=ended.when), at + 2, "c"),
        entry(VisitVoided(visit=fact, reason=voided.reason), at + 3, "d"),
    ]
    assert rows_after(*data.draw(st.permutations(of_it))) == rows_after(*of_it)


@given(facts(VisitRecorded), UUIDS, INSTANTS, st.integers(1, 10**9), st.data())
def test_the_last_list_of_services_stands(
    recorded: VisitRecorded, fact: str, at: int, gap: int, data: st.DataObject
) -> None:
    of_it = [
        entry(recorded, at, fact),
        entry(VisitExtended(visit=fact, services=["rest"]), at + gap, "b"),
        entry(VisitExtended(visit=fact, services=["rest", "water"]), at + 2 * gap, "c"),
    ]
    (row,) = rows_after(*data.draw(st.permutations(of_it))).values()
    assert row["services"] == "rest,water"


@given(facts(RectificationOpened), INSTANTS, st.integers(1, 10**9), st.data())
def test_a_rectification_ends_in_its_last_state_in_any_order(
    opened: RectificationOpened, at: int, gap: int, data: st.DataObject
) -> None:
    job = opened.rectification
    history = [entry(opened, at, "a")] + [
        entry(RectificationMoved(rectification=job, checkpoint="c", to=state), at + gap * number, state)
        for number, state in enumerate(("awaiting", "returned", "closed"), 1)
    ]
    after = rows_after(*data.draw(st.permutations(history)))
    assert after == rows_after(*history)
    assert after["rectifications", ("rectification", job)]["state"] == "closed"


@given(facts(AllotmentGranted), st.integers(0, 10**9), INSTANTS, st.integers(1, 10**9))
def test_the_later_allotment_stands_in_either_order(granted: AllotmentGranted, fen: int, at: int, gap: int) -> None:
    again = AllotmentGranted(
        merchant=granted.merchant, device=granted.device, month=granted.month, fen=fen, portions_a_day=0
    )
    (row,) = either_way(entry(granted, at, "a"), entry(again, at + gap, "b")).values()
    assert (row["fen"], row["granted_at"]) == (fen, at + gap)
