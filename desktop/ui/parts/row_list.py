"""A list of painted rows, each perhaps with one button; thousands of rows cost only those in sight."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.ui.look import Look
from desktop.ui.parts.text import elide

Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole + 1


class RowModel(QAbstractListModel):
    """Rows as frozen dataclasses with a `fact`; what screen readers say comes from `spoken`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[object, ...] = ()
        self._spoken: tuple[str, ...] = ()
        self._keys: tuple[str, ...] = ()

    def set_rows(self, rows: tuple[object, ...], keys: tuple[str, ...], spoken: tuple[str, ...]) -> None:
        """Replaces the rows; a single new one on top, or more at the end, are announced as such, so that the
        view keeps its place.
        """
        if len(keys) == len(self._keys) + 1 and keys[1:] == self._keys:
            self.beginInsertRows(QModelIndex(), 0, 0)
            self._rows, self._keys, self._spoken = rows, keys, spoken
            self.endInsertRows()
        elif self._keys and len(keys) > len(self._keys) and keys[: len(self._keys)] == self._keys:
            self.beginInsertRows(QModelIndex(), len(self._keys), len(keys) - 1)
            self._rows, self._keys, self._spoken = rows, keys, spoken
            self.endInsertRows()
        elif keys == self._keys:
            self._rows, self._spoken = rows, spoken
        else:
            self.beginResetModel()
            self._rows, self._keys, self._spoken = rows, keys, spoken
            self.endResetModel()
            return
        if rows:
            self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        if role == ROW:
            return self._rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._spoken[index.row()]
        return None

    def key(self, row: int) -> str:
        return self._keys[row]

    def row_of(self, key: str) -> int:
        return self._keys.index(key) if key in self._keys else -1


class RowDelegate(QStyledItemDelegate):
    """Base of painters of rows."""

    def __init__(self, look: Look, height: int) -> None:
        super().__init__()
        self.look = look
        self._height = height

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(200, self.look.px(self._height))

    def button_rect(self, _row: QRect, _index: Index) -> QRect:
        """Where the row's button is; empty when it has none."""
        return QRect()

    def paint_ground(self, painter: QPainter, rect: QRect, option: QStyleOptionViewItem, tint: str = "") -> None:
        marked = bool(option.state & QStyle.StateFlag.State_Selected)
        if marked or tint:
            painter.fillRect(rect, self.look.qcolor("accent_tint" if marked else tint))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), self.look.qcolor("line"))
        if marked:
            painter.fillRect(QRect(rect.left(), rect.top(), 4, rect.height()), self.look.qcolor("accent"))

    def paint_words(self, painter: QPainter, font: QFont, color: str, at: QPoint, width: int, said: str) -> int:
        """One line, elided; `at` is the left end of its base line. Returns the width taken."""
        painter.setFont(font)
        painter.setPen(self.look.qcolor(color))
        shown = elide(QFontMetrics(font), said, width)
        painter.drawText(QPointF(at), shown)
        return QFontMetrics(font).horizontalAdvance(shown)

    def paint_square(self, painter: QPainter, corner: QPoint, icon: str, color: str, tint: str) -> QRectF:
        square, size = self.look.px(44), self.look.px(26)
        box = QRectF(corner.x(), corner.y(), square, square)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.look.qcolor(tint))
        painter.drawRoundedRect(box, self.look.radius("control"), self.look.radius("control"))
        edge = (square - size) / 2
        self.look.icons.draw(painter, icon, box.adjusted(edge, edge, -edge, -edge), self.look.color(color))
        return box


class RowList(QListView):
    """The list.

    Signals:
        marked: the key of the row that a person moved to.
        button_pressed: the key of the row whose button was pressed, by pointer or Enter.
    """

    marked = Signal(str)
    button_pressed = Signal(str)

    def __init__(self, model: RowModel, delegate: RowDelegate, name: str) -> None:
        super().__init__()
        self._rows = model
        self._delegate = delegate
        self._pressed_key = ""
        self.setModel(model)
        self.setItemDelegate(delegate)
        self.setAccessibleName(name)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        self.verticalScrollBar().setSingleStep(30)

    def mark(self, key: str) -> None:
        """Marks a row without telling anybody."""
        row = self._rows.row_of(key)
        selection = self.selectionModel()
        if row < 0:
            selection.clear()
            return
        index = self._rows.index(row)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
        selection.setCurrentIndex(index, flags)
        self.scrollTo(index)

    def keyboardSearch(self, search: str) -> None:
        """Letters and digits belong to the page, not to a search in the list."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        current = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and current.isValid():
            if not self._delegate.button_rect(self.visualRect(current), current).isEmpty():
                self.button_pressed.emit(self._rows.key(current.row()))
            return
        before = current.row()
        plain = bool(event.text()) and event.text().isprintable()
        if plain or event.key() in (Qt.Key.Key_Escape,) or Qt.Key.Key_F1 <= event.key() <= Qt.Key.Key_F12:
            event.ignore()
            return
        super().keyPressEvent(event)
        if self.currentIndex().row() != before and self.currentIndex().isValid():
            self.marked.emit(self._rows.key(self.currentIndex().row()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if not index.isValid() or event.button() != Qt.MouseButton.LeftButton:
            return
        key = self._rows.key(index.row())
        rect = self._delegate.button_rect(self.visualRect(index), index)
        if rect.contains(event.position().toPoint()):
            self._pressed_key = key
            return
        super().mousePressEvent(event)
        self.marked.emit(key)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        key, self._pressed_key = self._pressed_key, ""
        index = self.indexAt(event.position().toPoint())
        if key and index.isValid() and self._rows.key(index.row()) == key:
            rect = self._delegate.button_rect(self.visualRect(index), index)
            if rect.contains(event.position().toPoint()):
                self.button_pressed.emit(key)
                return
        super().mouseReleaseEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        over = index.isValid() and self._delegate.button_rect(self.visualRect(index), index).contains(
            event.position().toPoint()
        )
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)
        if not event.buttons():
            super().mouseMoveEvent(event)
