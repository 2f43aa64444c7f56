"""The visits of all time for the list that scrolls back: which days there are, and a page of one of them.

A place in a list of a million rows is found by the day it falls on, of which an index knows the count, and a few rows
of that day. So the last page is as near as the first; an offset over all of them would walk them all.
"""

from __future__ import annotations

from desktop.core.visit_pages import PAGE_ROWS, VisitDays, VisitPart
from desktop.services.desk import Desk
from desktop.services.page_rows import visit_row


class VisitHistory:
    """Fulfils `visit_pages.VisitsCounter`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def days(self) -> VisitDays:
        with self._desk.store.read() as connection:
            found = connection.exec_driver_sql(
                "SELECT day, count(*) FROM visits WHERE day NOT NULL AND at NOT NULL GROUP BY day ORDER BY day DESC"
            ).fetchall()
        return VisitDays(tuple(row[0] for row in found), tuple(row[1] for row in found))

    def part(self, day: str, skip: int) -> VisitPart:
        with self._desk.store.read() as connection:
            rows = connection.exec_driver_sql(
                'SELECT v.fact, v.at, p.name, p.phone, v."group", coalesce(v.services, v.first_services), v.count,'
                " v.how, v.presence, v.trust, v.ended_at, v.voided FROM visits v LEFT JOIN persons p USING (rider)"
                " WHERE v.day = ? AND v.at NOT NULL ORDER BY v.at DESC, v.fact DESC LIMIT ? OFFSET ?",
                (day, PAGE_ROWS, skip),
            ).fetchall()
            visits = connection.exec_driver_sql(
                "SELECT coalesce(sum(count), 0) FROM visits WHERE day = ? AND voided IS NULL", (day,)
            ).scalar_one()
        return VisitPart(day, skip, tuple(visit_row(*row) for row in rows), visits)
