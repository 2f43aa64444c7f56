"""How a plain row looks: two lines at the left, a figure and a tag at the right."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QPointF, QRect
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from desktop.core.plain import PlainRow
from desktop.core.words import Words
from desktop.ui import speech
from desktop.ui.look import Look
from desktop.ui.parts.row_list import ROW, RowDelegate
from desktop.ui.parts.tag import paint_tag, tag_width
from desktop.ui.parts.text import elide

Index = QModelIndex | QPersistentModelIndex
ROW_HEIGHT = 61
NARROW = 420


def spoken(words: Words, row: PlainRow) -> str:
    parts = (speech.said(words, each) for each in (row.title, row.detail, row.end, row.tag))
    return words.say("ui.list").join(part for part in parts if part)


class PlainDelegate(RowDelegate):
    """The title bold, the detail small below it; where room is short the tag moves to the second line's end."""

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__(look, ROW_HEIGHT)
        self._words = words

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW)
        if not isinstance(row, PlainRow):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect: QRect = option.rect
        self.paint_ground(painter, rect, option)
        look, words = self.look, self._words
        left, right = rect.left() + look.gap(20), rect.right() - look.gap(16)
        title, detail = speech.said(words, row.title), speech.said(words, row.detail)
        tag, end = speech.said(words, row.tag), speech.said(words, row.end)
        middle = rect.top() + rect.height() // 2
        upper, lower = rect.top() + look.px(26), rect.top() + look.px(49)
        if not detail:
            upper = middle + look.px(6)
        narrow = rect.width() < look.px(NARROW)
        upper_right = lower_right = right
        if tag:
            tag = elide(QFontMetrics(look.font("small", 500)), tag, (right - left) // 2)
            at = right - tag_width(look, tag, "")
            top = middle - look.px(14) if not (narrow and end) else rect.top() + look.px(31)
            paint_tag(painter, look, QPointF(at, top), tag, "", row.tone)
            lower_right = at - look.gap(12)
            upper_right = right if narrow and end else lower_right
        if end:
            font = look.font("body", 700)
            wide = QFontMetrics(font).horizontalAdvance(end)
            base = upper if narrow and detail else middle + look.px(6)
            self.paint_words(painter, font, "ink", QPoint(upper_right - wide, base), wide + 2, end)
            upper_right -= wide + look.gap(16)
            lower_right = lower_right if narrow else min(lower_right, upper_right)
        self.paint_words(painter, look.font("body", 700), "ink", QPoint(left, upper), upper_right - left, title)
        if detail:
            self.paint_words(painter, look.font("small"), "ink_2", QPoint(left, lower), lower_right - left, detail)
        painter.restore()
