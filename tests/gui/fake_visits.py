"""The visits of some days gone by, without a store."""

from __future__ import annotations

from dataclasses import replace

from desktop.core.pages import VisitRow
from desktop.core.visit_pages import PAGE_ROWS, VisitDays, VisitPart

DAYS = (("2026-11-21", 10), ("2026-11-20", 43), ("2026-11-18", 250), ("2026-10-31", 3))


class FakeVisits:
    """Fulfils `visit_pages.VisitsCounter`.

    Attributes:
        asked: the pages that were asked for.
        voided: facts that were voided.
    """

    def __init__(self, *, empty: bool) -> None:
        self.shown = () if empty else DAYS
        self.asked: list[tuple[str, int]] = []
        self.voided: set[str] = set()

    def days(self) -> VisitDays:
        return VisitDays(tuple(day for day, _ in self.shown), tuple(count for _, count in self.shown))

    def part(self, day: str, skip: int) -> VisitPart:
        self.asked.append((day, skip))
        count = dict(self.shown)[day]
        rows = tuple(self._row(day, count, at) for at in range(skip, min(count, skip + PAGE_ROWS)))
        return VisitPart(day, skip, rows, count)

    def _row(self, day: str, count: int, at: int) -> VisitRow:
        """The newest has the highest number."""
        fact = f"{day}#{count - at}"
        minute = 18 * 60 - at * 2
        clock = f"{minute // 60:02d}:{minute % 60:02d}"
        row = VisitRow(fact, clock, "赵**", "courier", "2230", ("rest",), 1, "card", "verified", "18:30", "")
        return replace(row, voided="mis_scan") if fact in self.voided else row
