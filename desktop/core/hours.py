"""Posted opening hours 公示时间, what changes them ahead of time, and what they are held against.

Hours are data by weekday with three kinds 全时/延时/错时; a closing planned ahead takes hours away, an
extension on a hot day adds some. Spans are (begin, end) instants in ms UTC, begin included, end excluded;
minutes of a day may pass 1440 where a span ends after midnight (it belongs to the day on which it begins).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from desktop.core import business_day
from desktop.core.entry import Entry
from desktop.core.fact import Fact, Put, Value

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DAY_MINUTES = 1440
LATEST_MINUTE = 30 * 60
"""No span ends later than six the next morning."""
MINUTE_MS = 60_000

Span = tuple[int, int]


class ClosingPlanned(Fact, frozen=True):
    """Closed by plan from `begin` to `end` (ms UTC, end excluded); `note` a note's hash."""

    KIND = "closing.planned"
    closing: str
    begin: int
    end: int
    reason: str
    note: str | None = None


class ClosingCancelled(Fact, frozen=True):
    """The closing does not take place, or ends here: from `at` (ms UTC) on the hours are as posted again."""

    KIND = "closing.cancelled"
    closing: str
    at: int


class HoursExtended(Fact, frozen=True):
    """延时: on `day` the station stays open until the minute `closes` of that day (over 1440: after midnight)."""

    KIND = "hours.extended"
    day: str
    closes: int
    reason: str


@dataclass(frozen=True)
class Weekday:
    """Posted hours of a weekday: `kind` one of the three, `spans` minutes of the day, none when closed."""

    kind: str
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Posted:
    """The week as posted from a day on; Monday first."""

    since: str
    week: tuple[Weekday, ...]


@dataclass(frozen=True)
class Hours:
    """`posted` by the day from which it is in force, oldest first. `grace` minutes are not called late."""

    version: str
    grace: int
    kinds: Mapping[str, Mapping[str, str]]
    closing_reasons: Mapping[str, Mapping[str, str]]
    extension_reasons: Mapping[str, Mapping[str, str]]
    posted: tuple[Posted, ...]

    def week(self, day: str) -> Posted:
        """What hangs on the door on a day; the oldest before any."""
        return next((each for each in reversed(self.posted) if each.since <= day), self.posted[0])

    def weekday(self, day: str) -> Weekday:
        return self.week(day).week[date.fromisoformat(day).weekday()]

    def spans(self, day: str) -> tuple[Span, ...]:
        """The posted spans of a day as instants."""
        start = business_day.start_of(day)
        return tuple((start + begin * MINUTE_MS, start + end * MINUTE_MS) for begin, end in self.weekday(day).spans)


def without(spans: Iterable[Span], gaps: Iterable[Span]) -> tuple[Span, ...]:
    """The spans less the gaps, in order; gaps may overlap one another."""
    left = sorted(spans)
    for begin, end in gaps:
        cut: list[Span] = []
        for first, last in left:
            cut.extend(part for part in ((first, min(last, begin)), (max(first, end), last)) if part[0] < part[1])
        left = cut
    return tuple(left)


def extended(spans: Sequence[Span], until: int) -> tuple[Span, ...]:
    """The spans with the last of them going on until an instant; none stay none."""
    if not spans or until <= spans[-1][1]:
        return tuple(spans)
    return (*spans[:-1], (spans[-1][0], until))


def minutes(spans: Iterable[Span]) -> int:
    """Whole minutes in the spans together."""
    return sum(end - begin for begin, end in spans) // MINUTE_MS


def overlap(spans: Iterable[Span], begin: int, end: int) -> int:
    """Minutes of the spans that lie between two instants."""
    return minutes((max(begin, first), min(end, last)) for first, last in spans if max(begin, first) < min(end, last))


@dataclass(frozen=True)
class RealDay:
    """A day as posted and as it was; minutes. `due` are posted minutes less what was closed by plan, with
    what was added. `state`: `none` nothing posted · `planned` all of it closed by plan · `missing` never
    opened · `unclosed` opened, and when it ended is not known · `late` · `short` · `kept`. Days that are not
    known (`unclosed`) are in no sum of `real`.
    """

    day: str
    kind: str
    posted: int
    planned: int
    added: int
    due: int
    opened: int | None
    closed: int | None
    real: int
    late: int
    short: int
    state: str


def real_day(
    hours: Hours, day: str, spans: Sequence[Span], opened: int | None, closed: int | None, now: int
) -> RealDay:
    """Holds a day against its spans (posted ones less the planned closings, with extensions).

    `opened` and `closed` in ms UTC as recorded; of a day that still runs only what lies before `now` is due.
    """
    posted = hours.spans(day)
    planned = minutes(without(posted, spans))
    added = minutes(without(spans, posted))
    over = now >= (spans[-1][1] if spans else 0)
    # what is still to come of a day that runs can be neither kept nor missed
    due_spans = tuple((begin, min(end, now)) for begin, end in spans if begin < now)
    due = minutes(due_spans)
    known = opened is not None and (closed is not None or not over)
    real = overlap(due_spans, opened, closed if closed is not None else now) if known and opened is not None else 0
    first = spans[0][0] if spans else None
    late = max(0, (opened - first) // MINUTE_MS) if opened is not None and first is not None else 0
    late = late if late > hours.grace else 0
    short = due - real if known or opened is None else 0
    short = short if short > hours.grace else 0
    if not posted:
        state = "none"
    elif not spans:
        state = "planned"
    elif opened is None:
        state = "missing" if due > hours.grace else "kept"
    elif not known:
        state = "unclosed"
    else:
        state = "late" if late else "short" if short else "kept"
    kind = hours.weekday(day).kind
    return RealDay(day, kind, minutes(posted), planned, added, due, opened, closed, real, late, short, state)


def parse_hours(text: str) -> Hours:
    """From TOML as in `resources/rules/hours.toml`; `ValueError` for spans that overlap or end too late."""
    table = tomllib.loads(text)
    posted = tuple(
        Posted(each["since"], tuple(_weekday(each[name], table["kinds"]) for name in WEEKDAYS))
        for each in table["posted"]
    )
    if not posted or list(posted) != sorted(posted, key=lambda each: each.since):
        raise ValueError("posted hours stand from the oldest to the newest")
    return Hours(table["version"], table["grace_minutes"], table["kinds"], table["closing"], table["extension"], posted)


def _weekday(table: Mapping[str, object], kinds: Mapping[str, object]) -> Weekday:
    kind, given = str(table["kind"]), table["open"]
    if kind not in kinds or not isinstance(given, list):
        raise ValueError(f"unknown kind of hours: {kind}")
    spans = []
    for text in given:
        first, last = (parse_minute(part) for part in str(text).split("-"))
        spans.append((first, last if last > first else last + DAY_MINUTES))
    ends = [edge for span in spans for edge in span]
    if ends != sorted(set(ends)) or (ends and not ends[-1] <= LATEST_MINUTE) or (ends and ends[0] >= DAY_MINUTES):
        raise ValueError(f"hours overlap or end too late: {given}")
    return Weekday(kind, tuple(spans))


def parse_minute(text: str) -> int:
    """`21:30` as minutes of the day, `24:00` allowed, hours to 30 for the night after; else `ValueError`."""
    hours, _, rest = text.strip().partition(":")
    if not (hours.isascii() and hours.isdigit() and rest.isascii() and rest.isdigit() and len(rest) == 2):
        raise ValueError("not a time of day")
    minute = int(hours) * 60 + int(rest)
    if int(rest) > 59 or minute > LATEST_MINUTE:
        raise ValueError("not a time of day")
    return minute


def minute_text(minute: int) -> str:
    """`21:00`; after midnight as on the clock (`02:00` for 26 hours), but 24:00 stays."""
    shown = minute if minute <= DAY_MINUTES else minute - DAY_MINUTES
    return f"{shown // 60:02d}:{shown % 60:02d}"


def planned_rows(entry: Entry, fact: ClosingPlanned) -> list[Put]:
    values: dict[str, Value] = {
        "begins": fact.begin,
        "ends": fact.end,
        "reason": fact.reason,
        "note": fact.note,
        "site": entry.site,
        "planned_at": entry.at,
        "planned_by": entry.by,
        "fact": entry.id,
    }
    return [Put("closings", {"closing": fact.closing}, values)]


def cancelled_rows(entry: Entry, fact: ClosingCancelled) -> list[Put]:
    values: dict[str, Value] = {"cancelled_from": fact.at, "cancelled_at": entry.at, "cancelled_by": entry.by}
    return [Put("closings", {"closing": fact.closing}, values, newer="cancelled_at")]


def extended_rows(entry: Entry, fact: HoursExtended) -> list[Put]:
    values: dict[str, Value] = {
        "closes": fact.closes,
        "reason": fact.reason,
        "extended_at": entry.at,
        "extended_by": entry.by,
    }
    return [Put("extensions", {"site": entry.site, "day": fact.day}, values, newer="extended_at")]
