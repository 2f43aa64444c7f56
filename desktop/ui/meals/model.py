"""How a meal looks as a row; the one being voided opens in place."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QPointF, QRect, QRectF, QSize
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QStyleOptionViewItem, QWidget

from desktop.core.pages import MealRow
from desktop.core.words import Words
from desktop.ui import speech
from desktop.ui.look import Look
from desktop.ui.parts.button import Button, Kind
from desktop.ui.parts.card import column_in, row_in
from desktop.ui.parts.row_list import ROW, RowDelegate
from desktop.ui.parts.tag import paint_tag, tag_width
from desktop.ui.parts.text import Elided

Index = QModelIndex | QPersistentModelIndex
ROW_HEIGHT = 57


def name_of(words: Words, row: MealRow) -> str:
    return row.name or words.say("ui.meals.no_name")


def spoken(words: Words, row: MealRow) -> str:
    said = [row.time, name_of(words, row), speech.group_word(words, row.group)]
    if row.voided:
        said.append(words.say("ui.visits.voided_tag", reason=words.say(f"void.{row.voided}")))
    elif row.held or row.refused:
        said.append(words.say("ui.meals.held" if row.held else "ui.meals.refused"))
    return " ".join(said)


class MealDelegate(RowDelegate):
    """Time, name, group, and 作废; a voided one is struck out with its reason."""

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__(look, ROW_HEIGHT)
        self._words = words
        self._void = words.say("ui.visits.void")
        self.opened = ""
        self.opened_height = 0

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row = index.data(ROW)
        if isinstance(row, MealRow) and row.fact == self.opened:
            return QSize(200, self.opened_height)
        return super().sizeHint(option, index)

    def button_rect(self, row: QRect, index: Index) -> QRect:
        meal = index.data(ROW)
        if not isinstance(meal, MealRow) or meal.voided or meal.fact == self.opened:
            return QRect()
        look = self.look
        width = QFontMetrics(look.font("body", 500)).horizontalAdvance(self._void) + look.px(18) + look.gap(32)
        height = look.px(44)
        return QRect(row.right() - width - look.gap(8), row.top() + (row.height() - height) // 2, width, height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW)
        rect: QRect = option.rect
        if not isinstance(row, MealRow) or row.fact == self.opened:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_ground(painter, rect, option)
        look, words = self.look, self._words
        ink = "ink_2" if row.voided else "ink"
        base = rect.top() + rect.height() // 2 + look.px(6)
        left = rect.left() + look.gap(20)
        self.paint_words(
            painter, look.font("body", 500 if not row.voided else 400), ink, QPoint(left, base), 120, row.time
        )
        left += QFontMetrics(look.font("body", 500)).horizontalAdvance("00:00") + look.gap(20)
        right = self._paint_end(painter, rect, row, index, base)
        font = QFont(look.font("body", 700))
        font.setStrikeOut(bool(row.voided))
        wide = max(look.px(58), min(look.px(110), QFontMetrics(font).horizontalAdvance(name_of(words, row)) + 2))
        self.paint_words(painter, font, ink, QPoint(left, base), min(wide, right - left), name_of(words, row))
        left += wide + look.gap(10)
        if right - left > look.px(40):
            group = speech.group_word(words, row.group)
            self.paint_words(painter, look.font("small"), "ink_2", QPoint(left, base), right - left, group)
        painter.restore()

    def _paint_end(self, painter: QPainter, rect: QRect, row: MealRow, index: Index, base: int) -> int:
        look, words = self.look, self._words
        middle = rect.top() + rect.height() // 2
        if row.voided:
            said = words.say("ui.visits.voided_tag", reason=words.say(f"void.{row.voided}"))
            left = rect.right() - tag_width(look, said, "") - look.gap(12)
            paint_tag(painter, look, QPointF(left, middle - look.px(14)), said, "", "plain")
            return left - look.gap(8)
        button = self.button_rect(rect, index)
        left = button.left() + look.gap(12)
        size = look.px(18)
        look.icons.draw(painter, "undo", QRectF(left, middle - size / 2, size, size), look.color("accent_ink"))
        self.paint_words(
            painter, look.font("body", 500), "accent_ink", QPoint(left + size + look.gap(8), base), 200, self._void
        )
        if row.held or row.refused:
            said = words.say("ui.meals.held" if row.held else "ui.meals.refused")
            left = button.left() - tag_width(look, said, "")
            tone = "attention" if row.held else "plain"
            paint_tag(painter, look, QPointF(left, middle - look.px(14)), said, "", tone)
            return left - look.gap(8)
        return button.left()


class VoidRow(QWidget):
    """Why is it void? One press on a reason does it. Stands over the row in the list."""

    def __init__(
        self,
        look: Look,
        words: Words,
        row: MealRow,
        reasons: tuple[str, ...],
        chosen: Callable[[str], None],
        dropped: Callable[[], None],
    ) -> None:
        super().__init__()
        self._look = look
        column = column_in(self, 0, look.gap(6))
        column.setContentsMargins(look.gap(20), look.gap(6), look.gap(8), look.gap(10))
        top = row_in(None, 0, look.gap(12))
        top.addWidget(Elided(look, f"{row.time}  {name_of(words, row)}", "body", 700))
        top.addWidget(Elided(look, words.say("ui.void.why"), "small", 500, "attention_ink"), 1)
        keep = Button(look, words.say("ui.void.keep"), Kind.WORDS)
        keep.clicked.connect(lambda: dropped())
        top.addWidget(keep)
        column.addLayout(top)
        grid = QGridLayout()
        grid.setSpacing(look.gap(8))
        across = 3 if words.language == "zh" else 2
        self.buttons: list[Button] = []
        for at, reason in enumerate(reasons):
            button = Button(look, words.say(f"void.{reason}"))
            button.setObjectName(f"meal_void.{reason}")
            button.clicked.connect(self._choosing(chosen, reason))
            self.buttons.append(button)
            grid.addWidget(button, at // across, at % across)
        column.addLayout(grid)
        column.addStretch(1)

    @staticmethod
    def _choosing(chosen: Callable[[str], None], reason: str) -> Callable[[], None]:
        return lambda: chosen(reason)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._look.qcolor("attention_tint"))
        painter.fillRect(QRect(0, self.height() - 1, self.width(), 1), self._look.qcolor("line"))
