"""A rider's card: a signed QR text that any counter can check with no network.

`QY1` + unpadded base32 (RFC 4648) of: rider 16 bytes, group 1, issuer key id 6, issued u32 (seconds UTC),
valid days u16 (big-endian), Ed25519 signature 64 over `quanyi/card/1\\0` + the fields, and 4 bytes of
SHA-256 of all before it: 97 bytes, 159 characters, the 4 unused bits 0, so that exactly one text is the
card.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import struct
import unicodedata
from dataclasses import dataclass
from enum import Enum
from uuid import UUID

from desktop.core import keys
from desktop.core.people import GROUPS

PREFIX = "QY1"
# A practice station's cards: another prefix, preamble and checksum, so that neither world takes the other's.
PRACTICE_PREFIX = "QYP"
LENGTH = 159
_PREAMBLE = b"quanyi/card/1\0"
_PRACTICE_PREAMBLE = b"quanyi/practice-card/1\0"
_FIELDS = struct.Struct(">16sB6sIH")
_SIGNED = _FIELDS.size + 64
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
DAY_SECONDS = 86_400


class NotACard(ValueError):
    """A text that is no card of this system: cut short, altered, or something else."""


class OtherWorld(NotACard):
    """A card made for practice at a real station, or a real one where somebody practises."""


class Trust(Enum):
    """What the signature says."""

    VERIFIED = "verified"
    UNKNOWN_ISSUER = "unverified"


@dataclass(frozen=True)
class Card:
    """The fields of a card; `issued` in seconds UTC."""

    rider: str
    group: str
    issuer: bytes
    issued: int
    valid_days: int
    text: str
    practice: bool = False

    @property
    def until(self) -> int:
        """The first second (UTC) at which the card is no longer valid."""
        return self.issued + self.valid_days * DAY_SECONDS

    @property
    def number(self) -> str:
        return card_number(self.rider, self.issued)


def card_number(rider: str, issued: int) -> str:
    """`QY-XXXX-XXXX`: 40 bits of SHA-256 over rider and time issued, in Crockford's base32, to type in."""
    digest = hashlib.sha256(b"quanyi/card-number/1\0" + UUID(rider).bytes + struct.pack(">I", issued)).digest()
    bits = int.from_bytes(digest[:5], "big")
    letters = "".join(_CROCKFORD[bits >> shift & 31] for shift in range(35, -5, -5))
    return f"QY-{letters[:4]}-{letters[4:]}"


def issue(key: keys.DeviceKey, rider: str, group: str, issued: int, valid_days: int, *, practice: bool = False) -> Card:
    """A new card signed by this device. `issued` in seconds UTC."""
    fields = _FIELDS.pack(UUID(rider).bytes, GROUPS.index(group) + 1, key.key_id, issued, valid_days)
    signed = fields + key.sign(_PRACTICE_PREAMBLE if practice else _PREAMBLE, fields)
    text = _spell(signed + _checksum(signed, practice), practice)
    return Card(rider, group, key.key_id, issued, valid_days, text, practice)


def _spell(raw: bytes, practice: bool) -> str:
    return (PRACTICE_PREFIX if practice else PREFIX) + base64.b32encode(raw).decode().rstrip("=")


def _checksum(signed: bytes, practice: bool) -> bytes:
    return hashlib.sha256((_PRACTICE_PREAMBLE if practice else b"") + signed).digest()[:4]


def normalise(text: str) -> str:
    """Full-width and lower-case letters as scanners and input methods leave them, to the card's own."""
    return unicodedata.normalize("NFKC", text).strip().upper()


def looks_like_card(text: str) -> bool:
    return normalise(text).startswith((PREFIX, PRACTICE_PREFIX))


def read(text: str) -> tuple[Card, bytes]:
    """The card in a scanned text, and its signature; raises `NotACard`. The signature is not checked."""
    spelled = normalise(text)
    practice = spelled.startswith(PRACTICE_PREFIX)
    if len(spelled) != LENGTH or not (practice or spelled.startswith(PREFIX)):
        raise NotACard("length or prefix")
    try:
        raw = base64.b32decode(spelled[len(PREFIX) :] + "=" * (-(LENGTH - len(PREFIX)) % 8))
    except (binascii.Error, ValueError) as error:
        raise NotACard("letters") from error
    if _spell(raw, practice) != spelled or _checksum(raw[:_SIGNED], practice) != raw[_SIGNED:]:
        raise NotACard("checksum")
    rider, group, issuer, issued, days = _FIELDS.unpack(raw[: _FIELDS.size])
    if not 1 <= group <= len(GROUPS):
        raise NotACard("group")
    card = Card(str(UUID(bytes=rider)), GROUPS[group - 1], issuer, issued, days, spelled, practice)
    return card, raw[_FIELDS.size : _SIGNED]


def check(text: str, known: dict[bytes, bytes], *, practice: bool = False) -> tuple[Card, Trust]:
    """Reads a card and checks its signature against the known public keys by key id.

    Raises `NotACard` when the checksum is wrong, or when the issuer is known and the signature is not its;
    `OtherWorld` for a practice card where it counts, or a real one at a `practice` station.
    """
    card, signature = read(text)
    if card.practice != practice:
        raise OtherWorld(card.text[:3])
    public = known.get(card.issuer)
    if public is None:
        return card, Trust.UNKNOWN_ISSUER
    fields = _FIELDS.pack(
        UUID(card.rider).bytes, GROUPS.index(card.group) + 1, card.issuer, card.issued, card.valid_days
    )
    if not keys.verifies(public, _PRACTICE_PREAMBLE if practice else _PREAMBLE, fields, signature):
        raise NotACard("signature")
    return card, Trust.VERIFIED
