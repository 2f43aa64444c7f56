"""Words on a surface: labels in the sizes and colours of the look."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from desktop.ui.look import Look


class Text(QLabel):
    """A label. `size` is the name of a type size or px at 100 %."""

    def __init__(
        self,
        look: Look,
        said: str = "",
        size: str | float = "body",
        weight: int = 400,
        color: str = "ink",
        *,
        wrap: bool = False,
    ) -> None:
        super().__init__(said)
        self._look = look
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(look.font(size, weight))
        self.set_color(color)
        self.setWordWrap(wrap)
        if wrap:
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)

    def set_color(self, color: str) -> None:
        shades = self.palette()
        shades.setColor(QPalette.ColorRole.WindowText, self._look.qcolor(color))
        self.setPalette(shades)


class Elided(QWidget):
    """One line that ends in … where room is short; the whole stands in its tool tip."""

    def __init__(
        self, look: Look, said: str = "", size: str | float = "body", weight: int = 400, color: str = "ink"
    ) -> None:
        super().__init__()
        self._look = look
        self._color = color
        self._said = said
        self.setFont(look.font(size, weight))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.set_text(said)

    def text(self) -> str:
        return self._said

    def set_text(self, said: str) -> None:
        self._said = said
        self.setAccessibleName(said)
        self.setToolTip(said)
        self.updateGeometry()
        self.update()

    def set_color(self, color: str) -> None:
        self._color = color
        self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self.font())
        return QSize(metrics.horizontalAdvance(self._said) + 2, metrics.height())

    def minimumSizeHint(self) -> QSize:
        metrics = QFontMetrics(self.font())
        shortest = min(metrics.horizontalAdvance(self._said) + 2, self._look.px(48))
        return QSize(shortest, metrics.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(self._look.qcolor(self._color))
        shown = elide(self.font_metrics(), self._said, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)

    def font_metrics(self) -> QFontMetrics:
        return QFontMetrics(self.font())


def elide(metrics: QFontMetrics, said: str, width: int) -> str:
    return metrics.elidedText(said, Qt.TextElideMode.ElideRight, width)


class Figure(QWidget):
    """A number and its unit on one base line."""

    def __init__(
        self, look: Look, unit: str, size: str | float, color: str = "ink", unit_size: str | float = "body"
    ) -> None:
        super().__init__()
        self._look, self._unit, self._color = look, unit, color
        self._number = "–"
        self._big, self._small = look.font(size, 700), look.font(unit_size, 500)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def text(self) -> str:
        return self._number

    def set_text(self, number: str) -> None:
        self._number = number
        self.setAccessibleName(f"{number} {self._unit}".strip())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        big = QFontMetrics(self._big)
        wide = big.horizontalAdvance(self._number) + QFontMetrics(self._small).horizontalAdvance(self._unit)
        return QSize(wide + self._look.gap(8), round(big.capHeight() * 1.62))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        base = self.height() - round(QFontMetrics(self._big).capHeight() * 0.32)
        painter.setFont(self._big)
        painter.setPen(self._look.qcolor(self._color))
        painter.drawText(-bearing(QFontMetrics(self._big), self._number), base, self._number)
        left = QFontMetrics(self._big).horizontalAdvance(self._number) + self._look.gap(6)
        painter.setFont(self._small)
        painter.setPen(self._look.qcolor("ink"))
        painter.drawText(left, base, self._unit)


def bearing(metrics: QFontMetrics, said: str) -> int:
    """How far the first letter's ink begins from its left edge; ￥ stands in the middle of a wide cell."""
    return metrics.leftBearing(said[0]) if said.startswith("￥") else 0


def balanced(metrics: QFontMetrics, said: str, width: int, flags: int) -> int:
    """The narrowest width that takes no more lines than `width` does, so that lines are of like length."""
    room = QRect(0, 0, width, 1000)
    height = metrics.boundingRect(room, flags, said).height()
    while width > 20:
        tried = metrics.boundingRect(QRect(0, 0, width - 4, 1000), flags, said)
        if tried.height() > height or tried.width() > width - 4:
            break
        width -= 4
    return width
