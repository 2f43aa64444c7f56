"""The frozen data of the paper of figures: a month's, compared, with the rule behind each."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.core.figures import Unit
from desktop.core.papers import Frame
from desktop.core.periods import Span


@dataclass(frozen=True)
class FigureLine:
    """A figure in numbers of its unit (fen, minutes and per mille as such); None where there is none.

    Changes are per mille, of shares in points. `under` is the family that it is a member of, empty for others; `code`
    the name in the dictionary.
    """

    name: str
    under: str
    unit: Unit
    value: int | None
    before: int | None
    change: int | None
    year_ago: int | None
    year_change: int | None
    year_to_date: int | None
    code: str = ""


@dataclass(frozen=True)
class FigureSection:
    title: str
    lines: tuple[FigureLine, ...]


@dataclass(frozen=True)
class FiguresPaper:
    """`running` while the month is not over; the spans are those that its columns are about; `rules` name and 口径."""

    frame: Frame
    month: str
    version: str
    running: bool
    span: Span
    before: Span
    year_ago: Span | None
    began: str
    sections: tuple[FigureSection, ...]
    rules: tuple[tuple[str, str], ...]
    comparisons: str
