"""How a person in the list looks as a row."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRect
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from desktop.core.people_pages import PersonLine
from desktop.core.words import Words
from desktop.ui import speech
from desktop.ui.look import Look
from desktop.ui.parts.row_list import ROW, Index, RowDelegate
from desktop.ui.parts.tag import paint_tag, tag_width


def spoken(words: Words, row: PersonLine) -> str:
    """A person in one sentence, for screen readers."""
    tag = words.say("plain.tag.verified" if row.verified else "plain.tag.unverified")
    said = (row.name, row.phone, speech.group_word(words, row.group), row.card or words.say("plain.no_card"), tag)
    return words.say("ui.list").join(part for part in said if part)


class PersonLineDelegate(RowDelegate):
    """Group, masked name and phone, group's name and card, whether proof of work was seen."""

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__(look, 61)
        self._words = words

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW)
        rect: QRect = option.rect
        if not isinstance(row, PersonLine):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_ground(painter, rect, option)
        look, words = self.look, self._words
        middle = rect.top() + rect.height() // 2
        left = rect.left() + look.gap(16)
        self.paint_square(painter, QPoint(left, middle - look.px(22)), row.group or "people", "warm_ink", "warm_tint")
        left += look.px(44) + look.gap(12)
        said = words.say("plain.tag.verified" if row.verified else "plain.tag.unverified")
        tone, icon = ("good", "check") if row.verified else ("attention", "warn")
        right = rect.right() - look.gap(16) - tag_width(look, said, icon)
        paint_tag(painter, look, QPointF(right, middle - look.px(14)), said, icon, tone)
        room = right - look.gap(12) - left
        bold, small = look.font("body", 700), look.font("small")
        upper, lower = middle - look.px(4), middle + look.px(19)
        taken = self.paint_words(painter, bold, "ink", QPoint(left, upper), room, row.name)
        after = taken + look.gap(10)
        self.paint_words(painter, small, "ink_2", QPoint(left + after, upper), room - after, row.phone)
        detail = words.say("plain.dot").join(
            part for part in (speech.group_word(words, row.group), row.card or words.say("plain.no_card")) if part
        )
        self.paint_words(painter, small, "ink_2", QPoint(left, lower), room, detail)
        painter.restore()
