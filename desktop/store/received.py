"""Entries of other devices and of the hub: their chains are checked as own ones are, and their rows written."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import Any, Protocol
from uuid import UUID

import msgspec
from sqlalchemy import Connection

from desktop.core import entry as entries
from desktop.core.clock import ClockCorrected
from desktop.core.entry import NO_HASH, BadEntry, Entry
from desktop.core.joining import RidersJoined
from desktop.core.rider import RiderForgotten
from desktop.core.rows import received_rows
from desktop.store import correction, projection
from desktop.store.beside import destroy_subject
from desktop.store.journal import Txn
from desktop.store.replay import begins, high_before


class Took(Enum):
    """What became of an entry: `ODD` ones are not kept, since they do not fit what is here."""

    NEW = "new"
    HERE = "here"
    FORGOTTEN = "forgotten"
    ODD = "odd"


def take_entry(txn: Txn, hub: str, text: str) -> Took:
    """Keeps an entry that came by the feed; `hub` is the hub's device id. Twice is the same as once."""
    data = text.encode("utf-8", "surrogatepass")
    try:
        entry = entries.from_bytes(data)
    except BadEntry:
        return Took.ODD
    if entry.device == txn.head.device:
        return Took.HERE
    log, own = _log(txn, entry, hub)
    seq, head, high = _stands(txn, log)
    digest = entries.hash_of(data)
    if entry.seq <= seq:
        same = txn.rows("SELECT 1 FROM journal WHERE log = ? AND hash = ?", (log, bytes.fromhex(digest)))
        if same and own:
            _held(txn, entry, digest)
        return Took.HERE if same else Took.ODD
    fits = entry.prev == head if seq else begins(entry)
    fact = UUID(entry.id).bytes
    if entry.seq != seq + 1 or not fits or txn.rows("SELECT 1 FROM journal WHERE fact = ?", (fact,)):
        return Took.ODD
    at_home = txn.rows("SELECT home FROM logs WHERE log = ?", (log,))[0][0] == 1
    site = txn.home.of(entry.site, own=at_home)
    puts = received_rows(entry, high, site=site, here=txn.home.is_here(site))
    if entry.seq == 1:
        high = high_before(entry)
    high = max(high, entry.at)
    place = (log, entry.seq, fact, entry.kind, high, bytes.fromhex(digest), data)
    txn.execute("INSERT INTO journal (log, seq, fact, kind, high, hash, data) VALUES (?, ?, ?, ?, ?, ?, ?)", place)
    projection.write(txn.connection, puts)
    if entry.kind == ClockCorrected.KIND:
        correction.apply(txn.connection, txn.home, entry)
    if own:
        _held(txn, entry, digest)
    return _forget(txn, entry) or Took.NEW


def _log(txn: Txn, entry: Entry, hub: str) -> tuple[int, bool]:
    """The log of an entry and whether it is an own one (of a device that this one replaced)."""
    row = txn.rows("SELECT log, own FROM logs WHERE device = ? AND epoch = ?", (entry.device, entry.epoch))
    if row:
        return row[0][0], bool(row[0][1])
    txn.execute(
        "INSERT INTO logs (device, epoch, own, home) VALUES (?, ?, 0, ?)",
        (entry.device, entry.epoch, int(entry.device != hub)),
    )
    return txn.rows("SELECT last_insert_rowid()")[0][0], False


def _stands(txn: Txn, log: int) -> tuple[int, str, int]:
    """Number, hash and latest clock of a log's last entry."""
    row: Any = txn.rows("SELECT seq, hash, high FROM journal WHERE log = ? ORDER BY seq DESC LIMIT 1", (log,))
    return (row[0][0], row[0][1].hex(), row[0][2]) if row else (0, NO_HASH, 0)


def _held(txn: Txn, entry: Entry, digest: str) -> None:
    """What a replaced device wrote stands at the hub as far as the feed shows: no receipt, and as good as one."""
    epoch = txn.rows("SELECT value FROM settings WHERE name = 'hub.epoch'")[0][0]
    txn.execute(
        "INSERT INTO receipts (hub_epoch, device, epoch, seq, head, at, text, signature)"
        " VALUES (?, ?, ?, ?, ?, ?, '{}', '') ON CONFLICT (hub_epoch, device, epoch) DO UPDATE"
        " SET seq = excluded.seq, head = excluded.head WHERE excluded.seq > receipts.seq",
        (epoch, entry.device, entry.epoch, entry.seq, digest, entry.at),
    )


def _forget(txn: Txn, entry: Entry) -> Took | None:
    """A rider who was forgotten elsewhere is forgotten here, in the same transaction; so is whoever turns out to be
    the same person as somebody forgotten.
    """
    if entry.kind == RidersJoined.KIND:
        return Took.FORGOTTEN if forget_joined(txn, str(entry.body.get("rider"))) else None
    if entry.kind != RiderForgotten.KIND:
        return None
    try:
        rider = msgspec.convert(entry.body, RiderForgotten).rider
    except msgspec.ValidationError:
        return None
    forget(txn, rider)
    return Took.FORGOTTEN


def forget_joined(txn: Txn, rider: str) -> bool:
    """Two ids became one person: where one of them was forgotten, all are. Whether that was so."""
    if not forgotten_here(txn, same_person(txn, rider)):
        return False
    forget(txn, rider)
    return True


def forget(txn: Txn, rider: str) -> None:
    """Destroys what is kept of a person here, under all ids that are one person's."""
    for each in {rider, *same_person(txn, rider)}:
        destroy_subject(txn, each)
        txn.execute("UPDATE known_cards SET name = '', tail = '', withdrawn = 'forgotten' WHERE rider = ?", (each,))


def forgotten_here(txn: Txn, ids: list[str]) -> bool:
    """Whether one of a person's ids was forgotten, as far as facts or the hub told."""
    marks = ", ".join("?" * len(ids))
    return bool(
        txn.rows(f"SELECT 1 FROM riders WHERE rider IN ({marks}) AND forgotten_day IS NOT NULL", ids)
        or txn.rows(f"SELECT 1 FROM known_cards WHERE rider IN ({marks}) AND withdrawn = 'forgotten'", ids)
    )


class Asked(Protocol):
    """What answers a question: a transaction, or a reading connection (`Reading`)."""

    def rows(self, sql: str, values: Sequence[object] = ()) -> Sequence[Any]: ...


class Reading:
    """A connection that only reads, asked like a transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def rows(self, sql: str, values: Sequence[object] = ()) -> Sequence[Any]:
        return self._connection.exec_driver_sql(sql, tuple(values)).fetchall()


def same_person(txn: Asked, rider: str) -> list[str]:
    """All ids of the person with this id, itself among them, in order."""
    return [
        row[0]
        for row in txn.rows(
            "WITH RECURSIVE pairs (one, other) AS (SELECT rider, same FROM joined_riders"
            " UNION SELECT rider, same FROM joined_elsewhere), ids (id) AS (VALUES (?) UNION"
            " SELECT CASE WHEN one = id THEN other ELSE one END FROM ids JOIN pairs ON id IN (one, other))"
            " SELECT id FROM ids ORDER BY id",
            (rider,),
        )
    ]
