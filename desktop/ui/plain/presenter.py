"""A plain page without a window: which row is marked, which act is open, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from desktop.core.plain import PlainAct, PlainPage
from desktop.ui.stage import Desk


class PlainShown(Protocol):
    def show_page(self, page: PlainPage, table: str, row: str) -> None: ...
    def show_acts(self, acts: tuple[PlainAct, ...], chosen: PlainAct | None) -> None: ...


class PlainPresenter:
    """One page of `code`; acts on a row are offered while a row of their table is marked."""

    def __init__(self, desk: Desk, code: str) -> None:
        self._desk = desk
        self._code = code
        self._view: PlainShown | None = None
        self._page: PlainPage | None = None
        self._table = self._row = ""
        self._act: PlainAct | None = None
        self._asked = 0

    def attach(self, view: PlainShown) -> None:
        self._view = view

    def open(self, _subject: str) -> None:
        self._act = None
        self.refresh()

    def refresh(self) -> None:
        self._asked += 1
        asked, language = self._asked, self._desk.stage.words.language

        def then(page: PlainPage) -> None:
            if asked == self._asked:
                self._page = page
                self.show()

        tasks, counter = self._desk.tasks, self._desk.counter
        tasks.run_read(lambda: counter.plain_page(self._code, language), then, self._desk.stage.show_trouble)

    def show(self) -> None:
        if self._page is None or self._view is None:
            return
        self._view.show_page(self._page, self._table, self._row)
        self._show_acts()

    def mark(self, table: str, row: str) -> None:
        """A row was chosen; an act that was open on another table is put away."""
        self._table, self._row = table, row
        if self._act is not None and self._act.on not in ("", table):
            self._act = None
        self._show_acts()

    def choose(self, code: str) -> None:
        """Opens the form of an act; one without fields is done at once."""
        self._act = next((act for act in self._offered() if act.code == code), None)
        if self._act is not None and not self._act.fields:
            self.give({})
            return
        self._show_acts()

    def drop(self) -> None:
        self._act = None
        self._show_acts()

    def give(self, values: Mapping[str, str]) -> None:
        """Does the open act with these values; what it says comes as a toast, and nothing typed is lost on a
        refusal.
        """
        act = self._act
        if act is None:
            return
        row = self._row if act.on else ""
        counter, stage = self._desk.counter, self._desk.stage

        def then(said: tuple[str, dict[str, object]]) -> None:
            self._act = None
            stage.show_toast(stage.words.say(said[0], **said[1]))
            self.refresh()

        self._desk.tasks.run_write(
            lambda: counter.plain_act(self._code, act.code, row, values), then, stage.show_trouble
        )

    def _offered(self) -> tuple[PlainAct, ...]:
        if self._page is None:
            return ()
        return tuple(act for act in self._page.acts if not act.on or (self._row and act.on == self._table))

    def _show_acts(self) -> None:
        if self._view is not None:
            self._view.show_acts(self._offered(), self._act)
