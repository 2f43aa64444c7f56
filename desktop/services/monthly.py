"""The data of 泉新泉驿服务月报: figures by the dictionary, taken apart by day, hour, group and merchant.

Whatever a figure of the dictionary says is asked there, whole or apart, so that the paper, the table of figures and
`explain` never count in two ways.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from desktop.core import business_day
from desktop.core.figures_papers import FigureLine
from desktop.core.inspect_pages import GOOD
from desktop.core.month_papers import BESIDE, COMPARED, ItemDays, MerchantMonth, MonthlyPaper
from desktop.core.people import GROUPS
from desktop.core.periods import Span
from desktop.core.roles import Operator
from desktop.core.visit import SERVICES
from desktop.core.watch import watch_now
from desktop.core.words import Words
from desktop.services.compliance import calendar_rows
from desktop.services.day_papers import hours as hours_paper
from desktop.services.desk import Desk, allowed
from desktop.services.dictionary import Figures, Reading
from desktop.services.figures import MEDICINE, apart
from desktop.services.monthly_parts import acknowledged, jobs, partners, slips
from desktop.store.membership import read_membership

if TYPE_CHECKING:
    from desktop.services.papers import Papers, Wanted


@dataclass(frozen=True)
class _Visits:
    by_day: Mapping[str, int]
    by_hour: tuple[tuple[int, ...], ...]
    by_group: Mapping[str, int]


@allowed("print")
def monthly(papers: Papers, by: Operator, wanted: Wanted) -> MonthlyPaper:
    """The station's month (this one without one), as it stands now. Raises `Refused` for one that has not come, and
    `Halted` between its parts when nobody wants it any more.
    """
    desk, words, figures = papers.desk, papers.words, papers.office.figures
    period = figures.period(month=wanted.month)
    month = business_day.month_of(period.span.first)
    watch_now().check()
    readings = figures.read(period, COMPARED)
    lines = {row.named.code: figure_line(row, words) for row in readings.rows}
    lines |= {code: _alone(figures, code, value, words) for code, value in figures.values(BESIDE, period).items()}
    watch_now().check()
    kept = hours_paper(papers, by, type(wanted)("hours", month))
    watch_now().check()
    span, today = period.span, figures.today()
    with desk.store.read() as connection:
        at = _visits(connection, figures, span, today)
        watch_now().check()
        services = _services(connection, figures, span, today, lines)
        watch_now().check()
        merchants, periods = _meals(connection, desk, words, figures, span, today)
        watch_now().check()
        days = _days(month)
        return MonthlyPaper(
            frame=papers.frame("monthly", words.say("monthly.number", year=month[:4], month=int(month[5:])), month),
            month=month,
            running=period.running,
            span=span,
            before=period.before,
            began=readings.began,
            figures=lines,
            days=tuple((day, at.by_day.get(day, 0) if readings.began <= day <= span.last else None) for day in days),
            off=frozenset(day for day in days if not desk.rules.calendar.is_workday(day)),
            hours=at.by_hour,
            groups=tuple((group, at.by_group.get(group, 0)) for group in GROUPS),
            services=services,
            periods=periods,
            merchants=merchants,
            slips=slips(connection, span),
            partners=partners(connection, span),
            standard=_standard(connection, desk, words, days, today),
            jobs=jobs(connection, desk, words, span, today),
            posted=kept.hours,
            hours_version=kept.version,
            grace=kept.grace,
            kept=kept.lines,
            joined=read_membership(connection, desk.key) is not None,
            parts=acknowledged(connection, Span(*business_day.month_span(month))),
        )


def figure_line(row: Reading, words: Words) -> FigureLine:
    """A reading as papers show it."""
    return FigureLine(
        name=row.named.title(words),
        under="",
        unit=row.named.figure.unit,
        value=row.value,
        before=row.before,
        change=row.change,
        year_ago=row.year_ago,
        year_change=row.year_change,
        year_to_date=row.year_to_date,
    )


def _alone(figures: Figures, code: str, value: int | None, words: Words) -> FigureLine:
    named = figures.find(code)
    return FigureLine(named.title(words), "", named.figure.unit, value, None, None, None, None, None)


def _days(month: str) -> tuple[str, ...]:
    first, last = business_day.month_span(month)
    return tuple(business_day.plus_days(first, at) for at in range(Span(first, last).days))


def _visits(connection: Connection, figures: Figures, span: Span, today: str) -> _Visits:
    """By day, by weekday and hour, and by group; all from one reading."""
    found = apart(connection, figures.book, "visits_times", ("day", "hour", "group"), span, today)
    by_day: dict[str, int] = {}
    by_group: dict[str, int] = {}
    by_hour = [[0] * 24 for _ in range(7)]
    for (day, hour, group), count in found.items():
        by_group[group] = by_group.get(group, 0) + count
        by_day[day] = by_day.get(day, 0) + count
        by_hour[date.fromisoformat(day).weekday()][int(hour)] += count
    return _Visits(by_day, tuple(tuple(hours) for hours in by_hour), by_group)


def _services(
    connection: Connection, figures: Figures, span: Span, today: str, lines: Mapping[str, FigureLine]
) -> tuple[tuple[str, int], ...]:
    """Read once by the whole list of a visit: a member of the family counts the lists that hold it."""
    uses = lines["medicine_uses"].value or 0
    counted = dict.fromkeys(SERVICES, 0)
    for (used,), count in apart(connection, figures.book, "visits_times", ("service",), span, today).items():
        for service in set(used.split(",")) & counted.keys():
            counted[service] += count
    return tuple((service, uses if service == MEDICINE else counted[service]) for service in SERVICES)


def _meals(
    connection: Connection, desk: Desk, words: Words, figures: Figures, span: Span, today: str
) -> tuple[tuple[MerchantMonth, ...], tuple[tuple[str, str], ...]]:
    """Merchants in the order of their names, and the periods in which anything was served, in that of the day."""

    def of(code: str, *keys: str) -> dict[tuple[str, ...], int]:
        return apart(connection, figures.book, code, keys, span, today)

    by_period = of("meals_count", "merchant", "period")
    codes = ("meals_count", "meals_voided", "meals_held", "meals_refused", "meals_taken_fen", "meals_subsidy_fen")
    by_merchant = [of(code, "merchant") for code in codes]
    titles = {period.code: period.titles[words.language] for period in desk.rules.programme.periods}
    served = {period for _, period in by_period}
    periods = [code for code in titles if code in served] + sorted(served - titles.keys())
    named = connection.exec_driver_sql("SELECT merchant, name FROM merchants").fetchall()
    names: dict[str, str | None] = {row[0]: row[1] for row in named}
    merchants = {key[0] for counts in by_merchant for key in counts}
    rows = [
        MerchantMonth(
            names.get(merchant) or words.say("monthly.merchant_unnamed"),
            tuple(by_period.get((merchant, period), 0) for period in periods),
            *(counts.get((merchant,), 0) for counts in by_merchant),
        )
        for merchant in sorted(merchants, key=lambda each: (names.get(each) or "", each))
    ]
    return tuple(rows), tuple((code, titles.get(code, code)) for code in periods)


def _standard(
    connection: Connection, desk: Desk, words: Words, days: tuple[str, ...], today: str
) -> tuple[ItemDays, ...]:
    rows = calendar_rows(connection, desk, days, today)
    found = []
    for row in rows:
        states = tuple(cell.state for cell in row.cells)
        seen = sum(state in (*GOOD, "fail", "expired") for state in states)
        title = row.shorts[words.language]
        found.append(ItemDays(row.item, title, states, sum(state in GOOD for state in states), seen))
    return tuple(found)
