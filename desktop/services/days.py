"""The day at the counter: 开站 and 日结. (交接班 comes with the rest of the day's rules.)"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from desktop.core import business_day
from desktop.core.entry import Entry
from desktop.core.errors import Refused
from desktop.core.papers import DayFigures
from desktop.core.roles import Operator
from desktop.core.shift import DayClosed, DayOpened
from desktop.services.desk import Desk, allowed
from desktop.services.figures import day_figures
from desktop.store.journal import Txn

PAGE = 500


class Days:
    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    @allowed("open_day")
    def open(self, by: Operator) -> Entry:
        """开站; raises `Refused` when today is open or closed already."""
        now = self.desk.now()
        with self.desk.store.write() as txn:
            day = business_day.day_of(now)
            row = self._row(txn, day)
            if row is not None and row[0] is not None:
                raise Refused("day_opened", time=business_day.clock_time(row[0]))
            return txn.append(DayOpened(now), day=day, by=by.id)

    @allowed("close_day")
    def close(self, by: Operator) -> Entry:
        """日结: what was captured today = acknowledged + waiting + flagged; closes the till's day too."""
        now = self.desk.now()
        with self.desk.store.write() as txn:
            day = self.desk.rules.programme.business_day(now)
            row = self._row(txn, day)
            if row is not None and row[1] is not None:
                raise Refused("day_closed", time=business_day.clock_time(row[1]))
            figures = day_figures(txn.connection, self.desk.rules.figures, day)
            since = business_day.start_of(day)
            captured, odd = self._captured(txn, since)
            body = DayClosed(
                when=now,
                captured=captured,
                acknowledged=0,
                waiting=captured - odd,
                flagged=odd,
                meals=figures.meals,
                subsidy_fen=figures.subsidy_fen,
            )
            return txn.append(body, day=day, by=by.id)

    def _row(self, txn: Txn, day: str) -> Any:
        """When the day was opened and closed here (ms UTC), or None."""
        found = txn.rows(
            "SELECT opened_at, closed_at FROM days WHERE site = ? AND day = ? AND device = ?",
            (self.desk.place.site, day, self.desk.store.device),
        )
        return found[0] if found else None

    def _captured(self, txn: Txn, since: int) -> tuple[int, int]:
        """Own entries and flagged ones since an instant, found from the newest back, over all epochs."""
        captured = flagged = 0
        before = 2**62
        while True:
            page = txn.rows(
                "SELECT arrived, fact, high FROM journal WHERE arrived < ?"
                " AND log IN (SELECT log FROM logs WHERE own = 1) ORDER BY arrived DESC LIMIT ?",
                (before, PAGE),
            )
            facts = [str(UUID(bytes=row[1])) for row in page if row[2] >= since]
            marks = ", ".join("?" * len(facts))
            odd = txn.rows(f"SELECT count(DISTINCT fact) FROM flags WHERE fact IN ({marks})", facts)
            captured, flagged = captured + len(facts), flagged + odd[0][0]
            if len(facts) < PAGE:
                return captured, flagged
            before = page[-1][0]

    def figures(self, day: str | None) -> DayFigures:
        """The figures of a day, today without one. Raises `Refused("day_wrong")`."""
        try:
            chosen = business_day.parse_day(day) if day else business_day.day_of(self.desk.now())
        except ValueError as error:
            raise Refused("day_wrong", day=(day or "")[:20]) from error
        with self.desk.store.read() as connection:
            return day_figures(connection, self.desk.rules.figures, chosen)
