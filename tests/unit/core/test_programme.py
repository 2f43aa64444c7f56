"""The meal programme as shipped: periods to the minute, nights that belong to the day before, subsidies."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

import resources
from desktop.core import business_day
from desktop.core.people import GROUPS
from desktop.core.programme import DAY_MINUTES, Funding, Period, parse_programme

PROGRAMME = parse_programme(resources.read_text("rules", "programme.toml"))
DAY, BEFORE = "2026-11-01", "2026-10-31"
MINUTE_MS = 60_000
# From minute to minute of a local day (`rules.md`, Meals; ends excluded): period and the day it belongs to.
CLOCK = [
    ("00:00", "02:00", "night", BEFORE),
    ("02:00", "06:30", None, DAY),
    ("06:30", "10:30", "breakfast", DAY),
    ("10:30", "13:30", "lunch", DAY),
    ("13:30", "16:30", "off_peak", DAY),
    ("16:30", "17:00", None, DAY),
    ("17:00", "21:00", "dinner", DAY),
    ("21:00", "24:00", "night", DAY),
]


def minutes(text: str) -> int:
    return int(text[:2]) * 60 + int(text[3:])


def at(day: str, clock: str) -> int:
    return business_day.start_of(day) + minutes(clock) * MINUTE_MS


def found(moment: int) -> tuple[str | None, str]:
    serving = PROGRAMME.serving(moment)
    return (serving.period.code, serving.day) if serving else (None, PROGRAMME.business_day(moment))


@pytest.mark.parametrize(("begin", "end", "period", "day"), CLOCK)
def test_every_minute_of_a_period_from_its_first_to_its_last_millisecond(
    begin: str, end: str, period: str | None, day: str
) -> None:
    for minute in range(minutes(begin), minutes(end)):
        start = business_day.start_of(DAY) + minute * MINUTE_MS
        assert found(start) == found(start + MINUTE_MS - 1) == (period, day)
        assert PROGRAMME.business_day(start) == day


def test_the_clock_of_these_tests_is_whole() -> None:
    assert [row[0] for row in CLOCK] + ["24:00"] == ["00:00"] + [row[1] for row in CLOCK]


@pytest.mark.parametrize(
    ("moment", "period", "day"),
    [
        (at("2026-11-02", "00:00") - 1, "night", "2026-11-01"),
        (at("2026-11-02", "00:00"), "night", "2026-11-01"),
        (at("2026-11-02", "01:30"), "night", "2026-11-01"),
        (at("2026-11-02", "02:00") - 1, "night", "2026-11-01"),
        (at("2026-11-02", "02:00"), None, "2026-11-02"),
        (at("2026-12-01", "01:59"), "night", "2026-11-30"),
        (at("2027-01-01", "00:30"), "night", "2026-12-31"),
        (at("2028-03-01", "01:00"), "night", "2028-02-29"),
        (at("2028-02-29", "01:00"), "night", "2028-02-28"),
    ],
)
def test_a_night_meal_belongs_to_the_day_on_which_its_period_began(moment: int, period: str | None, day: str) -> None:
    assert found(moment) == (period, day)


def test_a_till_at_half_past_one_still_works_on_yesterday() -> None:
    assert PROGRAMME.business_day(at(DAY, "01:30")) == BEFORE
    assert PROGRAMME.business_day(at(DAY, "02:30")) == DAY
    assert PROGRAMME.business_day(at(DAY, "16:45")) == DAY


@given(st.integers(0, DAY_MINUTES - 1), st.integers(0, DAY_MINUTES - 1), st.integers(0, DAY_MINUTES - 1))
def test_a_period_holds_as_many_minutes_as_lie_between_its_ends(begin: int, end: int, minute: int) -> None:
    period = Period("any", {}, begin, end, off_peak=False)
    held = [period.begins_before(each) for each in range(DAY_MINUTES)]
    assert sum(each is not None for each in held) == ((end - begin) % DAY_MINUTES or DAY_MINUTES)
    assert period.begins_before(begin) == 0
    assert period.begins_before(end) in ((None,) if begin != end else (0,))
    carried = period.begins_before(minute)
    assert carried != 1 or minute < end <= begin


def test_a_period_may_end_at_midnight() -> None:
    for end in (0, DAY_MINUTES):
        late = Period("late", {}, 21 * 60, end, off_peak=False)
        assert [late.begins_before(minute) for minute in (0, 1, 1259, 1260, 1439)] == [None, None, None, 0, 0]


def test_the_programme_as_it_ships() -> None:
    assert PROGRAMME.price_fen == 990
    assert PROGRAMME.groups == frozenset(GROUPS)
    assert dataclasses.astuple(PROGRAMME.limits) == (1, 2, 0, 5)
    assert (PROGRAMME.funding.kind, PROGRAMME.funding.fixed_fen) == ("fixed", 500)
    assert PROGRAMME.verified_months == 12
    assert PROGRAMME.first_day <= PROGRAMME.last_day
    assert [period.code for period in PROGRAMME.periods if period.off_peak] == ["off_peak"]
    assert len({period.code for period in PROGRAMME.periods}) == len(PROGRAMME.periods)
    periods = [period.titles for period in PROGRAMME.periods]
    for titles in (PROGRAMME.titles, *periods, *(package.titles for package in PROGRAMME.packages)):
        assert all(titles[language].strip() for language in ("zh", "en"))
    assert all(package.list_fen >= PROGRAMME.price_fen for package in PROGRAMME.packages)


def test_a_period_by_its_code() -> None:
    dinner = PROGRAMME.period("dinner")
    assert dinner is not None
    assert (dinner.begin, dinner.end) == (1020, 1260)
    assert PROGRAMME.period("tea") is None


@pytest.mark.parametrize(
    ("kind", "fixed", "cap", "list_fen", "owed"),
    [
        ("none", 500, 900, 1490, 0),
        ("fixed", 500, 0, 1490, 500),
        ("fixed", 500, 300, 1490, 500),
        ("fixed", 500, 0, 0, 500),
        ("difference", 500, 0, 1490, 500),
        ("difference", 0, 0, 1990, 1000),
        ("difference", 0, 600, 1490, 500),
        ("difference", 0, 600, 1590, 600),
        ("difference", 0, 600, 1990, 600),
        ("difference", 0, 0, 990, 0),
        ("difference", 0, 600, 880, 0),
        ("difference", 0, 600, 991, 1),
    ],
)
def test_what_a_merchant_may_be_owed(kind: str, fixed: int, cap: int, list_fen: int, owed: int) -> None:
    assert Funding(kind, fixed, cap, "街道", "").subsidy(list_fen, 990) == owed


@given(
    st.sampled_from(["none", "fixed", "difference"]),
    st.integers(0, 10_000),
    st.integers(0, 10_000),
    st.integers(0, 10_000),
)
def test_a_subsidy_is_never_below_nothing_nor_above_its_cap(kind: str, fixed: int, cap: int, list_fen: int) -> None:
    owed = Funding(kind, fixed, cap, "", "").subsidy(list_fen, 990)
    assert owed >= 0
    if kind == "difference":
        assert owed <= max(list_fen - 990, 0)
        assert not cap or owed <= cap
