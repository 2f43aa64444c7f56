"""Hubs that hold stations' histories: demo stations whose journals were pushed over HTTP and projected."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from desktop.app import make_parts, read_words
from desktop.core import batch
from desktop.core import entry as entries
from desktop.core.keys import DeviceKey
from desktop.services.demo import Plan, fill
from hub.office import Office
from hub.projector import Projector
from hub.side import put_together
from hub.supervision import Supervisor
from tests.hub.conftest import Hub
from tests.hub.device import Device
from tests.stations import FileKeys

SUPERVISOR = Supervisor("00000000-0000-4000-8000-0000000000a1", frozenset({"supervisor"}), "督导员甲", "")


@dataclass(frozen=True)
class History:
    """A demo station: its device's key and its entries' bytes in order."""

    key: DeviceKey
    data: tuple[bytes, ...]

    @property
    def told(self) -> list[dict[str, Any]]:
        return [json.loads(one) for one in self.data]


def history(folder: Path, days: int = 40, riders: int = 24, merchants: int = 2, seed: int = 1) -> History:
    """A demo station's journal up to now."""
    parts = replace(make_parts(read_words()), keyring=FileKeys(folder / "keys"))
    office, _ = fill(parts, folder / "data", Plan(days, riders, merchants, seed, "000000", settles=False))
    with office.desk.store.read() as connection:
        rows = connection.exec_driver_sql("SELECT data FROM journal ORDER BY arrived").fetchall()
    key = DeviceKey(office.desk.secrets.seed)
    office.desk.close()
    return History(key, tuple(bytes(row[0]) for row in rows))


def place(hub: Hub, told: History, name: str, community: str) -> str:
    """A new station that joins, pushes its history over HTTP and is projected; its site at the hub."""
    device = Device(hub.client, 0)
    device.key = told.key
    code = hub.parts.enrolment.new_station(name, community, SUPERVISOR.id)
    assert device.enrol(code.code).status_code == 200
    pairs = [(data, entries.hash_of(data)) for data in told.data]
    epoch = entries.from_bytes(told.data[0]).epoch
    for at in range(0, len(pairs), 1_000):
        sent = batch.make(told.key, pairs[at : at + 1_000], told.key.device, epoch, at + 1)
        device.receipt(device.push(sent))
    Projector(hub.parts).all()
    return code.site


def office_of(hub: Hub) -> Office:
    return put_together(hub.parts, read_words())
