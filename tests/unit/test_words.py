"""The catalogue: both languages have the same keys with the same places, and every key that the code names."""

from __future__ import annotations

import ast
import re
import string
from pathlib import Path

import pytest

from desktop.app import read_words
from desktop.core.rulebook import read_rulebook
from desktop.core.words import FORMS

ROOT = Path(__file__).resolve().parents[2]
WORDS = read_words()
SOURCES = [
    path
    for folder in ("desktop", "reports", "hub")
    for path in (ROOT / folder).rglob("*.py")
    if "migrations" not in path.parts
]
TROUBLES = {"Refused", "EnvironmentFailed", "Broken"}
# Codes that become sentences by another way than a literal: outcomes of scans and meals.
OUTCOMES = [
    "card_expired",
    "card_withdrawn",
    "not_a_card",
    "practice_card",
    "real_card",
    "already_served",
    "out_of_hours",
    "not_eligible",
    "not_verified",
    "sold_out",
    "programme_over",
    "budget_spent",
]

# What ends in s and is no number of things.
NOT_SEVERAL = {"is", "was", "has", "does", "holds", "ms"}
# The head of a column whose rows speak for themselves in English.
EMPTY_IN_ENGLISH = {"paper.settlement.bridge_kind"}


def places(sentence: str) -> set[str]:
    plain = FORMS.sub(r"{\1}", sentence)
    return {name for _, name, _, _ in string.Formatter().parse(plain) if name is not None}


def error_codes() -> set[str]:
    """First arguments of all troubles raised anywhere, both arms of a choice included."""
    found: set[str] = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in TROUBLES
                and node.args
            ):
                found |= {
                    each.value
                    for each in ast.walk(node.args[0])
                    if isinstance(each, ast.Constant) and isinstance(each.value, str) and each.value
                }
    return found


def test_both_languages_have_the_same_keys() -> None:
    assert WORDS["zh"].names() == WORDS["en"].names()


def test_sentences_have_the_same_places_to_fill_in() -> None:
    odd = [
        key
        for key in WORDS["zh"].names()
        # a date names its month in English and counts it in Chinese
        if ".date." not in key and places(WORDS["zh"].say(key)) != places(WORDS["en"].say(key))
    ]
    assert not odd


def test_english_never_says_one_of_several() -> None:
    """Every sentence that counts, with one of each: `1 meal`, never `1 meals`."""
    words, wrong = WORDS["en"], {}
    for key in sorted(words.names()):
        said = words.say(key, **dict.fromkeys(places(words.say(key)), "1"))
        found = re.search(r"(?<![\w.,:/+×–−-])1 (?:more )?(people|entries|[a-z]+(?<![su])s)\b", said)
        if found and found[1] not in NOT_SEVERAL:
            wrong[key] = said
    assert wrong == {}


def test_no_sentence_is_empty_or_left_in_the_other_language() -> None:
    for key in WORDS["zh"].names():
        assert WORDS["zh"].say(key).strip(), key
        assert WORDS["en"].say(key).strip() or key in EMPTY_IN_ENGLISH, key
    strange = [
        key
        for key in WORDS["en"].names()
        if any("一" <= letter <= "鿿" for letter in WORDS["en"].say(key))
        and not key.startswith(("ui.rail.language", "ui.language"))
        and "人民币" not in WORDS["zh"].say(key)
    ]
    assert not strange


def test_every_trouble_has_its_sentence() -> None:
    codes = error_codes()
    assert len(codes) > 100
    missing = [code for code in sorted(codes | set(OUTCOMES)) if not WORDS["zh"].has(f"error.{code}")]
    assert not missing


def test_a_state_in_a_sentence_is_a_word() -> None:
    """Nobody is told that what is `awaiting` cannot become `closed`."""
    codes = 0
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            named = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in TROUBLES
            if not named or not isinstance(node.args[0], ast.Constant):
                continue
            if str(node.args[0].value).endswith("_cannot_move"):
                codes += 1
                raw = [each.arg for each in node.keywords if not isinstance(each.value, ast.Call)]
                assert not raw, (path.name, raw)
    assert codes >= 5


def test_no_error_sentence_is_left_over() -> None:
    """What no code raises is deleted, so that the catalogue does not grow old."""
    known = error_codes() | set(OUTCOMES)
    left = [key for key in WORDS["zh"].names() if key.startswith("error.") and key.removeprefix("error.") not in known]
    assert not left


def test_literal_keys_of_the_shared_words_exist() -> None:
    heads = {key.split(".")[0] for key in WORDS["zh"].names()} - {"paper"}
    missing: set[str] = set()
    for path in SOURCES:
        if "reports" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant)):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            key = node.args[0].value
            if name in ("say", "Hint") and isinstance(key, str) and key.split(".")[0] in heads and "." in key:
                missing |= {key} if not WORDS["zh"].has(key) else set()
    assert not missing


@pytest.mark.parametrize("language", ["zh", "en"])
def test_codes_of_the_rules_have_words(language: str) -> None:
    rules = read_rulebook(lambda name: (ROOT / "resources" / "rules" / name).read_text("utf-8"))
    words = WORDS[language]
    wanted = [f"void.{code}" for code in rules.choices.void]
    wanted += [f"group.{code}" for code in rules.programme.groups]
    wanted += [f"severity.{code}" for code in rules.standard.severities]
    wanted += [f"item.{item.code}" for item in rules.standard.items]
    wanted += [f"referral_state.{state}" for state in rules.choices.referral_moves]
    wanted += [f"role.{role}" for role in rules.roles.titles]
    assert not [key for key in wanted if not words.has(key)]
