"""Hubs to test against: served by two workers on a real socket, on SQLite and on PostgreSQL."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import typer
from typer.testing import CliRunner

from hub.acts_cli import add_acts
from hub.app import join_parts, read_words
from hub.cli import build
from hub.database import PROJECT_LOCK, Database
from hub.keys import read_keys
from hub.parts import Parts
from hub.place import find_place
from tests.hub.device import Device
from tests.hub.servers import PIN, SUPERVISOR, new_database, postgres_server
from tests.hub.starts import started

if TYPE_CHECKING:
    from tests.hub.counter import Counter

COMMUNITY = "370102001002"


@dataclass
class Hub:
    """A hub on a database; `serve` starts it, `run` gives a command. A `warm` one is served by a fork of a process that
    has everything imported.
    """

    db: str
    key: Path
    client: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=30, verify=False))
    process: int = 0
    warm: bool = False
    _parts: list[Parts] = field(default_factory=list)

    def run(self, *arguments: str, code: int = 0) -> dict[str, Any]:
        """A command, in this process; its document. Fails unless it ends with `code`."""
        given = ["--db", self.db, "--key", str(self.key), "--json", *arguments]
        done = CliRunner().invoke(program(), given, env={"QUANYI_PIN": PIN})
        assert done.exit_code == code, f"{done.output[-2_000:]} {done.exception!r}"
        document: dict[str, Any] = json.loads(done.stdout)
        return document

    def run_apart(self, *arguments: str, code: int = 0) -> dict[str, Any]:
        """As `run`, as a process of its own, as people start it."""
        command = [sys.executable, "-m", "hub.app", "--db", self.db, "--key", str(self.key), "--json", *arguments]
        done = subprocess.run(command, capture_output=True, env={**os.environ, "QUANYI_PIN": PIN}, timeout=60)
        assert done.returncode == code, done.stderr.decode()[-2_000:] + done.stdout.decode()
        document: dict[str, Any] = json.loads(done.stdout)
        return document

    @contextlib.contextmanager
    def serve(self, *options: str, workers: int = 2) -> Iterator[httpx.Client]:
        given = ["--db", self.db, "--key", str(self.key), "--json", "serve", "--port", "0", "--workers", str(workers)]
        wide = ("--per-device", "100000", "--per-address", "100000", "--guesses", "100000")
        with (
            started([*given, *(options or wide)], warm=self.warm) as (self.process, port),
            httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30, verify=False) as self.client,
        ):
            yield self.client

    def workers(self) -> list[int]:
        """The process ids of the workers of the hub that is being served."""
        children = Path(f"/proc/{self.process}/task/{self.process}/children").read_text("ascii")
        return [int(child) for child in children.split()]

    @contextlib.contextmanager
    def serve_idle(self) -> Iterator[int]:
        """Serves while no projector works, by holding its lock; the port."""
        with self.serve() as client, self.parts.database.write() as session:
            session.lock(PROJECT_LOCK)
            yield client.base_url.port or 0

    @property
    def parts(self) -> Parts:
        """The hub's own parts in this process, on the same database."""
        if not self._parts:
            keys = read_keys(self.key)
            self._parts.append(join_parts(Database(find_place(self.db, self.key), keys.database), keys))
        return self._parts[0]

    def code(self, name: str = "泉城路驿站") -> str:
        return self.parts.enrolment.new_station(name, COMMUNITY, "00000000-0000-0000-0000-000000000000").code

    def device(self, code: str = "") -> Device:
        """A device that has joined, at a station of its own where no code is given."""
        device = Device(self.client, time.time_ns() // 1_000_000 - 3_600_000)
        answer = device.enrol(code or self.code())
        assert answer.status_code == 200, answer.text
        return device

    def close(self) -> None:
        for parts in self._parts:
            parts.database.close()


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    with postgres_server() as uri:
        yield uri


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@cache
def program() -> typer.Typer:
    made = build(read_words())
    add_acts(made)
    return made


@pytest.fixture(scope="session")
def hub_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite hub with its first supervisor, closed: others are copies of it, with its key."""
    folder = tmp_path_factory.mktemp("hub-template")
    Hub(str(folder / "data" / "hub.db"), folder / "hub.key").run("init", "--supervisor", SUPERVISOR)
    return folder


@pytest.fixture(scope="session")
def hub_template(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> Hub:
    """The same on PostgreSQL, which copies whole databases."""
    made = Hub(new_database(postgres), tmp_path_factory.mktemp("hub-template") / "hub.key")
    made.run("init", "--supervisor", SUPERVISOR)
    return made


def make_hub(backend: str, folder: Path, request: pytest.FixtureRequest) -> Hub:
    """A hub with its first supervisor."""
    if backend == "sqlite":
        shutil.copytree(request.getfixturevalue("hub_files"), folder, dirs_exist_ok=True)
        return Hub(str(folder / "data" / "hub.db"), folder / "hub.key", warm=True)
    template: Hub = request.getfixturevalue("hub_template")
    shutil.copy(template.key, folder / "hub.key")
    return Hub(new_database(request.getfixturevalue("postgres"), template.db), folder / "hub.key", warm=True)


def copy_database(hub: Hub, folder: Path, request: pytest.FixtureRequest) -> Hub:
    """The database as it is now, in another place, with the same key: a backup that was put back."""
    if hub.db.startswith("postgresql"):
        hub.close()
        hub._parts.clear()
        made = Hub(new_database(request.getfixturevalue("postgres"), hub.db), hub.key, warm=True)
    else:
        shutil.copytree(Path(hub.db).parent, folder, ignore=shutil.ignore_patterns("*-shm"))
        made = Hub(str(folder / Path(hub.db).name), hub.key, warm=True)
    request.addfinalizer(made.close)
    return made


@pytest.fixture
def hub(backend: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Hub]:
    made = make_hub(backend, tmp_path, request)
    yield made
    made.close()


@pytest.fixture(scope="session")
def served(backend: str, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Hub]:
    """A hub that is served by two workers, shared by all tests."""
    made = make_hub(backend, tmp_path_factory.mktemp("hub"), request)
    with made.serve():
        yield made
    made.close()


@pytest.fixture(scope="session")
def counter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Counter]:
    """A hub at noon where merchants serve by phone: each test has merchants, cashiers and riders of its own."""
    # it is made of what is above
    from tests.hub.counter import made_counter

    with made_counter(tmp_path_factory.mktemp("till")) as made:
        yield made
