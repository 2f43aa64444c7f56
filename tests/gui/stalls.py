"""A watch on the painting thread: how long it works between two turns of its event loop.

What counts is the processor time of that thread, so that a machine with other work beside it sees the same as one
with none. It is no wall clock: a turn that sleeps (a slow disk, Python's lock) is not seen here.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QAbstractEventDispatcher, QEventLoop, QTimer

from tests.gui.conftest import Desk

LIMIT_MS = 100.0


class Watch:
    """Between `begin` and `end` every turn is measured.

    Attributes:
        worst: by what was being done, the longest turn, ms of processor time.
    """

    def __init__(self) -> None:
        self.worst: dict[str, float] = {}
        self.doing = ""
        self._mark = time.thread_time()
        dispatcher = QAbstractEventDispatcher.instance()
        assert dispatcher is not None
        self._dispatcher = dispatcher

    def begin(self) -> None:
        self._mark = time.thread_time()
        self._dispatcher.awake.connect(self._turn)
        self._dispatcher.aboutToBlock.connect(self._turn)

    def end(self) -> None:
        self._turn()
        self._dispatcher.awake.disconnect(self._turn)
        self._dispatcher.aboutToBlock.disconnect(self._turn)

    def _turn(self) -> None:
        now = time.thread_time()
        if self.doing:
            self.worst[self.doing] = max(self.worst.get(self.doing, 0.0), (now - self._mark) * 1000)
        self._mark = time.thread_time()

    def over(self, limit: float = LIMIT_MS) -> dict[str, float]:
        """What took longer than it may."""
        return {doing: round(took, 1) for doing, took in self.worst.items() if took > limit}


@contextmanager
def watching() -> Iterator[Watch]:
    watch = Watch()
    watch.begin()
    try:
        yield watch
    finally:
        watch.end()


def do(watch: Watch, desk: Desk, name: str, act: Callable[[], None]) -> None:
    """Does it as an event of the loop, as the window's own are, and waits for all that comes of it."""
    loop = QEventLoop()

    def settled() -> None:
        if desk.runner.busy:
            QTimer.singleShot(0, settled)
        else:
            loop.quit()

    def begin() -> None:
        try:
            act()
        finally:
            QTimer.singleShot(0, settled)

    QTimer.singleShot(0, begin)
    watch.doing = name
    loop.exec()
    desk.settle()
    watch.doing = ""
