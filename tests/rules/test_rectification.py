"""整改与达标现状: deadlines over holidays, extension, and the standard as it stands.

Each title is a case as a clerk would say it, told through the ordinary services.
"""

from __future__ import annotations

from typing import Any

import pytest

from desktop.core.pages import GivenAnswer
from desktop.core.roles import Operator
from desktop.services.rectifications import open_jobs
from desktop.services.standard_state import ItemState
from tests.busy import picture
from tests.money import Cases, Money, refused
from tests.stations import DAY, rulebook

case = Cases()


# --- rectification and the standard as it stands -------------------------------------------------------------


def fail(money: Money, day: str, code: str = "microwave.heats", severity: str = "") -> str:
    """A fault found that day at nine; the job."""
    money.now(f"{day}T09:00")
    done = money.office.inspections.complete(money.by, "weekly", [GivenAnswer(code, "fail", severity=severity)])
    return done.rectifications[0]


def due(money: Money, job: str) -> str:
    with money.station.desk.store.read() as connection:
        return next(each.due for each in open_jobs(connection) if each.rectification == job)


@case("督导员延期一次，写明理由；第二次不行，站长不行")
def extended_once(money: Money) -> None:
    job = fail(money, "2026-11-16")
    before, extend = due(money, job), money.office.rectifications.extend
    with refused("not_allowed"):
        extend(Operator(money.by.id, frozenset({"caretaker"})), job, 3, "等配件")
    for days, reason, code in ((0, "等配件", "extension_wrong"), (31, "等配件", "extension_wrong")):
        with refused(code):
            extend(money.supervisor, job, days, reason)
    with refused("reason_needed"):
        extend(money.supervisor, job, 3, " ")
    with refused("rectification_unknown"):
        extend(money.supervisor, "nobody", 3, "等配件")
    _, until = extend(money.supervisor, job, 3, "等配件")
    assert (before, until, due(money, job)) == ("2026-11-19", "2026-11-24", "2026-11-24")
    with refused("already_extended"):
        extend(money.supervisor, job, 3, "还要等")


@case("已销号的不能延期")
def closed_is_not_extended(money: Money) -> None:
    job = fail(money, "2026-11-16")
    money.office.rectifications.rectify(money.by, job, "换了", [picture()])
    money.office.rectifications.recheck(money.by, job, True, "热了")
    with refused("rectification_cannot_move"):
        money.office.rectifications.extend(money.supervisor, job, 3, "等配件")


@case("整改期限跨国庆：9月29日发现，三个工作日到10月9日")
def deadline_over_the_national_day(money: Money) -> None:
    job = fail(money, "2026-09-29", severity="days_3")
    assert due(money, job) == "2026-10-09"
    assert money.office.rectifications.extend(money.supervisor, job, 1, "等配件")[1] == "2026-10-10", "调休上班"


@case("整改期限遇调休：2月13日发现，14日周六上班算一天，到2月25日")
def deadline_with_a_make_up_day(money: Money) -> None:
    assert due(money, fail(money, "2026-02-13", severity="days_3")) == "2026-02-25"
    assert rulebook().calendar.after("2026-02-13", 3).certain


@case("整改期限跨元旦：明年没有放假通知，按周一至周五算并说明")
def deadline_over_new_year(money: Money) -> None:
    assert due(money, fail(money, "2026-12-30", severity="days_3")) == "2027-01-04"
    counted = rulebook().calendar.after("2026-12-30", 3)
    assert (counted.day, counted.certain) == ("2027-01-04", False)
    assert rulebook().calendar.after("2026-12-30", 1).certain, "没有数进明年的，是准的"


@case("2028年2月29日是工作日，期限数得到它")
def leap_day(money: Money) -> None:
    assert due(money, fail(money, "2028-02-28", severity="days_3")) == "2028-03-02"
    counted = rulebook().calendar.after("2028-02-28", 1)
    assert (counted.day, counted.certain) == ("2028-02-29", False)


@case("过了期限还没销号就是逾期，延期以后不是")
def overdue(money: Money) -> None:
    job = fail(money, "2026-11-16")
    money.now("2026-11-20T09:00")
    assert due(money, job) < "2026-11-20"
    money.office.rectifications.extend(money.supervisor, job, 2, "等配件")
    assert due(money, job) == "2026-11-23"


def item(money: Money, code: str = "microwave") -> ItemState:
    return next(each for each in money.office.standard.now(money.by)[1] if each.item == code)


@case("达标现状：没看过的写没看过，看过合格的写从哪天起")
def living_state(money: Money) -> None:
    compliant, items = money.office.standard.now(money.by)
    assert not compliant
    assert {(each.state, each.since) for each in items} == {("open", "")}
    assert (len(items), items[-1].item) == (8, "site")
    money.now("2026-11-16T09:00")
    money.office.inspections.complete(money.by, "weekly", [GivenAnswer("microwave.heats", "pass")])
    assert (item(money).state, item(money).since) == ("met", "2026-11-16")
    money.now("2026-11-17T09:00")
    money.office.inspections.complete(money.by, "weekly", [GivenAnswer("microwave.heats", "pass")])
    assert item(money).since == "2026-11-16", "一直合格，从第一天算"


@case("达标现状：不合格从哪天起、卡在哪一点、哪张整改单；复查合格当天就达标")
def blocked_and_met_again(money: Money) -> None:
    money.now("2026-11-16T09:00")
    money.office.inspections.complete(money.by, "weekly", [GivenAnswer("microwave.clean", "pass")])
    job = fail(money, "2026-11-17")
    money.clock.pass_by(2 * DAY)
    now = item(money)
    assert (now.state, now.since, now.blocked_by, now.jobs) == ("unmet", "2026-11-17", ("microwave.heats",), (job,))
    money.office.rectifications.rectify(money.by, job, "换了", [picture()])
    assert item(money).state == "unmet", "报了整改还要复查"
    money.office.rectifications.recheck(money.by, job, True, "热了")
    now = item(money)
    assert (now.state, now.since, now.blocked_by, now.jobs) == ("met", "2026-11-19", (), ())


@case("达标现状：一次巡查里一点好了另一点坏了，不合格从头一天算起")
def one_walk_is_one_moment(money: Money) -> None:
    fail(money, "2026-11-16", "microwave.heats")
    money.now("2026-11-17T09:00")
    answers = [GivenAnswer("microwave.clean", "fail"), GivenAnswer("microwave.heats", "pass")]
    money.office.inspections.complete(money.by, "weekly", answers)
    money.now("2026-11-18T09:00")
    answers = [GivenAnswer("microwave.clean", "pass"), GivenAnswer("microwave.heats", "fail")]
    money.office.inspections.complete(money.by, "weekly", answers)
    assert (item(money).state, item(money).since) == ("unmet", "2026-11-16")
    assert item(money).blocked_by == ("microwave.heats",)


@pytest.mark.parametrize("happening", case.told)
def test_rectification(money: Money, happening: Any) -> None:
    happening(money)
