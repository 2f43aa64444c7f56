"""Opening hours 公示时间: closings planned ahead, extensions on hot days, and a month held against its posting."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from desktop.core import business_day
from desktop.core.entry import Entry
from desktop.core.errors import Refused
from desktop.core.hours import (
    MINUTE_MS,
    ClosingCancelled,
    ClosingPlanned,
    HoursExtended,
    RealDay,
    Span,
    extended,
    minute_text,
    parse_minute,
    real_day,
    without,
)
from desktop.core.roles import Operator
from desktop.core.words import Words
from desktop.services.desk import Desk, allowed
from desktop.store.beside import put_note

CLOSING_MOST_DAYS = 60
AHEAD_MOST_DAYS = 400


@dataclass(frozen=True)
class Closing:
    """A planned closing as it stands; instants in ms UTC, `ends` where it was cancelled before its time."""

    closing: str
    begins: int
    ends: int
    reason: str
    note: str | None


@dataclass(frozen=True)
class HoursMonth:
    """A month of days up to today; `days` oldest first, sums in minutes."""

    month: str
    days: tuple[RealDay, ...]

    def total(self, column: str) -> int:
        return sum(int(getattr(day, column)) for day in self.days)

    def count(self, state: str) -> int:
        return sum(day.state == state for day in self.days)


class OpeningHours:
    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    @allowed("plan_closing")
    def plan(self, by: Operator, first: str, last: str, reason: str, note: str = "") -> tuple[str, Entry]:
        """Closed from a day or time to a day or time, both included where they are days. Raises `Refused`:
        what has begun before today is no plan, and one closing is not planned twice.
        """
        reasons = self.desk.rules.hours.closing_reasons
        if reason not in reasons:
            raise Refused("closing_reason_unknown", reason=reason[:40], reasons=", ".join(reasons))
        begin, end = _edge(first, last=False), _edge(last, last=True)
        if end <= begin or end - begin > CLOSING_MOST_DAYS * business_day.DAY_MS:
            raise Refused("closing_span_wrong", most=CLOSING_MOST_DAYS)
        today = business_day.day_of(self.desk.now())
        if begin < business_day.start_of(today) and not self.desk.store.clock_behind():
            raise Refused("closing_past", day=today)
        if begin > self.desk.now() + AHEAD_MOST_DAYS * business_day.DAY_MS:
            raise Refused("closing_far", days=AHEAD_MOST_DAYS)
        with self.desk.store.write() as txn:
            others = closings(txn.connection, self.desk.place.site, begin, end)
            if others:
                raise Refused("closing_planned", first=_shown(others[0].begins), last=_shown(others[0].ends))
            closing = self.desk.store.ids.other()
            body = ClosingPlanned(closing, begin, end, reason, put_note(txn, note))
            return closing, txn.append(body, day=business_day.day_of(self.desk.now()), by=by.id)

    @allowed("plan_closing")
    def cancel(self, by: Operator, closing: str) -> Entry:
        """The closing does not take place, or ends now: from now on the hours are as posted. Raises `Refused`."""
        now = self.desk.now()
        with self.desk.store.write() as txn:
            row = txn.rows("SELECT ends, cancelled_at FROM closings WHERE closing = ? AND ends NOT NULL", (closing,))
            if not row:
                raise Refused("closing_unknown", closing=closing[:40])
            if row[0][1] is not None or row[0][0] <= now:
                raise Refused("closing_over")
            return txn.append(ClosingCancelled(closing, now), day=business_day.day_of(now), by=by.id)

    @allowed("extend_hours")
    def extend(self, by: Operator, day: str | None, until: str, reason: str) -> Entry:
        """延时: open until a later time on a day, today without one; a second one stands instead of the first.

        `until` before the posted beginning lies after midnight. Raises `Refused`.
        """
        reasons = self.desk.rules.hours.extension_reasons
        if reason not in reasons:
            raise Refused("extension_reason_unknown", reason=reason[:40], reasons=", ".join(reasons))
        today = business_day.day_of(self.desk.now())
        try:
            chosen = business_day.parse_day(day) if day else today
        except ValueError as error:
            raise Refused("day_wrong", day=(day or "")[:20]) from error
        if chosen < today and not self.desk.store.clock_behind():
            raise Refused("extension_past", day=today)
        spans = self.desk.rules.hours.weekday(chosen).spans
        if not spans:
            raise Refused("extension_closed_day", day=chosen)
        try:
            closes = parse_minute(until)
            closes = closes if closes > spans[0][0] else parse_minute(f"{closes // 60 + 24}:{closes % 60:02d}")
        except ValueError as error:
            raise Refused("extension_until_wrong", until=until[:20]) from error
        if closes <= spans[-1][1]:
            raise Refused("extension_not_later", until=minute_text(spans[-1][1]))
        with self.desk.store.write() as txn:
            return txn.append(HoursExtended(chosen, closes, reason), day=today, by=by.id)

    @allowed("hours")
    def month(self, by: Operator, month: str) -> HoursMonth:
        """Posted and real hours of a month's days up to today, from the station's first day on."""
        try:
            chosen = business_day.parse_month(month)
        except ValueError as error:
            raise Refused("month_wrong", month=month[:20]) from error
        now = self.desk.now()
        first, last = business_day.month_span(chosen)
        last = min(last, business_day.day_of(now))
        if first > last:
            raise Refused("month_ahead", month=chosen)
        days: list[RealDay] = []
        with self.desk.store.read() as connection:
            begun = connection.exec_driver_sql("SELECT min(at) FROM epochs").scalar_one()
            day = max(first, business_day.day_of(begun))
            rows = connection.exec_driver_sql(
                "SELECT day, min(opened_at), max(closed_at) FROM days WHERE site = ? AND day >= ? AND day <= ?"
                " GROUP BY day",
                (self.desk.place.site, first, last),
            )
            real = {row[0]: (row[1], row[2]) for row in rows}
            while day <= last:
                opened, closed = real.get(day, (None, None))
                spans = spans_of(connection, self.desk, day)
                days.append(real_day(self.desk.rules.hours, day, spans, opened, closed, now))
                day = business_day.plus_days(day, 1)
        return HoursMonth(chosen, tuple(days))


def spans_of(connection: Connection, desk: Desk, day: str) -> tuple[Span, ...]:
    """When the station is to be open on a day: as posted, with what was added, less what is closed by plan."""
    spans = desk.rules.hours.spans(day)
    if not spans:
        return ()
    row = connection.exec_driver_sql(
        "SELECT closes FROM extensions WHERE site = ? AND day = ?", (desk.place.site, day)
    ).fetchone()
    if row is not None:
        spans = extended(spans, business_day.start_of(day) + row[0] * MINUTE_MS)
    gaps = closings(connection, desk.place.site, spans[0][0], spans[-1][1])
    return without(spans, ((gap.begins, gap.ends) for gap in gaps))


def open_at(connection: Connection, desk: Desk, at: int) -> bool:
    """Whether the station is to be open at an instant; yesterday's hours may go on after midnight."""
    day = business_day.day_of(at)
    days = (day, business_day.previous(day))
    return any(begin <= at < end for each in days for begin, end in spans_of(connection, desk, each))


def closings(connection: Connection, site: str, begin: int, end: int) -> list[Closing]:
    """Planned closings that touch the time between two instants, in order; cancelled ones until they were."""
    rows = connection.exec_driver_sql(
        "SELECT closing, begins, ends, reason, note, cancelled_from FROM closings"
        " WHERE site = ? AND ends > ? AND begins < ? ORDER BY begins, closing",
        (site, begin, end),
    ).fetchall()
    found = [Closing(row[0], row[1], min(row[2], row[5] or row[2]), row[3], row[4]) for row in rows]
    return [each for each in found if each.ends > max(begin, each.begins)]


def posted_text(desk: Desk, words: Words, day: str) -> str:
    """The posted week in words: `每天 7:00—21:00`, or the weekdays together that have the same hours."""
    week = [_hours_text(words, weekday.spans) for weekday in desk.rules.hours.week(day).week]
    if len(set(week)) == 1:
        return words.say("poster.every_day", hours=week[0])
    names = words.say("paper.date.weekdays_short").split()
    runs: list[tuple[int, int]] = []
    for at in range(7):
        if runs and week[runs[-1][0]] == week[at]:
            runs[-1] = (runs[-1][0], at)
        else:
            runs.append((at, at))
    parts = [
        words.say("hours.days", days=names[a] if a == b else words.say("hours.span", first=names[a], last=names[b]))
        + week[a]
        for a, b in runs
    ]
    return words.say("hours.joiner").join(parts)


def _hours_text(words: Words, spans: tuple[tuple[int, int], ...]) -> str:
    if not spans:
        return words.say("hours.closed")
    shown = [f"{minute_text(begin).removeprefix('0')}—{minute_text(end).removeprefix('0')}" for begin, end in spans]
    return words.say("list.comma").join(shown)


def _edge(text: str, *, last: bool) -> int:
    """A day (its beginning, or as the last one its end) or a time as ms UTC; raises `Refused("time_wrong")`."""
    try:
        if len(text.strip()) == 10:
            start = business_day.start_of(business_day.parse_day(text))
            return start + business_day.DAY_MS if last else start
        return business_day.parse_time(text) // MINUTE_MS * MINUTE_MS
    except (ValueError, OverflowError) as error:
        raise Refused("closing_time_wrong", time=text[:40]) from error


def _shown(at: int) -> str:
    return business_day.stamp(at)[:16].replace("T", " ")
