"""Meals through the service: every outcome, right to the minute and to the fen."""

from __future__ import annotations

from typing import Any

import pytest

from desktop.core import card, keys
from desktop.core.business_day import parse_time
from desktop.core.errors import Refused
from desktop.core.joining import MealHeld
from desktop.services.meals import Served
from tests.stations import DAY, HOUR, MINUTE, Station


def refused(code: str) -> Any:
    return pytest.raises(Refused, match=f"'{code}'")


class Till:
    """A merchant's till at a station, told when somebody scans."""

    def __init__(self, station: Station, *, fen: int | None = None, portions: int = 0) -> None:
        self.station = station
        self.meals = station.office.meals
        self.merchant = station.office.master.add_merchant(station.by, "泉香快餐")
        if fen is not None:
            self.grant(fen, portions)

    def grant(self, fen: int, portions: int = 0, month: str = "2026-11") -> None:
        self.station.office.master.grant(self.station.by, self.merchant, month, fen, portions)

    def serve(self, text: str, at: str = "", merchant: str = "") -> Served:
        stated = parse_time(at) if at else None
        return self.meals.serve(self.station.by, text, merchant or self.merchant, stated)

    def stranger(self, number: int = 1, group: str = "courier") -> str:
        """A card of an issuer that is not known here."""
        rider = f"3b3e5f5c-6f0e-4a6e-9d55-{number:012d}"
        issued = self.station.clock.now() // 1000
        return card.issue(keys.DeviceKey(b"\x07" * 32), rider, group, issued, 730).text


@pytest.fixture
def till(station: Station) -> Till:
    station.clock.set("2026-11-16T12:00")
    return Till(station)


def test_served(till: Till) -> None:
    made = till.station.register()
    done = till.serve(made.card)
    assert (done.outcome, done.period, done.held, done.rider) == ("served", "lunch", None, made.rider)
    assert (done.price_fen, done.subsidy_fen, done.list_fen) == (990, 500, 1490)
    entry = till.station.entries()[-1]
    assert (entry.id, entry.kind, entry.day) == (done.fact, "meal.served", "2026-11-16")
    assert entry.body == {
        "rider": made.rider,
        "group": "delivery_rider",
        "merchant": till.merchant,
        "programme": "nuanxin-canteen",
        "programme_version": "2026.1",
        "period": "lunch",
        "package": "standard",
        "list_fen": 1490,
        "price_fen": 990,
        "subsidy_fen": 500,
        "when": till.station.clock.now(),
        "card_issued": card.read(made.card)[0].issued,
        "issuer": till.station.desk.key.key_id.hex(),
        "verified": "yes",
        "held": None,
        "source": "till",
    }
    assert till.station.faults() == []


@pytest.mark.parametrize(
    ("at", "day", "period"),
    [
        ("2026-11-16T06:29:59", None, None),
        ("2026-11-16T06:30:00", "2026-11-16", "breakfast"),
        ("2026-11-16T10:29:59", "2026-11-16", "breakfast"),
        ("2026-11-16T10:30:00", "2026-11-16", "lunch"),
        ("2026-11-16T13:29:59", "2026-11-16", "lunch"),
        ("2026-11-16T13:30:00", "2026-11-16", "off_peak"),
        ("2026-11-16T16:29:59.999", "2026-11-16", "off_peak"),
        ("2026-11-16T16:30:00", None, None),
        ("2026-11-16T16:59:59", None, None),
        ("2026-11-16T17:00:00", "2026-11-16", "dinner"),
        ("2026-11-16T20:59:59", "2026-11-16", "dinner"),
        ("2026-11-16T21:00:00", "2026-11-16", "night"),
        ("2026-11-16T23:59:59", "2026-11-16", "night"),
        ("2026-11-16T00:00:00", "2026-11-15", "night"),
        ("2026-11-16T01:59:59", "2026-11-15", "night"),
        ("2026-11-16T02:00:00", None, None),
        ("2026-11-01T00:30:00", "2026-10-31", "night"),
    ],
)
def test_the_edges_of_the_periods(till: Till, at: str, day: str | None, period: str | None) -> None:
    done = till.serve(till.station.register().card, at)
    assert (done.outcome, done.period) == ("served" if period else "out_of_hours", period)
    assert [row[0] for row in till.station.rows("SELECT day FROM meals")] == ([day] if day else [])


def test_a_second_meal_in_the_period_says_when_and_where(till: Till) -> None:
    made, other = till.station.register(), till.station.office.master.add_merchant(till.station.by, "别家")
    first = till.serve(made.card)
    till.station.clock.pass_by(MINUTE)
    again = till.serve(made.card, merchant=other)
    assert (again.outcome, again.fact, again.period) == ("already_served", None, "lunch")
    assert again.earlier is not None
    assert (again.earlier.fact, again.earlier.merchant, again.earlier.period) == (first.fact, till.merchant, "lunch")
    assert again.earlier.at == till.station.clock.now() - MINUTE
    assert till.serve(made.card, "2026-11-16T13:29:59").outcome == "already_served"
    assert till.serve(made.card, "2026-11-16T13:30:00").outcome == "served", "the next period"
    third = till.serve(made.card, "2026-11-16T17:00:00")
    assert third.outcome == "already_served", "two a day"
    assert third.earlier is not None
    assert third.earlier.period == "off_peak"


def test_across_midnight_it_is_one_night(till: Till) -> None:
    made = till.station.register()
    assert till.serve(made.card, "2026-11-15T23:59:59").outcome == "served"
    assert till.serve(made.card, "2026-11-16T00:00:00").outcome == "already_served"
    assert till.serve(made.card, "2026-11-16T01:59:59").outcome == "already_served"
    assert till.serve(made.card, "2026-11-16T21:00:00").outcome == "served", "the next night"


def test_two_a_day_counts_the_night_to_the_day_it_began(till: Till) -> None:
    made = till.station.register()
    assert till.serve(made.card, "2026-11-15T12:00").outcome == "served"
    assert till.serve(made.card, "2026-11-16T00:30").outcome == "served"
    assert till.serve(made.card, "2026-11-15T18:00").outcome == "already_served"
    assert till.serve(made.card, "2026-11-16T12:00").outcome == "served"
    assert till.serve(made.card, "2026-11-16T18:00").outcome == "served"


def test_not_verified(till: Till) -> None:
    made = till.station.register(proof="")
    assert till.serve(made.card).outcome == "not_verified"
    till.station.office.people.verify(till.station.by, made.rider, "badge")
    assert till.serve(made.card).outcome == "served"


def test_verification_runs_out_on_its_day(till: Till) -> None:
    made = till.station.register()
    till.station.clock.set("2027-11-15T12:00")
    assert till.serve(made.card).outcome == "served"
    till.station.clock.set("2027-11-16T12:00")
    assert till.serve(made.card).outcome == "not_verified"
    till.station.office.people.verify(till.station.by, made.rider, "badge")
    assert till.serve(made.card).outcome == "served"


def test_the_card_outcomes(till: Till) -> None:
    made = till.station.register()
    assert till.serve(made.card[:-1]).outcome == "not_a_card"
    assert till.serve("hello").outcome == "not_a_card"
    till.station.office.people.withdraw(till.station.by, made.card)
    done = till.serve(made.card)
    assert (done.outcome, done.rider, done.fact) == ("card_withdrawn", made.rider, None)
    other = till.station.register()
    till.station.clock.pass_by(730 * DAY)
    assert till.serve(other.card).outcome == "card_expired"
    assert till.station.entries("meal.served") == []


def test_a_forgotten_rider_eats_no_more(till: Till) -> None:
    made = till.station.register()
    till.serve(made.card)
    till.station.office.people.forget(till.station.by, made.rider, "本人要求")
    assert till.serve(made.card, "2026-11-16T18:00").outcome == "card_withdrawn"


@pytest.mark.parametrize(
    ("at", "outcome"),
    [
        ("2025-12-31T12:00", "programme_over"),
        ("2026-01-01T00:30", "programme_over"),
        ("2026-01-01T12:00", "served"),
    ],
)
def test_before_the_programme(till: Till, at: str, outcome: str) -> None:
    assert till.serve(till.station.register().card, at).outcome == outcome


@pytest.mark.parametrize(
    ("at", "outcome"),
    [("2027-12-31T23:59", "served"), ("2028-01-01T01:59", "served"), ("2028-01-01T12:00", "programme_over")],
)
def test_after_the_programme(till: Till, at: str, outcome: str) -> None:
    till.station.clock.set("2027-12-30T12:00")
    made = till.station.register()
    till.station.clock.set(at)
    assert till.serve(made.card).outcome == outcome


def test_not_eligible(station: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    station.clock.set("2026-11-16T12:00")
    till = Till(station)
    programme = station.desk.rules.programme
    kept = programme.groups
    try:
        object.__setattr__(programme, "groups", frozenset({"courier"}))
        assert till.serve(station.register().card).outcome == "not_eligible"
        assert till.serve(station.register(group="courier").card).outcome == "served"
    finally:
        object.__setattr__(programme, "groups", kept)


# --- what is left to serve --------------------------------------------------------


def test_the_last_fen_of_the_allotment(till: Till) -> None:
    """1,499 fen are two meals of 500: a third would be part-subsidised, and none is."""
    riders = [till.station.register() for _ in range(5)]
    till.grant(1_499)
    assert [till.serve(made.card).outcome for made in riders[:3]] == ["served", "served", "budget_spent"]
    till.grant(1_500)
    assert till.serve(riders[2].card).outcome == "served", "to the fen"
    assert till.serve(riders[3].card).outcome == "budget_spent"
    fact = till.station.rows("SELECT fact FROM meals WHERE rider = ?", (riders[0].rider,))[0][0]
    till.meals.void(till.station.by, fact, "returned")
    assert till.serve(riders[3].card).outcome == "served", "a void gives back"
    assert till.serve(riders[4].card).outcome == "budget_spent"
    assert till.station.rows("SELECT sum(subsidy_fen) FROM meals WHERE voided IS NULL") == [(1_500,)]


def test_a_voided_rider_may_eat_again_in_the_period(till: Till) -> None:
    made = till.station.register()
    done = till.serve(made.card)
    till.meals.void(till.station.by, done.fact or "", "mis_scan")
    assert till.serve(made.card).outcome == "served"


def test_an_allotment_of_nothing_serves_nobody(till: Till) -> None:
    till.grant(0)
    assert till.serve(till.station.register().card).outcome == "budget_spent"


def test_an_allotment_is_of_its_month_merchant_and_device(till: Till) -> None:
    till.grant(500)
    one, two, three = (till.station.register() for _ in range(3))
    other = till.station.office.master.add_merchant(till.station.by, "别家")
    assert till.serve(one.card).outcome == "served"
    assert till.serve(two.card).outcome == "budget_spent"
    assert till.serve(two.card, merchant=other).outcome == "served", "none granted there"
    assert till.serve(three.card, "2026-10-31T12:00").outcome == "served", "another month"
    assert till.serve(three.card, "2026-11-01T00:30").outcome == "served", "the last night of October"
    till.station.clock.set("2026-12-01T00:30")
    assert till.serve(three.card).outcome == "budget_spent", "still November's night"
    till.station.clock.set("2026-12-01T06:30")
    assert till.serve(three.card).outcome == "served"


def test_the_last_portion(till: Till) -> None:
    till.grant(100_000, 2)
    riders = [till.station.register() for _ in range(4)]
    facts = [till.serve(made.card) for made in riders[:3]]
    assert [done.outcome for done in facts] == ["served", "served", "sold_out"]
    till.meals.void(till.station.by, facts[0].fact or "", "not_collected")
    assert till.serve(riders[2].card).outcome == "served"
    assert till.serve(riders[3].card).outcome == "sold_out"
    assert till.serve(riders[3].card, "2026-11-15T12:00").outcome == "served", "portions are a day's"


def test_two_merchants_have_their_own_portions_and_money(till: Till) -> None:
    other = till.station.office.master.add_merchant(till.station.by, "别家")
    till.grant(100_000, 1)
    till.station.office.master.grant(till.station.by, other, "2026-11", 500, 0)
    one, two, three, four = (till.station.register() for _ in range(4))
    assert till.serve(one.card).outcome == "served"
    assert till.serve(two.card).outcome == "sold_out"
    assert till.serve(two.card, merchant=other).outcome == "served"
    assert till.serve(three.card, merchant=other).outcome == "budget_spent"
    assert till.serve(four.card).outcome == "sold_out"


# --- held -------------------------------------------------------------------------


def test_an_unknown_issuer_is_served_and_held(till: Till) -> None:
    done = till.serve(till.stranger())
    assert (done.outcome, done.held, done.subsidy_fen) == ("served", "unknown_issuer", 500)
    assert till.station.entries()[-1].body["verified"] == "unknown"
    assert till.serve(till.stranger()).outcome == "already_served"
    figures = till.station.office.days.figures(None)
    assert (figures.meals, figures.meals_held, figures.subsidy_fen, figures.taken_fen) == (1, 1, 0, 990)
    assert till.station.faults() == []


def test_a_known_issuers_card_of_a_rider_unknown_here_is_held(till: Till) -> None:
    """As after the loss of what was registered since the last backup."""
    issued = till.station.clock.now() // 1000
    rider = "3b3e5f5c-6f0e-4a6e-9d55-0123456789ab"
    text = card.issue(till.station.desk.key, rider, "courier", issued, 730).text
    assert till.serve(text).held == "verification_unknown"


def test_five_unverified_a_day(till: Till) -> None:
    texts = [till.stranger(number) for number in range(7)]
    done = [till.serve(text) for text in texts[:6]]
    assert [one.outcome for one in done] == ["served"] * 5 + ["not_verified"]
    assert till.serve(till.station.register().card).outcome == "served", "the verified go on"
    till.meals.void(till.station.by, done[0].fact or "", "mis_scan")
    assert till.serve(texts[5]).outcome == "served", "a void gives back"
    assert till.serve(texts[6]).outcome == "not_verified"
    assert till.serve(texts[6], "2026-11-15T12:00").outcome == "served", "five a day"


def test_what_the_hub_holds_as_a_double_was_not_unverified(till: Till) -> None:
    """五份未核验只算没核验的: a meal held later for another reason takes none of them."""
    double = till.serve(till.station.register().card).fact or ""
    with till.station.desk.store.write() as txn:
        txn.append(MealHeld(double, "double_meal", double), day="2026-11-16", by=till.station.by.id)
    done = [till.serve(till.stranger(number)) for number in range(6)]
    assert [one.outcome for one in done] == ["served"] * 5 + ["not_verified"]


# --- voids ------------------------------------------------------------------------


def test_a_void_the_same_day(till: Till) -> None:
    done = till.serve(till.station.register().card)
    entry = till.meals.void(till.station.by, done.fact or "", "returned", "凉了")
    assert (entry.kind, entry.body.late, entry.body.reason) == ("meal.voided", False, "returned")
    with refused("already_voided"):
        till.meals.void(till.station.by, done.fact or "", "returned")
    assert till.station.rows("SELECT voided, voided_by, voided_late FROM meals") == [
        ("returned", till.station.by.id, 0)
    ]
    assert till.station.faults() == []


@pytest.mark.parametrize("role", ["caretaker", "merchant"])
def test_a_late_void_is_a_supervisors(till: Till, role: str) -> None:
    done = till.serve(till.station.register().card)
    till.station.clock.set("2026-11-17T02:00")
    late = till.station.operator(role)
    with refused("not_allowed"):
        till.meals.void(late, done.fact or "", "returned")
    entry = till.meals.void(till.station.operator("supervisor"), done.fact or "", "returned")
    assert (entry.body.late, entry.day) == (True, "2026-11-17")
    assert till.station.rows("SELECT voided_late FROM meals") == [(1,)]


def test_after_the_day_was_closed_a_void_is_late(till: Till) -> None:
    done, other = till.serve(till.station.register().card), till.serve(till.station.register().card)
    till.meals.void(till.station.operator("merchant"), other.fact or "", "mis_scan")
    till.station.office.days.close(till.station.by)
    with refused("not_allowed"):
        till.meals.void(till.station.operator("caretaker", "merchant"), done.fact or "", "returned")
    assert till.meals.void(till.station.by, done.fact or "", "returned").body.late


def test_a_nights_meal_is_voided_until_its_period_ends(till: Till) -> None:
    till.station.clock.set("2026-11-16T23:00")
    one, two = (till.serve(till.station.register().card) for _ in range(2))
    cashier = till.station.operator("merchant")
    till.station.clock.set("2026-11-17T01:59:59")
    assert not till.meals.void(cashier, one.fact or "", "mis_scan").body.late
    till.station.clock.set("2026-11-17T02:00:00")
    with refused("not_allowed"):
        till.meals.void(cashier, two.fact or "", "mis_scan")


def test_bad_voids(till: Till) -> None:
    done = till.serve(till.station.register().card)
    visit = till.station.office.visits.anonymous(till.station.by, "courier", [])
    for fact in ("", "x", visit.fact or ""):
        with refused("meal_unknown"):
            till.meals.void(till.station.by, fact, "returned")
    for reason in ("", "because", "误扫"):
        with refused("void_reason_unknown"):
            till.meals.void(till.station.by, done.fact or "", reason)


def test_an_unknown_merchant(till: Till) -> None:
    made = till.station.register()
    for merchant in ("", "泉香快餐", "3b3e5f5c-6f0e-4a6e-9d55-0123456789ab"):
        with refused("merchant_unknown"):
            till.meals.serve(till.station.by, made.card, merchant)


def test_a_stated_time_ahead(till: Till) -> None:
    with refused("time_ahead"):
        till.serve(till.station.register().card, "2026-11-20T12:00")


def test_a_clock_back_two_hours_still_knows_who_ate(till: Till) -> None:
    made = till.station.register()
    till.station.clock.set("2026-11-16T13:00")
    assert till.serve(made.card).outcome == "served"
    till.station.clock.pass_by(-2 * HOUR)
    assert till.serve(made.card).outcome == "already_served"
    assert till.serve(till.station.register().card).outcome == "served"
    # one meal in twenty is asked about, and what nobody answered is told with the next one
    asked = len(till.station.entries("tail.answered"))
    assert till.station.office.upkeep.status()["flagged"] == 4 + asked
    assert till.station.faults() == []
