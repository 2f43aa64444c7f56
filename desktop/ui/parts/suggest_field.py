"""A field that remembers what was typed in it before: a short list under it, taken by arrows and Enter or a press."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.ui.look import Look
from desktop.ui.parts.button import Button, Kind
from desktop.ui.parts.card import Card, clear, column_in

SHOWN_MOST = 5


class SuggestField(QLineEdit):
    """What is typed stays as it is typed, unless one of the list is taken. The list is a child of `page`."""

    taken = Signal(str)

    def __init__(self, look: Look, page: QWidget) -> None:
        super().__init__()
        self._look, self._page = look, page
        self._known: tuple[str, ...] = ()
        self._here: tuple[str, ...] = ()
        self._marked = -1
        self._list = Card("popover")
        self._list.setParent(page)
        self._column = column_in(self._list, look.gap(6), look.gap(2))
        self._list.hide()
        self.setFixedHeight(look.px(44))
        self.setTextMargins(0, 0, look.px(26), 0)
        self.textEdited.connect(self._offer)
        self.installEventFilter(self)

    @property
    def is_open(self) -> bool:
        return not self._list.isHidden()

    def set_known(self, known: tuple[str, ...]) -> None:
        """What was typed before, the most likely first."""
        self._known = known

    def close_list(self) -> None:
        self._list.hide()
        self._marked = -1

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self.close_list()
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        return False

    def _key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            if not self.is_open:
                self._offer(self.text())
            self._mark(self._marked + (1 if key == Qt.Key.Key_Down else -1))
            return True
        if key == Qt.Key.Key_Escape and self.is_open:
            self.close_list()
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.is_open and self._marked >= 0:
            self._take(self._here[self._marked])
            return True
        return False

    def _offer(self, text: str) -> None:
        typed = text.strip().casefold()
        self._here = tuple(each for each in self._known if typed in each.casefold() and typed != each.casefold())
        self._here = self._here[:SHOWN_MOST]
        clear(self._column)
        for each in self._here:
            button = Button(self._look, each, Kind.WORDS)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(partial(self._take, each))
            self._column.addWidget(button)
        self._marked = -1
        if not self._here or not self.hasFocus():
            self.close_list()
            return
        height = self._look.px(44) * len(self._here) + self._look.gap(2) * (len(self._here) - 1) + 2 * self._look.gap(6)
        corner = self.mapTo(self._page, QPoint(0, self.height() + 4))
        if corner.y() + height > self._page.height():
            corner = self.mapTo(self._page, QPoint(0, -height - 4))
        self._list.setGeometry(corner.x(), corner.y(), self.width(), height)
        self._list.show()
        self._list.raise_()

    def _mark(self, at: int) -> None:
        self._marked = max(-1, min(len(self._here) - 1, at))
        for row in range(self._column.count()):
            item = self._column.itemAt(row)
            button = item.widget() if item is not None else None
            if isinstance(button, Button):
                button.set_kind(Kind.SOFT if row == self._marked else Kind.WORDS)

    def _take(self, text: str) -> None:
        self.setText(text)
        self.close_list()
        self.setFocus()
        self.taken.emit(text)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if event.position().x() > self.width() - self._look.px(40):
            if self.is_open:
                self.close_list()
            else:
                self._offer("")

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._known:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        size = self._look.px(18)
        box = QRectF(self.width() - size - self._look.gap(12), (self.height() - size) / 2, size, size)
        self._look.icons.draw(painter, "chevron_down", box, self._look.color("ink_2"))
