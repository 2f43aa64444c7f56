"""Journal entries: strict reading, and a chain in which nothing can be altered, dropped or moved."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from desktop.core import canonical
from desktop.core import entry as entries
from desktop.core.entry import NO_HASH, BadEntry, Entry
from desktop.core.visit import MedicineUsed
from tests.strategies import DAYS, EPOCHS, HASHES, INSTANTS, JSON_VALUES, TEXT, UUIDS, an_entry, entries_of

# The bytes that this version writes, for ever: another client must come to the same hash.
GOLDEN = (
    b'{"at":1793500000000,"body":{"group":"courier"},"by":"6c1f8d2b-4a8f-4e1f-9d6b-1eaf908b7c6d",'
    b'"day":"2026-11-01","device":"0a6fd4e5-2c11-8d5a-9f1d-6d2f0a3b4c5d","epoch":"00112233445566aa",'
    b'"id":"019a3f10-0000-7000-8000-000000000001","kind":"medicine.used",'
    b'"prev":"0000000000000000000000000000000000000000000000000000000000000000","seq":7,'
    b'"site":"5b0e7c1a-3f7e-4d0e-8c5a-0d9e8f7a6b5c","v":1}'
)
GOLDEN_HASH = "3c6bcfcdf3d58ac8a1aba83583b96bb8511dd38b2e12374176caa913cc55dd32"

BODIES = st.dictionaries(TEXT, JSON_VALUES, max_size=4)


def plain() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(GOLDEN)
    return read


def test_the_bytes_of_an_entry_never_change() -> None:
    entry = an_entry("medicine.used", MedicineUsed(group="courier"))
    assert entries.to_bytes(entry) == GOLDEN
    assert entries.hash_of(GOLDEN) == GOLDEN_HASH


@given(entries_of(BODIES, "toy.happened"))
def test_an_entry_reads_back_and_gives_the_same_bytes(entry: Entry) -> None:
    data = entries.to_bytes(entry)
    again = entries.from_bytes(data)
    assert again == entry
    assert entries.to_bytes(again) == data
    assert (
        data
        == json.dumps(msgspec.to_builtins(entry), sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    )


@given(st.data())
def test_a_flipped_bit_is_refused_or_another_hash(data: st.DataObject) -> None:
    altered = bytearray(GOLDEN)
    altered[data.draw(st.integers(0, len(GOLDEN) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    try:
        entry = entries.from_bytes(bytes(altered))
    except BadEntry:
        return
    assert entries.to_bytes(entry) == bytes(altered)
    assert entries.hash_of(bytes(altered)) != GOLDEN_HASH


WRONG: dict[str, dict[str, Any]] = {
    "version 0": {"v": 0},
    "version as text": {"v": "1"},
    "version true": {"v": True},
    "number 0": {"seq": 0},
    "number below 0": {"seq": -1},
    "number with a fraction": {"seq": 7.0},
    "number as text": {"seq": "7"},
    "number true": {"seq": True},
    "clock as text": {"at": "2026-11-01T08:00:00+08:00"},
    "clock with a fraction": {"at": 1.5},
    "clock null": {"at": None},
    "hash too short": {"prev": "0" * 63},
    "hash too long": {"prev": "0" * 65},
    "hash in upper case": {"prev": "A" * 64},
    "hash with a line feed": {"prev": "0" * 64 + "\n"},
    "hash of other letters": {"prev": "g" * 64},
    "epoch too short": {"epoch": "0" * 15},
    "epoch too long": {"epoch": "0" * 17},
    "epoch in upper case": {"epoch": "00112233445566AA"},
    "epoch a number": {"epoch": 11},
    "device empty": {"device": ""},
    "device no UUID": {"device": "counter-1"},
    "device in upper case": {"device": "0A6FD4E5-2C11-8D5A-9F1D-6D2F0A3B4C5D"},
    "device without dashes": {"device": "0a6fd4e52c118d5a9f1d6d2f0a3b4c5d"},
    "device in braces": {"device": "{0a6fd4e5-2c11-8d5a-9f1d-6d2f0a3b4c5d}"},
    "id no UUID": {"id": "1"},
    "site no UUID": {"site": "泉景社区"},
    "site null": {"site": None},
    "operator no UUID": {"by": "王芳"},
    "operator with a line feed": {"by": "6c1f8d2b-4a8f-4e1f-9d6b-1eaf908b7c6d\n"},
    "day without dashes": {"day": "20261101"},
    "day with a time": {"day": "2026-11-01T00:00"},
    "day in other digits": {"day": "２０２６-１１-０１"},
    "day in Arabic digits": {"day": "٢٠٢٦-١١-٠١"},
    "day in slashes": {"day": "2026/11/01"},
    "day empty": {"day": ""},
    "body null": {"body": None},
    "body a list": {"body": []},
    "body a text": {"body": "{}"},
    "body a number": {"body": 1},
    "body with a float": {"body": {"fen": 9.9}},
    "body with a giant number": {"body": {"fen": 2**63}},
    "kind a number": {"kind": 3},
    "an unknown field": {"note": "hello"},
    "an empty unknown field": {"": ""},
}


@pytest.mark.parametrize("change", WRONG.values(), ids=WRONG.keys())
def test_a_malformed_entry_is_refused(change: dict[str, Any]) -> None:
    data = json.dumps(plain() | change, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    with pytest.raises(BadEntry):
        entries.from_bytes(data)


@pytest.mark.parametrize("field", sorted(plain()))
def test_an_entry_that_lacks_a_field_is_refused(field: str) -> None:
    table = plain()
    del table[field]
    with pytest.raises(BadEntry):
        entries.from_bytes(canonical.encode(table))


@pytest.mark.parametrize("data", [b"", b"[]", b"null", b"1", b"{}", GOLDEN[:-1], GOLDEN + b" ", b" " + GOLDEN])
def test_what_is_no_entry_is_refused(data: bytes) -> None:
    with pytest.raises(BadEntry):
        entries.from_bytes(data)


@given(st.binary(max_size=80))
def test_any_bytes_do_no_harm(data: bytes) -> None:
    with pytest.raises(BadEntry):
        entries.from_bytes(data)


# --- the chain -------------------------------------------------------------------


@dataclass(frozen=True)
class Link:
    entry: Entry
    data: bytes


@st.composite
def chains(draw: st.DrawFn, most: int = 8) -> list[Link]:
    """The entries of one epoch as a writer appends them; the first continues some other log."""
    device, epoch, head = draw(UUIDS), draw(EPOCHS), draw(st.just(NO_HASH) | HASHES)
    chain = []
    for seq in range(1, draw(st.integers(2, most)) + 1):
        entry = an_entry(
            "medicine.used",
            {"group": draw(st.sampled_from(["courier", "truck_driver"]))},
            device=device,
            epoch=epoch,
            seq=seq,
            prev=head,
            id=draw(UUIDS),
            at=draw(INSTANTS),
            day=draw(DAYS),
        )
        data = entries.to_bytes(entry)
        chain.append(Link(entry, data))
        head = entries.hash_of(data)
    return chain


def holds(datas: list[bytes], seq: int = 0, head: str = NO_HASH) -> bool:
    """Walks a chain as a verifier does."""
    for data in datas:
        try:
            entry = entries.from_bytes(data)
        except BadEntry:
            return False
        if not entries.follows(entry, seq, head):
            return False
        seq, head = entry.seq, entries.hash_of(data)
    return True


@given(chains())
def test_a_chain_as_written_holds(chain: list[Link]) -> None:
    assert holds([link.data for link in chain])
    assert all(entries.hash_of(link.data) == hashlib.sha256(link.data).hexdigest() for link in chain)


@given(chains(), st.data())
def test_an_entry_altered_before_the_last_breaks_the_chain(chain: list[Link], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(chain) - 2))
    old = chain[place].entry
    change: dict[str, Any] = data.draw(
        st.fixed_dictionaries({}, optional={"at": INSTANTS, "day": DAYS, "by": UUIDS, "id": UUIDS, "site": UUIDS})
    )
    altered = msgspec.structs.replace(old, **change)
    assume(altered != old)
    datas = [link.data for link in chain]
    datas[place] = entries.to_bytes(altered)
    assert not holds(datas)


@given(chains(most=6), st.data())
def test_an_entry_dropped_doubled_or_moved_breaks_the_chain(chain: list[Link], data: st.DataObject) -> None:
    datas = [link.data for link in chain]
    place = data.draw(st.integers(0, len(datas) - 2))
    assert not holds(datas[:place] + datas[place + 1 :])
    assert not holds([*datas[: place + 1], datas[place], *datas[place + 1 :]])
    moved = data.draw(st.permutations(datas))
    assume(moved != datas)
    assert not holds(moved)


@given(chains(), HASHES)
def test_an_entry_does_not_follow_another_head_or_number(chain: list[Link], other: str) -> None:
    before, last = chain[-2], chain[-1]
    head = entries.hash_of(before.data)
    assume(other != head)
    assert entries.follows(last.entry, before.entry.seq, head)
    assert not entries.follows(last.entry, before.entry.seq, other)
    assert not entries.follows(last.entry, before.entry.seq - 1, head)
    assert not entries.follows(last.entry, before.entry.seq + 1, head)
