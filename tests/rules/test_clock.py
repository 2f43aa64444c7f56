"""A wrong clock as clerks tell it: what was recorded stays, its days are put right, and money follows."""

from __future__ import annotations

import pytest

from desktop.core.fact import Fact
from desktop.core.kinds import fact_of
from tests.money import Cases, Money, refused
from tests.stations import DAY

case = Cases()


def wrong_by(money: Money, days: int) -> tuple[int, int]:
    """The machine's clock is off by days while people eat; (first, last) number of what was written meanwhile."""
    office, clock = money.office, money.clock
    first = money.station.desk.store.head.seq + 1
    clock.pass_by(days * DAY)
    office.days.open(money.by)
    money.serve("甲")
    office.visits.by_card(money.by, money.cards["乙"], ["rest"])
    office.boxes.count(money.by, money.merchants[0], received=20, handed_out=18, left_over=2, spoiled=0)
    clock.pass_by(-days * DAY)
    return first, money.station.desk.store.head.seq


def days_of(money: Money, table: str) -> list[str]:
    return [row[0] for row in money.station.rows(f'SELECT DISTINCT day FROM "{table}" WHERE day NOT NULL ORDER BY day')]


@case("时钟慢了三天，三天的记录更正到当天，补贴跟着走")
def three_days(money: Money) -> None:
    money.now("2026-11-03T12:00")
    first, last = wrong_by(money, -3)
    assert days_of(money, "meals") == ["2026-10-31"]
    entry, moved = money.office.clocks.correct(money.supervisor, first, last, 3)
    assert moved == last - first + 1
    for table in ("meals", "visits", "days", "boxes"):
        assert days_of(money, table) == ["2026-11-03"], table
    # the fact says what was decided; the bytes of the moved ones stay as they were written
    assert isinstance(fact_of(entry), Fact)
    assert {fact["day"] for fact in money.facts("meal.served")} == {"2026-10-31"}
    draft = money.office.settlements.draft(money.supervisor, money.merchants[0], "2026-11")
    assert (len(draft.counted), draft.subsidy_fen) == (1, 500)
    assert not money.office.settlements.draft(money.supervisor, money.merchants[0], "2026-10").counted


@case("时钟快了四十天，更正后又回来")
def years_ahead(money: Money) -> None:
    money.now("2026-11-03T12:00")
    first, last = wrong_by(money, 40)
    assert days_of(money, "days") == ["2026-12-13"]
    money.office.clocks.correct(money.supervisor, first, last, -40)
    assert days_of(money, "days") == ["2026-11-03"]


@case("已结算的用餐更正到下个月：不再付第二次")
def settled_before(money: Money) -> None:
    money.now("2026-11-03T12:00")
    first, last = wrong_by(money, -3)
    money.serve("丙", "2026-10-20T12:00")
    october = money.settle("2026-10")
    assert october.subsidy_fen == 1_000
    money.office.clocks.correct(money.supervisor, first, last, 3)
    money.now("2026-12-02T09:00")
    money.serve("丁", "2026-11-20T12:00")
    november = money.settle("2026-11")
    assert november.subsidy_fen == 500, "the moved one was paid in October"
    assert len(money.lines(november.settlement)) == 1


@case("更正错了，再更正一次，等于没有更正")
def twice(money: Money) -> None:
    money.now("2026-11-03T12:00")
    first, last = wrong_by(money, -3)
    before = money.station.rows("SELECT fact, day FROM meals ORDER BY fact")
    money.office.clocks.correct(money.supervisor, first, last, 4)
    money.office.clocks.correct(money.supervisor, first, last, -4)
    assert money.station.rows("SELECT fact, day FROM meals ORDER BY fact") == before


@case("更正那天本来也开过站：原来那天的开站还在")
def day_shared(money: Money) -> None:
    money.now("2026-10-31T07:00")
    money.office.days.open(money.by)
    opened = money.station.rows("SELECT opened_at FROM days WHERE day = '2026-10-31'")
    money.now("2026-11-03T12:00")
    money.clock.pass_by(-3 * DAY)
    first = money.station.desk.store.head.seq + 1
    money.office.days.close(money.by)
    last = money.station.desk.store.head.seq
    money.clock.pass_by(3 * DAY)
    money.office.clocks.correct(money.supervisor, first, last, 3)
    assert money.station.rows("SELECT opened_at, closed_at FROM days WHERE day = '2026-10-31'") == [(*opened[0], None)]
    assert money.station.rows("SELECT opened_at FROM days WHERE day = '2026-11-03'") == [(None,)]


@case("收银员不能更正日期")
def cashier(money: Money) -> None:
    with refused("not_allowed"):
        money.office.clocks.correct(money.cashier, 1, 1, 1)


@case("号码超出记录、天数为零、没有这一段：都不行，什么也没变")
def wrong_runs(money: Money) -> None:
    head = money.station.desk.store.head
    for first, last, days, epoch, code in (
        (0, 1, 1, None, "correction_run_wrong"),
        (2, 1, 1, None, "correction_run_wrong"),
        (1, head.seq + 1, 1, None, "correction_run_wrong"),
        (1, 1, 0, None, "correction_days_wrong"),
        (1, 1, 3_661, None, "correction_days_wrong"),
        (1, 1, 1, "0" * 16, "epoch_unknown"),
    ):
        with refused(code):
            money.office.clocks.correct(money.supervisor, first, last, days, epoch)
    assert money.station.desk.store.head == head


@pytest.mark.parametrize("happening", case.told)
def test_clock(happening: object, money: Money) -> None:
    assert callable(happening)
    happening(money)
    if money.office.desk.store.head.seq > 1:
        before = money.station.rows("SELECT * FROM days ORDER BY day")
        verdict, _ = money.office.upkeep.rebuild()
        assert verdict.ok
        assert money.station.rows("SELECT * FROM days ORDER BY day") == before
