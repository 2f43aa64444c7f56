"""Spans of days and what a figure of one is compared with: 环比, 同比, 本年累计.

A month that is not over, and any span that reaches beyond today, ends today. The rules, as they are printed:

- 环比 of a month is the month before, whole; of the running month the same number of days of the month before
  (at most all of them); of a day the day before; of another span as many days right before it.
- 同比 is the same month, day or span of the year before; of the running month its same number of days. A
  29 February has no such day. A span that ends on one is compared with one that ends on the 28th.
- 本年累计 runs from 1 January of the span's last day to that day.
- What lies wholly before the first record has no value; what begins before it has a value and no change.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from desktop.core.business_day import month_of, month_span, plus_days, plus_months


@dataclass(frozen=True)
class Span:
    """First and last business day, both included, `YYYY-MM-DD`."""

    first: str
    last: str

    @property
    def days(self) -> int:
        return (date.fromisoformat(self.last) - date.fromisoformat(self.first)).days + 1


@dataclass(frozen=True)
class Period:
    """A span with its comparisons. `kind` is `day`, `month` or `span`; `running` while it is not over."""

    kind: str
    span: Span
    running: bool
    before: Span
    year_ago: Span | None
    year_to_date: Span


def day_period(day: str, today: str) -> Period:
    leap_day = day.endswith("-02-29")
    year_ago = None if leap_day else plus_months(day, -12)
    return Period(
        "day",
        Span(day, day),
        day == today,
        Span(plus_days(day, -1), plus_days(day, -1)),
        None if year_ago is None else Span(year_ago, year_ago),
        _year_to(day),
    )


def month_period(month: str, today: str) -> Period:
    """A month that has begun (`YYYY-MM`); the running one ends today."""
    first, last = month_span(month)
    running = month_of(today) == month
    span = Span(first, today if running else last)
    days = span.days if running else None
    return Period(
        "month",
        span,
        running,
        _month_part(month_of(plus_months(first, -1)), days),
        _month_part(month_of(plus_months(first, -12)), days),
        _year_to(span.last),
    )


def span_period(first: str, last: str, today: str) -> Period:
    """From a day that has come to another one, not before it."""
    span = Span(first, min(last, today))
    return Period(
        "span",
        span,
        last >= today,
        Span(plus_days(first, -span.days), plus_days(first, -1)),
        Span(plus_months(first, -12), plus_months(span.last, -12)),
        _year_to(span.last),
    )


def _month_part(month: str, days: int | None) -> Span:
    """A whole month, or its first `days` days (at most all)."""
    first, last = month_span(month)
    return Span(first, last if days is None else min(last, plus_days(first, days - 1)))


def _year_to(day: str) -> Span:
    return Span(day[:4] + "-01-01", day)


def change(now: int | None, before: int | None, *, points: bool = False) -> int | None:
    """How much more, per mille of what was before, rounded half away from nothing; None without a base.

    Of two shares, in `points`: their difference (百分点), per mille.
    """
    if now is None or before is None:
        return None
    if points:
        return now - before
    return per_mille(now - before, before) if before else None


def per_mille(part: int, whole: int) -> int:
    """`part` of a `whole` above 0, per mille, rounded half away from nothing; integers only."""
    size = (2 * 1000 * abs(part) + whole) // (2 * whole)
    return size if part >= 0 else -size
