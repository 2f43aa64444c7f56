"""The working-day calendar of 2026, and deadlines that say when they are not certain."""

from __future__ import annotations

from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

import resources
from desktop.core.workdays import parse_calendar

CALENDAR = parse_calendar(resources.read_text("rules", "calendar.toml"))
WORKING = [
    "2026-01-04",  # 调休 for New Year, a Sunday
    "2026-02-14",  # 调休 for the Spring Festival, a Saturday
    "2026-02-24",  # first day after the Spring Festival
    "2026-02-28",  # 调休, a Saturday
    "2026-04-03",
    "2026-04-07",
    "2026-05-06",
    "2026-05-09",  # 调休 for Labour Day, a Saturday
    "2026-06-22",
    "2026-09-20",  # 调休 for National Day, a Sunday
    "2026-09-28",
    "2026-10-08",
    "2026-10-10",  # 调休, a Saturday
    "2026-11-02",
]
OFF = [
    "2026-01-01",
    "2026-01-02",
    "2026-01-03",
    *(f"2026-02-{day}" for day in range(15, 24)),
    *(f"2026-04-0{day}" for day in range(4, 7)),
    *(f"2026-05-0{day}" for day in range(1, 6)),
    "2026-06-19",
    "2026-06-20",
    "2026-06-21",
    "2026-09-25",
    "2026-09-26",
    "2026-09-27",
    *(f"2026-10-0{day}" for day in range(1, 8)),
    "2026-11-01",
    "2026-11-07",
]


def days_of(year: int) -> list[date]:
    return [
        date(year, 1, 1) + timedelta(days=number) for number in range((date(year + 1, 1, 1) - date(year, 1, 1)).days)
    ]


@pytest.mark.parametrize("day", WORKING)
def test_working_days(day: str) -> None:
    assert CALENDAR.is_workday(day)


@pytest.mark.parametrize("day", OFF)
def test_days_off(day: str) -> None:
    assert not CALENDAR.is_workday(day)


def test_the_year_2026_as_somebody_else_keeps_it() -> None:
    china = holidays.country_holidays("CN", years=2026)
    for day in days_of(2026):
        assert CALENDAR.is_workday(day.isoformat()) == china.is_working_day(day), day


def test_2026_has_248_working_days() -> None:
    assert sum(CALENDAR.is_workday(day.isoformat()) for day in days_of(2026)) == 248


@pytest.mark.parametrize("year", sorted(CALENDAR.years))
def test_the_data_of_a_year_says_only_what_is_not_plain(year: int) -> None:
    off = {day for day in CALENDAR.off if day.startswith(str(year))}
    work = {day for day in CALENDAR.work if day.startswith(str(year))}
    assert all(date.fromisoformat(day).weekday() < 5 for day in off), "a weekend is off anyway"
    assert all(date.fromisoformat(day).weekday() >= 5 for day in work), "a make-up day is on a weekend"


def test_every_day_in_the_data_belongs_to_a_year_that_is_there() -> None:
    assert {int(day[:4]) for day in CALENDAR.off | CALENDAR.work} == CALENDAR.years
    assert 2026 in CALENDAR.years


@pytest.mark.parametrize(
    ("day", "workdays", "due"),
    [
        ("2026-11-02", 0, "2026-11-02"),
        ("2026-11-01", 0, "2026-11-01"),  # 立行立改 on a Sunday is that Sunday
        ("2026-10-05", 0, "2026-10-05"),
        ("2026-11-02", 1, "2026-11-03"),
        ("2026-11-02", 3, "2026-11-05"),
        ("2026-11-06", 1, "2026-11-09"),  # Friday → Monday
        ("2026-11-07", 1, "2026-11-09"),
        ("2026-11-06", 3, "2026-11-11"),
        ("2026-11-02", 7, "2026-11-11"),
        ("2026-11-02", 15, "2026-11-23"),
        ("2026-09-30", 1, "2026-10-08"),  # over National Day
        ("2026-09-30", 3, "2026-10-10"),  # the make-up Saturday counts
        ("2026-09-30", 4, "2026-10-12"),
        ("2026-09-18", 1, "2026-09-20"),  # a make-up Sunday
        ("2026-09-24", 1, "2026-09-28"),
        ("2026-02-13", 1, "2026-02-14"),
        ("2026-02-13", 2, "2026-02-24"),  # over the Spring Festival
        ("2026-02-14", 7, "2026-03-03"),
        ("2026-02-16", 3, "2026-02-26"),
        ("2026-04-30", 3, "2026-05-08"),
        ("2026-04-30", 4, "2026-05-09"),
        ("2026-01-01", 1, "2026-01-04"),
        ("2026-06-18", 1, "2026-06-22"),
    ],
)
def test_deadlines_of_2026(day: str, workdays: int, due: str) -> None:
    found = CALENDAR.after(day, workdays)
    assert (found.day, found.certain) == (due, True)


@pytest.mark.parametrize(
    ("day", "workdays", "due", "certain"),
    [
        ("2026-12-31", 0, "2026-12-31", True),
        ("2026-12-30", 1, "2026-12-31", True),
        ("2026-12-31", 1, "2027-01-01", False),  # counted Monday to Friday until the notice is out
        ("2026-12-28", 15, "2027-01-18", False),
        ("2027-05-03", 3, "2027-05-06", False),
        ("2027-05-03", 0, "2027-05-03", False),
        ("2025-12-31", 1, "2026-01-04", False),
        ("2025-12-31", 0, "2025-12-31", False),
    ],
)
def test_a_year_without_its_notice_is_counted_and_said(day: str, workdays: int, due: str, certain: bool) -> None:
    found = CALENDAR.after(day, workdays)
    assert (found.day, found.certain) == (due, certain)


@given(st.dates(date(2025, 12, 1), date(2027, 2, 1)).map(date.isoformat), st.integers(1, 30))
def test_between_a_day_and_its_deadline_lie_so_many_working_days(day: str, workdays: int) -> None:
    found = CALENDAR.after(day, workdays)
    start, due = date.fromisoformat(day), date.fromisoformat(found.day)
    passed = [start + timedelta(days=number) for number in range(1, (due - start).days + 1)]
    assert sum(CALENDAR.is_workday(each.isoformat()) for each in passed) == workdays
    assert CALENDAR.is_workday(found.day)
    assert found.certain == all(each.year in CALENDAR.years for each in [start, *passed])
    assert CALENDAR.after(day, workdays + 1).day > found.day


def test_an_empty_calendar_counts_monday_to_friday() -> None:
    empty = parse_calendar('version = "none"\n[years]\n')
    assert empty.after("2026-10-01", 5).day == "2026-10-08"
    assert not empty.after("2026-10-01", 5).certain


@given(st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.integers(0, 20))
def test_the_days_of_a_deadline_lead_to_it(day: date, workdays: int) -> None:
    here = day.isoformat()
    path = CALENDAR.counted(here, workdays)
    assert [each.number for each in path if each.number] == list(range(1, workdays + 1))
    assert all(bool(each.number) == CALENDAR.is_workday(each.day) for each in path)
    assert all(each.why in ("weekend", "holiday") for each in path if not each.number)
    assert (path[-1].day if path else here) == CALENDAR.after(here, workdays).day
