"""Work beside the thread that paints: one writer, some readers, one for what is far away, some for papers, and
results that come back by signal.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from desktop.core.errors import Trouble

T = TypeVar("T")
Failed = Callable[[Exception], None]


class Tasks(Protocol):
    """What presenters need of it."""

    def run_write(self, func: Callable[[], T], then: Callable[[T], None], failed: Failed) -> None: ...
    def run_read(self, func: Callable[[], T], then: Callable[[T], None], failed: Failed) -> None: ...
    def run_far(self, func: Callable[[], T], then: Callable[[T], None], failed: Failed) -> None: ...
    def run_paper(self, func: Callable[[], T], then: Callable[[T], None], failed: Failed) -> None: ...


class TaskRunner(QObject):
    """One writer thread, a pool of readers, a thread for network and sticks, two for papers; results arrive on the
    thread that made it.

    A `Trouble` goes to `failed`. Anything else is a bug: it goes to `failed` too, so that the page can say
    that something went wrong, and is then raised on the painting thread, where it is reported.

    Signals:
        changed: a write succeeded, or something far away was tried; open pages ask anew. Sent after its `then`.
        moved: entries were acknowledged while a round goes on; only what counts those asks anew.
        handed: a phone handed something over that waits to be taken; sent from any thread.
        idle: nothing is under way any more.
    """

    changed = Signal()
    moved = Signal()
    handed = Signal()
    idle = Signal()
    _back = Signal(object)

    def __init__(self, parent: QObject | None = None, readers: int = 3) -> None:
        super().__init__(parent)
        self._writer = ThreadPoolExecutor(1, "writer")
        self._readers = ThreadPoolExecutor(readers, "reader")
        self._far = ThreadPoolExecutor(1, "far")
        self._papers = ThreadPoolExecutor(2, "paper")
        self._open = True
        self._under_way = 0
        self._back.connect(self._arrive, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        return self._under_way > 0

    def run_write(self, func: Callable[[], T], then: Callable[[T], None], failed: Failed) -> None:
        """Runs `func` after all earlier writes."""
        self._run(self._writer, func, then, failed, self.changed.emit)

    def run_read(self, func: Callable[[], T], then: Callable[[T], None], failed: Failed) -> None:
        self._run(self._readers, func, then, failed, None)

    def run_far(self, func: Callable[[], T], then: Callable[[T], None], failed: Failed) -> None:
        """For what waits for the network or a stick: beside the writes of the counter, one after the other. One that
        failed may have changed something too.
        """

        def then_failed(error: Exception) -> None:
            failed(error)
            self.changed.emit()

        self._run(self._far, func, then, then_failed, self.changed.emit)

    def run_paper(self, func: Callable[[], T], then: Callable[[T], None], failed: Failed) -> None:
        """For PDFs, their pictures and printing, so that a long paper holds up no question of a page."""
        self._run(self._papers, func, then, failed, None)

    def close(self) -> None:
        """Waits for writes under way; nothing arrives afterwards."""
        self._open = False
        self._readers.shutdown(wait=True, cancel_futures=True)
        self._papers.shutdown(wait=True, cancel_futures=True)
        self._far.shutdown(wait=True, cancel_futures=True)
        self._writer.shutdown(wait=True)

    def _run(
        self,
        pool: ThreadPoolExecutor,
        func: Callable[[], T],
        then: Callable[[T], None],
        failed: Failed,
        after: Callable[[], None] | None,
    ) -> None:
        if not self._open:
            return
        self._under_way += 1

        def work() -> None:
            try:
                result = func()
            except Exception as error:
                self._send(_failure(failed, error))
            else:
                self._send(_success(then, result, after))

        pool.submit(work)

    def _send(self, deliver: Callable[[], None]) -> None:
        if self._open:
            self._back.emit(deliver)

    def _arrive(self, deliver: Callable[[], None]) -> None:
        self._under_way -= 1
        if not self._open:
            return
        try:
            deliver()
        finally:
            if not self._under_way:
                self.idle.emit()


class InlineTasks:
    """Runs everything at once on the calling thread: for tests of presenters."""

    def __init__(self, changed: Callable[[], None] | None = None) -> None:
        self.changed = changed or (lambda: None)

    def run_write(self, func: Callable[[], T], then: Callable[[T], None], failed: Failed) -> None:
        self._run(func, then, failed, self.changed)

    def run_read(self, func: Callable[[], T], then: Callable[[T], None], failed: Failed) -> None:
        self._run(func, then, failed, None)

    def run_far(self, func: Callable[[], T], then: Callable[[T], None], failed: Failed) -> None:
        def then_failed(error: Exception) -> None:
            failed(error)
            self.changed()

        self._run(func, then, then_failed, self.changed)

    def run_paper(self, func: Callable[[], T], then: Callable[[T], None], failed: Failed) -> None:
        self._run(func, then, failed, None)

    @staticmethod
    def _run(
        func: Callable[[], T], then: Callable[[T], None], failed: Failed, after: Callable[[], None] | None
    ) -> None:
        try:
            result = func()
        except Exception as error:
            _failure(failed, error)()
        else:
            _success(then, result, after)()


def _success(then: Callable[[T], None], result: T, after: Callable[[], None] | None) -> Callable[[], None]:
    def deliver() -> None:
        then(result)
        if after is not None:
            after()

    return deliver


def _failure(failed: Failed, error: Exception) -> Callable[[], None]:
    def deliver() -> None:
        failed(error)
        if not isinstance(error, Trouble):
            raise error

    return deliver
