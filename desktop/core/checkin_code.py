"""The rotating check-in code 签到码: proof that a phone stood before the screen of a station within the last minute.

`QYC1` + base32 (RFC 4648) of: site 16 bytes, key id of the device 6, begin of its step u32 (seconds UTC, a whole
number of steps, big-endian), Ed25519 signature 64 over `quanyi/check-in-code/1\\0` + the fields. 90 bytes are 144
letters with no bit unused, so that exactly one text is the code; 148 characters in all. The device signs with its
own key: no secret is shared, and whoever knows the public key can check.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import struct
import unicodedata
from dataclasses import dataclass
from uuid import UUID

from desktop.core import keys

PREFIX = "QYC1"
LENGTH = 148
STEP_SECONDS = 30
# The step in which it was shown and the one after it (docs/codes.md): from its begin 60 s, both ends included.
VALID_SECONDS = 2 * STEP_SECONDS
_PREAMBLE = b"quanyi/check-in-code/1\0"
_DIGITS = b"quanyi/check-in-digits/1\0"
_FIELDS = struct.Struct(">16s6sI")


class NotACode(ValueError):
    """A text that is no check-in code of this device: cut short, altered, expired, or something else."""


class CodeExpired(NotACode):
    """Genuine, and older than a minute."""


@dataclass(frozen=True)
class CheckinCode:
    """`begun` is the begin of its step, seconds UTC."""

    site: str
    key_id: bytes
    begun: int
    text: str


def step_of(now: int) -> int:
    """The begin of the step that holds an instant; both seconds UTC."""
    return now - now % STEP_SECONDS


def show(key: keys.DeviceKey, site: str, now: int) -> CheckinCode:
    """The code to show at an instant (seconds UTC): the same text for all of a step."""
    begun = step_of(now)
    fields = _FIELDS.pack(UUID(site).bytes, key.key_id, begun)
    return CheckinCode(site, key.key_id, begun, _spell(fields + key.sign(_PREAMBLE, fields)))


def digits_of(text: str) -> str:
    """The four digits to type in for a code, `0000` to `9999`: 64 bits of SHA-256 over a preamble and the code's text.
    Nobody without the device's key can tell those of a step that is to come.
    """
    return f"{int.from_bytes(hashlib.sha256(_DIGITS + text.encode()).digest()[:8], 'big') % 10_000:04d}"


def good_digits(key: keys.DeviceKey, site: str, now: int, typed: str) -> bool:
    """Whether these are the digits of the present step or the one before, at an instant (seconds UTC); full-width ones
    and spaces are survived. Takes as long for wrong ones as for right ones.
    """
    given = "".join(unicodedata.normalize("NFKC", typed[:32]).split()).encode("utf-8", "replace")
    steps = (digits_of(show(key, site, at).text).encode() for at in (now, now - STEP_SECONDS))
    return sum([hmac.compare_digest(given, each) for each in steps]) > 0


def site_in(text: str) -> str | None:
    """The site that a text of the right form names, unchecked; None for a text of another form."""
    if len(text) != LENGTH or not text.startswith(PREFIX):
        return None
    try:
        return str(UUID(bytes=base64.b32decode(text[len(PREFIX) :])[:16]))
    except (binascii.Error, ValueError):
        return None


def _spell(raw: bytes) -> str:
    return PREFIX + base64.b32encode(raw).decode()


def check(text: str, public: bytes, site: str, now: int) -> CheckinCode:
    """A code as it came back, at an instant (seconds UTC), for the device with this public key at this site.

    Raises `CodeExpired` from the 61st second after the begin of its step on, `NotACode` for anything else.
    """
    code = read(text, public, site)
    if code.begun > now:
        raise NotACode("step")
    if now - code.begun > VALID_SECONDS:
        raise CodeExpired(str(now - code.begun))
    return code


def read(text: str, public: bytes, site: str) -> CheckinCode:
    """A genuine code of this device at this site, of whatever time. Raises `NotACode`."""
    if len(text) != LENGTH or not text.startswith(PREFIX):
        raise NotACode("length or prefix")
    try:
        raw = base64.b32decode(text[len(PREFIX) :])
    except (binascii.Error, ValueError) as error:
        raise NotACode("letters") from error
    if _spell(raw) != text:
        raise NotACode("letters")
    fields, signature = raw[: _FIELDS.size], raw[_FIELDS.size :]
    place, key_id, begun = _FIELDS.unpack(fields)
    if place != UUID(site).bytes or key_id != keys.key_id(public):
        raise NotACode("another screen")
    if not keys.verifies(public, _PREAMBLE, fields, signature):
        raise NotACode("signature")
    if begun % STEP_SECONDS:
        raise NotACode("step")
    return CheckinCode(site, key_id, begun, text)
