"""A small card over the status line in which a part of it explains itself."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.ui.look import Look
from desktop.ui.parts.button import Button, Kind
from desktop.ui.parts.card import Card, column_in
from desktop.ui.parts.text import Text


class Popover(Card):
    """A title, sentences and perhaps buttons; closed by Esc or a press elsewhere."""

    def __init__(self, window: QWidget, look: Look) -> None:
        super().__init__("popover")
        self.setParent(window)
        self._home, self._look = window, look
        self._column = column_in(self, look.gap(20), look.gap(8))
        self._opener: QWidget | None = None
        self.hide()

    def explain(
        self,
        opener: QWidget,
        title: str,
        said: str,
        actions: tuple[tuple[str, str, Callable[[], None]], ...] = (),
    ) -> None:
        """Opens above `opener`; actions are (icon, words, what to do)."""
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        look = self._look
        width = look.px(360)
        inner = width - 2 * look.gap(20)
        for words in (Text(look, title, "body", 700, wrap=True), Text(look, said, "small", 400, "ink_2", wrap=True)):
            words.setFixedWidth(inner)
            words.setFixedHeight(words.heightForWidth(inner))
            self._column.addWidget(words)
        first: Button | None = None
        for icon, label, act in actions:
            button = Button(look, label, Kind.SOFT, icon)
            button.clicked.connect(self._closing(act))
            self._column.addWidget(button)
            first = first or button
        self.setAccessibleName(f"{title} {said}")
        self._opener = opener
        self.show()
        self.setFixedWidth(width)
        self.adjustSize()
        place = opener.mapTo(self._home, QPoint(0, 0))
        left = max(8, min(place.x(), self._home.width() - width - 8))
        self.move(left, place.y() - self.height() - 8)
        self.raise_()
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_unless(self, point: QPoint) -> None:
        """A press at a point of the window closes it when it is elsewhere."""
        if self.isVisible() and not self.geometry().contains(point):
            self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
            if self._opener is not None:
                self._opener.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        super().keyPressEvent(event)

    def _closing(self, act: Callable[[], None]) -> Callable[[], None]:
        def closed() -> None:
            self.hide()
            act()

        return closed
