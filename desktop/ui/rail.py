"""The rail: the sign, a page a line with its F key, and below it text size, language and lock."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.core.words import Words
from desktop.ui.look import Look
from desktop.ui.parts.button import Painted
from desktop.ui.parts.text import elide

LEAST_ROW = 44
_ROW, _LOW_ROW, _GAP = 52, 46, 2


class RailItem(Painted):
    """A page: icon, word, F key, and how many things there are to do."""

    def __init__(self, look: Look, said: str, icon: str, key: str, *, small: bool = False) -> None:
        super().__init__(look, said)
        self._icon, self._key, self._small = icon, key, small
        self._badge = 0
        self._row: int | None = None
        self._bare = False
        self.setToolTip(f"{said} · {key}" if key else said)
        self.setCheckable(not small)
        self.setAutoExclusive(not small)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_badge(self, count: int) -> None:
        self._badge = count
        self.setAccessibleDescription(str(count) if count else "")
        self.update()

    def set_row(self, height: int, *, bare: bool = False) -> None:
        """The height that the rail has for it, px; a bare one shows its icon only, its word in the tool tip."""
        self._row, self._bare = height, bare
        self.setFixedHeight(height)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(LEAST_ROW, self._row or LEAST_ROW)

    def minimumSizeHint(self) -> QSize:
        return QSize(LEAST_ROW, LEAST_ROW)

    def words_fit(self) -> bool:
        """Whether the word stands in full."""
        return self._bare or self._words_wide() <= self._words_room()

    def _words_font(self) -> QFont:
        weight = 700 if self.isChecked() else (400 if self._small else 500)
        return self.look.font("small" if self._small else "body", weight)

    def _words_wide(self) -> int:
        return QFontMetrics(self._words_font()).horizontalAdvance(self.said)

    def _edge(self) -> int:
        """Free room at both ends, px: large text needs it for the words and the badge."""
        return self.look.gap(8 if self.look.scale > 100 else 10)

    def _icon_size(self) -> int:
        return self.look.px(20 if self._small or self.look.scale > 100 else 24)

    def _words_left(self) -> int:
        look = self.look
        return self._edge() + self._icon_size() + look.gap(8) if look.scale > 100 else look.gap(24) + look.px(24)

    def _words_room(self) -> int:
        return self.width() - self._edge() - self._words_left()

    def icon_box(self) -> QRectF:
        """Where the icon stands."""
        size = self._icon_size()
        if self._bare:
            left = (self.width() - size) / 2
        elif self.look.scale > 100:
            left = float(self._edge())
        else:
            left = self.look.gap(14) + (self.look.px(24) - size) / 2
        return QRectF(left, (self.height() - size) / 2, size, size)

    def badge_box(self) -> QRectF:
        """Where the badge stands: at the end of the line, or in the icon's place where the word needs the room. It
        never lies over the icon, which would then say nothing.
        """
        wide, high = self._badge_width(), self._badge_height()
        top = (self.height() - high) / 2
        if self._badge_beside_words():
            return QRectF(self.width() - self._edge() - wide - self._key_room(), top, wide, high)
        return QRectF(self.icon_box().center().x() - wide / 2, top, wide, high)

    def icon_shown(self) -> bool:
        """Not where the badge has taken its place."""
        return not self._badge or self._bare or self._badge_beside_words()

    def word_end(self) -> int:
        """Where the word ends when it stands in full, px from the left."""
        return self._words_left() + self._words_wide()

    def _badge_beside_words(self) -> bool:
        return self._words_wide() + self._badge_room() <= self._words_room()

    def _badge_room(self) -> int:
        return self._badge_width() + self.look.gap(4 if self.look.scale > 100 else 6) if self._badge else 0

    def _key_room(self) -> int:
        """What the name of the F key takes; nothing where the word and the badge leave no room for it."""
        if not self._key or self.look.large:
            return 0
        wide = QFontMetrics(self.look.font("caption")).horizontalAdvance(self._key) + self.look.gap(10)
        return wide if self._words_wide() + self._badge_room() + wide <= self._words_room() else 0

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        look, here = self.look, self.isChecked()
        if here or self.hovered or self.isDown():
            self.paint_box(painter, "accent" if here else "surface", "", look.radius("control"))
        ink = "on_accent" if here else ("ink_2" if self._small else "ink")
        if self.icon_shown():
            look.icons.draw(painter, self._icon, self.icon_box(), look.color(ink))
        if self._bare:
            return
        right = self.width() - self._edge()
        key = self._key_room()
        if key:
            painter.setFont(look.font("caption"))
            painter.setPen(look.qcolor("on_accent" if here else "ink_2"))
            middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(QRect(0, 0, right, self.height()), middle, self._key)
            right -= key
        if self._badge:
            self._paint_badge(painter, here)
            right -= self._badge_room() if self.icon_shown() else 0
        font, words = self._words_font(), self._words_left()
        painter.setFont(font)
        painter.setPen(look.qcolor(ink))
        shown = elide(QFontMetrics(font), self.said, right - words)
        painter.drawText(QRect(words, 0, right - words, self.height()), Qt.AlignmentFlag.AlignVCenter, shown)

    def _badge_said(self) -> str:
        return str(self._badge) if self._badge < 100 else "99+"

    def _badge_height(self) -> int:
        return self.look.px(18 if self.look.scale > 100 else 22)

    def _badge_width(self) -> int:
        wide = QFontMetrics(self.look.font("caption", 700)).horizontalAdvance(self._badge_said())
        return max(self._badge_height(), wide + self.look.gap(6 if self.look.scale > 100 else 10))

    def _paint_badge(self, painter: QPainter, here: bool) -> None:
        """How many things there are to do."""
        look, box = self.look, self.badge_box()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.qcolor("on_accent" if here else "badge"))
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        painter.setFont(look.font("caption", 700))
        painter.setPen(look.qcolor("accent" if here else "on_badge"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._badge_said())


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
        self.setFixedWidth(208 if look.large else look.px(176) if look.scale == 100 else 196)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 10, 8, 8)
        column.setSpacing(2)
        self._brand = Brand(look, words)
        column.addWidget(self._brand)
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
        self._foot = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._foot.setSpacing(_GAP)
        self._below = (self.text_size, self.language, self.lock)
        for below in self._below:
            self._foot.addWidget(below)
        column.addLayout(self._foot)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Shares the height out: pages first, at least 44 px each. Where rows for text size, language and lock
        would make pages lower than they should be, these stand beside each other as icons.
        """
        look, count = self._look, len(self.items)
        column = self.layout()
        assert column is not None
        around = column.contentsMargins()
        room = self.height() - around.top() - around.bottom() - self._brand.height() - look.gap(8)
        wanted = min(look.px(_ROW), _ROW + 8)
        low = look.px(_LOW_ROW)
        bare = look.scale > 100 or room - 3 * low - (count + 3) * _GAP < count * wanted
        tight = bare and room < look.px(LEAST_ROW) + count * LEAST_ROW + (count + 1) * _GAP
        below = LEAST_ROW if tight else look.px(LEAST_ROW) if bare else low
        left = room - (below if bare else 3 * low + 2 * _GAP) - (count + 1) * _GAP
        height = max(LEAST_ROW, min(wanted, left // max(1, count)))
        for item in self.items.values():
            item.set_row(height)
        self._foot.setDirection(QBoxLayout.Direction.LeftToRight if bare else QBoxLayout.Direction.TopToBottom)
        for item in self._below:
            item.set_row(below, bare=bare)

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
