"""Machines for long runs: a real store and real rounds, without the window's services, and a network that is told
what to lose. Opening one takes milliseconds.
"""

from __future__ import annotations

import itertools
import json
import shutil
from pathlib import Path
from typing import Any

import httpx

from desktop.core import enrolment, signed
from desktop.core.entry import THE_APP
from desktop.core.keys import DeviceKey
from desktop.core.visit import VisitRecorded
from desktop.services import acknowledged
from desktop.store import epoch, membership, schema
from desktop.store.beside import put_setting
from desktop.store.database import Database
from desktop.store.folder import FORMAT, End, Folder, Label, key_check
from desktop.store.home import Home, read_home
from desktop.store.journal import RandomIds, Store
from desktop.store.membership import Membership
from desktop.store.replay import verify
from desktop.store.standing import Standing, standing
from desktop.sync.client import Client
from desktop.sync.line import Line
from desktop.sync.round import run_round
from desktop.sync.trouble import Later
from tests.stations import SetClock
from tests.sync.small_hub import SmallHub

FILE_KEY = b"\x11" * 32
SITE = "7b0e7c1a-3f7e-4d0e-8c5a-0d9e8f7a6b5c"
LOCAL = "1b0e7c1a-3f7e-4d0e-8c5a-0d9e8f7a6b5c"


class Killed(BaseException):
    """The process ends here: nothing after this is run."""


class Notes:
    """What stands beside the keys; a machine's own, whatever is copied on its disk."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    def note(self, folder: Path, name: str, text: str) -> None:
        self.kept[str(folder)] = text

    def noted(self, folder: Path, name: str) -> str:
        return self.kept.get(str(folder), "")


class Wire(httpx.BaseTransport):
    """Carries requests to a hub in this process. `fate` names request number → `lost` (never arrives), `unheard`
    (arrives, the answer does not), `killed` (as `unheard`, and the machine's power goes).
    """

    def __init__(self, hub: SmallHub, fate: dict[int, str]) -> None:
        self._hub, self._fate = hub, fate
        self._count = itertools.count()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        fate = self._fate.get(next(self._count), "")
        if fate == "lost":
            raise httpx.ConnectError("lost")
        target = request.url.raw_path.decode()
        status, answer = self._hub.answer(request.method, target, request.read(), dict(request.headers))
        if fate == "unheard":
            raise httpx.ReadError("unheard")
        if fate == "killed":
            raise Killed
        return httpx.Response(status, stream=httpx.ByteStream(json.dumps(answer).encode()))


class Machine:
    """A data folder under `place`, joined to the hub."""

    def __init__(self, place: Path, key: DeviceKey, hub: SmallHub, notes: Notes, clock: SetClock) -> None:
        self.place, self.key, self.hub, self.notes, self.clock = place, key, hub, notes, clock
        self.folder = Folder(place)
        self.open()

    def open(self) -> None:
        database = Database(self.folder.database, FILE_KEY, synchronous="OFF")
        self.store = Store(database, self.key.device, self.clock, RandomIds())
        with database.read() as connection:
            home = read_home(connection)
        assert home is not None
        epoch.open_log(self.store, home)
        acknowledged.go_on(self.notes, self.folder, self.store, self.key)

    def close(self) -> None:
        self.store.close()

    def reopen(self) -> None:
        self.close()
        self.open()

    def line(self, fate: dict[int, str]) -> Line:
        def connect(member: Membership, key: DeviceKey) -> Client:
            return Client("http://hub", key, member.certificate, transport=Wire(self.hub, fate))

        remember = acknowledged.beside_key(self.notes, self.folder, self.key.device)
        return Line(self.store, self.key, "test", remember, connect=connect)

    def append(self, count: int) -> None:
        with self.store.write() as txn:
            for _ in range(count):
                body = VisitRecorded(None, "courier", 1, "anonymous", ["rest"], self.clock.now())
                txn.append(body, day="2026-11-16", by=THE_APP)

    def round(self, fate: dict[int, str]) -> bool:
        """Whether it came to its end; a machine that was killed is opened again."""
        try:
            run_round(self.line(fate))
        except Later:
            return False
        except Killed:
            self.reopen()
            return False
        return True

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with self.store.read() as connection:
            return [tuple(row) for row in connection.exec_driver_sql(sql)]

    def stands(self) -> Standing:
        with self.store.read() as connection:
            return standing(connection)

    def own(self) -> set[str]:
        """Hashes of all that this device wrote, as far as this disk knows."""
        found = self.rows(
            f"SELECT j.hash FROM journal j JOIN logs l USING (log) WHERE l.own = 1 AND l.device = '{self.key.device}'"
        )
        return {row[0].hex() for row in found}

    def visits(self) -> list[tuple[Any, ...]]:
        return self.rows("SELECT fact, at, day, how, count, device FROM visits ORDER BY fact")

    def faults(self) -> list[dict[str, object]]:
        return verify(self.store.database, FILE_KEY).faults


def make_template(place: Path, key: DeviceKey, hub_key: DeviceKey, clock: SetClock) -> None:
    """A closed folder of a device that has joined the hub of this key."""
    place.mkdir(parents=True)
    folder = Folder(place)
    folder.write_label(Label(FORMAT, place.name, key_check(FILE_KEY)))
    store = Store(Database(folder.database, FILE_KEY, synchronous="OFF"), key.device, clock, RandomIds())
    schema.migrate(store.database.writer)
    epoch.begin_epoch(store, home=Home(LOCAL), public=key.public, reason="init", before=None)
    text = enrolment.Certificate(
        *(1, hub_key.device, hub_key.public.hex(), key.device, key.public.hex(), SITE, "station", "驿站", "", 0)
    )
    with store.write() as txn:
        put_setting(txn, "site", LOCAL)
        given = signed.sign(hub_key, enrolment.CERTIFICATE_PREAMBLE, text)
        membership.keep(txn, "http://hub", given, SITE)
    store.close()


def copy_of(template: Path, place: Path) -> None:
    shutil.copytree(template, place, ignore=shutil.ignore_patterns("*-shm"))


__all__ = ["End", "Killed", "Machine", "Notes", "Wire", "copy_of", "make_template"]
