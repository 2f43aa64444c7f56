"""The server: one thread of its own beside the window, small limits, and no word about who asked for what.

It is uvicorn with h11, whose buffers are bounded. What the pages read and write goes through the same store as the
counter's (`turn.py`), so that a phone never sees anything that the counter does not.
"""

from __future__ import annotations

import asyncio
import http.client
import secrets
import socket
import sys
import threading
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

from desktop.web.networks import own_address

HEADERS_MOST = 16 * 1024
TOGETHER_MOST = 160
IDLE_S = 3
WAIT_S = 5.0
HERE = "/here"


class Hasty(H11Protocol):
    """A caller who does not say within a while what they want, first or again, is hung up on: slow ones must not hold
    all places.
    """

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._before: RequestResponseCycle | None = None
        self._late = self.loop.call_later(WAIT_S, self._look)

    def _look(self) -> None:
        """Whether they said something since the last look, or are being answered."""
        now: RequestResponseCycle | None = self.cycle
        if now is self._before and (now is None or now.response_complete):
            self.transport.close()
            return
        self._before = now
        self._late = self.loop.call_later(WAIT_S, self._look)

    def connection_lost(self, exc: Exception | None) -> None:
        self._late.cancel()
        super().connection_lost(exc)


class _Server(uvicorn.Server):
    """Says when it is up."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.up = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.up.set()


class WebServer:
    """Fulfils `serving_pages.PhoneServer`; `make` makes the application when it is first started. `host` is where it
    listens: all of this machine's networks.
    """

    def __init__(self, make: Callable[[], ASGIApp], host: str = "0.0.0.0") -> None:
        self._make, self._host = make, host
        self._mark = secrets.token_hex(16)
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()

    @property
    def running(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    def start(self, port: int) -> str:
        with self._lock:
            if self.running:
                return ""
            try:
                listening = _listen(self._host, port)
            except OSError:
                return "port_taken" if _taken(port) else "no_socket"
            config = uvicorn.Config(
                self._marked(self._make()),
                http=Hasty,
                ws="none",
                lifespan="off",
                loop="asyncio",
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,
                limit_concurrency=TOGETHER_MOST,
                backlog=256,
                timeout_keep_alive=IDLE_S,
                timeout_graceful_shutdown=2,
                h11_max_incomplete_event_size=HEADERS_MOST,
            )
            self._server = server = _Server(config)
            self._thread = threading.Thread(target=server.run, args=([listening],), name="phones", daemon=True)
            self._thread.start()
            return "" if server.up.wait(WAIT_S) else "no_socket"

    def stop(self) -> None:
        with self._lock:
            if self._server is not None:
                self._server.should_exit = True
            if self._thread is not None:
                self._thread.join(2 * WAIT_S)
            self._server = self._thread = None

    def address(self) -> str:
        return own_address()

    def ask(self, url: str) -> str:
        where = urlsplit(url)
        asking = http.client.HTTPConnection(str(where.hostname), where.port or 80, timeout=WAIT_S)
        try:
            asking.request("GET", HERE)
            said = asking.getresponse().read(200)
        except (OSError, http.client.HTTPException):
            return "no_answer"
        finally:
            asking.close()
        return "good" if said == self._mark.encode() else "another"

    def _marked(self, app: ASGIApp) -> ASGIApp:
        """With an address that says which server this is, known to nobody before it runs."""
        mark = self._mark.encode()

        async def answer(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] == "http" and scope["path"] == HERE:
                head: list[tuple[bytes, bytes]] = [(b"content-type", b"text/plain"), (b"cache-control", b"no-store")]
                start: dict[str, Any] = {"type": "http.response.start", "status": 200, "headers": head}
                await send(start)
                await send({"type": "http.response.body", "body": mark})
                return
            await app(scope, receive, send)

        return answer


def _listen(host: str, port: int) -> socket.socket:
    """A listening socket. Raises `OSError`."""
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if sys.platform != "win32":
            # there it would let two programs have one port
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((host, port))
        made.listen(256)
    except OSError:
        made.close()
        raise
    return made


def _taken(port: int) -> bool:
    """Whether somebody else answers at this port of the machine."""
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True
