"""Notes and photos of supervisors' checks here, asked for by hash once their facts have come."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from desktop.core import business_day, sheet
from desktop.core.told import BLOB, NOTE, TOLD_MOST, GivenTold, Told
from desktop.store.journal import Store, Txn
from desktop.sync.beside import Thing, keep_sent
from desktop.sync.client import Client, document

DAYS = 60
# What findings of checks name, the newest first.
_NAMED = (
    "SELECT f.note, f.reason, f.photos FROM findings f JOIN inspections i ON i.inspection = f.inspection"
    " WHERE i.kind IN ('supervised', 'unannounced') AND i.day >= ? AND (f.note NOT NULL OR f.reason NOT NULL"
    " OR f.photos <> '') ORDER BY i.day DESC, i.inspection, f.checkpoint"
)
_HERE = (
    "SELECT 1 FROM notes WHERE hash = :hash UNION ALL SELECT 1 FROM blobs WHERE hash = :hash"
    " UNION ALL SELECT 1 FROM blanked_notes WHERE note = :hash LIMIT 1"
)


def fetch_told(store: Store, client: Client) -> int:
    """Asks for all that is lacking of the last sixty days, once; returns how much came. What the hub does not have is
    asked for in the next round. Raises `Later`, `Final` and `Revoked`.
    """
    came, lacking = 0, _lacking(store)
    while lacking:
        asked = lacking[:TOLD_MOST]
        answer = client.post("/v1/told", {"v": 1, "hashes": asked}, signed=True)
        kept = _keep(store, document(answer, GivenTold).told, asked)
        came += len(kept)
        # what did not fit into the answer is asked for again, what the hub lacks is not
        lacking = [digest for digest in lacking if digest not in kept] if kept else lacking[TOLD_MOST:]
    return came


def _lacking(store: Store) -> list[str]:
    since = business_day.plus_days(business_day.day_of(store.clock.now()), -DAYS)
    with store.read() as connection:
        named: dict[str, None] = {}
        for note, reason, photos in connection.exec_driver_sql(_NAMED, (since,)):
            named |= dict.fromkeys(each for each in (note, reason, *(photos or "").split(",")) if each)
        return [each for each in named if connection.exec_driver_sql(_HERE, {"hash": each}).fetchone() is None]


def _keep(store: Store, given: Sequence[Told], asked: Sequence[str]) -> set[str]:
    kept: list[Thing] = []
    with store.write() as txn:
        for each in given:
            if each.hash in asked and _put(txn, each):
                kept.append(Thing(each.hash, each.sort))
    # the hub has them: nothing of it is sent back
    keep_sent(store, kept)
    return {thing.hash for thing in kept}


def _put(txn: Txn, given: Told) -> bool:
    """Whether it is what its hash says."""
    try:
        data = bytes.fromhex(given.data)
        if hashlib.sha256(data).hexdigest() != given.hash:
            return False
        if given.sort == NOTE:
            salt, text = data[: sheet.SALT_BYTES], data[sheet.SALT_BYTES :].decode()
            txn.execute("INSERT OR IGNORE INTO notes (hash, salt, text) VALUES (?, ?, ?)", (given.hash, salt, text))
        elif given.sort == BLOB:
            values = (given.hash, "image/jpeg", data)
            txn.execute("INSERT OR IGNORE INTO blobs (hash, media, data) VALUES (?, ?, ?)", values)
    except ValueError:
        return False
    return given.sort in (NOTE, BLOB)
