"""How long a batch takes beside 10 million facts, against a hub that is empty: in the same PostgreSQL, by turns.

`QUANYI_BENCH_FACTS` takes another number of facts.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import statistics
import tempfile
import time
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from desktop.core.visit import VisitRecorded
from hub.projector import Projector
from tests.bench.hub_full import Filled, fill_up
from tests.bench.hub_ground import SERVICES, logs, meal, now
from tests.hub.conftest import PIN, Hub
from tests.hub.device import Log
from tests.hub.servers import new_database, postgres_server
from tests.out import Measurement

FACTS = int(os.environ.get("QUANYI_BENCH_FACTS", "10000000"))
LIMIT = 1.2
FACTS_A_BATCH = 1_000
ROUNDS, WARM, CONTROLS = 60, 6, 4
DEVICES = 4
DAY_MS = 86_400_000


@dataclass
class Side:
    """A hub that is measured: its devices, and seconds to accept (read, check, store durably) and to project."""

    hub: Hub
    devices: Sequence[Log]
    riders: int
    begins: int
    accepted: list[float] = field(default_factory=list)
    projected: list[float] = field(default_factory=list)

    def batch(self, number: int) -> None:
        """A thousand facts of one day, which is no other batch's, by people who may have years of meals here."""
        log = self.devices[number % DEVICES]
        log.now = self.begins + number * DAY_MS
        first = len(log.entries) + 1
        merchant = str(uuid.UUID(int=number % DEVICES, version=4))
        for nth in range(FACTS_A_BATCH - (first == 2)):
            chosen = (number * FACTS_A_BATCH + nth) * 6_151 % self.riders
            rider = str(uuid.UUID(hashlib.md5(f"r{chosen}".encode(), usedforsecurity=False).hexdigest()))
            log.append(
                meal(rider, merchant, log.now)
                if nth % 4 == 3
                else VisitRecorded(rider, "courier", 1, "card", SERVICES, log.now)
            )
        data = log.batch(1 if first == 2 else first)
        ingest = self.hub.parts.ingest
        began = time.perf_counter()
        ingest.store(ingest.check(data))
        middle = time.perf_counter()
        done = Projector(self.hub.parts).all()
        self.projected.append(time.perf_counter() - middle)
        self.accepted.append(middle - began)
        assert done >= FACTS_A_BATCH


def hub_10m() -> Measurement:
    """The larger of both ratios, accepting and projecting; the control reads a whole table beside each batch."""
    with _sides() as (empty, full, filled, seconds):
        _by_turns(empty, full, WARM)
        for side in (empty, full):
            side.accepted.clear()
            side.projected.clear()
        _by_turns(empty, full, ROUNDS)
        accept, project = _ratio(empty.accepted, full.accepted), _ratio(empty.projected, full.projected)
        times = {
            f"{name}_{what}_ms": round(_quartile(getattr(side, what)) * 1_000, 1)
            for name, side in (("empty", empty), ("full", full))
            for what in ("accepted", "projected")
        }
        control = _reading_whole(empty, full)
    ratio = max(accept, project)
    return Measurement(
        value=times["full_accepted_ms"] + times["full_projected_ms"],
        unit="ms",
        limit=LIMIT,
        ratio=ratio,
        holds=ratio <= LIMIT,
        n=ROUNDS,
        control={
            "what": "the whole of one table read beside each batch",
            "ratio": round(control, 2),
            "fails": control > LIMIT,
        },
        more={
            "facts": FACTS,
            "accept_ratio": round(accept, 3),
            "project_ratio": round(project, 3),
            **times,
            "rows": filled.rows,
            "bytes": filled.bytes,
            "filled_in_s": round(seconds),
            "load": [round(each, 1) for each in os.getloadavg()],
        },
    )


@contextlib.contextmanager
def _sides() -> Iterator[tuple[Side, Side, Filled, float]]:
    with postgres_server() as uri, tempfile.TemporaryDirectory() as folder:
        os.environ["QUANYI_PIN"] = PIN
        hubs = []
        for name in ("empty", "full"):
            made = Hub(new_database(uri), Path(folder) / f"{name}.key")
            made.run("init", "--supervisor", "甲")
            hubs.append(made)
        began = time.perf_counter()
        filled = fill_up(hubs[1].db, FACTS)
        seconds = time.perf_counter() - began
        begins = now() - (WARM + ROUNDS + CONTROLS + 1) * DAY_MS
        sides = [Side(made, logs(made, DEVICES), filled.riders, begins) for made in hubs]
        yield sides[0], sides[1], filled, seconds
        for made in hubs:
            made.close()


def _by_turns(empty: Side, full: Side, rounds: int) -> None:
    begins = len(empty.devices[0].entries) and sum(len(log.entries) for log in empty.devices) // FACTS_A_BATCH
    for number in range(begins, begins + rounds):
        for side in (empty, full) if number % 2 else (full, empty):
            side.batch(number)


def _ratio(floor: Sequence[float], values: Sequence[float]) -> float:
    """Of the lower quartiles: what else the machine does only ever adds to a time."""
    return _quartile(values) / _quartile(floor)


def _quartile(values: Sequence[float]) -> float:
    return statistics.quantiles(values, n=4)[0]


def _reading_whole(empty: Side, full: Side) -> float:
    """The control's ratio: beside each batch a whole table is read, as where an index is missing."""
    ratios = []
    for number in range(CONTROLS):
        took = []
        for side in (empty, full):
            side.batch(WARM + ROUNDS + number)
            began = time.perf_counter()
            with side.hub.parts.database.read() as session:
                session.row("SELECT count(*) FROM meals WHERE programme = 'none'")
            took.append(side.projected[-1] + time.perf_counter() - began)
        ratios.append(took[1] / took[0])
    return statistics.median(ratios)
