"""Batches, bodies and sticks that a hostile program sends: odd JSON, bombs, lies about lengths, tricks with names.

A device that was taken in signs what it likes, so that these get as far as a signature opens the way.
"""

from __future__ import annotations

import hashlib
import random
import struct
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx
import zstandard

from desktop.core import batch, canonical
from desktop.core.keys import DeviceKey
from tests.hub.device import Device

MEMORY_MOST_KB = 256 * 1024
SECONDS_MOST = 1.0
_MAGIC = 0xFD2FB528
_RLE = 1

# Bodies of an entry as they would stand in it. None is canonical JSON, but for a careless reader some are JSON.
BODIES = {
    "deep lists": b'{"a":' + b"[" * 20_000 + b"]" * 20_000 + b"}",
    "a little too deep": b'{"a":' + b"[" * 32 + b"]" * 32 + b"}",
    "deep objects": b'{"a":' * 20_000 + b"1" + b"}" * 20_000,
    "unclosed": b'{"a":' + b"[" * 100_000,
    "NaN": b'{"a":NaN}',
    "Infinity": b'{"a":-Infinity}',
    "float": b'{"a":1.5}',
    "huge float": b'{"a":1e400}',
    "minus zero": b'{"a":-0}',
    "duplicate keys": b'{"a":1,"a":2}',
    "unsorted": b'{"b":1,"a":2}',
    "white space": b'{"a": 1}',
    "beyond 64 bits": b'{"a":9223372036854775808}',
    "giant integer": b'{"a":' + b"9" * 100_000 + b"}",
    "surrogate": b'{"a":"\\ud800"}',
    "not UTF-8": b'{"a":"\xff\xfe"}',
    "escaped letter": b'{"\\u0061":1}',
    "no object": b"[1]",
    "null": b"null",
    "nothing": b"",
    "line feed": b'{"a":\n1}',
}


def entry(key: DeviceKey, epoch: str, seq: int, prev: str, body: bytes) -> bytes:
    """An entry's bytes around a body as it is, every other field as it should be."""
    return (
        b'{"at":1794801600000,"body":%b,"by":"00000000-0000-0000-0000-000000000000","day":"2026-11-16","device":"%b",'
        b'"epoch":"%b","id":"01a00000-0000-7000-8000-000000000000","kind":"something.new","prev":"%b","seq":%d,'
        b'"site":"00000000-0000-4000-8000-000000000000","v":1}'
    ) % (body, key.device.encode(), epoch.encode(), prev.encode(), seq)


def pack(key: DeviceKey, header: bytes, frame: bytes) -> bytes:
    """A batch whose signature holds, whatever its header and its frame are."""
    signature = key.sign(batch.PREAMBLE, header)
    return batch.MAGIC + struct.pack(">I", len(header)) + header + signature + frame


def header(sender: Device, lines: Sequence[bytes], /, **other: object) -> bytes:
    head = hashlib.sha256(lines[-1]).hexdigest()
    count = len(lines)
    fields = {
        "v": 1, "device": sender.id, "epoch": sender.log.epoch, "first": 1, "last": count, "prev": "0" * 64,
        "head": head, "count": count,
    } | other  # fmt: skip
    return canonical.encode(fields)


def with_body(device: Device, body: bytes) -> bytes:
    line = entry(device.key, device.log.epoch, 1, "0" * 64, body)
    return pack(device.key, header(device, [line]), zstandard.compress(line + b"\n"))


def frame(descriptor: int, rest: bytes, blocks: bytes) -> bytes:
    """A zstd frame from its parts (RFC 8878, 3.1.1)."""
    return struct.pack("<I", _MAGIC) + bytes([descriptor]) + rest + blocks


def blocks(count: int, size: int = 128 * 1024) -> bytes:
    """Blocks of one byte again and again, four bytes each; the last one says so."""
    one = (size << 3 | _RLE << 1).to_bytes(3, "little") + b"\0"
    return one * (count - 1) + (size << 3 | _RLE << 1 | 1).to_bytes(3, "little") + b"\0"


FRAMES = {
    # 12 GiB from 400 KB behind a length of 16 MiB
    "bomb with a lie": frame(0xA0, struct.pack("<I", 16 << 20), blocks(100_000)),
    "bomb with a small lie": frame(0x80, bytes([0x60]) + struct.pack("<I", 10), blocks(100_000)),
    "honest bomb": zstandard.ZstdCompressor(level=19).compress(bytes(200 << 20)),
    "window too large": frame(0x80, bytes([0xA8]) + struct.pack("<I", 1_000), blocks(1, 1_000)),
    "largest window": frame(0x80, bytes([0xFF]) + struct.pack("<I", 1_000), blocks(1, 1_000)),
    "length beyond all": frame(0xE0, struct.pack("<Q", 2**63), blocks(1)),
    "a million empty blocks": frame(0xA0, struct.pack("<I", 1_000), b"\0\0\0" * 1_000_000 + blocks(1, 1_000)),
    "skippable": struct.pack("<II", 0x184D2A50, 1_000) + b"x" * 1_000,
    "line feeds": zstandard.compress(b"\n" * (16 << 20)),
    "one long line": zstandard.compress(b"[" * ((16 << 20) - 1) + b"\n"),
    "a dictionary": frame(0xA3, struct.pack("<II", 7, 1_000), blocks(1, 1_000)),
}
HEADERS = {
    "deep": b'{"a":' + b"[" * 1_800 + b"]" * 1_800 + b"}",
    "NaN": b'{"count":NaN}',
    "duplicate": b'{"count":1,"count":1}',
    "giant": b'{"count":' + b"9" * 3_000 + b"}",
    "not UTF-8": b'{"device":"\xff"}',
    "empty": b"",
}


def batches(device: Device) -> Iterator[tuple[str, bytes]]:
    """All that are to be refused, by name."""
    line = entry(device.key, device.log.epoch, 1, "0" * 64, b'{"a":1}')
    plain = zstandard.compress(line + b"\n")
    for name, body in BODIES.items():
        yield f"body: {name}", with_body(device, body)
    for name, packed in FRAMES.items():
        yield f"frame: {name}", pack(device.key, header(device, [line]), packed)
    for name, odd in HEADERS.items():
        yield f"header: {name}", pack(device.key, odd, plain)
    for name, other in {
        "path": {"device": "../../../etc/passwd"},
        "NUL": {"device": device.id[:-1] + "\0"},
        "path in epoch": {"epoch": "../../../tmp/x"},
        "first is huge": {"first": 2**62, "last": 2**62},
        "first is negative": {"first": -5, "last": -5},
        "count is huge": {"last": 2**62, "count": 2**62},
        "version": {"v": 2},
    }.items():
        yield f"fields: {name}", pack(device.key, header(device, [line], **other), plain)
    good = pack(device.key, header(device, [line]), plain)
    for length in (0, 4, 8, 100, len(good) - 1):
        yield f"cut at {length}", good[:length]


def largest(device: Device) -> bytes:
    """The most that the protocol allows: 1,000 entries, 16 MiB in all. Good, and to be taken."""
    lines: list[bytes] = []
    prev = "0" * 64
    body = b'{"a":"' + b"x" * 16_300 + b'"}'
    for seq in range(1, batch.ENTRIES_MOST + 1):
        lines.append(entry(device.key, device.log.epoch, seq, prev, body))
        prev = hashlib.sha256(lines[-1]).hexdigest()
    return pack(device.key, header(device, lines), zstandard.compress(b"\n".join(lines) + b"\n"))


JSON_BODIES = {
    **BODIES,
    "a megabyte of brackets": b"[" * 1_000_000,
    "a megabyte of objects": b'{"a":' * 200_000,
    "NUL": b'{"v":1,"phone":"1\\u0000","by":""}',
    "text": b"<html>",
}
PATHS = ("/v1/enrol", "/v1/certificate", "/v1/receipt", "/v1/feed", "/v1/find", "/v1/beside/wanted", "/v1/sheet-keys")
TRICKS = (
    "/static/..%2f..%2fhub.key",
    "/static/%2e%2e/%2e%2e/etc/passwd",
    "/static/..%5c..%5chub.key",
    "/static/look.css%00.ttf",
    "/v1/beside/..%2f..%2fetc%2fpasswd?sort=blob&from=0&size=1",
    "/v1/beside/%00?sort=blob&from=0&size=1",
    "/v1/beside/" + "a" * 5_000 + "?sort=../../x&from=0&size=1",
    "/stations/..%2f..%2fetc%2fpasswd",
    "//etc/passwd",
    "/%2e%2e/%2e%2e/etc/passwd",
)


def mutants(good: bytes, device: Device, chance: random.Random) -> Iterator[bytes]:
    """Batches changed by chance, for ever: bytes of it, the frame, the entry; in the last two the signature holds."""
    line = entry(device.key, device.log.epoch, 1, "0" * 64, b'{"a":[1,"x",null,{"b":true}],"c":-7}')
    pieces = (
        b"{",
        b"}",
        b"[",
        b"]",
        b",",
        b":",
        b'"',
        b"\\",
        b"\\u0000",
        b"1e9",
        b"NaN",
        b"-",
        b"\xff",
        b"\n",
        b"9" * 40,
    )

    def bytes_changed(data: bytes) -> bytes:
        made = bytearray(data)
        for _ in range(chance.randint(1, 8)):
            at = chance.randrange(len(made) + 1)
            ways: tuple[Callable[[], object], ...] = (
                lambda at=at: made.__setitem__(slice(at, at + 1), bytes([chance.randrange(256)])),
                lambda at=at: made.__setitem__(slice(at, at), chance.choice(pieces)),
                lambda at=at: made.__delitem__(slice(at, at + chance.randint(1, 40))),
                lambda at=at: made.__setitem__(slice(at, at), made[at : at + 100] * chance.randint(1, 50)),
            )
            chance.choice(ways)()
        return bytes(made)

    while True:
        yield bytes_changed(good)
        odd = bytes_changed(line)
        yield pack(device.key, header(device, [odd]), zstandard.compress(odd + b"\n"))
        yield pack(device.key, header(device, [line]), bytes_changed(zstandard.compress(line + b"\n")))


@dataclass
class Refused:
    """What a batch or body was answered with, and how long that took (seconds)."""

    status: int
    error: str
    took: float


def ask(client: httpx.Client, method: str, target: str, body: bytes) -> Refused:
    """The fastest of five answers where the first was slow: the machine has other things to do."""
    took = []
    for _ in range(5):
        answer = client.request(method, target, content=body)
        took.append(answer.elapsed.total_seconds())
        if took[-1] <= SECONDS_MOST:
            break
    error = answer.json().get("error", "") if "json" in answer.headers.get("content-type", "") else ""
    return Refused(answer.status_code, error, min(took))


def peak_kb(process: int) -> int:
    """The most memory that a process ever had, in KiB."""
    lines = Path(f"/proc/{process}/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
