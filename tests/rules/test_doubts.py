"""疑点、尾号、抽查: marks and calls, which never refuse.

Each title is a case as a clerk would say it, told through the ordinary services.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from desktop.app import read_words
from desktop.core.doubt import Doubt, asks_tail, sample_size
from desktop.core.roles import Operator
from desktop.services.doubts import PENDING
from desktop.store.beside import setting
from tests.money import KNOWN, Cases, Money, refused, text_of
from tests.stations import MINUTE, SECOND, rulebook

case = Cases()


# --- doubts --------------------------------------------------------------------------------------------------


def doubts(money: Money, rule: str, month: str = "2026-10") -> list[Doubt]:
    found = money.office.doubts.of(money.supervisor, money.merchants[0], month)
    return [each for each in found if each.rule == rule]


@case("同一收银台两份只隔 15 秒：疑点；隔 16 秒：没有")
def quick(money: Money) -> None:
    money.now("2026-10-12T12:00")
    first = money.serve("甲")
    money.clock.pass_by(16 * SECOND)
    second = money.serve("乙")
    assert doubts(money, "quick") == []
    money.clock.pass_by(15 * SECOND)
    third = money.serve("丙")
    (doubt,) = doubts(money, "quick")
    assert (doubt.facts, doubt.values) == ((second, third), {"seconds": 15, "day": "2026-10-12"})
    assert first not in doubt.facts
    money.void(third, "mis_scan")
    assert doubts(money, "quick") == [], "作废的不算"


@case("五张卡两天按同一顺序：疑点；四张：没有；换了顺序：没有")
def same_order(money: Money) -> None:
    def a_day(day: str, names: tuple[str, ...]) -> None:
        for at, name in enumerate(names):
            money.serve(name, f"{day}T12:{at * 5:02d}")

    money.now("2026-11-02T09:00")
    a_day("2026-10-12", KNOWN)
    a_day("2026-10-13", KNOWN[:4])
    a_day("2026-10-14", (*KNOWN[:3], KNOWN[4], KNOWN[3], KNOWN[5]))
    assert doubts(money, "same_order") == []
    a_day("2026-10-15", KNOWN[1:])
    (doubt,) = doubts(money, "same_order")
    assert doubt.values == {"cards": 5, "first": "2026-10-12", "second": "2026-10-15"}
    assert len(doubt.facts) == 10


@case("一张卡在两处只隔 9 分钟：疑点；隔 10 分钟：没有")
def unreachable(money: Money) -> None:
    money.now("2026-11-02T09:00")
    money.serve("甲", "2026-10-12T13:20")
    money.serve("甲", "2026-10-12T13:30", merchant=1)
    assert doubts(money, "unreachable") == []
    here = money.serve("乙", "2026-10-12T13:25")
    there = money.serve("乙", "2026-10-12T13:34", merchant=1)
    (doubt,) = doubts(money, "unreachable")
    assert (doubt.facts, doubt.values) == ((here, there), {"minutes": 9, "day": "2026-10-12"})


@case("十张卡刚好一半由一人登记：没有；过半：疑点；不到十张不看")
def one_registrar(money: Money) -> None:
    other = Operator("00000000-0000-4000-8000-000000000007", frozenset({"caretaker"}))
    money.now("2026-10-12T12:00")

    def newcomer(by: Operator, number: int) -> None:
        made = money.office.people.register(
            by, f"新人{number}", f"136{number:08d}", "courier", proof="badge", consent=True
        )
        money.office.meals.serve(money.cashier, made.card, money.merchants[0])
        money.clock.pass_by(MINUTE)

    for name in KNOWN[:5]:
        money.serve(name)
    for number in range(4):
        newcomer(other, number)
    assert doubts(money, "one_registrar") == [], "九张卡，五张同一人，不到十张"
    newcomer(other, 5)
    assert doubts(money, "one_registrar") == [], "刚好一半"
    money.serve(KNOWN[5])
    (doubt,) = doubts(money, "one_registrar")
    assert (doubt.values, len(doubt.facts)) == ({"count": 6, "cards": 11}, 6)


@case("连续五天正好用满每日两份：疑点；四天：没有；中间断一天：没有")
def limit_run(money: Money) -> None:
    money.now("2026-11-02T09:00")

    def full(name: str, *days: int) -> None:
        for day in days:
            money.serve(name, f"2026-10-{day:02d}T12:00")
            # the second at another merchant: the limit is the rider's
            money.serve(name, f"2026-10-{day:02d}T18:00", merchant=day % 2)

    full("甲", 12, 13, 14, 15)
    full("乙", 12, 13, 14, 16, 17)
    assert doubts(money, "limit_run") == []
    full("丙", 12, 13, 14, 15, 16)
    (doubt,) = doubts(money, "limit_run")
    assert doubt.values == {"days": 5, "first": "2026-10-12", "last": "2026-10-16"}
    assert len(doubt.facts) == 10


@case("一百份作废三份是百分之三：没有；第四份：疑点；不到三十份不看")
def voids(money: Money) -> None:
    money.now("2026-11-02T09:00")
    served = [
        money.serve(name, f"2026-10-{day:02d}T{hour}")
        for day in range(1, 11)
        for hour in ("12:00", "18:00")
        for name in KNOWN[:5]
    ]
    assert len(served) == 100
    for meal in served[:3]:
        money.void(meal)
    assert doubts(money, "voids") == []
    money.void(served[3])
    (doubt,) = doubts(money, "voids")
    assert doubt.values == {"voided": 4, "meals": 100}
    few = [money.serve("己", f"2026-09-{day:02d}T12:00") for day in range(1, 30)]
    money.void(few[0])
    assert doubts(money, "voids", "2026-09") == [], "29 份"


def record(money: Money, at: str, merchant: int = 0, **changes: str) -> None:
    """The merchant's record as from a time."""
    money.now(at)
    money.office.merchant_records.set(money.by, money.merchants[merchant], **changes)


@case("商户营业 10:00 到 20:00：9:59 和 20:00 的是疑点，10:00 和 19:59 的没有；没登记营业时间的商户不看")
def out_of_hours(money: Money) -> None:
    record(money, "2026-10-01T09:00", hours="10:00-20:00")
    money.now("2026-11-02T09:00")
    money.serve("甲", "2026-10-12T10:00")
    money.serve("甲", "2026-10-12T19:59")
    money.serve("丙", "2026-10-12T06:40", merchant=1)
    assert doubts(money, "out_of_hours") == []
    early, late = money.serve("乙", "2026-10-12T09:59"), money.serve("乙", "2026-10-12T20:00")
    (doubt,) = doubts(money, "out_of_hours")
    assert doubt.facts == (early, late)
    assert doubt.values == {"day": "2026-10-12", "count": 2, "hours": "10:00—20:00"}
    reason = read_words()["zh"].say("doubt.out_of_hours", **doubt.values)
    assert reason == "2026-10-12 有 2 份在商户营业时间（10:00—20:00）以外"
    elsewhere = money.office.doubts.of(money.supervisor, money.merchants[1], "2026-10")
    assert [each.rule for each in elsewhere] == []
    money.void(early)
    assert [each.facts for each in doubts(money, "out_of_hours")] == [(late,)], "作废的不算"


@case("夜市营业到次日两点：零点半的夜宵不是疑点；周一休息，周一晚上的是疑点")
def night_market(money: Money) -> None:
    record(money, "2026-10-01T09:00", hours="17:00-02:00", closed="1")
    money.now("2026-11-02T09:00")
    # of Sunday's night, although it is Monday by the clock
    money.serve("甲", "2026-10-12T00:30")
    assert [*doubts(money, "out_of_hours"), *doubts(money, "closed_day")] == []
    monday = money.serve("乙", "2026-10-12T21:30")
    (doubt,) = doubts(money, "closed_day")
    assert (doubt.facts, doubt.values["day"], doubt.values["count"]) == ((monday,), "2026-10-12", 1)


@case("后来改了营业时间：改以前的餐按当时的营业时间看")
def hours_that_changed(money: Money) -> None:
    record(money, "2026-10-01T09:00", hours="10:00-20:00")
    record(money, "2026-10-15T09:00", hours="07:00-20:00")
    money.now("2026-11-02T09:00")
    before = money.serve("甲", "2026-10-14T08:00")
    money.serve("乙", "2026-10-16T08:00")
    assert [each.facts for each in doubts(money, "out_of_hours")] == [(before,)]


@case("疑点只标记：一样供餐，一样结算")
def doubts_refuse_nothing(money: Money) -> None:
    money.now("2026-10-12T12:00")
    for name in KNOWN:
        money.serve(name)
    assert len(doubts(money, "quick")) == 5
    money.now("2026-11-02T09:00")
    assert money.settle().subsidy_fen == 500 * len(KNOWN)


@case("疑点说得出人话，两种语言都有")
def doubts_have_words(money: Money) -> None:
    money.now("2026-10-12T12:00")
    money.serve("甲")
    money.serve("乙")
    for words in money.station.desk.printer.words.values():
        for doubt in doubts(money, "quick"):
            assert "2026-10-12" in words.say(f"doubt.{doubt.rule}", **doubt.values)


# --- the tail question ---------------------------------------------------------------------------------------


@case("四千份里大约二十份问一份尾号，光看流水号猜不出是哪份")
def about_one_in_twenty(money: Money) -> None:
    ids = [f"019a8b5e-1c00-7000-8000-{number:012d}" for number in range(4_000)]
    mine = {meal for meal in ids if asks_tail(b"\x01" * 32, meal, 20)}
    others = {meal for meal in ids if asks_tail(b"\x02" * 32, meal, 20)}
    assert 140 <= len(mine) <= 260, "200 ± 4.5 σ"
    assert mine == {meal for meal in ids if asks_tail(b"\x01" * 32, meal, 20)}
    assert len(mine & others) < 40, "另一台机器另一批"
    runs = [number for number, meal in enumerate(ids) if meal in mine]
    gaps = {two - one for one, two in pairwise(runs)}
    assert len(gaps) > 20, "没有固定间隔"


@case("问了尾号，一个键答完，再答不收")
def tail_answered(money: Money) -> None:
    money.doubt_rules(tail_one_in=1)
    money.now("2026-10-12T12:00")
    done = money.scan("甲")
    assert done.ask_tail
    with refused("tail_result_unknown"):
        money.office.doubts.answer(money.cashier, done.fact or "", "unanswered")
    money.office.doubts.answer(money.cashier, done.fact or "", "mismatch")
    with refused("tail_not_asked"):
        money.office.doubts.answer(money.cashier, done.fact or "", "match")
    assert money.station.rows("SELECT meal, result FROM tails") == [(done.fact, "mismatch")]


@case("没答尾号就扫下一个，上一份记未答，不能回头再答")
def tail_left_unanswered(money: Money) -> None:
    money.doubt_rules(tail_one_in=1)
    money.now("2026-10-12T12:00")
    first = money.scan("甲")
    second = money.scan("乙")
    assert second.ask_tail
    with refused("tail_not_asked"):
        money.office.doubts.answer(money.cashier, first.fact or "", "match")
    assert money.station.rows("SELECT meal, result FROM tails") == [(first.fact, "unanswered")]
    money.office.doubts.answer(money.cashier, second.fact or "", "match")


@case("手机尾号这里不知道的，不问；上一份照样记未答")
def tail_unknown(money: Money) -> None:
    money.doubt_rules(tail_one_in=1)
    money.now("2026-10-12T12:00")
    first = money.scan("甲")
    assert not money.scan("外甲").ask_tail
    assert money.station.rows("SELECT meal, result FROM tails") == [(first.fact, "unanswered")]
    with money.station.desk.store.read() as connection:
        assert setting(connection, PENDING) == ""
    money.scan("外乙")
    assert len(money.facts("tail.answered")) == 1


@case("尾号答不答、答得对不对，餐都算数")
def tails_refuse_nothing(money: Money) -> None:
    money.doubt_rules(tail_one_in=1)
    money.now("2026-10-12T12:00")
    for name in KNOWN[:3]:
        money.serve(name)
    money.now("2026-11-02T09:00")
    assert money.settle().subsidy_fen == 1_500


# --- sample and call-backs -----------------------------------------------------------------------------------


@case("抽查百分之五，至少十份，不到十份全抽")
def how_many(money: Money) -> None:
    rules = rulebook().doubts
    sizes = {count: sample_size(count, rules) for count in (0, 1, 9, 10, 11, 200, 201, 220, 221, 1_000)}
    assert sizes == {0: 0, 1: 1, 9: 9, 10: 10, 11: 10, 200: 10, 201: 11, 220: 11, 221: 12, 1_000: 50}
    money.now("2026-11-02T09:00")
    meals = money.month_of(*KNOWN)
    drawn = money.office.doubts.draw(money.supervisor, money.merchants[0], "2026-10")
    assert (drawn.population, drawn.size) == (6, 6)
    assert {row[0] for row in money.station.rows("SELECT meal FROM callbacks")} == set(meals)


@case("抽查只从有效的里抽，一个月一次，月份没过完不抽")
def drawn_once(money: Money) -> None:
    money.now("2026-10-31T12:00")
    meals = money.month_of(*KNOWN, *KNOWN[:2], "外甲")
    for day in range(10, 14):
        meals += [money.serve(name, f"2026-10-{day}T12:00") for name in KNOWN]
    money.void(meals[0])
    with refused("month_not_over"):
        money.office.doubts.draw(money.supervisor, money.merchants[0], "2026-10")
    money.now("2026-11-02T09:00")
    drawn = money.office.doubts.draw(money.supervisor, money.merchants[0], "2026-10")
    assert (drawn.population, drawn.size) == (31, 10)
    sampled = {row[0] for row in money.station.rows("SELECT meal FROM callbacks")}
    assert len(sampled) == 10
    assert sampled <= set(meals) - {meals[0], meals[8]}
    for month in ("2026-10", " 2026-10 "):
        with refused("sample_drawn"):
            money.office.doubts.draw(money.supervisor, money.merchants[0], month)
    with refused("settlement_empty"):
        money.office.doubts.draw(money.supervisor, money.merchants[1], "2026-10")


@case("收银员不能给自己收的那份打回访电话")
def call_by_the_cashier(money: Money) -> None:
    money.now("2026-11-02T09:00")
    (meal,) = money.month_of("甲")
    sample = money.office.doubts.draw(money.supervisor, money.merchants[0], "2026-10").sample
    with refused("not_allowed"):
        money.office.doubts.call(money.cashier, sample, meal, "confirmed")
    promoted = Operator(money.cashier.id, frozenset({"supervisor"}))
    with refused("duties_separated"):
        money.office.doubts.call(promoted, sample, meal, "confirmed")
    with refused("not_in_sample"):
        money.office.doubts.call(money.supervisor, sample, "nobody", "confirmed")
    with refused("call_result_unknown"):
        money.office.doubts.call(money.supervisor, sample, meal, "maybe")
    with refused("sample_unknown"):
        money.office.doubts.sample("nobody")


@case("回访结果写在结算单上；没接通的再打，以最后一次为准")
def results_stand_on_the_settlement(money: Money) -> None:
    money.now("2026-11-02T09:00")
    meals = money.month_of("甲", "乙", "丙")
    sample = money.office.doubts.draw(money.supervisor, money.merchants[0], "2026-10").sample
    for meal, result in zip(meals, ("confirmed", "denied", "unreachable"), strict=True):
        money.office.doubts.call(money.supervisor, sample, meal, result)
    money.clock.pass_by(MINUTE)
    money.office.doubts.call(money.supervisor, sample, meals[2], "confirmed")
    settled = money.settle()
    assert "抽查3份，属实2，不属实1，未接通0" in text_of(money.paper(settled.settlement))
    assert settled.subsidy_fen == 1_500, "回访不改钱，由督导员另行核定或冲销"


@pytest.mark.parametrize("happening", case.told)
def test_doubts(money: Money, happening: Any) -> None:
    happening(money)
