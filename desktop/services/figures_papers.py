"""The data of the paper of figures: a month by the dictionary."""

from __future__ import annotations

from collections.abc import Callable

from desktop.core.business_day import month_of
from desktop.core.figures import Named
from desktop.core.figures_papers import FigureLine, FigureSection, FiguresPaper
from desktop.core.papers import Frame
from desktop.core.words import Words
from desktop.services.dictionary import Figures, Reading, Readings

# Families of which a member that never happened is left out of the paper.
LONG = ("hour",)


def figures_paper(
    figures: Figures, words: Words, frame: Callable[[str, str, str], Frame], month: str | None
) -> FiguresPaper:
    """All figures of a month (this one without any); raises `Refused` for one that has not come."""
    readings = figures.read(figures.period(month=month))
    book, period = figures.book, readings.period
    named = month_of(period.span.first)
    return FiguresPaper(
        frame=frame("figures", "", f"{named} {book.version}"),
        month=named,
        version=book.version,
        running=period.running,
        span=period.span,
        before=period.before,
        year_ago=period.year_ago,
        began=readings.began,
        sections=tuple(
            FigureSection(titles[words.language], _lines(readings, code, words))
            for code, titles in book.sections.items()
        ),
        rules=tuple((figure.titles[words.language], figure.rules[words.language]) for figure in book.figures.values()),
        comparisons=book.comparisons[words.language],
    )


def _lines(readings: Readings, section: str, words: Words) -> tuple[FigureLine, ...]:
    return tuple(
        FigureLine(
            name=_name(row.named, words),
            under=row.named.figure.titles[words.language] if row.named.member else "",
            unit=row.named.figure.unit,
            value=row.value,
            before=row.before,
            change=row.change,
            year_ago=row.year_ago,
            year_change=row.year_change,
            year_to_date=row.year_to_date,
            code=row.named.code,
        )
        for row in readings.rows
        if row.named.figure.section == section and _shown(row)
    )


def _name(named: Named, words: Words) -> str:
    return named.short(words) if named.member else named.title(words)


def _shown(row: Reading) -> bool:
    numbers = (row.value, row.before, row.year_ago, row.year_to_date)
    return row.named.figure.each not in LONG or any(numbers)
