"""Made-up histories of a station: every kind of fact that figures count, and those that must not disturb them.

A history is plain data, drawn before anything happens; what an act refers to (a visit, a job) is a number that is
looked up among those that there are by then. So nothing that is drawn depends on what was done, and an assertion
that fails after a history is reported with the history itself, as small as hypothesis can make it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from desktop.core.business_day import HOUR_MS, plus_days, start_of
from desktop.core.checkup import SlotBooked
from desktop.core.fact import Fact
from desktop.core.figures import EACH
from desktop.core.inspection import (
    RESULTS,
    Answer,
    InspectionCompleted,
    RectificationExtended,
    RectificationMoved,
    RectificationOpened,
)
from desktop.core.joining import MealHeld, MealReleased
from desktop.core.meal import MealServed, MealVoided
from desktop.core.medicine import MedicineTaken
from desktop.core.people import GROUPS
from desktop.core.referral import ReferralIssued, ReferralMoved
from desktop.core.rider import CardWithdrawn, RiderForgotten, RiderRegistered, RiderVerified
from desktop.core.settlement import DECISIONS, MealReviewed
from desktop.core.shift import DayClosed, DayOpened
from desktop.core.visit import PRESENCES, SPLIT, MedicineUsed, VisitExtended, VisitRecorded, VisitVoided
from desktop.store.journal import Txn
from tests.other_device import OtherDevice
from tests.stations import Station

FIRST, LAST = date(2026, 9, 20), date(2026, 12, 9)
SERVICES = EACH["service"]
MERCHANT = "8e319f4d-6ca1-4031-9f8d-30c1b2ad9e8f"
MERCHANTS = (MERCHANT, "8e319f4d-6ca1-4031-9f8d-30c1b2ad9e90")
# A few, so that people come again.
RIDERS = tuple(f"1d0c8a52-3f6b-4c70-8e4a-00000000000{number}" for number in range(6))

# (how far the clock goes on before it, the act, what it is given)
Step = tuple[int, str, dict[str, Any]]

# The edges of months as often as any other day.
DAY = st.one_of(
    st.integers(0, (LAST - FIRST).days).map(lambda days: (FIRST + timedelta(days=days)).isoformat()),
    st.sampled_from(("2026-09-30", "2026-10-01", "2026-10-31", "2026-11-01", "2026-11-30", "2026-12-01")),
)
MOMENT = st.integers(0, 24 * HOUR_MS - 1)
WHICH = st.integers(0, 99)
POINT = st.sampled_from(("microwave.heats", "microwave.clean", "repair_tools.pump", "phone_charging.charges"))
MERCHANT_ID = st.sampled_from((*MERCHANTS[:1] * 3, MERCHANTS[1]))
# it goes on, stands still, or back
CLOCK = st.sampled_from((0, 1_000, 60_000, -90_000))
# written by another device of the place, whose entries come here at the end
LATE = st.sampled_from((False, False, False, True))


def _lists(most: int) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(SERVICES), unique=True, max_size=most)


_ACTS: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "visit": {
        "at": MOMENT,
        "how": st.sampled_from(tuple(SPLIT)),
        "rider": st.sampled_from(RIDERS),
        "group": st.sampled_from(GROUPS),
        "count": st.integers(1, 99),
        "services": _lists(3),
    },
    "extend_visit": {"which": WHICH, "services": _lists(4)},
    "void_visit": {"which": WHICH},
    "medicine": {"group": st.sampled_from(GROUPS), "of_stock": st.booleans()},
    "meal": {
        # a night meal of a day may be eaten on the next
        "at": st.integers(0, 27 * HOUR_MS - 1),
        "merchant": MERCHANT_ID,
        "period": st.sampled_from(("lunch", "night")),
        "rider": st.sampled_from(RIDERS),
        "group": st.sampled_from(GROUPS),
        "subsidy": st.integers(0, 501),
        "held": st.sampled_from((None, None, None, "unknown_issuer")),
        "source": st.sampled_from(("till", "till", "till", "paper")),
    },
    "void_meal": {"which": WHICH, "reason": st.sampled_from(("returned", "mis_scan")), "afterwards": st.booleans()},
    # twice where there are few meals: of two decisions one stands
    "review": {"which": WHICH, "decision": st.sampled_from(DECISIONS), "by_hub": st.booleans()},
    "hold": {"which": WHICH, "held": st.booleans()},
    "inspect": {"compliant": st.booleans(), "answers": st.dictionaries(POINT, st.sampled_from(RESULTS), max_size=4)},
    "job": {"days": st.integers(0, 20)},
    "move_job": {"which": WHICH, "to": st.sampled_from(("awaiting", "returned", "closed", "closed"))},
    "extend_job": {"which": WHICH, "days": st.integers(1, 40)},
    "slip": {"rider": st.sampled_from(RIDERS)},
    "move_slip": {"which": WHICH, "to": st.sampled_from(("booked", "waiting", "attended", "closed", "no_show"))},
    "book": {"which": WHICH, "how": st.sampled_from(("asked", "changed", "line"))},
    "person": {"rider": st.sampled_from(RIDERS), "what": st.integers(0, 2)},
    "card": {
        "rider": st.sampled_from(RIDERS),
        "issued": st.integers(1, 3),
        "reason": st.sampled_from(("lost", "replaced", "forgotten")),
    },
    "open_and_close": {
        "at": MOMENT,
        "opened": st.booleans(),
        "closed": st.booleans(),
        "lasted": st.integers(-HOUR_MS, 12 * HOUR_MS),
    },
}
ACTS = tuple(_ACTS)


Given = dict[str, st.SearchStrategy[Any]]


def histories(
    least: int = 30, most: int = 90, acts: Mapping[str, Given] | None = None, weights: Mapping[str, int] | None = None
) -> st.SearchStrategy[list[Step]]:
    """So many acts, each on any day, in any order: few of them would seldom meet each other. An example that fails
    shrinks by acts that are none, and these are left out of what is shown.

    `acts` beside those that there are here; with `weights` the acts that it names alone, so often among others.
    """
    of = {**_ACTS, **(acts or {})}
    names = [
        name
        for name, often in (weights or dict.fromkeys(of, 1) | {"meal": 3, "review": 3}).items()
        for _ in range(often)
    ]
    steps = [
        st.tuples(CLOCK, st.just(name), st.fixed_dictionaries({"day": DAY, "late": LATE, **of[name]})) for name in names
    ]
    drawn = st.lists(st.one_of(st.none(), *steps), min_size=least, max_size=most)
    return drawn.map(lambda several: [step for step in several if step is not None])


_COUNTS = (
    *("captured", "acknowledged", "waiting", "flagged", "first", "last", "earlier"),
    *("meals", "held", "voided", "taken_fen", "subsidy_fen"),
)


class Undone(Exception):
    """The end of an example."""


@contextlib.contextmanager
def undone(station: Station) -> Iterator[Txn]:
    """A transaction of which nothing stays, whatever comes of it; the clock is put back too."""
    now = station.clock.now()
    try:
        with contextlib.suppress(Undone), station.desk.store.write() as txn:
            yield txn
            raise Undone
    finally:
        station.clock.pass_by(now - station.clock.now())


@dataclass
class Happening:
    """Lets a history happen; an act that refers to something when there is nothing yet does nothing."""

    station: Station
    txn: Txn
    visits: list[str] = field(default_factory=list)
    meals: list[str] = field(default_factory=list)
    # job → due
    jobs: dict[str, str] = field(default_factory=dict)
    walks: list[str] = field(default_factory=list)
    extended: set[str] = field(default_factory=set)
    slips: list[str] = field(default_factory=list)
    days: set[tuple[str, bool]] = field(default_factory=set)
    made: int = 0
    other: OtherDevice = field(init=False)
    late: bool = False

    def __post_init__(self) -> None:
        self.other = OtherDevice(self.station)

    def happen(self, history: Sequence[Step]) -> None:
        now = self.station.clock.now()
        for passes, name, given in history:
            self.station.clock.pass_by(passes)
            given = dict(given)
            self.late = given.pop("late", False)
            getattr(self, name)(**given)
        self.station.clock.pass_by(now - self.station.clock.now())
        self.other.arrive()

    def put(self, body: Fact, day: str) -> str:
        if self.late:
            return self.other.append(body, day).id
        return self.txn.append(body, day=day, by=self.station.by.id).id

    def new(self) -> str:
        self.made += 1
        return str(UUID(int=self.made, version=4))

    def visit(self, day: str, at: int, how: str, rider: str, group: str, count: int, services: list[str]) -> None:
        named = how in ("card", "search")
        # a row on paper may name somebody
        known = rider if named or (how == "paper" and count == 1) else None
        seen = PRESENCES[at % 4] if how == "self" else "counter"
        body = VisitRecorded(known, group, 1 if named else count, how, services, start_of(day) + at, presence=seen)
        self.visits.append(self.put(body, day))

    def extend_visit(self, day: str, which: int, services: list[str]) -> None:
        if self.visits:
            self.put(VisitExtended(self.visits[which % len(self.visits)], services), day)

    def void_visit(self, day: str, which: int) -> None:
        if self.visits:
            self.put(VisitVoided(self.visits[which % len(self.visits)], "mis_scan"), day)

    def medicine(self, day: str, group: str, of_stock: bool) -> None:
        self.put(MedicineTaken(self.new(), 1, 0) if of_stock else MedicineUsed(group), day)

    def meal(self, day: str, at: int, subsidy: int, held: str | None, source: str, **given: str) -> None:
        body = MealServed(
            programme="nuanxin-canteen",
            programme_version="2026.1",
            package="standard",
            list_fen=1490,
            price_fen=990,
            subsidy_fen=subsidy,
            when=start_of(day) + at,
            card_issued=1,
            issuer="a1b2c3d4e5f6",
            verified="yes",
            held="paper" if source == "paper" else held,
            source=source,
            **given,
        )
        self.meals.append(self.put(body, day))

    def void_meal(self, day: str, which: int, reason: str, afterwards: bool) -> None:
        if self.meals:
            meal = self.meals[which % len(self.meals)]
            self.put(MealVoided(meal, reason, afterwards), day)

    def review(self, day: str, which: int, decision: str, by_hub: bool) -> None:
        if self.meals:
            meal = self.meals[which % len(self.meals)]
            self.put(MealReviewed(meal, decision, "2b" * 32, stands=meal if by_hub else None), day)

    def hold(self, day: str, which: int, held: bool) -> None:
        if self.meals:
            meal = self.meals[which % len(self.meals)]
            self.put(MealHeld(meal, "double_meal", None) if held else MealReleased(meal, None), day)

    def inspect(self, day: str, compliant: bool, answers: dict[str, str]) -> None:
        said, now = [Answer(point, result) for point, result in answers.items()], self.station.clock.now()
        walk = self.new()
        self.walks.append(walk)
        self.put(InspectionCompleted(walk, self.made, "weekly", "2026.1", now, now, said, compliant, "caretaker"), day)

    def job(self, day: str, days: int) -> None:
        job, due = self.new(), plus_days(day, days)
        walk = self.walks[-1] if self.walks else job
        self.put(RectificationOpened(job, self.made, walk, "microwave", "x", "days_3", due, "caretaker"), day)
        self.jobs[job] = due

    def move_job(self, day: str, which: int, to: str) -> None:
        if self.jobs:
            job = list(self.jobs)[which % len(self.jobs)]
            self.put(RectificationMoved(job, "x", to), day)
            if to == "closed":
                del self.jobs[job]

    def extend_job(self, day: str, which: int, days: int) -> None:
        still = [job for job in self.jobs if job not in self.extended]
        if still:
            job = still[which % len(still)]
            self.extended.add(job)
            self.put(RectificationExtended(job, plus_days(self.jobs[job], days), "2b" * 32), day)

    def slip(self, day: str, rider: str) -> None:
        slip = self.new()
        self.slips.append(slip)
        self.put(ReferralIssued(slip, rider, "checkup", slip, "RQ4-7M2-K9D", "2027-01-01", "2026.1", 1), day)

    def move_slip(self, day: str, which: int, to: str) -> None:
        if self.slips:
            self.put(ReferralMoved(self.slips[which % len(self.slips)], to), day)

    def book(self, day: str, which: int, how: str) -> None:
        """As the services do: the place and the state in one go; a change of the place says no state again."""
        if self.slips:
            slip = self.slips[which % len(self.slips)]
            self.put(SlotBooked(slip, MERCHANT, MERCHANT, "370102005", how, int(how == "changed")), day)
            if how != "changed":
                self.put(ReferralMoved(slip, "booked"), day)

    def person(self, day: str, rider: str, what: int) -> None:
        facts = (
            RiderRegistered(self.new(), "courier", "1a" * 32, "2026.1"),
            RiderVerified(rider, "badge", "2027-11-16" if day < "2026-11" else "2026-12-01"),
            RiderForgotten(rider, None),
        )
        self.put(facts[what], day)

    def card(self, day: str, rider: str, issued: int, reason: str) -> None:
        self.put(CardWithdrawn(rider, issued, reason), day)

    def open_and_close(self, day: str, at: int, opened: bool, closed: bool, lasted: int) -> None:
        # once a day and device
        if (day, self.late) in self.days:
            return
        self.days.add((day, self.late))
        begun = start_of(day) + at
        if opened:
            self.put(DayOpened(begun), day)
        if closed:
            counts = dict.fromkeys(_COUNTS, 0)
            self.put(DayClosed(when=begun + lasted, parts=[], head="", problems=[], **counts), day)
