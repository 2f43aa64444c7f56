"""A merchant's record: codes that are checked, days that run out, hours and closed days as people write them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from desktop.core.errors import Refused
from desktop.core.merchant_record import (
    CREDIT_CODE,
    Record,
    check_character,
    clean_licence_code,
    clean_permit,
    clean_tail,
    hours_text,
    parse_hours,
    parse_weekdays,
    running_out,
)

# Codes of well-known companies, as published in the national register.
PUBLISHED = ("91330100799655058B", "91110000802100433B", "9144030071526726XG", "914403001922038216")
BODIES = st.text(st.sampled_from(CREDIT_CODE), min_size=17, max_size=17)


def refused(code: str) -> Any:
    return pytest.raises(Refused, match=f"'{code}'")


@pytest.mark.parametrize("code", PUBLISHED)
def test_published_codes_check(code: str) -> None:
    assert clean_licence_code(code) == code
    assert clean_licence_code(f" {code[:4]}-{code[4:].lower()} ") == code


@given(BODIES, st.integers(0, 17), st.sampled_from(CREDIT_CODE))
def test_one_wrong_character_is_always_found(body: str, place: int, other: str) -> None:
    code = body + check_character(body)
    assert clean_licence_code(code) == code
    assume(code[place] != other)
    with refused("licence_code_check"):
        clean_licence_code(code[:place] + other + code[place + 1 :])


@given(BODIES, st.integers(0, 15))
def test_two_swapped_neighbours_are_always_found(body: str, place: int) -> None:
    assume(body[place] != body[place + 1])
    swapped = body[:place] + body[place + 1] + body[place] + body[place + 2 :]
    with refused("licence_code_check"):
        clean_licence_code(swapped + check_character(body))


@pytest.mark.parametrize(
    "code", ["", "9133010079965505", PUBLISHED[0] + "1", "I1330100799655058B", "王330100799655058B"]
)
def test_another_shape(code: str) -> None:
    with refused("licence_code_wrong"):
        clean_licence_code(code)


def test_permits() -> None:
    assert clean_permit(" jy2370102 0012345 ") == "JY23701020012345"
    for wrong in ("JY2370102001234", "SC23701020012345", "23701020012345", "JY2370102001234X"):
        with refused("permit_wrong"):
            clean_permit(wrong)


def test_an_account_is_kept_by_its_tail_only() -> None:
    assert clean_tail(" 6021 ") == "6021"
    for wrong in ("6222021602001236021", "602", "60２1", "602X", ""):
        with refused("account_tail_wrong"):
            clean_tail(wrong)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("10:00-21:00", (600, 1260)),
        ("7:30—24:00", (450, 1440)),
        ("17:00至02:00", (1020, 120)),
        (" 0:00 - 24:00 ", (0, 1440)),
    ],
)
def test_hours(text: str, minutes: tuple[int, int]) -> None:
    assert parse_hours(text) == minutes
    assert parse_hours(hours_text(Record(opens=minutes[0], closes=minutes[1]))) == minutes


@pytest.mark.parametrize("text", ["", "10-21", "10:00", "24:00-10:00", "10:60-11:00", "10:00-24:30", "9:00-9:00"])
def test_hours_that_are_none(text: str) -> None:
    with refused("hours_wrong"):
        parse_hours(text)


@pytest.mark.parametrize(
    ("text", "days"),
    [("1,7", [1, 7]), ("日、一", [1, 7]), ("周日", [7]), ("星期天", [7]), ("none", []), ("无", []), ("3 3", [3])],
)
def test_closed_days(text: str, days: list[int]) -> None:
    assert parse_weekdays(text) == days


@pytest.mark.parametrize("text", ["8", "0", "每天", "1,2,3,4,5,6,7", "12"])
def test_closed_days_that_are_none(text: str) -> None:
    with refused("weekdays_wrong"):
        parse_weekdays(text)


def test_what_runs_out_is_told_thirty_days_ahead_soonest_first() -> None:
    rows = [
        ("a", "甲", "2026-12-16", None),
        ("b", "乙", "2026-12-17", "2026-11-15"),
        ("c", "丙", None, "2026-11-16"),
    ]
    found = [(each.merchant, each.what, each.expired) for each in running_out(rows, "2026-11-16")]
    assert found == [("b", "agreement", True), ("c", "agreement", False), ("a", "permit", False)]
