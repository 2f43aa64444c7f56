"""Sheets of people whom another PC of this place registered: asked for by hash, once their facts have come."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from desktop.core import keys, stick
from desktop.core.canonical import NotCanonical
from desktop.core.finding import SHEETS_MOST, GivenSheet, GivenSheets
from desktop.core.sheet import SealedSheet, Unreadable
from desktop.core.stick import BadStick
from desktop.store import persons
from desktop.store.journal import Store, Txn
from desktop.store.persons import Terms
from desktop.sync.client import Client, document

# Those whom facts here name, that are not here and not forgotten, in order of their hash.
_LACKING = (
    "SELECT r.sheet FROM riders r WHERE r.sheet > ? AND r.forgotten_day IS NULL"
    " AND NOT EXISTS (SELECT 1 FROM sheets s WHERE s.hash = r.sheet)"
    " AND NOT EXISTS (SELECT 1 FROM known_cards k WHERE k.rider = r.rider AND k.withdrawn = 'forgotten')"
    " ORDER BY r.sheet LIMIT ?"
)


def fetch_sheets(store: Store, key: keys.DeviceKey, client: Client, terms: Terms) -> int:
    """Asks for all that is lacking, once; returns how many came. What the hub does not have yet is asked for in the
    next round. Raises `Later`, `Final` and `Revoked`.
    """
    came, after = 0, ""
    while True:
        with store.read() as connection:
            lacking = [row[0] for row in connection.exec_driver_sql(_LACKING, (after, SHEETS_MOST))]
        if not lacking:
            return came
        asked = client.post("/v1/sheets", {"v": 1, "hashes": lacking}, signed=True)
        came += _keep(store, key, document(asked, GivenSheets).sheets, lacking, terms)
        after = lacking[-1]


def _keep(store: Store, key: keys.DeviceKey, given: Sequence[GivenSheet], lacking: Sequence[str], terms: Terms) -> int:
    kept = 0
    with store.write() as txn:
        for each in given:
            sealed = _opened(key, each) if each.hash in lacking else None
            if sealed is not None and _wanted(txn, each):
                try:
                    persons.keep(txn, each.subject, sealed, terms)
                except (Unreadable, NotCanonical):
                    continue
                kept += 1
    return kept


def _opened(key: keys.DeviceKey, given: GivenSheet) -> SealedSheet | None:
    """The sheet with its key; None for one that is not what its hash says, or sealed for somebody else."""
    try:
        data = bytes.fromhex(given.data)
        opened = stick.open_with(key.seed, bytes.fromhex(given.key))
    except (ValueError, BadStick):
        return None
    return SealedSheet(given.hash, opened, data) if hashlib.sha256(data).hexdigest() == given.hash else None


def _wanted(txn: Txn, given: GivenSheet) -> bool:
    """Whether it is the sheet of that person, who was not forgotten meanwhile."""
    sql = "SELECT 1 FROM riders WHERE rider = ? AND sheet = ? AND forgotten_day IS NULL"
    return bool(txn.rows(sql, (given.subject, given.hash)))
