"""A month's posted hours against the real ones 开放时间对照表."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.core.day_papers import HoursLine, HoursPaper
from desktop.core.words import Words
from reports.dates import long_month, short_day
from reports.ink import INK_2, Align, Weight
from reports.page import Paper
from reports.sign import HEIGHT as SIGN_HEIGHT
from reports.sign import Party, sign_off
from reports.table import Cell, Column, Row, Table

LOUD = frozenset({"late", "short", "missing", "unclosed"})


def hours(paper: HoursPaper, words: Words) -> bytes:
    """The table's bytes."""
    drawn = Paper(paper.frame, words, words.say("paper.hours.title"), long_month(words, paper.month))
    say = drawn.say
    drawn.head("", say("hours.posted", hours=paper.hours), "")
    lines = paper.lines
    states = [line.state for line in lines]
    summary = say(
        "hours.summary",
        due=_span(_due(lines)),
        real=_span(sum(line.real for line in lines)),
        short=_span(sum(line.short for line in lines)),
        late=states.count("late"),
        missing=states.count("missing"),
        unclosed=states.count("unclosed"),
    )
    drawn.paragraph(summary, leading=1.6)
    planned, added = sum(line.planned for line in lines), sum(line.added for line in lines)
    if planned or added:
        drawn.paragraph(say("hours.summary_planned", planned=_span(planned), added=_span(added)), leading=1.6)
    drawn.note(say("hours.rule", grace=paper.grace, version=paper.version))
    drawn.heading(say("hours.days"), say("hours.days_note"), keep=30)
    _table(drawn, paper)
    drawn.room(SIGN_HEIGHT + 11.0)
    drawn.y += 4.0
    station = Party(
        say("sign.station", site=paper.frame.site), (say("sign.head"), say("sign.maker")), say("sign.station_hint")
    )
    sign_off(
        drawn, (station, Party(say("sign.street"), (say("sign.head"), say("sign.reviewer")), say("sign.street_hint")))
    )
    drawn.note(say("copies_station"))
    return drawn.finish()


def _table(drawn: Paper, paper: HoursPaper) -> None:
    say = drawn.say
    if not paper.lines:
        drawn.nothing(say("hours.none_yet"))
        return
    columns = (
        Column(say("hours.day"), 22),
        Column(say("hours.kind"), 20),
        Column(say("hours.due"), 15, Align.RIGHT),
        Column(say("hours.opened"), 16, Align.RIGHT),
        Column(say("hours.closed"), 16, Align.RIGHT),
        Column(say("hours.real"), 15, Align.RIGHT),
        Column(say("hours.late"), 13, Align.RIGHT),
        Column(say("hours.short"), 13, Align.RIGHT),
        Column("", 3),
        Column(say("hours.state"), 46, lines=2),
    )

    def carry(opens: bool, drawn_rows: int) -> Row:
        return _sums(say("brought_forward" if opens else "carried_forward"), paper.lines[:drawn_rows])

    rows = [_row(drawn, line) for line in paper.lines]
    total = _sums(say("total"), paper.lines)
    Table(drawn, columns, size=8.5, pad=0.5, fifths=True).draw(rows, total=total, carry=carry, after=SIGN_HEIGHT + 11.0)


def _due(lines: Sequence[HoursLine]) -> int:
    """Minutes that ought to have been open, of days of which it is known what they were."""
    return sum(line.due for line in lines if line.state != "unclosed")


def _sums(label: str, lines: Sequence[HoursLine]) -> Row:
    real, late, short = (sum(getattr(line, key) for line in lines) for key in ("real", "late", "short"))
    return (Cell(label, span=2), _span(_due(lines)), "", "", _span(real), _span(late), _span(short), "", "")


def _row(drawn: Paper, line: HoursLine) -> Row:
    say = drawn.say
    nil = say("nil")
    known = line.state in LOUD or line.state == "kept"
    state = say("hours.kept") if line.state == "kept" else say(f"hours.state_{line.state}")
    extra = [say("hours.part_planned")] if line.planned and line.due else []
    extra += [say("hours.part_added")] if line.added else []
    text = drawn.words.say("list.comma").join([state, *extra])
    return (
        short_day(drawn.words, line.day),
        line.kind,
        _span(line.due) if line.due else nil,
        line.opened or nil,
        line.closed or nil,
        _span(line.real) if known and line.state != "unclosed" else nil,
        _span(line.late) if line.late else nil,
        _span(line.short) if line.short else nil,
        "",
        Cell(text, Weight.BOLD if line.state in LOUD else None, None if line.state in LOUD else INK_2),
    )


def _span(minutes: int) -> str:
    """`14:00` for 840 minutes."""
    return f"{minutes // 60}:{minutes % 60:02d}"
