"""Every meal of a settlement, a line each, with the sums carried from page to page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import overload

from desktop.core.money import yuan
from desktop.core.papers import MealLine
from reports.dates import short_day
from reports.ink import INK_2, Align, Weight
from reports.page import LEFT, RIGHT, Paper
from reports.sums import Bridge, Running, Sums
from reports.table import Cell, Column, Row, Table


def draw_lines(drawn: Paper, lines: Sequence[MealLine], sums: Bridge) -> None:
    """The table of meals; the list price's column is left out where no meal has one."""
    say = drawn.say
    listed = any(line.list_fen for line in lines)
    columns = [
        Column(say("settlement.row"), 9, Align.RIGHT),
        Column(say("settlement.day"), 17.5),
        Column(say("settlement.time"), 10.5),
        Column(say("settlement.meal_period"), 15),
        Column(say("settlement.card"), 18.5),
        *([Column(say("settlement.list_price"), 17, Align.RIGHT)] if listed else []),
        Column(say("settlement.paid"), 17, Align.RIGHT),
        Column(say("settlement.subsidy"), 16, Align.RIGHT),
        Column("", 1),
        Column(say("settlement.state"), 29, lines=2),
        Column(say("settlement.seq"), 13, Align.RIGHT, ink=INK_2),
    ]
    running = Running(lines)

    def sum_row(key: str, part: Sums) -> Row:
        label = f"{say(key)}　{say('settlement.counted', count=f'{part.count:,}')}"
        amounts = [yuan(part.list_fen)] if listed else []
        amounts += [yuan(part.price_fen), yuan(part.subsidy_fen)]
        return (Cell(label, Weight.BOLD, span=5, align=Align.LEFT), *amounts, "", "", "")

    def carry(opening: bool, drawn_rows: int) -> Row:
        return sum_row("brought_forward" if opening else "carried_forward", running.after(drawn_rows))

    Table(drawn, columns, size=8.5, pad=0.6, fifths=True).draw(
        _Lines(drawn, lines, listed),
        total=sum_row("total", sums.due),
        carry=carry,
    )
    _end(drawn)


class _Lines(Sequence[Row]):
    """Rows of the table, each made when it is drawn: thirty thousand at once take as much room as all else. What
    repeats in thousands of lines is said once.
    """

    def __init__(self, drawn: Paper, lines: Sequence[MealLine], listed: bool) -> None:
        self._words = drawn.words
        self._lines = lines
        self._listed = listed
        self._voided = drawn.say("settlement.voided")
        self._held = drawn.say("settlement.held")
        self._days: dict[str, str] = {}

    def __len__(self) -> int:
        return len(self._lines)

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> list[Row]: ...
    def __getitem__(self, at: int | slice) -> Row | list[Row]:
        if isinstance(at, slice):
            return [self[each] for each in range(*at.indices(len(self._lines)))]
        return self._row(range(len(self._lines))[at] + 1, self._lines[at])

    def _row(self, number: int, line: MealLine) -> Row:
        day = self._days.get(line.day)
        if day is None:
            day = self._days[line.day] = short_day(self._words, line.day)
        prices = [line.list_fen, line.price_fen] if self._listed else [line.price_fen]
        start = (str(number), day, line.time, line.period, f"****{line.card}")
        seq = str(line.seq)
        if line.state == "counted":
            return (*start, *(yuan(fen) for fen in prices), yuan(line.subsidy_fen), "", line.why, seq)
        if line.state == "voided":
            cells = [Cell(yuan(fen), ink=INK_2, struck=True) for fen in prices]
            why = f"{self._voided}　{line.why}".strip()
            return (*start, *cells, yuan(0), "", Cell(why, Weight.MEDIUM), seq)
        cells = [Cell(yuan(fen), ink=INK_2) for fen in prices]
        if line.state == "refused":
            return (*start, *cells, yuan(0), "", Cell(f"× {line.why}".strip(), Weight.MEDIUM), seq)
        why = f"△ {self._held}　{line.why}".strip()
        return (*start, *cells, Cell(self._held, Weight.MEDIUM), "", Cell(why, Weight.MEDIUM), seq)


def _end(drawn: Paper) -> None:
    """—— 以下无明细 ——, so that no line can be added by hand."""
    if not drawn.fits(5.0):
        return
    sheet, y = drawn.sheet, drawn.y + 3.4
    middle = (LEFT + RIGHT) / 2
    text = drawn.say("end_of_list")
    spacing = 0.3 if drawn.words.language == "zh" else 0.0
    half = sheet.text(middle, y + 0.6, text, size=8.5, ink=INK_2, align=Align.CENTRE, spacing=spacing) / 2
    for side in (-1, 1):
        sheet.rule(middle + side * (half + 1.5), y - 0.6, middle + side * (half + 7.5), y - 0.6, ink=INK_2)
    drawn.y += 5.0
