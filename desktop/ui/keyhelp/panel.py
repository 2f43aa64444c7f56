"""Every key that works here, as it is registered: those of the page in front, and those that work everywhere."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from desktop.core.words import Words
from desktop.ui.board import Board
from desktop.ui.hotkeys import Hotkey, PageKey
from desktop.ui.look import Look
from desktop.ui.parts.button import Button, Kind, paint_box
from desktop.ui.parts.card import Scrolling, column_in, row_in
from desktop.ui.parts.text import Text


class Cap(QWidget):
    """A key as it is printed on the keyboard."""

    def __init__(self, look: Look, said: str) -> None:
        super().__init__()
        self._look, self._said = look, said
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(said)

    def sizeHint(self) -> QSize:
        wide = QFontMetrics(self._look.font("small", 500)).horizontalAdvance(self._said)
        return QSize(max(self._look.px(34), wide + 2 * self._look.gap(9)), self._look.px(28))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        look = self._look
        paint_box(painter, look, self.rect().toRectF(), "sunken", "line_control", look.radius("key"))
        painter.setFont(look.font("small", 500))
        painter.setPen(look.qcolor("ink"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._said)


class KeysBoard(Board):
    """Passive; made of what is registered when it is opened.

    Signals:
        guide_wanted: the user guide instead.
    """

    guide_wanted = Signal()

    def __init__(
        self, window: QWidget, look: Look, words: Words, here: tuple[PageKey, ...], every: tuple[Hotkey, ...], page: str
    ) -> None:
        super().__init__(window, look, words, "keys")
        column = column_in(self, look.gap(20), look.gap(10))
        head = row_in(None, 0, look.gap(10))
        head.addWidget(Text(look, words.say("board.keys"), "title", 700), 1)
        guide = Button(look, words.say("board.guide"), Kind.SOFT, "guide")
        guide.setObjectName("keys.guide")
        guide.setToolTip("Ctrl+H")
        guide.clicked.connect(self.guide_wanted)
        head.addWidget(guide)
        self.close_button = Button(look, words.say("board.close"), Kind.PLAIN, "cross")
        self.close_button.setObjectName("keys.close")
        self.close_button.clicked.connect(self.closed)
        head.addWidget(self.close_button)
        column.addLayout(head)
        room = Scrolling(look.gap(10))
        column.addWidget(room, 1)
        if here:
            room.column.addWidget(Text(look, words.say("keys.here", page=page), "small", 700, "accent_ink"))
            room.column.addLayout(self._grid([(each.shown, words.say(f"keys.page.{each.code}")) for each in here], 1))
        room.column.addWidget(Text(look, words.say("keys.everywhere"), "small", 700, "accent_ink"))
        said = [(each.shown, words.say(f"ui.page.{each.page}" if each.page else f"keys.{each.code}")) for each in every]
        room.column.addLayout(self._grid(said, 1 if look.large else 2))
        room.column.addWidget(Text(look, words.say("keys.always"), "small", 400, "ink_2", wrap=True))
        room.column.addStretch(1)

    def sizeHint(self) -> QSize:
        return QSize(self.look.px(720), self.look.px(620))

    def start_focus(self) -> None:
        self.close_button.setFocus()

    def _grid(self, said: list[tuple[str, str]], across: int) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(self.look.gap(12))
        grid.setVerticalSpacing(self.look.gap(8))
        down = -(-len(said) // across)
        for at, (key, what) in enumerate(said):
            row, column = at % down, 2 * (at // down)
            grid.addWidget(Cap(self.look, key), row, column, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
            label = Text(self.look, what, "body", wrap=True)
            label.setObjectName("keys.what")
            grid.addWidget(label, row, column + 1)
            grid.setColumnStretch(column + 1, 1)
        return grid
