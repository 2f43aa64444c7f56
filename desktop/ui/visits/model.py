"""How a visit and a person found look as a row."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QPointF, QRect, QRectF
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from desktop.core.pages import PersonRow, VisitRow
from desktop.core.words import Words
from desktop.ui import speech
from desktop.ui.look import Look
from desktop.ui.parts.button import paint_box
from desktop.ui.parts.row_list import ROW, RowDelegate
from desktop.ui.parts.tag import paint_tag, tag_width

Index = QModelIndex | QPersistentModelIndex


def name_of(words: Words, row: VisitRow) -> str:
    """`马**`, `匿名`, `匿名 ×3`."""
    name = row.name or words.say("ui.visits.anonymous")
    return f"{name} ×{row.count}" if row.count > 1 else name


def spoken(words: Words, row: VisitRow) -> str:
    """A visit in one sentence, for screen readers."""
    said = [row.time, name_of(words, row), speech.group_word(words, row.group)]
    said += [words.say(f"service.{code}") for code in row.services]
    if row.voided:
        said.append(words.say("ui.visits.voided_tag", reason=words.say(f"void.{row.voided}")))
    elif row.ended:
        said.append(words.say("ui.visits.left_at", time=row.ended))
    return " ".join(part for part in said if part)


class VisitDelegate(RowDelegate):
    """Time, group, name, services, and 离站 or when they left."""

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__(look, 61)
        self._words = words
        self._leave = words.say("ui.visits.leave")

    def button_rect(self, row: QRect, index: Index) -> QRect:
        visit = index.data(ROW)
        if not isinstance(visit, VisitRow) or visit.ended or visit.voided:
            return QRect()
        look = self.look
        height = look.px(44)
        width = QFontMetrics(look.font("body", 500)).horizontalAdvance(self._leave) + look.px(20) + look.gap(34)
        if self._tight(row):
            width = height
        return QRect(row.right() - width - look.gap(14), row.top() + (row.height() - height) // 2, width, height)

    def _tight(self, row: QRect) -> bool:
        """Whether the button is its icon alone, so that the name has room."""
        return row.width() < self.look.px(290)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW)
        rect: QRect = option.rect
        if not isinstance(row, VisitRow):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_ground(painter, rect, option)
        look, words = self.look, self._words
        gone = bool(row.ended or row.voided)
        ink = "ink_2" if gone else "ink"
        middle = rect.top() + rect.height() // 2
        left = rect.left() + look.gap(20)
        self._line(painter, look.font("body", 400 if gone else 500), ink, left, middle + look.px(6), 90, row.time)
        left += QFontMetrics(look.font("body", 500)).horizontalAdvance("00:00") + look.gap(30)
        square = QPoint(left, middle - look.px(22))
        self.paint_square(
            painter, square, row.group or "people", "ink_2" if gone else "warm_ink", "sunken" if gone else "warm_tint"
        )
        left += look.px(44) + look.gap(12)
        right = self._paint_end(painter, rect, row, index) - look.gap(10)
        column = look.px(122 if words.language == "zh" else 150)
        if right - left - column < look.px(150):
            self._paint_narrow(painter, row, QRect(left, rect.top(), right - left, rect.height()))
            painter.restore()
            return
        font = QFont(look.font("body", 700))
        font.setStrikeOut(bool(row.voided))
        self._line(painter, font, ink, left, middle - look.px(5), column, name_of(words, row))
        group = speech.group_word(words, row.group)
        self._line(painter, look.font("small"), "ink_2", left, middle + look.px(18), column, group)
        self._paint_services(painter, row, left + column + look.gap(8), right, middle, gone)
        painter.restore()

    def _paint_narrow(self, painter: QPainter, row: VisitRow, room: QRect) -> None:
        """Name and group above, the services as words below: icons go first, never words."""
        look, words = self.look, self._words
        gone = bool(row.ended or row.voided)
        middle = room.center().y()
        font = QFont(look.font("body", 700))
        font.setStrikeOut(bool(row.voided))
        name = name_of(words, row)
        taken = self._line(
            painter, font, "ink_2" if gone else "ink", room.left(), middle - look.px(4), room.width(), name
        )
        left = room.left() + taken + look.gap(10)
        group = speech.group_word(words, row.group)
        if room.right() - left > look.px(40):
            self._line(painter, look.font("small"), "ink_2", left, middle - look.px(4), room.right() - left, group)
        said = "  ".join(words.say(f"service.{code}") for code in row.services)
        if row.trust == "unverified":
            said = f"{words.say('ui.visits.unverified')}  {said}"
        font = look.font("small", 400 if gone else 500)
        self._line(
            painter, font, "ink_2" if gone else "accent_ink", room.left(), middle + look.px(19), room.width(), said
        )

    def _line(self, painter: QPainter, font: QFont, color: str, left: int, base: int, width: int, said: str) -> int:
        return self.paint_words(painter, font, color, QPoint(left, base), width, said)

    def _paint_end(self, painter: QPainter, rect: QRect, row: VisitRow, index: Index) -> int:
        """The right end of the row; returns where it begins."""
        look, words = self.look, self._words
        middle = rect.top() + rect.height() // 2
        button = self.button_rect(rect, index)
        if not button.isEmpty():
            paint_box(painter, look, QRectF(button), "surface", "line_control", look.radius("control"))
            size = look.px(20)
            tight = self._tight(rect)
            left = button.left() + (button.width() - size) // 2 if tight else button.left() + look.gap(13)
            look.icons.draw(painter, "leave", QRectF(left, middle - size / 2, size, size), look.color("ink"))
            font = look.font("body", 500)
            if not tight:
                self._line(painter, font, "ink", left + size + look.gap(7), middle + look.px(6), 200, self._leave)
            return button.left()
        if row.voided:
            said = words.say("ui.visits.voided_tag", reason=words.say(f"void.{row.voided}"))
            left = rect.right() - tag_width(look, said, "") - look.gap(14)
            paint_tag(painter, look, QPointF(left, middle - look.px(14)), said, "", "plain")
            return left
        said = words.say("ui.visits.left_at", time=row.ended)
        font = look.font("body")
        left = rect.right() - QFontMetrics(font).horizontalAdvance(said) - look.gap(16)
        self._line(painter, font, "ink_2", left, middle + look.px(6), 400, said)
        return left

    def _paint_services(self, painter: QPainter, row: VisitRow, left: int, right: int, middle: int, gone: bool) -> None:
        """Each with icon and word while there is room; the rest as +2."""
        look = self.look
        font = look.font("small", 500 if not gone else 400)
        metrics = QFontMetrics(font)
        ink = "ink_2" if gone else "accent_ink"
        size, gap = look.px(20), look.gap(14)
        if row.trust == "unverified":
            said = self._words.say("ui.visits.unverified")
            wide = tag_width(look, said, "sync")
            if left + wide <= right:
                paint_tag(painter, look, QPointF(left, middle - look.px(14)), said, "sync", "accent")
                left += wide + gap
        for at, code in enumerate(row.services):
            said = self._words.say(f"service.{code}")
            wide = size + look.gap(5) + metrics.horizontalAdvance(said)
            rest = len(row.services) - at - 1
            more = metrics.horizontalAdvance(f"+{rest + 1}") + gap if rest else 0
            if left + wide + (more if rest else 0) > right:
                if left + metrics.horizontalAdvance(f"+{rest + 1}") <= right:
                    self._line(painter, font, ink, left, middle + look.px(6), 80, f"+{rest + 1}")
                return
            look.icons.draw(painter, code, QRectF(left, middle - size / 2, size, size), look.color(ink))
            words_left = left + size + look.gap(5)
            self._line(painter, font, ink, words_left, middle + look.px(6), 400, said)
            left += wide + gap


class PersonDelegate(RowDelegate):
    """A person found: group, masked name, group's name, tail."""

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__(look, 61)
        self._words = words

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW)
        rect: QRect = option.rect
        if not isinstance(row, PersonRow):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_ground(painter, rect, option)
        look, words = self.look, self._words
        middle = rect.top() + rect.height() // 2
        left = rect.left() + look.gap(14)
        self.paint_square(painter, QPoint(left, middle - look.px(22)), row.group, "warm_ink", "warm_tint")
        left += look.px(44) + look.gap(12)
        right = rect.right() - look.gap(12)
        bold = look.font("body", 700)
        taken = self.paint_words(painter, bold, "ink", QPoint(left, middle - look.px(4)), right - left, row.name)
        tail = words.say("ui.tail", tail=row.tail) if row.tail else ""
        small = look.font("small")
        after = left + taken + look.gap(10)
        self.paint_words(painter, small, "ink_2", QPoint(after, middle - look.px(4)), right - after, tail)
        group = speech.group_word(words, row.group)
        self.paint_words(painter, small, "ink_2", QPoint(left, middle + look.px(19)), right - left, group)
        size = look.px(20)
        look.icons.draw(
            painter, "visits", QRectF(right - size, middle - size / 2, size, size), look.color("accent_ink")
        )
        painter.restore()


def found_spoken(words: Words, row: PersonRow) -> str:
    return f"{row.name} {speech.group_word(words, row.group)} {row.tail}"
