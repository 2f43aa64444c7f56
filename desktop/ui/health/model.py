"""How a slip looks as a row of a list."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRect
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from desktop.core.health_pages import SlipCard
from desktop.core.words import Words
from desktop.ui.health.said import TONES, when, where
from desktop.ui.look import Look
from desktop.ui.parts.row_list import ROW, Index, RowDelegate
from desktop.ui.parts.tag import paint_tag, tag_width


class SlipDelegate(RowDelegate):
    """Group, masked name and phone, where and when, and its state."""

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__(look, 61)
        self._words = words

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW)
        rect: QRect = option.rect
        if not isinstance(row, SlipCard):
            return
        painter.save()
        self.paint_ground(painter, rect, option)
        look, words = self.look, self._words
        middle = rect.top() + rect.height() // 2
        left = rect.left() + look.gap(16)
        self.paint_square(painter, QPoint(left, middle - look.px(22)), row.group or "people", "warm_ink", "warm_tint")
        left += look.px(44) + look.gap(12)
        said = words.say(f"referral_state.{row.state}")
        icon, tone = ("warn", "wrong") if row.why else ("", TONES.get(row.state, "plain"))
        right = rect.right() - look.gap(16) - tag_width(look, said, icon)
        paint_tag(painter, look, QPointF(right, middle - look.px(14)), said, icon, tone)
        room = right - look.gap(12) - left
        bold, small = look.font("body", 700), look.font("small")
        taken = self.paint_words(painter, bold, "ink", QPoint(left, middle - look.px(4)), room, row.name)
        after = taken + look.gap(10)
        self.paint_words(painter, small, "ink_2", QPoint(left + after, middle - look.px(4)), room - after, row.phone)
        line = words.say("plain.dot").join((when(words, row), where(words, row)))
        self.paint_words(
            painter, small, "wrong_ink" if row.why else "ink_2", QPoint(left, middle + look.px(19)), room, line
        )
        painter.restore()
