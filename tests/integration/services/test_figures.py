"""Figures against the journal: whatever happened in whatever order, the dictionary, the facts that it lists and an
independent count over the bytes of the entries say the same.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st

from desktop.core.business_day import HOUR_MS, start_of
from desktop.core.errors import Refused
from desktop.core.fact import Fact
from desktop.core.figures import EACH, Named, Take, parse_figures
from desktop.core.inspection import InspectionCompleted, RectificationMoved, RectificationOpened
from desktop.core.meal import MealServed, MealVoided
from desktop.core.people import GROUPS
from desktop.core.referral import ReferralIssued, ReferralMoved
from desktop.core.rider import CardWithdrawn, RiderForgotten, RiderRegistered, RiderVerified
from desktop.core.shift import DayClosed, DayOpened
from desktop.core.visit import SPLIT, MedicineUsed, VisitExtended, VisitRecorded, VisitVoided
from desktop.store.journal import Txn
from desktop.tables.figure_sources import facts_of, last_total, totals
from tests.stations import Station, Yard

FIRST, LAST = date(2026, 9, 20), date(2026, 12, 9)
TODAY = "2026-12-05"
MONTHS = ("2026-09", "2026-10", "2026-11", "2026-12")
BOOK = parse_figures(Path("resources/rules/figures.toml").read_text("utf-8"))
SERVICES = EACH["service"]


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Station]:
    """One station for all examples: each happens in a transaction that is undone."""
    station = Yard(tmp_path_factory.mktemp("yard")).fresh.open(tmp_path_factory.mktemp("figures"), synchronous="OFF")
    station.clock.set(f"{TODAY}T12:00")
    yield station
    station.close()


class Undone(Exception):
    """The end of an example."""


@dataclass
class Happening:
    """A history that is being made up: every kind of fact that figures count, voids across months included."""

    station: Station
    txn: Txn
    draw: Callable[[st.SearchStrategy[Any]], Any]
    visits: list[str] = field(default_factory=list)
    meals: list[str] = field(default_factory=list)
    jobs: dict[str, str] = field(default_factory=dict)
    slips: list[str] = field(default_factory=list)
    riders: list[str] = field(default_factory=list)
    days: set[str] = field(default_factory=set)

    def one(self, *choices: Any) -> Any:
        return self.draw(st.sampled_from(choices))

    def day(self) -> str:
        return (FIRST + timedelta(days=self.draw(st.integers(0, (LAST - FIRST).days)))).isoformat()

    def at(self, day: str) -> int:
        return start_of(day) + self.draw(st.integers(0, 24 * HOUR_MS - 1))

    def put(self, body: Fact, day: str) -> str:
        # the clock goes on, stands still, or back
        self.station.clock.pass_by(self.one(0, 1_000, 60_000, -90_000))
        return self.txn.append(body, day=day, by=self.station.by.id).id

    def rider(self) -> str:
        """One of a few, so that people come again."""
        if len(self.riders) < 3 or self.one(*range(6)) == 0:
            self.riders.append(self.station.desk.store.ids.other())
        return str(self.one(*self.riders))

    def visit(self) -> None:
        day, how = self.day(), self.one(*SPLIT)
        named = how in ("card", "search")
        services = self.draw(st.lists(st.sampled_from(SERVICES), unique=True, max_size=3))
        count = 1 if named else self.draw(st.integers(1, 99))
        rider = self.rider() if named else None
        self.visits.append(self.put(VisitRecorded(rider, self.one(*GROUPS), count, how, services, self.at(day)), day))

    def extend(self) -> None:
        if self.visits:
            services = self.draw(st.lists(st.sampled_from(SERVICES), unique=True, max_size=4))
            self.put(VisitExtended(self.one(*self.visits), services), self.day())

    def void_visit(self) -> None:
        if self.visits:
            self.put(VisitVoided(self.one(*self.visits), "mis_scan"), self.day())

    def medicine(self) -> None:
        self.put(MedicineUsed(self.one(*GROUPS)), self.day())

    def meal(self) -> None:
        day = self.day()
        body = MealServed(
            rider=self.rider(),
            group=self.one(*GROUPS),
            merchant="8e319f4d-6ca1-4031-9f8d-30c1b2ad9e8f",
            programme="nuanxin-canteen",
            programme_version="2026.1",
            period="night",
            package="standard",
            list_fen=1490,
            price_fen=990,
            subsidy_fen=self.draw(st.integers(0, 501)),
            # a night meal of a day may be eaten on the next
            when=self.at(day) + self.one(0, 3 * HOUR_MS),
            card_issued=1,
            issuer="a1b2c3d4e5f6",
            verified="yes",
            held=self.one(None, None, "unknown_issuer"),
        )
        self.meals.append(self.put(body, day))

    def void_meal(self) -> None:
        if self.meals:
            self.put(MealVoided(self.one(*self.meals), "returned", self.one(True, False)), self.day())

    def inspect(self) -> None:
        day = self.day()
        body = InspectionCompleted(
            self.station.desk.store.ids.other(), 1, "weekly", "2026.1", 0, 0, [], self.one(True, False), "caretaker"
        )
        self.put(body, day)

    def job(self) -> None:
        job = self.station.desk.store.ids.other()
        self.put(RectificationOpened(job, 1, job, "microwave", "x", "days_3", self.day(), "caretaker"), self.day())
        self.jobs[job] = "open"

    def move_job(self) -> None:
        still = [job for job, state in self.jobs.items() if state != "closed"]
        if still:
            job, to = self.one(*still), self.one("awaiting", "returned", "closed", "closed")
            self.jobs[job] = to
            self.put(RectificationMoved(job, "x", to), self.day())

    def slip(self) -> None:
        slip = self.station.desk.store.ids.other()
        self.slips.append(slip)
        self.put(
            ReferralIssued(slip, self.rider(), "checkup", slip, "RQ4-7M2-K9D", "2027-01-01", "2026.1", 1), self.day()
        )

    def move_slip(self) -> None:
        if self.slips:
            self.put(ReferralMoved(self.one(*self.slips), self.one("booked", "attended", "no_show")), self.day())

    def person(self) -> None:
        rider, day = self.rider(), self.day()
        self.put(
            self.one(
                RiderRegistered(self.station.desk.store.ids.other(), "courier", "1a" * 32, "2026.1"),
                RiderVerified(rider, "badge", "2027-11-16"),
                RiderForgotten(rider, None),
                CardWithdrawn(rider, self.draw(st.integers(1, 3)), self.one("lost", "replaced", "forgotten")),
            ),
            day,
        )

    def open_day(self) -> None:
        day = self.day()
        if day not in self.days:
            self.days.add(day)
            opened = self.at(day)
            if self.one(True, True, False):
                self.put(DayOpened(opened), day)
            if self.one(True, True, False):
                self.put(DayClosed(opened + self.draw(st.integers(-HOUR_MS, 12 * HOUR_MS)), 0, 0, 0, 0, 0, 0), day)


ACTS = tuple(
    act
    for name, act in vars(Happening).items()
    if not name.startswith("_") and name not in {"one", "day", "at", "put", "rider"} and callable(act)
)

# --- the independent count --------------------------------------------------------------------------------

VISITS = """
SELECT v.id, v.day, body ->> 'rider' AS rider, body ->> 'group' AS grp, body ->> 'count' AS n, body ->> 'how' AS how,
  strftime('%H', (body ->> 'when') / 1000 + 28800, 'unixepoch') AS hour,
  coalesce((SELECT x.body ->> 'services' FROM j x WHERE x.kind = 'visit.extended' AND x.body ->> 'visit' = v.id
    ORDER BY x.stamp DESC, x.arrived DESC LIMIT 1), body ->> 'services') AS services,
  EXISTS (SELECT 1 FROM j x WHERE x.kind = 'visit.voided' AND x.body ->> 'visit' = v.id) AS void
FROM j v WHERE v.kind = 'visit.recorded'"""
MEALS = """
SELECT m.id, m.day, body ->> 'rider' AS rider, body ->> 'price_fen' AS price, body ->> 'subsidy_fen' AS subsidy,
  body ->> 'held' AS held, EXISTS (SELECT 1 FROM j x WHERE x.kind = 'meal.voided' AND x.body ->> 'meal' = m.id) AS void
FROM j m WHERE m.kind = 'meal.served'"""
SPAN = "day BETWEEN :first AND :last"
V, M = f"FROM ({VISITS}) WHERE {SPAN}", f"FROM ({MEALS}) WHERE {SPAN}"
CLOSED = (
    "FROM j c JOIN j o ON o.kind = 'rectification.opened' AND o.body ->> 'rectification' = c.body ->> 'rectification'"
    f" WHERE c.kind = 'rectification.moved' AND c.body ->> 'to' = 'closed' AND c.{SPAN}"
)


def _of(kind: str, what: str = "count(*)", more: str = "1") -> str:
    return f"SELECT {what} FROM j WHERE kind = '{kind}' AND {SPAN} AND {more}"


EXPECTED: dict[str, str] = {
    "visits_times": f"SELECT sum(n) {V} AND NOT void",
    "visits_persons": f"SELECT count(DISTINCT rider) {V} AND NOT void",
    "visits_voided": f"SELECT count(*) {V} AND void",
    "medicine_uses": _of("medicine.used"),
    "meals_count": f"SELECT count(*) {M} AND NOT void",
    "meals_persons": f"SELECT count(DISTINCT rider) {M} AND NOT void",
    "meals_taken_fen": f"SELECT sum(price) {M} AND NOT void",
    "meals_subsidy_fen": f"SELECT sum(subsidy) {M} AND NOT void AND held IS NULL",
    "meals_held": f"SELECT count(*) {M} AND NOT void AND held IS NOT NULL",
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
    " AND (x.stamp, x.arrived) > (i.stamp, i.arrived))",
    "rectifications_opened": _of("rectification.opened"),
    "rectifications_closed": f"SELECT count(*) {CLOSED}",
    "rectifications_on_time": f"SELECT count(*) {CLOSED} AND c.day <= o.body ->> 'due'",
    "rectifications_overdue": "SELECT count(*) FROM j o WHERE kind = 'rectification.opened' AND body ->> 'due'"
    " BETWEEN :first AND min(:last, date(:today, '-1 day')) AND NOT EXISTS (SELECT 1 FROM j c WHERE c.kind ="
    " 'rectification.moved' AND c.body ->> 'to' = 'closed' AND c.body ->> 'rectification' = o.body ->> 'rectification'"
    " AND c.day <= o.body ->> 'due')",
    "referrals_issued": _of("referral.issued"),
    "referrals_booked": _of("referral.moved", "count(DISTINCT body ->> 'referral')", "body ->> 'to' = 'booked'"),
    "referrals_attended": _of("referral.moved", "count(DISTINCT body ->> 'referral')", "body ->> 'to' = 'attended'"),
    "days_opened": _of("day.opened", "count(DISTINCT day)"),
    "open_minutes": "SELECT sum(max(0, (c.body ->> 'when') - (o.body ->> 'when')) / 60000) FROM j c JOIN j o"
    f" ON o.kind = 'day.opened' AND o.day = c.day WHERE c.kind = 'day.closed' AND c.{SPAN}",
    **{f"visits_by_group.{each}": f"SELECT sum(n) {V} AND NOT void AND grp = '{each}'" for each in GROUPS},
    **{f"visits_by_hour.{each}": f"SELECT sum(n) {V} AND NOT void AND hour = '{each}'" for each in EACH["hour"]},
    **{
        f"visits_by_service.{each}": f"SELECT sum(n) {V} AND NOT void"
        f" AND EXISTS (SELECT 1 FROM json_each(services) WHERE value = '{each}')"
        for each in SERVICES
    },
    **{
        f"visits_by_how.{split}": f"SELECT sum(n) {V} AND NOT void AND how IN"
        f" ({', '.join(repr(how) for how, into in SPLIT.items() if into == split)})"
        for split in EACH["how"]
    },
}
COUNTED = [named for named in BOOK.named() if named.figure.take is not Take.RATIO]


def test_every_figure_is_counted_independently() -> None:
    assert EXPECTED.keys() == {named.code for named in COUNTED}


def journal(station: Station) -> sqlite3.Connection:
    """The entries as they were written, in a plain database without any of our tables."""
    plain = sqlite3.connect(":memory:")
    plain.execute("CREATE TABLE j (arrived INTEGER PRIMARY KEY, id, kind, day, stamp, body)")
    high = 0
    for arrived, data in enumerate(station.journal()):
        entry = json.loads(data)
        high = max(high, entry["at"])
        row = (arrived, entry["id"], entry["kind"], entry["day"], high, json.dumps(entry["body"]))
        plain.execute("INSERT INTO j VALUES (?, ?, ?, ?, ?, ?)", row)
    plain.execute("CREATE INDEX by_kind ON j (kind)")
    return plain


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
