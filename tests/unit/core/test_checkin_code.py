"""The rotating check-in code: one text a step, a minute at most, and nothing forged is taken."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core import card, checkin_code
from desktop.core.checkin_code import CodeExpired, NotACode
from desktop.core.keys import DeviceKey
from tests.torture.checkin_codes import forge

KEY, OTHER = DeviceKey(bytes(range(32))), DeviceKey(bytes(range(1, 33)))
SITE, ELSEWHERE = "5b0e7c1a-3f7e-4d0e-8c5a-0d9e8f7a6b5c", "6c1f8d2b-4a8f-4e1f-9d6b-1eaf908b7c6d"
BEGUN = 1_794_801_600
CODE = checkin_code.show(KEY, SITE, BEGUN).text


def test_one_text_a_step() -> None:
    texts = [checkin_code.show(KEY, SITE, BEGUN + second).text for second in range(61)]
    assert len(set(texts[:30])) == 1
    assert len(set(texts[30:60])) == 1
    assert len(set(texts)) == 3
    assert len(CODE) == checkin_code.LENGTH
    assert set(CODE) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"), "a QR code in alphanumeric mode"


@pytest.mark.parametrize("age", [0, 1, 29, 30, 31, 45, 60])
def test_it_holds_for_a_minute(age: int) -> None:
    found = checkin_code.check(CODE, KEY.public, SITE, BEGUN + age)
    assert (found.site, found.key_id, found.begun) == (SITE, KEY.key_id, BEGUN)


@pytest.mark.parametrize("age", [61, 62, 90, 3600, 86_400])
def test_it_is_refused_after_that(age: int) -> None:
    with pytest.raises(CodeExpired):
        checkin_code.check(CODE, KEY.public, SITE, BEGUN + age)


def test_one_of_the_future_is_none() -> None:
    with pytest.raises(NotACode) as refused:
        checkin_code.check(CODE, KEY.public, SITE, BEGUN - 1)
    assert not isinstance(refused.value, CodeExpired)


@given(st.integers(0, 2**32 - 100), st.integers(0, 60))
def test_round_trip(now: int, age: int) -> None:
    shown = checkin_code.show(KEY, SITE, now)
    assert shown.begun % 30 == 0
    assert checkin_code.check(shown.text, KEY.public, SITE, shown.begun + age).text == shown.text


def test_another_screen_says_nothing_here() -> None:
    for key, site in ((OTHER, SITE), (KEY, ELSEWHERE)):
        with pytest.raises(NotACode):
            checkin_code.check(checkin_code.show(key, site, BEGUN).text, KEY.public, SITE, BEGUN)


def test_four_digits_of_this_step_and_the_one_before() -> None:
    digits = checkin_code.digits_of(CODE)
    assert len(digits) == 4
    assert digits.isdecimal()
    good = [second for second in range(-60, 121) if checkin_code.good_digits(KEY, SITE, BEGUN + second, digits)]
    assert good == list(range(60))
    for typed in ("", "12345", "x" * 1000, digits[:3], digits + "0", "\ud800"):
        assert not checkin_code.good_digits(KEY, SITE, BEGUN, typed)
    assert checkin_code.good_digits(KEY, SITE, BEGUN, f" {digits[:2]} {digits[2:]} ")
    assert not checkin_code.good_digits(OTHER, SITE, BEGUN, digits)
    # all of them come up, one about as often as another
    many = {checkin_code.digits_of(f"{number}") for number in range(30_000)}
    assert 9_300 < len(many) < 9_700


def test_a_card_is_no_code_and_a_code_no_card() -> None:
    made = card.issue(KEY, SITE, "courier", BEGUN, 730).text
    with pytest.raises(NotACode):
        checkin_code.check(made, KEY.public, SITE, BEGUN)
    with pytest.raises(card.NotACard):
        card.check(CODE, {KEY.key_id: KEY.public})


def test_an_altered_step_is_no_code() -> None:
    """Not even one that lies between two steps and is signed: exactly one text is the code."""
    fields = checkin_code._FIELDS.pack(bytes.fromhex(SITE.replace("-", "")), KEY.key_id, BEGUN + 1)
    text = checkin_code._spell(fields + KEY.sign(checkin_code._PREAMBLE, fields))
    with pytest.raises(NotACode):
        checkin_code.check(text, KEY.public, SITE, BEGUN + 1)


def test_nothing_forged_is_accepted() -> None:
    outcome = forge(300)
    assert outcome.accepted == 0
    assert outcome.believed > 0, "a reader that does not check the signature is fooled"
