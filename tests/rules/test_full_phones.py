"""谁看了完整电话: lists for whoever calls show the number, and that one was taken out is a fact.

Each title is a case as a clerk would say it, told through the ordinary services.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from desktop.app import read_words
from desktop.core.errors import EnvironmentFailed
from desktop.core.roles import Operator
from desktop.services.counter import OfficeCounter
from desktop.services.papers import Papers, Wanted
from reports.render import render
from tests.money import Cases, Money, refused, text_of

case = Cases()
CARETAKER = frozenset({"caretaker"})


def phones(money: Money) -> dict[str, str]:
    return dict(money.station.rows("SELECT name, phone FROM persons"))


def paper(money: Money, kind: str, by: Operator, id: str | None = None) -> Any:
    words = read_words()["zh"]
    return Papers(money.station.desk, money.office, words).freeze(by, Wanted(kind, id=id))


def shown(money: Money) -> list[tuple[str, str, str, int]]:
    """Who took out which list, of what, with how many numbers."""
    return [
        (fact["by"], fact["body"]["list"], fact["body"]["subject"], fact["body"]["lines"])
        for fact in money.facts("phones.shown")
    ]


def sampled(money: Money) -> str:
    money.now("2026-11-02T09:00")
    money.month_of("甲", "乙", "丙")
    return money.office.doubts.draw(money.supervisor, money.merchants[0], "2026-10").sample


def slips(money: Money, *names: str) -> None:
    """Checks that nobody booked within three days."""
    money.now("2026-10-12T09:00")
    partner = money.office.master.add_partner(money.by, "历下区人民医院")
    for name in names:
        money.office.referrals.refer(money.by, money.cards[name], "checkup", partner, consent=True)
    money.now("2026-10-16T09:00")


@case("打印电话回访单：完整电话在纸上，谁、哪次抽查、几个号码记一笔")
def call_back_list(money: Money) -> None:
    sample = sampled(money)
    known = phones(money)
    listed = paper(money, "callbacks", money.supervisor, sample)
    assert {line.phone for line in listed.lines} == {known[name] for name in ("甲", "乙", "丙")}
    assert shown(money) == [(money.supervisor.id, "callbacks", sample, 3)]
    # once more is another fact
    text = text_of(render(paper(money, "callbacks", money.supervisor, sample), read_words()["zh"]))
    assert known["甲"] in text
    assert len(shown(money)) == 2


@case("记的那一笔里没有号码，也没有姓名")
def the_fact_tells_nobody(money: Money) -> None:
    paper(money, "callbacks", money.supervisor, sampled(money))
    (fact,) = money.facts("phones.shown")
    told = json.dumps(fact, ensure_ascii=False)
    assert set(fact["body"]) == {"list", "subject", "lines"}
    assert not [each for pair in phones(money).items() for each in pair if each in told]
    rows = money.station.rows("SELECT list, lines, day, by FROM phones_shown")
    assert rows == [("callbacks", 3, "2026-11-02", money.supervisor.id)]


@case("没有权限的打不了回访单，也就没有那一笔")
def not_allowed(money: Money) -> None:
    sample = sampled(money)
    for by in (money.cashier, Operator(money.by.id, CARETAKER)):
        with refused("not_allowed"):
            paper(money, "callbacks", by, sample)
    with refused("not_allowed"):
        money.office.chase.call_list(money.cashier)
    with refused("sample_unknown"):
        paper(money, "callbacks", money.supervisor, "nobody")
    assert shown(money) == []


@case("注销的人没有号码：回访单上少一个，记的也少一个")
def forgotten(money: Money) -> None:
    sample = sampled(money)
    rider = money.station.rows("SELECT rider FROM persons WHERE name = '甲'")[0][0]
    money.office.people.forget(money.by, rider, "本人要求")
    listed = paper(money, "callbacks", money.supervisor, sample)
    assert sum(bool(line.phone) for line in listed.lines) == 2
    assert shown(money) == [(money.supervisor.id, "callbacks", sample, 2)]


@case("催办名单：管理员要打电话，纸上是完整电话，记一笔")
def chase_list(money: Money) -> None:
    slips(money, "甲", "乙")
    by = Operator(money.by.id, CARETAKER)
    listed = paper(money, "chase-list", by)
    known = phones(money)
    assert [line.phone for line in listed.lines] == [known["甲"], known["乙"]]
    assert shown(money) == [(by.id, "chase", "2026-10-16", 2)]
    text = text_of(render(listed, read_words()["zh"]))
    assert known["乙"] in text
    assert "用后收回销毁" in text
    assert [each.phone for each in money.office.chase.call_list(by)] == [known["甲"], known["乙"]]
    assert len(shown(money)) == 2


@case("只看催办、看今日、交接班：不打电话，号码遮着，不用记")
def masked(money: Money) -> None:
    slips(money, "甲")
    (listed,) = money.office.chase.list(money.by)
    assert listed.phone[3:7] == "****"
    page = OfficeCounter(money.office, money.by).today_page()
    assert [todo.kind for todo in page.todo].count("referral") == 1
    assert phones(money)["甲"] not in repr((listed, page))
    assert shown(money) == []


@case("名单上没有人：没有号码，不记")
def nobody(money: Money) -> None:
    money.now("2026-10-16T09:00")
    assert paper(money, "chase-list", money.by).lines == ()
    assert shown(money) == []


@case("记下了才看得到：写不进去就没有名单")
def first_the_fact(money: Money) -> None:
    slips(money, "甲")
    with money.station.raw() as raw:
        raw.execute("CREATE TRIGGER full BEFORE INSERT ON phones_shown BEGIN SELECT RAISE(ABORT, 'disk full'); END")
    acts: tuple[Callable[[], object], ...] = (
        lambda: paper(money, "chase-list", money.by),
        lambda: money.office.chase.call_list(money.by),
    )
    for act in acts:
        with pytest.raises(EnvironmentFailed, match="disk_full"):
            act()
    with money.station.raw() as raw:
        raw.execute("DROP TRIGGER full")
    assert shown(money) == []


@pytest.mark.parametrize("happening", case.told)
def test_full_phones(money: Money, happening: Any) -> None:
    happening(money)
