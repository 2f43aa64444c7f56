"""Doubts, each rule at its edge; the tail question; the size of a sample. Nothing here refuses anything."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

import resources
from desktop.core import doubt
from desktop.core.doubt import (
    CallbackRecorded,
    Doubt,
    MealSeen,
    SampleDrawn,
    TailAnswered,
    asks_tail,
    doubts_of,
    parse_doubts,
    sample_size,
)
from tests.strategies import an_entry

RULES = parse_doubts(resources.read_text("rules", "doubts.toml"))
NOON = 1_794_801_600_000
SECOND, MINUTE = 1_000, 60_000
TILL, SHOP = "till", "shop"


def a_day(number: int) -> str:
    return (date(2026, 10, 1) + timedelta(days=number)).isoformat()


def seen(
    number: int,
    at: int = 0,
    day: int = 0,
    rider: str = "",
    device: str = TILL,
    merchant: str = SHOP,
    registered_by: str | None = None,
) -> MealSeen:
    """A meal `at` ms after noon of a day, of a rider of its own unless told."""
    moment = NOON + day * 86_400_000 + at
    return MealSeen(f"m{number}", a_day(day), moment, 720, merchant, rider or f"r{number}", device, registered_by)


def ask(
    meals: list[MealSeen], elsewhere: list[MealSeen] | None = None, voided: int = 0, most_a_day: int = 2
) -> list[Doubt]:
    ordered = sorted(meals, key=lambda meal: (meal.day, meal.at, meal.fact))
    return list(doubts_of(SHOP, ordered, elsewhere or [], voided, most_a_day, RULES))


def rules_of(found: list[Doubt]) -> list[str]:
    return [each.rule for each in found]


@pytest.mark.parametrize(("gap", "said"), [(0, 0), (15 * SECOND, 15), (15 * SECOND + 1, None), (16 * SECOND, None)])
def test_quick(gap: int, said: int | None) -> None:
    found = ask([seen(1), seen(2, gap)])
    assert [each.values for each in found] == ([{"seconds": said, "day": a_day(0)}] if said is not None else [])


def test_quick_is_of_one_till() -> None:
    assert ask([seen(1), seen(2, SECOND, device="other")]) == []
    between = [seen(1), seen(2, 10 * SECOND, device="other"), seen(3, 12 * SECOND)]
    assert [each.facts for each in ask(between)] == [("m1", "m3")]


def a_run(riders: str, day: int, start: int = 0) -> list[MealSeen]:
    return [seen(start + at, at * MINUTE, day, rider) for at, rider in enumerate(riders)]


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        ("abcde", "abcde", True),
        ("abcd", "abcd", False),
        ("xabcde", "abcdey", True),
        ("abcdef", "abcdef", True),
        ("abcde", "edcba", False),
        ("abcde", "abxcde", False),
        ("ababa", "ababa", False),
    ],
)
def test_same_order(first: str, second: str, found: bool) -> None:
    meals = [*a_run(first, 0), *a_run(second, 3, 100)]
    assert rules_of(ask(meals)) == (["same_order"] if found else [])


def test_same_order_on_a_third_day_is_told_once_a_day() -> None:
    meals = [*a_run("abcdef", 0), *a_run("abcdef", 1, 100), *a_run("abcdef", 2, 200)]
    found = ask(meals)
    assert [each.values["second"] for each in found] == [a_day(1), a_day(2)]
    assert all(len(each.facts) == 10 for each in found)


@pytest.mark.parametrize(
    ("gap", "found"), [(10 * MINUTE, False), (10 * MINUTE - 1, True), (1 - 10 * MINUTE, True), (-10 * MINUTE, False)]
)
def test_unreachable_before_and_after(gap: int, found: bool) -> None:
    here, there = seen(1, rider="a"), seen(2, gap, rider="a", merchant="other")
    assert rules_of(ask([here], [there])) == (["unreachable"] if found else [])
    assert ask([here], [dataclasses.replace(there, rider="b")]) == []


@pytest.mark.parametrize(
    ("by_one", "by_others", "unknown", "found"),
    [(5, 5, 0, False), (6, 5, 0, True), (9, 0, 0, False), (10, 0, 0, True), (6, 4, 9, True), (5, 4, 9, False)],
)
def test_one_registrar(by_one: int, by_others: int, unknown: int, found: bool) -> None:
    who = ["one"] * by_one + [f"other{number}" for number in range(by_others)] + [None] * unknown
    meals = [seen(number, number * MINUTE, registered_by=by) for number, by in enumerate(who)]
    told = ask(meals)
    assert rules_of(told) == (["one_registrar"] if found else [])
    if found:
        assert told[0].values == {"count": by_one, "cards": by_one + by_others}
        assert len(told[0].facts) == by_one


def test_one_registrar_counts_cards_and_not_meals() -> None:
    meals = [seen(number, day=number, rider="often", registered_by="one") for number in range(20)]
    meals += [seen(100 + number, registered_by=f"o{number}", at=(number + 1) * MINUTE) for number in range(10)]
    assert ask(meals) == []


def full_days(*days: int, rider: str = "a", start: int = 0) -> list[MealSeen]:
    return [seen(start + day * 10 + at, at * 6 * 60 * MINUTE, day, rider) for day in days for at in (0, 1)]


@pytest.mark.parametrize(
    ("days", "found"),
    [((1, 2, 3, 4), 0), ((1, 2, 3, 4, 5), 5), ((1, 2, 3, 5, 6), 0), ((0, 1, 2, 3, 4, 5, 9), 6)],
)
def test_limit_run(days: tuple[int, ...], found: int) -> None:
    told = ask(full_days(*days))
    assert [each.values["days"] for each in told] == ([found] if found else [])


def test_limit_run_counts_what_was_eaten_elsewhere_and_exactly_the_limit() -> None:
    here = [seen(day, day=day, rider="a") for day in range(5)]
    there = [seen(100 + day, 300 * MINUTE, day, "a", merchant="other") for day in range(5)]
    assert rules_of(ask(here, there)) == ["limit_run"]
    assert ask(here, there[:4]) == []
    assert ask(here, there, most_a_day=3) == []
    assert ask(here, there, most_a_day=0) == [], "no limit, no run"


@pytest.mark.parametrize(
    ("voided", "stand", "found"), [(3, 97, False), (4, 96, True), (1, 28, False), (1, 29, True), (0, 500, False)]
)
def test_voids(voided: int, stand: int, found: bool) -> None:
    meals = [seen(number, number * MINUTE) for number in range(stand)]
    told = [each for each in ask(meals, voided=voided) if each.rule == "voids"]
    assert [each.values for each in told] == ([{"voided": voided, "meals": voided + stand}] if found else [])


def test_a_rule_that_is_taken_out_is_not_asked() -> None:
    meals = [*a_run("abcdef", 0), *a_run("abcdef", 1, 100), seen(200), seen(201, SECOND)]
    assert rules_of(ask(meals))
    without = dataclasses.replace(RULES, rules={})
    assert doubts_of(SHOP, meals, [], 100, 2, without) == ()


MEALS = st.lists(
    st.builds(
        seen,
        number=st.integers(0, 10**9),
        at=st.integers(0, 8 * 60 * MINUTE),
        day=st.integers(0, 6),
        rider=st.sampled_from("abcdefgh"),
        device=st.sampled_from((TILL, "other")),
        registered_by=st.none() | st.sampled_from(("one", "two")),
    ),
    max_size=40,
    unique_by=lambda meal: meal.fact,
)


@given(MEALS, st.integers(0, 5))
def test_the_facts_behind_are_of_the_month_and_it_is_told_the_same_twice(meals: list[MealSeen], voided: int) -> None:
    found = ask(meals, voided=voided)
    assert found == ask(list(reversed(meals)), voided=voided)
    known = {meal.fact for meal in meals}
    assert all(set(each.facts) <= known for each in found)
    assert set(rules_of(found)) <= set(RULES.rules)


# --- the tail question and the sample ------------------------------------------------------------------------


@given(st.binary(min_size=32, max_size=32), st.uuids().map(str))
def test_the_tail_is_asked_by_secret_and_id_alone(secret: bytes, meal: str) -> None:
    assert asks_tail(secret, meal, 20) == asks_tail(secret, meal, 20)
    assert asks_tail(secret, meal, 1)


def test_about_one_in_twenty_and_by_another_secret_others() -> None:
    ids = [f"019a8b5e-1c00-7000-8000-{number:012x}" for number in range(4_000)]
    mine, others = ({meal for meal in ids if asks_tail(bytes([key]) * 32, meal, 20)} for key in (1, 2))
    # 200 ± 13.8 asked; of two secrets 10 ± 3.2 ids together
    assert 140 <= len(mine) <= 260
    assert 140 <= len(others) <= 260
    assert len(mine & others) <= 30


@given(st.integers(0, 100_000))
def test_a_sample_is_a_twentieth_at_least_ten_and_never_more_than_there_are(population: int) -> None:
    size = sample_size(population, RULES)
    assert size <= population
    assert size >= min(10, population)
    assert size * 20 >= population
    assert size in (population, 10) or (size - 1) * 20 < population


def test_the_rules_as_they_stand() -> None:
    assert (RULES.tail_one_in, RULES.sample_per_mille, RULES.sample_least) == (20, 50, 10)
    assert set(RULES.rules) == {
        *("quick", "same_order", "unreachable", "one_registrar", "limit_run", "voids"),
        *("out_of_hours", "closed_day"),
    }


# --- rows ----------------------------------------------------------------------------------------------------


def test_rows() -> None:
    entry = an_entry("tail.answered", None)
    (tail,) = doubt.tail_rows(entry, TailAnswered("m", "match"))
    assert (tail.key, tail.values) == ({"meal": "m"}, {"result": "match", "answered_at": entry.at})
    about, *calls = doubt.sample_rows(entry, SampleDrawn("s", "shop", "2026-10", 40, ["a", "b"]))
    assert (about.key, about.values["population"]) == ({"sample": "s"}, 40)
    assert [call.key for call in calls] == [{"sample": "s", "meal": "a"}, {"sample": "s", "meal": "b"}]
    assert {call.newer for call in calls} == {"called_at"}
    (called,) = doubt.callback_rows(entry, CallbackRecorded("s", "a", "denied", "2b" * 32))
    assert (called.key, called.newer, called.values["result"]) == (calls[0].key, "called_at", "denied")
    assert called.values["called_by"] == entry.by
