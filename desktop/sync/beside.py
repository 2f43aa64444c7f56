"""Sheets, notes and photos to the hub: what it lacks, by hash, in parts that go on where they broke off."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from desktop.core.stick import SheetKey, seal_to
from desktop.store.journal import Store
from desktop.store.membership import Membership
from desktop.sync.client import BATCH, Client, document
from desktop.sync.trouble import Elsewhere, Final, Full

if TYPE_CHECKING:
    from sqlalchemy import Connection

PART_MOST = 262_144
SIZE_MOST = 4 * 1024 * 1024
HASHES_MOST = 500
KEYS_A_REQUEST = 100
LETTERS = {"sheet": "S", "note": "N", "blob": "P"}

_UNSENT = (
    "SELECT hash, 'sheet' FROM sheets WHERE hash NOT IN (SELECT hash FROM sent_beside)"
    " UNION ALL SELECT hash, 'note' FROM notes WHERE hash NOT IN (SELECT hash FROM sent_beside)"
    " UNION ALL SELECT hash, 'blob' FROM blobs WHERE hash NOT IN (SELECT hash FROM sent_beside) LIMIT ?"
)
_CONTENT = {
    "sheet": "SELECT sealed FROM sheets WHERE hash = ?",
    "note": "SELECT CAST(salt || CAST(text AS BLOB) AS BLOB) FROM notes WHERE hash = ?",
    "blob": "SELECT data FROM blobs WHERE hash = ?",
}


class _Wanted(msgspec.Struct, rename={"at": "from"}):
    hash: str
    at: int


class _AllWanted(msgspec.Struct):
    wanted: list[_Wanted]


class _Put(msgspec.Struct, rename={"at": "from"}):
    at: int
    done: bool


@dataclass(frozen=True)
class Thing:
    """Something that lies beside the chain: its hash (hex) and its sort."""

    hash: str
    sort: str


def unsent(connection: Connection, most: int = HASHES_MOST) -> list[Thing]:
    return [Thing(row[0], row[1]) for row in connection.exec_driver_sql(_UNSENT, (most,))]


def content_of(connection: Connection, thing: Thing) -> bytes | None:
    """The bytes whose SHA-256 is the hash; None for what was forgotten meanwhile or does not fit its hash."""
    row = connection.exec_driver_sql(_CONTENT[thing.sort], (thing.hash,)).fetchone()
    data = bytes(row[0]) if row else b""
    return data if row and hashlib.sha256(data).hexdigest() == thing.hash and len(data) <= SIZE_MOST else None


def sheet_key(connection: Connection, hash: str, member: Membership) -> SheetKey | None:
    """A sheet's key, sealed to the hub."""
    row = connection.exec_driver_sql("SELECT subject, key FROM sheets WHERE hash = ?", (hash,)).fetchone()
    return SheetKey(hash, row[0], seal_to(member.hub_key, bytes(row[1])).hex()) if row else None


@dataclass(frozen=True)
class Sent:
    """How many things the hub has now; whether it takes no more of them today."""

    things: int
    full: bool


def send_beside(store: Store, client: Client, member: Membership) -> Sent:
    """Sends all that the hub lacks. What it does not take is left for the next round; where it takes no more for the
    day, all the rest is. Raises `Later` and `Revoked`.
    """
    sent = 0
    left: set[str] = set()
    while True:
        with store.read() as connection:
            things = [each for each in unsent(connection, HASHES_MOST + len(left)) if each.hash not in left]
        things = things[:HASHES_MOST]
        if not things:
            return Sent(sent, False)
        ask = {"v": 1, "hashes": [thing.hash for thing in things]}
        wanted = document(client.post("/v1/beside/wanted", ask, signed=True), _AllWanted).wanted
        places = {each.hash: each.at for each in wanted}
        done, full = _put_all(store, client, things, places)
        left |= {thing.hash for thing in things} - {thing.hash for thing in done}
        try:
            _send_keys(store, client, member, [thing.hash for thing in done if thing.sort == "sheet"])
        except Full:
            return Sent(sent, True)
        keep_sent(store, done)
        sent += len(done)
        if full:
            return Sent(sent, True)


def _put_all(
    store: Store, client: Client, things: Sequence[Thing], places: Mapping[str, int]
) -> tuple[list[Thing], bool]:
    """Those that the hub has now, and whether it takes no more today."""
    done: list[Thing] = []
    full = False
    for thing in things:
        try:
            if thing.hash not in places or (not full and _put(store, client, thing, places[thing.hash])):
                done.append(thing)
        except Full:
            full = True
    return done, full


def keep_sent(store: Store, things: Sequence[Thing]) -> None:
    """Remembers what the hub has."""
    if things:
        with store.write() as txn:
            for thing in things:
                txn.execute("INSERT OR IGNORE INTO sent_beside (hash, sort) VALUES (?, ?)", (thing.hash, thing.sort))


def _put(store: Store, client: Client, thing: Thing, at: int) -> bool:
    """Whether the hub has it now, or it is not to be had here any more."""
    with store.read() as connection:
        data = content_of(connection, thing)
    if data is None:
        return True
    for _ in range(2 * (len(data) // PART_MOST + 2)):
        path = f"/v1/beside/{thing.hash}?sort={thing.sort}&from={at}&size={len(data)}"
        try:
            answer = document(client.send("PUT", path, data[at : at + PART_MOST], BATCH, signed=True), _Put)
        except Elsewhere as elsewhere:
            stands = elsewhere.answer.get("from")
            if not isinstance(stands, int) or not 0 <= stands <= len(data):
                return False
            at = stands
        except Final:
            return False
        else:
            if answer.done:
                return True
            at = answer.at
    return False


def _send_keys(store: Store, client: Client, member: Membership, hashes: Sequence[str]) -> None:
    for some in _parts(hashes, KEYS_A_REQUEST):
        with store.read() as connection:
            found = [sheet_key(connection, each, member) for each in some]
        sealed = [msgspec.structs.asdict(each) for each in found if each is not None]
        if sealed:
            client.post("/v1/sheet-keys", {"v": 1, "keys": sealed}, signed=True)


def _parts(hashes: Sequence[str], most: int) -> Iterator[Sequence[str]]:
    for at in range(0, len(hashes), most):
        yield hashes[at : at + most]
