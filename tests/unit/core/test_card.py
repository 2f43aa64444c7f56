"""Rider cards: exactly one text is a card, and nothing else passes at the counter."""

from __future__ import annotations

import base64
import hashlib
import random
import re
import string
import struct
from functools import partial
from uuid import UUID

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from nacl.signing import VerifyKey

from desktop.core import card
from desktop.core.card import Card, NotACard, Trust
from desktop.core.keys import DeviceKey
from desktop.core.people import GROUPS
from tests.own_time import quickest
from tests.strategies import SEEDS, U32, UUIDS

KEY = DeviceKey(bytes(range(32)))
OTHER = DeviceKey(bytes(range(32, 64)))
KNOWN = {KEY.key_id: KEY.public, OTHER.key_id: OTHER.public}
RIDER = "7f9c2ba4-e88f-427d-a16a-0b1c2d3e4f50"
GOOD = card.issue(KEY, RIDER, "delivery_rider", 1_793_462_400, 730)
# What this version issues, for ever: cards are printed and carried about for two years.
GOLDEN = (
    "QY1P6OCXJHIR5BH3ILKBMOC2PSPKABIWADW2RZGY2XGCCAAFWSEIGZ72NSEF2H47BMGRFFWEKIPHR6JS"
    "FX72MH7DW2I5KCFPMHR34DBPIUFEKKTY3K6N62FLNYMXEGYUFCT4CXW2ALTWWIQMWXBUMVA2CFLEBTA"
)
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
# None of these is another way of writing a letter of the alphabet.
FOREIGN = "0189=-_+/. \t\x00éßж中泉😀０－\u200d\ufeff"
SIGNED = 29 + 64

CARDS = st.builds(card.issue, SEEDS.map(DeviceKey), UUIDS, st.sampled_from(GROUPS), U32, st.integers(0, 2**16 - 1))


def raw_of(text: str) -> bytes:
    return base64.b32decode(text.removeprefix("QY1") + "====")


def spell(raw: bytes) -> str:
    return "QY1" + base64.b32encode(raw).decode().rstrip("=")


def with_checksum(signed: bytes) -> str:
    """What somebody writes who knows the format but has no key."""
    return spell(signed + hashlib.sha256(signed).digest()[:4])


def refused(text: str) -> bool:
    """Whether the counter refuses, both knowing the issuer and not, and within 50 ms each."""

    def check(known: dict[bytes, bytes]) -> bool:
        try:
            card.check(text, known)
        except NotACard:
            return True
        return False

    tried = [quickest(partial(check, known), 50) for known in (KNOWN, {})]
    return all(no and took <= 50 for no, took in tried)


# --- the good ones ------------------------------------------------------------------


@given(CARDS)
def test_a_card_reads_back(issued: Card) -> None:
    read, signature = card.read(issued.text)
    assert read == issued
    assert len(signature) == 64


@given(SEEDS, UUIDS, st.sampled_from(GROUPS), U32, st.integers(0, 2**16 - 1))
def test_a_card_says_what_it_was_issued_for(seed: bytes, rider: str, group: str, issued: int, days: int) -> None:
    key = DeviceKey(seed)
    text = card.issue(key, rider, group, issued, days).text
    read, trust = card.check(text, {key.key_id: key.public})
    assert trust is Trust.VERIFIED
    assert (read.rider, read.group, read.issuer) == (rider, group, key.key_id)
    assert (read.issued, read.valid_days, read.until) == (issued, days, issued + days * 86_400)


@given(CARDS)
def test_a_card_has_159_letters_of_a_qr_code_s_dense_mode(issued: Card) -> None:
    assert len(issued.text) == card.LENGTH == 159
    assert set(issued.text) <= set(string.digits + string.ascii_uppercase + " $%*+-./:")
    assert issued.text.startswith("QY1")


def test_a_card_by_the_letter_of_its_description() -> None:
    """Read here with nothing of ours: `architecture.md`, Devices, epochs, people."""
    assert GOOD.text == GOLDEN
    raw = raw_of(GOLDEN)
    assert len(raw) == 97
    rider, group, issuer, issued, days = struct.unpack(">16sB6sIH", raw[:29])
    assert (UUID(bytes=rider), group, issuer) == (UUID(RIDER), 2, KEY.key_id)
    assert (issued, days) == (1_793_462_400, 730)
    VerifyKey(KEY.public).verify(b"quanyi/card/1\0" + raw[:29], raw[29:93])
    assert raw[93:] == hashlib.sha256(raw[:93]).digest()[:4]


@given(CARDS, st.sampled_from(["", " ", "\r\n", "\t", "\u3000"]), st.randoms(use_true_random=False))
def test_letters_as_scanners_and_input_methods_leave_them(issued: Card, space: str, chance: random.Random) -> None:
    """Lower case, full width, mixed, with the line feed that a scanner types."""

    def left_by(letter: str) -> str:
        full = chr(ord(letter) + 0xFEE0)
        return chance.choice((letter, letter.lower(), full, chr(ord(letter.lower()) + 0xFEE0)))

    for text in (
        issued.text.lower(),
        "".join(chr(ord(letter) + 0xFEE0) for letter in issued.text),
        "".join(map(left_by, issued.text)),
    ):
        assert card.looks_like_card(space + text + space)
        assert card.read(space + text + space)[0] == issued


@pytest.mark.parametrize("text", ["", "QY", "QY2ABC", "13800001234", "王芳", "https://example.org/QY1", "YQ1"])
def test_what_does_not_look_like_a_card(text: str) -> None:
    assert not card.looks_like_card(text)
    assert refused(text)


def test_an_issuer_not_known_here_is_intact_and_unverified() -> None:
    assert card.check(GOOD.text, {}) == (GOOD, Trust.UNKNOWN_ISSUER)
    assert card.check(GOOD.text, {OTHER.key_id: OTHER.public}) == (GOOD, Trust.UNKNOWN_ISSUER)


@given(UUIDS, U32)
def test_the_number_to_type_in(rider: str, issued: int) -> None:
    number = card.card_number(rider, issued)
    assert re.fullmatch(r"QY-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}", number), "no I, L, O or U"
    digest = hashlib.sha256(b"quanyi/card-number/1\0" + UUID(rider).bytes + struct.pack(">I", issued)).digest()
    value = 0
    for letter in number[3:].replace("-", ""):
        value = value * 32 + "0123456789ABCDEFGHJKMNPQRSTVWXYZ".index(letter)
    assert value == int.from_bytes(digest[:5], "big")


def test_a_reissued_card_has_another_number() -> None:
    again = card.issue(KEY, RIDER, "delivery_rider", GOOD.issued + 1, 730)
    assert again.number != GOOD.number
    assert again.text != GOOD.text


def test_an_unknown_group_is_not_issued() -> None:
    with pytest.raises(ValueError, match="not in tuple"):
        card.issue(KEY, RIDER, "qishou", 0, 730)


# --- the bad ones -------------------------------------------------------------------


@pytest.mark.parametrize("place", range(card.LENGTH))
def test_every_change_of_one_letter_is_refused(place: int) -> None:
    """All 159 places, all other letters of base32, and letters that are none."""
    for letter in LETTERS + FOREIGN:
        if card.normalise(letter) != GOOD.text[place]:
            altered = GOOD.text[:place] + letter + GOOD.text[place + 1 :]
            with pytest.raises(NotACard):
                card.read(altered)


@pytest.mark.parametrize("length", range(card.LENGTH))
def test_a_card_cut_short_is_refused(length: int) -> None:
    assert refused(GOOD.text[:length])
    assert refused(GOOD.text[card.LENGTH - length :])


@pytest.mark.parametrize("more", ["A", "=", "====", "\x00", "QY1", GOOD.text, " A"])
def test_a_card_with_something_after_or_before_is_refused(more: str) -> None:
    assert refused(GOOD.text + more)
    assert refused(more + GOOD.text)


def test_a_gap_within_is_refused() -> None:
    assert refused(GOOD.text[:80] + " " + GOOD.text[80:])
    assert refused(GOOD.text[:80] + "\u200b" + GOOD.text[80:])
    assert refused(GOOD.text[:-4] + "====")


def test_the_four_unused_bits_are_zero() -> None:
    """The last letter carries one bit of the card; its other fifteen spellings are none."""
    last = LETTERS.index(GOOD.text[-1])
    assert last & 0b01111 == 0
    spellings = [GOOD.text[:-1] + LETTERS[last | low] for low in range(1, 16)]
    assert {raw_of(text) for text in spellings} == {raw_of(GOOD.text)}, "base32 alone does not tell them apart"
    assert all(refused(text) for text in spellings)


@given(st.binary(min_size=29, max_size=29), st.binary(min_size=64, max_size=64))
def test_made_up_cards_are_refused_or_of_an_issuer_nobody_knows(fields: bytes, signature: bytes) -> None:
    text = with_checksum(fields + signature)
    try:
        read, trust = card.check(text, KNOWN)
    except NotACard:
        assert not 1 <= fields[16] <= len(GROUPS)
        return
    assert trust is Trust.UNKNOWN_ISSUER
    assert read.issuer not in KNOWN


@given(st.integers(0, 28), st.integers(1, 255))
def test_fields_altered_by_somebody_who_mends_the_checksum_are_refused(place: int, change: int) -> None:
    signed = bytearray(raw_of(GOOD.text)[:SIGNED])
    signed[place] ^= change
    assume(bytes(signed[17:23]) in KNOWN)
    with pytest.raises(NotACard):
        card.check(with_checksum(bytes(signed)), KNOWN)


@given(st.integers(0, 63), st.integers(1, 255))
def test_a_signature_altered_with_the_checksum_mended_is_refused(place: int, change: int) -> None:
    signed = bytearray(raw_of(GOOD.text)[:SIGNED])
    signed[29 + place] ^= change
    with pytest.raises(NotACard):
        card.check(with_checksum(bytes(signed)), KNOWN)


@pytest.mark.parametrize("group", [0, len(GROUPS) + 1, 255])
def test_a_group_that_does_not_exist_is_refused_even_well_signed(group: int) -> None:
    fields = struct.pack(">16sB6sIH", UUID(RIDER).bytes, group, KEY.key_id, 1, 730)
    assert refused(with_checksum(fields + KEY.sign(b"quanyi/card/1\0", fields)))


def test_a_card_of_another_key_under_this_key_s_name_is_refused() -> None:
    fields = struct.pack(">16sB6sIH", UUID(RIDER).bytes, 1, KEY.key_id, 1, 730)
    forged = with_checksum(fields + OTHER.sign(b"quanyi/card/1\0", fields))
    assert card.check(forged, {})[1] is Trust.UNKNOWN_ISSUER, "control: the checksum alone is right"
    with pytest.raises(NotACard):
        card.check(forged, KNOWN)


def test_a_key_id_that_leads_to_another_key_verifies_nothing() -> None:
    with pytest.raises(NotACard):
        card.check(GOOD.text, {KEY.key_id: OTHER.public})


@pytest.mark.parametrize("preamble", [b"", b"quanyi/card/1", b"quanyi/card/2\0", b"quanyi/batch/1\0"])
def test_a_signature_made_for_something_else_is_refused(preamble: bytes) -> None:
    fields = struct.pack(">16sB6sIH", UUID(RIDER).bytes, 1, KEY.key_id, 1, 730)
    with pytest.raises(NotACard):
        card.check(with_checksum(fields + KEY.sign(preamble, fields)), KNOWN)


def mutated(chance: random.Random) -> str:
    """A card after something happened to it."""
    text = list(card.issue(KEY, RIDER, chance.choice(GROUPS), chance.getrandbits(32), 730).text)
    for _ in range(chance.choice((1, 1, 1, 2, 3, 8, 40))):
        place = chance.randrange(len(text))
        match chance.randrange(7):
            case 0 | 1:
                text[place] = chance.choice(LETTERS + FOREIGN)
            case 2:
                text[place] = chr(chance.choice((chance.randrange(128), chance.randrange(0x3000, 0xA000))))
            case 3:
                text.insert(place, chance.choice(LETTERS))
            case 4 if len(text) > 1:
                del text[place]
            case 5:
                other = chance.randrange(len(text))
                text[place], text[other] = text[other], text[place]
            case _:
                text = text[place:] + text[:place]
    return "".join(text)


def test_ten_thousand_mutations() -> None:
    """None is accepted, whether or not the issuer is known, none breaks the reader, each within 50 ms."""
    chance = random.Random(9_90)
    intact = 0
    for _ in range(10_000):
        text = mutated(chance)
        try:
            as_issued = card.normalise(text) == card.issue(KEY, *_fields(text)).text
        except (NotACard, ValueError):
            as_issued = False
        if as_issued:
            intact += 1  # two changes that undo each other, or a swap of equal letters
        else:
            assert refused(text), text
    assert intact < 500


def _fields(text: str) -> tuple[str, str, int, int]:
    """The fields in a text, whatever its signature."""
    read, _ = card.read(text)
    return read.rider, read.group, read.issued, read.valid_days


@given(st.text(max_size=200) | st.text(LETTERS, min_size=156, max_size=156).map("QY1".__add__))
def test_any_text_is_refused_quietly(text: str) -> None:
    assert refused(text)
