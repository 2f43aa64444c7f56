"""Fields of a form that are not typed: one of a few choices, and yes or no."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QStyledItemDelegate, QStyleOptionViewItem

from desktop.ui.look import Look
from desktop.ui.parts.button import Painted
from desktop.ui.parts.row_list import Index
from desktop.ui.parts.text import elide


class _Tall(QStyledItemDelegate):
    """Lines of the list that are easy to hit."""

    def __init__(self, look: Look, parent: QObject) -> None:
        super().__init__(parent)
        self._look = look

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(super().sizeHint(option, index).width(), self._look.px(44))


class ChoiceField(QComboBox):
    """One of a few.

    Signals:
        chosen: the code of the choice.
    """

    chosen = Signal(str)

    def __init__(self, look: Look, choices: tuple[tuple[str, str], ...], here: str) -> None:
        super().__init__()
        self._look = look
        for code, said in choices:
            self.addItem(said, code)
            self.setItemData(self.count() - 1, said, Qt.ItemDataRole.ToolTipRole)
        self.setCurrentIndex(max(0, self.findData(here)))
        self.setFixedHeight(look.px(44))
        self.setMinimumContentsLength(4)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setItemDelegate(_Tall(look, self))
        self.currentIndexChanged.connect(lambda _at: self.chosen.emit(self.code()))

    def code(self) -> str:
        return str(self.currentData() or "")

    def choose(self, code: str) -> None:
        """Shows a choice, telling nobody."""
        self.blockSignals(True)
        self.setCurrentIndex(max(0, self.findData(code)))
        self.blockSignals(False)
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel moves the page, never a choice."""
        event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look = self._look
        width = 2 if self.hasFocus() else 1
        pen = painter.pen()
        pen.setColor(look.qcolor("accent" if self.hasFocus() else "line_control"))
        pen.setWidth(width)
        painter.setPen(pen)
        painter.setBrush(look.qcolor("surface"))
        half = width / 2
        box = QRectF(self.rect()).adjusted(half, half, -half, -half)
        painter.drawRoundedRect(box, look.radius("control"), look.radius("control"))
        size = look.px(18)
        left, right = look.gap(12), self.width() - look.gap(12) - size
        arrow = QRectF(right, (self.height() - size) / 2, size, size)
        look.icons.draw(painter, "chevron_down", arrow, look.color("ink_2"))
        painter.setFont(look.font("body"))
        painter.setPen(look.qcolor("ink"))
        shown = elide(QFontMetrics(look.font("body")), self.currentText(), right - left - look.gap(6))
        painter.drawText(self.rect().adjusted(left, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, shown)


class YesField(Painted):
    """A box to tick with its words, which may take several lines."""

    def __init__(self, look: Look, said: str, on: bool) -> None:
        super().__init__(look, said)
        self.setCheckable(True)
        self.setChecked(on)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        look = self.look
        words = QFontMetrics(look.font("body")).horizontalAdvance(self.said)
        return QSize(look.px(26) + look.gap(10) + words, look.px(44))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.look.px(80), self.look.px(44))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            self.setToolTip(self.said)
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look, on = self.look, self.isChecked()
        size = look.px(24)
        box = QRectF(1, (self.height() - size) / 2, size, size)
        pen = painter.pen()
        pen.setColor(look.qcolor("accent" if on or self.hasFocus() else "line_control"))
        pen.setWidth(2 if self.hasFocus() else 1)
        painter.setPen(pen)
        painter.setBrush(look.qcolor("accent" if on else "surface"))
        painter.drawRoundedRect(box, look.radius("key"), look.radius("key"))
        if on:
            edge = size * 0.15
            look.icons.draw(painter, "check", box.adjusted(edge, edge, -edge, -edge), look.color("on_accent"), 2.6)
        left = size + look.gap(10)
        painter.setFont(look.font("body"))
        painter.setPen(look.qcolor("ink"))
        shown = elide(QFontMetrics(look.font("body")), self.said, self.width() - left)
        painter.drawText(self.rect().adjusted(left, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, shown)
