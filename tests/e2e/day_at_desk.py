"""A day at the real window under Xvfb: hands on keys and mouse, a clock that the script sets, a log that is read."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from desktop.core.business_day import parse_time
from tests.e2e.command import environment
from tests.e2e.xvfb import Display, Lines
from tests.out import OUT
from tests.stations import OPERATOR

TRIES = 5


class DayAtDesk:
    """The process, its display, its clock. A scan goes to whatever page is in front."""

    def __init__(self, folder: Path, began: str) -> None:
        self.folder = folder
        self.display = Display()
        more = {"QT_QPA_PLATFORM": "xcb", "QUANYI_LOG": "INFO", "QUANYI_OPERATOR": OPERATOR}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.e2e.probe", str(folder), str(ahead(began))],
            env=environment(DISPLAY=self.display.name, **more),
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stderr
        self.lines = Lines(self.process.stderr)

    def __enter__(self) -> DayAtDesk:
        self.lines.wait("ready for a scan")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if error is not None:
            self.display.picture(OUT / "day-xvfb.png")
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait(timeout=30)
        if self.process.stdin:
            self.process.stdin.close()
        self.display.close()

    def close(self) -> int:
        self.display.close_window()
        return self.process.wait(timeout=60)

    def set_clock(self, time: str) -> None:
        """To a local time."""
        self.ask(f"clock {ahead(time)}", "clock")

    def ask(self, question: str, answer: str) -> str:
        assert self.process.stdin
        self.process.stdin.write(f"{question}\n")
        self.process.stdin.flush()
        return self.lines.wait(answer)

    def idle(self) -> None:
        self.ask("idle", "idle")

    def text(self, name: str) -> str:
        return self.ask(f"text {name}", f"text {name}").partition(f"text {name} ")[2]

    def press(self, *names: str) -> None:
        for name in names:
            x, y = self.ask(f"at {name}", f"at {name} ").rsplit(" ", 2)[1:]
            self.display.hands("mousemove", x, y, "click", "1")
            self.lines.wait("clicked")

    def page(self, key: str, page: str) -> None:
        self.display.key(key)
        self.lines.wait(f"page {page}")
        self.idle()

    def scan(self, cards: Sequence[str], *outcomes: str) -> None:
        """One after the other; each is answered, with one of `outcomes` where they are said. One that came in pieces,
        since the machine held the scanner up, is shown again, as the answer asks for.
        """
        for card in cards:
            for _ in range(TRIES):
                self.display.scan(card)
                if not self.lines.wait("answered").endswith("scan_broken"):
                    break
                self.idle()
            if outcomes:
                assert self.lines.seen[-1].rpartition(" ")[2] in outcomes, self.lines.seen[-3:]

    def meal(self, cards: Sequence[str]) -> None:
        """Each is answered in the block of the till, which says another thing than before."""
        for card in cards:
            before = self.text("meals.block")
            self.display.scan(card)
            while self.text("meals.block") == before:
                pass


def ahead(time: str) -> int:
    """How many ms this local time is ahead of now."""
    return parse_time(time) - round(datetime.now(UTC).timestamp() * 1000)
