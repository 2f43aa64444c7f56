"""SIGKILL at random moments while `play` runs, in children of a process that has everything imported.

The child is the real command line (`quanyi --json play -`) on a copy of the ground; what it has printed is
what was acknowledged. Moments are drawn evenly over the lines and, within a line, over somewhat more than
the time that it took, so that opening, acting, committing, printing and closing are all hit; every third
kill comes at once after a line was printed.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import random
import select
import shutil
import signal
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desktop.cli.main import build
from desktop.cli.play import play
from desktop.cli.session import Session
from desktop.services.station import open_desk
from tests.clinic import an_id_number
from tests.kill.errands import TAKER_PIN
from tests.kill.ground import Ground, make_ground, tools
from tests.kill.judge import Account, Finding, judge
from tests.kill.script import make_script
from tests.stations import PIN

LINES = 40
SCRIPTS = 5
# A pipe holds 64 KiB; what the child is to do goes in before it runs.
PIPE_MOST = 60_000
AHEAD = 2
STUCK_SECONDS = 30.0


@dataclass
class Report:
    """What came of the kills. `phases` counts where they struck; `bad` holds the first findings to look at."""

    kills: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    phases: Counter[str] = field(default_factory=Counter)
    acknowledged: int = 0
    bad: list[str] = field(default_factory=list)

    def add(self, finding: Finding, phase: str, acknowledged: int) -> None:
        self.kills += 1
        self.outcomes[finding.outcome] += 1
        self.phases["committed, not yet printed" if finding.good and finding.ahead else phase] += 1
        self.acknowledged += acknowledged
        if not finding.good and len(self.bad) < 5:
            self.bad.append(f"{finding.outcome}: {finding.detail}")

    def document(self) -> dict[str, Any]:
        return {
            "kills": self.kills,
            "outcomes": dict(self.outcomes),
            "phases": dict(self.phases),
            "acknowledged": self.acknowledged,
            "bad": self.bad,
        }


@dataclass(frozen=True)
class Rehearsal:
    """A script with its account, and how long (seconds) opening and each line take undisturbed."""

    script: bytes
    account: Account
    times: tuple[float, ...]


def kill_often(place: Path, count: int, seed: int, *, early: bool = False) -> Report:
    """`count` kills. `early` is the control: it prints before it commits, and must lose something."""
    os.environ["QUANYI_PIN"] = PIN
    os.environ["QUANYI_PIN_TO"] = os.environ["QUANYI_PIN_WITNESS"] = TAKER_PIN
    # those who leave get another PIN; whoever takes over keeps theirs
    os.environ["QUANYI_NEW_PIN"], os.environ["QUANYI_ID_NUMBER"] = "246802", an_id_number()
    ground = make_ground(place / "ground")
    chance = random.Random(seed)
    rehearsals = [rehearse(ground, place, seed * 100 + number) for number in range(min(SCRIPTS, count))]
    report = Report()
    for number in range(count):
        rehearsal = rehearsals[number % len(rehearsals)]
        folder = place / "struck"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(ground.data, folder)
        line = chance.randrange(len(rehearsal.times))
        delay = chance.random() * 1.25 * rehearsal.times[line] if number % 3 else 0.0
        printed = _strike(ground, folder, rehearsal.script, line, delay, early=early)
        finding = judge(tools(ground.place / "keys").parts, folder, rehearsal.account, printed)
        report.add(finding, _phase(len(printed), rehearsal), len(printed))
    return report


def _phase(printed: int, rehearsal: Rehearsal) -> str:
    if printed == 0:
        return "opening or first act"
    return "within the script" if printed < len(rehearsal.account.marks) - 1 else "closing"


def rehearse(ground: Ground, place: Path, seed: int) -> Rehearsal:
    """Plays a script undisturbed, in this process, and counts the entries after each line."""
    script = make_script(ground, seed, LINES)
    assert len(script) < PIPE_MOST
    folder = place / "rehearsed"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(ground.data, folder)
    marks, times = [ground.base], []
    began = time.monotonic()
    with _session(ground, folder) as session:

        def emit(_line: object) -> None:
            nonlocal began
            marks.append(session.office.desk.store.head.seq)
            times.append(time.monotonic() - began)
            began = time.monotonic()

        play(session, io.BytesIO(script), emit)
    times.append(time.monotonic() - began)
    if marks[-1] < ground.base + LINES / 2:
        raise RuntimeError("hardly a line of the script was done")
    # the first line's time holds the opening and the signing in
    return Rehearsal(script, Account(tuple(marks)), tuple(times))


@contextlib.contextmanager
def _session(ground: Ground, folder: Path) -> Iterator[Session]:
    session = Session(tools(ground.place / "keys"), folder, True, None)
    session.adopt(open_desk(session.tools.parts, folder))
    try:
        yield session
    finally:
        session.close()


def _strike(
    ground: Ground, folder: Path, script: bytes, line: int, delay: float, *, early: bool
) -> list[dict[str, Any]]:
    """Forks a child that plays, kills it `delay` seconds after its line `line`; the lines it had printed."""
    given, giving = os.pipe()
    taking, taken = os.pipe()
    lines = script.splitlines(keepends=True)
    # no more than the next act or two, so that a busy machine does not play to the end before it is struck
    os.write(giving, b"".join(lines[: line + AHEAD]))
    ends = line + AHEAD >= len(lines)
    if ends:
        os.close(giving)
    child = os.fork()
    if child == 0:
        if not ends:
            os.close(giving)
        _live(ground, folder, given, taken, early=early)
    os.close(given)
    os.close(taken)
    try:
        printed = _read_lines(taking, line)
        time.sleep(delay)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        while chunk := os.read(taking, 65_536):
            printed += chunk
    finally:
        os.close(taking)
        if not ends:
            os.close(giving)
    return [json.loads(text) for text in printed.splitlines(keepends=True) if text.endswith(b"\n")]


def _read_lines(source: int, lines: int) -> bytes:
    """What comes until so many lines have come, or the child has ended."""
    printed = b""
    while printed.count(b"\n") < lines:
        if not select.select([source], [], [], STUCK_SECONDS)[0]:
            raise TimeoutError("the child stands still")
        chunk = os.read(source, 65_536)
        if not chunk:
            break
        printed += chunk
    return printed


def _live(ground: Ground, folder: Path, given: int, taken: int, *, early: bool) -> None:
    """The child's whole life."""
    os.dup2(given, 0)
    os.dup2(taken, 1)
    code = 70
    try:
        if early:
            _play_early(ground, folder)
        else:
            build(tools(ground.place / "keys"))(["--data", str(folder), "--json", "play", "-"])
    except SystemExit as ended:
        code = int(ended.code or 0)
    finally:
        os._exit(code)


def _play_early(ground: Ground, folder: Path) -> None:
    """The control: lines are printed inside a transaction, before the commit, which comes after every third."""

    def emit(line: object) -> None:
        os.write(1, json.dumps(line, ensure_ascii=False).encode() + b"\n")

    with _session(ground, folder) as session, os.fdopen(0, "rb") as source:
        while line := source.readline():
            with session.office.desk.store.write():
                for each in (line, source.readline(), source.readline()):
                    play(session, io.BytesIO(each), emit)
