"""The guide over the page: its chapters as a list, the text beside them, and a search."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStyle, QStyleOptionViewItem, QWidget

from desktop.core.words import Words
from desktop.ui.board import Board
from desktop.ui.guide.presenter import GuidePresenter
from desktop.ui.guide.reader import Reader
from desktop.ui.guide.text import Guide
from desktop.ui.look import Look
from desktop.ui.parts.button import Button, Kind
from desktop.ui.parts.card import Rule, column_in, row_in
from desktop.ui.parts.row_list import ROW, Index, RowDelegate, RowList, RowModel
from desktop.ui.parts.text import Text

_LIST, _ROW, _MARGIN = 236, 44, 12


@dataclass(frozen=True)
class _Row:
    title: str


class _Painter(RowDelegate):
    """A title, marked by a pale ground and a bar."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row, rect = index.data(ROW), option.rect
        self.paint_ground(painter, rect, option)
        here = bool(option.state & QStyle.StateFlag.State_Selected)
        font = self.look.font("body", 700 if here else 400)
        base = rect.center().y() + QFontMetrics(font).capHeight() // 2
        left = self.look.gap(16)
        at = QPoint(rect.left() + left, base)
        self.paint_words(painter, font, "accent_ink" if here else "ink", at, rect.width() - 2 * left, row.title)


class GuideBoard(Board):
    """Passive.

    Signals:
        turned: the number of the chapter that is read.
    """

    turned = Signal(int)

    def __init__(self, window: QWidget, look: Look, words: Words) -> None:
        super().__init__(window, look, words, "guide")
        column = column_in(self, look.gap(14), look.gap(10))
        column.addLayout(self._build_head())
        column.addWidget(Rule())
        across = row_in(None, 0, look.gap(8))
        self._model = RowModel(self)
        self.chapters = RowList(self._model, _Painter(look, _ROW), words.say("guide.chapters"))
        self.chapters.setObjectName("guide.chapters")
        self.chapters.setFixedWidth(look.gap(_LIST) if look.large else look.px(_LIST))
        self.chapters.marked.connect(self._chosen)
        across.addWidget(self.chapters)
        across.addWidget(Rule(upright=True))
        self.reader = Reader(look, words.say("board.guide"))
        self.reader.turned.connect(self._read_on)
        across.addWidget(self.reader, 1)
        column.addLayout(across, 1)

    def _build_head(self) -> QHBoxLayout:
        look, say = self.look, self.words.say
        head = row_in(None, 0, look.gap(10))
        title = Text(look, say("board.guide"), "title", 700)
        head.addWidget(title)
        head.addStretch(1)
        self._told = Text(look, "", "small", 400, "ink_2")
        self._told.setObjectName("guide.told")
        head.addWidget(self._told)
        self.field = QLineEdit()
        self.field.setObjectName("guide.search")
        self.field.setFixedSize(look.gap(280), look.px(44))
        self.field.setMaxLength(40)
        self.field.setPlaceholderText(say("guide.search"))
        self.field.setAccessibleName(say("guide.search"))
        self.field.setToolTip("Ctrl+F")
        self.field.textChanged.connect(self._typed)
        head.addWidget(self.field)
        close = Button(look, say("board.close"), Kind.PLAIN, "cross")
        close.setObjectName("guide.close")
        close.clicked.connect(self.closed)
        head.addWidget(close)
        return head

    def connect_to(self, presenter: GuidePresenter) -> None:
        self.turned.connect(presenter.turn_to)
        presenter.attach(self)

    def place(self, page: QRect, _window: QRect) -> None:
        self.setGeometry(page.adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN))

    def start_focus(self) -> None:
        self.reader.setFocus()

    def show_guide(self, guide: Guide, chapter: int) -> None:
        rows = tuple(_Row(each.title) for each in guide.chapters)
        keys = tuple(str(at) for at in range(len(rows)))
        self._model.set_rows(rows, keys, tuple(each.title for each in rows))
        for at, row in enumerate(rows):
            self._model.setData(self._model.index(at), row.title, Qt.ItemDataRole.ToolTipRole)
        self.reader.show_guide(guide)
        self.chapters.mark(str(chapter))
        # the heading's place is known once the text is laid out in its room
        QTimer.singleShot(0, self.reader, lambda: self.reader.turn_to(chapter))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+F goes to the search, Enter there from place to place; Esc leaves the search, then the guide."""
        ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if ctrl and event.key() == Qt.Key.Key_F:
            self.field.setFocus()
            self.field.selectAll()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.field.hasFocus():
            self._search(backwards=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif event.key() == Qt.Key.Key_Escape and self.field.text():
            self.field.clear()
            self.reader.setFocus()
        else:
            super().keyPressEvent(event)

    def _typed(self, text: str) -> None:
        self.reader.forget_search()
        if text.strip():
            self._search()
        else:
            self._told.setText("")

    def _search(self, *, backwards: bool = False) -> None:
        text = self.field.text().strip()
        if not text:
            return
        at, count = self.reader.look_for(text, backwards=backwards)
        told = self.words.say("guide.found", at=at, count=count) if count else self.words.say("guide.none")
        self._told.setText(told)

    def _chosen(self, key: str) -> None:
        self.reader.turn_to(int(key))
        self.turned.emit(int(key))

    def _read_on(self, chapter: int) -> None:
        self.chapters.mark(str(chapter))
        self.turned.emit(chapter)
