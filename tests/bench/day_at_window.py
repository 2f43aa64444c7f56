"""A day at the real window, in a process of its own: `python -m tests.bench.day_at_window FOLDER CARDS SCANS SLOW`.

The program's own window on a station of a million facts, opened as ever; only the machine's clock is set. A scanner's
keys go through the window system. Prints one JSON document: milliseconds from the last key of a scan to its painted
answer, of the opening of pages, and the memory by the hour.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtTest import QTest

from desktop import app, sitting
from desktop.services.counter import OfficeCounter
from desktop.ui.overlay import Overlay
from desktop.ui.registry import PAGES
from desktop.ui.window import Window

DAY_MS = 12 * 3_600_000
HOURS = 12
ROUNDS = 20


class Clock:
    """The machine's clock, as the day has it."""

    at = 0


def memory() -> float:
    """MB that this process holds."""
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


class Day:
    """Scan after scan, each when the answer to the one before has been painted; then every page, again and again."""

    def __init__(self, window: Window, cards: list[str], scans: int) -> None:
        self._window, self._cards, self._scans = window, cards, scans
        self._done = 0
        self._sent = 0.0
        self.painted: list[float] = []
        self.opened: list[float] = []
        self.memory: list[float] = []
        paint = Overlay.paintEvent

        def painted(overlay: Overlay, event: Any) -> None:
            paint(overlay, event)
            if self._sent and overlay.answer is not None:
                self.painted.append((time.perf_counter() - self._sent) * 1000)
                self._sent = 0.0
                QTimer.singleShot(0, self.scan)

        Overlay.paintEvent = painted  # type: ignore[method-assign]

    def scan(self) -> None:
        if self._done % max(1, self._scans // HOURS) == 0:
            self.memory.append(round(memory(), 1))
        if self._done == self._scans:
            self._open_pages()
            return
        handle = self._window.window().windowHandle()
        self._window.wedge.detector.gap_ms = 60_000  # the scanner's pauses would be this process's
        Clock.at += DAY_MS // self._scans
        for letter in self._cards[self._done * 7 % len(self._cards)]:
            QTest.keyClick(handle, letter)
        self._done += 1
        self._window.overlay.close_now()
        self._sent = time.perf_counter()
        QTest.keyClick(handle, Qt.Key.Key_Return)

    def _open_pages(self) -> None:
        """From the F key to the painted page with what it asked for."""
        keys = [kind.key for kind in PAGES] * ROUNDS

        def next_page() -> None:
            if not keys:
                QCoreApplication.quit()
                return
            began = time.perf_counter()
            QTest.keyClick(self._window.window().windowHandle(), keys.pop(0))
            self._settled(lambda: self._page_is_there(began, next_page))

        self._settled(next_page)

    def _page_is_there(self, began: float, then: Callable[[], None]) -> None:
        self._window.repaint()
        self.opened.append((time.perf_counter() - began) * 1000)
        QTimer.singleShot(0, then)

    def _settled(self, then: Callable[[], None]) -> None:
        runner = self._window._runner
        assert runner is not None
        if runner.busy:
            QTimer.singleShot(0, lambda: self._settled(then))
        else:
            then()


def main(folder: Path, cards: Path, scans: int, *, slow: bool) -> None:
    told = json.loads(cards.read_text("utf-8"))
    Clock.at = told["at"]
    app.SystemClock.now = lambda _self: Clock.at  # type: ignore[method-assign]
    if slow:  # the control: an answer that reads a whole table first
        scan = OfficeCounter.scan_visit

        def reads_all(self: OfficeCounter, text: str) -> Any:
            with self._desk.store.read() as connection:
                connection.exec_driver_sql("SELECT count(*) FROM visits WHERE services LIKE '%nothing%'").fetchall()
            return scan(self, text)

        OfficeCounter.scan_visit = reads_all  # type: ignore[method-assign]
    found: list[Day] = []

    def tell(window: Window) -> None:
        found.append(Day(window, told["cards"], scans))
        window.ready.connect(lambda: QTimer.singleShot(0, lambda: _begin(window, found[0])))

    sitting._tell = tell
    app.run_window(folder, {"operator": told["operator"]}, app.read_words())
    day = found[0]
    print(json.dumps({"painted": day.painted, "opened": day.opened, "memory": day.memory}))


def _begin(window: Window, day: Day) -> None:
    window.go("visits")
    QTimer.singleShot(500, day.scan)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), slow=sys.argv[4] == "slow")
