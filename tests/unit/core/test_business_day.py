"""The business day: Shanghai's midnight, ends of months, times as people and programs write them."""

from __future__ import annotations

import calendar
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core import business_day
from tests.strategies import DAYS, INSTANTS

FIRST, LAST = "2020-01-01", "2099-12-31"
MONTHS = DAYS.map(business_day.month_of)


def utc(text: str) -> int:
    """ms UTC of a UTC time, by another way than the code's."""
    return round(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


@given(INSTANTS)
def test_wall_time_is_that_of_the_zone(at: int) -> None:
    wall = datetime.fromtimestamp(at // 1000, ZoneInfo("Asia/Shanghai"))
    assert business_day.day_of(at) == wall.date().isoformat()
    assert business_day.hour_of(at) == wall.hour
    assert business_day.minute_of_day(at) == wall.hour * 60 + wall.minute
    assert business_day.clock_time(at) == f"{wall:%H:%M}"
    assert business_day.stamp(at) == wall.isoformat()


@pytest.mark.parametrize(
    ("at", "day", "minute"),
    [
        ("2026-10-31T15:59:59.999", "2026-10-31", 1439),
        ("2026-10-31T16:00:00.000", "2026-11-01", 0),
        ("2026-10-31T16:00:00.001", "2026-11-01", 0),
        ("2026-10-31T16:00:59.999", "2026-11-01", 0),
        ("2026-10-31T16:01:00.000", "2026-11-01", 1),
        ("2026-11-01T00:00:00.000", "2026-11-01", 480),
        ("2026-12-31T15:59:59.999", "2026-12-31", 1439),
        ("2026-12-31T16:00:00.000", "2027-01-01", 0),
        ("2028-02-28T16:00:00.000", "2028-02-29", 0),
        ("2028-02-29T15:59:59.999", "2028-02-29", 1439),
        ("2028-02-29T16:00:00.000", "2028-03-01", 0),
        ("2027-02-28T16:00:00.000", "2027-03-01", 0),
    ],
)
def test_the_day_changes_at_midnight_in_shanghai(at: str, day: str, minute: int) -> None:
    moment = utc(at)
    assert (business_day.day_of(moment), business_day.minute_of_day(moment)) == (day, minute)


@given(DAYS)
def test_a_day_holds_all_its_milliseconds_and_no_other(day: str) -> None:
    begin = business_day.start_of(day)
    assert business_day.day_of(begin) == day
    assert business_day.minute_of_day(begin) == 0
    assert business_day.day_of(begin + business_day.DAY_MS - 1) == day
    assert business_day.minute_of_day(begin + business_day.DAY_MS - 1) == 1439
    assert business_day.day_of(begin - 1) == business_day.previous(day)
    assert business_day.day_of(begin + business_day.DAY_MS) == business_day.plus_days(day, 1)


# --- days and months -----------------------------------------------------------------


@given(DAYS, st.integers(-10_000, 10_000))
def test_plus_days_counts_and_comes_back(day: str, days: int) -> None:
    then = business_day.plus_days(day, days)
    assert (date.fromisoformat(then) - date.fromisoformat(day)).days == days
    assert business_day.plus_days(then, -days) == day


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        ("2026-11-01", 0, "2026-11-01"),
        ("2026-11-01", 1, "2026-12-01"),
        ("2026-12-31", 1, "2027-01-31"),
        ("2026-12-15", 12, "2027-12-15"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2026-01-30", 1, "2026-02-28"),
        ("2026-01-29", 1, "2026-02-28"),
        ("2026-01-28", 1, "2026-02-28"),
        ("2026-03-31", 1, "2026-04-30"),
        ("2026-05-31", 1, "2026-06-30"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2028-02-29", 48, "2032-02-29"),
        ("2096-02-29", 48, "2100-02-28"),
        ("2028-02-29", -12, "2027-02-28"),
        ("2026-01-01", -1, "2025-12-01"),
        ("2026-03-31", -1, "2026-02-28"),
        ("2027-11-01", 36, "2030-11-01"),
    ],
)
def test_plus_months(day: str, months: int, then: str) -> None:
    assert business_day.plus_months(day, months) == then


@given(DAYS, st.integers(-240, 240))
def test_plus_months_keeps_the_day_or_takes_the_month_s_last(day: str, months: int) -> None:
    start, then = date.fromisoformat(day), date.fromisoformat(business_day.plus_months(day, months))
    assert (then.year - start.year) * 12 + then.month - start.month == months
    assert then.day == min(start.day, calendar.monthrange(then.year, then.month)[1])


@given(MONTHS)
def test_a_month_is_its_days(month: str) -> None:
    first, last = business_day.month_span(month)
    year, number = map(int, month.split("-"))
    assert first == f"{month}-01"
    assert last == f"{month}-{calendar.monthrange(year, number)[1]}"
    assert business_day.month_of(first) == business_day.month_of(last) == month
    assert business_day.month_of(business_day.plus_days(last, 1)) != month


# --- reading -------------------------------------------------------------------------


@given(INSTANTS, st.sampled_from([0, 8, -5, 5.5, 14, -12]))
def test_a_time_reads_back_to_the_millisecond_in_any_zone(at: int, hours: float) -> None:
    zone = ZoneInfo("UTC")
    moment = datetime(1970, 1, 1, tzinfo=zone) + timedelta(milliseconds=at)
    shifted = moment.astimezone(timezone(timedelta(hours=hours)))
    assert business_day.parse_time(shifted.isoformat()) == at
    assert business_day.parse_time(f" {shifted.isoformat(timespec='milliseconds')}\n") == at


@given(INSTANTS)
def test_what_stamp_writes_is_read_to_the_second(at: int) -> None:
    assert business_day.parse_time(business_day.stamp(at)) == at // 1000 * 1000


@given(DAYS)
def test_a_day_reads_back_and_stands_for_its_first_instant(day: str) -> None:
    assert business_day.parse_day(day) == business_day.parse_day(f" {day} ") == day
    assert business_day.parse_time(day) == business_day.start_of(day)
    assert business_day.parse_month(day[:7]) == day[:7]


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2026-11-01T12:00:00+08:00", "2026-11-01T04:00:00"),
        ("2026-11-01T12:00:00", "2026-11-01T04:00:00"),
        ("2026-11-01 12:00", "2026-11-01T04:00:00"),
        ("2026-11-01T04:00:00Z", "2026-11-01T04:00:00"),
        ("2026-10-31T23:00:00-05:00", "2026-11-01T04:00:00"),
        ("2026-11-01T12:00:00.001+08:00", "2026-11-01T04:00:00.001"),
        ("2026-11-01T12:00:00.9999+08:00", "2026-11-01T04:00:00.999"),
        ("2028-02-29T00:00:00+08:00", "2028-02-28T16:00:00"),
        # a float of seconds, times 1000, is a hair short of these
        ("2038-07-09T19:20:51.101+08:00", "2038-07-09T11:20:51.101"),
        ("2038-01-29T13:02:15.818+08:00", "2038-01-29T05:02:15.818"),
    ],
)
def test_times_as_people_and_programs_write_them(text: str, at: str) -> None:
    assert business_day.parse_time(text) == utc(at)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "today",
        "12:00",
        "1793505600",
        "2026-13-01T00:00:00",
        "2026-02-29T00:00:00",
        "2026-11-31",
        "2026-11-01T25:00:00",
        "2026-11-01T12:60:00",
        "2026-11-01T12:00:00+25:00",
        "2026-11-01T12:00:00 +08:00 x",
        "２０２６-11-01",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
        "2019-12-31T23:59:59.999+08:00",
        "2100-01-01T00:00:00+08:00",
        "2100-01-01",
    ],
)
def test_what_is_no_time_or_out_of_range_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        business_day.parse_time(text)


def test_the_range_is_2020_to_2099() -> None:
    assert business_day.day_of(business_day.parse_time("2020-01-01T00:00:00+08:00")) == FIRST
    assert business_day.day_of(business_day.parse_time("2099-12-31T23:59:59.999+08:00")) == LAST


@pytest.mark.parametrize("text", ["", "2026-11", "2026-02-29", "2026-11-01T00:00", "11-01", "1 November", "0"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        business_day.parse_day(text)


@pytest.mark.parametrize("text", ["", "2026", "2026-13", "2026-00", "2026-11-01", "202611", "2026-W44", "二月"])
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        business_day.parse_month(text)


@pytest.mark.parametrize("text", ["0001-01", "2019-12", "2100-01", "9999-12"])
def test_a_month_or_day_far_away_is_refused(text: str) -> None:
    """A month has a day before it and one after; in the year 1 or 9999 it has not."""
    with pytest.raises(ValueError, match="out of range"):
        business_day.parse_month(text)
    with pytest.raises(ValueError, match="out of range"):
        business_day.parse_day(text + "-15")
