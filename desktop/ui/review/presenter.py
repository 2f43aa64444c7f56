"""迎检模式 without a window: reads what is shown, and makes a paper that a review asks for."""

from __future__ import annotations

from typing import Protocol

from desktop.core.day_pages import ReviewPage, SeenPaper
from desktop.ui.stage import Desk


class ReviewShown(Protocol):
    def show_page(self, page: ReviewPage) -> None: ...
    def show_paper(self, paper: bytes) -> None: ...


class ReviewPresenter:
    """Writes nothing, but for a paper that is kept where a person says."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._view: ReviewShown | None = None
        self._page: ReviewPage | None = None
        self._paper = b""
        self._asked = 0

    def attach(self, view: ReviewShown) -> None:
        self._view = view
        self.show()
        self.refresh()

    def close(self) -> None:
        self._view, self._paper, self._page = None, b"", None
        self._asked += 1

    def refresh(self) -> None:
        if self._view is None:
            return
        self._asked += 1
        asked = self._asked

        def then(page: ReviewPage) -> None:
            if asked == self._asked:
                self._page = page
                self.show()

        self._desk.tasks.run_read(self._desk.counter.day.review_page, then, self._desk.stage.show_trouble)

    def show(self) -> None:
        if self._view is not None and self._page is not None:
            self._view.show_page(self._page)
            self._view.show_paper(self._paper)

    def look_at(self, paper: SeenPaper) -> None:
        counter, language = self._desk.counter, self._desk.stage.words.language

        def then(made: bytes) -> None:
            self._paper = made if self._view is not None else b""
            self.show()

        self._desk.tasks.run_read(
            lambda: counter.day.paper(paper.kind, paper.month, paper.day, "", language),
            then,
            self._desk.stage.show_trouble,
        )

    def close_paper(self) -> None:
        self._paper = b""
        self.show()

    def save_paper(self, place: str) -> None:
        stage, paper = self._desk.stage, self._paper

        def then(_none: None) -> None:
            stage.show_toast(stage.words.say("plain.said.saved", file=place))

        self._desk.tasks.run_write(lambda: self._desk.counter.save_paper(place, paper), then, stage.show_trouble)
