"""The visits of all time as a list that holds a few pages of them, asked for as they come into sight."""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable
from itertools import accumulate

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from desktop.core.pages import VisitRow
from desktop.core.visit_pages import PAGE_ROWS, VisitDays, VisitPart
from desktop.ui.parts.row_list import ROW, RowModel

Index = QModelIndex | QPersistentModelIndex
Page = tuple[str, int]
# Pages held: some screens of rows around the one in sight.
PAGES_MOST = 16


class PastModel(RowModel):
    """Rows of every day, newest first. A row that is not here yet is None, and its page is asked for.

    Signals:
        wanted: the day and the first row of a page that is in sight.
    """

    wanted = Signal(str, int)

    def __init__(self, spoken: Callable[[VisitRow], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._say = spoken
        self._days: tuple[str, ...] = ()
        self._ends: list[int] = []
        self._parts: OrderedDict[Page, tuple[VisitRow, ...]] = OrderedDict()
        self._missing: Page | None = None
        self._asked: Page | None = None
        self._ask = QTimer(self)
        self._ask.setSingleShot(True)
        self._ask.timeout.connect(self._want)

    # --- what is told -------------------------------------------------------------------------

    def set_days(self, found: VisitDays) -> None:
        """Which days there are; pages are asked for anew."""
        self.beginResetModel()
        self._days = found.days
        self._ends = list(accumulate(found.rows))
        self._parts.clear()
        self._missing = self._asked = None
        self.endResetModel()

    def set_part(self, part: VisitPart) -> None:
        page = (part.day, part.skip)
        self._asked = None
        self._parts[page] = part.rows
        while len(self._parts) > PAGES_MOST:
            self._parts.popitem(last=False)
        first = self.first_of(part.day) + part.skip
        last = min(first + PAGE_ROWS, self.rowCount()) - 1
        if 0 <= first <= last:
            self.dataChanged.emit(self.index(first), self.index(last))
        if self._missing is not None:
            self._ask.start(0)

    # --- where things are ------------------------------------------------------------------------

    @property
    def days(self) -> tuple[str, ...]:
        return self._days

    def day_of(self, row: int) -> str:
        at = bisect_right(self._ends, row)
        return self._days[at] if at < len(self._days) else ""

    def first_of(self, day: str) -> int:
        """The row at which a day begins, -1 when it has none."""
        if day not in self._days:
            return -1
        at = self._days.index(day)
        return self._ends[at - 1] if at else 0

    def row(self, key: str) -> VisitRow | None:
        """A visit that is held, by its fact."""
        return next((row for rows in self._parts.values() for row in rows if row.fact == key), None)

    # --- what the list asks -------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 Qt's own signature
        return 0 if parent.isValid() or not self._ends else self._ends[-1]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == ROW:
            return self._at(index.row())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            found = self._at(index.row())
            return self._say(found) if found is not None else "…"
        return None

    def key(self, row: int) -> str:
        found = self._at(row)
        return found.fact if found is not None else ""

    def row_of(self, key: str) -> int:
        for (day, skip), rows in self._parts.items():
            for at, row in enumerate(rows):
                if row.fact == key:
                    return self.first_of(day) + skip + at
        return -1

    def _at(self, row: int) -> VisitRow | None:
        at = bisect_right(self._ends, row)
        if not 0 <= at < len(self._days):
            return None
        inside = row - (self._ends[at - 1] if at else 0)
        page = (self._days[at], inside - inside % PAGE_ROWS)
        held = self._parts.get(page)
        if held is None:
            # only the last page painted is asked for: whoever drags the bar passes many
            self._missing = page
            self._ask.start(0)
            return None
        if next(reversed(self._parts)) != page:
            self._parts.move_to_end(page)
        return held[inside % PAGE_ROWS] if inside % PAGE_ROWS < len(held) else None

    def _want(self) -> None:
        if self._missing is not None and self._asked is None:
            self._asked, self._missing = self._missing, None
            self.wanted.emit(*self._asked)
