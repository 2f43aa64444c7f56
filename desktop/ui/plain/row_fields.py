"""A small table to fill in from paper: a line of cells a row, and one more row when it is wanted."""

from __future__ import annotations

import itertools
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from desktop.core.plain import PlainField
from desktop.core.words import Words
from desktop.ui.look import Look
from desktop.ui.parts.button import Button, Kind
from desktop.ui.parts.card import column_in
from desktop.ui.parts.text import Text

ROWS_AT_FIRST = 3


class RowsField(QWidget):
    """Enter goes on to the next cell, and from the last one to a new row.

    Signals:
        typed: what stands in it now, as `text` gives it.
    """

    typed = Signal(str)

    def __init__(self, look: Look, words: Words, field: PlainField, labels: tuple[str, ...], value: str) -> None:
        super().__init__()
        self._look, self._field, self._labels = look, field, labels
        self._cells: list[list[QLineEdit]] = []
        column = column_in(self, 0, look.gap(6))
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(look.gap(4))
        self._grid.setVerticalSpacing(look.gap(4))
        for at, (each, label) in enumerate(zip(field.columns, labels, strict=True)):
            self._grid.setColumnStretch(at, each.wide)
            self._grid.addWidget(Text(look, label, "caption", 400, "ink_2", wrap=True), 0, at)
        column.addLayout(self._grid)
        self._more = Button(look, words.say("plain.more_rows"), Kind.SOFT, "plus")
        self._more.setObjectName(f"field.{field.name}.more")
        self._more.clicked.connect(self.add_row)
        column.addWidget(self._more)
        given = [line.split("\t") for line in value.split("\n")] if value else []
        for at in range(max(ROWS_AT_FIRST, len(given))):
            self._add(given[at] if at < len(given) else [])

    def text(self) -> str:
        """Cells parted by tabs, rows by line feeds; rows keep their place, empty ones at the end are left out."""
        lines = ["\t".join(" ".join(cell.text().split()) for cell in row) for row in self._cells]
        while lines and not lines[-1].strip():
            lines.pop()
        return "\n".join(lines)

    def add_row(self) -> None:
        """One more row, while there is room on the sheet, with the keyboard in it."""
        if len(self._cells) < self._field.most:
            self._add([])
            for cell in self._cells[-1]:
                cell.show()  # what is not seen yet takes no keyboard
            self._cells[-1][0].setFocus()

    def _add(self, texts: list[str]) -> None:
        number = len(self._cells)
        row = []
        for at, (each, label) in enumerate(zip(self._field.columns, self._labels, strict=True)):
            cell = QLineEdit(texts[at] if at < len(texts) else "")
            cell.setFixedHeight(self._look.px(44))
            cell.setMinimumWidth(1)
            cell.setMaxLength(100)
            cell.setTextMargins(-4, 0, -4, 0)
            cell.setObjectName(f"field.{self._field.name}.{number}.{each.name}")
            cell.setAccessibleName(f"{label} {number + 1}")
            cell.textChanged.connect(lambda _text: self.typed.emit(self.text()))
            cell.returnPressed.connect(partial(self._go_on, number, at))
            self._grid.addWidget(cell, number + 1, at)
            row.append(cell)
        if self._cells:
            self.setTabOrder(self._cells[-1][-1], row[0])
        for left, right in itertools.pairwise(row):
            self.setTabOrder(left, right)
        self.setTabOrder(row[-1], self._more)
        self._cells.append(row)
        self.setFocusProxy(self._cells[0][0])
        self._more.setVisible(len(self._cells) < self._field.most)

    def _go_on(self, row: int, at: int) -> None:
        if at + 1 < len(self._field.columns):
            self._cells[row][at + 1].setFocus()
        elif row + 1 < len(self._cells):
            self._cells[row + 1][0].setFocus()
        else:
            self.add_row()
