"""Places, quotas and the line against a small model of their own: random asks, changes, cancels, no-shows.

Each run happens inside one transaction that is rolled back, so that a hundred of them take seconds.
"""

from __future__ import annotations

import contextlib
import random
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.core.errors import Refused
from desktop.services.desk import Place
from desktop.services.slots import let_go
from tests.clinic import DAY, Clinic
from tests.stations import Yard

STREETS = ("370102001", "370102005")
PEOPLE = 7
SLOTS = 3
ACTS = ("ask", "ask", "ask", "cancelled", "no_show", "attended", "expired", "forget")
Act = tuple[str, int, int]


@dataclass
class Person:
    """`slot` and `turn` where they mean something."""

    street: int
    state: str = "issued"
    slot: int = -1
    turn: int = 0
    changes: int = 0


@dataclass
class Model:
    """What ought to happen, written without a look at the code: a list of people and a counter."""

    places: list[int]
    quotas: list[int] | None
    people: list[Person] = field(default_factory=lambda: [Person(nth % 2) for nth in range(PEOPLE)])
    drawn: int = 0

    def taken(self, slot: int) -> int:
        return sum(each.slot == slot and each.state in ("booked", "attended") for each in self.people)

    def used(self, street: int) -> int:
        held = [each for each in self.people if each.slot >= 0 and each.state in ("booked", "attended")]
        return sum(each.street == street for each in held)

    def fits(self, person: Person, slot: int) -> bool:
        if self.taken(slot) >= self.places[slot]:
            return False
        return self.quotas is None or self.used(person.street) < self.quotas[person.street]

    def line(self) -> list[Person]:
        return sorted((each for each in self.people if each.state == "waiting"), key=lambda each: each.turn)

    def move_up(self) -> None:
        for person in self.line():
            if self.fits(person, person.slot):
                person.state, person.changes = "booked", 0

    def act(self, what: str, who: int, slot: int) -> bool:
        """Whether it is allowed; changes the model when it is."""
        person = self.people[who]
        if what == "ask":
            return self.ask(person, slot)
        allowed = {
            "cancelled": ("issued", "waiting", "booked", "no_show"),
            "no_show": ("booked",),
            "attended": ("issued", "booked"),
            "expired": ("issued", "waiting", "booked"),
            "forget": ("issued", "waiting", "booked", "no_show", "attended", "cancelled", "expired"),
        }[what]
        if person.state not in allowed:
            return False
        if what == "forget":
            person.state = {"attended": "attended", "expired": "expired"}.get(person.state, "cancelled") + " gone"
            if person.state == "attended gone":
                person.state = "attended"
            self.move_up()
            return True
        person.state = what
        self.move_up()
        return True

    def ask(self, person: Person, slot: int) -> bool:
        if person.state == "booked":
            if slot == person.slot or person.changes >= 1 or self.taken(slot) >= self.places[slot]:
                return False
            person.slot, person.changes = slot, 1
            self.move_up()
            return True
        if person.state not in ("issued", "waiting", "no_show") or (person.state, person.slot) == ("waiting", slot):
            return False
        if person.state == "no_show" and not self.fits(person, slot):
            # 未到诊 leads to 已预约 only, not into the line
            return False
        if self.fits(person, slot):
            person.state, person.slot, person.changes = "booked", slot, 0
        else:
            self.drawn += 1
            person.state, person.slot, person.turn = "waiting", slot, self.drawn
        return True


class _Undo(Exception):
    pass


class Line:
    """The real services with the same people, each with one slip."""

    def __init__(self, clinic: Clinic, places: list[int], quotas: list[int] | None) -> None:
        self.clinic = clinic
        hours = [(DAY, f"08:{nth:02d}", "18:00", count) for nth, count in enumerate(places)]
        quota = dict(zip(STREETS, quotas, strict=True)) if quotas else None
        self.batch = clinic.batch(*hours, quota=quota)
        self.slots = [slot.slot for slot in self.batch.slots]
        self.slips = [clinic.slip(f"人{nth}") for nth in range(PEOPLE)]
        self.gone: set[int] = set()

    def act(self, what: str, who: int, slot: int) -> bool:
        clinic, desk = self.clinic, self.clinic.station.desk
        place = desk.place
        desk.place = Place(place.site, place.role, place.name, STREETS[who % 2] + "001")
        try:
            if what == "ask":
                clinic.office.bookings.book(clinic.by, self.slips[who], self.slots[slot])
            elif what == "forget":
                with desk.store.write() as txn:
                    let_go(desk, txn, clinic.by.id, clinic.riders[f"人{who}"])
            else:
                clinic.office.referrals.move(clinic.by, self.slips[who], what)
        except Refused:
            return False
        finally:
            desk.place = place
        return True

    def states(self) -> list[tuple[str, int]]:
        """State and slot of each, by the tables; a place held or awaited must fit the state."""
        found = []
        for slip in self.slips:
            ((state, standing, slot),) = self.clinic.station.rows(
                "SELECT r.state, coalesce(b.standing, 'released'), b.slot FROM referrals r"
                " LEFT JOIN bookings b ON b.referral = r.referral WHERE r.referral = ?",
                (slip,),
            )
            expected = {"booked": ("booked",), "waiting": ("waiting",), "attended": ("booked", "released")}
            assert standing in expected.get(state, ("released",)), (state, standing)
            found.append((state, self.slots.index(slot) if standing != "released" else -1))
        return found

    def check(self) -> None:
        """No place or quota twice, by SQL over the facts' tables alone."""
        rows = self.clinic.station.rows(
            "SELECT s.places, count(b.referral) FROM checkup_slots s"
            " LEFT JOIN bookings b ON b.slot = s.slot AND b.standing = 'booked' GROUP BY s.slot"
        )
        assert all(taken <= places for places, taken in rows), rows
        rows = self.clinic.station.rows(
            "SELECT q.places, count(b.referral) FROM checkup_quotas q LEFT JOIN bookings b"
            " ON b.batch = q.batch AND b.street = q.street AND b.standing = 'booked' GROUP BY q.batch, q.street"
        )
        assert all(used <= places for places, used in rows), rows


def expected_states(model: Model) -> list[tuple[str, int]]:
    return [
        (each.state.removesuffix(" gone"), each.slot if each.state in ("booked", "waiting", "attended") else -1)
        for each in model.people
    ]


def follow(clinic: Clinic, places: list[int], quotas: list[int] | None, acts: list[Act]) -> None:
    line, model = Line(clinic, places, quotas), Model(places, quotas)
    clinic.station.clock.set(f"{DAY}T09:00")
    for act in acts:
        what, who, _ = act
        if what == "forget" and who in line.gone:
            continue
        before = clinic.station.desk.store.head
        went = line.act(*act)
        gone = who in line.gone
        if what == "forget":
            line.gone.add(who)
        assert went == (False if gone and not went else model.act(*act)), (act, acts)
        if not went:
            assert clinic.station.desk.store.head == before
        assert line.states() == expected_states(model), (act, acts)
        line.check()


@pytest.fixture(scope="module")
def grounds(tmp_path_factory: pytest.TempPathFactory) -> Yard:
    return Yard(tmp_path_factory.mktemp("line"))


@pytest.fixture(scope="module")
def clinic(grounds: Yard, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    station = grounds.fresh.open(tmp_path_factory.mktemp("line-station"), synchronous="OFF")
    made = Clinic(station)
    for nth in range(PEOPLE):
        made.person(f"人{nth}")
    yield made
    station.close()


ACT = st.tuples(st.sampled_from(ACTS), st.integers(0, PEOPLE - 1), st.integers(0, SLOTS - 1))


@settings(max_examples=60)
@given(
    places=st.lists(st.integers(1, 3), min_size=SLOTS, max_size=SLOTS),
    quotas=st.none() | st.lists(st.integers(0, 3), min_size=2, max_size=2),
    acts=st.lists(ACT, max_size=30),
)
def test_places_are_never_overbooked_and_the_line_keeps_its_order(
    clinic: Clinic, places: list[int], quotas: list[int] | None, acts: list[Act]
) -> None:
    start = clinic.station.clock.set(f"{DAY}T07:00")
    with contextlib.suppress(_Undo), clinic.station.desk.store.write():
        follow(clinic, places, quotas, acts)
        raise _Undo
    clinic.station.clock.pass_by(start - clinic.station.clock.now())


def test_a_long_morning_verifies_and_can_be_worked_out_again(
    grounds: Yard, tmp_path_factory: pytest.TempPathFactory
) -> None:
    station = grounds.fresh.open(tmp_path_factory.mktemp("morning"), synchronous="OFF")
    clinic, chance = Clinic(station), random.Random(7)
    station.clock.set(f"{DAY}T07:00")
    acts = [(chance.choice(ACTS[:6]), chance.randrange(PEOPLE), chance.randrange(SLOTS)) for _ in range(80)]
    follow(clinic, [1, 2, 1], [2, 3], acts)
    before = station.rows("SELECT * FROM bookings ORDER BY referral")
    assert station.faults() == []
    assert station.office.upkeep.rebuild()[0].ok
    assert station.rows("SELECT * FROM bookings ORDER BY referral") == before
    station.close()
