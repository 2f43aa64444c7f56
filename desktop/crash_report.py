"""What a bug leaves behind: a report of where in the code it happened, and nothing of anybody.

An error's message quotes what it stumbled over (a name, a phone, the parameters of a statement), and whoever reads a
log or a report sent to support has no key. So a report holds times, versions, kinds of errors and places in the code;
no message, no value, no line of code, no path outside the libraries. What was being done about somebody's health is
not told either: see `place`.
"""

from __future__ import annotations

import hashlib
import logging
import platform
import re
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import TracebackType

from desktop.core.business_day import stamp
from desktop.core.errors import EnvironmentFailed, Trouble

FOLDER = "crashes"
KEPT = 20
# The same bug at every paint must not bury the window under its own sentence.
QUIET_S = 2.0
_PACKAGES = ("desktop", "reports", "resources", "hub", "tools", "tests")
_HEALTH = re.compile("health|medic|refer|checkup|clinic|hospital|patient|booking|slot|slip|attend|chase|green_channel")
_log = logging.getLogger("quanyi.crash")


def place(file: str, function: str) -> str:
    """A place in the code. A file or function whose name is a word of health is told by the first eight digits of
    the SHA-256 of that name, with which a developer finds it again.
    """
    parts = Path(file).parts
    known = [at for at, part in enumerate(parts) if part in _PACKAGES or part == "site-packages"]
    name = "/".join(parts[known[-1] :]) if known else parts[-1]
    return " ".join(_veiled(each) for each in (name, function))


def _veiled(name: str) -> str:
    return f"§{hashlib.sha256(name.encode()).hexdigest()[:8]}" if _HEALTH.search(name.lower()) else name


def describe(error: BaseException, at: int) -> str:
    """The report; `at` is ms UTC."""
    lines = [
        f"quanyi {_version('quanyi')} · Python {platform.python_version()} · PySide6 {_version('PySide6-Essentials')}"
        f" · SQLAlchemy {_version('SQLAlchemy')} · {platform.system()} {platform.machine()}",
        stamp(at),
    ]
    for each in _chain(error):
        kind = type(each)
        lines.append(f"{kind.__module__}.{kind.__qualname__}")
        lines += (
            f"  {place(frame.f_code.co_filename, frame.f_code.co_name)}:{line}"
            for frame, line in traceback.walk_tb(each.__traceback__)
        )
    return "\n".join(lines) + "\n"


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error and what it came from, each once."""
    seen: set[int] = set()
    at: BaseException | None = error
    while at is not None and id(at) not in seen:
        seen.add(id(at))
        yield at
        at = at.__cause__ or (None if at.__suppress_context__ else at.__context__)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "?"


class CrashReports:
    """Reports of one process in `crashes` of its data folder; a folder that is not ours gets none. `now` is ms UTC."""

    def __init__(self, folder: Path, now: Callable[[], int]) -> None:
        self._folder, self._now = folder, now
        self._written: dict[str, str] = {}
        self._told: dict[str, float] = {}

    def report(self, error: BaseException) -> EnvironmentFailed:
        """Writes it, the same bug once a process, says it in the log, and returns what people are told."""
        said = describe(error, self._now())
        bug = said.split("\n", 2)[2]
        if bug not in self._written:
            self._written[bug] = self._write(said, hashlib.sha256(bug.encode()).hexdigest()[:8])
            _log.critical("unexpected\n%s", said)
        return EnvironmentFailed("unexpected", file=self._written[bug])

    def install(self, tell: Callable[[Exception], None]) -> None:
        """From now on what nobody catches is reported, and on the painting thread told to whoever sits there."""

        def caught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
            if not issubclass(kind, Exception):
                sys.__excepthook__(kind, error, trace)
                return
            failed = self.report(error.with_traceback(trace))
            bug = str(failed.values["file"]) + kind.__qualname__
            if time.monotonic() - self._told.get(bug, -QUIET_S) >= QUIET_S:
                self._told[bug] = time.monotonic()
                try:
                    tell(error if isinstance(error, Trouble) else failed)
                except Exception as again:
                    # Python would print both with their messages
                    self.report(again)

        def caught_beside(args: threading.ExceptHookArgs) -> None:
            if isinstance(args.exc_value, Exception):
                self.report(args.exc_value)

        sys.excepthook, threading.excepthook = caught, caught_beside

    def _write(self, said: str, bug: str) -> str:
        """The file, or where else the report stands; a disk that is full must not hide the bug."""
        try:
            if not (self._folder / "folder.json").exists():
                return "stderr"
            place = self._folder / FOLDER
            place.mkdir(mode=0o700, exist_ok=True)
            for old in sorted(place.glob("crash-*.txt"))[: -KEPT + 1]:
                old.unlink(missing_ok=True)
            file = place / f"crash-{self._now()}-{bug}.txt"
            file.write_text(said, encoding="utf-8")
        except OSError:
            return "stderr"
        return str(file)
