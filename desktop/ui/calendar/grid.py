"""The calendar's table: painted cells with signs as well as colours, one of them in hand."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from desktop.core.inspect_pages import Cell
from desktop.ui import speech
from desktop.ui.calendar.model import CELL, CalendarModel
from desktop.ui.inspect.item_card import paint_item
from desktop.ui.look import Look
from desktop.ui.parts.text import elide

Index = QModelIndex | QPersistentModelIndex
ROW, HEAD, RATE, NAME, NAME_LARGE = 35, 42, 74, 152, 168
MONTH_KEYS = {int(Qt.Key.Key_PageUp): -1, int(Qt.Key.Key_PageDown): 1}
# What a state looks like: ground, ink, and the sign: an icon, or a letter after a colon.
LOOKS = {
    "pass": ("good_tint", "good_ink", "check"),
    "mended": ("good_tint", "good_ink", "check"),
    "fail": ("wrong_fill", "on_fill", "cross"),
    "soon": ("attention_tint", "attention_ink", ":!"),
    "expired": ("wrong_tint", "wrong_ink", "warn"),
    "na": ("sunken", "ink_2", ":∅"),
    "none": ("", "ink_2", "minus"),
    "today": ("ground", "ink_2", ""),
    "before": ("ground", "ink_2", ""),
    "later": ("ground", "ink_2", ""),
}


def paint_cell(painter: QPainter, look: Look, room: QRectF, state: str) -> None:
    """A cell of a state; the frame of `mended` and the dashes of `none` are signs too."""
    fill, ink, sign = LOOKS[state]
    box = room.adjusted(1.5, 1.5, -1.5, -1.5)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.qcolor(fill) if fill else Qt.BrushStyle.NoBrush)
    if state == "mended":
        painter.setPen(QPen(look.qcolor("good_fill"), 2))
        box = box.adjusted(0.5, 0.5, -0.5, -0.5)
    elif state == "none":
        pen = QPen(look.qcolor("line_control"), 1)
        pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
    painter.drawRoundedRect(box, 5, 5)
    if sign.startswith(":"):
        painter.setFont(
            look.font(min(16.0, box.width() * 0.62), 700) if look.scale == 100 else look.font("caption", 700)
        )
        painter.setPen(look.qcolor(ink))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, sign[1:])
    elif sign:
        side = min(look.px(17), box.width() - 6, box.height() - 6)
        middle = box.center()
        at = QRectF(middle.x() - side / 2, middle.y() - side / 2, side, side)
        look.icons.draw(painter, sign, at, look.color(ink), 2.6)


class CellDelegate(QStyledItemDelegate):
    """Paints a cell, a ring round the one in hand, and the rate at the end."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look, room = self._look, QRectF(option.rect)
        given = index.data(CELL)
        painter.save()
        if isinstance(given, Cell):
            paint_cell(painter, look, room, given.state)
        else:
            painter.setFont(look.font("body", 700))
            painter.setPen(look.qcolor("ink"))
            said = "—" if given is None else f"{given}%"
            flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(room.adjusted(0, 0, -look.gap(4), 0), flags, said)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look.qcolor("accent"), 3))
            painter.drawRoundedRect(room.adjusted(1.5, 1.5, -1.5, -1.5), 6, 6)
        painter.restore()


class DayHeader(QHeaderView):
    """Weekday over day; days off in the colour of people, today as a block."""

    def __init__(self, look: Look, owner: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, owner)
        self._look = look
        self.setSectionsClickable(False)

    def sizeHint(self) -> QSize:
        return QSize(100, self._look.px(HEAD))

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        model = self.model()
        page = model.page if isinstance(model, CalendarModel) else None
        look = self._look
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(look.font("caption"))
        if page is None or section >= len(page.days):
            painter.setPen(look.qcolor("ink_2"))
            said = elide(QFontMetrics(look.font("caption")), str(model.headerData(section, Qt.Orientation.Horizontal)),
                         rect.width())  # fmt: skip
            painter.drawText(rect, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, said)
            painter.restore()
            return
        day = page.days[section]
        words = model.words  # type: ignore[attr-defined]
        here = day == page.today
        if here:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.qcolor("accent"))
            painter.drawRoundedRect(QRectF(rect).adjusted(1.5, 0, -1.5, -3), 6, 6)
        painter.setPen(look.qcolor("on_accent" if here else "warm_ink" if day in page.off else "ink_2"))
        half = QRect(rect.left(), rect.top() + 2, rect.width(), (rect.height() - 5) // 2)
        letter = words.say("ui.calendar.weekdays")[date.fromisoformat(day).weekday()]
        painter.drawText(half, Qt.AlignmentFlag.AlignCenter, letter)
        painter.setFont(look.font("caption" if look.scale > 100 else "small", 700))
        if not here:
            painter.setPen(look.qcolor("warm_ink" if day in page.off else "ink"))
        painter.drawText(half.translated(0, half.height()), Qt.AlignmentFlag.AlignCenter, str(int(day[8:])))
        painter.restore()


class ItemHeader(QHeaderView):
    """The items: picture and short name."""

    def __init__(self, look: Look, owner: QTableView) -> None:
        super().__init__(Qt.Orientation.Vertical, owner)
        self._look = look
        self.setSectionsClickable(False)

    def sizeHint(self) -> QSize:
        return QSize(NAME if self._look.scale == 100 else NAME_LARGE, 100)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        model = self.model()
        page = model.page if isinstance(model, CalendarModel) else None
        if page is None:
            return
        look, row = self._look, page.rows[section]
        painter.save()
        left = rect.left()
        if look.scale == 100:
            paint_item(painter, look, row.item, QRectF(left, rect.center().y() - 15, 40, 30))
            left += 48
        font = look.font("body", 500)
        painter.setFont(font)
        painter.setPen(look.qcolor("ink"))
        room = QRect(left, rect.top(), rect.right() - left - 6, rect.height())
        said = elide(QFontMetrics(font), speech.title(model.words, row.shorts), room.width())  # type: ignore[attr-defined]
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, said)
        painter.restore()


class CalendarGrid(QTableView):
    """The table. Arrows move from cell to cell, Page Up and Page Down from month to month.

    Signals:
        looked_at: row and column of the cell in hand.
        month_moved: -1 or 1.
    """

    looked_at = Signal(int, int)
    month_moved = Signal(int)

    def __init__(self, look: Look, model: CalendarModel, name: str) -> None:
        super().__init__()
        self._look, self._cells = look, model
        self._delegate = CellDelegate(look)
        self.setObjectName("calendar.grid")
        self.setAccessibleName(name)
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self.setHorizontalHeader(DayHeader(look, self))
        self.setVerticalHeader(ItemHeader(look, self))
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setMinimumSectionSize(16)
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
            header.setHighlightSections(False)
        self.setCornerButtonEnabled(False)
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        model.modelReset.connect(self._fit)

    def sizeHint(self) -> QSize:
        rows = max(8, self._cells.rowCount())
        return QSize(600, self._look.px(HEAD) + rows * self._look.px(ROW))

    def updateGeometries(self) -> None:
        super().updateGeometries()
        for corner in self.findChildren(QAbstractButton):
            corner.setVisible(False)

    def _fit(self) -> None:
        """Days share the width that name and rate leave."""
        count = self._cells.columnCount()
        if not count:
            return
        self.verticalHeader().setFixedWidth(self.verticalHeader().sizeHint().width())
        room = self.width() - self.verticalHeader().width() - self._rate_width()
        each = max(20, room // max(1, count - 1))
        for column in range(count - 1):
            self.setColumnWidth(column, each)
        self.setColumnWidth(count - 1, self._rate_width() + max(0, room - each * (count - 1)))
        for row in range(self._cells.rowCount()):
            self.setRowHeight(row, self._look.px(ROW))
        self.updateGeometry()

    def _rate_width(self) -> int:
        return self._look.px(RATE) if self._look.scale == 100 else self._look.px(60)

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._fit()

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid():
            self.looked_at.emit(current.row(), current.column())

    def keyboardSearch(self, search: str) -> None:
        """Letters and digits belong to the page, not to a search in the table."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in MONTH_KEYS:
            self.month_moved.emit(MONTH_KEYS[event.key()])
            return
        plain = bool(event.text()) and event.text().isprintable()
        if plain or event.key() == Qt.Key.Key_Escape or Qt.Key.Key_F1 <= event.key() <= Qt.Key.Key_F12:
            event.ignore()
            return
        super().keyPressEvent(event)
