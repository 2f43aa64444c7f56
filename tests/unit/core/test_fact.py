"""Versions of a fact: old bodies are brought up on reading, and those of the future are kept unread."""

from __future__ import annotations

from typing import Any, ClassVar

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.fact import Fact, Unknown, Upcast, read_body


def _yuan_to_fen(body: dict[str, Any]) -> dict[str, Any]:
    """1 → 2: money became fen."""
    return {"what": body["what"], "fen": body["yuan"] * 100}


def _one_to_many(body: dict[str, Any]) -> dict[str, Any]:
    """2 → 3: one thing became a list of things."""
    return {"things": [body["what"]], "fen": body["fen"]}


class UmbrellaLent(Fact, frozen=True):
    """A toy fact that has been changed twice."""

    KIND = "umbrella.lent"
    VERSION = 3
    UPCASTS: ClassVar[dict[int, Upcast]] = {1: _yuan_to_fen, 2: _one_to_many}
    things: list[str]
    fen: int
    note: str | None = None


def read(version: int, body: dict[str, Any]) -> Fact | Unknown:
    return read_body(UmbrellaLent, UmbrellaLent.KIND, version, body)


@given(st.text(max_size=10), st.integers(-(10**9), 10**9))
def test_every_version_says_the_same_today(what: str, yuan: int) -> None:
    today = UmbrellaLent(things=[what], fen=yuan * 100)
    assert read(1, {"what": what, "yuan": yuan}) == today
    assert read(2, {"what": what, "fen": yuan * 100}) == today
    assert read(3, {"things": [what], "fen": yuan * 100}) == today


def test_reading_leaves_the_body_as_it_was() -> None:
    body = {"what": "伞", "yuan": 3}
    read(1, body)
    assert body == {"what": "伞", "yuan": 3}


@pytest.mark.parametrize("version", [4, 5, 1_000_000])
def test_a_version_from_the_future_is_kept_as_unknown(version: int) -> None:
    assert read(version, {"anything": []}) == Unknown("umbrella.lent", version)


def test_a_kind_from_the_future_is_kept_as_unknown() -> None:
    assert read_body(None, "wish.made", 1, {"a": 1}) == Unknown("wish.made", 1)


@pytest.mark.parametrize(
    ("version", "body"),
    [
        (3, {"things": ["伞"], "fen": 1, "colour": "red"}),
        (3, {"things": ["伞"]}),
        (3, {"things": "伞", "fen": 1}),
        (3, {"things": ["伞"], "fen": "1"}),
        (3, {"things": ["伞"], "fen": True}),
        (3, {"things": [1], "fen": 1}),
        (3, {"things": None, "fen": 1}),
        (3, {"things": ["伞"], "fen": 1, "note": 3}),
        (2, {"what": 1, "fen": 1}),
    ],
)
def test_a_body_that_is_not_of_its_kind_is_refused(version: int, body: dict[str, Any]) -> None:
    with pytest.raises(msgspec.ValidationError):
        read(version, body)


def test_a_new_field_with_a_default_needs_no_version() -> None:
    assert read(3, {"things": [], "fen": 0}) == UmbrellaLent(things=[], fen=0, note=None)


def test_facts_are_frozen() -> None:
    fact = UmbrellaLent(things=[], fen=0)
    with pytest.raises(AttributeError):
        fact.fen = 1  # type: ignore[misc]
