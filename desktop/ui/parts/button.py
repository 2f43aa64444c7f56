"""Buttons: one filled a view, the rest plain, soft or words only. All 44 px high at 100 %."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QEnterEvent, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from desktop.ui.look import Look


class Kind(Enum):
    PRIMARY = "primary"
    PLAIN = "plain"
    SOFT = "soft"
    WORDS = "words"
    DANGER = "danger"
    OFF = "off"  # looks unready and says what is missing; may still be pressed


_LOOKS: dict[Kind, tuple[str, str, str]] = {
    Kind.PRIMARY: ("accent", "", "on_accent"),
    Kind.PLAIN: ("surface", "line_control", "ink"),
    Kind.SOFT: ("accent_tint", "", "accent_ink"),
    Kind.WORDS: ("", "", "accent_ink"),
    Kind.DANGER: ("surface", "wrong", "wrong_ink"),
    Kind.OFF: ("sunken", "", "ink_2"),
}


class Painted(QAbstractButton):
    """Base of all own buttons: paints itself, Enter presses it, its text is its accessible name."""

    def __init__(self, look: Look, said: str = "") -> None:
        super().__init__()
        self.look = look
        self.setText(said)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

    def setText(self, said: str) -> None:
        super().setText(said.replace("&", "&&"))
        self.setAccessibleName(said)
        self.updateGeometry()

    @property
    def said(self) -> str:
        return self.text().replace("&&", "&")

    @property
    def hovered(self) -> bool:
        return self.isEnabled() and self.underMouse()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
            return
        super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def paint_box(self, painter: QPainter, fill: str, edge: str, radius: float, width: float = 1) -> QRectF:
        """A rounded box over the whole widget; empty names leave fill or edge out."""
        return paint_box(painter, self.look, QRectF(self.rect()), fill, edge, radius, width)


def paint_box(
    painter: QPainter, look: Look, rect: QRectF, fill: str, edge: str, radius: float, width: float = 1
) -> QRectF:
    """A rounded box in colours by name; empty names leave fill or edge out."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    box = rect
    if edge:
        box = rect.adjusted(width / 2, width / 2, -width / 2, -width / 2)
        pen = painter.pen()
        pen.setColor(look.qcolor(edge))
        pen.setWidthF(width)
        pen.setStyle(Qt.PenStyle.SolidLine)
        painter.setPen(pen)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
    if fill:
        painter.setBrush(look.qcolor(fill))
    else:
        painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box, radius, radius)
    return box


class Button(Painted):
    """A button with an icon to the left of its words (or after them, for the next step)."""

    def __init__(
        self, look: Look, said: str, kind: Kind = Kind.PLAIN, icon: str = "", *, icon_after: bool = False
    ) -> None:
        super().__init__(look, said)
        self.kind = kind
        self.icon_name = icon
        self._icon_after = icon_after

    def set_kind(self, kind: Kind) -> None:
        self.kind = kind
        self.update()

    def sizeHint(self) -> QSize:
        look = self.look
        width = QFontMetrics(self._font()).horizontalAdvance(self.said) + 2 * look.gap(16)
        if self.icon_name:
            width += look.px(20) + look.gap(8)
        return QSize(max(width, look.px(44)), look.px(44))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        look = self.look
        fill, edge, ink = _LOOKS[self.kind]
        if self.isDown() or self.hovered:
            fill = {"accent": "accent_hover", "surface": "accent_tint", "": "accent_tint"}.get(fill, fill)
            fill = "wrong_tint" if self.kind is Kind.DANGER else fill
        if not self.isEnabled():
            fill, edge, ink = _LOOKS[Kind.OFF]
        self.paint_box(painter, fill, edge, look.radius("control"))
        font = self._font()
        wide = QFontMetrics(font).horizontalAdvance(self.said)
        icon, gap = (look.px(20), look.gap(8)) if self.icon_name else (0, 0)
        left = (self.width() - wide - icon - gap) // 2
        at = left + wide + gap if self._icon_after else left
        if self.icon_name:
            box = QRectF(at, (self.height() - icon) / 2, icon, icon)
            look.icons.draw(painter, self.icon_name, box, look.color(ink))
        painter.setFont(font)
        painter.setPen(look.qcolor(ink))
        start = left if self._icon_after else left + icon + gap
        painter.drawText(QRect(start, 0, wide + 2, self.height()), Qt.AlignmentFlag.AlignVCenter, self.said)

    def _font(self) -> QFont:
        return self.look.font("body", 700 if self.kind is Kind.PRIMARY else 500)
