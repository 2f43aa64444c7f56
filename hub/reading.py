"""Stored batches and entries, read again: every check was made when they came, so that this is the fast way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from desktop.core import batch as batches
from desktop.core.entry import Entry
from desktop.core.site import EpochOpened

_decoder = msgspec.json.Decoder(Entry)


def entry_of(data: bytes) -> Entry:
    return _decoder.decode(data)


def lines_of(data: bytes) -> list[bytes]:
    """The original bytes of a stored batch's entries."""
    return batches.unpacked(batches.read(bytes(data)).packed).split(b"\n")[:-1]


def entries_of(data: bytes, overlap: int = 0) -> Iterator[tuple[bytes, Entry]]:
    """Bytes and entry of each but the first `overlap`."""
    for line in lines_of(data)[overlap:]:
        yield line, entry_of(line)


def continued_high(entry: Entry) -> int:
    """The latest clock of what an epoch's first entry says it goes on from, ms UTC; 0 for others."""
    if entry.seq != 1 or entry.kind != EpochOpened.KIND or not isinstance(entry.body, dict):
        return 0
    named: Any = entry.body.get("continues")
    high = named.get("high", 0) if isinstance(named, dict) else 0
    return high if isinstance(high, int) else 0
