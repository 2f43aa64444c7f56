"""Sheets and notes beside the chain: readable with their key only, gone when it is gone."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from desktop.core import canonical, sheet
from desktop.core.sheet import Unreadable
from tests.strategies import SEEDS, TEXT

CONTENTS = st.dictionaries(TEXT, TEXT, max_size=4)
PERSON = {"name": "欧阳震华", "phone": "13800001234"}


@given(CONTENTS)
def test_a_sheet_opens_with_its_key(content: dict[str, str]) -> None:
    sealed = sheet.seal(content)
    assert sheet.unseal(sealed.key, sealed.sealed) == content
    assert sealed.hash == hashlib.sha256(sealed.sealed).hexdigest()
    assert len(sealed.key) == sheet.KEY_BYTES


@given(CONTENTS, SEEDS)
def test_another_key_opens_nothing(content: dict[str, str], other: bytes) -> None:
    sealed = sheet.seal(content)
    assume(other != sealed.key)
    with pytest.raises(Unreadable):
        sheet.unseal(other, sealed.sealed)


@given(CONTENTS, st.data())
def test_an_altered_sheet_opens_nothing(content: dict[str, str], data: st.DataObject) -> None:
    sealed = sheet.seal(content)
    bent = bytearray(sealed.sealed)
    bent[data.draw(st.integers(0, len(bent) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(Unreadable):
        sheet.unseal(sealed.key, bytes(bent))


@given(st.data())
def test_a_sheet_cut_short_or_longer_opens_nothing(data: st.DataObject) -> None:
    sealed = sheet.seal(PERSON)
    cut = sealed.sealed[: data.draw(st.integers(0, len(sealed.sealed) - 1))]
    for wrong in (cut, sealed.sealed + b"\x00", sealed.sealed[1:]):
        with pytest.raises(Unreadable):
            sheet.unseal(sealed.key, wrong)


@pytest.mark.parametrize("key", [b"", b"k" * 31, b"k" * 33, "k" * 32, None])
def test_what_is_no_key_opens_nothing(key: Any) -> None:
    with pytest.raises(Unreadable):
        sheet.unseal(key, sheet.seal(PERSON).sealed)


def test_a_sheet_shows_nothing_and_is_never_the_same_twice() -> None:
    one, two = sheet.seal(PERSON), sheet.seal(PERSON)
    assert one.key != two.key
    assert one.sealed != two.sealed
    assert one.hash != two.hash
    for text in ("欧阳", "震华", "13800001234", "1234", "name"):
        assert text.encode() not in one.sealed
    with pytest.raises(Unreadable):
        sheet.unseal(one.key, two.sealed)


def test_the_length_of_a_sheet_is_that_of_its_content_and_of_the_box() -> None:
    sealed = sheet.seal(PERSON)
    assert len(sealed.sealed) == 24 + 16 + len(canonical.encode(PERSON))


@given(TEXT)
def test_a_note_s_hash_needs_its_salt(text: str) -> None:
    salt, other = sheet.salt_note(), sheet.salt_note()
    assert len(salt) == sheet.SALT_BYTES
    assert salt != other
    assert sheet.note_hash(salt, text) == hashlib.sha256(salt + text.encode()).hexdigest()
    assert sheet.note_hash(salt, text) != sheet.note_hash(other, text)
    assert sheet.note_hash(salt, text) != hashlib.sha256(text.encode()).hexdigest(), "or it could be guessed"


@given(TEXT, TEXT)
def test_two_notes_have_two_hashes(one: str, other: str) -> None:
    assume(one != other)
    salt = sheet.salt_note()
    assert sheet.note_hash(salt, one) != sheet.note_hash(salt, other)
