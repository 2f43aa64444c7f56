"""The store: appends facts with their derived rows in one transaction, and reads.

Only after the commit does anything turn green, beep or print. One thread writes; a transaction that is begun
inside another joins it, so that an act of several facts, or a demo's whole day, is one commit.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

import uuid_utils.compat
from sqlalchemy import Connection

from desktop.core import entry as entries
from desktop.core.entry import NO_HASH, Entry
from desktop.core.fact import Fact
from desktop.core.rows import CLOCK_TOLERANCE_MS, rows_of
from desktop.store import projection
from desktop.store.database import Database, lent, storage_errors
from desktop.store.home import Home

_INSERT = "INSERT INTO journal (log, seq, fact, kind, high, hash, data) VALUES (?, ?, ?, ?, ?, ?, ?)"


class Clock(Protocol):
    def now(self) -> int:
        """Milliseconds UTC of the machine's clock."""
        ...


class Ids(Protocol):
    def fact(self) -> str:
        """A new fact id, UUIDv7."""
        ...

    def other(self) -> str:
        """A new id of a person, place or thing, UUIDv4."""
        ...


class RandomIds:
    """Ids as the operating system's randomness gives them."""

    def fact(self) -> str:
        return str(uuid_utils.compat.uuid7())

    def other(self) -> str:
        return str(uuid_utils.compat.uuid4())


@dataclass(frozen=True)
class Head:
    """Where a log stands: the last entry's number and hash, and the latest clock in it (ms UTC)."""

    log: int
    device: str
    epoch: str
    seq: int
    hash: str
    high_water: int


class Txn:
    """A transaction that is under way: reads what it wrote, appends, touches private tables."""

    def __init__(self, connection: Connection, head: Head, clock: Clock, ids: Ids, site: str, home: Home) -> None:
        self.connection = connection
        # The same connection without SQLAlchemy's layers, which cost as much as the statements of a check-in.
        self._driver: Any = connection.connection.driver_connection
        self.head = head
        self._clock = clock
        self._ids = ids
        self.site = site
        self.home = home

    def execute(self, sql: str, values: Sequence[object] = ()) -> None:
        self._driver.execute(sql, tuple(values))

    def rows(self, sql: str, values: Sequence[object] = ()) -> Sequence[Any]:
        found: list[Any] = self._driver.execute(sql, tuple(values)).fetchall()
        return found

    def append(self, body: Fact, *, day: str, by: str, site: str | None = None, fact: str = "") -> Entry:
        """Adds a fact with its derived rows; `fact` is an id that was made for it before, by this store. Durable only
        when the transaction has been committed.
        """
        head = self.head
        entry = Entry(
            v=body.VERSION,
            device=head.device,
            epoch=head.epoch,
            seq=head.seq + 1,
            prev=head.hash,
            id=fact or self._ids.fact(),
            kind=body.KIND,
            at=self._clock.now(),
            day=day,
            site=site or self.site,
            by=by,
            body=body,
        )
        data = entries.to_bytes(entry)
        digest = entries.hash_of(data)
        high = max(head.high_water, entry.at)
        place = (head.log, entry.seq, UUID(entry.id).bytes, entry.kind, high, bytes.fromhex(digest), data)
        self._driver.execute(_INSERT, place)
        projection.write(
            self.connection, rows_of(entry, head.high_water, body, site=self.home.of(entry.site, own=True))
        )
        self.head = Head(head.log, head.device, head.epoch, entry.seq, digest, high)
        return entry


class Store:
    """A station's database with its journal. `epoch` is opened by `store/epoch.py` before the first append."""

    def __init__(self, database: Database, device: str, clock: Clock, ids: Ids) -> None:
        self.database = database
        self.device = device
        self.clock = clock
        self.ids = ids
        self.site = ""
        self.home = Home("")
        self._head: Head | None = None
        self._open: Txn | None = None
        self._lock = threading.RLock()

    @property
    def head(self) -> Head:
        """Where this device's log stands, as committed."""
        if self._head is None:
            raise RuntimeError("no epoch is open")
        return self._head

    def stand_at(self, head: Head, home: Home) -> None:
        """Sets the place from which appends go on; called when a log is opened."""
        self._head, self.site, self.home = head, home.named, home

    @contextlib.contextmanager
    def write(self) -> Iterator[Txn]:
        """One transaction: commits at the end, rolls back on any exception."""
        with self._lock:
            if self._open is not None:
                yield self._open
                return
            connection = self.database.writer
            with storage_errors(), lent(connection):
                connection.exec_driver_sql("BEGIN IMMEDIATE")
                txn = Txn(connection, self.head, self.clock, self.ids, self.site, self.home)
                self._open = txn
                try:
                    yield txn
                    connection.exec_driver_sql("COMMIT")
                except BaseException:
                    with contextlib.suppress(Exception):
                        connection.exec_driver_sql("ROLLBACK")
                    raise
                finally:
                    self._open = None
                self._head, self.site, self.home = txn.head, txn.site, txn.home

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody appends meanwhile; for work that replaces derived tables. Not inside a transaction."""
        with self._lock:
            if self._open is not None:
                raise RuntimeError("a transaction is open")
            yield

    @contextlib.contextmanager
    def read(self) -> Iterator[Connection]:
        """A snapshot to read from; inside an open transaction of this thread, that transaction."""
        if self._open is not None and self._lock.acquire(blocking=False):
            try:
                if self._open is not None:
                    yield self._open.connection
                    return
            finally:
                self._lock.release()
        with self.database.read() as connection:
            yield connection

    def clock_behind(self) -> int:
        """Milliseconds by which the machine's clock is behind the latest entry; 0 when it is not."""
        behind = self.head.high_water - self.clock.now()
        return behind if behind > CLOCK_TOLERANCE_MS else 0

    def close(self) -> None:
        self.database.close()


def read_head(connection: Connection, device: str) -> Head | None:
    """Where the device's newest log stands, or None when it has none."""
    log = connection.exec_driver_sql(
        "SELECT log, epoch FROM logs WHERE device = ? AND own = 1 ORDER BY log DESC LIMIT 1", (device,)
    ).fetchone()
    if log is None:
        return None
    last = connection.exec_driver_sql(
        "SELECT seq, hash, high FROM journal WHERE log = ? ORDER BY seq DESC LIMIT 1", (log[0],)
    ).fetchone()
    if last is None:
        return Head(log[0], device, log[1], 0, NO_HASH, 0)
    return Head(log[0], device, log[1], last[0], last[1].hex(), last[2])
