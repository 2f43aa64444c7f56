"""The calendar as a table: a cell an item and day, told to screen readers in a sentence."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop.core.inspect_pages import CalendarPage, Cell
from desktop.core.words import Words
from desktop.ui import speech

Index = QModelIndex | QPersistentModelIndex
CELL = Qt.ItemDataRole.UserRole + 1


def spoken(words: Words, page: CalendarPage, row: int, column: int) -> str:
    """`11月16日星期一，微波炉：不合格（打开门看内腔）`."""
    line = page.rows[row]
    name = speech.title(words, line.shorts)
    if column >= len(page.days):
        rate = "—" if line.rate is None else f"{line.rate}%"
        return words.say("ui.calendar.rate_said", item=name, rate=rate)
    day, cell = page.days[column], line.cells[column]
    said = words.say(f"ui.calendar.cell.{cell.state}", count=cell.count)
    if cell.failed:
        points = words.say("ui.list").join(speech.title(words, point) for point in cell.failed)
        said = words.say("ui.calendar.points", said=said, points=points)
    date = f"{speech.short_day(words, day)} {speech.weekday(words, day)}"
    return words.say("ui.calendar.said", day=date, item=name, state=said)


class CalendarModel(QAbstractTableModel):
    """Items × days, and the rate in the last column.

    Attributes:
        page: what is shown; words: in which language.
    """

    def __init__(self, words: Words, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.words = words
        self.page: CalendarPage | None = None

    def show_page(self, page: CalendarPage) -> None:
        if page == self.page:
            return
        same = self.page is not None and self.page.days == page.days and len(self.page.rows) == len(page.rows)
        if same:
            self.page = page
            self.dataChanged.emit(self.index(0, 0), self.index(len(page.rows) - 1, len(page.days)))
            return
        self.beginResetModel()
        self.page = page
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 Qt's own signature
        return 0 if parent.isValid() or self.page is None else len(self.page.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 Qt's own signature
        return 0 if parent.isValid() or self.page is None else len(self.page.days) + 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or self.page is None:
            return None
        row, column = index.row(), index.column()
        if role == CELL:
            line = self.page.rows[row]
            return line.cells[column] if column < len(line.cells) else line.rate
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.DisplayRole):
            return spoken(self.words, self.page, row, column)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        page, words = self.page, self.words
        if page is None or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        if orientation == Qt.Orientation.Vertical:
            return speech.title(words, page.rows[section].shorts)
        if section >= len(page.days):
            return words.say("ui.calendar.rate")
        day = page.days[section]
        return f"{speech.short_day(words, day)} {speech.weekday(words, day)}"

    def cell(self, row: int, column: int) -> Cell | None:
        if self.page is None or column >= len(self.page.days):
            return None
        return self.page.rows[row].cells[column]
