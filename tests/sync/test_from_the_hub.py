"""What a phone recorded at the hub for a place reaches that place's desk, and counts there once and nowhere else."""

from __future__ import annotations

import functools
from pathlib import Path

import uuid_utils.compat

from desktop.core import clinic_code
from desktop.core.business_day import day_of
from desktop.services import papers
from desktop.services import station as stations
from desktop.services.office import Office
from desktop.sync.joining import ask_to_join
from hub.app import read_words
from hub.clinic import Clinic
from hub.doors import CASHIER
from hub.parts import put_together as put_parts
from hub.phone_tills import Wanted
from hub.side import put_together
from hub.supervision import Supervisor
from hub.till import PhoneTill
from tests.hub.counter import SetClock as HubClock
from tests.hub.filled import SUPERVISOR
from tests.stations import MINUTE, OPERATOR, PIN, SetClock, Station, Template, Yard, cheap_pins, divisions, parts
from tests.sync.conftest import yards
from tests.sync.test_real_hub import City, city, noon, running

__all__ = ["city", "running", "yards"]


def clinic_of(city: City) -> Clinic:
    return Clinic(city.hub.parts, put_together(city.hub.parts, read_words()).hub)


def slip_of(station: Station, referral: str) -> tuple[str, str]:
    """Code and digits as they stand on the paper; and the address leads to the code."""
    office = station.office
    made = papers.Papers(station.desk, office, station.desk.printer.words["zh"])
    paper = made.freeze(station.by, papers.Wanted("health", id=referral))
    code = str(getattr(paper, "code"))  # noqa: B009
    assert str(getattr(paper, "confirm_at")).endswith(f"/C/{clinic_code.short(code)}")  # noqa: B009
    return code, str(getattr(paper, "confirm_code"))  # noqa: B009


def figure(station: Station, code: str, day: str) -> int:
    figures = station.office.figures
    return figures.value(code, figures.period(day=day)) or 0


def test_a_clinics_confirmation_counts_once_at_the_station(city: City) -> None:
    one, two = city.station(0), city.station(1)
    partner = one.office.master.add_partner(one.by, "济南市第四人民医院")
    rider = one.register("马向阳").rider
    other = one.register("单春秀", phone="15966670009").rider
    made = [
        one.office.referrals.refer_person(one.by, each, "checkup", partner, consent=True).referral
        for each in (rider, other)
    ]
    city.sync(one, two)
    clinic = clinic_of(city)
    for referral in made:
        assert clinic.confirm(*slip_of(one, referral), "10.1.1.1").standing == "confirmed"
    # the station wrote one of them down as well, before it heard
    one.office.referrals.move(one.by, made[0], "attended")
    city.sync(one, two)
    assert one.rows("SELECT referral, state FROM referrals ORDER BY referral") == sorted(
        (referral, "attended") for referral in made
    )
    day = one.rows("SELECT max(day) FROM occurrences WHERE code = 'attended'")[0][0]
    assert figure(one, "referrals_attended", day) == 2
    assert two.rows("SELECT count(*) FROM referrals") == two.rows("SELECT count(*) FROM occurrences") == [(0,)]
    assert figure(two, "referrals_attended", day) == 0
    one.office.attendance.stub(one.by, made[1])
    assert one.faults() == two.faults() == []
    one.office.upkeep.rebuild()
    two.office.upkeep.rebuild()
    assert figure(one, "referrals_attended", day) == 2
    assert figure(two, "referrals_attended", day) == 0


class MerchantYard(Yard):
    @functools.cached_property
    def fresh(self) -> Template:
        """A merchant's computer with its cashier."""
        place, clock = self.place / "fresh", SetClock(self.start)
        made = stations.create(
            parts(place / "keys", clock), place / "data", role="merchant", name="泉香快餐", community=""
        )
        cheap_pins(Office(made.desk)).operators.add_first(OPERATOR, PIN)
        made.desk.close()
        return Template(place, made.recovery, clock.now())


def merchant_of(city: City, place: Path) -> Station:
    made = city.make(of=MerchantYard(place).fresh, synchronous="NORMAL")
    city.right(made)
    code = city.hub.parts.enrolment.new_merchant("泉香快餐", SUPERVISOR.id)
    made.office.hub.enrol(made.by, city.url, code.code, ask_to_join)
    return made


def till_of(city: City, merchant: Station, now: int) -> tuple[PhoneTill, Supervisor]:
    """The hub's till by phone at this time, and a cashier of this merchant."""
    known = city.hub.parts
    at_noon = put_parts(known.database, known.keys, HubClock(now), divisions())
    office = put_together(at_noon, read_words())
    wanted = Wanted(merchant.desk.store.home.joined, "泉香 王芳", "135790", 7, 1_000_000, 0)
    made = office.phone_tills.open(SUPERVISOR, wanted)
    return office.till, Supervisor(made, frozenset({CASHIER}), "泉香 王芳", "")


def fact_id() -> str:
    return str(uuid_utils.compat.uuid7())


def test_meals_by_phone_are_the_merchants_own_once(city: City, tmp_path: Path) -> None:
    """A merchant whose computer was broken syncs again: its page, its figures and the hub's settlement have each meal
    once, and a station across the city has none.
    """
    station, merchant = city.station(0), merchant_of(city, tmp_path / "merchant")
    card = station.register("马向阳").card
    before = station.register("单春秀", phone="15966670019").card
    own, at = merchant.desk.place.site, noon(merchant)
    day = day_of(at)
    city.grant(merchant, own, day[:7])
    city.sync(station, merchant)
    assert merchant.office.meals.serve(merchant.by, before, own, at).outcome == "served"
    city.sync(station, merchant)
    till, by = till_of(city, merchant, at + MINUTE)
    first = till.serve(by, card, fact_id())
    second = till.serve(by, before, fact_id())
    assert (first.outcome, second.outcome) == ("served", "already_served")
    city.sync(station, merchant)
    rows = "SELECT rider, source, site = ?, merchant = ? FROM meals ORDER BY source"
    assert [row[1:] for row in merchant.rows(rows, (own, own))] == [("phone", 1, 1), ("till", 1, 1)]
    assert station.rows("SELECT count(*) FROM meals WHERE day NOT NULL") == [(0,)]
    assert (figure(merchant, "meals_count", day), figure(station, "meals_count", day)) == (2, 0)
    assert station.rows("SELECT count(*) FROM meals_elsewhere WHERE voided = ''") == [(2,)]
    assert merchant.office.meals.serve(merchant.by, card, own, at + 2 * MINUTE).outcome == "already_served"
    # the merchant's own computer voids what its phone served, and hears of what the phone voided
    merchant.office.meals.void(merchant.by, first.fact, "returned")
    city.sync(station, merchant)
    assert till.shift(by).meals == 0
    again = till.serve(by, card, fact_id())
    assert again.outcome == "served"
    city.sync(station, merchant)
    assert figure(merchant, "meals_count", day) == 2
    site = merchant.desk.store.home.joined
    office = put_together(city.hub.parts, read_words())
    known, draft = office.settlements.draft(SUPERVISOR, site, day[:7])
    assert own in known.ids
    assert (len(draft.lines), draft.subsidy_fen) == (2, 1_000)
    for each in (merchant, station):
        assert each.faults() == []
        each.office.upkeep.rebuild()
    assert (figure(merchant, "meals_count", day), figure(station, "meals_count", day)) == (2, 0)
