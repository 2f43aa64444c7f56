"""The table of figures for spreadsheets: every figure of the dictionary in a span, as on the paper and by `figures`.

Numbers are whole, in the unit that stands beside them (fen, minutes, per mille), so that a sum of them is exact.
"""

from __future__ import annotations

from collections.abc import Iterator

from desktop.core.errors import Refused
from desktop.core.figures import Unit
from desktop.core.periods import Period
from desktop.core.words import Words
from desktop.services.dictionary import Figures, Reading

HEADS = (
    *("figure", "name", "unit", "value", "before", "change"),
    *("year_ago", "year_change", "year_to_date", "rule"),
)


def figures_period(figures: Figures, first: str | None, last: str | None) -> Period:
    """The span of an export, this month without any. Raises `Refused`."""
    if first is None and last is None:
        return figures.period()
    if first is None or last is None:
        raise Refused("span_open")
    return figures.period(span=(first, last))


def figure_rows(figures: Figures, words: Words, period: Period) -> Iterator[tuple[str | int, ...]]:
    """A line a figure; a cell is empty where there is no number."""
    for row in figures.read(period).rows:
        yield _row(row, words)


def _row(row: Reading, words: Words) -> tuple[str | int, ...]:
    named = row.named
    numbers = (row.value, row.before, row.change, row.year_ago, row.year_change, row.year_to_date)
    return (
        named.code,
        named.title(words),
        words.say(_unit(named.figure.unit)),
        *("" if number is None else number for number in numbers),
        named.figure.rules[words.language],
    )


def _unit(unit: Unit) -> str:
    """Papers show yuan, hours and per cent; here the numbers are as they are counted."""
    whole = unit in (Unit.FEN, Unit.MINUTES, Unit.PER_MILLE)
    return f"figures.whole_unit.{unit}" if whole else f"figures.unit.{unit}"
