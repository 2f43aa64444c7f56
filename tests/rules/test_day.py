"""The day as clerks tell it: opening, hand-over, closing, planned closings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop.core.errors import Refused
from desktop.core.pages import GivenAnswer
from desktop.core.roles import Operator
from desktop.core.shift import DayClosed
from tests.day_station import PIN_TO, DayStation, open_station

CHECK = (GivenAnswer("microwave.heats", "pass"),)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[DayStation]:
    opened = open_station(tmp_path / "data")
    yield opened
    opened.office.desk.close()


def closed(desk: DayStation) -> DayClosed:
    body = desk.office.days.close(desk.by).body
    assert isinstance(body, DayClosed)
    return body


def hand_over(desk: DayStation, pin: str = PIN_TO, to: str = "") -> None:
    desk.office.shifts.hand_over(desk.by, to or desk.second, pin, keys=2)


# What is done first, what is then tried, and the code with which it is refused; refused input changes nothing.
Act = Callable[[DayStation], object]
REFUSED: list[tuple[str, list[Act], Act, str]] = [
    (
        "开过站再开站",
        [lambda s: s.office.shifts.open(s.by)],
        lambda s: s.office.shifts.open(s.by, CHECK),
        "day_opened",
    ),
    (
        "自查写错一项，站也没开",
        [],
        lambda s: s.office.shifts.open(s.by, (*CHECK, GivenAnswer("no.such", "pass"))),
        "checkpoint_unknown",
    ),
    ("日结过再日结", [lambda s: s.office.days.close(s.by)], lambda s: s.office.days.close(s.by), "day_closed"),
    ("交给自己", [], lambda s: hand_over(s, to=s.by.id), "duties_separated"),
    ("接班人 PIN 不对", [], lambda s: hand_over(s, "999999"), "pin_wrong"),
    ("交给收银员，岗位可以值班", [], lambda s: hand_over(s, "999999", s.cashier.id), "pin_wrong"),
    ("没有这位接班人", [], lambda s: hand_over(s, to="0"), "operator_unknown"),
    ("钥匙一百把", [], lambda s: s.office.shifts.hand_over(s.by, s.second, PIN_TO, keys=100), "keys_wrong"),
    (
        "督导员不能交班",
        [],
        lambda s: s.office.shifts.hand_over(Operator(s.by.id, frozenset({"supervisor"})), s.second, PIN_TO),
        "not_allowed",
    ),
    ("停开倒着写", [], lambda s: plan(s, "2026-12-03", "2026-12-01"), "closing_span_wrong"),
    ("停开从昨天起", [], lambda s: plan(s, "2026-11-15", "2026-11-17"), "closing_past"),
    ("停开两个月还多", [], lambda s: plan(s, "2026-12-01", "2027-03-01"), "closing_span_wrong"),
    ("停开计划重了", [lambda s: plan(s)], lambda s: plan(s, "2027-01-03", "2027-01-05"), "closing_planned"),
    ("停开原因没有这一条", [], lambda s: plan(s, reason="tired"), "closing_reason_unknown"),
    ("停开日期写成文字", [], lambda s: plan(s, "元旦", "2027-01-03"), "closing_time_wrong"),
    ("没有的停开计划不能取消", [], lambda s: s.office.hours.cancel(s.by, "0"), "closing_unknown"),
    (
        "收银员不能定停开",
        [],
        lambda s: s.office.hours.plan(s.cashier, "2026-12-31", "2027-01-03", "other"),
        "not_allowed",
    ),
    ("延时没有更晚", [], lambda s: s.office.hours.extend(s.by, None, "21:00", "heat"), "extension_not_later"),
    ("延时补昨天的", [], lambda s: s.office.hours.extend(s.by, "2026-11-15", "22:00", "heat"), "extension_past"),
    ("延时到早上七点", [], lambda s: s.office.hours.extend(s.by, None, "06:30", "heat"), "extension_until_wrong"),
]


def plan(desk: DayStation, first: str = "2026-12-31", last: str = "2027-01-03", reason: str = "other") -> str:
    return desk.office.hours.plan(desk.by, first, last, reason, "元旦放假")[0]


@pytest.mark.parametrize(("before", "act", "code"), [pytest.param(*row[1:], id=row[0]) for row in REFUSED])
def test_refused_and_nothing_kept(desk: DayStation, before: list[Act], act: Act, code: str) -> None:
    for each in before:
        each(desk)
    standing = desk.count(), desk.rows("SELECT count(*) FROM notes")
    with pytest.raises(Refused) as refused:
        act(desk)
    assert refused.value.code == code
    assert (desk.count(), desk.rows("SELECT count(*) FROM notes")) == standing
    assert desk.sound()


@pytest.mark.parametrize(
    ("time", "late"),
    [
        pytest.param("2026-11-16T06:58", 0, id="提前开站"),
        pytest.param("2026-11-16T07:05", 0, id="晚五分钟不算"),
        pytest.param("2026-11-16T07:20", 20, id="晚二十分钟看得见"),
    ],
)
def test_opening_late_is_seen(desk: DayStation, time: str, late: int) -> None:
    desk.clock.set(time)
    assert desk.office.shifts.open(desk.by, CHECK).late == late


def test_开站和自查在一起(desk: DayStation) -> None:
    done = desk.office.shifts.open(desk.by, CHECK)
    assert done.inspected is not None
    assert desk.rows("SELECT inspection FROM day_papers") == [(done.inspected.inspection,)]
    assert desk.rows("SELECT kind FROM inspections") == [("opening",)]


def test_接班人输错五次要等(desk: DayStation) -> None:
    for _ in range(5):
        with pytest.raises(Refused, match="pin_wrong"):
            hand_over(desk, "999999")
    with pytest.raises(Refused, match="pin_locked"):
        hand_over(desk)
    desk.clock.at += 31_000
    hand_over(desk)


def test_有未回执的记录照样交班_数目写在单上(desk: DayStation) -> None:
    desk.office.inspections.complete(desk.by, "weekly", [GivenAnswer("microwave.heats", "fail", note="不热")])
    before = desk.count()
    entry = desk.office.shifts.hand_over(
        desk.by, desk.second, PIN_TO, keys=3, lost_property="身份证一张，王建国", note="找王建国 13812340427"
    )
    body = entry.body
    assert (body.waiting, len(body.problems), body.loans, body.medicine, body.keys) == (before, 1, 0, 0, 3)
    stored = bytes(desk.rows("SELECT data FROM journal WHERE kind = 'shift.handed_over'")[0][0])
    assert "王建国".encode() not in stored
    assert b"13812340427" not in stored
    assert desk.office.shifts.hand_over(desk.by, desk.second, PIN_TO).body.number == 2
    assert desk.sound()


def test_日结以后收银员作废就晚了(desk: DayStation) -> None:
    desk.clock.set("2026-11-16T12:00")
    meal = desk.office.meals.serve(desk.cashier, desk.card, desk.merchant).fact
    assert meal is not None
    desk.office.days.close(desk.by)
    with pytest.raises(Refused, match="not_allowed"):
        desk.office.meals.void(desk.cashier, meal, "returned")
    assert desk.office.meals.void(desk.by, meal, "returned").body.late


def test_过了零点日结的是昨天(desk: DayStation) -> None:
    desk.office.shifts.open(desk.by)
    desk.clock.set("2026-11-17T00:30")
    assert desk.office.days.close(desk.by).day == "2026-11-16"
    desk.clock.set("2026-11-17T06:58")
    assert desk.office.shifts.open(desk.by).entry.day == "2026-11-17"


def test_忘了日结_第二天开门前补上还是昨天的(desk: DayStation) -> None:
    desk.office.shifts.open(desk.by)
    desk.clock.set("2026-11-17T05:00")
    assert desk.office.days.close(desk.by).day == "2026-11-16"
    desk.clock.set("2026-11-17T20:00")
    assert desk.office.days.close(desk.by).day == "2026-11-17"


def test_昨天没日结_今天开了站就结今天(desk: DayStation) -> None:
    desk.office.shifts.open(desk.by)
    desk.clock.set("2026-11-17T06:50")
    desk.office.shifts.open(desk.by)
    assert desk.office.days.close(desk.by).day == "2026-11-17"


def test_零点前后的记录只进一张对账单(desk: DayStation) -> None:
    desk.office.visits.anonymous(desk.by, "courier", [])
    desk.clock.set("2026-11-17T00:30")
    first = closed(desk)
    desk.office.visits.anonymous(desk.by, "courier", [])
    desk.clock.set("2026-11-17T21:00")
    second = closed(desk)
    assert (first.first, first.last) == (1, first.captured)
    assert (second.first, second.captured) == (first.last + 1, 2)


def test_没开过站也能日结(desk: DayStation) -> None:
    assert closed(desk).captured == desk.count()


# Months of planned closings: what was planned, and the states that days then have.
def state_of(desk: DayStation, month: str, day: str) -> tuple[str, int, int]:
    found = next(each for each in desk.office.hours.month(desk.by, month).days if each.day == day)
    return found.state, found.due, found.short


def test_跨年停开的日子不算少开(desk: DayStation) -> None:
    plan(desk)
    desk.clock.set("2027-01-04T22:00")
    assert state_of(desk, "2026-12", "2026-12-30") == ("missing", 840, 840)
    assert state_of(desk, "2026-12", "2026-12-31") == ("planned", 0, 0)
    for day in ("2027-01-01", "2027-01-02", "2027-01-03"):
        assert state_of(desk, "2027-01", day) == ("planned", 0, 0)
    assert state_of(desk, "2027-01", "2027-01-04")[0] == "missing"


def test_停电一下午只减那几个小时(desk: DayStation) -> None:
    desk.office.hours.plan(desk.by, "2026-11-16T13:00", "2026-11-16T17:00", "power_cut")
    desk.office.shifts.open(desk.by)
    desk.clock.set("2026-11-16T21:00")
    desk.office.days.close(desk.by)
    assert state_of(desk, "2026-11", "2026-11-16") == ("kept", 600, 0)


def test_提前来电取消停开_剩下的照公示(desk: DayStation) -> None:
    closing, _ = desk.office.hours.plan(desk.by, "2026-11-16T07:00", "2026-11-16T17:00", "power_cut")
    desk.clock.set("2026-11-16T11:00")
    desk.office.hours.cancel(desk.by, closing)
    desk.office.shifts.open(desk.by)
    desk.clock.set("2026-11-16T21:00")
    desk.office.days.close(desk.by)
    assert state_of(desk, "2026-11", "2026-11-16") == ("kept", 600, 0)
    with pytest.raises(Refused, match="closing_over"):
        desk.office.hours.cancel(desk.by, closing)


def test_高温延时到十一点_提前关就是少开(desk: DayStation) -> None:
    desk.office.hours.extend(desk.by, None, "22:00", "heat")
    desk.office.hours.extend(desk.by, None, "23:00", "heat")
    desk.office.shifts.open(desk.by)
    desk.clock.set("2026-11-16T21:00")
    desk.office.days.close(desk.by)
    desk.clock.set("2026-11-17T01:00")
    assert state_of(desk, "2026-11", "2026-11-16") == ("short", 960, 120)


def test_延时到后半夜_匿名登记不算开放时间外(desk: DayStation) -> None:
    desk.office.hours.extend(desk.by, None, "01:00", "cold")
    for time, marks in (("2026-11-17T00:30", ""), ("2026-11-17T01:30", "out_of_hours")):
        desk.clock.set(time)
        fact = desk.office.visits.anonymous(desk.by, "courier", []).fact
        assert desk.rows("SELECT marks FROM visits WHERE fact = ?", (fact,)) == [(marks,)]


def test_建站以前的日子不对照(desk: DayStation) -> None:
    days = desk.office.hours.month(desk.by, "2026-11").days
    assert [day.day for day in days] == ["2026-11-16"]
