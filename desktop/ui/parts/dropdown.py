"""A button that opens a short list under it, of which one is chosen. A child of the page, not a window."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.ui.look import Look
from desktop.ui.parts.button import Button, Kind
from desktop.ui.parts.card import Card, column_in

# How wide the name may be on a narrow page, px.
_NARROW = 104


class _Choice(Card):
    """The list; Esc closes it."""

    def __init__(self, page: QWidget, close: Callable[[], None]) -> None:
        super().__init__("popover")
        self.setParent(page)
        self._close = close

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._close()
            return
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
            return
        super().keyPressEvent(event)


class Dropdown(Button):
    """Passive: says what was chosen, shows what it is told.

    Signals:
        chosen: the code of a choice.
    """

    chosen = Signal(str)

    def __init__(self, look: Look, page: QWidget, widest: int = 260) -> None:
        super().__init__(look, "", Kind.PLAIN, "chevron_down", icon_after=True)
        self._page, self._widest, self._most, self._here = page, widest, widest, ""
        self._choices: tuple[tuple[str, str], ...] = ()
        self._list: Card | None = None
        self.clicked.connect(self._toggle)

    @property
    def is_open(self) -> bool:
        return self._list is not None

    def set_widest(self, narrow: bool) -> None:
        """Less wide on a page that has less room; the whole name stands in the tool tip."""
        self._most = _NARROW if narrow else self._widest
        if self._choices:
            self.show_choices(self._choices, self._here)

    def show_choices(self, choices: tuple[tuple[str, str], ...], here: str) -> None:
        """`choices` are (code, words); `here` the one that holds now."""
        self._choices, self._here = choices, here
        name = dict(choices).get(here, "")
        room = self.look.px(self._most)
        self.setText(QFontMetrics(self._font()).elidedText(name, Qt.TextElideMode.ElideRight, room))
        self.setAccessibleName(name)
        self.setToolTip(name)

    def close_list(self) -> None:
        if self._list is not None:
            self._list.hide()
            self._list.deleteLater()
            self._list = None
            self.setFocus()

    def _toggle(self) -> None:
        if self._list is not None:
            self.close_list()
            return
        made = _Choice(self._page, self.close_list)
        column = column_in(made, self.look.gap(8), self.look.gap(4))
        buttons = []
        for code, said in self._choices:
            button = Button(self.look, said, Kind.WORDS)
            button.clicked.connect(self._choosing(code))
            column.addWidget(button)
            buttons.append(button)
        self._list = made
        made.adjustSize()
        corner = self.mapTo(self._page, QPoint(0, self.height() + 6))
        made.move(max(8, min(corner.x(), self._page.width() - made.width() - 8)), corner.y())
        made.show()
        made.raise_()
        if buttons:
            buttons[0].setFocus()

    def _choosing(self, code: str) -> Callable[[], None]:
        def chosen() -> None:
            self.close_list()
            self.chosen.emit(code)

        return chosen
