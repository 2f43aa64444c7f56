"""The hub put together: what commands, workers and the projector have in common."""

from __future__ import annotations

import time
from dataclasses import dataclass

from desktop.core.divisions import Divisions
from hub.database import Database
from hub.enrolment import Enrolment
from hub.ingest import Ingest
from hub.journal import Clock, Journal
from hub.keys import HubKeys
from hub.members import KnownKeys


class SystemClock:
    """The machine's clock."""

    def now(self) -> int:
        return time.time_ns() // 1_000_000


@dataclass(frozen=True)
class Parts:
    database: Database
    keys: HubKeys
    clock: Clock
    journal: Journal
    members: KnownKeys
    enrolment: Enrolment
    ingest: Ingest


def put_together(database: Database, keys: HubKeys, clock: Clock, divisions: Divisions) -> Parts:
    journal = Journal(keys, clock)
    members = KnownKeys(database)
    return Parts(
        database,
        keys,
        clock,
        journal,
        members,
        Enrolment(database, journal, divisions),
        Ingest(database, keys, clock, members),
    )
