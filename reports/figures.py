"""A month's figures 统计指标表: each with what it is compared with, and at the end what each of them counts."""

from __future__ import annotations

from desktop.core.figures import Unit
from desktop.core.figures_papers import FigureLine, FigureSection, FiguresPaper
from desktop.core.money import yuan
from desktop.core.periods import Span
from desktop.core.words import Words
from reports.dates import long_month
from reports.ink import INK_2, Align, Weight
from reports.page import Paper
from reports.sign import HEIGHT as SIGN_HEIGHT
from reports.sign import Party, sign_off
from reports.table import Cell, Column, Row, Table


def figures(paper: FiguresPaper, words: Words) -> bytes:
    """The paper's bytes."""
    drawn = Paper(paper.frame, words, words.say("paper.figures.title"), long_month(words, paper.month))
    say = drawn.say
    began = say("figures.began", day=paper.began)
    drawn.head(say("figures.version", version=paper.version), "", began)
    drawn.note(_spans(drawn, paper))
    for section in paper.sections:
        _section(drawn, paper, section)
    _rules(drawn, paper)
    drawn.room(SIGN_HEIGHT + 11.0)
    drawn.y += 4.0
    station = Party(
        say("sign.station", site=paper.frame.site), (say("sign.head"), say("sign.maker")), say("sign.station_hint")
    )
    street = Party(say("sign.street"), (say("sign.head"), say("sign.reviewer")), say("sign.street_hint"))
    sign_off(drawn, (station, street))
    drawn.note(say("copies_station"))
    return drawn.finish()


def _spans(drawn: Paper, paper: FiguresPaper) -> str:
    """Which days stand in which column."""

    def days(span: Span | None) -> str:
        return drawn.say("figures.days", first=span.first, last=span.last) if span else drawn.say("nil")

    key = "figures.spans_running" if paper.running else "figures.spans"
    return drawn.say(key, span=days(paper.span), before=days(paper.before), year_ago=days(paper.year_ago))


def _section(drawn: Paper, paper: FiguresPaper, section: FigureSection) -> None:
    say = drawn.say
    drawn.heading(section.title, keep=18.0)
    if not section.lines:
        drawn.nothing(say("figures.none"))
        return
    columns = figure_columns(drawn, running=paper.running)
    rows: list[Row] = []
    under = ""
    for line in section.lines:
        if line.under and line.under != under and line.under != section.title:
            rows.append((Cell(line.under, Weight.MEDIUM, span=len(columns)),))
        under = line.under
        rows.append(figure_row(drawn, line))
    Table(drawn, columns, size=8.5, pad=0.6).draw(rows)


def figure_columns(drawn: Paper, *, running: bool) -> tuple[Column, ...]:
    """Those of `figure_row`; of a period that is still running the others are compared up to the same day."""
    say = drawn.say
    part = "_part" if running else ""
    return (
        Column(say("figures.name"), 41, lines=2),
        Column(say("figures.unit"), 14, ink=INK_2),
        Column(say("figures.value"), 20, Align.RIGHT, weight=Weight.MEDIUM),
        Column(say(f"figures.before{part}"), 20, Align.RIGHT),
        Column(say("figures.change"), 16, Align.RIGHT),
        Column(say(f"figures.year_ago{part}"), 20, Align.RIGHT),
        Column(say("figures.year_change"), 16, Align.RIGHT),
        Column(say("figures.year_to_date"), 22, Align.RIGHT),
    )


def figure_row(drawn: Paper, line: FigureLine) -> Row:
    """A figure with the month before, the year before and this year so far."""
    points = line.unit is Unit.PER_MILLE
    return (
        line.name,
        drawn.words.say(f"figures.unit.{line.unit}"),
        figure_text(drawn, line.unit, line.value),
        figure_text(drawn, line.unit, line.before),
        change_text(drawn, line.change, points=points),
        figure_text(drawn, line.unit, line.year_ago),
        change_text(drawn, line.year_change, points=points),
        figure_text(drawn, line.unit, line.year_to_date),
    )


def figure_text(drawn: Paper, unit: Unit, value: int | None) -> str:
    """Yuan, hours and percent of what is held in fen, minutes and per mille; others as they are."""
    if value is None:
        return drawn.say("nil")
    if unit is Unit.FEN:
        return yuan(value)
    if unit is Unit.MINUTES:
        return _tenths((value * 10 + 30) // 60)
    return _tenths(value) if unit is Unit.PER_MILLE else f"{value:,}"


def _tenths(value: int) -> str:
    return f"{value // 10:,}.{value % 10}"


def change_text(drawn: Paper, change: int | None, *, points: bool) -> str:
    """A change with its sign, in percent or points."""
    if change is None:
        return drawn.say("nil")
    sign = "+" if change > 0 else "−" if change < 0 else ""
    return drawn.say("figures.points" if points else "figures.percent", number=f"{sign}{_tenths(abs(change))}")


def _rules(drawn: Paper, paper: FiguresPaper) -> None:
    say = drawn.say
    drawn.heading(say("figures.rules"), keep=24.0)
    columns = (
        Column(say("figures.name"), 34, lines=2, weight=Weight.MEDIUM),
        Column(say("figures.rule"), 128, lines=3),
    )
    rules = (*paper.rules, (say("figures.comparisons"), paper.comparisons))
    last = f"{rules[-1][0]}{say('colon')}{rules[-1][1]}"
    after = 1.6 + drawn.note_height(last) + SIGN_HEIGHT + 11.0
    Table(drawn, columns, size=8.5, pad=0.6).draw(rules[:-1], after=after)
    drawn.y += 1.6
    drawn.note(last)
