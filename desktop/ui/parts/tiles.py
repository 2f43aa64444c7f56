"""Tiles of the counter: services used as big toggles, groups to record one visit, a small number."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from desktop.ui.look import Look
from desktop.ui.parts.button import Painted
from desktop.ui.parts.text import balanced

_WRAP = Qt.TextFlag.TextWordWrap


class ServiceToggle(Painted):
    """A service used or not: icon and word, its digit at the top left, a tick when on."""

    def __init__(self, look: Look, said: str, icon: str, digit: str) -> None:
        super().__init__(look, said)
        self._icon, self._digit = icon, digit
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setToolTip(f"{said} · {digit}")

    def sizeHint(self) -> QSize:
        return QSize(self.look.px(100), self.look.px(84))

    def minimumSizeHint(self) -> QSize:
        look = self.look
        words = self._words_rect(look.px(100), 700).height()
        return QSize(look.px(72), max(look.px(64), look.px(30) + words + look.gap(16)))

    def _words_rect(self, width: int, weight: int) -> QRect:
        metrics = QFontMetrics(self.look.font("body", weight))
        flags = Qt.AlignmentFlag.AlignHCenter | _WRAP
        return metrics.boundingRect(QRect(0, 0, max(40, width - 8), 400), flags, self.said)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        look, on = self.look, self.isChecked()
        fill = "accent" if on else ("accent_tint" if self.hovered else "surface")
        if not self.isEnabled():
            fill = "sunken"
        self.paint_box(painter, fill, "" if on else "line_control", look.radius("control"))
        ink = "on_accent" if on else ("ink" if self.isEnabled() else "ink_2")
        size = look.px(30)
        words = self._words_rect(self.width(), 700 if on else 500)
        gap = look.gap(8)
        top = (self.height() - size - gap - words.height()) / 2
        box = QRectF((self.width() - size) / 2, top, size, size)
        look.icons.draw(painter, self._icon, box, look.color(ink))
        painter.setPen(look.qcolor(ink))
        painter.setFont(look.font("body", 700 if on else 500))
        below = QRect(4, int(top + size + gap), self.width() - 8, words.height() + 4)
        painter.drawText(below, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | _WRAP, self.said)
        painter.setFont(look.font("caption", 700 if on else 400))
        painter.setPen(look.qcolor("on_accent" if on else "ink_2"))
        painter.drawText(look.gap(11), look.gap(8) + look.px(13), self._digit)
        if on:
            tick = look.px(18)
            look.icons.draw(
                painter,
                "check",
                QRectF(self.width() - tick - look.gap(8), look.gap(7), tick, tick),
                look.color(ink),
                2.4,
            )


class GroupTile(Painted):
    """One anonymous visit of a group."""

    def __init__(self, look: Look, said: str, icon: str, key: str) -> None:
        super().__init__(look, said)
        self._icon = icon
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setToolTip(f"{said} · {key}")

    def sizeHint(self) -> QSize:
        return QSize(self.look.px(110), self.look.px(48))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.look.px(88), self.look.px(48))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        look = self.look
        fill = "warm_tint" if self.isDown() or self.hovered else "surface"
        self.paint_box(painter, fill, "line_control", look.radius("control"))
        size = look.px(20)
        box = QRectF(look.gap(11), (self.height() - size) / 2, size, size)
        look.icons.draw(painter, self._icon, box, look.color("warm_ink"))
        left = int(box.right()) + look.gap(8)
        room = QRect(left, 0, self.width() - left - 4, self.height())
        font = look.font("body" if not self._tight(room, "body") else "small", 500)
        painter.setFont(font)
        painter.setPen(look.qcolor("ink"))
        room.setWidth(balanced(QFontMetrics(font), self.said, room.width(), int(_WRAP)))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | _WRAP, self.said)

    def _tight(self, room: QRect, size: str) -> bool:
        metrics = QFontMetrics(self.look.font(size, 500))
        needed = metrics.boundingRect(QRect(0, 0, room.width(), 400), _WRAP, self.said)
        return needed.height() > room.height() - 2 or needed.width() > room.width()


class StepButton(Painted):
    """Minus or plus of a stepper."""

    def __init__(self, look: Look, icon: str, name: str) -> None:
        super().__init__(look, "")
        self._icon = icon
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setFixedSize(look.px(44), look.px(44))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        look = self.look
        fill = "accent_tint" if self.isDown() or self.hovered else "surface"
        inset = (self.height() - look.px(36)) / 2
        box = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(look.qcolor("line_control"))
        painter.setBrush(look.qcolor(fill))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), look.radius("control"), look.radius("control"))
        size = look.px(18)
        edge = (self.width() - size) / 2
        ink = "ink" if self.isEnabled() else "line_control"
        look.icons.draw(painter, self._icon, QRectF(edge, edge, size, size), look.color(ink), 2.2)


class Stepper(QWidget):
    """A small number with minus and plus; arrows and the wheel move it too.

    Signals:
        moved: the number that a person set.
    """

    moved = Signal(int)

    def __init__(self, look: Look, names: tuple[str, str, str], least: int = 1, most: int = 99) -> None:
        super().__init__()
        self._look, self._least, self._most = look, least, most
        self._value = least
        self._name = names[0]
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.less = StepButton(look, "minus", names[1])
        self.more = StepButton(look, "plus", names[2])
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.less)
        row.addSpacing(look.px(48))
        row.addWidget(self.more)
        self.less.clicked.connect(lambda: self.step(-1))
        self.more.clicked.connect(lambda: self.step(1))
        self.set_value(least)

    @property
    def value(self) -> int:
        return self._value

    def set_value(self, value: int) -> None:
        self._value = max(self._least, min(self._most, value))
        self.less.setEnabled(self._value > self._least)
        self.more.setEnabled(self._value < self._most)
        self.setAccessibleName(f"{self._name} {self._value}")
        self.update()

    def step(self, by: int) -> None:
        """As a press of minus (-1) or plus (1)."""
        self.set_value(self._value + by)
        self.moved.emit(self._value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text() in ("+", "-"):
            self.step(1 if event.text() == "+" else -1)
            return
        super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.step(1 if event.angleDelta().y() > 0 else -1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self._look.font("title", 700))
        painter.setPen(self._look.qcolor("ink"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, str(self._value))
