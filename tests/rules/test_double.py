"""A double on two tills as clerks tell it: both were offline, the hub found it, somebody by name decides."""

from __future__ import annotations

import pytest

from desktop.core.business_day import day_of
from desktop.core.joining import MealHeld
from tests.money import Cases, Money, refused

case = Cases()


def held_by_hub(money: Money, later: str, earlier: str) -> None:
    """The hub's own entry, as the feed brings it."""
    with money.station.desk.store.write() as txn:
        txn.append(MealHeld(later, "double_meal", earlier), day=day_of(money.clock.now()), by=money.by.id)


def two_tills(money: Money) -> tuple[str, str]:
    """The same rider at lunch at two merchants; the second till had not heard of the first."""
    money.now("2026-10-12T12:00")
    earlier = money.serve("甲", merchant=0)
    # one person under two ids: what the second till could not know, only the hub sees
    later = money.serve("乙", merchant=1)
    held_by_hub(money, later, earlier)
    money.now("2026-11-02T09:00")
    return earlier, later


def sums(money: Money, merchant: int) -> tuple[int, int, int]:
    draft = money.office.settlements.draft(money.supervisor, money.merchants[merchant], "2026-10")
    return len(draft.counted), len(draft.held), draft.subsidy_fen


@case("两台收银机断网各收一餐：早的照付，晚的待核，不丢也不重付")
def stands_and_waits(money: Money) -> None:
    two_tills(money)
    assert sums(money, 0) == (1, 0, 500)
    assert sums(money, 1) == (0, 1, 0)


@case("两台收银机的重餐，督导员认定善意照付，只付一次")
def paid_in_good_faith(money: Money) -> None:
    _, later = two_tills(money)
    money.review(later, "pay")
    assert sums(money, 1) == (1, 0, 500)
    with refused("already_decided"):
        money.review(later, "refuse")
    assert money.settle(merchant=1).subsidy_fen == 500


@case("两台收银机的重餐，督导员不予补贴")
def refused_subsidy(money: Money) -> None:
    _, later = two_tills(money)
    money.review(later, "refuse")
    assert sums(money, 1) == (0, 0, 0)


@case("晚的那餐的收银员不能自己核定")
def not_by_the_till(money: Money) -> None:
    _, later = two_tills(money)
    with refused("not_allowed"):
        money.office.reviews.review(money.cashier, later, "pay", "我记得他")


@pytest.mark.parametrize("happening", case.told)
def test_double(happening: object, money: Money) -> None:
    assert callable(happening)
    happening(money)
