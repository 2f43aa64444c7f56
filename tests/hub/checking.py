"""A hub on a socket of its own with a street's and a district's supervisor signed in, for browsers."""

from __future__ import annotations

import asyncio
import contextlib
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import uvicorn
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hub.pages.visit import SESSION
from tests.hub.ring import Ring
from tests.ports import free_port


class Answers:
    """Loses the answers to what matches `lost`, after the work was done."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.lost = ""
        self.came: list[str] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "POST":
            await self.app(scope, receive, send)
            return
        self.came.append(scope["path"])
        if not self.lost or not re.search(self.lost, scope["path"]):
            await self.app(scope, receive, send)
            return

        async def swallow(_message: Message) -> None:
            return

        await self.app(scope, receive, swallow)
        # the line is cut in the middle of the answer
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"1000")]})
        await send({"type": "http.response.body", "body": b"{", "more_body": True})
        raise ConnectionResetError


@dataclass
class Served:
    """`url` is where the hub is; `answers` may lose what it says."""

    ring: Ring
    url: str
    answers: Answers

    def signed_in(self, context: Any, role: str = "street") -> None:
        """Gives a browser the session of somebody."""
        context.add_cookies([{"name": SESSION, "value": self.ring.token(role)[0], "url": self.url}])

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        with self.ring.parts.database.read() as session:
            return [tuple(row) for row in session.rows(sql, values)]


@contextlib.contextmanager
def serving(ring: Ring) -> Iterator[Served]:
    answers, port = Answers(ring.app), free_port()
    server = uvicorn.Server(
        uvicorn.Config(answers, "127.0.0.1", port, lifespan="off", log_level="critical", timeout_graceful_shutdown=1)
    )
    thread = threading.Thread(target=lambda: asyncio.run(server.serve()), daemon=True)
    thread.start()
    ready = threading.Event()
    while not server.started:
        ready.wait(0.01)
    yield Served(ring, f"http://127.0.0.1:{port}", answers)
    server.should_exit = True
    thread.join(10)
