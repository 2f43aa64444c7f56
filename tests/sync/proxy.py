"""A TCP proxy between a device and its hub that does what networks do: cuts, drips, swallows."""

from __future__ import annotations

import contextlib
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

CHUNK = 4_096


class Proxy:
    """Passes bytes on to `port`. `cut_after` counts bytes of one direction (`request` or `answer`) over all
    connections; when so many have passed, both sides are closed, once. `swallow` passes nothing on; `drip` passes
    the answer on a byte each time this many seconds have gone by; `deaf` takes requests and lets no answer through.
    """

    def __init__(self, port: int) -> None:
        self._port = port
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._direction, self._left = "", -1
        self.passed = {"request": 0, "answer": 0}
        self.swallow = False
        self.drip = 0.0
        self.deaf = False
        self.came = threading.Event()
        self._open: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._listen, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def cut_after(self, direction: str, count: int) -> None:
        with self._lock:
            self._direction, self._left = direction, count

    @property
    def has_cut(self) -> bool:
        return self._direction == ""

    def close(self) -> None:
        """Ends all connections; a second time changes nothing."""
        self._over.set()
        self._listener.close()
        for each in self._open:
            _end(each)

    def _listen(self) -> None:
        while not self._over.is_set():
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            self._open.append(near)
            self.came.set()
            if self.swallow:
                continue
            far = socket.create_connection(("127.0.0.1", self._port))
            self._open.append(far)
            for direction, source, target in (("request", near, far), ("answer", far, near)):
                threading.Thread(target=self._pump, args=(direction, source, target), daemon=True).start()

    def _pump(self, direction: str, source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(1 if self.drip and direction == "answer" else CHUNK):
                if self.deaf and direction == "answer":
                    continue
                allowed, cut = self._allow(direction, len(data))
                target.sendall(data[:allowed])
                if cut:
                    break
                if self.drip and direction == "answer":
                    self._over.wait(self.drip)
        _end(source)
        _end(target)

    def _allow(self, direction: str, count: int) -> tuple[int, bool]:
        with self._lock:
            self.passed[direction] += count
            if direction != self._direction:
                return count, False
            if count < self._left:
                self._left -= count
                return count, False
            allowed, self._direction = self._left, ""
            return allowed, True


def _end(side: socket.socket) -> None:
    with contextlib.suppress(OSError):
        side.shutdown(socket.SHUT_RDWR)
    side.close()


class Portal:
    """Says the same page to everything."""

    status = 200

    def __init__(self) -> None:
        portal = self

        class Handler(BaseHTTPRequestHandler):
            def _do(self) -> None:
                self.rfile.read(int(self.headers.get("Content-Length") or 0))
                data = b"<html><body>Sign in to use this network</body></html>"
                self.send_response(portal.status)
                self.send_header("Content-Length", str(len(data)))
                if portal.status == 302:
                    self.send_header("Location", "http://portal.invalid/")
                self.end_headers()
                self.wfile.write(data)

            do_GET = do_POST = do_PUT = _do  # noqa: N815

            def log_message(self, format: str, *args: Any) -> None:
                return

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
