"""The standard as a living state: each item met or unmet now, since when, and blocked by what."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import Connection

from desktop.core import business_day
from desktop.core.roles import Operator
from desktop.core.standard import Item
from desktop.services.desk import Desk, allowed
from desktop.services.rectifications import Job, open_jobs

HISTORY_MOST = 400


@dataclass(frozen=True)
class ItemState:
    """An item now: `state` is `met`, `unmet` or `open` (never looked at), `since` the day it became so
    (empty for `open`), `blocked_by` the failing checkpoints, `jobs` the open rectifications.
    """

    item: str
    state: str
    since: str
    blocked_by: tuple[str, ...]
    jobs: tuple[str, ...]


class StandardState:
    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    @allowed("standard_state")
    def now(self, by: Operator) -> tuple[bool, tuple[ItemState, ...]]:
        """Whether the station is compliant, and every item (the group `site` last)."""
        standard = self.desk.rules.standard
        with self.desk.store.read() as connection:
            rows = connection.exec_driver_sql(
                "SELECT checkpoint, result FROM checkpoint_states WHERE site = ?", (self.desk.place.site,)
            ).fetchall()
            results = {row[0]: row[1] for row in rows}
            jobs = open_jobs(connection)
            states = tuple(_item(connection, item, results, jobs) for item in standard.items)
        return standard.score(results).compliant, states


def _item(connection: Connection, item: Item, results: dict[str, str], jobs: list[Job]) -> ItemState:
    failing = tuple(point.code for point in item.checkpoints if results.get(point.code) == "fail")
    seen = [results[point.code] for point in item.checkpoints if point.code in results]
    state = _state(seen)
    since = _since(connection, item, state) if seen else ""
    mine = tuple(job.rectification for job in jobs if job.item == item.code)
    return ItemState(item.code, state, since, failing, mine)


def _state(results: list[str]) -> str:
    if not results:
        return "open"
    return "met" if "pass" in results and "fail" not in results else "unmet"


def _since(connection: Connection, item: Item, state: str) -> str:
    """The day on which the item last became what it is: its answers and closed rectifications, in order."""
    events: list[tuple[int, str, str]] = []
    for point in item.checkpoints:
        answers = connection.exec_driver_sql(
            "SELECT answered_at, result FROM findings WHERE checkpoint = ? ORDER BY answered_at DESC LIMIT ?",
            (point.code, HISTORY_MOST),
        ).fetchall()
        events += [(row[0], point.code, row[1]) for row in answers]
        closed = connection.exec_driver_sql(
            "SELECT moved_at FROM rectifications WHERE checkpoint = ? AND state = 'closed'", (point.code,)
        ).fetchall()
        events += [(row[0], point.code, "pass") for row in closed]
    results: dict[str, str] = {}
    since, before = "", ""
    for at, together in groupby(sorted(events), key=lambda event: event[0]):
        # one walk's answers are one moment: nothing is met or unmet between two of them
        results |= {code: result for _, code, result in together}
        now = _state(list(results.values()))
        if now != before:
            since, before = business_day.day_of(at), now
    return since if before == state else ""
