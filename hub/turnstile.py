"""Hands each connection to the next worker in turn.

Workers that accept from one socket themselves share it by chance: whoever wakes first takes all that wait, and one
answers three quarters of the requests while the other is idle. A descriptor costs 30 µs to hand over, once a
connection.
"""

from __future__ import annotations

import asyncio
import itertools
import socket
import threading
from collections.abc import Sequence

import structlog
import uvicorn

WATCH_S = 0.5
FULL_S = 0.01
_SIGN = b"."


class Turnstile:
    """The listening process's side; a channel is this end of a worker's socket pair."""

    def __init__(self, listener: socket.socket, channels: Sequence[socket.socket]) -> None:
        self._listener = listener
        self._channels = channels
        self._turns = itertools.cycle(channels)
        listener.settimeout(WATCH_S)
        for channel in channels:
            channel.setblocking(False)

    def loop(self, stop: threading.Event) -> None:
        """Until it is told to stop; a connection that is under way is given to somebody before that."""
        while not stop.is_set():
            try:
                connection, _ = self._listener.accept()
            except TimeoutError:
                continue
            except OSError as error:
                if stop.is_set():
                    return
                # too many open files, a client that is gone again: the next one may do
                structlog.get_logger().warning("connection_lost", detail=str(error))
                stop.wait(FULL_S)
                continue
            with connection:
                while not self._give(connection) and not stop.wait(FULL_S):
                    pass

    def _give(self, connection: socket.socket) -> bool:
        """Whether a worker had room for it."""
        for channel, _ in zip(self._turns, self._channels, strict=False):
            try:
                socket.send_fds(channel, [_SIGN], [connection.fileno()])
            except OSError:
                # full, or a worker that has ended
                continue
            return True
        return False


class Handed(uvicorn.Server):
    """A worker's side: serves connections that come over a channel, until the channel ends."""

    def __init__(self, config: uvicorn.Config, channel: socket.socket) -> None:
        super().__init__(config)
        self._channel = channel
        self._joining: set[asyncio.Task[object]] = set()
        channel.setblocking(False)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=[])
        asyncio.get_running_loop().add_reader(self._channel, self._take)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        asyncio.get_running_loop().remove_reader(self._channel)
        self._channel.close()
        await super().shutdown(sockets)

    def _take(self) -> None:
        try:
            sign, descriptors, _, _ = socket.recv_fds(self._channel, 1, 1)
        except BlockingIOError:
            return
        loop = asyncio.get_running_loop()
        if not sign:
            # whoever watches over the workers is gone
            loop.remove_reader(self._channel)
            self.should_exit = True
        for descriptor in descriptors:
            connection = socket.socket(fileno=descriptor)
            connection.setblocking(False)
            if connection.family in (socket.AF_INET, socket.AF_INET6):
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            task: asyncio.Task[object] = loop.create_task(loop.connect_accepted_socket(self._protocol, connection))
            self._joining.add(task)
            task.add_done_callback(self._joining.discard)

    def _protocol(self) -> asyncio.Protocol:
        made: asyncio.Protocol = self.config.http_protocol_class(  # type: ignore[call-arg]
            config=self.config, server_state=self.server_state, app_state=self.lifespan.state
        )
        return made
