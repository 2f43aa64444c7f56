"""Boxed meals and merchants' records: whichever order facts come in, the latest stands."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from desktop.core.boxes import BoxesCounted
from desktop.core.fact import Fact
from desktop.core.merchant_record import MerchantRecorded, Record
from desktop.core.rows import rows_of
from tests.strategies import an_entry

MERCHANT = "8e319f4d-6ca1-4031-9f8d-30c1b2ad9e8f"


def standing(facts: list[tuple[int, Fact]]) -> dict[str, Any]:
    """The one row after facts with these times, written as the store does."""
    row: dict[str, Any] = {}
    for at, fact in facts:
        (put,) = rows_of(an_entry(fact.KIND, fact, at=1_793_500_000_000 + at), 0, fact)
        assert put.newer is not None
        if (row.get(put.newer) or 0) <= (put.values[put.newer] or 0):
            row.update(put.values)
    return row


NUMBERS = st.lists(st.integers(0, 50), min_size=1, max_size=6)


@given(NUMBERS, st.randoms(use_true_random=False))
def test_the_latest_count_stands(numbers: list[int], chance: Any) -> None:
    facts: list[tuple[int, Fact]] = [
        (at, BoxesCounted(MERCHANT, number, number, 0, 0)) for at, number in enumerate(numbers)
    ]
    chance.shuffle(facts)
    assert standing(facts)["handed_out"] == numbers[-1]


@given(NUMBERS, st.randoms(use_true_random=False))
def test_the_latest_record_stands(numbers: list[int], chance: Any) -> None:
    facts: list[tuple[int, Fact]] = [
        (at, MerchantRecorded(MERCHANT, Record(account_tail=f"{number:04d}"))) for at, number in enumerate(numbers)
    ]
    chance.shuffle(facts)
    assert standing(facts)["account_tail"] == f"{numbers[-1]:04d}"
