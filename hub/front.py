"""The way in: counts every request, and answers pushes itself, since they are nearly all that a hub is asked for.

The rest is FastAPI's. A push goes through no routing and no objects of a framework, which cost more than storing it.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any

import structlog
from fastapi import FastAPI
from starlette.types import Receive, Scope, Send

from desktop.core.batch import PACKED_MOST
from desktop.core.errors import EnvironmentFailed
from hub.denied import Denied, denies, tell
from hub.wire import JSON, refusal_parts

PUSH = "/v1/batches"
# Bodies beyond the first are counted, of all pushes that this worker has in hand: what comes beyond the second is asked
# to come later, so that a worker's memory has an end however many send at once.
SMALL = 64 * 1024
IN_HAND_MOST = 16 * 1024 * 1024
Push = Callable[[str, bytes], Awaitable[bytes]]
Count = Callable[[str, int, float], None]
_TYPE = (b"content-type", JSON.encode())


class Front:
    def __init__(self, app: FastAPI, push: Push, count: Count) -> None:
        self.application = app
        self._push = push
        self._count = count
        self._in_hand = 0

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
        came = _Came()
        address = scope["client"][0] if scope.get("client") else ""
        try:
            data = await self._body(scope, receive, came)
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
        finally:
            self._in_hand -= _large(came.size)
        return status, [_TYPE, (b"content-length", str(len(body)).encode()), *extra], body

    async def _body(self, scope: Scope, receive: Receive, came: _Came) -> bytes:
        """The whole body, never more of it than a batch may have; `came` says how much of it was counted.

        Raises `Denied`: 413, 408 for one that was broken off, 503 while too much is in hand.
        """
        for name, value in scope["headers"]:
            if name == b"content-length" and value.isdigit() and int(value) > PACKED_MOST:
                raise Denied(413, "too_large")
        parts: list[bytes] = []
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise Denied(408, "cut_short")
            part = message.get("body", b"")
            size = came.size + len(part)
            if size > PACKED_MOST:
                raise Denied(413, "too_large")
            parts.append(part)
            self._in_hand += _large(size) - _large(came.size)
            came.size = size
            if size > SMALL and self._in_hand > IN_HAND_MOST:
                raise Denied(503, "busy", retry_after=2)
            if not message.get("more_body", False):
                return b"".join(parts)


@dataclass
class _Came:
    """How much of a body is here."""

    size: int = 0


def _large(size: int) -> int:
    """What of a body counts."""
    return size if size > SMALL else 0
