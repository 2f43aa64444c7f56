"""What may stand over the page: the answer to a scan, a strip at the foot, a popover, the focus ring."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QWidget

from desktop.core.pages import ScanAnswer
from desktop.core.words import Words
from desktop.ui.look import Look
from desktop.ui.overlay import Overlay
from desktop.ui.parts.focus_ring import FocusRing
from desktop.ui.parts.popover import Popover
from desktop.ui.parts.toast import Strip
from desktop.ui.practice.watermark import Watermark


class Layers:
    """Children of the window, above its content; made anew with it.

    Attributes:
        overlay, strip, popover, ring: the layers.
    """

    def __init__(self, window: QWidget, look: Look, mark: str = "") -> None:
        self._window, self._look = window, look
        self._mark = Watermark(window, look, mark) if mark else None
        self.overlay = Overlay(window, look)
        self.strip = Strip(window, look)
        self.popover = Popover(window, look)
        self.ring = FocusRing(window, look)

    def drop(self) -> None:
        """Takes them away; others follow."""
        self.ring.stop()
        if self._mark is not None:
            self._mark.hide()
            self._mark.deleteLater()
        for layer in (self.overlay, self.strip, self.popover, self.ring):
            layer.hide()
            layer.deleteLater()

    def show_answer(self, answer: ScanAnswer, words: Words, cover: QRect, page: QRect) -> None:
        self.overlay.show_answer(answer, words, cover, page)

    def place_strip(self, cover: QRect, page: QRect, taken: tuple[QRect, ...]) -> None:
        """At the foot of the list where there is one, if it has the room; else of the page. What is `taken` stays
        free.
        """
        self.strip.place((cover, page), taken)

    def touched(self, by_keyboard: bool) -> None:
        """A person pressed a key or a pointer: the answer goes, what was pressed goes to the page."""
        self.overlay.close_now()
        self.ring.used(by_keyboard)
        if not by_keyboard:
            self.popover.close_unless(self._window.mapFromGlobal(QCursor.pos()))

    def resized(self) -> None:
        self.overlay.close_now()
        self.popover.hide()
        self.strip.stirred.emit()
