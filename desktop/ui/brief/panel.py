"""The text for the work group, to look at before it is pasted; it was copied when this was opened."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtWidgets import QWidget

from desktop.core.words import Words
from desktop.ui.board import Board
from desktop.ui.look import Look
from desktop.ui.parts.button import Button, Kind
from desktop.ui.parts.card import Card, Scrolling, column_in, row_in
from desktop.ui.parts.text import Text


class BriefBoard(Board):
    """Passive.

    Signals:
        copy_wanted: once more to the clipboard.
    """

    copy_wanted = Signal()

    def __init__(self, window: QWidget, look: Look, words: Words) -> None:
        super().__init__(window, look, words, "brief")
        column = column_in(self, look.gap(20), look.gap(10))
        column.addWidget(Text(look, words.say("board.brief"), "title", 700, wrap=True))
        self._told = Text(look, words.say("brief_board.copied"), "small", 500, "good_ink", wrap=True)
        column.addWidget(self._told)
        card = Card()
        inside = column_in(card, look.gap(14))
        room = Scrolling()
        inside.addWidget(room)
        self._text = Text(look, "", "body", wrap=True)
        self._text.setObjectName("brief.text")
        room.column.addWidget(self._text)
        room.column.addStretch(1)
        column.addWidget(card, 1)
        column.addWidget(Text(look, words.say("brief_board.nobody"), "small", 400, "ink_2", wrap=True))
        foot = row_in(None, 0, look.gap(10))
        self.copy = Button(look, words.say("brief_board.copy"), Kind.PRIMARY, "check")
        self.copy.setObjectName("brief.copy")
        self.copy.clicked.connect(self.copy_wanted)
        close = Button(look, words.say("board.close"), Kind.WORDS)
        close.setObjectName("brief.close")
        close.clicked.connect(self.closed)
        foot.addWidget(self.copy)
        foot.addStretch(1)
        foot.addWidget(close)
        column.addLayout(foot)

    def sizeHint(self) -> QSize:
        return QSize(self.look.px(460), self.look.px(430))

    def place(self, page: QRect, _window: QRect) -> None:
        """Under the page's head, at the right."""
        width = min(self.look.px(480), page.width() - 48)
        height = min(self.sizeHint().height(), page.height() - 90)
        self.setGeometry(page.right() - width - 24, page.top() + 68, width, height)

    def show_text(self, text: str) -> None:
        self._text.setText(text)

    def start_focus(self) -> None:
        self.copy.setFocus()
