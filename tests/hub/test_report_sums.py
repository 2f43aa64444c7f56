"""Random months of several stations: what the hub's papers print equals an independent count over the facts told."""

from __future__ import annotations

import dataclasses
import itertools
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from desktop.core import entry as entries
from desktop.core.entry import Entry
from desktop.core.fact import Fact
from desktop.core.hub_papers import DistrictPaper, SettlementList
from desktop.core.inspection import InspectionCompleted, RectificationMoved, RectificationOpened
from desktop.core.joining import AliasDeclared, MealHeld, RidersJoined
from desktop.core.meal import MealServed, MealVoided
from desktop.core.rows import rows_of
from desktop.core.settlement import DECISIONS, MealReviewed, Settled
from desktop.core.site import MerchantAdded, SiteCreated
from desktop.core.visit import VisitRecorded, VisitVoided
from hub import reports
from hub.ground import _write
from hub.office import Office
from tests.hub.conftest import Hub, make_hub
from tests.hub.filled import SUPERVISOR, office_of
from tests.ledger import ledger, one, rows
from tests.stations import divisions

START = 1_785_600_000_000
MONTHS = ("2026-07", "2026-08")
_seq = itertools.count(1)
# A street of its own for each example, with three communities.
_streets = itertools.cycle(
    (street, communities)
    for street in sorted(code for code, each in divisions().by_code.items() if each.level == "street")
    if len(communities := sorted(c for c, d in divisions().by_code.items() if d.parent == street)[:3]) == 3
)

# One of the last few, so that several acts meet on one.
WHICH = st.integers(1, 4)
DAY = st.sampled_from([f"{month}-{day:02d}" for month in MONTHS for day in (1, 15, 31)])
ACTS = st.lists(
    st.one_of(
        *[st.tuples(st.just("visit"), DAY, st.integers(0, 2), st.integers(0, 3), st.integers(1, 3))] * 3,
        st.tuples(st.just("unvisit"), DAY, WHICH),
        *[st.tuples(st.just("meal"), DAY, st.integers(0, 2), st.integers(0, 1), st.integers(0, 900))] * 4,
        st.tuples(st.just("void"), DAY, WHICH),
        st.tuples(st.just("hold"), DAY, WHICH),
        *[st.tuples(st.just("review"), DAY, WHICH, st.sampled_from(DECISIONS), st.booleans())] * 4,
        st.tuples(st.just("walk"), DAY, st.integers(0, 2), st.booleans()),
        st.tuples(st.just("job"), DAY, st.integers(0, 2)),
        st.tuples(st.just("move"), DAY, WHICH, st.sampled_from(("awaiting", "returned", "closed"))),
        *[st.tuples(st.just("join"), DAY, st.integers(0, 3), st.integers(0, 3))] * 2,
        st.tuples(st.just("settle"), DAY, st.sampled_from(MONTHS)),
    ),
    min_size=40,
    max_size=80,
)


@dataclass
class Facts:
    """What devices of the three stations and the hub say; kept as bytes, and projected as they come."""

    hub: Hub
    office: Office
    communities: list[str]
    sites: list[str] = field(default_factory=lambda: [str(uuid.uuid4()) for _ in range(3)])
    names: list[str] = field(default_factory=lambda: [str(uuid.uuid4()) for _ in range(2)])
    riders: list[str] = field(default_factory=lambda: [str(uuid.uuid4()) for _ in range(4)])
    told: list[tuple[bytes, int]] = field(default_factory=list)
    settled: list[Settled] = field(default_factory=list)
    of: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: {"visit": [], "meal": [], "job": []})

    def __post_init__(self) -> None:
        for site, community in zip(self.sites, self.communities, strict=True):
            self.tell(SiteCreated("station", community, community), "2026-07-01", site)
        for name in self.names:
            self.tell(MerchantAdded(name, f"泉香快餐 {name}"), "2026-07-01", self.names[0])
            self.tell(AliasDeclared("merchant", name, self.names[0]), "2026-07-01", self.names[0])

    def tell(self, body: Fact, day: str, site: str) -> str:
        number = next(_seq)
        device = str(uuid.uuid5(uuid.NAMESPACE_OID, site))
        entry = Entry(1, device, "ab" * 8, number, "0" * 64, str(uuid.uuid4()), body.KIND, START + number, day, site,
                      device, body)  # fmt: skip
        data = entries.to_bytes(entry)
        with self.hub.parts.database.write() as session:
            for put in rows_of(entries.from_bytes(data), 0):
                _write(session, put)
        self.told.append((data, 0))
        return entry.id

    def any(self, what: str, which: int) -> tuple[str, str] | None:
        known = self.of[what]
        return known[-min(which, len(known))] if known else None

    def visit(self, day: str, site: int, rider: int, count: int) -> None:
        known = self.riders[rider] if count == 1 or rider % 2 else None
        body = VisitRecorded(known, "courier", 1 if known else count, "card" if known else "anonymous", [], START)
        self.of["visit"].append((self.tell(body, day, self.sites[site]), self.sites[site]))

    def unvisit(self, day: str, which: int) -> None:
        if found := self.any("visit", which):
            self.tell(VisitVoided(found[0], "mis_scan"), day, found[1])

    def meal(self, day: str, site: int, name: int, fen: int) -> None:
        body = MealServed(self.riders[fen % 4], "courier", self.names[name], "p", "1", "lunch", "a", 1490, 990, fen,
                          START, 0, "ab" * 6, "yes", None)  # fmt: skip
        self.of["meal"].append((self.tell(body, day, self.sites[site]), self.sites[site]))

    def void(self, day: str, which: int) -> None:
        if found := self.any("meal", which):
            self.tell(MealVoided(found[0], "returned", True), day, found[1])

    def hold(self, day: str, which: int) -> None:
        if found := self.any("meal", which):
            self.tell(MealHeld(found[0], "double_meal", None), day, found[1])

    def review(self, day: str, which: int, decision: str, by_hub: bool) -> None:
        if found := self.any("meal", which):
            self.tell(MealReviewed(found[0], decision, "cd" * 32, found[0] if by_hub else None), day, found[1])

    def walk(self, day: str, site: int, compliant: bool) -> None:
        body = InspectionCompleted(str(uuid.uuid4()), 1, "weekly", "2026.1", 0, 0, [], compliant, "caretaker")
        self.tell(body, day, self.sites[site])

    def job(self, day: str, site: int) -> None:
        job = str(uuid.uuid4())
        self.tell(RectificationOpened(job, 1, job, "microwave", "x", "days_3", day, "caretaker"), day, self.sites[site])
        self.of["job"].append((job, self.sites[site]))

    def move(self, day: str, which: int, to: str) -> None:
        if found := self.any("job", which):
            self.tell(RectificationMoved(found[0], "x", to), day, found[1])

    def join(self, day: str, rider: int, same: int) -> None:
        if rider != same:
            self.tell(RidersJoined(self.riders[rider], self.riders[same]), day, self.sites[0])

    def settle(self, day: str, month: str) -> None:
        """Once a month, by the hub itself; its own entries are read from its own settlement."""
        if month in {each.month for each in self.settled}:
            return
        plain = ledger(self.told)
        if one(plain, "SELECT count(*) FROM meals WHERE month = :month AND state = 'counted'", month=month):
            made = self.office.settlements.close(SUPERVISOR, self.names[0], month)
            self.settled.append(self.office.settlements.one(SUPERVISOR, made)[0])
            self.told.extend(self._own())
        plain.close()

    def _own(self) -> list[tuple[bytes, int]]:
        """The settlement that the hub's own journal was just given."""
        with self.hub.parts.database.read() as session:
            found = session.rows("SELECT data FROM journal ORDER BY number DESC LIMIT 1")
        return [(bytes(found[0][0]), 0)]


# Ids that are one person's, told again: whoever can be reached from whom.
_PEOPLE = """WITH RECURSIVE pair AS (SELECT body ->> 'rider' AS a, body ->> 'same' AS b FROM j
  WHERE kind = 'riders.joined' UNION SELECT body ->> 'same', body ->> 'rider' FROM j WHERE kind = 'riders.joined'),
 reach AS (SELECT DISTINCT rider AS a, rider AS b FROM visits WHERE rider NOT NULL UNION
  SELECT reach.a, pair.b FROM reach JOIN pair ON pair.a = reach.b),
 person AS (SELECT a, max(b) AS p FROM reach GROUP BY a)"""


def hold_district(paper: DistrictPaper, facts: Facts, month: str) -> None:
    plain = ledger(facts.told)
    span = "substr(day, 1, 7) = :month"
    persons = (
        f"{_PEOPLE} SELECT count(DISTINCT p) FROM visits JOIN person ON a = rider WHERE NOT void AND {span}"
        " AND (:site = '' OR id IN (SELECT id FROM j WHERE site = :site))"
    )
    assert paper.persons == one(plain, persons, month=month, site="")
    for line, site in zip(paper.lines, facts.sites, strict=True):
        bound = {"month": month, "site": site}
        here = f"id IN (SELECT id FROM j WHERE site = :site) AND {span}"
        assert line.visits == one(plain, f"SELECT sum(n) FROM visits WHERE NOT void AND {here}", **bound)
        assert line.persons == one(plain, persons, **bound)
        assert line.meals == one(plain, f"SELECT count(*) FROM meals WHERE state <> 'voided' AND {here}", **bound)
        walks = f"FROM j WHERE kind = 'inspection.completed' AND {here}"
        assert line.inspections == one(plain, f"SELECT count(*) {walks}", **bound)
        assert line.compliant == one(plain, f"SELECT count(*) {walks} AND body ->> 'compliant'", **bound)
        jobs = "FROM jobs WHERE job IN (SELECT body ->> 'rectification' FROM j WHERE site = :site)"
        assert line.opened_jobs == one(plain, f"SELECT count(*) {jobs} AND {span}", **bound)
        assert line.open_jobs == one(plain, f"SELECT count(*) {jobs} AND state <> 'closed'", site=site)
    plain.close()


def hold_list(paper: SettlementList, facts: Facts, month: str) -> None:
    plain = ledger(facts.told)
    name = f"泉香快餐 {facts.names[0]}"
    (line,) = [each for each in paper.lines if each.merchant == name]
    portions = "(SELECT count(*) FROM json_each(lines) WHERE NOT value ->> 'adjustment')"
    frozen = rows(plain, f"SELECT number, {portions}, held, fen FROM settlements WHERE month = :month", month=month)
    now = rows(
        plain,
        "SELECT '', count(*) FILTER (WHERE state = 'counted'), count(*) FILTER (WHERE state = 'held'),"
        " coalesce(sum(iif(state = 'counted', subsidy, 0)), 0) FROM meals WHERE month = :month",
        month=month,
    )
    assert (line.number, line.meals, line.held, line.subsidy_fen) == (frozen or now)[0]
    plain.close()


@pytest.fixture(scope="module")
def place(backend: str, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Hub]:
    made = make_hub(backend, tmp_path_factory.mktemp("hub"), request)
    yield made
    made.close()


# not shrunk: that takes longer than a test may last
@settings(max_examples=8, report_multiple_bugs=False, phases=set(Phase) - {Phase.shrink, Phase.explain})
@given(acts=ACTS)
def test_papers_over_many_sites_say_what_the_facts_say(place: Hub, acts: list[tuple[Any, ...]]) -> None:
    made, drawn = office_of(place), list[Any]()

    def keep(data: object, _language: str) -> bytes:
        drawn.append(data)
        return b"%PDF-"

    object.__setattr__(made.hub, "render", keep)
    # a street of its own for each example, and somebody who sees that street alone
    street, communities = next(_streets)
    by = dataclasses.replace(SUPERVISOR, scope=street)
    facts = Facts(place, made, communities)
    for what, *rest in acts:
        getattr(facts, what)(*rest)
    for month in MONTHS:
        reports.paper(made, by, "district", month)
        hold_district(drawn[-1], facts, month)
        reports.paper(made, SUPERVISOR, "settlement", month)
        hold_list(drawn[-1], facts, month)
