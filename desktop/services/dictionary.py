"""Figures by the dictionary: of a day, a month or any span, compared, and explained by the facts behind them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from desktop.core import business_day
from desktop.core.errors import Refused
from desktop.core.figures import FigureBook, Named, Take
from desktop.core.periods import Period, Span, change, day_period, month_period, span_period
from desktop.services.desk import Desk
from desktop.services.figures import all_values
from desktop.tables.figure_sources import cursor_of, facts_of

PAGE_MOST = 1_000


@dataclass(frozen=True)
class Reading:
    """A figure of a period. `before` and `year_ago` are None where nothing was recorded, the changes (per mille;
    of shares in points) where there is nothing whole to compare with.
    """

    named: Named
    value: int | None
    before: int | None
    change: int | None
    year_ago: int | None
    year_change: int | None
    year_to_date: int | None


@dataclass(frozen=True)
class Readings:
    """All figures of a period; `began` is the day of the first record."""

    period: Period
    began: str
    rows: tuple[Reading, ...]


@dataclass(frozen=True)
class BehindFact:
    """A fact behind a figure: where it stands in its log, and what it adds to the figure."""

    fact: str
    epoch: str
    seq: int
    kind: str
    day: str
    amount: int


@dataclass(frozen=True)
class Explained:
    """A figure with a page of the facts behind it; `next` is the fact to go on after, None at the end.

    A ratio has no facts of its own: `parts` are the values of the two figures to explain instead.
    """

    named: Named
    span: Span
    value: int | None
    facts: tuple[BehindFact, ...]
    next: str | None
    parts: tuple[tuple[str, int | None], ...] = ()


class Figures:
    """Needs no operator: no figure, and no fact named behind one, says anything about a person."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    @property
    def book(self) -> FigureBook:
        return self.desk.rules.figures

    def today(self) -> str:
        return business_day.day_of(self.desk.now())

    def period(
        self, *, month: str | None = None, day: str | None = None, span: tuple[str, str] | None = None
    ) -> Period:
        """A period that was asked for in one of three ways; this month without any. Raises `Refused`."""
        today = self.today()
        if sum(given is not None for given in (month, day, span)) > 1:
            raise Refused("span_twice")
        if day is not None:
            return day_period(self._day(day, today), today)
        if span is not None:
            first, last = (self._parsed(text) for text in span)
            if first > last:
                raise Refused("span_backwards", first=first, last=last)
            return span_period(self._day(first, today), last, today)
        return month_period(self._month(month, today), today)

    def _parsed(self, text: str) -> str:
        try:
            return business_day.parse_day(text)
        except ValueError as error:
            raise Refused("day_wrong", day=text[:20]) from error

    def _day(self, text: str, today: str) -> str:
        day = self._parsed(text)
        if day > today:
            raise Refused("figures_ahead", span=day)
        return day

    def _month(self, text: str | None, today: str) -> str:
        try:
            month = business_day.month_of(today) if text is None else business_day.parse_month(text)
        except ValueError as error:
            raise Refused("month_wrong", month=(text or "")[:20]) from error
        if month > business_day.month_of(today):
            raise Refused("figures_ahead", span=month)
        return month

    def find(self, code: str) -> Named:
        """Raises `Refused("figure_unknown")`."""
        named = self.book.find(code)
        if named is None:
            raise Refused("figure_unknown", figure=code[:60])
        return named

    def value(self, code: str, period: Period) -> int | None:
        """One figure; money in fen, ratios per mille and None where there is nothing to take a part of."""
        with self.desk.store.read() as connection:
            return all_values(connection, self.book, [self.find(code)], period.span, self.today())[code]

    def values(self, codes: Sequence[str], period: Period) -> dict[str, int | None]:
        """As `value`, several at once."""
        with self.desk.store.read() as connection:
            wanted = [self.find(code) for code in codes]
            return all_values(connection, self.book, wanted, period.span, self.today())

    def read(self, period: Period, codes: Sequence[str] = ()) -> Readings:
        """Every figure of the dictionary, or those of `codes`, with 环比, 同比 and 本年累计."""
        wanted = [self.find(code) for code in codes] or list(self.book.named())
        with self.desk.store.read() as connection:
            began = first_day(connection)
            now = all_values(connection, self.book, wanted, period.span, self.today())
            before = self._earlier(connection, wanted, period.before, began)
            ago = self._earlier(connection, wanted, period.year_ago, began)
            year = all_values(connection, self.book, wanted, period.year_to_date, self.today())
        whole_before = began <= period.before.first
        whole_ago = period.year_ago is not None and began <= period.year_ago.first
        rows = []
        for named in wanted:
            code = named.code
            value, then, long_ago = now[code], before.get(code), ago.get(code)
            points = named.figure.take is Take.RATIO
            rows.append(
                Reading(
                    named,
                    value,
                    then,
                    change(value, then, points=points) if whole_before else None,
                    long_ago,
                    change(value, long_ago, points=points) if whole_ago else None,
                    year[code],
                )
            )
        return Readings(period, began, tuple(rows))

    def _earlier(
        self, connection: Connection, wanted: list[Named], span: Span | None, began: str
    ) -> dict[str, int | None]:
        """Values of an earlier span; none when it was over before the first record."""
        if span is None or span.last < began:
            return {}
        return all_values(connection, self.book, wanted, span, self.today())

    def explain(self, code: str, period: Period, after: str | None = None, most: int = PAGE_MOST) -> Explained:
        """A figure's value and a page of the facts behind it, in order of day and time. Raises `Refused`."""
        named, span, today = self.find(code), period.span, self.today()
        figure = named.figure
        with self.desk.store.read() as connection:
            value = all_values(connection, self.book, [named], span, today)[code]
            if figure.take is Take.RATIO:
                two = [self.find(figure.part), self.find(figure.whole)]
                parts = all_values(connection, self.book, two, span, today)
                return Explained(named, span, value, (), None, tuple(parts.items()))
            sql, terms = facts_of(named)
            bound = {"first": span.first, "last": span.last, "today": today, **terms}
            bound |= _cursor(connection, named, after) | {"most": min(max(most, 1), PAGE_MOST) + 1}
            rows = connection.exec_driver_sql(sql, bound).fetchall()
            more = len(rows) == bound["most"]
            facts = _in_logs(connection, rows[: len(rows) - more])
        return Explained(named, span, value, facts, facts[-1].fact if more else None)


def first_day(connection: Connection) -> str:
    """The business day of the first record: of the log's first entry, or an earlier one entered afterwards."""
    found = connection.exec_driver_sql(
        "SELECT (SELECT json_extract(CAST(data AS TEXT), '$.day') FROM journal ORDER BY arrived LIMIT 1)"
        " UNION ALL SELECT min(day) FROM visits UNION ALL SELECT min(day) FROM meals"
    ).scalars()
    return min(str(day) for day in found if day is not None)


def _cursor(connection: Connection, named: Named, after: str | None) -> dict[str, str | int]:
    """Where to go on from; raises `Refused` for a fact that is not behind figures like this."""
    if after is None:
        return {"day": "", "at": 0, "fact": ""}
    row = connection.exec_driver_sql(cursor_of(named), {"fact": after, "today": ""}).fetchone()
    if row is None or row[0] is None:
        raise Refused("fact_not_behind", fact=after[:40])
    return {"day": row[0], "at": row[1], "fact": after}


def _in_logs(connection: Connection, rows: Sequence[Any]) -> tuple[BehindFact, ...]:
    """The rows (fact, day, at, amount) with their places in the logs."""
    found: dict[str, tuple[str, int, str]] = {}
    for begin in range(0, len(rows), 500):
        ids = [UUID(row[0]).bytes for row in rows[begin : begin + 500]]
        places = connection.exec_driver_sql(
            "SELECT j.fact, l.epoch, j.seq, j.kind FROM journal j JOIN logs l USING (log)"
            f" WHERE j.fact IN ({', '.join('?' * len(ids))})",
            tuple(ids),
        )
        found |= {str(UUID(bytes=fact)): (epoch, seq, kind) for fact, epoch, seq, kind in places}
    return tuple(BehindFact(fact, *found[fact], day, amount) for fact, day, _, amount in rows)
