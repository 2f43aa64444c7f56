"""Tells of what came by phone, soon and never more than once in a while: open pages ask anew each time."""

from __future__ import annotations

import threading
from collections.abc import Callable

EVERY_S = 0.7


class Told:
    """Whatever comes in between is told once, after it."""

    def __init__(self, tell: Callable[[], None], every: float = EVERY_S) -> None:
        self._tell, self._every = tell, every
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None

    def __call__(self) -> None:
        with self._lock:
            if self._timer is None:
                self._timer = threading.Timer(self._every, self._fire)
                self._timer.daemon = True
                self._timer.start()

    def stop(self) -> None:
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()
            self._timer = None

    def _fire(self) -> None:
        with self._lock:
            self._timer = None
        self._tell()
