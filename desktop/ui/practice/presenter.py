"""The section 练习 without a window."""

from __future__ import annotations

from typing import Protocol

from desktop.core.practice_pages import PracticePage
from desktop.ui.stage import Desk


class PracticeShown(Protocol):
    def show_page(self, page: PracticePage) -> None: ...
    def ask_place(self, suggested: str) -> str: ...


class PracticePresenter:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._view: PracticeShown | None = None
        self._page: PracticePage | None = None

    def attach(self, view: PracticeShown) -> None:
        self._view = view

    def open(self, _subject: str) -> None:
        self.refresh()

    def refresh(self) -> None:
        def then(page: PracticePage) -> None:
            self._page = page
            self.show()

        self._desk.tasks.run_read(self._desk.counter.practice.page, then, self._desk.stage.show_trouble)

    def show(self) -> None:
        if self._view is not None and self._page is not None:
            self._view.show_page(self._page)

    def begin(self) -> None:
        self._desk.stage.sit_at(practice=True)

    def leave(self) -> None:
        self._desk.stage.sit_at(practice=False)

    def save(self) -> None:
        """The readiness page, to a file that is asked for."""
        stage, counter = self._desk.stage, self._desk.counter
        if self._view is None:
            return
        place = self._view.ask_place(stage.words.say("practice.file"))
        if not place:
            return
        language = stage.words.language

        def then(_none: None) -> None:
            stage.show_toast(stage.words.say("plain.said.saved", file=place))

        self._desk.tasks.run_write(
            lambda: counter.save_paper(place, counter.practice.readiness(language)), then, stage.show_trouble
        )
