"""Hubs that hold stations' histories: the rows of their journals as the projector writes them, without its judging.

The projector has tests of its own; here the tables only need what it leaves in them.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop.app import make_parts, read_words
from desktop.core import entry as entries
from desktop.core.joining import DeviceEnrolled
from desktop.core.rows import rows_of
from desktop.core.site import SiteCreated
from desktop.services.demo import Plan, fill
from hub.ground import _write
from hub.office import Office
from hub.parts import Parts
from hub.side import put_together
from hub.supervision import Supervisor
from tests.hub.conftest import Hub
from tests.stations import FileKeys

SUPERVISOR = Supervisor("00000000-0000-4000-8000-0000000000a1", frozenset({"supervisor"}), "督导员甲", "")
NOBODY = "00000000-0000-0000-0000-000000000000"


@dataclass(frozen=True)
class Placed:
    """A station's history at the hub: its site there, its device, the entries as JSON."""

    site: str
    device: str
    told: list[dict[str, Any]]


def history(folder: Path, days: int = 40, riders: int = 24, merchants: int = 2, seed: int = 1) -> list[bytes]:
    """The bytes of a demo station's journal."""
    from dataclasses import replace

    parts = replace(make_parts(read_words()), keyring=FileKeys(folder / "keys"))
    office, _ = fill(parts, folder / "data", Plan(days, riders, merchants, seed, "000000"))
    with office.desk.store.read() as connection:
        rows = connection.exec_driver_sql("SELECT data FROM journal ORDER BY arrived").fetchall()
    office.desk.close()
    return [bytes(row[0]) for row in rows]


def place(parts: Parts, data: list[bytes], site: str, name: str, community: str) -> Placed:
    """Puts a journal's rows under a site of the hub."""
    told = [entries.from_bytes(one) for one in data]
    device = told[0].device
    high = 0
    with parts.database.write() as session:
        for entry in told:
            for put in rows_of(entry, high, site=site):
                _write(session, put)
            high = max(high, entry.at)
        for body in (SiteCreated("station", name, community), DeviceEnrolled(device, "ab" * 32, site)):
            entry = parts.journal.append(session, body, site=site, by=NOBODY)
            for put in rows_of(entry, 0, body):
                _write(session, put)
    return Placed(site, device, [json.loads(one) for one in data])


def office_of(hub: Hub, words: Callable[[], Any] = read_words) -> Office:
    return put_together(hub.parts, words())
