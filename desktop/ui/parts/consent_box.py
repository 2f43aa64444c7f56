"""Consent in plain words, with a box to tick."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from desktop.ui.look import Look
from desktop.ui.parts.button import Painted

_WRAP = int(Qt.TextFlag.TextWordWrap)


class ConsentBox(Painted):
    """All of the text is seen, however many lines it takes; Space ticks, Enter belongs to the form."""

    def __init__(self, look: Look, how: str) -> None:
        super().__init__(look, "")
        self._how = how
        self.setCheckable(True)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_text(self, text: str) -> None:
        if text != self.said:
            self.setText(text)
            self.setAccessibleDescription(self._how)
            self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
            return
        super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(self.look.px(320), self.heightForWidth(self.look.px(320)))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.look.px(160), self.heightForWidth(max(self.look.px(160), self.width())))

    def heightForWidth(self, width: int) -> int:
        text, how = self._rooms(width)
        return text.height() + how.height() + self.look.gap(4) + 2 * self.look.gap(10)

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._fit()

    def _fit(self) -> None:
        height = self.heightForWidth(self.width())
        if self.minimumHeight() != height:
            self.setFixedHeight(height)

    def _rooms(self, width: int) -> tuple[QRect, QRect]:
        look = self.look
        left = look.gap(14) + look.px(28) + look.gap(12)
        room = QRect(0, 0, max(60, width - left - look.gap(14)), 4000)
        text = QFontMetrics(look.font("body")).boundingRect(room, _WRAP, self.said)
        how = QFontMetrics(look.font("small")).boundingRect(room, _WRAP, self._how)
        return text.translated(left, look.gap(10)), how.translated(left, look.gap(14) + text.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look, on = self.look, self.isChecked()
        self.paint_box(painter, "accent_tint" if self.hovered else "surface", "line_control", look.radius("control"))
        size = look.px(28)
        box = QRectF(look.gap(14), look.gap(10), size, size)
        pen = painter.pen()
        pen.setColor(look.qcolor("accent" if on else "line_control"))
        pen.setWidth(2)
        painter.setPen(pen)
        painter.setBrush(look.qcolor("accent" if on else "surface"))
        painter.drawRoundedRect(box, look.radius("key"), look.radius("key"))
        if on:
            edge = size * 0.15
            look.icons.draw(painter, "check", box.adjusted(edge, edge, -edge, -edge), look.color("on_accent"), 2.6)
        text, how = self._rooms(self.width())
        painter.setFont(look.font("body"))
        painter.setPen(look.qcolor("ink"))
        painter.drawText(text.adjusted(0, 0, 4, 2), _WRAP, self.said)
        painter.setFont(look.font("small"))
        painter.setPen(look.qcolor("ink_2"))
        painter.drawText(how.adjusted(0, 0, 4, 2), _WRAP, self._how)
