"""Group commit: pushes that wait at the same time share a transaction, and so its one write to the disk.

One writing thread a worker. It takes what waits, stores it, and only after the commit are the senders answered.
"""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable, Sequence

import structlog

from hub.denied import Denied
from hub.ingest import Push

TOGETHER_MOST = 64
TOGETHER_BYTES = 8 * 1024 * 1024
WAITING_MOST = 512

Store = Callable[[Sequence[Push]], list[bytes | Denied]]
_Waiting = tuple[Push, "asyncio.Future[bytes]", asyncio.AbstractEventLoop]


class Committer:
    def __init__(self, store: Store) -> None:
        self._store = store
        self._queue: queue.SimpleQueue[_Waiting | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="hub-writer", daemon=True)
        self._thread.start()

    async def push(self, push: Push) -> bytes:
        """Waits until the push is durable; the answer's body. Raises `Denied`."""
        if self._queue.qsize() >= WAITING_MOST:
            raise Denied(503, "busy", retry_after=2)
        loop = asyncio.get_running_loop()
        future: asyncio.Future[bytes] = loop.create_future()
        self._queue.put((push, future, loop))
        return await future

    def close(self) -> None:
        """Ends the thread once everything that waits has been stored."""
        self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        going = True
        while going:
            first = self._queue.get()
            if first is None:
                return
            group, going = self._gather(first)
            try:
                answers: Sequence[bytes | Exception] = self._store([push for push, _, _ in group])
            except Exception as error:
                structlog.get_logger().exception("store_failed", together=len(group))
                answers = [error] * len(group)
            loop = first[2]
            # a worker that is being stopped has closed its loop; its senders will ask again
            if not loop.is_closed():
                loop.call_soon_threadsafe(_answer, [future for _, future, _ in group], answers)

    def _gather(self, first: _Waiting) -> tuple[list[_Waiting], bool]:
        group, size = [first], len(first[0].data)
        while len(group) < TOGETHER_MOST and size < TOGETHER_BYTES:
            try:
                waiting = self._queue.get_nowait()
            except queue.Empty:
                break
            if waiting is None:
                return group, False
            group.append(waiting)
            size += len(waiting[0].data)
        return group, True


def _answer(futures: Sequence[asyncio.Future[bytes]], answers: Sequence[bytes | Exception]) -> None:
    for future, answer in zip(futures, answers, strict=True):
        if future.done():
            continue
        if isinstance(answer, Exception):
            future.set_exception(answer)
        else:
            future.set_result(answer)
