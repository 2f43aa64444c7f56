"""Three-line tables 三线表, drawn straight on the page.

The head repeats on every page; a table with running sums says 过次页 at the foot and 承前页 at the head of a
page with what has been counted so far; in long lists every fifth line is stronger and guides the eye.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reports.ink import FAINT, INK, LINE, LINE_FIFTH, MM, Align, Ink, Weight
from reports.lines import is_cut
from reports.page import LEFT, WIDTH, Paper
from reports.sheet import HAIR

LEADING = 1.47
"""Height of a row's line, in em."""
STEP = 1.3
"""Distance of the lines of one cell, in em."""
TAIL = 3
"""So many of the last rows stay together with what follows the table."""
END = 0.8
"""Millimetres under the last line of a table."""
TOLD = 32
"""After so many rows whoever waits is told how far it has come; a shorter table is not worth it."""


@dataclass(frozen=True, slots=True)
class Column:
    """`width` is a share: all widths of a table together make its whole width. `lines` it may wrap to; what one line
    would have to be cut for takes two."""

    title: str
    width: float
    align: Align = Align.LEFT
    lines: int = 1
    weight: Weight = Weight.REGULAR
    ink: Ink = INK


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that differs from its column; `span` joins it with the columns after it."""

    text: str
    weight: Weight | None = None
    ink: Ink | None = None
    struck: bool = False
    span: int = 1
    align: Align | None = None


Row = Sequence[str | Cell]
Carry = Callable[[bool, int], Row]
"""Given whether it opens a page (承前页) or closes one (过次页), and how many rows were drawn."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A cell as it will be drawn."""

    lines: tuple[str, ...]
    size: float
    x: float
    width: float
    column: Column
    cell: Cell


class Table:
    """A table at the paper's `y`, which moves down with it; sizes in points, lengths in mm."""

    def __init__(
        self,
        paper: Paper,
        columns: Sequence[Column],
        *,
        size: float = 9.0,
        pad: float = 0.78,
        fifths: bool = False,
        x: float = LEFT,
        width: float = WIDTH,
    ) -> None:
        self._paper = paper
        self._sheet = paper.sheet
        self._size = size
        self._pad = pad
        self._side = 1.6 if size >= 9 else 1.1
        self._fifths = fifths
        self._x = x
        self._right = x + width
        scale = width / sum(column.width for column in columns)
        self._columns = tuple(columns)
        self._edges = [x + scale * sum(c.width for c in columns[:at]) for at in range(len(columns) + 1)]
        self._line = size * LEADING / MM

    @property
    def row_height(self) -> float:
        """Of a row of one line."""
        return self._line + 2 * self._pad

    def height(self, rows: Sequence[Row], *, total: bool = False) -> float:
        """Of the whole table on one page."""
        return sum(self._height(self._places(row)) for row in rows) + self.row_height * (2 if total else 1)

    def draw(
        self,
        rows: Sequence[Row],
        *,
        total: Row | None = None,
        carry: Carry | None = None,
        after: float = 0.0,
    ) -> None:
        """Draws all rows, over as many pages as they need.

        `total` is the sum row; `after` mm of what follows stay on one page with the last rows.
        """
        paper = self._paper
        foot = self.row_height if total is not None else 0.0
        self._head()
        for number, row in enumerate(rows):
            if number % TOLD == 0 and len(rows) > TOLD:
                self._sheet.watch.step(number, len(rows))
            places = self._places(row)
            need = self._height(places)
            if number == len(rows) - TAIL or (number == 0 and len(rows) <= TAIL):
                need = sum(self._height(self._places(later)) for later in rows[number:]) + foot + after
                need += END if after else 0.0
            elif number == len(rows) - 1:
                need += foot
            elif carry:
                need += self.row_height
            if not paper.fits(need) and number:
                self._turn(carry, number)
            self._row(places)
            self._under_row(number, last=number == len(rows) - 1)
        if total is not None:
            self._row(self._places(total, Weight.BOLD))
        self._close()

    # parts

    def _head(self) -> None:
        sheet, y = self._sheet, self._paper.y
        sheet.rule(self._x, y, self._right, y, width=1.1)
        titles = [Cell(column.title, Weight.MEDIUM, INK) for column in self._columns]
        self._row(self._places(titles))
        sheet.rule(self._x, self._paper.y, self._right, self._paper.y, width=0.6)

    def _close(self) -> None:
        self._sheet.rule(self._x, self._paper.y, self._right, self._paper.y, width=1.1)
        self._paper.y += END

    def _turn(self, carry: Carry | None, number: int) -> None:
        if carry:
            self._sum_row(carry(False, number))
        self._close()
        self._paper.next_page()
        self._head()
        if carry:
            self._sum_row(carry(True, number))
            y = self._paper.y
            self._sheet.rule(self._x, y, self._right, y, width=0.6, ink=LINE_FIFTH)

    def _sum_row(self, row: Row) -> None:
        y = self._paper.y
        self._sheet.box(self._x, y, self._right - self._x, self.row_height, fill=FAINT)
        self._sheet.rule(self._x, y, self._right, y, width=0.6, ink=LINE_FIFTH)
        self._row(self._places(row, Weight.MEDIUM))

    def _under_row(self, number: int, *, last: bool) -> None:
        if last:
            width, ink = 0.6, INK
        elif self._fifths and number % 5 == 4:
            width, ink = 0.6, LINE_FIFTH
        else:
            width, ink = HAIR, LINE
        self._sheet.rule(self._x, self._paper.y, self._right, self._paper.y, width=width, ink=ink)

    def _places(self, row: Row, weight: Weight | None = None) -> list[_Place]:
        places: list[_Place] = []
        at = 0
        for item in row:
            cell = item if isinstance(item, Cell) else Cell(item, weight)
            column = self._columns[at]
            first, end = at == 0, at + cell.span == len(self._columns)
            left = self._edges[at] + (0.6 if first else self._side)
            width = self._edges[at + cell.span] - (0.6 if end else self._side) - left
            places.append(self._fit(cell, column, left, width))
            at += cell.span
        return places

    def _fit(self, cell: Cell, column: Column, left: float, width: float) -> _Place:
        weight = cell.weight or column.weight
        lines = column.lines
        if lines == 1 or not cell.text:
            if not is_cut(self._sheet.fonts, cell.text, weight, self._size, width * MM):
                return _Place((cell.text,), self._size, left, width, column, cell)
            lines = 2
        high = self._line + (lines - 1) * self._size * STEP / MM
        fitted = self._sheet.fitted(cell.text, size=self._size, width=width, height=high, weight=weight, leading=STEP)
        return _Place(fitted.lines, fitted.size, left, width, column, cell)

    def _height(self, places: Sequence[_Place]) -> float:
        return 2 * self._pad + max(self._line + (len(p.lines) - 1) * p.size * STEP / MM for p in places)

    def _row(self, places: Sequence[_Place]) -> None:
        top = self._paper.y + self._pad
        for place in places:
            if not place.lines[0]:
                continue
            base = top + self._line / 2 + 0.36 * self._size / MM
            align = place.cell.align or place.column.align
            x = place.x
            if align is not Align.LEFT:
                x += place.width if align is Align.RIGHT else place.width / 2
            weight = place.cell.weight or place.column.weight
            ink = place.cell.ink or place.column.ink
            for line in place.lines:
                long = self._sheet.text(
                    x, base, line, size=place.size, weight=weight, ink=ink, align=align, width=place.width
                )
                if place.cell.struck:
                    self._strike(x, base, long, align, ink)
                base += place.size * STEP / MM
        self._paper.y += self._height(places)

    def _strike(self, x: float, base: float, long: float, align: Align, ink: Ink) -> None:
        left = {Align.LEFT: x, Align.CENTRE: x - long / 2, Align.RIGHT: x - long}[align]
        y = base - 0.33 * self._size / MM
        self._sheet.rule(left - 0.4, y, left + long + 0.4, y, width=0.6, ink=ink)
