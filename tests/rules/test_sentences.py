"""拒绝的话说的是状态的名称，不是代码: what cannot follow is told in words, in Chinese and in English."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from desktop.app import read_words
from desktop.core.errors import Refused
from desktop.core.inspection import MOVES as JOB_STATES
from desktop.core.pages import GivenAnswer
from desktop.core.referral import STATES as REFERRAL_STATES
from desktop.core.settlement import DECISIONS
from desktop.core.settlement import STATES as SETTLEMENT_STATES
from desktop.core.words import Term
from tests.busy import picture
from tests.money import Cases, Money

WORDS = read_words()
CODES = {*JOB_STATES, *REFERRAL_STATES, *SETTLEMENT_STATES, *DECISIONS, "extended"}
case = Cases()


def told(act: Callable[[], Any]) -> tuple[str, str]:
    """What a refusal says in Chinese and in English."""
    with pytest.raises(Refused) as caught:
        act()
    zh, en = (WORDS[language].say(f"error.{caught.value.code}", **caught.value.values) for language in ("zh", "en"))
    # English words begin with a capital where they name a state, and no code has a letter of another script
    assert not re.search(r"[a-z_]{3,}", zh), zh
    assert not re.search(rf"“({'|'.join(CODES)})”", en), en
    return zh, en


def job(money: Money) -> str:
    money.now("2026-10-12T09:00")
    answer = GivenAnswer("microwave.heats", "fail")
    return money.office.inspections.complete(money.by, "weekly", [answer]).rectifications[0]


@case("待整改的直接复查：待整改不能改为已销号、退回整改")
def recheck_before_it_is_put_right(money: Money) -> None:
    opened = job(money)
    recheck = money.office.rectifications.recheck
    assert told(lambda: recheck(money.by, opened, True, "看过")) == (
        "现在是“待整改”，不能改为“已销号”。",
        "It is “To put right” now and cannot become “Closed”.",
    )
    assert "“退回整改”" in told(lambda: recheck(money.by, opened, False, "看过"))[0]


@case("已销号的再延期：已销号不能改为延期")
def extension_of_a_closed_one(money: Money) -> None:
    closed = job(money)
    money.office.rectifications.rectify(money.by, closed, "换了", [picture()])
    money.office.rectifications.recheck(money.by, closed, True, "热了")
    zh, en = told(lambda: money.office.rectifications.extend(money.supervisor, closed, 3, "等配件"))
    assert (zh, en) == ("现在是“已销号”，不能改为“延期”。", "It is “Closed” now and cannot become “Extended”.")


@case("刚开的转介单不能办结；回执也不行")
def a_slip_that_was_never_booked(money: Money) -> None:
    money.now("2026-10-12T09:00")
    partner = money.office.master.add_partner(money.by, "历下区人民医院")
    made = money.office.referrals.refer(money.by, money.cards["甲"], "checkup", partner, consent=True)
    assert told(lambda: money.office.referrals.move(money.by, made.referral, "closed"))[0] == (
        "现在是“已开单”，不能改为“已办结”。"
    )
    money.office.referrals.move(money.by, made.referral, "cancelled")
    zh, en = told(lambda: money.office.attendance.stub(money.by, made.code))
    assert (zh, en) == ("现在是“已取消”，不能改为“已办结”。", "It is “Cancelled” now and cannot become “Closed”.")


@case("草稿不能直接付款")
def a_draft_that_is_to_be_paid(money: Money) -> None:
    money.now("2026-11-02T09:00")
    money.month_of("甲")
    settlement = money.settle().settlement
    zh, en = told(lambda: money.move(settlement, "paid", voucher="1"))
    assert zh == "结算现在是“草稿”，不能改为“已付款”。"
    assert en == "The settlement is “Draft” and cannot become “Paid”."


@case("核定过的再核定：说明当时怎么定的")
def decided_before(money: Money) -> None:
    money.now("2026-10-12T12:00")
    held = money.serve("外甲")
    money.review(held, "refuse")
    zh, en = told(lambda: money.review(held, "pay"))
    assert "不予补贴" in zh
    assert "no subsidy" in en


@pytest.mark.parametrize("happening", case.told)
def test_sentences(money: Money, happening: Any) -> None:
    happening(money)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_state_has_a_word(language: str) -> None:
    wanted = [f"rectification_state.{state}" for state in (*JOB_STATES, "extended")]
    wanted += [f"referral_state.{state}" for state in REFERRAL_STATES]
    wanted += [f"settlement_state.{state}" for state in SETTLEMENT_STATES]
    wanted += [f"decision.{decision}" for decision in DECISIONS]
    assert [key for key in wanted if not WORDS[language].has(key)] == []
    assert WORDS[language].say("error.referral_cannot_move", state=Term(wanted[0]), to="x").count("Term") == 0


def test_a_term_without_a_word_is_a_bug() -> None:
    with pytest.raises(KeyError):
        WORDS["zh"].say("error.referral_cannot_move", state=Term("referral_state.lost"), to="x")
