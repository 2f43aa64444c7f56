"""Visits of days gone by, without a window: the day looked at, and the pages that come into sight."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from desktop.core.pages import VisitRow
from desktop.core.visit_pages import VisitDays, VisitPart
from desktop.ui.stage import Desk

# Rows remembered for the panel beside the list.
ROWS_KEPT = 2000


class PastShown(Protocol):
    """What this needs of its view. `show_past_days` with None leaves for today."""

    def show_past_days(self, found: VisitDays | None, day: str) -> None: ...
    def show_past_part(self, part: VisitPart) -> None: ...


class Past:
    """Attributes:
    day: what is looked at, empty for today's live list.
    """

    def __init__(self, desk: Desk, arrived: Callable[[], None]) -> None:
        self._desk, self._arrived = desk, arrived
        self._view: PastShown | None = None
        self._found: VisitDays | None = None
        self._asked = 0
        self._rows: dict[str, VisitRow] = {}
        self.day = ""

    def attach(self, view: PastShown) -> None:
        self._view = view

    def show(self) -> None:
        if self._view is not None:
            self._view.show_past_days(self._found if self.day else None, self.day)

    def refresh(self) -> None:
        """Asks for the days and what is in sight anew; nothing while today is in front."""
        if self.day:
            self._ask(self.day)

    def step(self, today: str, by: int) -> None:
        """A day with visits back (-1) or forward (1); forward of the last one is today."""
        if self._found is None or not self.day:
            if by < 0:
                self._ask(today, step=True)
            return
        days = self._found.days
        # newest first: back is onward in the list
        at = next((at for at, day in enumerate(days) if day <= self.day), len(days) - 1) - by
        if at < 0 or (at < len(days) and days[at] >= today):
            self.leave()
        elif at < len(days):
            self.day = days[at]
            self.show()

    def leave(self) -> None:
        if self.day:
            self.day = ""
            self.show()

    def look(self, day: str) -> None:
        """The list was scrolled to a day."""
        if self.day:
            self.day = day

    def row(self, fact: str) -> VisitRow | None:
        """A visit of what came into sight lately."""
        return self._rows.get(fact)

    def want(self, day: str, skip: int) -> None:
        counter = self._desk.counter

        def then(part: VisitPart) -> None:
            if len(self._rows) > ROWS_KEPT:
                self._rows.clear()
            self._rows |= {row.fact: row for row in part.rows}
            if self._view is not None:
                self._view.show_past_part(part)
            self._arrived()

        def failed(error: Exception) -> None:
            # the list asks for nothing else while it waits
            if self._view is not None:
                self._view.show_past_part(VisitPart(day, skip, (), 0))
            self._desk.stage.show_trouble(error)

        self._desk.tasks.run_read(lambda: counter.visiting.part(day, skip), then, failed)

    def _ask(self, day: str, *, step: bool = False) -> None:
        self._asked += 1
        asked, counter = self._asked, self._desk.counter

        def then(found: VisitDays) -> None:
            if asked != self._asked:
                return
            self._found = found
            older = next((each for each in found.days if each < day), "")
            self.day = older if step else day
            if step and not older:
                self._desk.stage.show_toast(self._desk.stage.words.say("ui.past.none"))
                return
            self.show()

        self._desk.tasks.run_read(counter.visiting.days, then, self._desk.stage.show_trouble)
