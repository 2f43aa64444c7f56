"""The finder: a field, and below it what is found, over whatever page is in front."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QLineEdit, QStyleOptionViewItem, QWidget

from desktop.core.pages import PersonRow
from desktop.core.words import Words
from desktop.ui import speech
from desktop.ui.board import Board
from desktop.ui.finder.entries import Entry
from desktop.ui.finder.presenter import FinderPresenter
from desktop.ui.look import Look
from desktop.ui.parts.card import Icon, Rule, column_in, row_in
from desktop.ui.parts.row_list import ROW, Index, RowDelegate, RowList, RowModel
from desktop.ui.parts.text import Text

_ROW = 52


class _Painter(RowDelegate):
    """A row: icon, title, and what stands beside it."""

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__(look, _ROW)
        self._words = words

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look = self.look
        found = index.data(ROW)
        rect = option.rect
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_ground(painter, rect, option)
        person = isinstance(found, PersonRow)
        icon = (found.group or "people") if isinstance(found, PersonRow) else found.icon
        size = look.px(22)
        left = rect.left() + look.gap(20)
        box = QRectF(left, rect.center().y() - size / 2, size, size)
        look.icons.draw(painter, icon, box, look.color("warm_ink" if person else "accent_ink"))
        left += size + look.gap(14)
        title, beside = said(self._words, found)
        small = look.font("small")
        base = rect.center().y() + QFontMetrics(look.font("body", 500)).capHeight() // 2
        right = rect.right() - look.gap(20)
        wide = min(QFontMetrics(small).horizontalAdvance(beside), (right - left) // 2)
        self.paint_words(painter, small, "ink_2", QPoint(right - wide, base), wide + 2, beside)
        self.paint_words(
            painter, look.font("body", 500), "ink", QPoint(left, base), right - wide - left - look.gap(12), title
        )


class FinderBoard(Board):
    """Passive.

    Signals:
        typed: the text of the field.
        moved: down (1) or up (-1).
        chosen: the marked row, or the one that was pressed by its number.
    """

    typed = Signal(str)
    moved = Signal(int)
    chosen = Signal(object)

    def __init__(self, window: QWidget, look: Look, words: Words) -> None:
        super().__init__(window, look, words, "find")
        column = column_in(self, 1)
        head = row_in(None, 0, look.gap(10))
        head.setContentsMargins(look.gap(20), look.gap(12), look.gap(20), look.gap(12))
        head.addWidget(Icon(look, "search", "ink_2", 22))
        self.field = QLineEdit()
        self.field.setObjectName("finder.field")
        self.field.setFixedHeight(look.px(44))
        self.field.setMaxLength(60)
        self.field.setPlaceholderText(words.say("finder.field"))
        self.field.setAccessibleName(words.say("finder.field"))
        self.field.textEdited.connect(self.typed)
        self.field.installEventFilter(self)
        head.addWidget(self.field, 1)
        column.addLayout(head)
        column.addWidget(Rule())
        self._model = RowModel(self)
        self.rows = RowList(self._model, _Painter(look, words), words.say("board.find"))
        self.rows.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.rows.marked.connect(lambda key: self.chosen.emit(int(key.partition(" ")[0])))
        column.addWidget(self.rows, 1)
        self._none = Text(look, "", "body", 400, "ink_2", wrap=True)
        self._none.setContentsMargins(look.gap(20), look.gap(16), look.gap(20), look.gap(16))
        column.addWidget(self._none)
        column.addWidget(Rule())
        foot = Text(look, words.say("finder.how"), "caption", 400, "ink_2", wrap=True)
        foot.setContentsMargins(look.gap(20), look.gap(8), look.gap(20), look.gap(10))
        column.addWidget(foot)

    def connect_to(self, presenter: FinderPresenter) -> None:
        self.field.setText(presenter.text)
        self.typed.connect(presenter.type)
        self.moved.connect(presenter.move)
        self.chosen.connect(presenter.choose)
        presenter.attach(self)

    def sizeHint(self) -> QSize:
        return QSize(self.look.px(720), self.look.px(560))

    def start_focus(self) -> None:
        self.field.setFocus()

    def show_found(self, found: tuple[Entry | PersonRow, ...], marked: int, text: str) -> None:
        spoken = tuple(" · ".join(part for part in said(self.words, each) if part) for each in found)
        keys = tuple(f"{at} {_key(each)}" for at, each in enumerate(found))
        self._model.set_rows(found, keys, spoken)
        self.rows.setVisible(bool(found))
        self._none.setVisible(not found)
        self._none.setText(self.words.say("finder.none", text=text) if not found else "")
        if found:
            self.rows.mark(keys[marked])
            self.field.setAccessibleDescription(spoken[marked])

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.moved.emit(1 if event.key() == Qt.Key.Key_Down else -1)
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit(None)
            return True
        return False


def said(words: Words, found: object) -> tuple[str, str]:
    """Title and what stands beside it; a person by masked name, group and tail."""
    if isinstance(found, PersonRow):
        tail = words.say("ui.tail", tail=found.tail) if found.tail else ""
        return found.name, " · ".join(part for part in (speech.group_word(words, found.group), tail) if part)
    assert isinstance(found, Entry)
    return found.title, found.beside


def _key(found: Entry | PersonRow) -> str:
    return found.rider if isinstance(found, PersonRow) else found.code
