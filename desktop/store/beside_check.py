"""What lies beside the chain, held against the chain: part of `verify`.

A note, sheet, file or sealed ID number that is here must be what its hash says, and a fact must name it. One
that a fact of this device names and that is not here must have been taken away by a fact: its person was
forgotten, the note blanked, the booking list destroyed or the place given back. What other devices' facts
name may lie there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection

from desktop.core import sheet
from desktop.core.entry import Entry
from desktop.core.kinds import REGISTRY
from desktop.core.naming import BLOBS, BOOKING_SHEETS, NOTES, SHEETS, named

TABLES = (NOTES, SHEETS, BLOBS, BOOKING_SHEETS)
BULK = 2_000
Fault = dict[str, object]

# How a fact leads to the person whom it is about: the field of its body, and where that id is known.
_LEADS = {
    "rider": "SELECT :id",
    "meal": "SELECT rider FROM replay.meals WHERE fact = :id",
    "visit": "SELECT rider FROM replay.visits WHERE fact = :id",
    "referral": "SELECT rider FROM replay.referrals WHERE referral = :id",
}


class BesideCheck:
    """Takes every entry of a replay in its order, and says at the end what does not fit."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._waiting: list[tuple[object, ...]] = []
        self._booking: dict[str, tuple[str, str]] = {}
        # what a later program's facts name is not known here
        self._all_known = True
        connection.exec_driver_sql(
            "CREATE TABLE replay.named (what TEXT, hash TEXT, own INTEGER, fact TEXT, lead TEXT, target TEXT)"
        )

    def add(self, entry: Entry, own: bool) -> None:
        """An entry of this device's own logs, or a received one."""
        known = REGISTRY.get(entry.kind)
        self._all_known = self._all_known and known is not None and entry.v <= known[0].VERSION
        lead = next((field for field in _LEADS if isinstance(entry.body.get(field), str)), None)
        for what, digest in named(entry.kind, entry.body):
            target = entry.body[lead] if lead else None
            self._waiting.append((what, digest, own and what != BOOKING_SHEETS, entry.id, lead, target))
        if own:
            self._follow_booking(entry)
        if len(self._waiting) >= BULK:
            self._flush()

    def _follow_booking(self, entry: Entry) -> None:
        """Which ID numbers are to be here now: those entered last, while place and list last."""
        body = entry.body
        if entry.kind == "booking_list.entered":
            self._booking[body["referral"]] = (body["batch"], body["entry"])
        elif entry.kind == "booking_list.destroyed":
            self._booking = {slip: kept for slip, kept in self._booking.items() if kept[0] != body["batch"]}
        elif entry.kind in ("slot.booked", "slot.awaited", "slot.released"):
            kept = self._booking.get(body["referral"])
            if kept and (entry.kind == "slot.released" or kept[0] != body["batch"]):
                del self._booking[body["referral"]]

    def _flush(self) -> None:
        if self._waiting:
            self._connection.exec_driver_sql("INSERT INTO replay.named VALUES (?, ?, ?, ?, ?, ?)", self._waiting)
            self._waiting.clear()

    def faults(self) -> Iterator[Fault]:
        for slip, (_, digest) in self._booking.items():
            self._waiting.append((BOOKING_SHEETS, digest, True, slip, "referral", slip))
        self._flush()
        self._connection.exec_driver_sql("CREATE INDEX replay.ix_named ON named (what, hash)")
        yield from self._altered()
        if self._all_known:
            yield from self._unnamed()
        yield from self._missing()

    def _altered(self) -> Iterator[Fault]:
        for digest, salt, text in self._rows("SELECT hash, salt, text FROM main.notes"):
            whole = isinstance(salt, bytes) and isinstance(text, str)
            if not whole or sheet.note_hash(salt, text) != digest:
                yield {"fault": "note_altered", "hash": digest}
        for digest, data in self._rows("SELECT hash, data FROM main.blobs"):
            if _hash(data) != digest:
                yield {"fault": "blob_altered", "hash": digest}
        for table in (SHEETS, BOOKING_SHEETS):
            for digest, key, sealed in self._rows(f'SELECT hash, "key", sealed FROM main.{table}'):
                if _hash(sealed) != digest or _opened(key, sealed) is None:
                    yield {"fault": "sheet_altered", "hash": digest}
        yield from self._shown()

    def _shown(self) -> Iterator[Fault]:
        """Whether people are shown as their sheets have it."""
        rows = self._rows(
            'SELECT p.rider, p.name, p.phone, p.company, s."key", s.sealed FROM main.persons p'
            " LEFT JOIN main.sheets s ON s.subject = p.rider"
        )
        for rider, name, phone, company, key, sealed in rows:
            if sealed is None:
                yield {"fault": "person_without_sheet", "rider": rider}
                continue
            content = _opened(key, sealed)
            if content and [content.get(each) for each in ("name", "phone", "company")] != [name, phone, company]:
                yield {"fault": "person_differs", "rider": rider}

    def _unnamed(self) -> Iterator[Fault]:
        for table in TABLES:
            for (digest,) in self._rows(
                f"SELECT hash FROM main.{table} t WHERE NOT EXISTS"
                f" (SELECT 1 FROM replay.named n WHERE n.what = '{table}' AND n.hash = t.hash)"
            ):
                yield {"fault": "beside_unnamed", "table": table, "hash": digest}

    def _missing(self) -> Iterator[Fault]:
        for table in TABLES:
            rows = self._rows(
                "SELECT n.hash, n.fact, n.lead, n.target FROM replay.named n"
                f" WHERE n.what = '{table}' AND n.own"
                f" AND NOT EXISTS (SELECT 1 FROM main.{table} t WHERE t.hash = n.hash)"
                " AND NOT EXISTS (SELECT 1 FROM replay.blanked_notes b WHERE b.note = n.hash)"
            )
            for digest, fact, lead, target in rows:
                if not self._forgotten(lead, target):
                    yield {"fault": "beside_missing", "table": table, "hash": digest, "of": fact}

    def _forgotten(self, lead: str | None, target: str | None) -> bool:
        if lead is None:
            return False
        found = self._connection.exec_driver_sql(
            f"SELECT 1 FROM replay.riders WHERE rider = ({_LEADS[lead]}) AND forgotten_day NOT NULL", {"id": target}
        )
        return found.fetchone() is not None

    def _rows(self, sql: str) -> Iterator[Any]:
        yield from self._connection.exec_driver_sql(sql)


def _hash(data: object) -> str:
    """SHA-256 in hex; empty for what is no bytes, whatever somebody put there."""
    return hashlib.sha256(data).hexdigest() if isinstance(data, bytes) else ""


def _opened(key: object, sealed: object) -> dict[str, str] | None:
    """What is in a sheet; None where its key does not open it."""
    if not isinstance(key, bytes) or not isinstance(sealed, bytes):
        return None
    try:
        return sheet.unseal(key, sealed)
    except ValueError:
        return None
