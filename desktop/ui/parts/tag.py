"""A tag: icon and words on a quiet tint."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.ui.look import Look

_TONES = {
    "good": ("good_tint", "good_ink"),
    "wrong": ("wrong_tint", "wrong_ink"),
    "attention": ("attention_tint", "attention_ink"),
    "accent": ("accent_tint", "accent_ink"),
    "warm": ("warm_tint", "warm_ink"),
    "plain": ("sunken", "ink_2"),
}


def tag_width(look: Look, said: str, icon: str) -> int:
    words = QFontMetrics(look.font("small", 500)).horizontalAdvance(said)
    return words + 2 * look.gap(10) + (look.px(16) + look.gap(6) if icon else 0)


def paint_tag(painter: QPainter, look: Look, corner: QPointF, said: str, icon: str, tone: str) -> QRectF:
    """Paints a tag with its upper left corner there; returns its box."""
    tint, ink = _TONES[tone]
    box = QRectF(corner.x(), corner.y(), tag_width(look, said, icon), look.px(28))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.qcolor(tint))
    painter.drawRoundedRect(box, look.radius("control"), look.radius("control"))
    left = box.left() + look.gap(10)
    if icon:
        size = look.px(16)
        look.icons.draw(painter, icon, QRectF(left, box.center().y() - size / 2, size, size), look.color(ink), 2.2)
        left += size + look.gap(6)
    painter.setFont(look.font("small", 500))
    painter.setPen(look.qcolor(ink))
    words = QRect(int(left), int(box.top()), int(box.right() - left), int(box.height()))
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, said)
    return box


class Tag(QWidget):
    """A tag as a widget."""

    def __init__(self, look: Look, said: str, tone: str = "plain", icon: str = "") -> None:
        super().__init__()
        self._look, self._said, self._tone, self._icon = look, said, tone, icon
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(said)

    def sizeHint(self) -> QSize:
        return QSize(tag_width(self._look, self._said, self._icon), self._look.px(28))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_tag(painter, self._look, QPointF(0, 0), self._said, self._icon, self._tone)
