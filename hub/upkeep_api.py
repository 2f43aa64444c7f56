"""For those who run the hub: whether it is well, and its figures for Prometheus."""

from __future__ import annotations

import os

from fastapi import FastAPI, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from starlette.concurrency import run_in_threadpool

from hub.parts import Parts
from hub.serve import MULTIPROCESS
from hub.signer import Gate
from hub.wire import answer

_SECONDS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)


class Figures:
    """Counts of this worker; `/metrics` shows those of all."""

    def __init__(self, gate: Gate) -> None:
        self.parts = gate.parts
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "quanyi_hub_requests", "Requests by path and status", ["path", "status"], registry=self.registry
        )
        self._seconds = Histogram(
            "quanyi_hub_seconds", "Seconds to an answer", ["path"], buckets=_SECONDS, registry=self.registry
        )

    def count(self, path: str, status: int, seconds: float) -> None:
        self._requests.labels(path, str(status)).inc()
        self._seconds.labels(path).observe(seconds)


def add_upkeep(app: FastAPI, figures: Figures) -> None:
    parts = figures.parts

    @app.get("/healthz", name="health", response_class=Response)
    async def health() -> Response:
        """200 while the database answers."""
        waiting = await run_in_threadpool(_waiting, parts)
        return answer({"ok": True, "waiting": waiting})

    @app.get("/metrics", name="metrics", response_class=Response)
    async def metrics() -> Response:
        """Figures of all workers in Prometheus' text format."""

        def collect() -> bytes:
            shown = CollectorRegistry()
            if os.environ.get(MULTIPROCESS):
                MultiProcessCollector(shown)  # type: ignore[no-untyped-call]  # the library has no types here
            else:
                shown = figures.registry
            own = CollectorRegistry()
            waiting = Gauge("quanyi_hub_batches_waiting", "Batches that wait for the projector", registry=own)
            waiting.set(_waiting(parts))
            return generate_latest(shown) + generate_latest(own)

        return Response(await run_in_threadpool(collect), media_type=CONTENT_TYPE_LATEST)


def _waiting(parts: Parts) -> int:
    with parts.database.read() as session:
        return int(session.row("SELECT count(*) FROM batches WHERE position IS NULL AND held = 0")[0])
