"""Which board stands over the window, one at a time: finder, keys, the text for the work group, the review's view."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from desktop.core.brief import Brief, brief_text
from desktop.core.words import Words
from desktop.ui.board import Board
from desktop.ui.brief.panel import BriefBoard
from desktop.ui.finder.panel import FinderBoard
from desktop.ui.finder.presenter import FinderPresenter
from desktop.ui.fronts import Fronts
from desktop.ui.guide.presenter import GuidePresenter
from desktop.ui.hotkeys import Hotkey
from desktop.ui.keyhelp.panel import KeysBoard
from desktop.ui.look import Look
from desktop.ui.registry import Named
from desktop.ui.review.presenter import ReviewPresenter
from desktop.ui.review.view import ReviewBoard
from desktop.ui.stage import Desk

# Its text engine is read when it is first opened.
_GUIDE = Named("guide.panel:GuideBoard")


class Boards:
    """Made for whoever signed in; boards are made when they are opened, and anew with language and text size.

    Attributes:
        board: what stands there; None while nothing does.
    """

    def __init__(
        self,
        window: QWidget,
        look: Look,
        desk: Desk,
        fronts: Fronts,
        room: Callable[[], QRect],
        keys: Callable[[], tuple[Hotkey, ...]],
    ) -> None:
        self._window, self._look, self._desk, self._fronts = window, look, desk, fronts
        self._room, self._keys = room, keys
        self.board: Board | None = None
        self._opened = self._place = ""
        self._brief: Brief | None = None
        acts = {each.code: each.act for each in keys() if not each.page and each.code != "find"}
        self.finder = FinderPresenter(desk, fronts, acts, self.close)
        self.review = ReviewPresenter(desk)
        self.guide = GuidePresenter(desk, look.folder.parent / "docs")

    @property
    def covers_all(self) -> bool:
        """Whether a review looks on: nothing personal is shown, and nothing beneath is reached."""
        return self.board is not None and self.board.WHOLE

    def toggle(self, name: str) -> None:
        if self._opened == name:
            self.close()
        elif name == "brief":
            self.close()
            self._desk.tasks.run_read(self._desk.counter.day.brief, self._copied, self._desk.stage.show_trouble)
        elif name == "guide":
            self.guide.begin(self._fronts.place)
            self.open(name)
        else:
            self.open(name)

    def open(self, name: str) -> None:
        """Stands in the place of another one; the keyboard comes back to where it was when it is closed."""
        self._drop()
        self._opened, self._place = name, self._fronts.place
        made = getattr(self, f"_make_{name}")(self._desk.stage.words)
        self.board = made
        made.closed.connect(self.close)
        self.place()
        made.show()
        made.raise_()
        made.start_focus()

    def close(self) -> None:
        if self.board is None:
            return
        self._drop()
        self._opened = ""
        self.finder.close()
        self.review.close()
        self.guide.close()
        view = self._fronts.view
        if view is not None:
            view.start_focus()

    def page_changed(self) -> None:
        """Another page came to the front: what was asked over the one before is answered."""
        if not self.covers_all and self._place != self._fronts.place:
            self.close()

    def remake(self) -> None:
        """Language or text size changed."""
        if self._opened:
            self.open(self._opened)

    def place(self) -> None:
        if self.board is not None:
            self.board.place(self._room(), self._window.rect())

    def refresh(self) -> None:
        """Something was recorded."""
        self.review.refresh()

    # --- the boards ---------------------------------------------------------------------------------------------

    def _make_find(self, words: Words) -> Board:
        made = FinderBoard(self._window, self._look, words)
        made.connect_to(self.finder)
        return made

    def _make_keys(self, words: Words) -> Board:
        view = self._fronts.view
        here = view.keys() if view is not None else ()
        page = words.say(f"ui.page.{self._fronts.page}")
        made = KeysBoard(self._window, self._look, words, here, self._keys(), page)
        made.guide_wanted.connect(lambda: self.toggle("guide"))
        return made

    def _make_guide(self, words: Words) -> Any:
        made = _GUIDE(self._window, self._look, words)
        made.connect_to(self.guide)
        return made

    def _make_review(self, words: Words) -> Board:
        made = ReviewBoard(self._window, self._look, words)
        made.connect_to(self.review)
        return made

    def _make_brief(self, words: Words) -> Board:
        made = BriefBoard(self._window, self._look, words)
        made.copy_wanted.connect(self._copy)
        if self._brief is not None:
            made.show_text(brief_text(words, self._brief))
        return made

    # --- within ---------------------------------------------------------------------------------------------------

    def _copied(self, brief: Brief) -> None:
        self._brief = brief
        self._copy()
        self.open("brief")

    def _copy(self) -> None:
        if self._brief is not None:
            QGuiApplication.clipboard().setText(brief_text(self._desk.stage.words, self._brief))

    def _drop(self) -> None:
        board: Any = self.board
        self.board = None
        if board is not None:
            board.hide()
            board.deleteLater()
