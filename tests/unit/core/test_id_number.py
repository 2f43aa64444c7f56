"""ID numbers by GB 11643-1999: the check character finds every wrong digit and every swap of neighbours."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.errors import Refused
from desktop.core.id_number import check_character, clean_id_number
from tests.clinic import an_id_number

TODAY = "2026-11-21"
NUMBERS = st.integers(0, 10**6).map(an_id_number)


def test_the_example_of_the_standard() -> None:
    assert check_character("11010519491231002") == "X"
    assert clean_id_number("11010519491231002x", TODAY) == "11010519491231002X"
    assert check_character("44052418800101001") == "4"


@given(NUMBERS)
def test_spaces_and_full_width_digits_survive(number: str) -> None:
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in number)
    assert clean_id_number(f" {wide[:6]} {wide[6:]}\n", TODAY) == number


@given(NUMBERS, st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(number: str, place: int, more: int) -> None:
    wrong = number[:place] + str((int(number[place]) + more) % 10) + number[place + 1 :]
    with pytest.raises(Refused, match="id_number") as caught:
        clean_id_number(wrong, TODAY)
    assert wrong not in str(caught.value)
    assert wrong not in str(caught.value.__cause__)


@given(NUMBERS, st.integers(0, 15))
def test_two_neighbours_swapped_are_always_found(number: str, place: int) -> None:
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    if swapped != number:
        with pytest.raises(Refused, match="id_number"):
            clean_id_number(swapped, TODAY)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "id_number_form"),
        ("11010519491231002", "id_number_form"),
        ("110105194912310022X", "id_number_form"),
        ("1101051949123100XX", "id_number_form"),
        ("01010519491231002X", "id_number_form"),
        ("110105491231002", "id_number_form"),
        ("110105194913310021", "id_number_birthday"),
        ("110105202702300020", "id_number_birthday"),
        ("110105189912310020", "id_number_birthday"),
        ("110105202612010020", "id_number_birthday"),
        ("110105194912310021", "id_number_check"),
    ],
)
def test_what_is_refused(text: str, code: str) -> None:
    with pytest.raises(Refused, match=f"'{code}'"):
        clean_id_number(text, TODAY)
