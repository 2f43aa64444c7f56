"""A day at the real window, in a process of its own: `python -m tests.bench.day_at_window FOLDER CARDS SCANS HOW`.

The program's own window on a station of a million facts, opened as ever; only the machine's clock is set. A scanner's
keys go through the window system. Prints one JSON document: milliseconds from the last key of a scan to its painted
answer, of the opening of pages, and the memory by the hour. HOW is `plain`, or a control: `slow`, where each question
and each answer reads a table first, and `hoards`, where every answer keeps a picture of the window.

A scan comes when what the one before it changed is painted: a scanner types its 159 letters in 160 ms at the fastest,
which is longer than the pages take. `HURRIED` more at the end come as soon as the answer before is painted, letters in
no time: nobody scans like that, and it shows what is left when the pages are still being asked.

A page is open when everything that it asks for is there and painted. A paper of Papers is not of the page: it is made
beside it, and the page says so; those under way when the next page is opened are left to run.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtTest import QTest

from desktop import app, sitting
from desktop.services.counter import OfficeCounter
from desktop.ui.overlay import Overlay
from desktop.ui.registry import PAGES
from desktop.ui.task_runner import TaskRunner
from desktop.ui.window import Window

DAY_MS = 12 * 3_600_000
HOURS = 12
ROUNDS = 20
HURRIED = 200
# Less than a tenth of what a scanner takes to type.
BREATH_MS = 15


class Clock:
    """The machine's clock, as the day has it."""

    at = 0


def memory() -> float:
    """MB that this process holds."""
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


class Papers:
    """How many are being made."""

    under_way = 0

    @classmethod
    def count(cls) -> None:
        run = TaskRunner.run_paper

        def counted(self: TaskRunner, func: Any, then: Any, failed: Any) -> None:
            def over(tell: Any) -> Any:
                def told(result: Any) -> None:
                    cls.under_way -= 1
                    tell(result)

                return told

            cls.under_way += 1
            run(self, func, over(then), over(failed))

        TaskRunner.run_paper = counted  # type: ignore[method-assign]


class Day:
    """Scan after scan; then every page, again and again."""

    def __init__(self, window: Window, cards: list[str], scans: int, how: str) -> None:
        self._window, self._cards, self._scans = window, cards, scans
        self._hurried = HURRIED if how == "plain" else 0
        self._rounds = ROUNDS if how == "plain" else 2
        self._done = 0
        self._sent = 0.0
        self.painted: list[float] = []
        self.hurried: list[float] = []
        self.opened: list[tuple[str, float]] = []
        self.memory: list[float] = []
        paint = Overlay.paintEvent

        def painted(overlay: Overlay, event: Any) -> None:
            paint(overlay, event)
            if self._sent and overlay.answer is not None:
                calm = self._done <= self._scans
                (self.painted if calm else self.hurried).append((time.perf_counter() - self._sent) * 1000)
                self._sent = 0.0
                QTimer.singleShot(0, self._calm if calm else self.scan)

        Overlay.paintEvent = painted  # type: ignore[method-assign]

    def _calm(self) -> None:
        """The answer goes, and the page beneath it is painted, before the next one comes."""
        self._window.overlay.close_now()
        self._settled(partial(QTimer.singleShot, BREATH_MS, self.scan))

    def scan(self) -> None:
        if self._done <= self._scans and self._done % max(1, self._scans // HOURS) == 0:
            self.memory.append(round(memory(), 1))
        if self._done == self._scans + self._hurried:
            self._open_pages()
            return
        handle = self._window.window().windowHandle()
        self._window.wedge.detector.gap_ms = 60_000  # the scanner's pauses would be this process's
        Clock.at += DAY_MS // (self._scans + self._hurried)
        for letter in self._cards[self._done * 7 % len(self._cards)]:
            QTest.keyClick(handle, letter)
        self._done += 1
        self._window.overlay.close_now()
        self._sent = time.perf_counter()
        QTest.keyClick(handle, Qt.Key.Key_Return)

    def _open_pages(self) -> None:
        """From the F key to the painted page with what it asked for."""
        pages = [(kind.name, kind.key) for kind in PAGES] * self._rounds

        def next_page() -> None:
            if not pages:
                QCoreApplication.quit()
                return
            name, key = pages.pop(0)
            began = time.perf_counter()
            QTest.keyClick(self._window.window().windowHandle(), key)
            self._settled(lambda: self._page_is_there(name, began, next_page))

        self._settled(next_page)

    def _page_is_there(self, name: str, began: float, then: Callable[[], None]) -> None:
        self._window.repaint()
        self.opened.append((name, (time.perf_counter() - began) * 1000))
        QTimer.singleShot(0, then)

    def _settled(self, then: Callable[[], None]) -> None:
        runner = self._window._runner
        assert runner is not None
        if runner._under_way > Papers.under_way:
            QTimer.singleShot(0, lambda: self._settled(then))
        else:
            then()


def be_slow() -> None:
    """Whatever is asked or answered reads a whole table first."""
    scan, read, counters = OfficeCounter.scan_visit, TaskRunner.run_read, []

    def read_all(counter: OfficeCounter) -> None:
        with counter._desk.store.read() as connection:
            connection.exec_driver_sql("SELECT count(*) FROM visits WHERE services LIKE '%nothing%'").fetchall()

    def reads_all(self: OfficeCounter, text: str) -> Any:
        counters[:] = [self]
        read_all(self)
        return scan(self, text)

    def run_read(self: TaskRunner, func: Any, then: Any, failed: Any) -> None:
        def slowly() -> Any:
            for counter in counters:
                read_all(counter)
            return func()

        read(self, slowly, then, failed)

    OfficeCounter.scan_visit = reads_all  # type: ignore[method-assign]
    TaskRunner.run_read = run_read  # type: ignore[method-assign]


def hoard() -> None:
    """Every answer keeps a picture of the window."""
    kept: list[Any] = []
    show = Window.show_answer

    def keeps(self: Window, answer: Any) -> None:
        show(self, answer)
        kept.append(self.grab())

    Window.show_answer = keeps  # type: ignore[method-assign]


def main(folder: Path, cards: Path, scans: int, how: str) -> None:
    told = json.loads(cards.read_text("utf-8"))
    Clock.at = told["at"]
    app.SystemClock.now = lambda _self: Clock.at  # type: ignore[method-assign]
    {"plain": lambda: None, "slow": be_slow, "hoards": hoard}[how]()
    Papers.count()
    found: list[Day] = []

    def tell(window: Window) -> None:
        found.append(Day(window, told["cards"], scans, how))
        window.ready.connect(lambda: QTimer.singleShot(0, lambda: _begin(window, found[0])))

    sitting._tell = tell
    app.run_window(folder, {"operator": told["operator"]}, app.read_words())
    day = found[0]
    print(json.dumps({"painted": day.painted, "hurried": day.hurried, "opened": day.opened, "memory": day.memory}))


def _begin(window: Window, day: Day) -> None:
    window.go("visits")
    QTimer.singleShot(500, day.scan)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
