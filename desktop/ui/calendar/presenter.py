"""The calendar without a window: the month looked at, and where the list below leads."""

from __future__ import annotations

from typing import Protocol

from desktop.core.business_day import plus_months
from desktop.core.inspect_pages import CalendarPage
from desktop.ui.stage import Desk


class CalendarShown(Protocol):
    def show_page(self, page: CalendarPage) -> None: ...


class CalendarPresenter:
    """Attributes:
    month: `YYYY-MM` that is looked at; empty for the running one.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._view: CalendarShown | None = None
        self._page: CalendarPage | None = None
        self._asked = 0
        self.month = ""

    def attach(self, view: CalendarShown) -> None:
        self._view = view

    def open(self, subject: str) -> None:
        """`subject` is a month, or nothing."""
        if subject:
            self.month = subject
        self.refresh()

    def refresh(self) -> None:
        self._asked += 1
        asked, month = self._asked, self.month

        def then(page: CalendarPage) -> None:
            if asked == self._asked:
                self._page = page
                self.show()

        counter = self._desk.counter
        self._desk.tasks.run_read(lambda: counter.inspecting.calendar(month), then, self._desk.stage.show_trouble)

    def show(self) -> None:
        if self._page is not None and self._view is not None:
            self._view.show_page(self._page)

    def move(self, months: int) -> None:
        """Months back or forward, never past the running one nor before the first inspection."""
        page = self._page
        if page is None:
            return
        here = plus_months(f"{self.month or page.month}-01", months)[:7]
        if (page.first or page.today[:7]) <= here <= page.today[:7]:
            self.month = "" if here == page.today[:7] else here
            self.refresh()

    def see_job(self, rectification: str) -> None:
        self._desk.stage.go("inspect.walk", rectification)

    def see_medicine(self, line: str) -> None:
        self._desk.stage.go("inspect.box", line)
