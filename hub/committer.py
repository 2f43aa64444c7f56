"""Group commit: pushes that wait at the same time share a statement, and so its one write to the disk.

One writing thread a worker. Pushes gather on the event loop while a group is being stored, and go together as the next
one; only after the commit are the senders answered. The thread does nothing but wait for the database: what costs
Python (checking, signing) is done on the loop, or the two would take the interpreter from each other for every push.
"""

from __future__ import annotations

import asyncio
import queue
import threading
from collections import deque
from collections.abc import Callable, Sequence

import structlog

from hub.denied import Denied
from hub.ingest import Kept, Push

TOGETHER_MOST = 64
TOGETHER_BYTES = 8 * 1024 * 1024
WAITING_MOST = 512

Keep = Callable[[Sequence[Push]], list[Kept]]
_Waiting = tuple[Push, "asyncio.Future[Kept]"]


class Committer:
    """Belongs to one event loop: `push` is awaited on it."""

    def __init__(self, keep: Keep) -> None:
        self._keep = keep
        self._waiting: deque[_Waiting] = deque()
        self._storing = False
        self._queue: queue.SimpleQueue[tuple[list[_Waiting], asyncio.AbstractEventLoop] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="hub-writer", daemon=True)
        self._thread.start()

    async def push(self, push: Push) -> Kept:
        """Waits until the push is durable. Raises `Denied(503)` when too many wait, `EnvironmentFailed`."""
        if len(self._waiting) >= WAITING_MOST:
            raise Denied(503, "busy", retry_after=2)
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Kept] = loop.create_future()
        self._waiting.append((push, future))
        if not self._storing:
            self._storing = True
            # once the loop has been through what came in together
            loop.call_soon(self._send, loop)
        return await future

    def close(self) -> None:
        """Ends the thread once what it was given has been stored."""
        self._queue.put(None)
        self._thread.join()

    def _send(self, loop: asyncio.AbstractEventLoop) -> None:
        """Gives the thread the next group, or notes that it has nothing to do."""
        group: list[_Waiting] = []
        size = 0
        while self._waiting and len(group) < TOGETHER_MOST and size < TOGETHER_BYTES:
            waiting = self._waiting.popleft()
            group.append(waiting)
            size += len(waiting[0].data)
        self._storing = bool(group)
        if group:
            self._queue.put((group, loop))

    def _run(self) -> None:
        while (given := self._queue.get()) is not None:
            group, loop = given
            try:
                kept: Sequence[Kept | Exception] = self._keep([push for push, _ in group])
            except Exception as error:
                structlog.get_logger().exception("store_failed", together=len(group))
                kept = [error] * len(group)
            # a worker that is being stopped has closed its loop; its senders will ask again
            if not loop.is_closed():
                loop.call_soon_threadsafe(self._answer, group, kept, loop)

    def _answer(self, group: list[_Waiting], kept: Sequence[Kept | Exception], loop: asyncio.AbstractEventLoop) -> None:
        # the next group goes first: it is written while these are answered
        self._send(loop)
        for (_, future), each in zip(group, kept, strict=True):
            if future.done():
                continue
            if isinstance(each, Exception):
                future.set_exception(each)
            else:
                future.set_result(each)
