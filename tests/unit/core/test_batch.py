"""Batches: round trips, every altered bit refused, and hostile bytes answered quickly with little memory."""

from __future__ import annotations

import contextlib
import struct
from typing import Any

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from desktop.core import batch, canonical
from desktop.core.batch import BadBatch, Header, make, opened, read
from desktop.core.entry import NO_HASH, Entry, hash_of, to_bytes
from desktop.core.keys import DeviceKey

KEY = DeviceKey(bytes(range(32)))
OTHER = DeviceKey(bytes(32))
EPOCH = "00112233aabbccdd"
NAMES = {"not_a_batch", "header_wrong", "signature_wrong", "chain_broken", "count_wrong", "entry_wrong", "zstd_wrong"}


def log(count: int, first: int = 1, prev: str = NO_HASH, note: str = "") -> list[tuple[bytes, str]]:
    """Entries (bytes, hash) in a row."""
    made = []
    for seq in range(first, first + count):
        entry = Entry(
            v=1,
            device=KEY.device,
            epoch=EPOCH,
            seq=seq,
            prev=prev,
            id=f"019a8b5e-1c00-7000-8000-{seq:012x}",
            kind="wish.made",
            at=1_794_801_600_000 + seq,
            day="2026-11-16",
            site=KEY.device,
            by=KEY.device,
            body={"text": f"{note}{seq}\n行", "fen": seq},
        )
        data = to_bytes(entry)
        prev = hash_of(data)
        made.append((data, prev))
    return made


def sealed(entries: list[tuple[bytes, str]], first: int = 1) -> bytes:
    return make(KEY, entries, KEY.device, EPOCH, first)


def refused(data: bytes, public: bytes = KEY.public) -> str:
    with pytest.raises(BadBatch) as caught:
        opened(read(data), public)
    return caught.value.code


@given(st.integers(1, 40), st.text(max_size=40), st.integers(1, 5))
def test_what_goes_in_comes_out(count: int, note: str, first: int) -> None:
    before = log(first, note=note)
    entries = log(count, first + 1, before[-1][1], note)
    found = opened(read(sealed(entries, first + 1)), KEY.public)
    assert [(link.data, link.hash) for link in found] == entries
    assert [link.entry.seq for link in found] == list(range(first + 1, first + 1 + count))


@given(st.data())
def test_one_altered_byte_is_refused_or_changes_no_entry(data: st.DataObject) -> None:
    entries = log(5)
    whole = bytearray(sealed(entries))
    at = data.draw(st.integers(0, len(whole) - 1))
    whole[at] ^= data.draw(st.integers(1, 255))
    with contextlib.suppress(BadBatch):
        found = opened(read(bytes(whole)), KEY.public)
        assert [(link.data, link.hash) for link in found] == entries


@given(st.binary(max_size=300), st.booleans())
def test_any_bytes_are_refused(data: bytes, begun: bool) -> None:
    assert refused(batch.MAGIC + data if begun else data) in NAMES


def test_another_device_s_signature_is_refused() -> None:
    assert refused(sealed(log(3)), OTHER.public) == "signature_wrong"
    assert refused(make(OTHER, log(3), KEY.device, EPOCH, 1)) == "signature_wrong"


def header(**changes: Any) -> Header:
    entries = log(3)
    plain = {"v": 1, "device": KEY.device, "epoch": EPOCH, "first": 1, "last": 3, "prev": NO_HASH, "count": 3}
    return Header(**{**plain, "head": entries[-1][1], **changes})


def built(head: Header, packed: bytes) -> bytes:
    text = canonical.encode(head)
    return batch.MAGIC + struct.pack(">I", len(text)) + text + KEY.sign(batch.PREAMBLE, text) + packed


def packed(entries: list[tuple[bytes, str]]) -> bytes:
    return zstandard.ZstdCompressor().compress(b"".join(data + b"\n" for data, _ in entries))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"v": 2}, "header_wrong"),
        ({"first": 0, "last": 2}, "header_wrong"),
        ({"count": 2}, "header_wrong"),
        ({"last": 1_001, "count": 1_001}, "header_wrong"),
        ({"last": 2, "count": 2}, "count_wrong"),
        ({"first": 2, "last": 4}, "chain_broken"),
        ({"prev": "1" * 64}, "chain_broken"),
        ({"head": "1" * 64}, "chain_broken"),
        ({"epoch": "ffeeddccbbaa0099"}, "chain_broken"),
        ({"device": OTHER.device}, "chain_broken"),
    ],
)
def test_a_header_that_does_not_fit_its_entries_is_refused(changes: dict[str, Any], code: str) -> None:
    assert refused(built(header(**changes), packed(log(3)))) == code
    assert opened(read(built(header(), packed(log(3)))), KEY.public)


def test_entries_of_two_logs_or_out_of_order_are_refused() -> None:
    entries = log(3)
    assert refused(built(header(), packed([entries[1], entries[0], entries[2]]))) == "chain_broken"
    assert refused(built(header(), packed([*entries[:2], (b"{}", "")]))) == "entry_wrong"
    floats = entries[2][0].replace(b'"fen":3', b'"fen":3.0')
    assert refused(built(header(), packed([*entries[:2], (floats, "")]))) == "entry_wrong"


def bomb(size: int) -> bytes:
    """A frame that says how long it is and is a thousandth of it."""
    return zstandard.ZstdCompressor(level=19).compress(bytes(size))


def test_bombs_and_lying_frames_are_refused_before_they_are_unpacked() -> None:
    assert refused(built(header(), bomb(batch.PLAIN_MOST + 1))) == "too_large"
    assert refused(built(header(), zstandard.ZstdCompressor(write_content_size=False).compress(b"x"))) == "zstd_wrong"
    good = packed(log(3))
    assert refused(built(header(), good + good)) == "zstd_wrong"
    assert refused(built(header(), good[:-1])) == "zstd_wrong"
    assert refused(batch.MAGIC + bytes(batch.PACKED_MOST)) == "too_large"


def test_a_giant_entry_is_refused() -> None:
    long = log(1, note="x" * batch.ENTRY_MOST)
    assert refused(sealed(long)) == "too_large"
