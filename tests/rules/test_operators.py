"""操作员: PINs, locks and retirement; 知情同意书 in versions; 不相容岗位 over what really happened."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.core.errors import Refused
from desktop.core.roles import Operator
from desktop.core.separation import require
from tests.stations import DAY, HOUR, MINUTE, OLDER, OPERATOR, SECOND, Station, Yard

OTHER, NEW = "李建国", "246810"


@pytest.fixture(scope="module")
def yard(tmp_path_factory: pytest.TempPathFactory) -> Yard:
    return Yard(tmp_path_factory.mktemp("operators"))


@pytest.fixture
def station(yard: Yard, tmp_path: Path) -> Iterator[Station]:
    opened = yard.fresh.open(tmp_path, synchronous="OFF")
    opened.office.operators.add(opened.by, OTHER, "caretaker", "135790")
    yield opened
    opened.close()


def try_pin(station: Station, pin: str, name: str = OTHER) -> str:
    """`in`, or the code with which it was refused."""
    operators = station.office.operators
    try:
        operators.sign_in(operators.choose(name).id, pin)
    except Refused as refused:
        return refused.code
    return "in"


def lock(station: Station) -> None:
    assert [try_pin(station, "000001") for _ in range(5)] == ["pin_wrong"] * 5


# --- PINs and locks ---------------------------------------------------------------------------------------


def test_a_supervisor_sets_another_pin(station: Station) -> None:
    """忘了 PIN：督导员重设，旧的不能用了，记录里只有谁给谁改过."""
    entry = station.office.operators.change_pin(station.by, OTHER, NEW)
    assert (entry.kind, entry.by) == ("operator.pin_changed", station.by.id)
    assert (try_pin(station, "135790"), try_pin(station, NEW)) == ("pin_wrong", "in")
    for data in station.journal():
        assert NEW.encode() not in data
    assert station.faults() == []


def test_a_new_pin_opens_the_lock(station: Station) -> None:
    """锁住了：重设 PIN 以后马上能进."""
    lock(station)
    station.office.operators.change_pin(station.by, OTHER, NEW)
    assert try_pin(station, NEW) == "in"


@pytest.mark.parametrize("role", ["caretaker", "merchant"])
def test_nobody_else_sets_a_pin(station: Station, role: str) -> None:
    """驿站管理员和商户不能给别人（也不能给自己）改 PIN."""
    before = station.journal()
    with pytest.raises(Refused, match="'not_allowed'"):
        station.office.operators.change_pin(Operator(station.by.id, frozenset({role})), OTHER, NEW)
    assert station.journal() == before


@pytest.mark.parametrize("pin", ["", "123", "１２３４", "1234567890123"], ids=["空", "三位", "全角", "十三位"])
def test_a_pin_that_is_none_changes_nothing(station: Station, pin: str) -> None:
    before = station.journal()
    with pytest.raises(Refused, match="'pin_short'"):
        station.office.operators.change_pin(station.by, OTHER, pin)
    assert station.journal() == before
    assert try_pin(station, "135790") == "in"


def test_waits_grow(station: Station) -> None:
    """连错五次等三十秒，再错一次一分钟，再错两分钟……最长一小时."""
    lock(station)
    for wait in (30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600):
        assert try_pin(station, "135790") == "pin_locked"
        station.clock.pass_by(wait * SECOND - 1)
        assert try_pin(station, "135790") == "pin_locked"
        station.clock.pass_by(1)
        assert try_pin(station, "000001") == "pin_wrong"
    station.clock.pass_by(HOUR)
    assert try_pin(station, "135790") == "in"


def test_a_restart_keeps_the_lock(station: Station) -> None:
    """关掉软件再打开，还锁着，等的时间不变."""
    lock(station)
    station.clock.pass_by(10 * SECOND)
    station.reopen()
    with pytest.raises(Refused, match="'pin_locked'") as refused:
        station.office.operators.sign_in(station.office.operators.choose(OTHER).id, "135790")
    assert refused.value.values["seconds"] == 21


@pytest.mark.parametrize(
    "back", [SECOND, 5 * MINUTE, HOUR, DAY, 3650 * DAY], ids=["一秒", "五分钟", "一小时", "一天", "十年"]
)
def test_a_clock_set_back_is_no_key(station: Station, back: int) -> None:
    """把时钟拨回去：锁不开，等的时间也不变长；重启也一样."""
    lock(station)
    station.clock.pass_by(-back)
    assert try_pin(station, "135790") == "pin_locked"
    station.reopen()
    assert try_pin(station, "135790") == "pin_locked"
    station.clock.pass_by(30 * SECOND)
    if back == SECOND:
        station.clock.pass_by(SECOND)
    assert try_pin(station, "135790") == "in"


def test_setting_the_clock_back_again_and_again(station: Station) -> None:
    """一错就拨钟也没用：每次都要重新等满."""
    lock(station)
    for _ in range(5):
        station.clock.pass_by(-DAY)
        assert try_pin(station, "135790") == "pin_locked"
        station.clock.pass_by(29 * SECOND)
        assert try_pin(station, "135790") == "pin_locked"


# --- retirement -------------------------------------------------------------------------------------------


def test_the_retired_sign_in_no_more(station: Station) -> None:
    """离岗的人：选不到、登不进，以前做的事还署他的名."""
    operators = station.office.operators
    left = operators.choose(OTHER).id
    by = operators.sign_in(left, "135790")
    station.office.visits.anonymous(by, "courier", [])
    entry = operators.retire(station.by, OTHER)
    assert (entry.kind, entry.body.operator) == ("operator.retired", left)
    assert [known.name for known in operators.all()] == [OPERATOR]
    assert try_pin(station, "135790") == "operator_unknown"
    with pytest.raises(Refused, match="'operator_retired'"):
        operators.sign_in(left, "135790")
    assert station.rows("SELECT pin FROM operator_secrets WHERE operator = ?", (left,)) == [("",)]
    assert station.rows('SELECT s.name FROM visits v JOIN operator_secrets s ON s.operator = v."by"') == [(OTHER,)]
    station.reopen()
    with pytest.raises(Refused, match="'operator_retired'"):
        station.office.operators.sign_in(left, "135790")
    assert station.faults() == []


def test_somebody_of_the_same_name_may_come(station: Station) -> None:
    """走了的人回来，或来了同名的人：重新添加，是另一个编号."""
    operators = station.office.operators
    old = operators.choose(OTHER).id
    operators.retire(station.by, OTHER)
    new = operators.add(station.by, OTHER, "caretaker", NEW)
    assert new != old
    assert operators.choose(OTHER).id == new
    assert try_pin(station, NEW) == "in"


def test_the_last_supervisor_stays(station: Station) -> None:
    """最后一位督导员不能停用，有了第二位才行."""
    operators = station.office.operators
    before = station.journal()
    with pytest.raises(Refused, match="'last_supervisor'"):
        operators.retire(station.by, OPERATOR)
    assert station.journal() == before
    second = operators.add(station.by, "赵卫东", "supervisor", NEW)
    operators.retire(station.by, OPERATOR)
    assert {known.name for known in operators.all()} == {OTHER, "赵卫东"}
    with pytest.raises(Refused, match="'last_supervisor'"):
        operators.retire(Operator(second, frozenset({"supervisor"})), "赵卫东")


def test_strangers(station: Station) -> None:
    """没有这个操作员."""
    operators = station.office.operators
    for act in (
        lambda: operators.retire(station.by, "没有这个人"),
        lambda: operators.change_pin(station.by, "没有这个人", NEW),
    ):
        with pytest.raises(Refused, match="'operator_unknown'"):
            act()


# --- consent ----------------------------------------------------------------------------------------------


def test_which_text_somebody_agreed_to(station: Station) -> None:
    """登记时同意的是当时的版本；换了版本以后改签的是新版，两次都在记录里."""
    consents = station.office.consents
    with station.older_text():
        rider = station.register().rider
        assert consents.of(station.by, rider) == consents.text().version == OLDER
    assert consents.of(station.by, rider) == OLDER
    assert consents.of(station.by, station.register().rider) == consents.text().version == "2026.1"
    station.clock.pass_by(MINUTE)
    consents.agree(station.by, rider, consent=True)
    assert consents.of(station.by, rider) == "2026.1"
    assert [entry.body["consent"] for entry in station.entries("rider.registered")] == [OLDER, "2026.1"]
    assert [entry.body["version"] for entry in station.entries("rider.consented")] == ["2026.1"]
    assert station.faults() == []


def test_old_texts_can_be_read(station: Station) -> None:
    """旧版文字照样能看，一个字不改."""
    consents = station.office.consents
    with station.older_text():
        before = consents.text()
    old, new = consents.text(OLDER), consents.text("2026.1")
    assert old == before
    assert old.texts != new.texts
    with pytest.raises(Refused, match="'consent_version_unknown'"):
        consents.text("1999.1")


AGREE = {
    "已经同意过这一版": (None, True, "consent_same"),
    "没有勾同意": ("2026.1", False, "consent_needed"),
    "旧版不再签": (OLDER, True, "consent_not_current"),
    "没有这一版": ("2030.9", True, "consent_version_unknown"),
}


@pytest.mark.parametrize(("version", "consent", "code"), AGREE.values(), ids=AGREE)
def test_agreements_that_are_none(station: Station, version: str | None, consent: bool, code: str) -> None:
    with station.older_text():
        pass
    rider = station.register().rider
    before = station.journal()
    with pytest.raises(Refused, match=f"'{code}'"):
        station.office.consents.agree(station.by, rider, version, consent=consent)
    assert station.journal() == before


def test_the_forgotten_agree_to_nothing(station: Station) -> None:
    """注销了的人没有同意书."""
    rider = station.register().rider
    station.office.people.forget(station.by, rider, "本人要求")
    for act in (
        lambda: station.office.consents.of(station.by, rider),
        lambda: station.office.consents.agree(station.by, rider, consent=True),
    ):
        with pytest.raises(Refused, match="'rider_unknown'"):
            act()


# --- separated duties -------------------------------------------------------------------------------------


def test_who_served_or_registered_cannot_decide(station: Station) -> None:
    """收银的、登记的都不能核定这份餐，没沾手的督导员可以；是谁做的，从记录里看."""
    operators = station.office.operators
    cashier = operators.sign_in(operators.add(station.by, "刘芳", "merchant", NEW), NEW)
    supervisor = operators.add(station.by, "赵卫东", "supervisor", NEW)
    merchant = station.office.master.add_merchant(station.by, "泉香快餐")
    card = station.register().card
    station.clock.set("2026-11-16T12:00")
    meal = station.office.meals.serve(cashier, card, merchant)
    (row,) = station.rows(
        'SELECT m."by", r.registered_by FROM meals m JOIN riders r USING (rider) WHERE m.fact = ?', (meal.fact,)
    )
    done = {"meal": {row[0]}, "register": {row[1]}}
    rules = station.desk.rules.separation
    for who in (cashier.id, station.by.id):
        for act in ("review", "settle", "settle_move"):
            with pytest.raises(Refused, match="'duties_separated'"):
                require(rules, done, act, who)
    require(rules, done, "review", supervisor)
    require(rules, done, "settle_move", supervisor)
