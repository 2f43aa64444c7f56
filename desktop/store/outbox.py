"""What is still to go to the hub: the entries of this device's own logs behind the furthest receipts.

Only logs that this device's key wrote: those of a device that was replaced cannot be signed by this one, and are
counted apart.
"""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection

from desktop.core.batch import ENTRIES_MOST
from desktop.core.entry import NO_HASH
from desktop.core.feed import Head, Sum
from desktop.core.signed import Signed
from desktop.store.beside import put_setting, setting
from desktop.store.journal import Store
from desktop.store.membership import REFUSED, hub_epoch

# Packed, a batch is at most 4 MiB; entries that do not shrink still stay below.
PLAIN_MOST = 3 * 1024 * 1024
SUMS = "hub.sums"


@dataclass(frozen=True)
class OwnLog:
    """A log of this device: `last` its last entry's number, `held` how far the hub's receipt goes (0 for none,
    never beyond `last`), `branch` what the receipt names when the hub found this log twice.
    """

    log: int
    epoch: str
    last: int
    held: int
    branch: str


def own_logs(connection: Connection, device: str, hub_epoch: str) -> list[OwnLog]:
    """This device's logs, the oldest first, under the hub's present epoch."""
    rows = connection.exec_driver_sql(
        "SELECT l.log, l.epoch, (SELECT max(seq) FROM journal j WHERE j.log = l.log), r.seq,"
        " json_extract(r.text, '$.branch') FROM logs l"
        " LEFT JOIN receipts r ON r.hub_epoch = ? AND r.device = l.device AND r.epoch = l.epoch"
        " WHERE l.own = 1 AND l.device = ? ORDER BY l.log",
        (hub_epoch, device),
    ).fetchall()
    return [OwnLog(row[0], row[1], row[2] or 0, min(row[3] or 0, row[2] or 0), row[4] or "") for row in rows]


def refused(connection: Connection) -> dict[str, int]:
    """By epoch, the number of the first entry that the hub refused for good: it is not sent again as it is."""
    text = setting(connection, REFUSED)
    return msgspec.json.decode(text, type=dict[str, int]) if text else {}


def sendable(connection: Connection, device: str) -> list[OwnLog]:
    """Logs of this device with entries that no receipt covers and that the hub has not refused."""
    blocked = refused(connection)
    logs = own_logs(connection, device, hub_epoch(connection))
    return [log for log in logs if log.held < log.last and blocked.get(log.epoch) != log.held + 1]


def entries_from(connection: Connection, log: int, first: int, most: int = ENTRIES_MOST) -> list[tuple[bytes, str]]:
    """Bytes and hash (hex) of a log's entries from `first` on: one batch's worth, in order."""
    found: list[tuple[bytes, str]] = []
    size = 0
    rows = connection.exec_driver_sql(
        "SELECT data, hash FROM journal WHERE log = ? AND seq >= ? ORDER BY seq LIMIT ?", (log, first, most)
    )
    for data, digest in rows:
        size += len(data) + 1
        if found and size > PLAIN_MOST:
            break
        found.append((bytes(data), digest.hex()))
    return found


def hash_at(connection: Connection, log: int, seq: int) -> str | None:
    """The hash of an entry; zeros before the first one, None for one that is not here."""
    if seq == 0:
        return NO_HASH
    row = connection.exec_driver_sql("SELECT hash FROM journal WHERE log = ? AND seq = ?", (log, seq)).fetchone()
    return row[0].hex() if row else None


def receipt_of(connection: Connection, hub_epoch: str, device: str, epoch: str) -> Signed | None:
    """The furthest receipt for a log, as it was signed."""
    row = connection.exec_driver_sql(
        "SELECT text, signature FROM receipts WHERE hub_epoch = ? AND device = ? AND epoch = ? AND signature <> ''",
        (hub_epoch, device, epoch),
    ).fetchone()
    return Signed(row[0], row[1]) if row else None


class LogSums(msgspec.Struct, frozen=True):
    """What a log's entries up to `seq` come to: by kind, how many and fen."""

    seq: int = 0
    kinds: dict[str, tuple[int, int]] = {}


@dataclass(frozen=True)
class Covered:
    """Where the receipts stand and what the entries up to there come to; `by_log` is kept for the next time, so
    that only new entries are read.
    """

    heads: list[Head]
    sums: list[Sum]
    by_log: dict[str, LogSums]


def covered(connection: Connection, device: str, hub_epoch: str) -> Covered:
    """What this device and the hub both hold, to be compared; money in fen."""
    text = setting(connection, SUMS)
    before = msgspec.json.decode(text, type=dict[str, LogSums]) if text else {}
    found = Covered([], [], {})
    whole: dict[str, tuple[int, int]] = {}
    for each in own_logs(connection, device, hub_epoch):
        if not each.held:
            continue
        found.heads.append(Head(each.epoch, each.held, hash_at(connection, each.log, each.held) or NO_HASH))
        known = before.get(str(each.log), LogSums())
        known = known if known.seq <= each.held else LogSums()
        kinds = _added(known.kinds, _sums_of(connection, each.log, known.seq, each.held))
        found.by_log[str(each.log)] = LogSums(each.held, kinds)
        whole = _added(whole, kinds)
    found.sums.extend(Sum(kind, *whole[kind]) for kind in sorted(whole))
    return found


def keep_sums(store: Store, found: Covered) -> None:
    """Keeps the sums by log; writes only what is new."""
    text = msgspec.json.encode(found.by_log, order="sorted").decode()
    with store.read() as connection:
        same = setting(connection, SUMS) == text
    if not same:
        with store.write() as txn:
            put_setting(txn, SUMS, text)


def _sums_of(connection: Connection, log: int, after: int, last: int) -> dict[str, tuple[int, int]]:
    rows = connection.exec_driver_sql(
        "SELECT kind, count(*), sum(CASE WHEN kind = 'meal.served'"
        " THEN coalesce(json_extract(CAST(data AS TEXT), '$.body.subsidy_fen'), 0) ELSE 0 END)"
        " FROM journal WHERE log = ? AND seq > ? AND seq <= ? GROUP BY kind",
        (log, after, last),
    )
    return {row[0]: (row[1], row[2]) for row in rows}


def _added(one: dict[str, tuple[int, int]], two: dict[str, tuple[int, int]]) -> dict[str, tuple[int, int]]:
    both = dict(one)
    for kind, (count, fen) in two.items():
        before = both.get(kind, (0, 0))
        both[kind] = (before[0] + count, before[1] + fen)
    return both
