"""The day at the counter: opened and closed by a named operator. (交接班 joins these later.)"""

from __future__ import annotations

from desktop.core.entry import Entry
from desktop.core.fact import Fact, Put, Value


class DayOpened(Fact, frozen=True):
    """开站; `when` in ms UTC."""

    KIND = "day.opened"
    when: int


class DayClosed(Fact, frozen=True):
    """日结: what was captured on the day = acknowledged by the hub + waiting + flagged, in entries."""

    KIND = "day.closed"
    when: int
    captured: int
    acknowledged: int
    waiting: int
    flagged: int
    meals: int
    subsidy_fen: int


def opened_rows(entry: Entry, fact: DayOpened) -> list[Put]:
    return [Put("days", _key(entry), {"opened_at": fact.when, "opened_by": entry.by})]


def closed_rows(entry: Entry, fact: DayClosed) -> list[Put]:
    values: dict[str, Value] = {
        "closed_at": fact.when,
        "closed_by": entry.by,
        "captured": fact.captured,
        "acknowledged": fact.acknowledged,
        "waiting": fact.waiting,
        "flagged": fact.flagged,
    }
    return [Put("days", _key(entry), values)]


def _key(entry: Entry) -> dict[str, Value]:
    return {"site": entry.site, "day": entry.day, "device": entry.device}
