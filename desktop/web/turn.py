"""The share of the store that phones get: one write at a time, and after each as long a pause as it took, so that the
counter, which writes to the same store, has at least half of it however many phones come at once.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import TypeVar

from starlette.concurrency import run_in_threadpool

from desktop.web.limits import TooMany

T = TypeVar("T")
WAITING_MOST = 200
COME_BACK_S = 5


class Turn:
    """Made for one event loop."""

    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self._free_at = 0.0
        self._waiting = 0

    async def write(self, act: Callable[[], T]) -> T:
        """Runs `act` on a worker thread when it is its turn. Raises `TooMany` where too many wait already."""
        if self._waiting >= WAITING_MOST:
            raise TooMany(COME_BACK_S)
        self._waiting += 1
        try:
            async with self._lock:
                await asyncio.sleep(max(0.0, self._free_at - time.monotonic()))
                began = time.monotonic()
                try:
                    return await run_in_threadpool(act)
                finally:
                    self._free_at = 2 * time.monotonic() - began
        finally:
            self._waiting -= 1
