"""A paper's code: what a paper is about and its main figures, signed by the device that made it.

`QYD1` + unpadded base32 (RFC 4648) of the fields below, an Ed25519 signature of 64 bytes over
`quanyi/paper/1\\0` + the fields, and 4 bytes of SHA-256 of all before it; unused bits 0, so that exactly one text is
the code. Fields, big-endian: site 16, key id 6, flags 1 (1 draft, 2 practice), first and last day 2 each (days since
2000-01-01, both 0 for none), made u32 (seconds UTC), epoch 8, seq u32, first 8 bytes of the hash at the journal's
head, first 4 bytes of SHA-256 over what tells papers of one kind apart, kind (length 1, ASCII), number and whom it is
about (length 1, UTF-8 each), and figures (count 1, then each: its place in `FIGURES` 1,
zigzag LEB128 in its shortest form). `docs/codes.md` has the same for others to build from.
"""

from __future__ import annotations

import base64
import binascii
import datetime
import hashlib
import re
import struct
from dataclasses import dataclass
from enum import Enum
from uuid import UUID

from desktop.core import keys
from desktop.core.card import normalise

PREFIX = "QYD1"
LETTERS_MOST = 419
"""A QR code of 65 modules at level M; a longer one would leave its box on paper."""
KIND_MOST = 24
NUMBER_MOST = 48
WHOM_MOST = 45
FIGURES_MOST = 12
_PREAMBLE = b"quanyi/paper/1\0"
_FIELDS = struct.Struct(">16s6sBHHI8sI8s4s")
_SIGNATURE = 64
_SUM = 4
_DRAFT, _PRACTICE = 1, 2
_FIRST_DAY = datetime.date(2000, 1, 1)
_KIND = re.compile(rf"[a-z_-]{{1,{KIND_MOST}}}")
_DIGITS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"

# Names of figures by their place, which is what stands in a code: only ever added to at the end. `*_fen` are fen.
FIGURES = (
    *("visits", "persons", "meals", "price_fen", "taken_fen", "subsidy_fen", "held", "voided", "adjusted_fen"),
    *("compliant", "met", "passed", "failed", "not_applicable", "rectifications", "lines", "entries", "acknowledged"),
    *("waiting", "flagged", "stations", "population", "quantity", "problems", "minutes_due", "minutes_open"),
    *("referrals", "inspections", "first_seq", "last_seq"),
)


class NotAPaper(ValueError):
    """A text that is no code of a paper of this system. `altered` where it has been one, as far as can be told."""

    def __init__(self, why: str, *, altered: bool = False) -> None:
        super().__init__(why)
        self.altered = altered


class TooLong(ValueError):
    """More figures than a code holds."""


class Trust(Enum):
    """What the signature says."""

    VERIFIED = "verified"
    UNKNOWN_DEVICE = "unknown_device"


@dataclass(frozen=True)
class Origin:
    """Where and when a paper was made: `made` in seconds UTC, the journal's head as it then stood: epoch of 16 hex
    digits, seq, and hash in hex. `subject` has 8 hex digits.
    """

    site: str
    kind: str
    made: int
    epoch: str
    seq: int
    head: str
    practice: bool = False
    subject: str = "00000000"


@dataclass(frozen=True)
class About:
    """What a paper says in short: first and last day (both empty for none), its main figures by name, its number, and
    whom it is about: a merchant, a scope, never a person.
    """

    first: str = ""
    last: str = ""
    figures: tuple[tuple[str, int], ...] = ()
    number: str = ""
    draft: bool = False
    whom: str = ""


@dataclass(frozen=True)
class PaperCode:
    """A code as read; `device` is the key id of who signed, 6 bytes. `origin.head` has 16 hex digits."""

    origin: Origin
    about: About
    device: bytes
    text: str

    @property
    def digits(self) -> str:
        return digits(self.text)


def subject(text: str) -> str:
    """What tells papers of one kind and period apart, as it stands in a code."""
    return hashlib.sha256(b"quanyi/paper-subject/1\0" + text.encode()).hexdigest()[:8]


def digits(text: str) -> str:
    """`XXXX-XXXX-XXXX`: 58 bits of SHA-256 over the code, which stand on every page for people to compare."""
    number = int.from_bytes(hashlib.sha256(b"quanyi/paper-digits/1\0" + text.encode()).digest()[:8], "big")
    letters = "".join(_DIGITS[number // len(_DIGITS) ** place % len(_DIGITS)] for place in range(12))
    return "-".join(letters[at : at + 4] for at in (0, 4, 8))


def looks_like_paper(text: str) -> bool:
    return normalise(text).startswith(PREFIX)


def issue(key: keys.DeviceKey, origin: Origin, about: About) -> PaperCode:
    """A new code signed by this device; the same fields give the same text. Raises `ValueError` for fields that do
    not fit."""
    fields = _fields(key.key_id, origin, about)
    signed = fields + key.sign(_PREAMBLE, fields)
    text = _spell(signed + _checksum(signed))
    if len(text) > LETTERS_MOST:
        raise TooLong
    return PaperCode(origin, about, key.key_id, text)


def read(text: str) -> tuple[PaperCode, bytes, bytes]:
    """The code in a text, its fields and its signature. Raises `NotAPaper`; the signature is not checked."""
    spelled = normalise(text)
    if not spelled.startswith(PREFIX):
        raise NotAPaper("prefix")
    if len(spelled) > LETTERS_MOST:
        raise NotAPaper("length", altered=True)
    try:
        body = spelled[len(PREFIX) :]
        raw = base64.b32decode(body + "=" * (-len(body) % 8))
    except (binascii.Error, ValueError) as error:
        raise NotAPaper("letters", altered=True) from error
    fields, signature = raw[: -_SIGNATURE - _SUM], raw[-_SIGNATURE - _SUM : -_SUM]
    if _spell(raw) != spelled or _checksum(raw[:-_SUM]) != raw[-_SUM:]:
        raise NotAPaper("checksum", altered=True)
    try:
        device, origin, about = _unpack(fields)
        same = _fields(device, origin, about) == fields
    except (ValueError, IndexError, struct.error, OverflowError) as error:
        raise NotAPaper("fields", altered=True) from error
    if not same:
        raise NotAPaper("fields", altered=True)
    return PaperCode(origin, about, device, spelled), fields, signature


def check(text: str, known: dict[bytes, bytes]) -> tuple[PaperCode, Trust]:
    """Reads a code and checks its signature against the known public keys by key id.

    Raises `NotAPaper`: what is no code of ours, and, `altered`, what does not hold.
    """
    code, fields, signature = read(text)
    public = known.get(code.device)
    if public is None:
        return code, Trust.UNKNOWN_DEVICE
    if not keys.verifies(public, _PREAMBLE, fields, signature):
        raise NotAPaper("signature", altered=True)
    return code, Trust.VERIFIED


def _spell(raw: bytes) -> str:
    return PREFIX + base64.b32encode(raw).decode().rstrip("=")


def _checksum(signed: bytes) -> bytes:
    return hashlib.sha256(b"quanyi/paper-sum/1\0" + signed).digest()[:_SUM]


def _fields(device: bytes, origin: Origin, about: About) -> bytes:
    if not _KIND.fullmatch(origin.kind):
        raise ValueError("kind")
    number, whom = about.number.encode(), about.whom.encode()
    if len(number) > NUMBER_MOST or len(whom) > WHOM_MOST or len(about.figures) > FIGURES_MOST:
        raise ValueError("too much")
    if not (about.number.isprintable() and about.whom.isprintable()):
        raise ValueError("letters")
    if bool(about.first) != bool(about.last) or about.first > about.last:
        raise ValueError("days")
    flags = _DRAFT * about.draft | _PRACTICE * origin.practice
    first, last = _day_number(about.first), _day_number(about.last)
    epoch, head = (bytes.fromhex(each)[:8].ljust(8, b"\0") for each in (origin.epoch, origin.head))
    site, subject_bytes = UUID(origin.site).bytes, bytes.fromhex(origin.subject)
    fixed = _FIELDS.pack(site, device, flags, first, last, origin.made, epoch, origin.seq, head, subject_bytes)
    figures = b"".join(bytes((FIGURES.index(name),)) + _varint(value) for name, value in about.figures)
    kind = origin.kind.encode()
    texts = b"".join(bytes((len(text),)) + text for text in (kind, number, whom))
    return fixed + texts + bytes((len(about.figures),)) + figures


def _unpack(fields: bytes) -> tuple[bytes, Origin, About]:
    site, device, flags, first, last, made, epoch, seq, head, told = _FIELDS.unpack(fields[: _FIELDS.size])
    if flags & ~(_DRAFT | _PRACTICE):
        raise ValueError("flags")
    at = _FIELDS.size
    kind, at = _text(fields, at)
    number, at = _text(fields, at)
    whom, at = _text(fields, at)
    count, at = fields[at], at + 1
    figures = []
    for _ in range(count):
        name, at = FIGURES[fields[at]], at + 1
        value, at = _read_varint(fields, at)
        figures.append((name, value))
    if at != len(fields):
        raise ValueError("more than fields")
    origin = Origin(
        str(UUID(bytes=site)), kind, made, epoch.hex(), seq, head.hex(), bool(flags & _PRACTICE), told.hex()
    )
    about = About(_day(first), _day(last), tuple(figures), number, bool(flags & _DRAFT), whom)
    return device, origin, about


def _text(fields: bytes, at: int) -> tuple[str, int]:
    end = at + 1 + fields[at]
    if end > len(fields):
        raise ValueError("cut short")
    return fields[at + 1 : end].decode(), end


def _day_number(day: str) -> int:
    return (datetime.date.fromisoformat(day) - _FIRST_DAY).days if day else 0


def _day(number: int) -> str:
    return (_FIRST_DAY + datetime.timedelta(days=number)).isoformat() if number else ""


def _varint(value: int) -> bytes:
    if abs(value) >= 1 << 62:
        raise ValueError("figure")
    left = value << 1 if value >= 0 else (-value << 1) - 1
    out = bytearray()
    while left > 0x7F:
        out.append(left & 0x7F | 0x80)
        left >>= 7
    out.append(left)
    return bytes(out)


def _read_varint(fields: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte, at = fields[at], at + 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if not byte & 0x80:
            return (value >> 1 if not value & 1 else -((value + 1) >> 1)), at
        if shift > 63:
            raise ValueError("figure")
