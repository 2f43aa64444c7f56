"""Who looks on while something long is made: told how far it has come, and asked whether it is still wanted.

Papers take plain data and give bytes. Whoever waits for one holds `watched` around the making, on the same thread; what
draws asks between rows and pages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


class Halted(Exception):
    """Somebody pressed 停下: nothing was made."""


def _told(_done: int, _total: int) -> None:
    """Nobody waits."""


def _wanted() -> bool:
    return False


@dataclass(frozen=True)
class Watch:
    """`told` hears how many of how many rows or cards are drawn; `halted` says whether to stop. Both are called on the
    thread that draws, some hundred times a second at most.
    """

    told: Callable[[int, int], None] = _told
    halted: Callable[[], bool] = _wanted

    def check(self) -> None:
        """Raises `Halted` when it is no longer wanted."""
        if self.halted():
            raise Halted

    def step(self, done: int, total: int) -> None:
        """Says how far it has come; raises `Halted`."""
        self.check()
        self.told(done, total)


UNWATCHED = Watch()
_WATCH: ContextVar[Watch] = ContextVar("watch", default=UNWATCHED)


@contextmanager
def watched(watch: Watch) -> Iterator[None]:
    """While it lasts, on this thread alone."""
    before = _WATCH.set(watch)
    try:
        yield
    finally:
        _WATCH.reset(before)


def watch_now() -> Watch:
    """One that never stops where nobody looks on."""
    return _WATCH.get()
