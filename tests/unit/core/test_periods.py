"""Spans and what they are compared with: 环比, 同比, 本年累计."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.business_day import month_span
from desktop.core.periods import Period, Span, change, day_period, month_period, per_mille, span_period
from tests.strategies import DAYS

MONTHS = {
    # month, today → span, before, year ago, year to date
    "过完的月比上月全月": (
        ("2026-10", "2026-11-22"),
        ("2026-10-01", "2026-10-31", "2026-09-01", "2026-09-30", "2025-10-01", "2025-10-31", "2026-01-01"),
    ),
    "未满的月比同样天数": (
        ("2026-11", "2026-11-22"),
        ("2026-11-01", "2026-11-22", "2026-10-01", "2026-10-22", "2025-11-01", "2025-11-22", "2026-01-01"),
    ),
    "月初第一天只比一天": (
        ("2026-11", "2026-11-01"),
        ("2026-11-01", "2026-11-01", "2026-10-01", "2026-10-01", "2025-11-01", "2025-11-01", "2026-01-01"),
    ),
    "上月不足就比上月全月": (
        ("2026-03", "2026-03-31"),
        ("2026-03-01", "2026-03-31", "2026-02-01", "2026-02-28", "2025-03-01", "2025-03-31", "2026-01-01"),
    ),
    "一月的上月在去年": (
        ("2027-01", "2027-01-15"),
        ("2027-01-01", "2027-01-15", "2026-12-01", "2026-12-15", "2026-01-01", "2026-01-15", "2027-01-01"),
    ),
    "闰年二月整月比平年二月整月": (
        ("2028-02", "2028-03-01"),
        ("2028-02-01", "2028-02-29", "2028-01-01", "2028-01-31", "2027-02-01", "2027-02-28", "2028-01-01"),
    ),
    "2月29日当天本月比去年二月全月": (
        ("2028-02", "2028-02-29"),
        ("2028-02-01", "2028-02-29", "2028-01-01", "2028-01-29", "2027-02-01", "2027-02-28", "2028-01-01"),
    ),
    "平年2月28日当天本月比闰年二月前28天": (
        ("2029-02", "2029-02-28"),
        ("2029-02-01", "2029-02-28", "2029-01-01", "2029-01-28", "2028-02-01", "2028-02-28", "2029-01-01"),
    ),
}


@pytest.mark.parametrize(("asked", "expected"), MONTHS.values(), ids=MONTHS)
def test_months(asked: tuple[str, str], expected: tuple[str, ...]) -> None:
    period = month_period(*asked)
    first, last, before, before_last, ago, ago_last, year = expected
    assert period.span == Span(first, last)
    assert period.before == Span(before, before_last)
    assert period.year_ago == Span(ago, ago_last)
    assert period.year_to_date == Span(year, last)
    assert period.running == (asked[1][:7] == asked[0])


def test_a_day() -> None:
    period = day_period("2026-03-01", "2026-11-22")
    assert (period.before, period.year_ago) == (Span("2026-02-28", "2026-02-28"), Span("2025-03-01", "2025-03-01"))
    assert not period.running
    assert day_period("2026-11-22", "2026-11-22").running


def test_a_leap_day_has_no_day_a_year_ago() -> None:
    assert day_period("2028-02-29", "2028-03-05").year_ago is None
    assert day_period("2029-02-28", "2029-03-05").year_ago == Span("2028-02-28", "2028-02-28")


def test_a_span() -> None:
    period = span_period("2028-02-20", "2028-02-29", "2028-03-05")
    assert period.span.days == period.before.days == 10
    assert period.before == Span("2028-02-10", "2028-02-19")
    assert period.year_ago == Span("2027-02-20", "2027-02-28")
    running = span_period("2028-02-20", "2028-04-01", "2028-03-05")
    assert (running.span.last, running.running) == ("2028-03-05", True)


@given(DAYS.filter(lambda day: "2021" <= day < "2099"), st.integers(0, 800))
def test_a_period_and_what_it_is_compared_with_do_not_overlap(today: str, back: int) -> None:
    day = (date.fromisoformat(today) - timedelta(days=back)).isoformat()
    for period in (day_period(day, today), month_period(day[:7], today), span_period(day, today, today)):
        assert period.span.first <= period.span.last <= today
        assert period.before.last < period.span.first
        assert period.before.first <= period.before.last
        assert period.year_to_date == Span(period.span.last[:4] + "-01-01", period.span.last)
        if period.year_ago is not None:
            assert period.year_ago.days in (period.span.days - 1, period.span.days, period.span.days + 1)
        _month_rules(period)


def _month_rules(period: Period) -> None:
    if period.kind != "month":
        return
    earlier = [span for span in (period.before, period.year_ago) if span is not None]
    for span in earlier:
        whole = month_span(span.first[:7])
        assert span.first == whole[0]
        if period.running:
            assert span.days == min(period.span.days, Span(*whole).days)
        else:
            assert span.last == whole[1]


CHANGES = {
    "多一成": ((110, 100), 100),
    "少一半": ((50, 100), -500),
    "没变就是零": ((100, 100), 0),
    "上期为零不编幅度": ((5, 0), None),
    "两期都为零也不编": ((0, 0), None),
    "上期没有数": ((5, None), None),
    "本期没有数": ((None, 5), None),
    "归零": ((0, 7), -1000),
    "半个千分点进一": ((2001, 2000), 1),
    "负的半个千分点也进一": ((1999, 2000), -1),
    "不足半个千分点舍去": ((10_004, 10_000), 0),
}


@pytest.mark.parametrize(("values", "expected"), CHANGES.values(), ids=CHANGES)
def test_changes(values: tuple[int | None, int | None], expected: int | None) -> None:
    assert change(*values) == expected


def test_shares_change_by_points() -> None:
    assert change(864, 682, points=True) == 182
    assert change(5, 0, points=True) == 5
    assert change(None, 0, points=True) is None


@given(st.integers(-(10**12), 10**12), st.integers(1, 10**12))
def test_per_mille_is_the_nearest(part: int, whole: int) -> None:
    found = per_mille(part, whole)
    assert abs(found * whole - 1000 * part) * 2 <= whole
    assert per_mille(-part, whole) == -found
