"""What the hub told of elsewhere, at the counter: cards, meals, keys, joined riders, allotments."""

from __future__ import annotations

import pytest

from desktop.core import card
from desktop.core.fact import Fact
from desktop.core.feed import FeedCard, FeedDevice, FeedJoined, FeedMeal
from desktop.core.joining import DeviceEnrolled
from desktop.core.keys import DeviceKey
from desktop.core.site import AllotmentGranted
from desktop.services.meals import Served
from tests.stations import Station
from tests.sync import devices
from tests.sync.conftest import Town
from tests.sync.hub_journal import HubJournal

ELSEWHERE = DeviceKey(b"\x05" * 32)
RIDER = "4f3e2d1c-0b0a-4908-8706-050403020100"
SAME = "5f3e2d1c-0b0a-4908-8706-050403020100"
MEAL = "019a8b5e-1c00-7000-8000-0000000000a2"
NOON = "2026-11-17T12:00:00"


class Noon:
    """A station at noon with a merchant, a hub that grants money, and cards of another place."""

    def __init__(self, town: Town) -> None:
        self.hub = town.hub
        self.station: Station = town.station()
        self.now = self.station.clock.set(NOON)
        self.hub.now = self.now
        self.merchant = self.station.office.master.add_merchant(self.station.by, "老济南面馆")
        self.append = HubJournal(self.hub).append

    def grant(self, fen: int = 100_000, portions: int = 0) -> None:
        device = self.station.desk.store.device
        self.append(AllotmentGranted(self.merchant, device, "2026-11", fen, portions))

    def know(self, *, verified: str = "2027-11-01", withdrawn: str = "", rider: str = RIDER, revoked: int = 0) -> str:
        """A card issued elsewhere, of which the hub tells."""
        issued = self.now // 1000 - 3_600
        self.hub.say(FeedDevice(ELSEWHERE.device, ELSEWHERE.public.hex(), devices.OTHER_SITE, "别处", revoked))
        self.hub.say(FeedCard(rider, issued, "courier", verified, "马**", "1234", withdrawn, False))
        return card.issue(ELSEWHERE, rider, "courier", issued, 730).text

    def eat(self, text: str) -> Served:
        devices.sync(self.station)
        return self.station.office.meals.serve(self.station.by, text, self.merchant)

    def visit(self, text: str) -> str:
        devices.sync(self.station)
        return str(self.station.office.visits.by_card(self.station.by, text, []).outcome)


@pytest.fixture
def noon(town: Town) -> Noon:
    return Noon(town)


def test_a_card_of_elsewhere_is_good_once_the_hub_told_of_it(noon: Noon) -> None:
    stranger = card.issue(ELSEWHERE, RIDER, "courier", noon.now // 1000 - 3_600, 730).text
    assert noon.visit(stranger) == "accepted_unverified"
    noon.station.clock.pass_by(3_600_000)
    assert noon.visit(noon.know()) == "checked_in"


def test_its_meal_is_served_and_not_held(noon: Noon) -> None:
    noon.grant()
    served = noon.eat(noon.know())
    assert (served.outcome, served.held) == ("served", None)
    assert noon.station.entries("meal.served")[0].body["verified"] == "yes"


def test_verification_that_is_over_elsewhere_is_over_here(noon: Noon) -> None:
    noon.grant()
    assert noon.eat(noon.know(verified="2026-11-17")).outcome == "not_verified"


def test_a_card_withdrawn_elsewhere_does_not_hold(noon: Noon) -> None:
    text = noon.know(withdrawn="lost")
    assert noon.visit(text) == "card_withdrawn"
    assert noon.eat(text).outcome == "card_withdrawn"


@pytest.mark.parametrize(("seconds", "outcome"), [(-3_601, "card_withdrawn"), (-3_600, "checked_in")])
def test_cards_issued_after_a_revocation_do_not_hold(noon: Noon, seconds: int, outcome: str) -> None:
    assert noon.visit(noon.know(revoked=noon.now // 1000 + seconds)) == outcome


def test_a_meal_elsewhere_counts_for_the_limits(noon: Noon) -> None:
    noon.grant()
    text = noon.know()
    at = noon.now - 600_000
    noon.hub.say(FeedMeal(MEAL, RIDER, "2026-11-17", "lunch", at, "m", "别处面馆", ""))
    served = noon.eat(text)
    assert served.outcome == "already_served"
    assert served.earlier is not None
    assert (served.earlier.at, served.earlier.place) == (at, "别处面馆")


def test_a_meal_voided_elsewhere_gives_back(noon: Noon) -> None:
    noon.grant()
    text = noon.know()
    noon.hub.say(FeedMeal(MEAL, RIDER, "2026-11-17", "lunch", noon.now, "m", "别处面馆", ""))
    noon.hub.say(FeedMeal(MEAL, RIDER, "2026-11-17", "lunch", noon.now, "m", "别处面馆", "returned"))
    assert noon.eat(text).outcome == "served"


def test_limits_of_joined_riders_run_over_both_ids(noon: Noon) -> None:
    noon.grant()
    text = noon.know()
    noon.hub.say(FeedMeal(MEAL, SAME, "2026-11-17", "lunch", noon.now, "m", "别处面馆", ""))
    assert noon.eat(text).outcome == "served"
    noon.station.office.meals.void(noon.station.by, noon.station.entries("meal.served")[0].id, "mis_scan")
    noon.hub.say(FeedJoined(SAME, RIDER))
    assert noon.eat(text).outcome == "already_served"


def test_with_a_hub_nothing_granted_is_nothing_to_spend(noon: Noon) -> None:
    text = noon.know()
    assert noon.eat(text).outcome == "budget_spent"
    noon.grant(fen=500)
    assert noon.eat(text).outcome == "served"
    other = noon.know(rider=SAME)
    assert noon.eat(other).outcome == "budget_spent"


def test_portions_that_the_hub_grants(noon: Noon) -> None:
    noon.grant(portions=1)
    assert noon.eat(noon.know()).outcome == "served"
    assert noon.eat(noon.know(rider=SAME)).outcome == "sold_out"


def test_the_hubs_entries_replay_to_the_same(noon: Noon) -> None:
    noon.grant()
    noon.append(DeviceEnrolled(ELSEWHERE.device, ELSEWHERE.public.hex(), devices.OTHER_SITE))
    noon.eat(noon.know())
    station = noon.station
    assert station.faults() == []
    assert station.office.upkeep.verify().received == 3
    assert station.rows("SELECT device, site FROM devices") == [(ELSEWHERE.device, devices.OTHER_SITE)]


def test_a_body_that_is_not_of_its_kind_holds_up_nothing(noon: Noon) -> None:
    class Odd(Fact, frozen=True):
        KIND = "allotment.granted"
        merchant: int

    noon.append(Odd(7))
    noon.grant()
    assert noon.eat(noon.know()).outcome == "served"
    assert noon.station.rows("SELECT code FROM flags") == [("body_wrong",)]
    assert devices.stands(noon.station).flagged == 0
    assert noon.station.faults() == []


def test_who_is_forgotten_elsewhere_has_no_name_here_and_no_card(noon: Noon) -> None:
    text = noon.know()
    assert noon.visit(text) == "checked_in"
    issued = noon.now // 1000 - 3_600
    noon.hub.say(FeedCard(RIDER, issued, "courier", "", "", "", "", True))
    noon.station.clock.pass_by(3_600_000)
    assert noon.visit(text) == "card_withdrawn"
    assert noon.station.rows("SELECT name, tail FROM known_cards") == [("", "")]
