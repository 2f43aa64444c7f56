"""The data of 驿站情况一页通: the station on a page, for whoever comes to look at it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core import business_day
from desktop.core.roles import Operator
from desktop.core.standard_papers import StandingItem, StationSheet
from desktop.services.desk import allowed
from desktop.services.hours import posted_text
from desktop.services.monthly import figure_line
from desktop.store.beside import setting
from desktop.store.membership import read_membership
from desktop.store.standing import own_facts, unacknowledged

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desktop.services.papers import Papers, Wanted

_REGISTERED = "riders WHERE forgotten_day IS NULL AND registered_day NOT NULL"
# The last day on which a card holds, as it stands on the card.
_LAST_DAY = "date(issued_day, (valid_days - 1) || ' days')"
_OPEN_JOBS = "rectifications WHERE state IN ('open', 'awaiting', 'returned') AND number NOT NULL"
# In the order of the page.
SHOWN = (
    "visits_times",
    "visits_persons",
    "meals_count",
    "meals_subsidy_fen",
    "referrals_issued",
    "referrals_attended",
    "compliant_rate",
    "rectifications_opened",
    "rectifications_closed",
    "open_minutes",
)


@allowed("print")
def overview(papers: Papers, by: Operator, wanted: Wanted) -> StationSheet:
    """The station as it is now, with the figures of a month (this one without any). Raises `Refused`."""
    desk, words, figures = papers.desk, papers.words, papers.office.figures
    period = figures.period(month=wanted.month)
    readings = figures.read(period, SHOWN)
    compliant, states = papers.office.standard.now(by)
    standard, language = desk.rules.standard, words.language
    titles = {item.code: item.titles[language] for item in standard.items}
    today, month = figures.today(), business_day.month_of(period.span.first)
    items = []
    for state in states:
        points = [standard.checkpoint(code) for code in state.blocked_by]
        blocked = words.say("list.comma").join(point.titles[language] for point in points if point)
        items.append(StandingItem(titles[state.item], state.state, state.since, blocked))
    with desk.store.read() as connection:
        operators, supervisors = _operators(connection)
        return StationSheet(
            frame=papers.frame("overview", "", f"{today} {month}"),
            today=today,
            place=desk.divisions.path(desk.place.community),
            hours=posted_text(desk, words, today),
            phone=setting(connection, "phone") or "",
            began=readings.began,
            compliant=compliant,
            standard=standard.titles[language],
            items=tuple(items),
            running=period.running,
            month=month,
            figures=tuple(figure_line(row, words) for row in readings.rows),
            people=_count(connection, _REGISTERED),
            verified=_count(connection, f"{_REGISTERED} AND verified_until >= ?", today),
            cards=_count(connection, f"cards WHERE withdrawn_at IS NULL AND {_LAST_DAY} >= ?", today),
            merchants=_names(connection, "merchants"),
            partners=_names(connection, "partners"),
            operators=operators,
            supervisors=supervisors,
            open_jobs=_count(connection, _OPEN_JOBS),
            late_jobs=_count(connection, f"{_OPEN_JOBS} AND coalesce(extended_due, due) < ?", today),
            joined=read_membership(connection, desk.key) is not None,
            entries=own_facts(connection),
            waiting=unacknowledged(connection),
        )


def _count(connection: Connection, what: str, *values: str) -> int:
    return int(connection.exec_driver_sql(f"SELECT count(*) FROM {what}", values).scalar_one())


def _names(connection: Connection, table: str) -> tuple[str, ...]:
    rows = connection.exec_driver_sql(f"SELECT name FROM {table} WHERE name NOT NULL ORDER BY name")
    return tuple(str(name) for name in rows.scalars())


def _operators(connection: Connection) -> tuple[int, int]:
    """How many operators, and how many of them supervise."""
    found = connection.exec_driver_sql("SELECT roles FROM operators WHERE roles NOT NULL")
    roles = [str(each) for each in found.scalars()]
    return len(roles), sum("supervisor" in each.split(",") for each in roles)
