"""What was just done, with its undo; and what went wrong. A strip over the page, never a box."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.ui.look import Look
from desktop.ui.parts.button import Button, Kind, Painted
from desktop.ui.parts.card import Icon, row_in
from desktop.ui.parts.text import Text

# How wide it is at most, px at 100 %: first of them that finds a place; an area narrower than the last is none.
_WIDTHS = (620, 440, 340)
_NARROWEST = 360


class UndoButton(Painted):
    """The button inside a toast, on ink."""

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self.said) + 2 * self.look.gap(18), self.look.px(44))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        self.setFont(self.look.font("body", 700))
        self.paint_box(painter, "", "on_toast", self.look.radius("control"))
        painter.setPen(self.look.qcolor("on_toast"))
        painter.setFont(self.look.font("body", 700))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.said)


class Strip(QWidget):
    """A strip of words and perhaps a button, placed by the window at the foot of the page, clear of what is pressed
    there.

    Signals:
        stirred: something beneath it was painted anew, so that it may have to stand elsewhere.
    """

    stirred = Signal()

    def __init__(self, window: QWidget, look: Look) -> None:
        super().__init__(window)
        self.look = look
        self._fill = "toast"
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._row = row_in(self, 0, look.gap(14))
        self._row.setContentsMargins(look.gap(20), look.gap(6), look.gap(6), look.gap(6))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.timeout.connect(self.stirred)
        self.button: Painted | None = None
        self._words: Text | None = None
        self.hide()

    def place(self, areas: tuple[QRect, ...], taken: tuple[QRect, ...]) -> None:
        """As low as may be in the first of these parts of the window where it covers nothing that is `taken`: in the
        middle, else at a side, else higher up, and narrow where it cannot be wide. Where there is no such place, at
        the foot of the last.
        """
        look, gap = self.look, self.look.gap(12)
        for most in _WIDTHS:
            for area in areas:
                if area.width() >= look.px(_NARROWEST):
                    found = free_place(area, self._size(area, most), taken, gap)
                    if found is not None:
                        self.setGeometry(found)
                        return
        self.setGeometry(_at_foot(areas[-1], self._size(areas[-1], _WIDTHS[0]), gap)[0])

    def _size(self, area: QRect, most: int) -> QSize:
        look = self.look
        width = min(area.width() - 2 * look.gap(12), look.px(most))
        beside = look.px(24) + 2 * look.gap(14) + look.gap(26)
        if self.button is not None:
            beside += self.button.sizeHint().width()
        height = look.px(44)
        if self._words is not None:
            room = QRect(0, 0, width - beside - 4, 2000)
            needed = self._words.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, self._words.text())
            height = max(height, needed.height() + 4)
        return QSize(width, height + 2 * look.gap(6))

    def say(
        self, sentence: str, undo: Callable[[], None] | None = None, undo_words: str = "", *, hold_ms: int = 6000
    ) -> None:
        """Something was done; the undo, if any, is offered while it stands."""
        button: Painted | None = None
        if undo is not None:
            button = UndoButton(self.look, undo_words)
        self._fill_with("toast", "check", "on_toast", sentence, "", button)
        if button is not None and undo is not None:
            chosen = undo
            button.clicked.connect(self.hide)
            button.clicked.connect(lambda: chosen())
        self._timer.start(hold_ms)

    def warn(self, happened: str, kept: str, close: str) -> None:
        """Something went wrong; stands until it is read."""
        button = Button(self.look, close, Kind.PLAIN)
        self._fill_with("wrong_tint", "warn", "wrong_ink", happened, kept, button)
        button.clicked.connect(self.hide)
        self._timer.stop()

    def _fill_with(self, fill: str, icon: str, ink: str, first: str, second: str, button: Painted | None) -> None:
        self._fill = fill
        old = self._row
        while (item := old.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        words = self._words = Text(
            self.look,
            f"{first}\n{second}" if second else first,
            "body",
            500,
            "on_toast" if not second else "ink",
            wrap=True,
        )
        self._row.addWidget(Icon(self.look, icon, ink, 24))
        self._row.addWidget(words, 1)
        self.button = button
        if button is not None:
            button.setParent(self)
            self._row.addWidget(button)
        self.setAccessibleName(f"{first} {second}".strip())
        self.stirred.emit()
        self.show()
        self.raise_()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Painted whenever something beneath it is, too."""
        self._again.start(0)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self.look.qcolor("wrong") if self._fill == "wrong_tint" else Qt.PenStyle.NoPen)
        painter.setBrush(self.look.qcolor(self._fill))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, self.look.radius("control"), self.look.radius("control"))


def _at_foot(area: QRect, size: QSize, gap: int) -> tuple[QRect, ...]:
    """In the middle, at the left and at the right."""
    top = area.bottom() - size.height() - gap
    middle = area.left() + (area.width() - size.width()) // 2
    return tuple(
        QRect(left, top, size.width(), size.height())
        for left in (middle, area.left() + gap, area.right() - size.width() - gap)
    )


def free_place(area: QRect, size: QSize, taken: tuple[QRect, ...], gap: int) -> QRect | None:
    """The lowest place of this size in `area` that covers nothing `taken`; None where there is none."""
    best: QRect | None = None
    for place in _at_foot(area, size, gap):
        while place.top() >= area.top():
            below = [each.top() for each in taken if each.intersects(place)]
            if not below:
                break
            place.moveTop(min(below) - gap - size.height())
        if place.top() >= area.top() and (best is None or place.top() > best.top()):
            best = place
    return best
