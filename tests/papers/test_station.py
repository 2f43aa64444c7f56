"""Daily log, reconciliation, hand-over, 一页通, medicine, walks, binder and cards after made-up histories, number by
number.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import Phase, given, settings

from desktop.core.business_day import month_span, plus_days
from desktop.core.errors import Refused
from desktop.services.compliance import calendar_rows
from tests.histories import ACTS, Step, histories
from tests.ledger import journal, rows
from tests.papers import day as days
from tests.papers.happening import BOX_ACTS, MONTHS, PIN, SECOND, TODAY, freeze, ground, told
from tests.papers.stock import hold_calendar, hold_disposal, hold_register
from tests.stations import Station, printer

OFTEN = {"visit": 4, "meal": 4, "review": 3, "inspect": 2, "job": 3, "move_job": 3, "person": 3, "issue_card": 2,
         "open_and_close": 8}  # fmt: skip
HISTORIES = histories(50, 90, BOX_ACTS, dict.fromkeys((*ACTS, *BOX_ACTS), 1) | OFTEN)
BOX = histories(25, 60, BOX_ACTS, dict.fromkeys(BOX_ACTS, 1) | {"stock": 2, "inspect": 1})
WORDS = printer().words["zh"]
DAYS_MOST = 5
# Seven to nine in the evening, every day: `resources/rules/hours.toml`.
POSTED = (420, 1_260)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Station]:
    station = ground(tmp_path_factory.mktemp("yard"), tmp_path_factory.mktemp("papers"))
    yield station
    station.close()


def hold_station(station: Station, history: list[Step]) -> None:
    """All papers of days, of the month and of what stands."""
    with told(station, history) as (happening, _):
        plain = journal(station)
        with_facts = rows(
            plain, f"SELECT day FROM j WHERE day < '{TODAY}' GROUP BY 1 ORDER BY count(*) DESC LIMIT {DAYS_MOST}"
        )
        for (day,) in with_facts:
            days.hold_daily(freeze(station, "daily", day=day), plain, day, WORDS)
        for month in MONTHS:
            span = station.office.figures.period(month=month).span
            days.hold_overview(freeze(station, "overview", month=month), plain, TODAY, span)
            days.hold_hours(freeze(station, "hours", month=month), plain, POSTED, TODAY)
            days.hold_binder(freeze(station, "binder", month=month), plain, month)
            days.hold_cards(freeze(station, "card-list", month=month), plain, month, TODAY, WORDS)
        days.hold_checklist(freeze(station, "checklist"), plain)
        for walk in happening.walks[:4]:
            days.hold_inspection(freeze(station, "inspection", id=walk), plain, walk)
        for (job,) in rows(plain, "SELECT job FROM jobs LIMIT 4"):
            days.hold_rectification(freeze(station, "rectification", id=job), plain, job)
        hold_box(station, plain, happening)
        plain.close()
        hold_hand_over(station)
        hold_closing(station)


def hold_box(station: Station, plain: Any, happening: Any) -> None:
    for month in MONTHS:
        hold_register(freeze(station, "medicine", month=month), plain, month, TODAY)
    for fact in happening.disposals:
        hold_disposal(freeze(station, "disposal", id=fact), plain, fact)


def hold_days_of_the_box(station: Station, plain: Any) -> None:
    """The calendar of the month's paper, as far as it is about the box alone."""
    for month in MONTHS:
        first, last = month_span(month)
        days = [plus_days(first, at) for at in range(31) if plus_days(first, at) <= min(last, TODAY)]
        with station.desk.store.read() as connection:
            hold_calendar(calendar_rows(connection, station.desk, tuple(days), TODAY), plain, days)


def hold_hand_over(station: Station) -> None:
    before = journal(station)
    taker = station.office.operators.choose(SECOND)
    made = station.office.shifts.hand_over(station.by, taker.id, PIN)
    days.hold_handover(freeze(station, "handover", id=made.id), before, TODAY)
    before.close()


def hold_closing(station: Station) -> None:
    # the clock is not behind: what is flagged then is known before the closing
    ahead = station.rows("SELECT max(high) FROM journal")[0][0] - station.clock.now()
    station.clock.pass_by(max(0, ahead))
    try:
        station.office.days.close(station.by)
    except Refused:
        return
    after = journal(station)
    days.hold_reconciliation(freeze(station, "reconciliation", day=TODAY), after)
    after.close()


def hold_medicine(station: Station, history: list[Step]) -> None:
    with told(station, history) as (happening, _):
        plain = journal(station)
        hold_box(station, plain, happening)
        hold_days_of_the_box(station, plain)
        plain.close()
        hold_hand_over(station)


# not shrunk, as in test_figures; many run in `make torture NAME=paper_figures`
@settings(max_examples=6, report_multiple_bugs=False, phases=set(Phase) - {Phase.shrink, Phase.explain})
@given(history=HISTORIES)
def test_the_papers_of_the_station_say_what_the_journal_says(place: Station, history: list[Step]) -> None:
    hold_station(place, history)


@settings(max_examples=12, report_multiple_bugs=False, phases=set(Phase) - {Phase.shrink, Phase.explain})
@given(history=BOX)
def test_the_box_holds_what_the_movements_come_to(place: Station, history: list[Step]) -> None:
    hold_medicine(place, history)
