"""The sheet as a sheet: numbered lines under their heads, Enter to the next line, the group by one key."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from desktop.core.register import GROUP_MARKS
from desktop.core.sheet_pages import COLUMNS
from desktop.core.words import Words
from desktop.ui.look import Look
from desktop.ui.parts.card import Scrolling, column_in
from desktop.ui.parts.text import Elided, Text
from desktop.ui.sheet.presenter import tidy

_WIDE = {"time": 3, "group": 2, "who": 8, "count": 2, "services": 4}
_TIME_DIGITS = 4


class Cell(QLineEdit):
    """A cell of a line; arrows go up and down.

    Signals:
        gone: up (-1) or down (1).
    """

    gone = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.gone.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
            return
        super().keyPressEvent(event)


class Lines(QWidget):
    """All lines of a sheet. Passive.

    Signals:
        typed: line and column from nought, and the text.
        finished: Enter on the last line.
    """

    typed = Signal(int, int, str)
    finished = Signal()

    def __init__(self, look: Look, words: Words, kind: str, cells: list[list[str]]) -> None:
        super().__init__()
        self._look, self._words = look, words
        self._columns = COLUMNS[kind]
        self.cells: list[list[Cell]] = []
        self._told: list[Text] = []
        column = column_in(self)
        column.addWidget(self._heads())
        self._room = Scrolling()
        self._inside = QWidget()
        self._grid = QGridLayout(self._inside)
        self._stretch(self._grid)
        self._room.column.addWidget(self._inside)
        self._room.column.addStretch(1)
        column.addWidget(self._room, 1)
        for line in cells:
            self._add(line)

    def start(self) -> None:
        """The keyboard on the first line that is free."""
        free = next((line for line in self.cells if not "".join(cell.text() for cell in line)), self.cells[0])
        free[0].setFocus()

    def tell(self, row: int, sentence: str) -> None:
        """A sentence at the line `row` from 1, and the keyboard there; 0 takes all away."""
        for at, told in enumerate(self._told, 1):
            here = at == row and bool(sentence)
            told.setText(sentence if here else "")
            told.setVisible(here)
            for cell in self.cells[at - 1]:
                if (cell.property("wrong") == "true") != here:  # a style sheet is gone through for each
                    cell.setProperty("wrong", "true" if here else "false")
                    cell.style().unpolish(cell)
                    cell.style().polish(cell)
        if 1 <= row <= len(self.cells):
            self.cells[row - 1][0].setFocus()
            self._room.ensureWidgetVisible(self._told[row - 1])

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The line under the heads."""
        painter = QPainter(self)
        below = self._room.mapTo(self, QPoint(0, 0)).y() - 1
        painter.fillRect(QRect(0, below, self.width(), 1), self._look.qcolor("line_control"))

    # --- how it is built ------------------------------------------------------------------------------------------

    def _stretch(self, grid: QGridLayout) -> None:
        grid.setContentsMargins(0, 0, self._look.gap(14), 0)
        grid.setHorizontalSpacing(0)
        grid.setVerticalSpacing(0)
        grid.setColumnMinimumWidth(0, self._look.px(34))
        for at, name in enumerate(self._columns, 1):
            grid.setColumnStretch(at, _WIDE[name])

    def _heads(self) -> QWidget:
        made = QWidget()
        grid = QGridLayout(made)
        self._stretch(grid)
        for at, name in enumerate(("row", *self._columns)):
            head = Elided(self._look, self._words.say(f"sheet.column.{name}"), "small", 500, "ink_2")
            head.setMinimumWidth(1)
            grid.addWidget(head, 0, at)
        return made

    def _add(self, texts: list[str]) -> None:
        look, row = self._look, len(self.cells)
        number = Text(look, str(row + 1), "small", 500, "ink_2")
        number.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._grid.addWidget(number, 2 * row, 0)
        line = []
        for at, name in enumerate(self._columns):
            cell = Cell(texts[at])
            cell.setProperty("paper", "true")
            cell.setFixedHeight(look.px(44))
            cell.setMinimumWidth(1)
            cell.setMaxLength(100 if name == "who" else 12)
            cell.setObjectName(f"sheet.{row + 1}.{name}")
            cell.setAccessibleName(f"{self._words.say(f'sheet.column.{name}')} {row + 1}")
            cell.textEdited.connect(partial(self._edited, row, at))
            cell.editingFinished.connect(partial(self._left, cell, name, row, at))
            cell.returnPressed.connect(partial(self._go, row + 1, 0))
            cell.gone.connect(partial(self._moved, row, at))
            self._grid.addWidget(cell, 2 * row, at + 1)
            line.append(cell)
        told = Text(look, "", "small", 500, "wrong_ink", wrap=True)
        told.setObjectName(f"sheet.told.{row + 1}")
        told.setContentsMargins(look.gap(10), look.gap(4), 0, look.gap(4))
        told.hide()
        self._grid.addWidget(told, 2 * row + 1, 1, 1, len(self._columns))
        self.cells.append(line)
        self._told.append(told)

    def _edited(self, row: int, at: int, text: str) -> None:
        """Four digits are a time and one mark a group: the keyboard goes on by itself."""
        self.typed.emit(row, at, text)
        name = self._columns[at]
        full = text.isascii() and text.isdigit() and len(text) == _TIME_DIGITS
        if (name == "time" and full) or (name == "group" and len(text) == 1 and text in GROUP_MARKS):
            self._go(row, at + 1)

    def _left(self, cell: Cell, name: str, row: int, at: int) -> None:
        shown = tidy(name, cell.text())
        if shown != cell.text():
            cell.setText(shown)
            self.typed.emit(row, at, shown)

    def _moved(self, row: int, at: int, by: int) -> None:
        self._go(row + by, at)

    def _go(self, row: int, at: int) -> None:
        if row >= len(self.cells):
            self.finished.emit()
        elif row >= 0:
            cell = self.cells[row][min(at, len(self._columns) - 1)]
            cell.setFocus(Qt.FocusReason.TabFocusReason)
            self._room.ensureWidgetVisible(cell)
