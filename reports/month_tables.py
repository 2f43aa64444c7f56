"""Tables of a month: groups and services side by side, meals by merchant, what changed, jobs, hours, the hub."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.core.money import yuan
from desktop.core.month_papers import MonthlyPaper
from reports.dates import short_day
from reports.figures import figure_columns, figure_row
from reports.ink import INK_2, TEAL, Align, Weight
from reports.month_charts import tenths
from reports.monthly_summary import span
from reports.page import LEFT, RIGHT, WIDTH, Paper
from reports.table import Cell, Column, Row, Table

GAP = 8.0
PERIODS_MOST = 6
KEPT_STATES = frozenset({"late", "short", "missing", "unclosed"})


def shares(drawn: Paper, paper: MonthlyPaper) -> None:
    """Groups and services with their shares of all visits; both are 人次, and medicine is counted by itself."""
    say, sheet, words = drawn.say, drawn.sheet, drawn.words
    half = (WIDTH - GAP) / 2
    visits = paper.value("visits_times")
    lines = max(len(paper.groups) + 1, len(paper.services))
    drawn.room(9.0 + 6.5 * (lines + 1) + 9.0)
    top = drawn.y + 6.2
    bottoms = []
    for at, (key, rows, total) in enumerate((("group", paper.groups, True), ("service", paper.services, False))):
        x = LEFT + at * (half + GAP)
        right = x + half
        used = sheet.text(x, top, say(f"monthly.table_{key}"), size=9, weight=Weight.MEDIUM, width=half * 0.72)
        sheet.text(right, top, say("monthly.unit_times"), size=9, ink=INK_2, align=Align.RIGHT, width=half - used - 2)
        drawn.y = top + 1.6
        columns = (
            Column(say(f"monthly.{key}"), 31),
            Column(say("monthly.times"), 13, Align.RIGHT),
            Column(say("monthly.of_visits"), 14, Align.RIGHT),
            Column("", 19),
        )
        table = Table(drawn, columns, size=8.5, x=x, width=half)
        begin = drawn.y + table.row_height
        body: list[Row] = [
            (words.say(f"{key}.{code}"), f"{count:,}", _share(drawn, count, visits), "") for code, count in rows
        ]
        whole = (say("total"), f"{visits:,}", _share(drawn, visits, visits), "") if total else None
        table.draw(body, total=whole)
        bottoms.append(drawn.y)
        _bars(drawn, [count for _, count in rows], (right - 15.5, right - 0.6), begin, table.row_height)
    drawn.y = max(bottoms)
    drawn.note(
        say(
            "monthly.split",
            registered=f"{paper.value('visits_by_how.registered'):,}",
            anonymous=f"{paper.value('visits_by_how.anonymous'):,}",
            own=f"{paper.value('visits_by_how.self'):,}",
            screen=f"{paper.value('visits_by_presence.screen'):,}",
            poster=f"{paper.value('visits_by_presence.poster'):,}",
            paper=f"{paper.value('visits_by_how.paper'):,}",
            persons=f"{paper.value('visits_persons'):,}",
            voided=f"{paper.value('visits_voided'):,}",
        )
    )


def _share(drawn: Paper, part: int, whole: int) -> str:
    return drawn.say("monthly.share", percent=tenths(part, whole)) if whole else drawn.say("nil")


def _bars(drawn: Paper, counts: Sequence[int], edges: tuple[float, float], top: float, step: float) -> None:
    most = max(counts, default=0)
    for at, count in enumerate(counts):
        if count:
            wide = (edges[1] - edges[0]) * count / most
            drawn.sheet.box(edges[0], top + step * at + step / 2 - 1.1, wide, 2.2, fill=TEAL)


def meals(drawn: Paper, paper: MonthlyPaper) -> None:
    """Merchants by period; voided meals are in no count before, held ones are counted and not yet owed."""
    say = drawn.say
    if not paper.merchants:
        drawn.nothing(say("monthly.no_meals"))
        return
    unit = say("monthly.unit_meals")
    drawn.sheet.text(LEFT, drawn.y + 4.2, say("monthly.table_meals"), size=9, weight=Weight.MEDIUM, width=100)
    drawn.sheet.text(RIGHT, drawn.y + 4.2, unit, size=9, ink=INK_2, align=Align.RIGHT, width=50)
    drawn.y += 5.6
    periods = paper.periods[:PERIODS_MOST]
    refused = any(line.refused for line in paper.merchants)
    zh = drawn.words.language == "zh"  # English words of periods and states are twice as long
    columns = [Column(say("monthly.merchant"), 40 if zh else 28, lines=3)]
    columns += [Column(title, 13 if zh else 24, Align.RIGHT) for _, title in periods]
    columns.append(Column(say("monthly.portions"), 17 if zh else 21, Align.RIGHT, weight=Weight.MEDIUM))
    columns += [Column(say(f"monthly.{key}"), 14 if zh else 21, Align.RIGHT) for key in _aside(refused)]
    columns += [Column(say(f"monthly.{key}"), 24, Align.RIGHT) for key in ("taken", "subsidy")]
    rows: list[Row] = []
    for line in paper.merchants:
        counts = [f"{count:,}" if count else say("nil") for count in line.periods[: len(periods)]]
        asides = [getattr(line, key) for key in _aside(refused)]
        rows.append(
            (
                line.name,
                *counts,
                f"{line.meals:,}",
                *(f"{count:,}" if count else say("nil") for count in asides),
                yuan(line.taken_fen),
                yuan(line.subsidy_fen),
            )
        )
    total = (
        say("total"),
        *(f"{sum(line.periods[at] for line in paper.merchants):,}" for at in range(len(periods))),
        f"{sum(line.meals for line in paper.merchants):,}",
        *(f"{sum(getattr(line, key) for line in paper.merchants):,}" for key in _aside(refused)),
        yuan(sum(line.taken_fen for line in paper.merchants)),
        yuan(sum(line.subsidy_fen for line in paper.merchants)),
    )
    rule = say("monthly.meals_rule")
    Table(drawn, columns, size=8.5, pad=0.7).draw(rows, total=total, after=drawn.note_height(rule))
    drawn.note(rule)


def _aside(refused: bool) -> tuple[str, ...]:
    return ("voided", "held", "refused") if refused else ("voided", "held")


def changes(drawn: Paper, paper: MonthlyPaper, codes: Sequence[str]) -> None:
    """The main figures against the month before, the year before, and this year so far."""
    rows = [figure_row(drawn, paper.figures[code]) for code in codes]
    rule = drawn.say("monthly.changes_rule")
    columns = figure_columns(drawn, running=paper.running)
    Table(drawn, columns, size=8.5, pad=0.6).draw(rows, after=drawn.note_height(rule))
    drawn.note(rule)


def jobs(drawn: Paper, paper: MonthlyPaper) -> None:
    """What was open in the month: found, due, closed, and how long it took."""
    say = drawn.say
    if not paper.jobs:
        drawn.nothing(say("monthly.no_jobs"))
        return
    columns = (
        Column(say("monthly.job_number"), 11),
        Column(say("monthly.job_item"), 22, lines=2),
        Column(say("monthly.job_what"), 46, lines=3),
        Column(say("monthly.job_found"), 21),
        Column(say("monthly.job_due"), 14),
        Column(say("monthly.job_closed"), 22),
        Column(say("monthly.job_took"), 19, Align.RIGHT),
        Column(say("monthly.job_on_time"), 15, lines=2),
    )
    rows: list[Row] = []
    for job in paper.jobs:
        closed = job.closed[5:] if job.closed else drawn.words.say(f"rectification_state.{job.state}")
        spent = took(drawn, job.minutes) if job.minutes is not None else say("nil")
        key = "late" if job.late else "on_time" if job.closed else "in_time"
        weight = Weight.BOLD if job.late else None
        state = Cell(say(f"monthly.job.{key}"), weight)
        rows.append((job.number, job.item, job.what, job.found[5:], job.due[5:], closed, spent, state))
    rule = say("monthly.jobs_rule")
    Table(drawn, columns, size=8.5, pad=0.6).draw(rows, after=drawn.note_height(rule))
    drawn.note(rule)


def took(drawn: Paper, minutes: int) -> str:
    """So many minutes, in days and hours from a day on."""
    days, rest = divmod(minutes, 24 * 60)
    key = "monthly.took_days" if days else "monthly.took"
    return drawn.say(key, days=days, hours=rest // 60, minutes=rest % 60)


def kept(drawn: Paper, paper: MonthlyPaper) -> None:
    """Posted and real hours in sums, and the days that were not as posted."""
    say = drawn.say
    lines = paper.kept
    if not lines:
        drawn.nothing(say("monthly.no_hours"))
        return
    due = sum(line.due for line in lines if line.state != "unclosed")
    rows: list[Row] = [(say("monthly.hours_due"), "", span(due))]
    for key in ("planned", "added"):
        minutes = sum(getattr(line, key) for line in lines)
        if minutes:
            rows.append((say(f"monthly.hours_{key}"), "", span(minutes)))
    odd = [line for line in lines if line.state in KEPT_STATES]
    for line in odd:
        said = drawn.words.say("list.comma").join(
            part
            for part in (
                say(f"hours.state_{line.state}"),
                say("monthly.opened_closed", opened=line.opened or say("nil"), closed=line.closed or say("nil")),
            )
            if part
        )
        rows.append((short_day(drawn.words, line.day), said, f"−{span(line.short)}" if line.short else say("nil")))
    real = sum(line.real for line in lines)
    total = (say("monthly.hours_real"), _share(drawn, real, due) if due else say("nil"), span(real))
    columns = (
        Column(say("monthly.hours_what"), 50),
        Column("", 82, lines=2),
        Column(say("monthly.hours"), 30, Align.RIGHT),
    )
    rule = say("hours.rule", grace=paper.grace, version=paper.hours_version)
    Table(drawn, columns, size=8.5, pad=0.6).draw(rows, total=total, after=drawn.note_height(rule))
    drawn.note(rule)


def acknowledged(drawn: Paper, paper: MonthlyPaper, after: float) -> None:
    """Own entries of the month's days: captured = acknowledged + waiting + flagged; `after` mm stay with its end."""
    say = drawn.say
    if not paper.joined:
        drawn.nothing(say("monthly.apart"))
    columns = (
        Column(say("reconciliation.part"), 52),
        Column(say("reconciliation.captured"), 30, Align.RIGHT),
        Column(say("reconciliation.acknowledged"), 30, Align.RIGHT),
        Column(say("reconciliation.waiting"), 25, Align.RIGHT),
        Column(say("reconciliation.flagged"), 25, Align.RIGHT),
    )
    rows: list[Row] = [
        (
            say(f"reconciliation.{line.part}"),
            f"{line.captured:,}",
            f"{line.acknowledged:,}",
            f"{line.waiting:,}",
            f"{line.flagged:,}",
        )
        for line in paper.parts
    ]
    sums = [
        sum(getattr(line, key) for line in paper.parts) for key in ("captured", "acknowledged", "waiting", "flagged")
    ]
    if not rows:
        drawn.nothing(say("monthly.no_entries"))
        return
    rule = say("monthly.hub_rule")
    total = (say("total"), *(f"{each:,}" for each in sums))
    Table(drawn, columns, size=8.5, pad=0.6).draw(rows, total=total, after=after + drawn.note_height(rule))
    drawn.note(rule)
