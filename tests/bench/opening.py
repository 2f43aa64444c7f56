"""How long the window takes to its first painted page and to its first scan, beside a bare window with one label.

Both are processes of their own, started in turn; times are read by the one that started them, from the lines that
the desk writes for whoever waits (QUANYI_LOG=INFO).
"""

from __future__ import annotations

import os
import selectors
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass, field
from functools import cache
from statistics import median

from tests.bench.million import CACHE, keep_folder
from tests.out import HERE, Measurement
from tests.stations import OPERATOR, PIN

ROUNDS = 9
PAINT_LIMIT, READY_LIMIT = 1.5, 3.0
PATIENCE_S = 120.0
BARE = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel

class Label(QLabel):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, lambda: print("painted", file=sys.stderr, flush=True))

app = QApplication(sys.argv[:1])
label = Label("泉驿")
label.resize(1366, 768)
label.show()
app.exec()
"""
# The control: a window that opens the database's libraries before it paints.
HASTY = """
import sys
import sqlmodel, alembic.command, reportlab.pdfgen.canvas, PySide6.QtPdf, PySide6.QtMultimedia
from desktop.app import main
main()
"""


@dataclass
class Openings:
    """Seconds from the start of a process to its first paint and to its first scan."""

    bare: list[float] = field(default_factory=list)
    painted: list[float] = field(default_factory=list)
    ready: list[float] = field(default_factory=list)
    hasty: list[float] = field(default_factory=list)

    def ratio(self, series: list[float]) -> float:
        return median(series) / median(self.bare)


def time_to(command: list[str], lines: tuple[str, ...], environment: dict[str, str]) -> list[float]:
    """Starts a process and stops it after the last of `lines` has come on its stderr; seconds to each.

    Raises `TimeoutError`, and `RuntimeError` when it ends by itself.
    """
    began = time.monotonic()
    found: list[float] = []
    process = subprocess.Popen(command, cwd=HERE, env=environment, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL)
    assert process.stderr is not None
    try:
        with selectors.DefaultSelector() as waits:
            waits.register(process.stderr, selectors.EVENT_READ)
            heard = b""
            while len(found) < len(lines):
                if not waits.select(PATIENCE_S - (time.monotonic() - began)):
                    raise TimeoutError(heard.decode("utf-8", "replace"))
                more = os.read(process.stderr.fileno(), 65_536)
                if not more:
                    raise RuntimeError(heard.decode("utf-8", "replace"))
                heard += more
                while len(found) < len(lines) and lines[len(found)].encode() in heard:
                    found.append(time.monotonic() - began)
    finally:
        process.kill()
        process.wait()
    return found


def environment(log: str = "INFO") -> dict[str, str]:
    """That of a desk on a machine without a keyring, signed in."""
    dropped = ("QUANYI_DATA", "QUANYI_RECOVERY")
    mine = {name: value for name, value in os.environ.items() if name not in dropped}
    return {
        **mine,
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
        "PYTHONPATH": str(HERE),
        "QUANYI_LOG": log,
        "QUANYI_PIN": PIN,
        "QUANYI_OPERATOR": OPERATOR,
    }


@cache
def openings() -> Openings:
    """Opens a station of 1,000,000 facts `ROUNDS` times, a bare window before each; one round before is not counted."""
    folder = CACHE / "opened"
    shutil.rmtree(folder, ignore_errors=True)
    keep_folder(folder)
    surroundings, python = environment(), sys.executable
    found = Openings()
    desk = ["--data", str(folder), "desk"]
    try:
        for number in range(ROUNDS + 1):
            bare = time_to([python, "-c", BARE], ("painted",), surroundings)
            painted, ready = time_to(
                [python, "-m", "desktop.app", *desk], ("painted", "ready for a scan"), surroundings
            )
            if number:
                found.bare += bare
                found.painted.append(painted)
                found.ready.append(ready)
        for _ in range(3):
            found.hasty += time_to([python, "-c", HASTY, *desk], ("painted",), surroundings)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return found


def first_paint() -> Measurement:
    return _measured("painted", PAINT_LIMIT)


def ready_for_scan() -> Measurement:
    return _measured("ready", READY_LIMIT)


def _measured(what: str, limit: float) -> Measurement:
    found = openings()
    series = found.painted if what == "painted" else found.ready
    ratio = found.ratio(series)
    late = found.ratio(found.hasty)
    return Measurement(
        value=round(median(series), 3),
        unit="s",
        limit=limit,
        holds=ratio <= limit,
        n=len(series),
        control={"what": "the libraries imported before the first paint", "ratio": late, "fails": late > PAINT_LIMIT},
        ratio=round(ratio, 2),
        more={"bare_s": round(median(found.bare), 3), "slowest_s": round(max(series), 3), "facts": 1_000_000},
    )
