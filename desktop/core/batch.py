"""A batch: a run of one log's entries as it goes to the hub, by network or on a stick.

Bytes: `QYB1`, header length (u32, big-endian), header (canonical JSON), Ed25519 signature of the device (64)
over `quanyi/batch/1\\0` + header, and a zstd frame of the entries' original bytes, each ended by a line feed
(canonical JSON holds none). The signature covers the header; the header's `prev`, `head` and `count` bind every
entry by the chain, so that the compressed bytes need no hash of their own.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import msgspec
import zstandard

from desktop.core import canonical, keys
from desktop.core.entry import BadEntry, Entry, from_bytes, hash_of

MAGIC = b"QYB1"
PREAMBLE = b"quanyi/batch/1\0"
ENTRIES_MOST = 1_000
ENTRY_MOST = 256 * 1024
HEADER_MOST = 4 * 1024
PLAIN_MOST = 16 * 1024 * 1024
PACKED_MOST = 4 * 1024 * 1024
WINDOW_LOG_MOST = 22
"""A decompressor may be made to keep 2**22 bytes = 4 MiB, no more."""
_SIGNATURE = 64
_HEX64 = r"^[0-9a-f]{64}$"


class BadBatch(ValueError):
    """Bytes that are not authentic; `code` is what the hub answers."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`first` and `last` are `seq`s of (device, epoch); `prev` is the hash before the first, `head` of the last."""

    v: int
    device: str
    epoch: str
    first: int
    last: int
    prev: str
    head: str
    count: int


@dataclass(frozen=True)
class Batch:
    """A batch that was read but not yet opened: the signature holds only once `opened` has said so."""

    header: Header
    signed: bytes
    signature: bytes
    packed: bytes


@dataclass(frozen=True)
class Link:
    """An entry of an opened batch: as read, its original bytes, its hash in hex."""

    entry: Entry
    data: bytes
    hash: str


_header_decoder = msgspec.json.Decoder(Header)


def make(key: keys.DeviceKey, entries: Sequence[tuple[bytes, str]], device: str, epoch: str, first: int) -> bytes:
    """The batch of these entries (bytes and hash in hex), which stand from `first` on in a log of this key's
    device, or of one that this device continues.
    """
    before = from_bytes(entries[0][0]).prev
    header = Header(1, device, epoch, first, first + len(entries) - 1, before, entries[-1][1], len(entries))
    signed = canonical.encode(header)
    plain = b"".join(data + b"\n" for data, _ in entries)
    packed = zstandard.ZstdCompressor(level=3, write_content_size=True).compress(plain)
    signature = key.sign(PREAMBLE, signed)
    return b"".join((MAGIC, struct.pack(">I", len(signed)), signed, signature, packed))


def read(data: bytes) -> Batch:
    """Takes the parts of a batch apart. Raises `BadBatch`."""
    if len(data) > PACKED_MOST:
        raise BadBatch("too_large")
    if data[:4] != MAGIC or len(data) < 8:
        raise BadBatch("not_a_batch")
    (length,) = struct.unpack(">I", data[4:8])
    if length > HEADER_MOST or len(data) < 8 + length + _SIGNATURE:
        raise BadBatch("not_a_batch")
    signed = data[8 : 8 + length]
    try:
        header = _header_decoder.decode(signed)
    except (msgspec.MsgspecError, UnicodeError) as error:
        raise BadBatch("not_a_batch") from error
    # flat, and of texts and numbers alone: its own spelling is the canonical one
    if canonical.encode_trusted(header) != signed or header.last > canonical.MOST:
        raise BadBatch("not_a_batch")
    if not (
        header.v == 1
        and 1 <= header.first <= header.last
        and header.last - header.first + 1 == header.count <= ENTRIES_MOST
    ):
        raise BadBatch("header_wrong")
    at = 8 + length
    return Batch(header, signed, data[at : at + _SIGNATURE], data[at + _SIGNATURE :])


def opened(batch: Batch, public: bytes) -> list[Link]:
    """The entries of a batch signed by this key, with every link of the chain checked. Raises `BadBatch`."""
    return list(links(batch, public))


def links(batch: Batch, public: bytes) -> Iterator[Link]:
    """The entries one after another, so that nobody need hold all of them; they are good once the last one has
    come. Raises `BadBatch`.
    """
    header = batch.header
    if not keys.verifies(public, PREAMBLE, batch.signed, batch.signature):
        raise BadBatch("signature_wrong")
    before = header.prev
    for number, data in enumerate(_lines(batch.packed, header.count), header.first):
        try:
            entry = from_bytes(data)
        except BadEntry as error:
            raise BadBatch("entry_wrong") from error
        if (entry.device, entry.epoch, entry.seq, entry.prev) != (header.device, header.epoch, number, before):
            raise BadBatch("chain_broken")
        before = hash_of(data)
        yield Link(entry, data, before)
    if before != header.head:
        raise BadBatch("chain_broken")


def _lines(packed: bytes, count: int) -> list[bytes]:
    plain = unpacked(packed)
    # counted before they are taken apart: 16 MiB of line feeds are 16 million lines
    if plain.count(b"\n") != count:
        raise BadBatch("count_wrong")
    lines = plain.split(b"\n")
    if lines.pop():
        raise BadBatch("count_wrong")
    if any(len(line) > ENTRY_MOST for line in lines):
        raise BadBatch("too_large")
    return lines


def unpacked(packed: bytes) -> bytes:
    """The plain bytes of a zstd frame that says how long it is. Raises `BadBatch` before it takes much memory."""
    try:
        frame = zstandard.get_frame_parameters(packed)
        if frame.content_size in (zstandard.CONTENTSIZE_UNKNOWN, zstandard.CONTENTSIZE_ERROR) or frame.dict_id:
            raise BadBatch("zstd_wrong")
        if frame.content_size > PLAIN_MOST or frame.window_size > max(1 << WINDOW_LOG_MOST, frame.content_size):
            raise BadBatch("too_large")
        reader = zstandard.ZstdDecompressor(max_window_size=PLAIN_MOST).decompressobj(read_across_frames=False)
        plain = reader.decompress(packed)
    except zstandard.ZstdError as error:
        raise BadBatch("zstd_wrong") from error
    if not reader.eof or reader.unused_data or len(plain) != frame.content_size:
        raise BadBatch("zstd_wrong")
    return plain
