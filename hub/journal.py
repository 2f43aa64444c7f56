"""The hub's own journal: it is a device, and what it decides are entries of a chain of its own.

Appends are one after another (a lock to the end of the transaction). The projector gives entries their place in the
feed and writes their rows.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any, Protocol

import uuid_utils.compat

from desktop import __version__
from desktop.core import entry as entries
from desktop.core.business_day import day_of
from desktop.core.entry import NO_HASH, THE_APP, Entry
from desktop.core.fact import Fact
from desktop.core.site import Continued, EpochOpened
from hub.database import JOURNAL_LOCK, Session
from hub.keys import HubKeys

EPOCH = "hub_epoch"


class Clock(Protocol):
    def now(self) -> int:
        """Milliseconds UTC of the machine's clock."""
        ...


@dataclass(frozen=True)
class _Last:
    epoch: str
    seq: int
    hash: str
    high: int
    number: int


def hub_epoch(session: Session) -> str:
    """The present hub epoch; empty before `init`."""
    row = session.row("SELECT value FROM hub_state WHERE name = ?", (EPOCH,))
    return str(row[0]) if row else ""


class Journal:
    def __init__(self, keys: HubKeys, clock: Clock) -> None:
        self.keys = keys
        self.clock = clock

    def begin(self, session: Session, reason: str) -> str:
        """Opens a new hub epoch (16 random hex digits) that continues what is here; returns its name."""
        session.lock(JOURNAL_LOCK)
        before = self._last(session)
        epoch = secrets.token_hex(8)
        continues = None
        if before:
            continues = Continued(self.keys.id, before.epoch, before.seq, before.hash, before.high)
        session.execute(
            "INSERT INTO hub_state (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (EPOCH, epoch),
        )
        start = _Last(
            epoch,
            0,
            before.hash if before else NO_HASH,
            before.high if before else 0,
            before.number if before else 0,
        )
        opened = EpochOpened(self.keys.device.public.hex(), f"quanyi-hub {__version__}", reason, continues)
        self._write(session, start, opened, site=self.keys.id, by=THE_APP)
        return epoch

    def append(self, session: Session, body: Fact, *, site: str = "", by: str = THE_APP, day: str = "") -> Entry:
        """Adds a fact about `site` (the hub itself when empty), decided by `by`, on the business day `day` (today)."""
        session.lock(JOURNAL_LOCK)
        last = self._last(session)
        if last is None:
            raise RuntimeError("the hub has no epoch")
        return self._write(session, last, body, site=site or self.keys.id, by=by, day=day)

    def _last(self, session: Session) -> _Last | None:
        row: Any = session.row("SELECT epoch, seq, hash, high, number FROM journal ORDER BY number DESC LIMIT 1")
        return _Last(*row) if row else None

    def _write(self, session: Session, last: _Last, body: Fact, *, site: str, by: str, day: str = "") -> Entry:
        now = self.clock.now()
        entry = Entry(
            v=body.VERSION,
            device=self.keys.id,
            epoch=last.epoch,
            seq=last.seq + 1,
            prev=last.hash,
            id=str(uuid_utils.compat.uuid7()),
            kind=body.KIND,
            at=now,
            day=day or day_of(now),
            site=site,
            by=by,
            body=body,
        )
        data = entries.to_bytes(entry)
        session.execute(
            "INSERT INTO journal (epoch, seq, fact, kind, hash, high, number, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                entry.epoch,
                entry.seq,
                entry.id,
                entry.kind,
                entries.hash_of(data),
                max(last.high, now),
                last.number + 1,
                data,
            ),
        )
        return entry
