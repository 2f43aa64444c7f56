"""The daily log of a station 工作日志: figures, hours, who came for what, every entry, sign-off."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.core.money import yuan
from desktop.core.papers import DailyPaper, DayFigures
from desktop.core.words import Words
from reports.bars import bars
from reports.dates import long_day
from reports.ink import INK_2, LINE, Align, Weight
from reports.page import LEFT, RIGHT, WIDTH, Paper
from reports.sign import HEIGHT as SIGN_HEIGHT
from reports.sign import Party, sign_off
from reports.table import Cell, Column, Row, Table

FIRST_HOUR, LAST_HOUR = 6, 22
"""Hours always shown; others only if somebody came."""
CHART_HEIGHT = 40.0
GUTTER = 6.0


def daily(paper: DailyPaper, words: Words) -> bytes:
    """The log's bytes; `paper.opened` and `closed` may be empty."""
    figures = paper.figures
    drawn = Paper(paper.frame, words, words.say("paper.daily.title"), long_day(words, figures.day, weekday=True))
    say = drawn.say
    number = say("number", number=paper.frame.number) if paper.frame.number else ""
    drawn.head(number, _hours(drawn, paper), say("daily.right", waiting=figures.waiting))
    _strip(drawn, figures)
    drawn.note(say("daily.rule"))
    _chart(drawn, figures.by_hour)
    _split(drawn, figures)
    _lines(drawn, paper)
    if paper.notes:
        _notes(drawn, paper.notes)
    drawn.room(SIGN_HEIGHT + 11.0)
    drawn.y += 4.0
    sign_off(
        drawn,
        (
            Party(
                say("sign.station", site=paper.frame.site),
                (say("sign.head"), say("sign.maker")),
                say("sign.station_hint"),
            ),
            Party(say("sign.street"), (say("sign.head"), say("sign.reviewer")), say("sign.street_hint")),
        ),
    )
    drawn.note(say("copies_station"))
    return drawn.finish()


def _hours(drawn: Paper, paper: DailyPaper) -> str:
    if not paper.opened:
        return drawn.say("daily.not_opened")
    closed = paper.closed or drawn.say("daily.still_open")
    return drawn.say("daily.opened", opened=paper.opened, closed=closed)


def _strip(drawn: Paper, figures: DayFigures) -> None:
    """Five figures with their units, each with a line that says more."""
    say, sheet, y = drawn.say, drawn.sheet, drawn.y + 1.0
    peak = max(figures.by_hour, default=0)
    busiest = say("daily.busiest", hour=figures.by_hour.index(peak), count=peak) if peak else say("nil")
    cells = (
        ("visits", f"{figures.visits:,}", busiest),
        ("persons", f"{figures.persons:,}", say("daily.persons_note")),
        (
            "meals",
            f"{figures.meals:,}",
            say("daily.meals_note", voided=figures.meals_voided, held=figures.meals_held),
        ),
        ("subsidy", yuan(figures.subsidy_fen), say("daily.subsidy_note", taken=yuan(figures.taken_fen))),
        ("open_jobs", f"{figures.open_rectifications:,}", say("daily.open_jobs_note")),
    )
    sheet.rule(LEFT, y, RIGHT, y, width=0.8)
    each = WIDTH / len(cells)
    for at, (key, value, more) in enumerate(cells):
        x = LEFT + each * at + (2.2 if at else 0.0)
        room = each - (3.2 if at else 1.0)
        if at:
            sheet.rule(LEFT + each * at, y + 2, LEFT + each * at, y + 17.8, ink=LINE)
        sheet.text(x, y + 5.6, say(f"daily.{key}"), size=9, ink=INK_2, width=room)
        unit = say(f"daily.{key}_unit")
        unit_width = sheet.width(unit, size=9) + 1.2
        used = sheet.text(x, y + 12.4, value, size=19, weight=Weight.BOLD, width=room - unit_width)
        sheet.text(x + used + 1.2, y + 12.4, unit, size=9, width=unit_width)
        sheet.text(x, y + 17.0, more, size=8, ink=INK_2, width=room)
    sheet.rule(LEFT, y + 19.6, RIGHT, y + 19.6, width=0.8)
    drawn.y = y + 20.8


def _chart(drawn: Paper, by_hour: Sequence[int]) -> None:
    if not any(by_hour):
        drawn.heading(drawn.say("daily.by_hour"), drawn.say("daily.by_hour_note"), keep=8.0)
        drawn.nothing(drawn.say("daily.no_split"))
        return
    drawn.heading(drawn.say("daily.by_hour"), drawn.say("daily.by_hour_note"), keep=CHART_HEIGHT)
    shown = [hour for hour in range(len(by_hour)) if FIRST_HOUR <= hour <= LAST_HOUR or by_hour[hour]]
    first, last = min(shown, default=0), max(shown, default=0)
    hours = range(first, last + 1)
    labels = [drawn.say("daily.hour", hour=hour) for hour in hours]
    values = [by_hour[hour] if hour < len(by_hour) else 0 for hour in hours]
    bars(drawn.sheet, LEFT, drawn.y, WIDTH, CHART_HEIGHT, labels, values)
    drawn.y += CHART_HEIGHT


def _split(drawn: Paper, figures: DayFigures) -> None:
    """Groups, services and ways of entry beside one another."""
    say = drawn.say
    parts = (
        ("by_group", "group", figures.by_group, True),
        ("by_service", "service", figures.by_service, False),
        ("by_how", "how", figures.by_how, True),
    )
    longest = max(len(pairs) for _, _, pairs, _ in parts)
    drawn.heading(say("daily.split"), say("daily.split_note"), keep=(longest + 2) * 6.4 if longest else 8.0)
    if not longest:
        drawn.nothing(say("daily.no_split"))
        return
    width = (WIDTH - 2 * GUTTER) / 3
    top = bottom = drawn.y
    for at, (key, name, pairs, summed) in enumerate(parts):
        drawn.y = top
        table = Table(
            drawn,
            (Column(say(f"daily.{key}"), 37), Column(say("daily.count"), 13, Align.RIGHT)),
            x=LEFT + at * (width + GUTTER),
            width=width,
        )
        rows: list[Row] = [(drawn.words.say(f"{name}.{code}"), f"{count:,}") for code, count in pairs]
        whole = (say("total"), f"{sum(count for _, count in pairs):,}")
        table.draw(rows or [(say("nil"), "0")], total=whole if summed else None)
        bottom = max(bottom, drawn.y)
    drawn.y = bottom


def _lines(drawn: Paper, paper: DailyPaper) -> None:
    say = drawn.say
    drawn.heading(say("daily.lines"), say("daily.lines_note", count=f"{len(paper.lines):,}"), keep=30)
    if not paper.lines:
        drawn.nothing(say("daily.no_lines"))
        return
    columns = (
        Column(say("daily.line_time"), 14),
        Column(say("daily.line_what"), 80, lines=3),
        Column(say("daily.line_whom"), 34, lines=2),
        Column(say("daily.line_by"), 18),
        Column(say("daily.line_seq"), 16, Align.RIGHT, ink=INK_2),
    )
    rows: list[Row] = [
        (line.time, line.what, line.whom or say("nil"), line.by or say("nil"), Cell(f"{line.seq}"))
        for line in paper.lines
    ]
    after = 0.0 if paper.notes else SIGN_HEIGHT + 11.0
    Table(drawn, columns, size=8.5, pad=0.6, fifths=True).draw(rows, after=after)


def _notes(drawn: Paper, notes: Sequence[str]) -> None:
    drawn.heading(drawn.say("daily.notes"), keep=12.0 + SIGN_HEIGHT)
    for note in notes:
        drawn.paragraph(note, size=10, leading=1.6, indent=False)
