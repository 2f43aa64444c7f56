"""A settlement's draft: every meal is in one of four heaps, and the lines bring what is settled to what is due."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core import settlement
from desktop.core.fact import Put
from desktop.core.settlement import (
    DECISIONS,
    MOVES,
    REVIEW,
    STATES,
    Line,
    MealReviewed,
    SettledMeal,
    SettlementClosed,
    SettlementMoved,
    draft,
    number_of,
)
from tests.strategies import an_entry

VOIDS = ("mis_scan", "returned", "not_collected", "duplicate", "other")
HOLDS = ("unknown_issuer", "verification_unknown")
MEALS = st.lists(
    st.builds(
        SettledMeal,
        fact=st.uuids().map(str),
        day=st.just("2026-11-01"),
        at=st.integers(0, 10**12),
        period=st.sampled_from(["lunch", "dinner"]),
        list_fen=st.integers(0, 5_000),
        price_fen=st.just(990),
        subsidy_fen=st.integers(0, 2_000),
        voided=st.none() | st.sampled_from(VOIDS),
        held=st.none() | st.sampled_from(HOLDS),
        decision=st.none() | st.sampled_from(DECISIONS),
    ),
    unique_by=lambda meal: meal.fact,
    max_size=40,
)


def a_meal(
    fact: str, subsidy_fen: int, voided: str | None = None, held: str | None = None, decision: str | None = None
) -> SettledMeal:
    return SettledMeal(fact, "2026-11-01", 0, "lunch", 1490, 990, subsidy_fen, voided, held, decision)


@given(MEALS)
def test_captured_is_counted_voided_held_and_refused(meals: list[SettledMeal]) -> None:
    done = draft(meals)
    heaps = (*done.counted, *done.voided, *done.held, *done.refused)
    assert sorted(meal.fact for meal in heaps) == sorted(meal.fact for meal in meals)
    assert sum(meal.subsidy_fen for meal in heaps) == sum(meal.subsidy_fen for meal in meals)
    assert all(meal.voided is None and (meal.held is None or meal.decision == "pay") for meal in done.counted)
    assert all(meal.voided is not None or meal.decision == "void" for meal in done.voided)
    assert all(meal.held is not None and meal.voided is None and meal.decision is None for meal in done.held)
    assert all(meal.decision == "refuse" and meal.voided is None for meal in done.refused)


@given(MEALS)
def test_what_is_owed_is_the_subsidy_of_what_counts(meals: list[SettledMeal]) -> None:
    done = draft(iter(meals))
    clean = [
        meal for meal in meals if not meal.voided and meal.decision in ((None, "pay") if not meal.held else ("pay",))
    ]
    assert [line.meal for line in done.lines] == [meal.fact for meal in clean]
    assert done.subsidy_fen == sum(meal.subsidy_fen for meal in clean)
    assert done.taken_fen == 990 * len(clean)
    assert list(done.counted) == clean, "the order of the meals is kept"


def test_by_hand() -> None:
    done = draft(
        [
            a_meal("a", 500),
            a_meal("b", 500, voided="mis_scan"),
            a_meal("c", 500, held="unknown_issuer"),
            a_meal("d", 500, voided="duplicate", held="unknown_issuer"),
            a_meal("e", 0),
        ]
    )
    assert [meal.fact for meal in done.counted] == ["a", "e"]
    assert [meal.fact for meal in done.voided] == ["b", "d"], "void even where it was held"
    assert [meal.fact for meal in done.held] == ["c"]
    assert (len(done.lines), done.subsidy_fen, done.taken_fen) == (2, 500, 1980)


def test_a_month_without_meals() -> None:
    done = draft([])
    assert (done.lines, done.subsidy_fen, done.taken_fen) == ((), 0, 0)


@pytest.mark.parametrize(
    ("voided", "held", "decision", "state", "due"),
    [
        (None, None, None, "counted", 500),
        (None, "unknown_issuer", None, "held", 0),
        (None, "unknown_issuer", "pay", "counted", 500),
        (None, "unknown_issuer", "refuse", "refused", 0),
        (None, "unknown_issuer", "void", "voided", 0),
        ("review", "unknown_issuer", "void", "voided", 0),
        ("returned", None, None, "voided", 0),
        ("returned", "unknown_issuer", None, "voided", 0),
        ("returned", "unknown_issuer", "pay", "voided", 0),
        ("returned", "unknown_issuer", "refuse", "voided", 0),
    ],
)
def test_what_a_meal_is(voided: str | None, held: str | None, decision: str | None, state: str, due: int) -> None:
    meal = a_meal("a", 500, voided, held, decision)
    assert (meal.state, meal.due_fen) == (state, due)


SETTLED = st.dictionaries(st.integers(0, 39), st.integers(-2_000, 2_000), max_size=20)


@given(MEALS, MEALS, SETTLED)
def test_the_lines_bring_what_is_settled_to_what_is_due(
    meals: list[SettledMeal], earlier: list[SettledMeal], some: dict[int, int]
) -> None:
    """Whatever stood before: afterwards settled = due for each, a line a meal, and a second draft owes nothing."""
    known = {meal.fact for meal in meals}
    earlier = [meal for meal in earlier if meal.fact not in known]
    everything = [*meals, *earlier]
    before = {everything[at].fact: fen for at, fen in some.items() if at < len(everything)}
    done = draft(meals, earlier, before)
    assert len({line.meal for line in done.lines}) == len(done.lines)
    after = dict(before)
    for line in done.lines:
        assert line.fen or line.meal not in before, "a line over nothing says only that a meal counts"
        after[line.meal] = after.get(line.meal, 0) + line.fen
    assert {meal.fact: after.get(meal.fact, 0) for meal in everything} == {
        meal.fact: meal.due_fen for meal in everything
    }
    assert {meal.fact for meal in everything if meal.state == "counted"} <= after.keys()
    late = {meal.fact for meal in earlier}
    assert all(line.adjustment == (line.meal in late or line.meal in before) for line in done.lines)
    assert draft(meals, earlier, after).lines == ()
    assert done.subsidy_fen == sum(after.values()) - sum(before.values())


def test_adjustments_by_hand() -> None:
    earlier = [
        a_meal("voided", 500, voided="returned"),
        a_meal("late", 500),
        a_meal("same", 500),
        a_meal("paid later", 500, held="unknown_issuer", decision="pay"),
        a_meal("refused", 500, held="unknown_issuer", decision="refuse"),
        a_meal("waits", 500, held="unknown_issuer"),
        a_meal("late, nothing owed", 0),
    ]
    done = draft([a_meal("new", 500)], earlier, {"voided": 500, "same": 500})
    assert done.lines == (
        Line("new", 500, False),
        Line("voided", -500, True),
        Line("late", 500, True),
        Line("paid later", 500, True),
        Line("late, nothing owed", 0, True),
    )
    assert done.subsidy_fen == 1_000
    assert [meal.fact for meal in done.counted] == ["new"], "earlier months' meals are in no heap of this one"


def test_a_returned_month_whose_late_meal_a_later_one_has_paid() -> None:
    done = draft([a_meal("a", 500), a_meal("late", 500)], (), {"late": 500})
    assert done.lines == (Line("a", 500, False),)
    assert len(done.counted) == 2


def test_states_lead_to_payment_or_back() -> None:
    assert set(MOVES) == set(STATES)
    assert {to for following in MOVES.values() for to in following} == set(STATES) - {"draft"}
    chain, state = [], "draft"
    while MOVES[state]:
        state = MOVES[state][0]
        chain.append(state)
    assert chain == ["confirmed", "published", "approved", "paid"]
    assert [state for state in STATES if "returned" in MOVES[state]] == ["draft", "confirmed", "published", "approved"]
    assert MOVES["returned"] == MOVES["paid"] == ()


def test_a_number() -> None:
    assert number_of("7k2m91aa-0000-4000-8000-000000000000", "2026-11", 1) == "JS-7K2M-2026-11-0001"
    assert number_of("7-k2m91aa", "2026-11", 12_345) == "JS-7K2M-2026-11-12345"


def test_rows_of_a_review() -> None:
    entry = an_entry("meal.reviewed", None)
    decided = {"decision": "pay", "decided_at": entry.at, "decided_by": entry.by, "decision_reason": "2b" * 32}
    assert settlement.reviewed_rows(entry, MealReviewed("m", "pay", "2b" * 32)) == [
        Put("meals", {"fact": "m"}, decided, once="decision")
    ]
    (void,) = settlement.reviewed_rows(entry, MealReviewed("m", "void", "2b" * 32))
    assert void.values == decided | {
        "decision": "void",
        "voided": REVIEW,
        "voided_at": entry.at,
        "voided_by": entry.by,
        "voided_late": 1,
    }


def test_rows_of_a_settlement_and_its_move() -> None:
    closed = SettlementClosed("s", "JS-1", "m", "2026-10", "2026.1", [Line("a", 500, False)], 500, 2, "8b" * 32)
    entry = an_entry("settlement.closed", closed)
    about, state, line = settlement.closed_rows(entry, closed)
    assert (about.values["lines"], about.values["subsidy_fen"], about.values["held"]) == (1, 500, 2)
    assert (state.values["state"], state.newer) == ("draft", "moved_at")
    assert line == Put("settlement_lines", {"settlement": "s", "meal": "a"}, {"fen": 500, "adjustment": 0})
    now, move = settlement.moved_rows(entry, SettlementMoved("s", "paid", voucher="7"))
    assert (now.table, now.values["state"], now.newer) == ("settlements", "paid", "moved_at")
    assert (move.key, move.values["voucher"], move.values["invoice"]) == ({"fact": entry.id}, "7", None)
    assert not set(about.values) & set(state.values), "facts about one row set different columns"
