"""A journal entry: a fact with its place in a device's chain.

The bytes of an entry are canonical JSON of `v, device, epoch, seq, prev, id, kind, at, day, site, by,
body`; `hash = SHA-256(bytes)`, and `prev` is the hash of the entry before. `v` is the version of the kind's
body. The original bytes are stored, hashed and sent; nothing is ever written a second time from objects.
"""

from __future__ import annotations

import hashlib
import re
from typing import Any

import msgspec

from desktop.core import canonical

NO_HASH = "0" * 64
THE_APP = "00000000-0000-0000-0000-000000000000"
_HASH = re.compile(r"[0-9a-f]{64}")
_EPOCH = re.compile(r"[0-9a-f]{16}")
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One entry; `at` is the machine's clock in ms UTC, `day` the business day, `by` an operator's id."""

    v: int
    device: str
    epoch: str
    seq: int
    prev: str
    id: str
    kind: str
    at: int
    day: str
    site: str
    by: str
    body: Any


class BadEntry(ValueError):
    """Bytes that are no entry, or an entry that does not fit its place in the chain."""


def to_bytes(entry: Entry) -> bytes:
    """The bytes to store and hash; done once in the life of an entry."""
    return canonical.encode_trusted(entry)


def hash_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def from_bytes(data: bytes) -> Entry:
    """Strict reading: canonical spelling, known fields, well-formed ids. Raises `BadEntry`."""
    try:
        plain = canonical.decode(data)
        entry = msgspec.convert(plain, Entry)
    except (canonical.NotCanonical, msgspec.ValidationError) as error:
        raise BadEntry(str(error)) from error
    ids = (entry.device, entry.id, entry.site, entry.by)
    if not (
        _HASH.fullmatch(entry.prev)
        and _EPOCH.fullmatch(entry.epoch)
        and _DAY.fullmatch(entry.day)
        and all(_UUID.fullmatch(text) for text in ids)
        and entry.seq >= 1
        and entry.v >= 1
        and isinstance(entry.body, dict)
    ):
        raise BadEntry("malformed")
    return entry


def follows(entry: Entry, seq: int, head: str) -> bool:
    """Whether an entry stands right behind the one with this number and hash in its own epoch."""
    return entry.seq == seq + 1 and (entry.prev == head or entry.seq == 1)
