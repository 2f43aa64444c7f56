"""The rail: the sign, a page a line with its F key, and below it text size, language and lock."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from desktop.core.words import Words
from desktop.ui.look import Look
from desktop.ui.parts.button import Painted
from desktop.ui.parts.text import elide


class RailItem(Painted):
    """A page: icon, word, F key, and how many things there are to do."""

    def __init__(self, look: Look, said: str, icon: str, key: str, *, small: bool = False) -> None:
        super().__init__(look, said)
        self._icon, self._key, self._small = icon, key, small
        self._badge = 0
        self.setToolTip(f"{said} · {key}" if key else said)
        self.setCheckable(not small)
        self.setAutoExclusive(not small)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_badge(self, count: int) -> None:
        self._badge = count
        self.setAccessibleDescription(str(count) if count else "")
        self.update()

    def sizeHint(self) -> QSize:
        height = 46 if self._small else 52
        return QSize(
            100, round(height * (1 + (self.look.scale - 100) / 400)) if self.look.large else self.look.px(height)
        )

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        look, here = self.look, self.isChecked()
        if here or self.hovered or self.isDown():
            self.paint_box(painter, "accent" if here else "surface", "", look.radius("control"))
        ink = "on_accent" if here else ("ink_2" if self._small else "ink")
        size = look.px(20 if self._small else 24)
        left = look.gap(14)
        box = QRectF(left + look.px(12) - size / 2, (self.height() - size) / 2, size, size)
        look.icons.draw(painter, self._icon, box, look.color(ink))
        words = left + look.px(24) + look.gap(10)
        right = self.width() - look.gap(10)
        font = look.font("small" if self._small else "body", 700 if here else (400 if self._small else 500))
        needed = QFontMetrics(font).horizontalAdvance(self.said)
        badge = self._badge_width() + look.gap(6) if self._badge else 0
        key_font = look.font("caption")
        key = QFontMetrics(key_font).horizontalAdvance(self._key) + look.gap(10)
        if self._key and not look.large and words + needed + badge + key <= right:
            painter.setFont(key_font)
            painter.setPen(look.qcolor("on_accent" if here else "ink_2"))
            painter.drawText(
                QRect(0, 0, right, self.height()),
                Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight,
                self._key,
            )
            right -= key
        if self._badge and words + needed + badge <= right:
            self._paint_badge(painter, QPointF(right - self._badge_width(), (self.height() - look.px(22)) / 2), here)
            right -= badge
        elif self._badge:
            self._paint_badge(painter, QPointF(look.gap(4), look.gap(3)), here)
        painter.setFont(font)
        painter.setPen(look.qcolor(ink))
        shown = elide(QFontMetrics(font), self.said, right - words)
        painter.drawText(QRect(words, 0, right - words, self.height()), Qt.AlignmentFlag.AlignVCenter, shown)

    def _badge_width(self) -> int:
        said = str(self._badge) if self._badge < 100 else "99+"
        wide = QFontMetrics(self.look.font("caption", 700)).horizontalAdvance(said)
        return max(self.look.px(22), wide + self.look.gap(10))

    def _paint_badge(self, painter: QPainter, corner: QPointF, here: bool) -> None:
        """How many things there are to do: at the end of the line, or on the icon where words need the room."""
        look = self.look
        box = QRectF(corner.x(), corner.y(), self._badge_width(), look.px(22))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.qcolor("on_accent" if here else "badge"))
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        painter.setFont(look.font("caption", 700))
        painter.setPen(look.qcolor("accent" if here else "on_badge"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(self._badge) if self._badge < 100 else "99+")


class Brand(QWidget):
    """The sign and the name."""

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__()
        self._look = look
        self._name, self._line = words.say("ui.brand"), words.say("ui.brand_line")
        self.setFixedHeight(look.px(48) if not look.large else look.px(44))
        self.setAccessibleName(self._name)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        look = self._look
        size = look.px(40)
        top = (self.height() - size) / 2
        look.icons.fill(painter, "brand", QRectF(look.gap(8), top, size, size), ())
        left = look.gap(8) + size + look.gap(10)
        painter.setFont(look.font("title", 700))
        painter.setPen(look.qcolor("ink"))
        if look.large:
            painter.drawText(QRect(left, 0, 400, self.height()), Qt.AlignmentFlag.AlignVCenter, self._name)
            return
        painter.drawText(left, int(top) + look.px(19), self._name)
        font = look.font("caption")
        painter.setFont(font)
        painter.setPen(look.qcolor("ink_2"))
        painter.drawText(left, int(top) + look.px(38), elide(QFontMetrics(font), self._line, self.width() - left))


class Rail(QWidget):
    """The rail.

    Signals:
        page_wanted: the name of a page.
        text_size_wanted, language_wanted, lock_wanted: what they say.
    """

    page_wanted = Signal(str)
    text_size_wanted = Signal()
    language_wanted = Signal()
    lock_wanted = Signal()

    def __init__(self, look: Look, words: Words, pages: tuple[tuple[str, str, str], ...]) -> None:
        """`pages` are (name, icon, key)."""
        super().__init__()
        self._look = look
        self.setFixedWidth(204 if look.large else look.px(176) if look.scale == 100 else 196)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 10, 8, 8)
        column.setSpacing(2)
        column.addWidget(Brand(look, words))
        column.addSpacing(look.gap(8))
        self.items: dict[str, RailItem] = {}
        for name, icon, key in pages:
            item = RailItem(look, words.say(f"ui.page.{name}"), icon, key)
            item.clicked.connect(self._asking(name))
            self.items[name] = item
            column.addWidget(item)
        column.addStretch(1)
        self.text_size = RailItem(look, words.say("ui.rail.text_size"), "text_size", "F10", small=True)
        self.text_size.clicked.connect(self.text_size_wanted)
        self.language = RailItem(look, words.say("ui.rail.language"), "language", "F11", small=True)
        self.language.clicked.connect(self.language_wanted)
        self.lock = RailItem(look, words.say("ui.rail.lock"), "lock", "F12", small=True)
        self.lock.clicked.connect(self.lock_wanted)
        for below in (self.text_size, self.language, self.lock):
            column.addWidget(below)

    def _asking(self, name: str) -> Callable[[], None]:
        return lambda: self.page_wanted.emit(name)

    def show_page(self, name: str) -> None:
        for own, item in self.items.items():
            item.setChecked(own == name)

    def show_signed_in(self, signed_in: bool) -> None:
        """Without an operator only text size and language are offered."""
        for item in (*self.items.values(), self.lock):
            item.setVisible(signed_in)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._look.qcolor("rail"))
        painter.fillRect(QRect(self.width() - 1, 0, 1, self.height()), self._look.qcolor("line"))
