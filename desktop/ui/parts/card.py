"""Surfaces: white cards, lines between rows, what stands where nothing is yet, scrolling insides."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.ui.look import Look
from desktop.ui.parts.text import Text


class Card(QFrame):
    """A surface with a line round it. `kind`: surface, empty, attention, wrong, popover."""

    def __init__(self, kind: str = "surface") -> None:
        super().__init__()
        self.setProperty("card", kind)
        self.setFrameShape(QFrame.Shape.NoFrame)


class Rule(QFrame):
    """A line of one px between rows (or, upright, between columns)."""

    def __init__(self, *, upright: bool = False) -> None:
        super().__init__()
        self.setProperty("rule", "true")
        if upright:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)


class Icon(QWidget):
    """An icon by itself, perhaps on a tinted square."""

    def __init__(self, look: Look, name: str, color: str, size: int, square: int = 0, tint: str = "") -> None:
        super().__init__()
        self._look, self.name, self._color = look, name, color
        self._size, self._square, self._tint = look.px(size), look.px(square or size), tint
        self.setFixedSize(QSize(self._square, self._square))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._tint:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._look.qcolor(self._tint))
            painter.drawRoundedRect(self.rect(), self._look.radius("control"), self._look.radius("control"))
        edge = (self._square - self._size) / 2
        box = QRectF(edge, edge, self._size, self._size)
        self._look.icons.draw(painter, self.name, box, self._look.color(self._color))


class EmptyNote(Card):
    """Where nothing is yet: what will be here, and the first step."""

    def __init__(self, look: Look, icon: str, said: str, step: str, button: QWidget | None = None) -> None:
        super().__init__("empty")
        self._said = Text(look, said, "body", 700, wrap=True)
        self._step = Text(look, step, "small", 400, "ink_2", wrap=True)
        column = column_in(self, look.gap(24), look.gap(8))
        column.addStretch(1)
        column.addWidget(Icon(look, icon, "accent_ink", 36), 0, Qt.AlignmentFlag.AlignHCenter)
        for words in (self._said, self._step):
            words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(words)
        if button is not None:
            column.addSpacing(look.gap(4))
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)


class Scrolling(QScrollArea):
    """A column that scrolls when it is higher than its room. Add to `column`."""

    def __init__(self, spacing: int = 0) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        inside = QWidget()
        inside.setObjectName("inside")
        self.column = column_in(inside, 0, spacing)
        self.setWidget(inside)


def column_in(owner: QWidget, margin: int = 0, spacing: int = 0) -> QVBoxLayout:
    made = QVBoxLayout(owner)
    made.setContentsMargins(margin, margin, margin, margin)
    made.setSpacing(spacing)
    return made


def row_in(owner: QWidget | None = None, margin: int = 0, spacing: int = 0) -> QHBoxLayout:
    made = QHBoxLayout(owner) if owner is not None else QHBoxLayout()
    made.setContentsMargins(margin, margin, margin, margin)
    made.setSpacing(spacing)
    return made


def clear(layout: QLayout) -> None:
    """Takes everything out of a layout; its widgets are deleted once events have been handled."""
    while (item := layout.takeAt(0)) is not None:
        inner = item.layout()
        if inner is not None:
            clear(inner)
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
