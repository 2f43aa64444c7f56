"""The catalogue of sentences: nested tables, places to fill in, and no sentence made up."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.words import Words, parse_words

TEXT = """
title = "泉驿"
[outcome]
checked_in = "已入站"
already_here = "{since} 已入站"
[outcome.meal]
served = "{name} 用餐，补贴 {fen} 分"
[error]
name_too_long = "姓名最多 {most} 个字，现有 {length} 个"
"""
WORDS = parse_words("zh", TEXT)
NAMES = st.text("abcdefghijklmnopqrstuvwxyz_", min_size=1, max_size=8)


def test_nested_tables_become_dotted_keys() -> None:
    assert WORDS.language == "zh"
    assert WORDS.names() == {
        "title",
        "outcome.checked_in",
        "outcome.already_here",
        "outcome.meal.served",
        "error.name_too_long",
    }
    assert WORDS.say("title") == "泉驿"
    assert WORDS.say("outcome.checked_in") == "已入站"


def test_places_are_filled_in() -> None:
    assert WORDS.say("outcome.already_here", since="08:05") == "08:05 已入站"
    assert WORDS.say("error.name_too_long", most=40, length=200) == "姓名最多 40 个字，现有 200 个"
    assert WORDS.say("outcome.meal.served", name="王**", fen=500, other="unused") == "王** 用餐，补贴 500 分"


def test_a_value_is_never_read_as_a_sentence() -> None:
    """Somebody may be called `{fen}`."""
    assert WORDS.say("outcome.meal.served", name="{fen}{0.__class__}", fen=1) == "{fen}{0.__class__} 用餐，补贴 1 分"


def test_a_value_may_be_called_key_or_self() -> None:
    words = Words("en", {"k": "{key} {name}"})
    assert words.say("k", key="a", name="b") == "a b"


@pytest.mark.parametrize("key", ["", "outcome", "outcome.meal", "Title", "title.", "outcome.gone"])
def test_a_key_that_the_catalogue_lacks_raises(key: str) -> None:
    assert not WORDS.has(key)
    with pytest.raises(KeyError):
        WORDS.say(key)


def test_a_value_that_is_missing_raises() -> None:
    with pytest.raises(KeyError):
        WORDS.say("error.name_too_long", most=40)


def test_the_catalogue_keeps_a_copy() -> None:
    table = {"a": "b"}
    words = Words("en", table)
    table["a"] = "c"
    assert words.say("a") == "b"


def test_what_is_no_toml_raises() -> None:
    with pytest.raises(tomllib.TOMLDecodeError):
        parse_words("zh", "a = ")


@given(st.dictionaries(st.lists(NAMES, min_size=3, max_size=3).map(".".join), st.integers(), min_size=1, max_size=9))
def test_every_leaf_is_found_under_its_path(leaves: dict[str, int]) -> None:
    text = "".join(f'{path} = "{value}"\n' for path, value in leaves.items())
    words = parse_words("en", text)
    assert words.names() == leaves.keys()
    assert all(words.say(path) == str(value) for path, value in leaves.items())


@pytest.mark.parametrize(
    ("count", "said"),
    [(0, "0 meals are held"), (1, "1 meal is held"), ("1", "1 meal is held"), (2, "2 meals are held")],
)
def test_one_thing_is_said_otherwise_than_several(count: int | str, said: str) -> None:
    words = Words("en", {"held": "{count} {count|meal is|meals are} held"})
    assert words.say("held", count=count) == said


def test_thousands_with_a_comma_and_eleven_are_several() -> None:
    words = Words("en", {"sent": "{count} {count|record|records}"})
    assert [words.say("sent", count=count) for count in ("1,001", 11)] == ["1,001 records", "11 records"]
