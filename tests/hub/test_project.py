"""Stored batches become tables, verdicts and feed."""

from __future__ import annotations

import uuid
from typing import Any

import msgspec
import pytest

from desktop.core import feed, signed
from desktop.core.joining import RidersJoined
from desktop.core.meal import MealServed, MealVoided
from desktop.core.rider import CardIssued, RiderRegistered
from desktop.core.signed import Signed
from desktop.core.site import AllotmentGranted
from hub.projector import Projector
from hub.replay import verify
from tests.hub.conftest import Hub
from tests.hub.device import Device

MERCHANT = "9b2c0b56-6a0e-4a8a-9d6e-3c7b1f2a4d5e"


def meal(rider: str, when: int, period: str = "lunch", held: str | None = None) -> MealServed:
    return MealServed(
        rider, "courier", MERCHANT, "nuanxin-canteen", "2026.1", period, "standard", 1490, 990, 500, when, 0,
        "ab" * 6, "yes", held,
    )  # fmt: skip


def pages(device: Device, after: int = 0, epoch: str = "", **more: Any) -> list[feed.Page]:
    """All pages behind a cursor, each checked with the hub's key."""
    found: list[feed.Page] = []
    while True:
        body = {
            "v": 1, "hub_epoch": epoch, "after": after, "limit": 500, "heads": [], "sums": [], "clock": 0,
            "software": "test",
        } | more  # fmt: skip
        answer = device.ask("POST", "/v1/feed", body)
        assert answer.status_code == 200, answer.text
        page = signed.read(Signed(**answer.json()), device.hub_key, feed.PAGE_PREAMBLE, feed.Page)
        found.append(page)
        after, epoch = page.next, page.hub_epoch
        if not page.more:
            return found


def bodies(device: Device, sort: str) -> list[dict[str, Any]]:
    return [item.body for page in pages(device) for item in page.items if item.sort == sort]


@pytest.fixture
def projector(served: Hub) -> Projector:
    return Projector(served.parts)


def test_a_double_meal_over_sites_is_held_whoever_comes_first(served: Hub, projector: Projector) -> None:
    one, two = served.device(), served.device()
    rider, when = str(uuid.uuid4()), one.log.now
    later = two.log.append(meal(rider, when + 60_000), day="2026-11-16")
    earlier = one.log.append(meal(rider, when), day="2026-11-16")
    for device in (two, one):
        device.receipt(device.push())
        projector.all()
    with served.parts.database.read() as session:
        rows = dict(session.rows("SELECT fact, held_beside FROM meals WHERE rider = ?", (rider,)))
    assert rows == {earlier: None, later: earlier}
    (verdict,) = bodies(two, "verdict")
    assert (verdict["code"], verdict["fact"], verdict["detail"]["beside"]) == ("double_meal", later, earlier)
    assert bodies(one, "verdict") == []

    one.log.append(MealVoided(earlier, "mis_scan", False))
    one.receipt(one.push(one.log.batch(first=3)))
    projector.all()
    with served.parts.database.read() as session:
        row = session.row("SELECT held, held_beside FROM meals WHERE fact = ?", (later,))
    assert tuple(row) == (None, None)
    assert bodies(two, "verdict")[-1]["done"] is True


def test_a_third_meal_of_a_day_over_three_tills_is_held(served: Hub, projector: Projector) -> None:
    """Each till saw one; the first two by trusted time stand, whoever comes first, and a void makes room."""
    tills = [served.device() for _ in range(3)]
    rider, when = str(uuid.uuid4()), tills[0].log.now
    facts = [
        till.log.append(meal(rider, when + at * 60_000, period), day="2026-11-16")
        for at, (till, period) in enumerate(zip(tills, ("lunch", "off_peak", "dinner"), strict=True))
    ]
    for till in reversed(tills):
        till.receipt(till.push())
        projector.all()

    def held() -> dict[str, tuple[str | None, str | None]]:
        with served.parts.database.read() as session:
            rows = session.rows("SELECT fact, held, held_beside FROM meals WHERE rider = ?", (rider,))
        return {row[0]: (row[1], row[2]) for row in rows}

    assert held() == {facts[0]: (None, None), facts[1]: (None, None), facts[2]: ("over_limit", facts[1])}
    assert [(body["code"], body["fact"], body["done"]) for body in bodies(tills[2], "verdict")] == [
        ("over_limit", facts[2], False)
    ]
    # another lunch is a double, not the day's third: it is told as that
    double = tills[1].log.append(meal(rider, when + 30_000, "lunch"), day="2026-11-16")
    tills[1].receipt(tills[1].push(tills[1].log.batch(3)))
    projector.all()
    assert held()[double] == ("double_meal", facts[0])
    tills[1].log.append(MealVoided(facts[1], "mis_scan", False))
    tills[1].receipt(tills[1].push(tills[1].log.batch(4)))
    projector.all()
    assert held()[facts[2]] == (None, None)
    assert bodies(tills[2], "verdict")[-1]["done"] is True
    assert verify(served.parts).faults == []


def test_a_card_and_a_meal_are_known_elsewhere_without_a_name(served: Hub, projector: Projector) -> None:
    one, two = served.device(), served.device()
    rider = str(uuid.uuid4())
    one.log.append(RiderRegistered(rider, "courier", "5a" * 32, "2026.1"))
    one.log.append(CardIssued(rider, "courier", one.log.now // 1000, 730, "ab" * 6))
    one.log.append(meal(rider, one.log.now))
    one.receipt(one.push())
    projector.all()
    (card,) = [body for body in bodies(two, "card") if body["rider"] == rider]
    assert card["name"] == card["tail"] == ""
    assert [body["rider"] for body in bodies(two, "meal") if body["rider"] == rider] == [rider]
    assert not [body for body in bodies(one, "card") if body["rider"] == rider], "its own site has it already"


def test_both_sides_agree_after_a_round(served: Hub, projector: Projector) -> None:
    device = served.device()
    device.log.append(meal(str(uuid.uuid4()), device.log.now))
    device.receipt(device.push())
    projector.all()
    heads = [{"epoch": device.log.epoch, "seq": 2, "hash": device.log.head}]
    sums = [{"kind": "epoch.opened", "count": 1, "fen": 0}, {"kind": "meal.served", "count": 1, "fen": 500}]
    last = pages(device, heads=heads, sums=sums)[-1]
    assert last.compared == feed.Compared(True, [], [])
    sums[1]["fen"] = 400
    last = pages(device, heads=heads, sums=sums)[-1]
    assert last.compared == feed.Compared(False, [], [feed.Sum("meal.served", 1, 500)])


def test_a_second_pc_gets_the_entries_of_the_first(served: Hub, projector: Projector) -> None:
    one = served.device()
    fact = one.log.append(meal(str(uuid.uuid4()), one.log.now))
    one.receipt(one.push())
    projector.all()
    assert one.certificate is not None
    two = served.device(served.parts.enrolment.another(one.certificate.site).code)
    projector.all()
    assert any(fact in body["text"] for body in bodies(two, "entry"))
    other = served.device()
    assert not any(fact in body["text"] for body in bodies(other, "entry"))
    assert not any(fact in body["text"] for body in bodies(one, "entry"))


def test_odd_facts_hold_up_nothing(served: Hub, projector: Projector) -> None:
    device = served.device()
    log = device.log
    unknown = log.append({"a": 1}, kind="wish.posted")
    unreadable = log.append({"a": 1}, kind="meal.served")
    nul = log.append(RiderRegistered("a\0b", "courier", "5a" * 32, "2026.1"))
    long = log.append(RiderRegistered("r" * 5_000, "courier", "5a" * 32, "2026.1"))
    huge = log.append(RiderRegistered(str(uuid.uuid4()), "courier", "5a" * 32, "2026.1"), at=2**62, day="2026-11-16")
    most = 2**63 - 1
    rich = log.append(msgspec.structs.replace(meal(str(uuid.uuid4()), log.now), subsidy_fen=most))
    never = log.append(meal(str(uuid.uuid4()), most))
    always = log.append(meal(str(uuid.uuid4()), -most))
    past = log.append(meal(str(uuid.uuid4()), log.now), at=-most, day="2026-11-16")
    another = str(uuid.uuid4())
    taken = log.append(RidersJoined(another, str(uuid.uuid4())))
    log.append(AllotmentGranted(MERCHANT, device.id, "2026-11", most, 0))
    good = log.append(meal(str(uuid.uuid4()), log.now), at=log.now)
    device.receipt(device.push())
    projector.all()
    found = {(body["fact"], body["code"]) for body in bodies(device, "verdict")}
    assert {
        (unknown, "unknown_kind"),
        (unreadable, "rule_broken"),
        (long, "rule_broken"),
        (nul, "rule_broken"),
    } <= found
    assert {(fact, "rule_broken") for fact in (rich, past, taken)} <= found
    assert (huge, "clock_skewed") in found
    assert {never, always}.isdisjoint({fact for fact, code in found if code == "rule_broken"})
    with served.parts.database.read() as session:
        assert session.row("SELECT subsidy_fen FROM meals WHERE fact = ?", (good,))[0] == 500
        assert not session.row("SELECT 1 FROM joined_riders WHERE rider = ?", (another,))
        assert not session.row("SELECT 1 FROM allotments WHERE device = ?", (device.id,))


def test_a_void_before_its_meal_waits_for_it(served: Hub, projector: Projector) -> None:
    one = served.device()
    assert one.certificate is not None
    two = served.device(served.parts.enrolment.another(one.certificate.site).code)
    fact = str(uuid.uuid4())
    void = one.log.append(MealVoided(fact, "mis_scan", False))
    one.receipt(one.push())
    projector.all()
    assert [(body["fact"], body["done"]) for body in bodies(one, "verdict")] == [(void, False)]
    two.log.append(meal(str(uuid.uuid4()), two.log.now), fact=fact)
    two.receipt(two.push())
    projector.all()
    assert [(body["fact"], body["done"]) for body in bodies(one, "verdict")] == [(void, False), (void, True)]
    with served.parts.database.read() as session:
        assert session.row("SELECT voided FROM meals WHERE fact = ?", (fact,))[0] == "mis_scan"


def test_a_till_that_spent_more_than_it_was_granted_is_told(served: Hub, projector: Projector) -> None:
    device = served.device()
    with served.parts.database.write() as session:
        served.parts.journal.append(session, AllotmentGranted(MERCHANT, device.id, "2026-11", 1_000, 0))
    facts = [device.log.append(meal(str(uuid.uuid4()), device.log.now), day="2026-11-16") for _ in range(3)]
    device.receipt(device.push())
    projector.all()
    (verdict,) = bodies(device, "verdict")
    assert (verdict["code"], verdict["fact"]) == ("budget_overspent", facts[2])
    assert verdict["detail"] == {"granted_fen": "1000", "month": "2026-11", "spent_fen": "1500"}
    device.log.append(MealVoided(facts[0], "mis_scan", False))
    device.receipt(device.push(device.log.batch(5)))
    projector.all()
    assert [(body["fact"], body["done"]) for body in bodies(device, "verdict")] == [(facts[2], False), (facts[2], True)]
