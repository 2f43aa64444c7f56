"""Numbers of sheets, and the marks that are written by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.people import GROUPS
from desktop.core.register import (
    GROUP_MARKS,
    SERVICE_MARKS,
    group_of,
    parse_number,
    prefix_for,
    services_of,
    sheet_number,
)
from desktop.core.visit import SERVICES
from tests.strategies import EPOCHS


@given(st.text("0123456789ABCDEF", min_size=4, max_size=16), st.integers(1, 10**9 - 1))
def test_a_number_is_read_as_it_was_printed(prefix: str, number: int) -> None:
    assert parse_number(sheet_number(prefix, number)) == (prefix, number)


@pytest.mark.parametrize("typed", ["7f3a-00012", " 7F3A-00012 ", "７Ｆ３Ａ－０００１２", "7F3A—00012", "7F3A - 00012"])
def test_a_number_as_people_type_it(typed: str) -> None:
    assert parse_number(typed) == ("7F3A", 12)


@pytest.mark.parametrize("typed", ["", "12", "7F3A", "7F3A-12", "XYZW-00012", "7F3A-00012-1"])
def test_what_is_no_number(typed: str) -> None:
    with pytest.raises(ValueError, match="sheet"):
        parse_number(typed)


@given(st.lists(EPOCHS, min_size=1, max_size=8, unique=True))
def test_epochs_one_after_another_never_share_a_prefix(epochs: list[str]) -> None:
    given_out = [prefix_for(epoch, epochs[: at + 1]) for at, epoch in enumerate(epochs)]
    assert len(set(given_out)) == len(epochs)


def test_two_epochs_that_begin_alike_are_told_apart() -> None:
    assert prefix_for("aaaa0000aaaa0000", []) == "AAAA"
    assert prefix_for("aaaa0001aaaa0000", ["aaaa0000aaaa0000"]) == "AAAA0001"


def test_marks_of_groups_and_services() -> None:
    assert [group_of(mark) for mark in GROUP_MARKS] == list(GROUPS)
    assert services_of([SERVICE_MARKS]) == list(SERVICES)
    assert services_of(["ab", "Ｃ"]) == ["ab", "charging"]
    assert services_of(["rest", "A D"]) == ["rest", "rest", "meal_heating"]
    assert [group_of(text) for text in ("courier", "7", "")] == ["courier", "7", ""]
