"""A number that is made less or more by steps."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from desktop.ui.look import Look
from desktop.ui.parts.button import Painted
from desktop.ui.parts.text import Text


class _Step(Painted):
    """Less or more."""

    def __init__(self, look: Look, said: str, icon: str) -> None:
        super().__init__(look, said)
        self._icon = icon
        self.setToolTip(said)
        self.setAutoRepeat(True)
        self.setFixedSize(QSize(look.px(44), look.px(44)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        look = self.look
        fill = "accent_tint" if self.hovered or self.isDown() else "surface"
        self.paint_box(painter, fill if self.isEnabled() else "sunken", "line_control", look.radius("control"))
        size = look.px(20)
        box = QRectF((self.width() - size) / 2, (self.height() - size) / 2, size, size)
        look.icons.draw(painter, self._icon, box, look.color("ink" if self.isEnabled() else "ink_2"))


class Stepper(QWidget):
    """Less, the number in words, more. Up and down do the same from either button.

    Signals:
        changed: the new number.
    """

    changed = Signal(int)

    def __init__(
        self, look: Look, names: tuple[str, str], bounds: tuple[int, int, int], say: Callable[[int], str]
    ) -> None:
        """`names` of less and more; `bounds` are least, most and step; `say` puts the number in words."""
        super().__init__()
        self._least, self._most, self._step = bounds
        self._say = say
        self.value = self._least
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.less, self.more = _Step(look, names[0], "minus"), _Step(look, names[1], "plus")
        self.said = Text(look, "", "body", 500)
        self.said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        metrics = QFontMetrics(look.font("body", 500))
        widest = max(metrics.horizontalAdvance(say(number)) for number in (self._least, self._most))
        self.said.setFixedWidth(widest + look.gap(12))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.gap(4))
        for part in (self.less, self.said, self.more):
            row.addWidget(part)
        self.less.clicked.connect(lambda: self._move(-self._step))
        self.more.clicked.connect(lambda: self._move(self._step))

    def show_value(self, value: int) -> None:
        """Shows a number, telling nobody."""
        self.value = value
        said = self._say(value)
        self.said.setText(said)
        self.less.setAccessibleDescription(said)
        self.more.setAccessibleDescription(said)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._move(self._step if event.key() == Qt.Key.Key_Up else -self._step)
            return
        super().keyPressEvent(event)

    def _move(self, step: int) -> None:
        value = max(self._least, min(self._most, self.value + step))
        if value != self.value:
            self.show_value(value)
            self.changed.emit(value)
