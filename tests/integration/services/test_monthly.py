"""The month's paper against the journal: whatever happened, its bars, cells and tables are those of an independent
count over the bytes of the entries, and it never shows a person.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from desktop.core.business_day import parse_time
from desktop.core.errors import Refused
from desktop.core.meal import MealServed
from desktop.core.month_papers import MonthlyPaper
from desktop.core.people import GROUPS
from desktop.core.visit import VisitRecorded, VisitVoided
from desktop.core.watch import Halted, Watch, watched
from desktop.services.monthly import monthly
from desktop.services.papers import Papers, Wanted
from reports.render import render
from tests.histories import RIDERS, Happening, Step, histories, undone
from tests.integration.services.test_figures import MONTHS, TODAY
from tests.ledger import journal
from tests.other_device import OtherDevice
from tests.stations import Station, Yard, printer
from tests.unit.reports import rasters

WORDS = printer().words


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Station]:
    station = Yard(tmp_path_factory.mktemp("yard")).fresh.open(tmp_path_factory.mktemp("monthly"), synchronous="OFF")
    station.clock.set(f"{TODAY}T12:00")
    yield station
    station.close()


def paper_of(station: Station, month: str | None, language: str = "zh") -> MonthlyPaper:
    papers = Papers(station.desk, station.office, WORDS[language])
    paper = papers.freeze(station.by, Wanted("monthly", month))
    assert isinstance(paper, MonthlyPaper)
    return paper


def counted(plain: sqlite3.Connection, sql: str, month: str) -> list[tuple[Any, ...]]:
    return plain.execute(sql, {"month": month + "%", "today": TODAY}).fetchall()


OF_MONTH = "day LIKE :month AND day <= :today"


def hold_against_journal(paper: MonthlyPaper, plain: sqlite3.Connection) -> None:
    """Every number of the paper that is not a figure of the dictionary, which `test_figures` holds. Another device's
    entries count in the figures, and are not for this device to send.
    """
    month = paper.month
    visits = f"FROM visits WHERE {OF_MONTH} AND NOT void"
    days = dict(counted(plain, f"SELECT day, sum(n) {visits} GROUP BY day", month))
    assert {day: count for day, count in paper.days if count} == days
    assert [count is None for _, count in paper.days] == [
        not paper.began <= day <= paper.span.last for day, _ in paper.days
    ]
    hours = counted(
        plain, f"SELECT (strftime('%w', day) + 6) % 7, CAST(hour AS INTEGER), sum(n) {visits} GROUP BY 1, 2", month
    )
    cells = {(row, hour): n for row, of in enumerate(paper.hours) for hour, n in enumerate(of) if n}
    assert cells == {(row, hour): n for row, hour, n in hours}
    groups = dict(counted(plain, f"SELECT grp, sum(n) {visits} GROUP BY grp", month))
    assert paper.groups == tuple((group, groups.get(group, 0)) for group in GROUPS)
    services = counted(
        plain,
        f"SELECT value, sum(n) FROM (SELECT n, services {visits}), json_each(services) GROUP BY value",
        month,
    )
    assert {service: n for service, n in paper.services if n and service != "medicine"} == dict(services)
    whole = paper.value("visits_times")
    assert whole == sum(days.values()) == sum(map(sum, paper.hours)) == sum(n for _, n in paper.groups)
    meals = counted(
        plain,
        "SELECT count(*) FILTER (WHERE NOT void), count(*) FILTER (WHERE void),"
        " coalesce(sum(price) FILTER (WHERE NOT void), 0), coalesce(sum(subsidy) FILTER (WHERE state = 'counted'), 0)"
        f" FROM meals WHERE {OF_MONTH}",
        month,
    )
    columns = ("meals", "voided", "taken_fen", "subsidy_fen")
    assert tuple(sum(getattr(line, column) for line in paper.merchants) for column in columns) == meals[0]
    assert all(sum(line.periods) == line.meals for line in paper.merchants)
    _slips(paper, plain)
    _jobs(paper, plain)
    entries = counted(plain, "SELECT count(*) FROM j WHERE own AND day LIKE :month", month)[0][0]
    assert sum(line.captured for line in paper.parts) == entries
    assert all(line.captured == line.acknowledged + line.waiting + line.flagged for line in paper.parts)


def _slips(paper: MonthlyPaper, plain: sqlite3.Connection) -> None:
    """The slips issued in the month, by what they ever came to."""
    moved = (
        "EXISTS (SELECT 1 FROM j m WHERE m.kind = 'referral.moved' AND m.body ->> 'referral' = r.body ->> 'referral'"
        " AND m.body ->> 'to' IN ({}))"
    )
    stages = ("'booked', 'attended', 'closed'", "'attended', 'closed'", "'closed'")
    asked = ", ".join(f"count(*) FILTER (WHERE {moved.format(stage)})" for stage in stages)
    sql = f"SELECT count(*), {asked} FROM j r WHERE kind = 'referral.issued' AND {OF_MONTH}"
    slips = paper.slips
    assert (slips.issued, slips.booked, slips.attended, slips.closed) == counted(plain, sql, paper.month)[0]
    assert slips.issued == paper.value("referrals_issued")
    assert sum(count for _, count in slips.standing) == slips.issued - slips.attended


def _jobs(paper: MonthlyPaper, plain: sqlite3.Connection) -> None:
    """Found by the month's end and not closed before it."""
    closed = (
        "(SELECT max(c.day) FROM j c WHERE c.kind = 'rectification.moved' AND c.body ->> 'to' = 'closed'"
        " AND c.body ->> 'rectification' = o.body ->> 'rectification')"
    )
    sql = (
        f"SELECT count(*), count({closed}) FROM j o WHERE kind = 'rectification.opened' AND day <= :last"
        f" AND coalesce({closed}, :last) >= :first"
    )
    expected = plain.execute(sql, {"first": paper.span.first, "last": paper.span.last}).fetchone()
    assert (len(paper.jobs), sum(bool(job.closed) for job in paper.jobs)) == expected


# not shrunk, as in test_figures; many run in `make torture NAME=monthly_figures`
@settings(max_examples=12, report_multiple_bugs=False, phases=set(Phase) - {Phase.shrink, Phase.explain})
@given(history=histories(), months=st.lists(st.sampled_from(MONTHS), min_size=2, max_size=2, unique=True))
def test_the_months_paper_says_what_the_journal_says(ground: Station, history: list[Step], months: list[str]) -> None:
    with undone(ground) as txn:
        Happening(ground, txn).happen(history)
        plain = journal(ground)
        for month in months:
            hold_against_journal(paper_of(ground, month), plain)
        plain.close()


def test_slips_by_stage_and_jobs_at_the_edge_of_a_month(ground: Station) -> None:
    """A job closed on a month's first day stands in that month's paper, and in none after it."""
    slip, job = {"day": "2026-10-09", "rider": RIDERS[0]}, {"day": "2026-09-28", "days": 3}
    moves = (("booked", 0), ("attended", 1), ("closed", 2), ("no_show", 3))
    history: list[Step] = [(0, "slip", slip) for _ in range(5)]
    history += [(1_000, "move_slip", {"day": "2026-10-12", "which": which, "to": to}) for to, which in moves]
    history += [(0, "job", job), (1_000, "move_job", {"day": "2026-10-01", "which": 0, "to": "closed"})]
    with undone(ground) as txn:
        Happening(ground, txn).happen(history)
        slips, plain = paper_of(ground, "2026-10").slips, journal(ground)
        assert (slips.issued, slips.booked, slips.attended, slips.closed) == (5, 3, 2, 1)
        assert dict(slips.standing) == {"booked": 1, "issued": 1, "no_show": 1}
        assert [len(paper_of(ground, month).jobs) for month in ("2026-09", "2026-10", "2026-11")] == [1, 1, 0]
        for month in MONTHS:
            hold_against_journal(paper_of(ground, month), plain)
        plain.close()


def test_late_facts_of_another_device_count_on_their_own_days(station: Station) -> None:
    """Also a void of one month that the other device wrote in the next, and a meal that it served."""
    station.office.visits.anonymous(station.by, "courier", [], 7)
    (own,) = station.entries("visit.recorded")
    merchant = station.office.master.add_merchant(station.by, "泉香快餐")
    station.clock.set("2026-12-02T09:00:00")
    other = OtherDevice(station)
    for day, count in (("2026-10-31", 3), ("2026-11-01", 5), ("2026-11-30", 9)):
        other.append(
            VisitRecorded(None, "truck_driver", count, "anonymous", ["rest"], parse_time(f"{day}T23:59:59")), day
        )
    meal = MealServed(
        rider=RIDERS[0], group="courier", merchant=merchant, programme="p", programme_version="1", period="lunch",
        package="a", list_fen=1_450, price_fen=990, subsidy_fen=500, when=parse_time("2026-11-30T12:00:00"),
        card_issued=1, issuer="0" * 12, verified="yes",
    )  # fmt: skip
    other.append(meal, "2026-11-30")
    other.append(VisitVoided(own.id, "mis_scan"), "2026-12-01")
    other.arrive()
    paper, plain = paper_of(station, "2026-11"), journal(station)
    assert (paper.value("visits_times"), paper.value("visits_voided")) == (14, 1)
    assert [day for day, count in paper.days if count] == ["2026-11-01", "2026-11-30"]
    assert [(line.name, line.meals, line.subsidy_fen) for line in paper.merchants] == [("泉香快餐", 1, 500)]
    hold_against_journal(paper, plain)
    hold_against_journal(paper_of(station, "2026-10"), plain)
    plain.close()


def test_the_paper_is_drawn_of_a_busy_station_in_both_languages(busy: Station) -> None:
    for language in ("zh", "en"):
        paper = paper_of(busy, None, language)
        pdf = render(paper, WORDS[language])
        assert pdf == render(paper, WORDS[language])
        said = rasters.text(pdf)
        assert f"{paper.value('visits_times'):,}" in said
        names = [row[0] for row in busy.rows("SELECT name FROM persons")]
        assert names
        assert not [name for name in names if name in said]


def test_a_month_that_has_not_come_is_refused(station: Station) -> None:
    with pytest.raises(Refused, match="figures_ahead"):
        paper_of(station, "2027-01")


def test_nobody_waits_for_a_month_that_nobody_wants(station: Station) -> None:
    """It is asked between its parts, wherever it stands by then."""
    papers, asked = Papers(station.desk, station.office, WORDS["zh"]), list[int]()

    def halted() -> bool:
        asked.append(1)
        return len(asked) == most

    most = 0
    with watched(Watch(halted=halted)):
        monthly(papers, station.by, Wanted("monthly"))
    assert len(asked) > 5
    for most in range(1, len(asked) + 1):
        asked.clear()
        with watched(Watch(halted=halted)), pytest.raises(Halted):
            monthly(papers, station.by, Wanted("monthly"))
        assert len(asked) == most
