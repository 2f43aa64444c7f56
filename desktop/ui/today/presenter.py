"""Today without a window."""

from __future__ import annotations

from collections import Counter as Tally
from typing import Protocol

from desktop.core.pages import TodayPage, Todo
from desktop.core.plain import OPENING
from desktop.ui.stage import Desk


class TodayShown(Protocol):
    def show_page(self, page: TodayPage, reachable: frozenset[str]) -> None: ...
    def show_closing(self, asking: bool) -> None: ...


class TodayPresenter:
    """Asks for the day, leads to where work is done, closes the day."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._view: TodayShown | None = None
        self._page: TodayPage | None = None
        self._asked = 0
        self._closing = False

    def attach(self, view: TodayShown) -> None:
        self._view = view

    def show_visitor(self) -> None:
        self._desk.stage.toggle_visitor()

    def open(self, _subject: str) -> None:
        self._closing = False
        self.refresh()

    def refresh(self) -> None:
        self._asked += 1
        asked = self._asked

        def then(page: TodayPage) -> None:
            if asked == self._asked:
                self._page = page
                self._count(page)
                self.show()

        self._desk.tasks.run_read(self._desk.counter.today_page, then, self._desk.stage.show_trouble)

    def show(self) -> None:
        if self._page is None or self._view is None:
            return
        pages = {todo.page for todo in self._page.todo}
        reachable = frozenset(page for page in pages if self._desk.stage.has_page(page))
        self._view.show_page(self._page, reachable)
        self._view.show_closing(self._closing)

    def act(self, todo: Todo) -> None:
        """The verb of a thing to do: it is done on its page."""
        self._desk.stage.go(todo.page, todo.subject)

    def open_day(self) -> None:
        """There is one way to open a station: with the one-minute self-check, in 当班."""
        self._desk.stage.go(*OPENING)

    def ask_close(self) -> None:
        self._set_closing(True)

    def keep_open(self) -> None:
        self._set_closing(False)

    def close_day(self) -> None:
        self._set_closing(False)
        self._desk.tasks.run_write(self._desk.counter.close_day, self._closed, self._desk.stage.show_trouble)

    def _closed(self, _: None) -> None:
        self._desk.stage.show_toast(self._desk.stage.words.say("ui.today.closed_done"))

    def _set_closing(self, asking: bool) -> None:
        self._closing = asking
        if self._view is not None:
            self._view.show_closing(asking)

    def _count(self, page: TodayPage) -> None:
        """Badges of the rail: things to do on other pages, never news."""
        tally = Tally(todo.page.partition(".")[0] for todo in page.todo if todo.urgency != "plain")
        for name in ("visits", "meals", "inspect", "health"):
            self._desk.stage.set_badge(name, tally.get(name, 0))
