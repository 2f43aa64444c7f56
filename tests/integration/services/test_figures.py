"""Figures against the journal: whatever happened in whatever order, the dictionary, the facts that it lists and an
independent count over the bytes of the entries say the same.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from desktop.core.business_day import month_span
from desktop.core.errors import Refused
from desktop.core.figures import EACH, Named, Take, parse_figures
from desktop.core.people import GROUPS
from desktop.core.periods import Span, per_mille
from desktop.core.visit import PRESENCES
from desktop.services.dictionary import Readings
from desktop.tables.figure_sources import facts_of, last_total, totals
from tests.histories import ACTS, SERVICES, Happening, Step, histories, undone
from tests.ledger import journal
from tests.stations import Station, Yard

TODAY = "2026-12-05"
MONTHS = ("2026-09", "2026-10", "2026-11", "2026-12")
BOOK = parse_figures(Path("resources/rules/figures.toml").read_text("utf-8"))


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Station]:
    """One station for all examples: each happens in a transaction that is undone."""
    station = Yard(tmp_path_factory.mktemp("yard")).fresh.open(tmp_path_factory.mktemp("figures"), synchronous="OFF")
    station.clock.set(f"{TODAY}T12:00")
    yield station
    station.close()


# --- the independent count --------------------------------------------------------------------------------

SPAN = "day BETWEEN :first AND :last"
V, M = f"FROM visits WHERE {SPAN}", f"FROM meals WHERE {SPAN}"
# The day by which a job is to be done: as it was opened, or as a supervisor extended it.
DUE = (
    "coalesce((SELECT x.body ->> 'due' FROM j x WHERE x.kind = 'rectification.extended'"
    " AND x.body ->> 'rectification' = o.body ->> 'rectification'), o.body ->> 'due')"
)
CLOSED = (
    "FROM j c JOIN j o ON o.kind = 'rectification.opened' AND o.body ->> 'rectification' = c.body ->> 'rectification'"
    f" WHERE c.kind = 'rectification.moved' AND c.body ->> 'to' = 'closed' AND c.{SPAN}"
)


def _of(kind: str, what: str = "count(*)", more: str = "1") -> str:
    return f"SELECT {what} FROM j WHERE kind = '{kind}' AND {SPAN} AND {more}"


# 登记、匿名、自助、补录, as they are written in the entries.
HOWS = {"registered": "'card', 'search'", "anonymous": "'anonymous'", "self": "'self'", "paper": "'paper'"}
EXPECTED: dict[str, str] = {
    "visits_times": f"SELECT sum(n) {V} AND NOT void",
    "visits_persons": f"SELECT count(DISTINCT rider) {V} AND NOT void",
    "visits_voided": f"SELECT count(*) {V} AND void",
    "medicine_uses": _of("medicine.used"),
    "meals_count": f"SELECT count(*) {M} AND NOT void",
    "meals_persons": f"SELECT count(DISTINCT rider) {M} AND NOT void",
    "meals_taken_fen": f"SELECT sum(price) {M} AND NOT void",
    # what a review refused is never owed, what it pays is owed like any other
    "meals_subsidy_fen": f"SELECT sum(subsidy) {M} AND state = 'counted'",
    "meals_held": f"SELECT count(*) {M} AND state = 'held'",
    "meals_refused": f"SELECT count(*) {M} AND state = 'refused'",
    "meals_voided": f"SELECT count(*) {M} AND void",
    "meals_captured": f"SELECT count(*) {M}",
    "meals_late_voids": _of("meal.voided", more="body ->> 'late'"),
    "riders_registered": _of("rider.registered"),
    "riders_verified": _of("rider.verified", "count(DISTINCT body ->> 'rider')"),
    "riders_forgotten": _of("rider.forgotten", "count(DISTINCT body ->> 'rider')"),
    "cards_lost": _of("card.withdrawn", more="body ->> 'reason' = 'lost'"),
    "inspections_count": _of("inspection.completed"),
    "inspected_days": _of("inspection.completed", "count(DISTINCT day)"),
    "compliant_days": "SELECT count(*) FROM j i WHERE kind = 'inspection.completed' AND day BETWEEN :first AND :last"
    " AND body ->> 'compliant' AND NOT EXISTS (SELECT 1 FROM j x WHERE x.kind = i.kind AND x.day = i.day"
    " AND (x.stamp, x.id) > (i.stamp, i.id))",
    "rectifications_opened": _of("rectification.opened"),
    "rectifications_closed": f"SELECT count(*) {CLOSED}",
    "rectifications_on_time": f"SELECT count(*) {CLOSED} AND c.day <= {DUE}",
    "rectifications_overdue": f"SELECT count(*) FROM j o WHERE kind = 'rectification.opened' AND {DUE}"
    " BETWEEN :first AND min(:last, date(:today, '-1 day')) AND NOT EXISTS (SELECT 1 FROM j c WHERE c.kind ="
    " 'rectification.moved' AND c.body ->> 'to' = 'closed' AND c.body ->> 'rectification' = o.body ->> 'rectification'"
    f" AND c.day <= {DUE})",
    "referrals_issued": _of("referral.issued"),
    "referrals_booked": _of("referral.moved", "count(DISTINCT body ->> 'referral')", "body ->> 'to' = 'booked'"),
    "referrals_attended": _of("referral.moved", "count(DISTINCT body ->> 'referral')", "body ->> 'to' = 'attended'"),
    "days_opened": _of("day.opened", "count(DISTINCT day)"),
    "open_minutes": "SELECT sum(max(0, (c.body ->> 'when') - (o.body ->> 'when')) / 60000) FROM j c JOIN j o"
    f" ON o.kind = 'day.opened' AND o.day = c.day AND o.device = c.device WHERE c.kind = 'day.closed' AND c.{SPAN}",
    **{f"visits_by_group.{each}": f"SELECT sum(n) {V} AND NOT void AND grp = '{each}'" for each in GROUPS},
    **{f"visits_by_hour.{each}": f"SELECT sum(n) {V} AND NOT void AND hour = '{each}'" for each in EACH["hour"]},
    **{
        f"visits_by_service.{each}": f"SELECT sum(n) {V} AND NOT void"
        f" AND EXISTS (SELECT 1 FROM json_each(services) WHERE value = '{each}')"
        for each in SERVICES
    },
    **{
        f"{code}.{split}": f"SELECT {what} {V} AND NOT void AND how IN ({recorded})"
        for split, recorded in HOWS.items()
        for code, what in (("visits_by_how", "sum(n)"), ("visits_persons_by_how", "count(DISTINCT rider)"))
    },
    **{f"visits_by_presence.{each}": f"SELECT sum(n) {V} AND NOT void AND seen = '{each}'" for each in PRESENCES},
    "meals_by_how.registered": f"SELECT count(*) {M} AND NOT void AND source <> 'paper'",
    "meals_by_how.paper": f"SELECT count(*) {M} AND NOT void AND source = 'paper'",
    # nobody eats without a card
    "meals_by_how.anonymous": "SELECT 0",
    "meals_by_how.self": "SELECT 0",
}
COUNTED = [named for named in BOOK.named() if named.figure.take is not Take.RATIO]


def test_every_figure_is_counted_independently() -> None:
    assert EXPECTED.keys() == {named.code for named in COUNTED}


def by_hand(plain: sqlite3.Connection, span: Span) -> dict[str, int | None]:
    """What the entries say of a span, every figure of the dictionary; shares out of their two figures."""
    bound = {"first": span.first, "last": span.last, "today": TODAY}
    values: dict[str, int | None] = {
        named.code: plain.execute(EXPECTED[named.code], bound).fetchone()[0] or 0 for named in COUNTED
    }
    for named in BOOK.named():
        if named.figure.take is Take.RATIO:
            part, whole = values[named.figure.part], values[named.figure.whole]
            values[named.code] = per_mille(part or 0, whole) if whole else None
    return values


def compared(plain: sqlite3.Connection, readings: Readings, span: Span) -> dict[str, int | None]:
    """As `by_hand` of an earlier span; nothing at all before the first record."""
    if span.last < readings.began:
        return dict.fromkeys((named.code for named in BOOK.named()), None)
    return by_hand(plain, span)


def test_every_act_of_a_history_is_told() -> None:
    assert all(callable(getattr(Happening, name)) for name in ACTS)


# not shrunk: a failing history takes longer to make small than a test may last; the figures that differ say enough
@settings(max_examples=40, report_multiple_bugs=False, phases=set(Phase) - {Phase.shrink, Phase.explain})
@given(history=histories(), months=st.lists(st.sampled_from(MONTHS), min_size=2, max_size=2, unique=True))
def test_figures_facts_and_journal_agree(ground: Station, history: list[Step], months: list[str]) -> None:
    with undone(ground) as txn:
        Happening(ground, txn).happen(history)
        figures, plain = ground.office.figures, journal(ground)
        for month in months:
            period = figures.period(month=month)
            assert (period.span.first, period.span.last) == (month + "-01", min(month_span(month)[1], TODAY))
            readings = figures.read(period)
            expected = by_hand(plain, period.span)
            assert {row.named.code: row.value for row in readings.rows} == expected
            listed = {named.code: _listed(ground, named, month) for named in COUNTED if expected[named.code]}
            assert listed == {code: expected[code] for code in listed}
            before = {row.named.code: row.before for row in readings.rows}
            assert before == compared(plain, readings, period.before)
            assert {row.named.code: row.year_to_date for row in readings.rows} == by_hand(plain, period.year_to_date)
        plain.close()


def _listed(station: Station, named: Named, month: str) -> int:
    """The amounts of the facts behind a figure, page by page; no fact twice, each of a kind that the data names."""
    figures = station.office.figures
    total, seen, after = 0, set[str](), None
    while True:
        page = figures.explain(named.code, figures.period(month=month), after, 4)
        assert len(page.facts) <= 4
        for fact in page.facts:
            assert fact.fact not in seen
            assert fact.kind in named.figure.kinds
            seen.add(fact.fact)
            total += fact.amount
        if page.next is None:
            return total
        assert page.next == page.facts[-1].fact
        after = page.next


# --- explaining -------------------------------------------------------------------------------------------


def test_explaining_a_share_names_its_two_figures(station: Station) -> None:
    figures = station.office.figures
    found = figures.explain("meals_void_rate", figures.period())
    assert (found.value, found.facts, found.parts) == (None, (), (("meals_voided", 0), ("meals_captured", 0)))


def test_facts_are_named_by_their_place_in_the_journal(station: Station) -> None:
    station.office.visits.anonymous(station.by, "courier", [], 7)
    (entry,) = station.entries("visit.recorded")
    (fact,) = station.office.figures.explain("visits_times", station.office.figures.period()).facts
    assert (fact.fact, fact.epoch, fact.seq, fact.kind) == (entry.id, entry.epoch, entry.seq, entry.kind)
    assert (fact.day, fact.amount) == ("2026-11-16", 7)


def test_a_list_cannot_go_on_after_a_stranger(station: Station) -> None:
    figures = station.office.figures
    station.office.visits.anonymous(station.by, "courier", [])
    (visit,) = station.entries("visit.recorded")
    for after in ("", "x" * 99, visit.prev):
        with pytest.raises(Refused, match="'fact_not_behind'"):
            figures.explain("visits_times", figures.period(), after)
    with pytest.raises(Refused, match="'fact_not_behind'"):
        figures.explain("meals_count", figures.period(), visit.id)
    assert figures.explain("visits_times", figures.period(), visit.id).facts == ()


def test_explaining_says_nothing_about_a_person(station: Station) -> None:
    rider = station.register().rider
    station.office.visits.by_search(station.by, rider, [])
    for code in ("visits_persons", "riders_registered"):
        found = station.office.figures.explain(code, station.office.figures.period())
        assert found.value == 1
        assert rider not in repr(found)


# --- no query reads a whole table -------------------------------------------------------------------------

BOUND: dict[str, Any] = {
    "first": "2026-11-01",
    "last": "2026-11-30",
    "today": TODAY,
    "day": "",
    "at": 0,
    "fact": "",
    "most": 9,
}


def plan(station: Station, sql: str, bound: dict[str, Any]) -> list[str]:
    with station.desk.store.read() as connection:
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", bound).fetchall()
    return [str(row[3]) for row in rows]


@pytest.mark.parametrize("named", COUNTED, ids=lambda named: named.code)
def test_every_query_runs_along_an_index(station: Station, named: Named) -> None:
    statements = [facts_of(named), last_total(named) if named.figure.take is Take.LAST else totals([named])]
    for sql, terms in statements:
        steps = plan(station, sql, BOUND | terms)
        # the rows of the span itself, once they were found
        scans = [step for step in steps if re.match(r"SCAN (?!\(subquery)", step)]
        assert not scans, steps
        assert any("USING" in step and ("day" in step or "due" in step) for step in steps), steps
