"""For those who run the hub: whether it is well, and its figures for Prometheus."""

from __future__ import annotations

import os
import time
from collections.abc import Awaitable, Callable

from fastapi import FastAPI, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from starlette.concurrency import run_in_threadpool

from hub.parts import Parts
from hub.signer import Gate
from hub.wire import answer

MULTIPROCESS = "PROMETHEUS_MULTIPROC_DIR"
_SECONDS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)


def add_upkeep(app: FastAPI, gate: Gate) -> None:
    registry = CollectorRegistry()
    requests = Counter("quanyi_hub_requests", "Requests by path and status", ["path", "status"], registry=registry)
    seconds = Histogram("quanyi_hub_seconds", "Seconds to an answer", ["path"], buckets=_SECONDS, registry=registry)

    @app.middleware("http")
    async def count(request: Request, follow: Callable[[Request], Awaitable[Response]]) -> Response:
        began = time.perf_counter()
        response = await follow(request)
        # never the path as it came, which may hold anything
        route = request.scope.get("route")
        path = getattr(route, "path", "other")
        requests.labels(path, str(response.status_code)).inc()
        seconds.labels(path).observe(time.perf_counter() - began)
        return response

    @app.get("/healthz", name="health", response_class=Response)
    async def health() -> Response:
        """200 while the database answers."""
        waiting = await run_in_threadpool(_waiting, gate.parts)
        return answer({"ok": True, "waiting": waiting})

    @app.get("/metrics", name="metrics", response_class=Response)
    async def metrics() -> Response:
        """Figures of all workers in Prometheus' text format."""

        def collect() -> bytes:
            shown = CollectorRegistry()
            if os.environ.get(MULTIPROCESS):
                MultiProcessCollector(shown)  # type: ignore[no-untyped-call]  # the library has no types here
            else:
                shown = registry
            figures = CollectorRegistry()
            waiting = Gauge("quanyi_hub_batches_waiting", "Batches that wait for the projector", registry=figures)
            waiting.set(_waiting(gate.parts))
            return generate_latest(shown) + generate_latest(figures)

        return Response(await run_in_threadpool(collect), media_type=CONTENT_TYPE_LATEST)


def _waiting(parts: Parts) -> int:
    with parts.database.read() as session:
        return int(session.row("SELECT count(*) FROM batches WHERE position IS NULL AND held = 0")[0])
