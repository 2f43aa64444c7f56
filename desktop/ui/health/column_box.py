"""A column of the board: a state, how many, and its cards."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.core.health_pages import Column
from desktop.core.words import Words
from desktop.ui.health.slip_box import SlipBox
from desktop.ui.look import Look
from desktop.ui.parts.button import Button, Kind
from desktop.ui.parts.card import Icon, Scrolling, clear, column_in, row_in
from desktop.ui.parts.text import Elided, Text

ICONS = {"issued": "papers", "booked": "clock", "attended": "check"}


class ColumnBox(QWidget):
    """With `scrolls` its cards scroll within it, else the page does.

    Signals:
        opened, next_wanted: as of a slip; all_wanted: its state, to be seen as a list.
    """

    opened = Signal(str)
    next_wanted = Signal(str, str)
    all_wanted = Signal(str)

    def __init__(self, look: Look, words: Words, state: str, *, scrolls: bool) -> None:
        super().__init__()
        self._look, self._words, self._state = look, words, state
        self._shown: Column | None = None
        self.setObjectName(f"health.column.{state}")
        column = column_in(self, look.gap(8), look.gap(8))
        head = row_in(None, 0, look.gap(8))
        head.setContentsMargins(look.gap(8), look.gap(2), look.gap(8), 0)
        head.addWidget(Icon(look, ICONS[state], "ink", 20))
        head.addWidget(Elided(look, words.say(f"referral_state.{state}"), "body", 700), 1)
        self.count = Text(look, "", "body", 700, "ink_2")
        head.addWidget(self.count)
        column.addLayout(head)
        if scrolls:
            inside = Scrolling(look.gap(8))
            column.addWidget(inside, 1)
            self._cards = inside.column
        else:
            inner = QWidget()
            self._cards = column_in(inner, 0, look.gap(8))
            column.addWidget(inner)

    def show_column(self, column: Column) -> None:
        """Made anew only where something changed, so that the keyboard stays where it is."""
        if column == self._shown:
            return
        self._shown = column
        look, words = self._look, self._words
        said = words.say(f"referral_state.{self._state}")
        self.count.setText(f"{column.count:,}")
        self.setAccessibleName(f"{said} {column.count}")
        clear(self._cards)
        for card in column.cards:
            box = SlipBox(look, words, card)
            box.opened.connect(self.opened)
            box.next_wanted.connect(self.next_wanted)
            self._cards.addWidget(box)
        if not column.cards:
            empty = Text(look, words.say(f"ui.health.empty_{self._state}"), "small", 400, "ink_2", wrap=True)
            empty.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            empty.setContentsMargins(look.gap(8), look.gap(16), look.gap(8), look.gap(16))
            self._cards.addWidget(empty)
        if column.count > len(column.cards):
            more = Button(look, words.say("ui.health.all", count=column.count), Kind.WORDS)
            more.clicked.connect(lambda: self.all_wanted.emit(self._state))
            self._cards.addWidget(more)
        self._cards.addStretch(1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.qcolor("sunken"))
        painter.drawRoundedRect(self.rect(), self._look.radius("card"), self._look.radius("card"))
