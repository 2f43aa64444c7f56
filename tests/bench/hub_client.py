"""A client that costs little: prepared requests over plain sockets, so that the hub is what is measured."""

from __future__ import annotations

import selectors
import socket
import time
from collections.abc import Callable, Sequence


def request(data: bytes) -> bytes:
    """The bytes of a push over HTTP/1.1."""
    head = f"POST /v1/batches HTTP/1.1\r\nHost: hub\r\nContent-Length: {len(data)}\r\n\r\n"
    return head.encode() + data


Hear = Callable[[bytes], object]


class _Line:
    """One connection and what is still to be sent on it, in order."""

    def __init__(self, port: int, waiting: list[bytes], hearing: list[Hear]) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.waiting = waiting
        self.hearing = hearing
        self.got = b""
        self.began = 0.0

    def send(self) -> None:
        self.got = b""
        self.began = time.perf_counter()
        self.socket.sendall(self.waiting.pop())

    def read(self) -> int:
        """The status once the whole answer is here, else 0."""
        self.got += self.socket.recv(65_536)
        head, found, body = self.got.partition(b"\r\n\r\n")
        if not found:
            return 0
        lower = head.lower()
        at = lower.index(b"content-length:")
        length = int(lower[at + 15 : lower.find(b"\r\n", at) if lower.find(b"\r\n", at) > 0 else None])
        if len(body) < length:
            return 0
        if self.hearing:
            self.hearing.pop()(body)
        return int(head[9:12])


def push_all(port: int, lines: Sequence[list[bytes]], hearing: Sequence[list[Hear]] = ()) -> tuple[float, list[float]]:
    """Sends each list in order, one connection a list; seconds for all, and seconds of each push. `hearing` are told
    the bodies of the answers, one a request.

    Raises `AssertionError` for an answer that is not a receipt.
    """
    selector = selectors.DefaultSelector()
    heard = hearing or [[] for _ in lines]
    open_lines = [
        _Line(port, list(reversed(waiting)), list(reversed(each))) for waiting, each in zip(lines, heard, strict=True)
    ]
    took: list[float] = []
    began = time.perf_counter()
    for line in open_lines:
        selector.register(line.socket, selectors.EVENT_READ, line)
        line.send()
    going = len(open_lines)
    while going:
        for key, _ in selector.select():
            line: _Line = key.data
            status = line.read()
            if not status:
                continue
            took.append(time.perf_counter() - line.began)
            assert status == 200, line.got[:300]
            if line.waiting:
                line.send()
            else:
                selector.unregister(line.socket)
                line.socket.close()
                going -= 1
    return time.perf_counter() - began, took
