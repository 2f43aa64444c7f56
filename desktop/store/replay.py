"""`verify` and `rebuild`: walks the chains, replays every fact, compares or replaces the derived tables.

The replay is written to an encrypted file beside the database, with the same key, and removed afterwards.
"""

from __future__ import annotations

import contextlib
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection

from desktop.core import entry as entries
from desktop.core.clock import days_off
from desktop.core.entry import NO_HASH, Entry
from desktop.core.errors import Broken
from desktop.core.fact import Fact, Unknown
from desktop.core.kinds import fact_of
from desktop.core.rows import received_rows, rows_of
from desktop.core.shift import DayClosed, signature_holds
from desktop.core.site import EpochOpened
from desktop.store.beside_check import BesideCheck
from desktop.store.correction import corrections
from desktop.store.database import Database, in_transaction, key_pragma, storage_errors
from desktop.store.home import Home, read_home
from desktop.store.projection import Bulk
from desktop.tables.names import DERIVED_NAMES

PAGE = 2_000


@dataclass
class Verdict:
    """What a walk found: own `facts` and `epochs` and the last own hash, entries `received` from elsewhere;
    `tables` are the names of derived tables and their rows, `faults` codes.
    """

    facts: int = 0
    received: int = 0
    epochs: int = 0
    head: str = NO_HASH
    tables: dict[str, int] = field(default_factory=dict)
    faults: list[dict[str, object]] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return not self.faults


@dataclass
class _Chain:
    seq: int = 0
    hash: str = NO_HASH
    high: int = 0


def verify(database: Database, key: bytes, *, beside: bool = True) -> Verdict:
    """Integrity of the file, every chain link and hash, the signatures of closings, every derived table against a
    replay, and (`beside`) what lies beside the chain against what facts name.

    One snapshot on a connection of its own: facts may be appended meanwhile.
    """
    verdict = Verdict()
    try:
        with database.side() as connection:
            verdict.faults.extend({"fault": "damaged_page", "detail": detail} for detail in _damaged(connection))
            with _replayed(connection, database, key, verdict, "BEGIN", beside=beside):
                _compare(connection, verdict)
    except Broken as error:
        verdict.faults.append({"fault": error.code})
    return verdict


def _damaged(connection: Connection) -> list[str]:
    """Pages of the file whose code does not fit. The check reads past the log: a page that a power cut left
    half folded is whole there, so the log is folded before anything is said.
    """
    for fold in (True, False):
        check = connection.exec_driver_sql("PRAGMA main.cipher_integrity_check").fetchall()
        if check and fold:
            connection.exec_driver_sql("PRAGMA main.wal_checkpoint(PASSIVE)").fetchall()
        else:
            break
    return [str(row[0]) for row in check]


def _compare(connection: Connection, verdict: Verdict) -> None:
    # one statement for all tables: sixty cost more to say than to work out
    each = []
    for table in DERIVED_NAMES:
        live, worked = f'SELECT * FROM main."{table}"', f'SELECT * FROM replay."{table}"'
        only = f"(SELECT count(*) FROM ({live} EXCEPT {worked})) + (SELECT count(*) FROM ({worked} EXCEPT {live}))"
        each.append(f"SELECT '{table}', {only}, (SELECT count(*) FROM main.\"{table}\")")
    for table, odd, rows in connection.exec_driver_sql(" UNION ALL ".join(each)):
        verdict.tables[table] = rows
        if odd:
            verdict.faults.append({"fault": "table_differs", "table": table, "rows": odd})


def rebuild(database: Database, key: bytes) -> Verdict:
    """Works every derived table out again, in one transaction of the writer, while nobody appends; nothing is
    replaced when a chain is broken.
    """
    verdict = Verdict()
    connection = database.writer
    with storage_errors(), _replayed(connection, database, key, verdict, "BEGIN IMMEDIATE"):
        if verdict.ok:
            for table in DERIVED_NAMES:
                connection.exec_driver_sql(f'DELETE FROM main."{table}"')
                connection.exec_driver_sql(f'INSERT INTO main."{table}" SELECT * FROM replay."{table}"')
    return verdict


@contextlib.contextmanager
def _replayed(
    connection: Connection, database: Database, key: bytes, verdict: Verdict, begin: str, *, beside: bool = False
) -> Iterator[None]:
    """A `replay` schema attached to this connection that holds all facts played again, in one transaction."""
    place = Path(f"{database.path}.replay")
    _remove(place)
    connection.exec_driver_sql(f"ATTACH DATABASE ? AS replay KEY {key_pragma(key)}", (str(place),))
    try:
        connection.exec_driver_sql("PRAGMA replay.journal_mode = OFF")
        connection.exec_driver_sql("PRAGMA replay.synchronous = OFF")
        connection.exec_driver_sql(begin)
        # in the transaction: sixty tables are otherwise sixty commits
        found = connection.exec_driver_sql("SELECT name, sql FROM main.sqlite_master WHERE type = 'table'")
        made = {row[0]: str(row[1]) for row in found}
        for table in DERIVED_NAMES:
            connection.exec_driver_sql(made[table].replace("CREATE TABLE ", "CREATE TABLE replay.", 1))
        check = BesideCheck(connection) if beside else None
        _walk(connection, verdict, check)
        if check is not None:
            verdict.faults.extend(check.faults())
        yield
        connection.exec_driver_sql("COMMIT")
    finally:
        if in_transaction(connection):
            connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("DETACH DATABASE replay")
        _remove(place)


def _remove(place: Path) -> None:
    for end in ("", "-journal", "-wal", "-shm"):
        Path(f"{place}{end}").unlink(missing_ok=True)


def _walk(connection: Connection, verdict: Verdict, beside: BesideCheck | None) -> None:
    walk = _Walk(connection, beside)
    arrived = 0
    while True:
        page = connection.exec_driver_sql(
            "SELECT arrived, log, seq, fact, kind, high, hash, data FROM main.journal"
            " WHERE arrived > ? ORDER BY arrived LIMIT ?",
            (arrived, PAGE),
        ).fetchall()
        if not page:
            break
        for row in page:
            arrived = row[0]
            fault = walk.step(row)
            if fault:
                verdict.faults.append({"fault": fault, "seq": row[2], "epoch": walk.epoch(row[1])})
            if row[1] in walk.own:
                verdict.facts += 1
                verdict.head = row[6].hex() if isinstance(row[6], bytes) else NO_HASH
            else:
                verdict.received += 1
    walk.bulk.flush()
    verdict.epochs = len(walk.own)


class _Walk:
    """Plays journal rows in the order in which they arrived, and tells what is wrong with each."""

    def __init__(self, connection: Connection, beside: BesideCheck | None) -> None:
        self.connection = connection
        self.bulk = Bulk(connection, "replay")
        self._beside = beside
        self._keys: dict[tuple[str, str], str] = {}
        self.logs: dict[int, tuple[str, str]] = {
            row[0]: (row[1], row[2]) for row in connection.exec_driver_sql("SELECT log, device, epoch FROM main.logs")
        }
        at_home = connection.exec_driver_sql("SELECT log FROM main.logs WHERE home = 1")
        self._at_home = {row[0] for row in at_home}
        self.own = {row[0] for row in connection.exec_driver_sql("SELECT log FROM main.logs WHERE own = 1")}
        self._home = read_home(connection) or Home("")
        self._corrections = corrections(connection)
        self._chains = {log: _Chain() for log in self.logs}

    def epoch(self, log: int) -> str:
        return self.logs[log][1] if log in self.logs else ""

    def step(self, row: Any) -> str | None:
        """Checks one row and plays it; the code of what is wrong with it, or None."""
        _, log, seq, fact, kind, high, digest, data = row
        if log not in self.logs:
            return "log_unknown"
        if not all(isinstance(value, bytes) for value in (fact, digest, data)):
            return "unreadable: not bytes"
        if entries.hash_of(data) != digest.hex():
            return "hash_differs"
        chain = self._chains[log]
        try:
            entry: Entry = entries.from_bytes(data)
            own = log in self.own
            known = fact_of(entry) if own else _fact_or_none(entry)
            site = self._home.of(entry.site, own=log in self._at_home)
            days = days_off(entry, self._corrections)
            if own:
                puts = rows_of(entry, chain.high, known, site=site, days=days)
            else:
                here = self._home.is_here(site)
                puts = received_rows(entry, chain.high, known, site=site, days=days, here=here)
            if entry.seq == 1:
                chain.high = high_before(entry)
        except (ValueError, struct.error, msgspec.MsgspecError) as error:
            return f"unreadable: {type(error).__name__}"
        fits = (
            entry.seq == seq == chain.seq + 1
            and (entry.prev == chain.hash if seq > 1 else self._begins(entry, own))
            and (entry.device, entry.epoch) == self.logs[log]
            and entry.id.replace("-", "") == fact.hex()
            and entry.kind == kind
        )
        chain.seq, chain.hash, chain.high = seq, digest.hex(), max(chain.high, entry.at)
        self.bulk.add(puts)
        if self._beside is not None:
            self._beside.add(entry, own)
        if not fits or chain.high != high:
            return "chain_broken"
        return None if self._signed(entry, known) else "closing_not_signed"

    def _signed(self, entry: Entry, fact: Fact | Unknown | None) -> bool:
        """Whether a day's closing bears the signature of its device; other facts bear none."""
        if isinstance(fact, EpochOpened):
            self._keys[entry.device, entry.epoch] = fact.key
        if not isinstance(fact, DayClosed):
            return True
        try:
            public = bytes.fromhex(self._keys.get((entry.device, entry.epoch), ""))
        except ValueError:
            return False
        return signature_holds(entry, fact, public)

    def _begins(self, entry: Entry, own: bool) -> bool:
        """Whether an entry begins an epoch, and what it says it goes on from stands here as it says (or lies
        in a log that is not here). What a received log goes on from may be another branch than the one here.
        """
        if not own:
            return begins(entry)
        if entry.kind != EpochOpened.KIND:
            return False
        named = continued(entry)
        if not named:
            return entry.prev == NO_HASH
        log = next((log for log, name in self.logs.items() if name == (named["device"], named["epoch"])), None)
        if log is not None:
            stands = self.connection.exec_driver_sql(
                "SELECT hash, high FROM main.journal WHERE log = ? AND seq = ?", (log, named["seq"])
            ).fetchone()
            if stands is None or (stands[0].hex(), stands[1]) != (named["hash"], named["high"]):
                return False
        return bool(entry.prev == named["hash"])


def begins(entry: Entry) -> bool:
    """Whether a received entry can be the first of its log."""
    return entry.seq == 1 and entry.prev == (continued(entry).get("hash") or NO_HASH)


def continued(entry: Entry) -> dict[str, Any]:
    """What the first entry of an epoch says it goes on from; empty for the first of all."""
    named = entry.body.get("continues") if entry.kind == EpochOpened.KIND else None
    return named if isinstance(named, dict) else {}


def high_before(entry: Entry) -> int:
    """The latest clock (ms UTC) that an epoch goes on from, as its first entry says; 0 for the first of all."""
    high = continued(entry).get("high", 0)
    return high if isinstance(high, int) else 0


def _fact_or_none(entry: Entry) -> Fact | Unknown | None:
    """The fact of an entry that came from elsewhere; None for a body that is not of its kind."""
    try:
        return fact_of(entry)
    except msgspec.ValidationError:
        return None
