"""The way in: counts every request, and answers pushes itself, since they are nearly all that a hub is asked for.

The rest is FastAPI's. A push goes through no routing and no objects of a framework, which cost more than storing it.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import structlog
from fastapi import FastAPI
from starlette.types import Receive, Scope, Send

from desktop.core.batch import PACKED_MOST
from desktop.core.errors import EnvironmentFailed
from hub.denied import Denied, denies, tell
from hub.wire import JSON, refusal_parts

PUSH = "/v1/batches"
Push = Callable[[str, bytes], Awaitable[bytes]]
Count = Callable[[str, int, float], None]
_TYPE = (b"content-type", JSON.encode())


class Front:
    def __init__(self, app: FastAPI, push: Push, count: Count) -> None:
        self.application = app
        self._push = push
        self._count = count

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.application(scope, receive, send)
            return
        began = time.perf_counter()
        if scope["path"] == PUSH and scope["method"] == "POST":
            status, headers, body = await self._answer(scope, receive)
            await send({"type": "http.response.start", "status": status, "headers": headers})
            await send({"type": "http.response.body", "body": body})
            self._count(PUSH, status, time.perf_counter() - began)
            return
        status = 500

        async def note(message: MutableMapping[str, Any]) -> None:
            nonlocal status
            status = message.get("status", status)
            await send(message)

        try:
            await self.application(scope, receive, note)
        finally:
            # never the path as it came, which may hold anything
            route = getattr(scope.get("route"), "path", "other")
            self._count(route, status, time.perf_counter() - began)

    async def _answer(self, scope: Scope, receive: Receive) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
        extra: list[tuple[bytes, bytes]] = []
        address = scope["client"][0] if scope.get("client") else ""
        try:
            data = await _body(scope, receive)
            body, status = await self._push(address, data), 200
        except Denied as error:
            body, status, extra = refusal_parts(error)
            if denies(error):
                tell("POST", PUSH, status, error.code, address, error.who)
        except EnvironmentFailed:
            body, status, extra = refusal_parts(Denied(503, "later", retry_after=5))
        except Exception:
            structlog.get_logger().exception("mistake")
            body, status, extra = refusal_parts(Denied(500, "internal"))
        return status, [_TYPE, (b"content-length", str(len(body)).encode()), *extra], body


async def _body(scope: Scope, receive: Receive) -> bytes:
    """The whole body, never more of it in memory than a batch may have. Raises `Denied(413)`."""
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit() and int(value) > PACKED_MOST:
            raise Denied(413, "too_large")
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Denied(408, "cut_short")
        part = message.get("body", b"")
        size += len(part)
        if size > PACKED_MOST:
            raise Denied(413, "too_large")
        parts.append(part)
        if not message.get("more_body", False):
            return b"".join(parts)
