"""Epochs: the named stretches of a device's log. Each begins with a fact that names what it continues."""

from __future__ import annotations

import secrets

from desktop import __version__
from desktop.core.business_day import day_of
from desktop.core.entry import NO_HASH, THE_APP
from desktop.core.site import Continued, EpochOpened
from desktop.store.home import Home
from desktop.store.journal import Head, Store, read_head


def open_log(store: Store, home: Home) -> Head | None:
    """Stands at the end of the device's newest log; None when it has none yet."""
    with store.database.read() as connection:
        head = read_head(connection, store.device)
    if head is not None:
        store.stand_at(head, home)
    return head


def begin_epoch(
    store: Store, *, home: Home, public: bytes, reason: str, before: Head | None, by: str = THE_APP
) -> None:
    """Opens a new epoch (16 random hex digits); its first entry's `prev` is the hash that it continues."""
    epoch = secrets.token_hex(8)
    writer = store.database.writer
    writer.exec_driver_sql("INSERT INTO logs (device, epoch, own, home) VALUES (?, ?, 1, 1)", (store.device, epoch))
    log = writer.exec_driver_sql("SELECT last_insert_rowid()").scalar_one()
    start = Head(log, store.device, epoch, 0, before.hash if before else NO_HASH, before.high_water if before else 0)
    store.stand_at(start, home)
    continues = None
    if before:
        continues = Continued(before.device, before.epoch, before.seq, before.hash, before.high_water)
    with store.write() as txn:
        txn.append(
            EpochOpened(public.hex(), f"quanyi {__version__}", reason, continues),
            day=day_of(store.clock.now()),
            by=by,
        )


def continue_epoch(store: Store, *, public: bytes, reason: str) -> None:
    """Opens a new epoch behind the last own entry, while the counter goes on: one transaction, so that no entry
    can come between the two.
    """
    with store.write() as txn:
        before = txn.head
        epoch = secrets.token_hex(8)
        txn.execute("INSERT INTO logs (device, epoch, own, home) VALUES (?, ?, 1, 1)", (store.device, epoch))
        log = txn.rows("SELECT last_insert_rowid()")[0][0]
        txn.head = Head(log, store.device, epoch, 0, before.hash, before.high_water)
        continues = Continued(before.device, before.epoch, before.seq, before.hash, before.high_water)
        txn.append(
            EpochOpened(public.hex(), f"quanyi {__version__}", reason, continues),
            day=day_of(store.clock.now()),
            by=THE_APP,
        )


def last_of_all(store: Store) -> Head | None:
    """The newest own log's end, whichever device wrote it: what a restored folder continues."""
    with store.database.read() as connection:
        row = connection.exec_driver_sql("SELECT device FROM logs WHERE own = 1 ORDER BY log DESC LIMIT 1").fetchone()
        return read_head(connection, row[0]) if row else None
