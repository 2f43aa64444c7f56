"""The search field and the people it finds, in a card under it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.core.pages import PersonRow
from desktop.core.people import is_phone
from desktop.core.words import Words
from desktop.ui.look import Look
from desktop.ui.parts.button import Button, Kind
from desktop.ui.parts.card import Card, EmptyNote, column_in
from desktop.ui.parts.row_list import RowList, RowModel
from desktop.ui.visits.model import PersonDelegate, found_spoken

_WAIT_MS = 120
_MOST_SHOWN = 6


class SearchField(QLineEdit):
    """The field with its icon and the key that leads to it."""

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__()
        self._look = look
        self.setObjectName("visits.search")
        self.setPlaceholderText(words.say("ui.visits.search"))
        self.setAccessibleName(words.say("ui.visits.search"))
        self.setToolTip(words.say("ui.visits.search"))
        self.setFixedHeight(look.px(44))
        self.setMaxLength(40)
        self.setTextMargins(look.px(24), 0, look.px(26), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look = self._look
        size = look.px(19)
        look.icons.draw(
            painter, "search", QRectF(look.gap(13), (self.height() - size) / 2, size, size), look.color("ink"), 2.0
        )
        if self.text():
            return
        cap = look.px(20)
        box = QRectF(self.width() - cap - look.gap(12), (self.height() - cap * 1.15) / 2, cap * 0.9, cap * 1.15)
        painter.setPen(look.qcolor("line_control"))
        painter.drawRoundedRect(box, look.radius("key"), look.radius("key"))
        painter.setFont(look.font("caption", 500))
        painter.setPen(look.qcolor("ink_2"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "/")


class Search(QObject):
    """Field and card together; the card is a child of the page.

    Signals:
        wanted: the text to look for, once typing pauses.
        chosen: the id of the person to check in.
        everywhere: a full phone that nobody here has, to be asked for in the whole city.
    """

    wanted = Signal(str)
    chosen = Signal(str)
    everywhere = Signal(str)

    def __init__(self, page: QWidget, look: Look, words: Words) -> None:
        super().__init__(page)
        self._page, self._look, self._words = page, look, words
        self.field = SearchField(look, words)
        self.field.installEventFilter(self)
        self._pause: QTimer = QTimer(self)
        self.field.textEdited.connect(self._typed)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(lambda: self.wanted.emit(self.field.text()))
        self._model = RowModel(self)
        self._delegate = PersonDelegate(look, words)
        self.list = RowList(self._model, self._delegate, words.say("ui.visits.found"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.marked.connect(self._choose)
        self._card = Card("popover")
        self._card.setParent(page)
        column = column_in(self._card, 6)
        column.addWidget(self.list)
        self._none = EmptyNote(
            look, "search", words.say("ui.visits.none_found"), words.say("ui.visits.none_found_step")
        )
        column.addWidget(self._none)
        self.ask = Button(look, words.say("ui.visits.everywhere"), Kind.PRIMARY)
        self.ask.setObjectName("visits.everywhere")
        self.ask.clicked.connect(lambda: self.everywhere.emit(self.field.text()))
        self._unknown = EmptyNote(
            look, "search", words.say("ui.visits.none_found"), words.say("ui.visits.everywhere_step"), self.ask
        )
        column.addWidget(self._unknown)
        self._card.hide()
        self._keys: tuple[str, ...] = ()
        self._entered = False

    @property
    def is_open(self) -> bool:
        return self._card.isVisible()

    def show_found(self, query: str, found: tuple[PersonRow, ...] | None) -> None:
        """None: nothing was asked."""
        if not query and not self.field.hasFocus():
            self.field.clear()
        elif query and not self.field.text():
            self.field.setText(query)
        if found is None or not query:
            if not query and self.field.text() and not self._pause.isActive():
                self.field.clear()
            self._card.hide()
            return
        self._keys = tuple(row.rider for row in found)
        self._model.set_rows(found, self._keys, tuple(found_spoken(self._words, row) for row in found))
        self.list.setVisible(bool(found))
        full = is_phone(query)
        self._none.setVisible(not found and not full)
        self._unknown.setVisible(not found and full)
        if found:
            self.list.mark(self._keys[0])
        self._place(len(found))
        entered, self._entered = self._entered, False
        if entered and len(found) == 1:
            self._choose(self._keys[0])

    def _place(self, rows: int) -> None:
        corner = self.field.mapTo(self._page, QPoint(0, self.field.height() + 6))
        row = self._look.px(61)
        height = row * min(rows, _MOST_SHOWN) + 14 if rows else self._look.px(190)
        height = min(height, self._page.height() - corner.y() - 8)
        self._card.setGeometry(corner.x(), corner.y(), self.field.width(), height)
        self._card.show()
        self._card.raise_()

    def close(self) -> None:
        self._entered = False
        self._pause.stop()
        self.field.clear()
        self._card.hide()
        self.wanted.emit("")

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.close()
            self._page.setFocus()
            return True
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self._keys and self.is_open:
            row = self.list.currentIndex().row() + (1 if key == Qt.Key.Key_Down else -1)
            self.list.mark(self._keys[max(0, min(len(self._keys) - 1, row))])
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
            return True
        return False

    def _typed(self) -> None:
        self._entered = False
        self._pause.start(_WAIT_MS)

    def _enter(self) -> None:
        if self._pause.isActive():
            # Enter came before the answer: whoever is found alone is meant
            self._pause.stop()
            self._entered = True
            self.wanted.emit(self.field.text())
            return
        current = self.list.currentIndex().row()
        if self.is_open and self._keys and current >= 0:
            self._choose(self._keys[current])
        elif self.is_open and self._unknown.isVisible():
            self.ask.click()

    def _choose(self, rider: str) -> None:
        self.field.clear()
        self._card.hide()
        self._page.setFocus()
        self.chosen.emit(rider)
