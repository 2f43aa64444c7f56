"""The API of the sync protocol. Handlers read raw bytes, so that a batch is nobody's object but ours."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any

import structlog
from fastapi import FastAPI, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute

from desktop.core import batch, enrolment, feed
from desktop.core import request as requests
from desktop.core.errors import EnvironmentFailed
from desktop.core.signed import Signed
from hub.beside import Find, SheetKeys, Wanted
from hub.committer import Committer
from hub.denied import Denied, denies, told_denied
from hub.front import PUSH, Front
from hub.ingest import Ingest, Push
from hub.limits import JSON_MOST, count_for_all
from hub.openapi import ERRORS, body, describe
from hub.pages.described import described
from hub.restored import Restored
from hub.signed_api import add_signed
from hub.signer import Gate
from hub.upkeep_api import Figures, add_upkeep
from hub.wire import JSON, answer, body_of, parse, refusal, signed_answer

# Batches up to this size are checked where they arrive; larger ones would hold up the others.
SMALL = 16 * 1024

STRUCTS = (enrolment.Request, Signed, feed.Ask, Wanted, SheetKeys, Find)


def build(gate: Gate, up: Callable[[], None] = lambda: None, pages: Sequence[BaseRoute] = ()) -> Front:
    """The application of one worker; `up` is called once it is ready, `pages` are served beside the API."""
    parts = gate.parts
    committer = Committer(parts.ingest.keep)

    @contextlib.asynccontextmanager
    async def life(_app: FastAPI) -> AsyncIterator[None]:
        up()
        yield
        await run_in_threadpool(committer.close)
        parts.database.close()

    app = FastAPI(title="Quanyi hub", version="1", docs_url=None, redoc_url=None, lifespan=life, responses=ERRORS)
    app.state.gate = gate
    app.router.routes.extend(pages)
    _add_errors(app)

    def post(path: str, name: str, struct: type | None = None) -> Callable[[Any], Any]:
        return app.post(path, name=name, openapi_extra=body(struct), response_class=Response)

    @app.get("/v1/challenge", name="challenge", response_class=Response)
    async def challenge(request: Request) -> Response:
        """A challenge to sign requests over, good for ten minutes."""
        gate.count_address(request)
        return answer({"challenge": gate.challenges.make()})

    async def push(address: str, data: bytes) -> bytes:
        known = gate.count_batch(address, data)
        try:
            if known and len(data) <= SMALL:
                checked = parts.ingest.check(data)
            else:
                async with gate.large:
                    tried = await run_in_threadpool(_tried, parts.ingest, data)
                if isinstance(tried, Denied):
                    raise tried
                checked = tried
        except Denied:
            gate.rate.count(f"address {address}", gate.limits.address)
            raise
        return parts.ingest.answer(checked, await committer.push(checked))

    @post(PUSH, "push a batch")
    async def push_batch(request: Request) -> Response:
        """Stores a batch durably and answers with a signed receipt."""
        # `Front` answers these; the route stands here for OpenAPI, and for whoever serves the app without it
        return Response(await push(gate.address(request), await body_of(request, batch.PACKED_MOST)), media_type=JSON)

    _add_joining(post, gate)
    add_signed(app, gate)
    figures = Figures(gate)
    add_upkeep(app, figures)
    describe(app, STRUCTS, described(pages))
    return Front(app, push, figures.count)


def _tried(ingest: Ingest, data: bytes) -> Push | Denied:
    """Checks a batch in a thread. A refusal is returned, without its trace: raised through a thread's future the trace
    would hold itself and megabytes of the batch until the collector comes by.
    """
    try:
        return ingest.check(data)
    except Denied as error:
        error.__cause__ = error.__context__ = None
        return error.with_traceback(None)


def _add_joining(post: Callable[..., Callable[[Any], Any]], gate: Gate) -> None:
    """What a device asks before it is known, or when the hub has forgotten it."""
    parts = gate.parts
    restored = Restored(parts)

    @post("/v1/enrol", "join", enrolment.Request)
    async def enrol(request: Request) -> Response:
        """A one-time code and a proof of the key for a signed certificate."""
        gate.count_address(request)
        asked = parse(await body_of(request, JSON_MOST), enrolment.Request)

        def take() -> Signed:
            count_for_all(parts.database, parts.clock, f"enrol {gate.address(request)}", gate.limits.guesses)
            return parts.enrolment.take(asked)

        return signed_answer(await run_in_threadpool(take))

    @post("/v1/certificate", "show a certificate", Signed)
    async def certificate(request: Request) -> Response:
        """A restored hub knows its own signature again."""
        gate.count_address(request)
        document = parse(await body_of(request, JSON_MOST), Signed)
        await run_in_threadpool(parts.enrolment.recognise, document)
        return answer({})

    @post("/v1/receipt", "show a receipt", Signed)
    async def receipt(request: Request) -> Response:
        """A receipt that is ahead of what the hub holds opens a new hub epoch."""
        gate.count_address(request)
        document = parse(await body_of(request, JSON_MOST), Signed)
        return answer({"hub_epoch": await run_in_threadpool(restored.look, document)})


def _add_errors(app: FastAPI) -> None:
    @app.exception_handler(Denied)
    async def denied(request: Request, error: Exception) -> Response:
        assert isinstance(error, Denied)
        if denies(error):
            told_denied(request, error.status, error.code, request.headers.get(requests.DEVICE, ""))
        return refusal(error)

    @app.exception_handler(EnvironmentFailed)
    async def failed(_request: Request, error: Exception) -> Response:
        structlog.get_logger().error("environment_failed", detail=str(error))
        return refusal(Denied(503, "later", retry_after=5))

    @app.exception_handler(HTTPException)
    async def http(_request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        code = {404: "not_found", 405: "method_wrong"}.get(error.status_code, "request_wrong")
        return refusal(Denied(error.status_code, code))

    @app.exception_handler(Exception)
    async def bug(_request: Request, error: Exception) -> Response:
        structlog.get_logger().error("mistake", exc_info=error)
        return refusal(Denied(500, "internal"))
