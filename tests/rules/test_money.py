"""补贴结算: what a month takes in, how it is frozen, and what changes after it.

Each title is a case as a clerk would say it, told through the ordinary services.
"""

from __future__ import annotations

from typing import Any

import pytest

from desktop.core.roles import Operator
from desktop.services.papers import Papers, Wanted
from tests.money import Cases, Money, refused, text_of
from tests.stations import HOUR

case = Cases()


# --- what a month takes in -----------------------------------------------------------------------------------


@case("10月31日夜宵跨到11月1日凌晨的，算10月")
def midnight_period(money: Money) -> None:
    money.now("2026-10-31T23:50")
    before = money.serve("甲")
    money.now("2026-11-01T00:30")
    after = money.serve("乙")
    assert money.scan("甲").outcome == "already_served", "同一夜宵时段只有一份"
    money.now("2026-11-01T12:00")
    money.serve("丙")
    assert set(money.lines(money.settle("2026-10").settlement)) == {before, after}


@case("11月1日凌晨夜宵还没收完，10月不能结算；过了两点可以")
def the_last_night_still_runs(money: Money) -> None:
    money.now("2026-10-31T23:50")
    money.serve("甲")
    money.now("2026-11-01T01:59")
    with refused("month_not_over"):
        money.settle("2026-10")
    late = money.serve("乙")
    money.now("2026-11-01T02:00")
    assert late in money.lines(money.settle("2026-10").settlement)


@case("额度剩最后一份的钱：这一份给，下一份说额度用完，一分不超")
def last_fen(money: Money) -> None:
    money.now("2026-10-12T12:00")
    money.office.master.grant(money.supervisor, money.merchants[0], "2026-10", 1_499, 0)
    money.serve("甲")
    assert money.scan("乙").outcome == "served"
    assert money.scan("丙").outcome == "budget_spent", "剩 499 分，不给半份"
    assert money.office.settlements.draft(money.by, money.merchants[0], "2026-10").subsidy_fen == 1_000


@case("额度刚好够：最后一分用光")
def to_the_last_fen(money: Money) -> None:
    money.now("2026-10-12T12:00")
    money.office.master.grant(money.supervisor, money.merchants[0], "2026-10", 1_000, 0)
    money.serve("甲")
    money.serve("乙")
    assert money.scan("丙").outcome == "budget_spent"


@case("每日限量最后一份：卖完就说售罄，第二天又有")
def last_portion(money: Money) -> None:
    money.now("2026-10-12T12:00")
    money.office.master.grant(money.supervisor, money.merchants[0], "2026-10", 500_000, 2)
    money.serve("甲")
    money.serve("乙")
    assert money.scan("丙").outcome == "sold_out"
    money.now("2026-10-13T12:00")
    money.serve("丙")


@case("月中追加额度：追加以后接着供应，结算按实际份数")
def allotment_raised(money: Money) -> None:
    money.now("2026-10-12T12:00")
    money.office.master.grant(money.supervisor, money.merchants[0], "2026-10", 500, 0)
    money.serve("甲")
    assert money.scan("乙").outcome == "budget_spent"
    money.now("2026-10-15T12:00")
    money.office.master.grant(money.supervisor, money.merchants[0], "2026-10", 1_500, 0)
    money.serve("乙")
    money.serve("丙")
    assert money.scan("丁").outcome == "budget_spent"
    money.now("2026-11-02T09:00")
    assert money.settle().subsidy_fen == 1_500


@case("作废退回额度和名额：同一时段可以再来一份")
def a_void_gives_back(money: Money) -> None:
    money.now("2026-10-12T12:00")
    money.office.master.grant(money.supervisor, money.merchants[0], "2026-10", 500, 1)
    first = money.serve("甲")
    assert money.scan("甲").outcome == "already_served"
    money.void(first, "mis_scan")
    money.serve("甲")


@case("督导员核定作废的，同样退回额度和名额")
def a_review_s_void_gives_back(money: Money) -> None:
    money.now("2026-10-12T12:00")
    money.office.master.grant(money.supervisor, money.merchants[0], "2026-10", 500, 1)
    held = money.serve("外甲")
    assert money.scan("甲").outcome == "sold_out"
    money.review(held, "void")
    money.serve("甲")
    with refused("already_voided"):
        money.void(held)


# --- freezing a month ----------------------------------------------------------------------------------------


@case("这个月还没过完，只能看草稿，不能结算")
def month_not_over(money: Money) -> None:
    money.now("2026-10-31T12:00")
    money.serve("甲")
    with refused("month_not_over"):
        money.settle("2026-10")
    assert money.office.settlements.draft(money.by, money.merchants[0], "2026-10").subsidy_fen == 500
    with refused("month_ahead"):
        money.settle("2026-11")


@case("一个月没有一份可结的，不出结算单")
def nothing_to_settle(money: Money) -> None:
    money.now("2026-11-02T09:00")
    money.serve("外甲", "2026-10-12T12:00")
    with refused("settlement_empty"):
        money.settle("2026-10")


@case("同一个月结两次，第二次说已按哪个号结过")
def settled_twice(money: Money) -> None:
    money.now("2026-11-02T09:00")
    money.month_of("甲")
    first = money.settle()
    with refused("already_settled"):
        money.settle()
    assert first.number.startswith("JS-")
    assert first.number.endswith("-2026-10-0001")


@case("两个商户同一个月各有各的号")
def two_merchants(money: Money) -> None:
    money.now("2026-11-02T09:00")
    mine, others = money.month_of("甲", "乙"), money.month_of("丙", merchant=1)
    first, second = money.settle(), money.settle(merchant=1)
    assert (first.number[-4:], second.number[-4:]) == ("0001", "0002")
    assert set(money.lines(first.settlement)) == set(mine)
    assert set(money.lines(second.settlement)) == set(others)


@case("退回的号作废，重新结算用新号，份数都转过来")
def returned_and_settled_again(money: Money) -> None:
    money.now("2026-11-02T09:00")
    meals = money.month_of("甲", "乙")
    first = money.settle()
    with refused("reason_needed"):
        money.move(first.settlement, "returned")
    money.give_back(first.settlement)
    second = money.settle()
    assert second.number[-4:] == "0002"
    assert money.lines(second.settlement) == dict.fromkeys(meals, (500, False))
    assert (money.state(first.settlement), money.state(second.settlement)) == ("returned", "draft")
    with refused("settlement_cannot_move"):
        money.move(first.settlement, "confirmed")


@case("退回的月份没有重结，下个月不替它结，等它自己的新号")
def returned_and_waiting(money: Money) -> None:
    money.now("2026-12-01T09:00")
    october, november = money.month_of("甲"), money.month_of("乙", month="2026-11")
    money.give_back(money.settle("2026-10").settlement)
    assert set(money.lines(money.settle("2026-11").settlement)) == set(november)
    assert set(money.lines(money.settle("2026-10").settlement)) == set(october)


@case("登记人不能结算")
def registrar_settling(money: Money) -> None:
    money.now("2026-11-02T09:00")
    money.month_of("甲")
    both = Operator(money.by.id, frozenset({"caretaker", "supervisor"}))
    with refused("duties_separated"):
        money.office.settlements.close(both, money.merchants[0], "2026-10")


@case("收银人不能结算，哪怕也是督导员")
def cashier_settling(money: Money) -> None:
    money.now("2026-11-02T09:00")
    money.month_of("甲")
    both = Operator(money.cashier.id, frozenset({"merchant", "supervisor"}))
    with refused("duties_separated"):
        money.office.settlements.close(both, money.merchants[0], "2026-10")
    with refused("not_allowed"):
        money.office.settlements.close(money.cashier, money.merchants[0], "2026-10")


@case("商户让利的项目：补贴 0 分，份数照记，不用发票也能走完")
def funding_none(money: Money) -> None:
    money.programme(funding={"kind": "none"})
    money.now("2026-11-02T09:00")
    meals = money.month_of("甲", "乙")
    done = money.settle()
    assert (done.lines, done.subsidy_fen) == (2, 0)
    assert money.lines(done.settlement) == dict.fromkeys(meals, (0, False))
    money.published(done.settlement, "2026-11-03")
    money.now("2026-11-10T09:00")
    money.move(done.settlement, "approved", "paid")
    assert money.state(done.settlement) == "paid"


@case("门市价差额补贴，有上限：14.90 补 5.00，上限 4.00 就补 4.00")
def difference_with_cap(money: Money) -> None:
    money.now("2026-10-12T12:00")
    money.programme(funding={"kind": "difference", "cap_fen": 0})
    whole = money.serve("甲")
    money.programme(funding={"kind": "difference", "cap_fen": 400})
    capped = money.serve("乙")
    money.now("2026-11-02T09:00")
    done = money.settle()
    assert money.lines(done.settlement) == {whole: (500, False), capped: (400, False)}
    assert done.subsidy_fen == 900


@case("项目改了补贴标准，已经用过的餐按当时的标准结")
def a_fact_keeps_its_own_subsidy(money: Money) -> None:
    money.now("2026-10-12T12:00")
    before = money.serve("甲")
    money.programme(funding={"fixed_fen": 600})
    after = money.serve("乙")
    money.now("2026-11-02T09:00")
    assert money.lines(money.settle().settlement) == {before: (500, False), after: (600, False)}


# --- what changes after it -----------------------------------------------------------------------------------


@case("结算以后作废（冲销），下一个月扣回")
def void_after_settlement(money: Money) -> None:
    money.now("2026-11-02T09:00")
    first, second = money.month_of("甲", "乙")
    october = money.settle()
    paper = money.paper(october.settlement)
    money.void(first)
    november = money.serve("丙", "2026-11-01T12:00")
    money.now("2026-12-01T09:00")
    done = money.settle("2026-11")
    assert money.lines(done.settlement) == {november: (500, False), first: (-500, True)}
    assert (october.subsidy_fen, done.subsidy_fen) == (1_000, 0)
    assert money.lines(october.settlement) == {first: (500, False), second: (500, False)}
    assert money.paper(october.settlement) == paper


@case("作废两次，第二次不让，只扣一回")
def double_void(money: Money) -> None:
    money.now("2026-11-02T09:00")
    (meal,) = money.month_of("甲")
    money.settle()
    money.void(meal)
    with refused("already_voided"):
        money.void(meal)
    money.now("2026-12-01T09:00")
    assert money.settle("2026-11").subsidy_fen == -500
    money.serve("乙", "2026-12-01T08:00")
    money.now("2027-01-04T09:00")
    assert money.settle("2026-12").subsidy_fen == 500, "扣过的不再扣"


@case("当天收班前收银员可以作废，第二天只有督导员能冲销")
def a_cashier_s_void(money: Money) -> None:
    money.now("2026-10-12T12:00")
    first, second = money.serve("甲"), money.serve("乙")
    money.office.meals.void(money.cashier, first, "returned")
    money.now("2026-10-13T09:00")
    with refused("not_allowed"):
        money.office.meals.void(money.cashier, second, "returned")
    money.void(second)
    money.now("2026-11-02T09:00")
    with refused("settlement_empty"):
        money.settle()


@case("收银员交了班，自己收的那份只有督导员能冲销；接班人收的照常作废")
def a_void_after_the_hand_over(money: Money) -> None:
    money.now("2026-10-12T12:00")
    first = money.serve("甲")
    taker = money.office.operators.add(money.by, "孙桂芝", "merchant", "975310")
    second = Operator(taker, frozenset({"merchant"}))
    money.now("2026-10-12T12:30")
    money.office.shifts.hand_over(money.cashier, taker, "975310")
    other = money.serve("乙", by=second)
    for cashier in (money.cashier, second):
        with refused("not_allowed"):
            money.office.meals.void(cashier, first, "mis_scan")
    money.office.meals.void(second, other, "mis_scan")
    money.void(first)
    assert dict(money.station.rows("SELECT fact, voided_late FROM meals"))[first] == 1


@case("已结月份补录一份，记在下一个月的以前月份调整")
def late_fact(money: Money) -> None:
    money.now("2026-11-02T09:00")
    money.month_of("甲")
    money.settle()
    late = money.serve("乙", "2026-10-20T12:00")
    money.now("2026-12-01T09:00")
    done = money.settle("2026-11")
    assert money.lines(done.settlement) == {late: (500, True)}


@case("没结过的月份补录，等那个月自己结")
def late_fact_of_a_month_that_waits(money: Money) -> None:
    money.now("2026-12-01T09:00")
    money.month_of("甲", month="2026-10")
    money.month_of("乙", month="2026-11")
    money.settle("2026-11")
    late = money.serve("丙", "2026-10-20T12:00")
    assert late in money.lines(money.settle("2026-10").settlement)


@case("待核的结算后核定照付，记在下一个月")
def held_paid_later(money: Money) -> None:
    money.now("2026-11-02T09:00")
    held = money.serve("外甲", "2026-10-12T12:00")
    money.month_of("甲")
    october = money.settle()
    assert (october.held, held in money.lines(october.settlement)) == (1, False)
    money.review(held, "pay")
    money.now("2026-12-01T09:00")
    assert money.lines(money.settle("2026-11").settlement) == {held: (500, True)}


@case("待核的结算前核定照付，就在当月")
def held_paid_in_time(money: Money) -> None:
    money.now("2026-11-02T09:00")
    held = money.serve("外甲", "2026-10-12T12:00")
    money.review(held, "pay")
    assert money.lines(money.settle().settlement) == {held: (500, False)}


@case("核定不予补贴：列在单上，一分不付，以后也不付")
def refused_stays_refused(money: Money) -> None:
    money.now("2026-11-02T09:00")
    held = money.serve("外甲", "2026-10-12T12:00")
    (meal,) = money.month_of("甲")
    money.review(held, "refuse")
    draft = money.office.settlements.draft(money.supervisor, money.merchants[0], "2026-10")
    assert [each.fact for each in draft.refused] == [held]
    assert money.lines(money.settle().settlement) == {meal: (500, False)}
    money.now("2026-12-01T09:00")
    with refused("settlement_empty"):
        money.settle("2026-11")


@case("照付以后又作废，扣回")
def paid_then_voided(money: Money) -> None:
    money.now("2026-11-02T09:00")
    held = money.serve("外甲", "2026-10-12T12:00")
    money.review(held, "pay")
    money.settle()
    money.void(held, "other")
    money.now("2026-12-01T09:00")
    assert money.lines(money.settle("2026-11").settlement) == {held: (-500, True)}


@case("全都后来作废：下一张结算单是负数，商户退钱，红字发票")
def negative_settlement(money: Money) -> None:
    money.now("2026-11-02T09:00")
    meals = money.month_of("甲", "乙")
    money.settle()
    for meal in meals:
        money.void(meal)
    money.now("2026-12-01T09:00")
    done = money.settle("2026-11")
    assert done.subsidy_fen == -1_000
    said = text_of(money.paper(done.settlement))
    assert "-￥10.00" in said
    assert "负壹拾元整" in said
    money.published(done.settlement, "2026-12-02")
    money.now("2026-12-10T09:00")
    money.move(done.settlement, "approved", invoice="R1", invoice_fen=-1_000)
    money.move(done.settlement, "paid", voucher="T1")


@case("十月退回重结，而十一月已补付过的那份不再付第二次")
def returned_after_its_adjustment(money: Money) -> None:
    money.now("2026-11-02T09:00")
    money.month_of("丙", month="2026-09")
    money.settle("2026-09")
    (meal,) = money.month_of("甲")
    october = money.settle()
    late = money.serve("乙", "2026-10-20T12:00")
    money.now("2026-12-01T09:00")
    november = money.settle("2026-11")
    assert money.lines(november.settlement) == {late: (500, True)}
    money.give_back(october.settlement)
    again = money.settle("2026-10")
    assert money.lines(again.settlement) == {meal: (500, False)}
    said = text_of(money.paper(again.settlement))
    assert "￥5.00" in said
    assert "后来的结算单里已调整" in said, "单上有两份，只付一份，写明为什么"


@case("卡的发卡单位不认识：先供餐，待核，不进结算")
def unknown_issuer(money: Money) -> None:
    money.now("2026-10-12T12:00")
    done = money.scan("外甲")
    assert (done.outcome, done.held) == ("served", "unknown_issuer")
    money.now("2026-11-02T09:00")
    waiting = money.office.reviews.waiting(money.supervisor)
    assert [(each.fact, each.held) for each in waiting] == [(done.fact, "unknown_issuer")]
    with refused("settlement_empty"):
        money.settle()


@case("电脑时钟错了三天又改好：记录都在，标记都在，钱照算")
def clock_wrong(money: Money) -> None:
    # one meal in twenty asks for the tail, and what became of the question is flagged too
    money.doubt_rules(tail_one_in=1 << 60)
    money.now("2026-10-19T11:00")
    before = money.serve("甲")
    money.now("2026-10-16T12:00")
    wrong = [money.serve("乙")]
    money.now("2026-10-17T12:00")
    wrong.append(money.serve("丙"))
    money.now("2026-10-19T12:00")
    money.clock.pass_by(3 * HOUR)
    after = money.serve("丁")
    flags = money.station.rows("SELECT fact FROM flags WHERE code = 'clock_behind'")
    assert {row[0] for row in flags} == set(wrong)
    money.now("2026-11-02T09:00")
    done = money.settle()
    assert set(money.lines(done.settlement)) == {before, after, *wrong}
    assert money.office.upkeep.rebuild()[0].ok
    assert money.station.rows("SELECT fact FROM flags WHERE code = 'clock_behind'") == flags


@case("结过的月份，作废、重建、重启以后打印还是那些字节")
def the_same_bytes(money: Money) -> None:
    money.now("2026-11-02T09:00")
    meals = money.month_of("甲", "乙")
    settlement = money.settle().settlement
    paper = money.paper(settlement)
    money.void(meals[0])
    assert money.office.upkeep.rebuild()[0].ok
    money.now("2027-05-04T09:00")
    money.station.reopen()
    again = Money(money.station)
    papers = Papers(again.station.desk, again.office, again.station.desk.printer.words["en"])
    stored: Any = papers.freeze(again.supervisor, Wanted("settlement", id=settlement))
    assert stored.pdf == again.paper(settlement) == paper
    assert "草稿" not in text_of(paper)


@case("注销个人信息以后，结算一分不变，核定理由看不到了")
def forgotten(money: Money) -> None:
    money.now("2026-11-02T09:00")
    (meal,) = money.month_of("甲")
    paid = money.office.settlements.draft(money.supervisor, money.merchants[0], "2026-10")
    rider = money.station.rows("SELECT rider FROM meals WHERE fact = ?", (meal,))[0][0]
    sample = money.office.doubts.draw(money.supervisor, money.merchants[0], "2026-10").sample
    money.office.doubts.call(money.supervisor, sample, meal, "confirmed", "本人说吃了")
    assert money.station.rows("SELECT count(*) FROM notes WHERE subject = ?", (rider,)) == [(1,)]
    money.office.people.forget(money.by, rider, "本人要求")
    assert money.station.rows("SELECT count(*) FROM notes WHERE text = '本人说吃了'") == [(0,)]
    assert money.settle().subsidy_fen == paid.subsidy_fen == 500


@case("别的站来的人，核定理由也跟着他注销")
def a_stranger_s_reason_is_his(money: Money) -> None:
    money.now("2026-10-12T12:00")
    held = money.serve("外甲")
    money.office.reviews.review(money.supervisor, held, "pay", "电话问过本人")
    rider = money.station.rows("SELECT rider FROM meals WHERE fact = ?", (held,))[0][0]
    assert money.station.rows("SELECT text FROM notes WHERE subject = ?", (rider,)) == [("电话问过本人",)]
    assert "电话问过本人" not in text_of(settled_paper(money))


def settled_paper(money: Money) -> bytes:
    money.now("2026-11-02T09:00")
    return money.paper(money.settle().settlement)


@pytest.mark.parametrize("happening", case.told)
def test_money(money: Money, happening: Any) -> None:
    happening(money)
