"""核定与付款: who decides a held meal, and the way of a settlement to its payment.

Each title is a case as a clerk would say it, told through the ordinary services.
"""

from __future__ import annotations

from typing import Any

import pytest

from desktop.core.business_day import plus_days
from desktop.core.roles import Operator
from desktop.core.settlement import MealReviewed
from desktop.store.beside import put_note
from desktop.tables.meal_states import meal_state
from tests.money import Cases, Money, account, refused
from tests.stations import rulebook

case = Cases()


# --- review --------------------------------------------------------------------------------------------------


@case("收银员核定自己收的那份：不行，当了督导员也不行")
def cashier_reviewing_own(money: Money) -> None:
    money.now("2026-10-12T12:00")
    held = money.serve("外甲")
    with refused("not_allowed"):
        money.office.reviews.review(money.cashier, held, "pay", "我看着他吃的")
    promoted = Operator(money.cashier.id, frozenset({"supervisor"}))
    with refused("duties_separated"):
        money.office.reviews.review(promoted, held, "pay", "我看着他吃的")


@case("登记人核定自己登记的人：不行")
def registrar_reviewing(money: Money) -> None:
    money.now("2026-10-12T12:00")
    held = money.serve("外甲")
    # the stranger was registered here later, by the first operator
    with money.station.raw() as raw:
        rider = raw.execute("SELECT rider FROM meals WHERE fact = ?", (held,)).fetchone()[0]
        raw.execute(
            "INSERT INTO rider_acts (fact, rider, act, \"by\") VALUES ('later', ?, 'register', ?)", (rider, money.by.id)
        )
    with refused("duties_separated"):
        money.office.reviews.review(money.by, held, "pay", "我认识他")
    with money.station.raw() as raw:
        raw.execute("DELETE FROM rider_acts WHERE rider = ?", (rider,))


@case("核定过的再核定，以第一次为准")
def second_decision(money: Money) -> None:
    money.now("2026-10-12T12:00")
    held = money.serve("外甲")
    money.review(held, "refuse")
    for decision in ("pay", "refuse", "void"):
        with refused("already_decided"):
            money.review(held, decision)
    assert account(money.facts()).state[held] == "refused"


@case("两处核定同一份待核：先到的为准，重算一遍也一样")
def two_decisions_that_crossed(money: Money) -> None:
    money.now("2026-10-12T12:00")
    one, two = money.serve("外甲"), money.serve("外乙")
    for minute, meal, decision in ((1, one, "void"), (2, two, "pay"), (3, two, "void"), (4, one, "pay")):
        money.now(f"2026-10-12T12:0{minute}")
        with money.station.desk.store.write() as txn:
            note = put_note(txn, "看了点餐记录")
            assert note is not None
            txn.append(MealReviewed(meal, decision, note), day="2026-10-12", by=money.supervisor.id)
    rows = dict(money.station.rows(f"SELECT fact, {meal_state()} FROM meals"))
    assert (rows[one], rows[two]) == ("voided", "counted")
    assert money.station.faults() == []


@case("没有待核的、没写理由的、写错的决定、找不到的，都不收")
def reviews_that_are_none(money: Money) -> None:
    money.now("2026-10-12T12:00")
    held, plain, gone = money.serve("外甲"), money.serve("甲"), money.serve("外乙")
    money.void(gone)
    head = money.station.desk.store.head
    review = money.office.reviews.review
    for meal, decision, reason, code in (
        (plain, "pay", "看过", "not_held"),
        (gone, "pay", "看过", "already_voided"),
        (held, "pay", "  ", "reason_needed"),
        (held, "maybe", "看过", "decision_unknown"),
        ("nobody", "pay", "看过", "meal_unknown"),
    ):
        with refused(code):
            review(money.supervisor, meal, decision, reason)
    assert money.station.desk.store.head == head


# --- the way to payment --------------------------------------------------------------------------------------


def a_settlement(money: Money, month: str = "2026-03") -> str:
    """A merchant's month of one meal, settled on the first of the next."""
    money.now(f"{plus_days(month + '-28', 4)[:7]}-01T09:00")
    money.month_of("甲", month=month)
    return money.settle(month).settlement


def approved_from(money: Money, settlement: str, published: str, day: str) -> None:
    """Published on one day, it may be approved on the other and not before."""
    money.published(settlement, published)
    money.now(f"{plus_days(day, -1)}T23:30")
    with refused("still_published"):
        money.move(settlement, "approved", invoice="F1", invoice_fen=500)
    money.now(f"{day}T00:10")
    money.move(settlement, "approved", invoice="F1", invoice_fen=500)
    assert money.state(settlement) == "approved"


@case("公示满五个工作日才能审核：平常的一周")
def five_working_days(money: Money) -> None:
    approved_from(money, a_settlement(money), "2026-04-13", "2026-04-20")


@case("公示跨国庆：9月30日公示，10月10日调休上班算一天，10月13日起可审核")
def over_the_national_day(money: Money) -> None:
    approved_from(money, a_settlement(money, "2026-08"), "2026-09-30", "2026-10-13")


@case("公示跨春节：2月12日公示，2月14日调休上班算一天，2月26日起可审核")
def over_the_spring_festival(money: Money) -> None:
    approved_from(money, a_settlement(money, "2026-01"), "2026-02-12", "2026-02-26")


@case("公示跨元旦：明年的放假通知还没有，按周一至周五算")
def over_new_year(money: Money) -> None:
    approved_from(money, a_settlement(money, "2026-11"), "2026-12-29", "2027-01-05")
    assert not rulebook().calendar.after("2026-12-29", 5).certain


@case("发票金额和补贴差一分，不收；没有发票不能审核")
def invoice_differs(money: Money) -> None:
    settlement = a_settlement(money)
    money.published(settlement, "2026-04-13")
    money.now("2026-04-20T09:00")
    for given, code in (
        ({"invoice": "F1", "invoice_fen": 499}, "invoice_differs"),
        ({"invoice": "F1", "invoice_fen": 501}, "invoice_differs"),
        ({"invoice": "F1"}, "invoice_needed"),
        ({"invoice_fen": 500}, "invoice_needed"),
        ({}, "invoice_needed"),
    ):
        with refused(code):
            money.move(settlement, "approved", **given)
    assert money.state(settlement) == "published"


@case("没有凭证号不能记付款；付了款就不能再动")
def paid_without_voucher(money: Money) -> None:
    settlement = a_settlement(money)
    approved_from(money, settlement, "2026-04-13", "2026-04-20")
    with refused("voucher_needed"):
        money.move(settlement, "paid")
    money.move(settlement, "paid", voucher="2026-0031")
    for state in ("draft", "confirmed", "published", "approved", "paid", "returned"):
        with refused("settlement_cannot_move"):
            money.move(settlement, state, note="改")
    kept = money.facts("settlement.moved")[-1]["body"]
    assert (kept["to"], kept["voucher"]) == ("paid", "2026-0031")


@case("一步不能跳：草稿不能直接公示、审核、付款")
def moves_that_cannot_follow(money: Money) -> None:
    settlement = a_settlement(money)
    for state in ("draft", "published", "approved", "paid"):
        with refused("settlement_cannot_move"):
            money.move(settlement, state, invoice="F1", invoice_fen=500, voucher="1")
    with refused("settlement_state_unknown"):
        money.move(settlement, "posted")
    with refused("settlement_unknown"):
        money.move("nobody", "confirmed")
    assert money.facts("settlement.moved") == []


@case("付款前每一步都可以退回")
def returned_from_each(money: Money) -> None:
    first = a_settlement(money)
    money.give_back(first)
    second = money.settle("2026-03").settlement
    money.move(second, "confirmed")
    money.give_back(second)
    third = money.settle("2026-03").settlement
    money.published(third, "2026-04-10")
    money.give_back(third)
    fourth = money.settle("2026-03").settlement
    approved_from(money, fourth, "2026-04-13", "2026-04-20")
    money.give_back(fourth)
    assert money.settle("2026-03").number[-4:] == "0005"


@case("商户确认自己的结算单，也看得到钱走到哪一步")
def merchant_confirms(money: Money) -> None:
    settlement = a_settlement(money)
    money.office.settlements.move(money.cashier, settlement, "confirmed")
    money.move(settlement, "published")
    seen = money.office.settlements.of(money.cashier, money.merchants[0])
    assert [(each.month, each.state, each.subsidy_fen) for each in seen] == [("2026-03", "published", 500)]
    assert money.office.settlements.of(money.cashier, money.merchants[1]) == ()


@case("商户不能公示、审核、付款、退回，也不能自己结算")
def merchant_cannot_approve(money: Money) -> None:
    settlement = a_settlement(money)
    money.office.settlements.move(money.cashier, settlement, "confirmed")
    for state in ("published", "approved", "paid", "returned"):
        with refused("not_allowed"):
            money.office.settlements.move(money.cashier, settlement, state, note="请快点")
    with refused("not_allowed"):
        money.office.settlements.close(money.cashier, money.merchants[0], "2026-02")


@case("登记人、收银人不能公示、审核、付款")
def apart_all_the_way(money: Money) -> None:
    settlement = a_settlement(money)
    money.move(settlement, "confirmed")
    for who in (money.by, money.cashier):
        both = Operator(who.id, frozenset({"supervisor"}))
        with refused("duties_separated"):
            money.office.settlements.move(both, settlement, "published")
    assert money.state(settlement) == "confirmed"


@pytest.mark.parametrize("happening", case.told)
def test_payment(money: Money, happening: Any) -> None:
    happening(money)
