"""A slip as a card: who, where, when, and one button: what comes next."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QSizePolicy

from desktop.core.health_pages import SlipCard
from desktop.core.words import Words
from desktop.ui import speech
from desktop.ui.health.said import spoken, when, where
from desktop.ui.look import Look
from desktop.ui.parts.button import Button, Kind
from desktop.ui.parts.card import Icon, column_in, row_in
from desktop.ui.parts.text import Elided, Text

EDGE = 5


class SlipBox(QFrame):
    """Red at its edge, with an icon and the reason in words, when it is overdue.

    Signals:
        opened: the slip; next_wanted: the slip and what its button does.
    """

    opened = Signal(str)
    next_wanted = Signal(str, str)

    def __init__(self, look: Look, words: Words, card: SlipCard) -> None:
        super().__init__()
        self._look, self.card = look, card
        self.setObjectName(f"slip.{card.referral}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(spoken(words, card))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        column = column_in(self)
        column.setContentsMargins(look.gap(14), look.gap(8), look.gap(10), look.gap(8))
        column.setSpacing(look.gap(2))
        top = row_in(None, 0, look.gap(6))
        if card.why:
            top.addWidget(Icon(look, "warn", "wrong_ink", 18))
        top.addWidget(Elided(look, card.name, "body", 700))
        top.addWidget(Elided(look, speech.group_word(words, card.group), "small", 400, "ink_2"), 1)
        column.addLayout(top)
        column.addWidget(Elided(look, where(words, card), "small", 400, "ink_2"))
        foot = row_in(None, 0, look.gap(6))
        if card.why:  # never shortened
            column.addWidget(Text(look, when(words, card), "small", 500, "wrong_ink", wrap=True))
            foot.addStretch(1)
        else:
            foot.addWidget(Elided(look, when(words, card), "small"), 1)
        if card.next:
            button = Button(look, words.say(f"ui.health.next_{card.next}"), Kind.SOFT)
            button.setObjectName(f"slip.next.{card.referral}")
            button.setAccessibleName(f"{button.said} {card.name}")
            button.clicked.connect(lambda: self.next_wanted.emit(card.referral, card.next))
            foot.addWidget(button)
        column.addLayout(foot)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As high as its lines are at this width: a column that scrolls asks for no more than the least."""
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._fit)  # within the layout of those around it, it would be forgotten

    def _fit(self) -> None:
        room = self.layout()
        if room is not None and room.hasHeightForWidth():
            self.setMinimumHeight(room.totalHeightForWidth(self.width()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit(self.card.referral)
            return
        super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.opened.emit(self.card.referral)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look = self._look
        radius = look.radius("control")
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if self.card.why:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.qcolor("wrong"))
            painter.drawRoundedRect(box, radius, radius)
            box = box.adjusted(EDGE, 0, 0, 0)
        painter.setPen(look.qcolor("line"))
        painter.setBrush(look.qcolor("surface"))
        painter.drawRoundedRect(box, radius, radius)
