"""Today without a window."""

from __future__ import annotations

from collections import Counter as Tally
from typing import Any, Protocol

from desktop.core.day_pages import STEPS
from desktop.core.pages import TodayPage, Todo
from desktop.ui.stage import Desk
from desktop.ui.steps.presenter import StepsPresenter


class TodayShown(Protocol):
    def show_page(self, page: TodayPage, reachable: frozenset[str]) -> None: ...


class TodayPresenter:
    """Asks for the day, leads to where work is done, opens the steps of the day over it.

    Attributes:
        steps: the guided steps of 开站, 交接班 and 日结.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._view: TodayShown | None = None
        self._page: TodayPage | None = None
        self._asked = 0
        self.steps = StepsPresenter(desk)

    def attach(self, view: TodayShown) -> None:
        self._view = view

    def open(self, subject: str) -> None:
        """Perhaps with the steps of a flow over it (`steps:<flow>`)."""
        if subject.startswith(STEPS):
            self.steps.begin(subject.removeprefix(STEPS))
        self._ask()
        self.steps.refresh()

    def keep_draft(self) -> dict[str, Any] | None:
        return self.steps.keep_draft()

    def take_up_draft(self, kept: dict[str, Any]) -> bool:
        return self.steps.take_up_draft(kept)

    def show_visitor(self) -> None:
        self._desk.stage.toggle_visitor()

    def refresh(self) -> None:
        self._ask()
        self.steps.refresh()

    def _ask(self) -> None:
        self._asked += 1
        asked = self._asked

        def then(page: TodayPage) -> None:
            if asked == self._asked:
                self._page = page
                self._count(page)
                self._show_page()

        self._desk.tasks.run_read(self._desk.counter.today_page, then, self._desk.stage.show_trouble)

    def show(self) -> None:
        self._show_page()
        self.steps.show()

    def _show_page(self) -> None:
        if self._page is None or self._view is None:
            return
        pages = {todo.page for todo in self._page.todo}
        reachable = frozenset(page for page in pages if self._desk.stage.has_page(page))
        self._view.show_page(self._page, reachable)

    def open_board(self, board: str) -> None:
        self._desk.stage.toggle(board)

    def act(self, todo: Todo) -> None:
        """The verb of a thing to do: it is done on its page."""
        self._desk.stage.go(todo.page, todo.subject)

    def _count(self, page: TodayPage) -> None:
        """Badges of the rail: things to do on other pages, never news."""
        tally = Tally(todo.page.partition(".")[0] for todo in page.todo if todo.urgency != "plain")
        for name in ("visits", "meals", "inspect", "health"):
            self._desk.stage.set_badge(name, tally.get(name, 0))
