"""不相容岗位: every pair that the data names, through the services, by one person and by two.

A new pair in `separation.toml` has no scenario here, and fails.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from desktop.core.joining import RidersJoined
from desktop.core.pages import GivenAnswer
from desktop.core.roles import Operator
from desktop.services.sheet_file import GivenRow, GivenSheet
from tests.busy import picture
from tests.money import Money, refused
from tests.stations import rulebook

PAIRS = {frozenset(pair.acts): pair for pair in rulebook().separation.pairs}
ALL_ROLES = frozenset({"caretaker", "merchant", "supervisor"})
PIN = "975310"

First = Callable[["Two"], str]
Second = Callable[["Two", str], object]


class Two:
    """`one` does the first act about a thing, `two` the second (the same person until the test says otherwise);
    `third` and the supervisor do whatever else there is.
    """

    def __init__(self, money: Money) -> None:
        self.money, self.office = money, money.office
        self.one = self.somebody("周立新")
        self.two = self.one
        self.third = self.somebody("何文静")

    def somebody(self, name: str) -> Operator:
        return Operator(self.office.operators.add(self.money.by, name, "caretaker", PIN), ALL_ROLES)

    def rider(self, by: Operator, proof: str | None = "badge") -> tuple[str, str]:
        made = self.office.people.register(by, "高建平", "13900001111", "courier", proof=proof, consent=True)
        return made.rider, made.card

    def paper_meal(self, by: Operator) -> str:
        """A sheet of one meal of the rider in hand, entered by somebody; held."""
        number = self.office.sheets.add_register(self.third, "meals", 1).first
        row = GivenRow(1, time="12:10", name="高建平", phone_tail="1111", signature=True)
        given = GivenSheet(number, "2026-10-12", self.money.merchants[0], picture(), (row,))
        self.office.sheets.enter(by, given)
        return self.last_meal()

    def last_meal(self) -> str:
        return str(self.money.station.rows("SELECT max(fact) FROM meals")[0][0])

    def till_meal(self, by: Operator, card: str) -> str:
        return self.office.meals.serve(by, card, self.money.merchants[0]).fact or ""

    def over(self) -> str:
        """The month is over; a held meal was decided by somebody apart."""
        held = self.money.station.rows("SELECT fact FROM meals WHERE held NOT NULL AND decision IS NULL")
        for (meal,) in held:
            self.office.reviews.review(self.money.supervisor, meal, "pay", "看了登记本")
        self.money.now("2026-11-02T09:00")
        return "2026-10"

    def confirmed(self) -> str:
        month, merchant = self.over(), self.money.merchants[0]
        if not self.office.settlements.of(self.money.supervisor, merchant):
            made = self.office.settlements.close(self.money.supervisor, merchant, month)
            self.office.settlements.move(self.third, made.settlement, "confirmed")
        return self.office.settlements.of(self.money.supervisor, merchant)[0].settlement

    def sample(self) -> str:
        month, merchant = self.over(), self.money.merchants[0]
        there = self.money.station.rows("SELECT sample FROM samples")
        return there[0][0] if there else self.office.doubts.draw(self.money.supervisor, merchant, month).sample


# --- the first acts: each leaves a meal at the till or on paper ----------------------------------------------


def registered(two: Two) -> str:
    two.rider(two.one)
    return two.paper_meal(two.third)


def verified(two: Two) -> str:
    rider, _ = two.rider(two.third, None)
    two.office.people.verify(two.one, rider, "badge")
    return two.paper_meal(two.third)


def served(two: Two) -> str:
    two.rider(two.third)
    return two.till_meal(two.one, two.money.cards["外甲"])


def entered(two: Two) -> str:
    two.rider(two.third)
    return two.paper_meal(two.one)


# --- the second acts -----------------------------------------------------------------------------------------


def review(two: Two, meal: str) -> object:
    return two.office.reviews.review(two.two, meal, "pay", "看了点餐记录")


def settle(two: Two, _meal: str) -> object:
    month = two.over()
    return two.office.settlements.close(two.two, two.money.merchants[0], month)


def approve(two: Two, _meal: str) -> object:
    return two.office.settlements.move(two.two, two.confirmed(), "published")


def call_back(two: Two, meal: str) -> object:
    return two.office.doubts.call(two.two, two.sample(), meal, "confirmed")


# --- what is not about meals ---------------------------------------------------------------------------------


def found(two: Two) -> str:
    answers = [GivenAnswer("microwave.heats", "fail")]
    return two.office.inspections.complete(two.money.supervisor, "supervised", answers).rectifications[0]


def put_right(two: Two) -> str:
    job = found(two)
    two.office.rectifications.rectify(two.one, job, "换了", [picture()])
    return job


def recheck(two: Two, job: str) -> object:
    return two.office.rectifications.recheck(two.two, job, True, "热了")


def sent_back(two: Two) -> str:
    job = found(two)
    two.office.rectifications.rectify(two.third, job, "换了", [picture()])
    two.office.rectifications.recheck(two.one, job, False, "还是不热")
    return job


def put_right_again(two: Two, job: str) -> object:
    return two.office.rectifications.rectify(two.two, job, "又换了", [picture()])


def stocked(two: Two) -> str:
    return two.office.medicine.stock(two.third, "碘伏", batch="A", expiry="2027-03", quantity=3).line.line


def dispose(two: Two, line: str) -> object:
    return two.office.medicine.dispose(two.one, [(line, 1)], "damaged", two.two.id, PIN)


def nothing(_two: Two) -> str:
    return ""


def hand_over(two: Two, _: str) -> object:
    return two.office.shifts.hand_over(two.one, two.two.id, PIN)


SCENARIOS: list[tuple[str, str, First, Second]] = [
    *(
        (act, other, first, second)
        for other, second in (("review", review), ("settle", settle), ("settle_move", approve))
        for act, first in (("register", registered), ("meal", served), ("paper_entry", entered))
    ),
    ("verify_rider", "review", verified, review),
    ("meal", "call_back", served, call_back),
    ("paper_entry", "call_back", entered, call_back),
    ("rectify", "recheck", put_right, recheck),
    ("recheck", "rectify", sent_back, put_right_again),
    ("dispose", "dispose_witness", stocked, dispose),
    ("hand_over", "take_over", nothing, hand_over),
]


def test_every_pair_of_the_data_is_asked_here() -> None:
    assert {frozenset((first, second)) for first, second, _, _ in SCENARIOS} == PAIRS.keys()


@pytest.mark.parametrize("scenario", SCENARIOS, ids=[f"{first}→{second}" for first, second, _, _ in SCENARIOS])
def test_one_person_may_not_do_both_and_two_may(money: Money, scenario: tuple[str, str, First, Second]) -> None:
    first, second, begin, end = scenario
    money.now("2026-10-12T12:10")
    two = Two(money)
    thing = begin(two)
    titles = rulebook().separation.titles
    with refused("duties_separated") as caught:
        end(two, thing)
    assert caught.value.values == {"act": titles[second], "done": titles[first]}
    two.two = two.somebody("孙桂芝")
    before = money.facts()
    end(two, thing)
    assert len(money.facts()) > len(before)


def test_everybody_who_verified_the_rider_counts_not_only_the_last(money: Money) -> None:
    """先核验的人也算: a second look by somebody else does not make the first one a stranger to the meal."""
    money.now("2026-10-12T12:10")
    two = Two(money)
    rider, _ = two.rider(two.third, None)
    two.office.people.verify(two.one, rider, "badge")
    money.now("2026-10-12T12:15")
    two.office.people.verify(two.somebody("孙桂芝"), rider, "badge")
    meal = two.paper_meal(two.third)
    with refused("duties_separated"):
        review(two, meal)
    two.two = two.somebody("郑国强")
    review(two, meal)


def test_who_registered_the_same_person_under_another_id_counts(money: Money) -> None:
    """同一人在两处登记过，两处的登记人都算."""
    money.now("2026-10-12T12:10")
    two = Two(money)
    rider, _ = two.rider(two.third)
    meal = two.paper_meal(two.third)
    other = two.office.people.register(two.one, "高建平", "13900002222", "courier", consent=True).rider
    far = "5f0c1f5e-0a53-4c58-9d5b-7a0d1d6f2c11"
    with money.station.desk.store.write() as txn:
        for one, same in ((rider, far), (far, other)):
            txn.append(RidersJoined(one, same), day="2026-10-12", by=two.third.id)
    with refused("duties_separated"):
        review(two, meal)
    two.two = two.somebody("郑国强")
    review(two, meal)


def test_what_no_supervisor_found_one_person_may_put_right_and_check(money: Money) -> None:
    """`only` in the data: a caretaker alone at a station closes their own small faults."""
    money.now("2026-10-12T12:00")
    two = Two(money)
    two.money.office.inspections.complete(
        Operator(money.by.id, frozenset({"caretaker"})), "weekly", [GivenAnswer("microwave.heats", "fail")]
    )
    job = money.station.rows("SELECT rectification FROM rectifications")[0][0]
    money.office.rectifications.rectify(two.one, job, "换了", [picture()])
    assert money.office.rectifications.recheck(two.one, job, True, "热了")[1] == "closed"


def test_what_is_refused_leaves_nothing(money: Money) -> None:
    money.now("2026-10-12T12:00")
    two = Two(money)
    thing = served(two)
    before = money.facts()
    with refused("duties_separated"):
        review(two, thing)
    assert money.facts() == before
