"""Another device of the same station, whose entries arrive here as a batch would bring them."""

from __future__ import annotations

import secrets
from uuid import UUID

from desktop.core import card, keys
from desktop.core import entry as entries
from desktop.core.business_day import day_of
from desktop.core.entry import NO_HASH, THE_APP, Entry
from desktop.core.fact import Fact
from desktop.core.rows import rows_of
from desktop.core.site import EpochOpened
from desktop.store import projection
from tests.stations import Station

EPOCH = "5f1e2d3c4b5a6978"


class OtherDevice:
    """A chain of its own, written by hand; `arrive` lets it stand in the station's database."""

    def __init__(self, station: Station) -> None:
        self._station = station
        self._key = keys.DeviceKey(secrets.token_bytes(32))
        self._written: list[tuple[Entry, bytes]] = []
        self._log: int | None = None
        self._came = self._high = 0
        self.append(EpochOpened(self._key.public.hex(), "quanyi", "init"))

    def card(self, group: str) -> str:
        """A card of somebody whom this station does not know."""
        rider = self._station.desk.store.ids.other()
        return card.issue(self._key, rider, group, self._station.clock.now() // 1000 - 60, 730).text

    def append(self, body: Fact, day: str | None = None) -> Entry:
        at = self._station.clock.now()
        prev = entries.hash_of(self._written[-1][1]) if self._written else NO_HASH
        entry = Entry(
            v=body.VERSION,
            device=self._key.device,
            epoch=EPOCH,
            seq=len(self._written) + 1,
            prev=prev,
            id=self._station.desk.store.ids.fact(),
            kind=body.KIND,
            at=at,
            day=day or day_of(at),
            site=self._station.desk.place.site,
            by=THE_APP,
            body=body,
        )
        self._written.append((entry, entries.to_bytes(entry)))
        return entry

    def arrive(self) -> None:
        """All entries that have not come yet, as they are stored: log, journal, derived rows."""
        with self._station.desk.store.write() as txn:
            if self._log is None:
                txn.execute(
                    "INSERT INTO logs (device, epoch, own, home) VALUES (?, ?, 0, 0)", (self._key.device, EPOCH)
                )
                self._log = int(txn.rows("SELECT last_insert_rowid()")[0][0])
            for entry, data in self._written[self._came :]:
                before, self._high = self._high, max(self._high, entry.at)
                place = (self._log, entry.seq, UUID(entry.id).bytes, entry.kind, self._high)
                txn.execute(
                    "INSERT INTO journal (log, seq, fact, kind, high, hash, data) VALUES (?, ?, ?, ?, ?, ?, ?)",
                    (*place, bytes.fromhex(entries.hash_of(data)), data),
                )
                projection.write(txn.connection, rows_of(entries.from_bytes(data), before))
            self._came = len(self._written)
