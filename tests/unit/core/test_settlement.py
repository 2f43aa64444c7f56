"""A settlement's draft: every meal is in one of three heaps, and the money adds up."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop.core.settlement import SettledMeal, draft

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
    ),
    max_size=40,
)


def a_meal(fact: str, subsidy_fen: int, voided: str | None = None, held: str | None = None) -> SettledMeal:
    return SettledMeal(fact, "2026-11-01", 0, "lunch", 1490, 990, subsidy_fen, voided, held)


@given(MEALS)
def test_captured_is_counted_and_voided_and_held(meals: list[SettledMeal]) -> None:
    done = draft(meals)
    heaps = (*done.counted, *done.voided, *done.held)
    assert sorted(meal.fact for meal in heaps) == sorted(meal.fact for meal in meals)
    assert sum(meal.subsidy_fen for meal in heaps) == sum(meal.subsidy_fen for meal in meals)
    assert all(meal.voided is None and meal.held is None for meal in done.counted)
    assert all(meal.voided is not None for meal in done.voided)
    assert all(meal.held is not None and meal.voided is None for meal in done.held)


@given(MEALS)
def test_what_is_owed_is_the_subsidy_of_what_counts(meals: list[SettledMeal]) -> None:
    done = draft(iter(meals))
    clean = [meal for meal in meals if not meal.voided and not meal.held]
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
