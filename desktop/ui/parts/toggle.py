"""A switch: on or off, its words beside it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from desktop.ui.look import Look
from desktop.ui.parts.button import Painted

WIDE, HIGH = 56, 32


class Toggle(Painted):
    """Checkable; what it switches is its accessible name and stands beside it, not in it."""

    def __init__(self, look: Look, said: str, on: bool) -> None:
        super().__init__(look, said)
        self.setCheckable(True)
        self.setChecked(on)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(self.look.px(WIDE), self.look.px(44))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look, on = self.look, self.isChecked()
        high = look.px(HIGH)
        box = QRectF(0, (self.height() - high) / 2, self.width(), high)
        painter.setPen(Qt.PenStyle.NoPen)
        fill = ("accent_hover" if self.hovered else "accent") if on else "line_control"
        painter.setBrush(look.qcolor(fill))
        painter.drawRoundedRect(box, high / 2, high / 2)
        edge = look.px(4)
        knob = high - 2 * edge
        left = box.right() - edge - knob if on else box.left() + edge
        painter.setBrush(look.qcolor("on_accent" if on else "surface"))
        painter.drawEllipse(QRectF(left, box.top() + edge, knob, knob))
