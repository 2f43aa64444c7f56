"""An item of the standard as a card with its picture; together they are the progress of the walk."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from desktop.core.pages import ItemView
from desktop.core.words import Words
from desktop.ui import speech
from desktop.ui.inspect.draft import Draft
from desktop.ui.look import Look
from desktop.ui.parts.button import Painted
from desktop.ui.parts.text import elide

# Colours of the pictures and what they are in the theme.
_INKS = (
    ("#16282D", "ink"),
    ("#0E7C86", "accent"),
    ("#D9722B", "warm"),
    ("#FCEFE3", "warm_tint"),
    ("#E2F2F3", "accent_tint"),
    ("#C2362B", "wrong"),
)


def paint_item(painter: QPainter, look: Look, code: str, box: QRectF) -> None:
    """The picture of an item of the standard."""
    if code == "site":
        side = box.height() * 0.8
        inner = QRectF(box.center().x() - side / 2, box.center().y() - side / 2, side, side)
        look.icons.draw(painter, "home", inner, look.color("ink"), 1.0)
        return
    swap = tuple((old, look.color(name)) for old, name in _INKS) if look.theme == "dark" else ()
    look.icons.fill(painter, f"items/{code}", box, swap)


class ItemCard(Painted):
    """未查 / 合格 / n 处不合格; the one in front has an accent edge."""

    def __init__(self, look: Look, words: Words, item: ItemView, number: int) -> None:
        super().__init__(look, speech.title(words, item.shorts))
        self._words, self.item, self._number = words, item, number
        self._state = ("", "ink_2", "")
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setObjectName(f"item.{item.code}")
        self.setToolTip(f"{speech.title(words, item.titles)} · {number}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_state(self, draft: Draft) -> None:
        words = self._words
        fails = draft.fails(self.item)
        if fails:
            self._state = (words.say("ui.inspect.fails", count=fails), "wrong_ink", "cross")
        elif draft.untouched(self.item):
            self._state = (words.say("ui.inspect.unseen"), "ink_2", "")
        elif draft.complete(self.item):
            self._state = (words.say("ui.inspect.pass"), "good_ink", "check")
        else:
            self._state = (words.say("ui.inspect.half"), "attention_ink", "clock")
        self.setChecked(draft.item == self.item.code)
        self.setAccessibleDescription(self._state[0])
        self.update()

    @property
    def state(self) -> str:
        return self._state[0]

    def sizeHint(self) -> QSize:
        look = self.look
        if look.scale > 100:
            return QSize(look.px(120), look.px(58) + look.gap(8))
        return QSize(120, 140)

    def minimumSizeHint(self) -> QSize:
        return QSize(88, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        here = self.isChecked()
        fill = "accent_tint" if here or self.hovered else "surface"
        self.paint_box(painter, fill, "accent" if here else "line", self.look.radius("card"), 2 if here else 1)
        if self.look.scale > 100:
            self._paint_wide(painter)
        else:
            self._paint_tall(painter)

    def _paint_tall(self, painter: QPainter) -> None:
        look = self.look
        painter.setFont(look.font("caption"))
        painter.setPen(look.qcolor("ink_2"))
        painter.drawText(10, 20, str(self._number))
        paint_item(painter, self.look, self.item.code, QRectF((self.width() - 96) / 2, 11, 96, 72))
        font = look.font("body", 500)
        painter.setFont(font)
        painter.setPen(look.qcolor("ink"))
        name = QRect(4, 84, self.width() - 8, 26)
        painter.drawText(name, Qt.AlignmentFlag.AlignCenter, elide(QFontMetrics(font), self.said, name.width()))
        self._paint_state(painter, QRect(4, 108, self.width() - 8, 24), True)

    def _paint_wide(self, painter: QPainter) -> None:
        look = self.look
        high = look.px(38)
        wide = high * 100 / 75
        paint_item(painter, self.look, self.item.code, QRectF(look.gap(8), (self.height() - high) / 2, wide, high))
        left = int(look.gap(14) + wide)
        font = look.font("body", 700)
        painter.setFont(font)
        painter.setPen(look.qcolor("ink"))
        room = self.width() - left - look.gap(6)
        middle = self.height() // 2
        upper = QRect(left, middle - look.px(26), room, look.px(26))
        painter.drawText(upper, Qt.AlignmentFlag.AlignVCenter, elide(QFontMetrics(font), self.said, room))
        self._paint_state(painter, QRect(left, middle, room, look.px(24)), False)

    def _paint_state(self, painter: QPainter, room: QRect, centred: bool) -> None:
        look = self.look
        said, ink, icon = self._state
        font = look.font("small", 500)
        wide = QFontMetrics(font).horizontalAdvance(said)
        size, gap = (look.px(16), look.gap(5)) if icon else (0, 0)
        left = room.left() + ((room.width() - wide - size - gap) // 2 if centred else 0)
        left = max(room.left(), left)
        if icon:
            box = QRectF(left, room.center().y() - size / 2, size, size)
            look.icons.draw(painter, icon, box, look.color(ink), 2.4)
        painter.setFont(font)
        painter.setPen(look.qcolor(ink))
        words = QRect(left + size + gap, room.top(), room.right() - left - size - gap + 1, room.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, elide(QFontMetrics(font), said, words.width()))
