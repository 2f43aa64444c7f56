"""Operators and their PINs; merchants, partners and what they may spend."""

from __future__ import annotations

from typing import Any

import pytest

from desktop.core.errors import Refused
from tests.stations import DAY, HOUR, OPERATOR, PIN, SECOND, Station


def refused(code: str) -> Any:
    return pytest.raises(Refused, match=f"'{code}'")


def test_the_first_operator_is_caretaker_and_supervisor(station: Station) -> None:
    operators = station.office.operators
    (first,) = operators.all()
    assert (first.name, set(first.roles)) == (OPERATOR, {"caretaker", "supervisor"})
    assert operators.choose(None) == operators.choose(OPERATOR) == operators.choose(first.id) == first
    assert operators.sign_in(first.id, PIN) == station.by
    with refused("operator_exists"):
        operators.add_first("别人", "123456")
    with refused("operator_unknown"):
        operators.choose("别人")
    with refused("operator_unknown"):
        operators.sign_in("nobody", PIN)


def test_names_and_pins_are_no_part_of_the_chain(station: Station) -> None:
    made = station.office.operators.add(station.by, " 李建国 ", "caretaker", "135790")
    assert station.office.operators.choose("李建国").id == made
    assert station.office.operators.sign_in(made, "135790").roles == {"caretaker"}
    for data in station.journal():
        assert "李建国".encode() not in data
        assert b"135790" not in data
        assert b"argon2" not in data
    (pin,) = station.rows("SELECT pin FROM operator_secrets WHERE operator = ?", (made,))[0]
    assert pin.startswith("$argon2id$")


def test_the_hash_is_not_a_cheap_one(quick_pins: dict[type, Any]) -> None:
    """The tests' own is; the product's costs what OWASP asks for or more (19 MiB, two rounds)."""
    for kept in quick_pins.values():
        hasher = kept.func(None)
        assert hasher.memory_cost >= 19 * 1024
        assert hasher.time_cost >= 2
    assert len(quick_pins) == 2


@pytest.mark.parametrize(
    ("name", "role", "pin", "code"),
    [
        (OPERATOR, "caretaker", "123456", "operator_exists"),
        (f" {OPERATOR} ", "caretaker", "123456", "operator_exists"),
        ("李建国", "boss", "123456", "role_unknown"),
        ("李建国", "", "123456", "role_unknown"),
        ("李建国", "caretaker", "123", "pin_short"),
        ("李建国", "caretaker", "", "pin_short"),
        ("李建国", "caretaker", "1" * 13, "pin_short"),
        ("李建国", "caretaker", "12345a", "pin_short"),
        ("李建国", "caretaker", "１２３４", "pin_short"),
        ("", "caretaker", "123456", "name_empty"),
        ("李" * 41, "caretaker", "123456", "name_too_long"),
    ],
)
def test_operators_that_are_refused(station: Station, name: str, role: str, pin: str, code: str) -> None:
    before = station.journal()
    with refused(code):
        station.office.operators.add(station.by, name, role, pin)
    assert station.journal() == before


def wrong(station: Station, code: str = "pin_wrong") -> int:
    """A wrong try; what the sentence says of it: tries left, or seconds to wait."""
    with refused(code) as caught:
        station.office.operators.sign_in(station.by.id, "999999")
    return int(next(iter(caught.value.values.values())))


def test_five_wrong_pins_lock_and_each_further_waits_longer(station: Station) -> None:
    assert [wrong(station) for _ in range(5)] == [4, 3, 2, 1, 0]
    wait = 30
    for _ in range(9):
        assert wrong(station, "pin_locked") == wait + 1
        with refused("pin_locked"):
            station.office.operators.sign_in(station.by.id, PIN)
        station.clock.pass_by(wait * SECOND - 1)
        assert wrong(station, "pin_locked") == 1
        station.clock.pass_by(1)
        assert wrong(station) == 0
        wait = min(wait * 2, 3_600)
    assert wait == 3_600
    station.clock.pass_by(HOUR)
    assert station.office.operators.sign_in(station.by.id, PIN) == station.by
    assert wrong(station) == 4, "a right one begins again"


def test_the_lock_outlives_the_program(station: Station) -> None:
    for _ in range(5):
        wrong(station)
    station.reopen()
    assert wrong(station, "pin_locked") == 31


@pytest.mark.parametrize("back", [10 * SECOND, HOUR, DAY, 400 * DAY])
def test_a_clock_set_back_neither_opens_nor_lengthens_a_wait(station: Station, back: int) -> None:
    for _ in range(5):
        wrong(station)
    station.clock.pass_by(-back)
    assert wrong(station, "pin_locked") == 31, "the wait begins again from the clock's new time"
    station.clock.pass_by(30 * SECOND - 1)
    assert wrong(station, "pin_locked") == 1
    station.clock.pass_by(1)
    assert station.office.operators.sign_in(station.by.id, PIN) == station.by


def test_a_lock_is_one_operators(station: Station) -> None:
    other = station.office.operators.add(station.by, "李建国", "caretaker", "135790")
    for _ in range(5):
        wrong(station)
    assert station.office.operators.sign_in(other, "135790").id == other


def test_pins_leave_no_facts(station: Station) -> None:
    before = station.journal()
    for _ in range(6):
        with pytest.raises(Refused):
            station.office.operators.sign_in(station.by.id, "999999")
    assert station.journal() == before


# --- merchants and partners -------------------------------------------------------


def test_merchants(station: Station) -> None:
    master, by = station.office.master, station.by
    one, two = master.add_merchant(by, " 泉香  快餐 "), master.add_merchant(by, "别家")
    assert set(master.merchants()) == {(one, "泉香 快餐"), (two, "别家")}
    assert master.merchant_name(one) == "泉香 快餐"
    with refused("merchant_exists"):
        master.add_merchant(by, "泉香 快餐")
    with refused("site_name_empty"):
        master.add_merchant(by, " ")
    with refused("site_name_too_long"):
        master.add_merchant(by, "店" * 61)
    with refused("merchant_unknown"):
        master.merchant_name("nobody")
    assert station.faults() == []


def test_partners(station: Station) -> None:
    master, by = station.office.master, station.by
    one = master.add_partner(by, "历下区人民医院")
    assert master.find_partner("历下区人民医院") == master.find_partner(one) == one
    with refused("partner_exists"):
        master.add_partner(by, "历下区人民医院")
    with refused("partner_unknown"):
        master.find_partner("别的医院")
    with refused("site_name_empty"):
        master.add_partner(by, "")


@pytest.mark.parametrize(
    ("month", "fen", "portions", "code"),
    [
        ("2026-13", 1, 0, "month_wrong"),
        ("2026", 1, 0, "month_wrong"),
        ("2026-11", -1, 0, "allotment_wrong"),
        ("2026-11", 10**12 + 1, 0, "allotment_wrong"),
        ("2026-11", 1, -1, "allotment_wrong"),
        ("2026-11", 1, 100_001, "allotment_wrong"),
    ],
)
def test_allotments_that_are_none(station: Station, month: str, fen: int, portions: int, code: str) -> None:
    merchant = station.office.master.add_merchant(station.by, "泉香快餐")
    before = station.journal()
    with refused(code):
        station.office.master.grant(station.by, merchant, month, fen, portions)
    assert station.journal() == before


def test_the_later_allotment_stands(station: Station) -> None:
    master, by = station.office.master, station.by
    merchant = master.add_merchant(by, "泉香快餐")
    with refused("merchant_unknown"):
        master.grant(by, "nobody", "2026-11", 1, 0)
    master.grant(by, merchant, "2026-11", 500, 3)
    station.clock.pass_by(-HOUR)
    master.grant(by, merchant, "2026-11", 900, 4)
    assert station.rows("SELECT fen, portions_a_day FROM allotments") == [(900, 4)]
    assert station.faults() == []
