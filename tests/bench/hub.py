"""What a hub on PostgreSQL takes, two workers and the client on the same two cores: as ratios to reading and checking
the same batches alone, measured in the same run, interleaved.
"""

from __future__ import annotations

import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import httpx
import zstandard

from desktop.core import batch
from hub.projector import Projector
from tests.bench.hub_client import push_all, request
from tests.bench.hub_ground import fill, hub, logs
from tests.hub.device import Log
from tests.out import Measurement

ROUNDS, DEVICES, EACH = 4, 4, 2_000
ACCEPT_LIMIT, PROJECT_LIMIT = 0.6, 0.2
CONNECTIONS, MANY, PUSHES = 32, 256, 40
RATE_LIMIT, P99_LIMIT_MS = 1_000, 50
BACKLOG, BACKLOG_LIMIT_S = 100_000, 10
MEMORY_LIMIT_MB = 250
AT_ONCE = 48


def batches(log: Log) -> list[bytes]:
    whole = len(log.entries)
    return [log.batch(first, min(first + batch.ENTRIES_MOST - 1, whole)) for first in range(1, whole + 1, 1_000)]


@dataclass(frozen=True)
class Bulk:
    """Facts a second: read and checked alone, accepted over HTTP, and accepted, projected and judged."""

    alone: list[float]
    accepted: list[float]
    projected: list[float]
    facts: int


@cache
def bulk() -> Bulk:
    found = Bulk([], [], [], ROUNDS * DEVICES * (EACH + 1))
    with hub() as made:
        rounds = [[*logs(made, DEVICES)] for _ in range(ROUNDS)]
        for number, round_ in enumerate(rounds):
            for log in round_:
                fill(log, EACH)
            lines = [batches(log) for log in round_]
            facts = sum(len(log.entries) for log in round_)
            began = time.perf_counter()
            for log, line in zip(round_, lines, strict=True):
                for data in line:
                    batch.opened(batch.read(data), log.key.public)
            found.alone.append(facts / (time.perf_counter() - began))
            with made.serve_idle() as port:
                seconds, _ = push_all(port, [[request(data) for data in line] for line in lines])
            found.accepted.append(facts / seconds)
            began = time.perf_counter()
            Projector(made.parts).all()
            found.projected.append(facts / (seconds + time.perf_counter() - began))
            assert number < ROUNDS
    return found


def _ratio(values: list[float], floor: list[float]) -> float:
    return statistics.median(value / base for value, base in zip(values, floor, strict=True))


def push_accept() -> Measurement:
    run = bulk()
    ratio = _ratio(run.accepted, run.alone)
    control = {"what": "accepted and projected in one go", "fails": _ratio(run.projected, run.alone) < ACCEPT_LIMIT}
    return Measurement(
        statistics.median(run.accepted), "facts/s", ACCEPT_LIMIT, ratio >= ACCEPT_LIMIT, run.facts, control, ratio
    )


def push_project() -> Measurement:
    """The control is a row a statement, as the desk writes them."""
    run = bulk()
    ratio = _ratio(run.projected, run.alone)
    slow = _one_by_one()
    control = {"what": "a statement a row", "facts_a_second": slow, "fails": slow < PROJECT_LIMIT * run.alone[0]}
    return Measurement(
        statistics.median(run.projected), "facts/s", PROJECT_LIMIT, ratio >= PROJECT_LIMIT, run.facts, control, ratio
    )


def _one_by_one() -> float:
    """Facts a second where each row is a statement of its own."""
    from hub.projection import Rows, prepare
    from hub.reading import entry_of
    from hub.working import work_out

    with hub() as made:
        (log,) = logs(made, 1)
        fill(log, 500)
        began = time.perf_counter()
        with made.parts.database.write() as session:
            prepare(session)
            for data, _ in log.entries:
                for put in work_out(entry_of(data), data, 0, log.site)[1]:
                    rows = Rows(session)
                    rows.add([put])
                    rows.flush()
                    session.row("SELECT 1")
        return len(log.entries) / (time.perf_counter() - began)


@dataclass(frozen=True)
class Singles:
    rate: float
    p99_ms: float
    pushes: int
    lone_rate: float


@cache
def singles() -> Singles:
    """Pushes of one fact on 32 connections from 256 devices; the control is one push at a time."""
    with hub() as made:
        round_ = logs(made, MANY)
        for log in round_:
            fill(log, PUSHES)
        lines = []
        for number in range(CONNECTIONS):
            own = round_[number::CONNECTIONS]
            lines.append([request(log.batch(seq, seq)) for seq in range(1, PUSHES + 2) for log in own])
        warm = MANY // CONNECTIONS
        (lone,) = logs(made, 1)
        fill(lone, 100)
        with made.serve() as client:
            port = client.base_url.port or 0
            push_all(port, [line[:warm] for line in lines])
            seconds, took = push_all(port, [line[warm:] for line in lines])
            alone, _ = push_all(port, [[request(lone.batch(seq, seq)) for seq in range(1, 102)]])
    return Singles(len(took) / seconds, statistics.quantiles(took, n=100)[98] * 1_000, len(took), 101 / alone)


def single_push_rate() -> Measurement:
    run = singles()
    control = {"what": "one at a time", "rate": run.lone_rate, "fails": run.lone_rate < RATE_LIMIT}
    return Measurement(run.rate, "pushes/s", RATE_LIMIT, run.rate >= RATE_LIMIT, run.pushes, control)


def single_push_p99() -> Measurement:
    run = singles()
    queued = CONNECTIONS * 1_000 / run.lone_rate
    control = {"what": "32 that wait for a commit each", "ms": queued, "fails": queued > P99_LIMIT_MS}
    return Measurement(run.p99_ms, "ms", P99_LIMIT_MS, run.p99_ms <= P99_LIMIT_MS, run.pushes, control)


def backlog_100k() -> Measurement:
    """One desk comes back with 100,000 facts, one batch after another; the projector works meanwhile."""
    with hub() as made:
        (log,) = logs(made, 1)
        fill(log, BACKLOG - 1)
        line = [request(data) for data in batches(log)]
        with made.serve() as client:
            seconds, _ = push_all(client.base_url.port or 0, [line])
            began = time.perf_counter()
            while client.get("/healthz").json()["waiting"]:
                Projector(made.parts).all()
            projected = seconds + time.perf_counter() - began
        slow = [request(log.batch(seq, seq)) for seq in range(1, 102)]
        with made.serve() as client:
            alone, _ = push_all(client.base_url.port or 0, [slow])
    single = alone / 101 * BACKLOG
    control = {"what": "a fact a push", "seconds": single, "fails": single > BACKLOG_LIMIT_S}
    more = {"seconds_projected": projected}
    return Measurement(seconds, "s", BACKLOG_LIMIT_S, seconds < BACKLOG_LIMIT_S, BACKLOG, control, more=more)


def hub_memory() -> Measurement:
    """The most that a worker takes while everything hostile and large is sent to it."""
    with hub() as made:
        (log,) = logs(made, 1)
        fill(log, 10_000)
        wide = Log(log.key, log.now)
        for _ in range(60):
            # lists of empty objects, the costliest thing to read: 72 bytes of memory for three of text
            wide.append({"x": [{} for _ in range(80_000)]}, kind="wish.posted")
        bomb = zstandard.ZstdCompressor(level=19).compress(bytes(200 * 1024 * 1024))
        good = log.batch(1, 1_000)
        with made.serve() as client:
            port = client.base_url.port or 0
            push_all(port, [[request(data) for data in batches(log)]] + [[request(wide.batch())]] * 7)
            for data in (good[:400] + bomb, good + bytes(3 * 1024 * 1024), b"[" * 1_000_000):
                client.post("/v1/batches", content=data)
                client.post("/v1/enrol", content=data[: 1024 * 1024])
            with ThreadPoolExecutor(AT_ONCE) as pool:
                said = set(pool.map(lambda _: _large_push(port, good), range(AT_ONCE)))
            assert said <= {400, 503}, said
            most = max(_most(worker) for worker in made.workers())
    control = {"what": "the entries of one such batch as objects", "mb": 60 * 80_000 * 72 / 2**20}
    control["fails"] = float(str(control["mb"])) > MEMORY_LIMIT_MB
    return Measurement(most, "MB", MEMORY_LIMIT_MB, most <= MEMORY_LIMIT_MB, 1, control)


def _large_push(port: int, good: bytes) -> int:
    """The status of the answer to nearly 4 MB that are no batch."""
    return httpx.post(f"http://127.0.0.1:{port}/v1/batches", content=good + bytes(3_900_000), timeout=60).status_code


def _most(process: int) -> float:
    """The most resident memory that a process has had, MB."""
    lines = Path(f"/proc/{process}/status").read_text("ascii").splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024
