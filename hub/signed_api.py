"""The part of the API that only a device that was taken in may use: each request is signed over a challenge."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from fastapi import FastAPI, Request, Response
from starlette.concurrency import run_in_threadpool

from desktop.core import request as requests
from desktop.core.feed import Ask
from desktop.core.finding import WantedSheets
from desktop.core.told import WantedTold
from hub.beside import PART_MOST, SORTS, Beside, Find, SheetKeys, Wanted
from hub.denied import Denied
from hub.feed import Feed
from hub.limits import JSON_MOST, count_for_all
from hub.members import Member
from hub.openapi import body, parameter
from hub.people import find_people
from hub.sheets import sheets_for
from hub.signer import Gate
from hub.told import told_to
from hub.wire import answer, body_of, parse, signed_answer

T = TypeVar("T")
# Reads the body, checks who signed it, and does the work.
Act = Callable[[Request, int, Callable[[Member, bytes], Response]], Awaitable[Response]]
_TEXT = {"type": "string"}
_NUMBER = {"type": "integer", "minimum": 0}
_HEADERS = [parameter(name, "header", _TEXT) for name in (requests.DEVICE, requests.CHALLENGE, requests.SIGNATURE)]


def add_signed(app: FastAPI, gate: Gate) -> None:
    parts = gate.parts
    feed = Feed(parts.database, parts.keys, parts.clock)

    async def act(request: Request, most: int, work: Callable[[Member, bytes], T]) -> T:
        """Reads the body, checks who signed it, and does the work, in a thread of its own."""
        data = await body_of(request, most)
        return await run_in_threadpool(lambda: work(gate.signed(request, data), data))

    @app.post("/v1/feed", name="feed", response_class=Response, openapi_extra=body(Ask) | {"parameters": _HEADERS})
    async def page(request: Request) -> Response:
        """A signed page of what this device needs, and whether both sides agree."""
        return signed_answer(await act(request, JSON_MOST, lambda member, data: feed.page(member, parse(data, Ask))))

    @app.post("/v1/find", name="find", response_class=Response, openapi_extra=body(Find) | {"parameters": _HEADERS})
    async def find(request: Request) -> Response:
        """People by their full phone number, for a named operator; logged."""

        def work(member: Member, data: bytes) -> Response:
            asked = parse(data, Find)
            count_for_all(parts.database, parts.clock, f"find {member.device}", gate.limits.guesses)
            found = find_people(parts.database, parts.keys, parts.clock, member, asked.phone, asked.by)
            return answer({"found": found})

        return await act(request, JSON_MOST, work)

    @app.post(
        "/v1/sheets",
        name="sheets",
        response_class=Response,
        openapi_extra=body(WantedSheets) | {"parameters": _HEADERS},
    )
    async def sheets(request: Request) -> Response:
        """Sheets of people whom another PC of the asker's place registered."""

        def work(member: Member, data: bytes) -> Response:
            hashes = parse(data, WantedSheets).hashes
            with parts.database.read() as session:
                return answer({"sheets": sheets_for(session, parts.keys, member, hashes)})

        return await act(request, JSON_MOST, work)

    @app.post(
        "/v1/told", name="told", response_class=Response, openapi_extra=body(WantedTold) | {"parameters": _HEADERS}
    )
    async def told(request: Request) -> Response:
        """Notes and photos of what supervisors found at the asker's place."""

        def work(member: Member, data: bytes) -> Response:
            hashes = parse(data, WantedTold).hashes
            with parts.database.read() as session:
                return answer({"told": told_to(session, member, hashes)})

        return await act(request, JSON_MOST, work)

    _add_beside(app, gate, act)
    _add_keys(app, gate, act)


def _add_beside(app: FastAPI, gate: Gate, act: Act) -> None:
    """Sheets, notes and photos, by their hash."""
    parts = gate.parts

    @app.post(
        "/v1/beside/wanted",
        name="what is wanted",
        response_class=Response,
        openapi_extra=body(Wanted) | {"parameters": _HEADERS},
    )
    async def wanted(request: Request) -> Response:
        """Which sheets, notes and photos the hub lacks, and from which byte on."""

        def work(member: Member, data: bytes) -> Response:
            hashes = parse(data, Wanted).hashes
            with parts.database.read() as session:
                return answer({"wanted": Beside(session, member.device, parts.clock.now()).wanted(hashes)})

        return await act(request, JSON_MOST, work)

    query = [
        parameter("sort", "query", {"type": "string", "enum": list(SORTS)}),
        parameter("from", "query", _NUMBER),
        parameter("size", "query", _NUMBER),
    ]

    @app.put(
        "/v1/beside/{digest}",
        name="put a part",
        response_class=Response,
        openapi_extra=body(None) | {"parameters": [*_HEADERS, parameter("digest", "path", _TEXT), *query]},
    )
    async def put(request: Request) -> Response:
        """A part of a sheet, note or photo."""
        digest = str(request.path_params["digest"])
        sort = request.query_params.get("sort", "")
        begins, size = (_number(request.query_params.get(name, "")) for name in ("from", "size"))

        def work(member: Member, data: bytes) -> Response:
            with parts.database.write() as session:
                beside = Beside(session, member.device, parts.clock.now(), gate.limits.shares)
                at, done = beside.put(digest, sort, begins, size, data)
            if not done and at == 0 and begins + len(data) == size:
                raise Denied(400, "hash_wrong")
            return answer({"from": at, "done": done})

        return await act(request, PART_MOST, work)


def _add_keys(app: FastAPI, gate: Gate, act: Act) -> None:
    parts = gate.parts

    @app.post(
        "/v1/sheet-keys",
        name="sheets' keys",
        response_class=Response,
        openapi_extra=body(SheetKeys) | {"parameters": _HEADERS},
    )
    async def sheet_keys(request: Request) -> Response:
        """Keys of sheets, sealed to the hub's box key."""

        def work(member: Member, data: bytes) -> Response:
            keys = parse(data, SheetKeys).keys
            with parts.database.write() as session:
                Beside(session, member.device, parts.clock.now(), gate.limits.shares).keep_keys(keys)
            return answer({})

        return await act(request, JSON_MOST, work)


def _number(text: str) -> int:
    """A number in a query; raises `Denied(400)`."""
    if not (text.isascii() and text.isdigit() and len(text) <= 12):
        raise Denied(400, "part_wrong")
    return int(text)
