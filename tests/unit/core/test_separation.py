"""Separated duties: the data is whole, and every pair holds both ways, for everybody and nobody else."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

import resources
from desktop.app import read_words
from desktop.core.errors import Refused
from desktop.core.separation import Pair, conflicts, parse_separation, require

TEXT = resources.read_text("rules", "separation.toml")
RULES = parse_separation(TEXT)
ACTS = sorted(RULES.titles)
ME, OTHER = "6c1f8d2b-4a8f-4e1f-9d6b-1eaf908b7c6d", "7d208e3c-5b90-4f20-8e7c-2fb0a19c8d7e"
BOTH_WAYS = [(pair, first, second) for pair in RULES.pairs for first, second in itertools.permutations(pair.acts)]


def circumstances(pair: Pair) -> set[str]:
    return {pair.only} if pair.only else set()


def test_the_pairs_that_the_rules_name() -> None:
    """Who registered a person or served a meal cannot review or settle it; two signatures are two people's."""
    pairs = {frozenset(pair.acts) for pair in RULES.pairs}
    for first, second in itertools.product(("register", "meal"), ("review", "settle", "settle_move")):
        assert frozenset({first, second}) in pairs
    assert frozenset({"rectify", "recheck"}) in pairs
    assert frozenset({"dispose", "dispose_witness"}) in pairs


def test_every_act_of_the_data_is_in_a_pair_and_none_twice() -> None:
    assert {act for pair in RULES.pairs for act in pair.acts} == RULES.titles.keys()
    assert len({frozenset(pair.acts) for pair in RULES.pairs}) == len(RULES.pairs)


@pytest.mark.parametrize(("pair", "first", "second"), BOTH_WAYS, ids=[f"{a}→{b}" for _, a, b in BOTH_WAYS])
def test_a_pair_keeps_one_person_from_both_and_lets_another(pair: Pair, first: str, second: str) -> None:
    known = circumstances(pair)
    with pytest.raises(Refused, match="'duties_separated'") as refused:
        require(RULES, {first: {ME, OTHER}}, second, ME, known)
    for language, words in read_words().items():
        sentence = words.say("error.duties_separated", **refused.value.values)
        assert RULES.titles[first][language] in sentence
        assert RULES.titles[second][language] in sentence
    require(RULES, {first: {OTHER}}, second, ME, known)
    require(RULES, {first: set()}, second, ME, known)
    require(RULES, {}, second, ME, known)


@pytest.mark.parametrize("pair", [pair for pair in RULES.pairs if pair.only], ids=lambda pair: "-".join(pair.acts))
def test_a_circumstance_that_is_not_there_lets_both(pair: Pair) -> None:
    first, second = pair.acts
    require(RULES, {first: {ME}}, second, ME)
    require(RULES, {first: {ME}}, second, ME, {"something_else"})


@given(st.sets(st.sampled_from(ACTS)), st.sampled_from(ACTS), st.booleans())
def test_conflicts_are_the_pairs_and_nothing_else(done: set[str], act: str, supervised: bool) -> None:
    known = {"found_by_supervisor"} if supervised else set()
    expected = {
        other
        for pair in RULES.pairs
        for other in pair.acts
        if act in pair.acts and other != act and other in done and (not pair.only or pair.only in known)
    }
    assert set(conflicts(RULES, done, act, known)) == expected
    assert act not in conflicts(RULES, done, act, known), "nobody is kept from going on with their own act"


def test_an_act_that_nobody_decided_is_a_mistake_of_the_program() -> None:
    with pytest.raises(KeyError):
        require(RULES, {"meal": {ME}}, "approve", ME)


@pytest.mark.parametrize(
    ("old", "new"),
    [('acts = ["meal", "review"]', 'acts = ["meal", "meal"]'), ('acts = ["meal", "review"]', 'acts = ["meal", "no"]')],
)
def test_data_that_means_nothing_is_refused(old: str, new: str) -> None:
    with pytest.raises(KeyError):
        parse_separation(TEXT.replace(old, new))
