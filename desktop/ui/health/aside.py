"""Beside the columns: what is over, as rows with a count, and what works on no slip."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from desktop.core.health_pages import RESTING
from desktop.core.plain import PlainAct
from desktop.core.words import Words
from desktop.ui.look import Look
from desktop.ui.parts.button import Button, Kind, Painted
from desktop.ui.parts.card import clear, column_in
from desktop.ui.parts.text import elide

_LOOKS = {
    "closed": ("check", "good_ink"),
    "no_show": ("cross", "wrong_ink"),
    "expired": ("clock", "attention_ink"),
    "cancelled": ("minus", "ink_2"),
}


class CountRow(Painted):
    """A state of slips that are over, and how many; a press lists them."""

    def __init__(self, look: Look, state: str, said: str) -> None:
        super().__init__(look, said)
        self._sign, self._ink = _LOOKS[state]
        self._count = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_count(self, count: int) -> None:
        self._count = count
        self.setAccessibleName(f"{self.said} {count}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.look.px(200), self.look.px(60))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.look.px(140), self.look.px(56))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        look = self.look
        self.paint_box(painter, "accent_tint" if self.hovered else "sunken", "", look.radius("card"))
        size, middle = look.px(22), self.height() / 2
        look.icons.draw(
            painter, self._sign, QRectF(look.gap(14), middle - size / 2, size, size), look.color(self._ink), 2.2
        )
        arrow = look.px(16)
        right = self.width() - arrow - look.gap(10)
        look.icons.draw(painter, "chevron_right", QRectF(right, middle - arrow / 2, arrow, arrow), look.color("ink_2"))
        font = look.font(24, 700)
        painter.setFont(font)
        painter.setPen(look.qcolor("ink"))
        wide = QFontMetrics(font).horizontalAdvance(f"{self._count:,}")
        at = right - look.gap(8) - wide
        painter.drawText(QRect(at, 0, wide + 2, self.height()), Qt.AlignmentFlag.AlignVCenter, f"{self._count:,}")
        left = look.gap(14) + size + look.gap(10)
        font = look.font("body", 700)
        painter.setFont(font)
        room = QRect(left, 0, at - left - look.gap(6), self.height())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, elide(QFontMetrics(font), self.said, room.width()))


class Aside(QWidget):
    """Signals:
    listed: a state; act_chosen: an act of no slip.
    """

    listed = Signal(str)
    act_chosen = Signal(str)

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__()
        self._look, self._words = look, words
        self._acts: tuple[PlainAct, ...] = ()
        column = column_in(self, 0, look.gap(8))
        self.rows: dict[str, CountRow] = {}
        for state in RESTING:
            row = CountRow(look, state, words.say(f"referral_state.{state}"))
            row.setObjectName(f"health.rest.{state}")
            row.clicked.connect(partial(self.listed.emit, state))
            self.rows[state] = row
            column.addWidget(row)
        column.addStretch(1)
        self._buttons = QVBoxLayout()
        self._buttons.setSpacing(look.gap(8))
        column.addLayout(self._buttons)

    def show_counts(self, resting: tuple[tuple[str, int], ...]) -> None:
        for state, count in resting:
            self.rows[state].show_count(count)

    def show_acts(self, acts: tuple[PlainAct, ...]) -> None:
        """Those of another role look off; a press says whose they are."""
        if acts == self._acts:
            return
        self._acts = acts
        clear(self._buttons)
        for act in acts:
            said = self._words.say(f"plain.act.{act.code}")
            button = Button(self._look, said, Kind.OFF if act.roles else Kind.PLAIN, act.icon)
            button.setObjectName(f"act.{act.code}")
            button.clicked.connect(partial(self.act_chosen.emit, act.code))
            self._buttons.addWidget(button)
