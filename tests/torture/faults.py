"""A full disk and a failing one: nothing is said to be saved that is not, and work goes on when there is room."""

from __future__ import annotations

import contextlib
import json
import os
import resource
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desktop.core.errors import EnvironmentFailed
from desktop.core.roles import Operator
from desktop.services.office import Office
from desktop.services.station import open_desk
from tests.kill.ground import Ground, make_ground, parts
from tests.kill.script import make_script
from tests.out import Measurement
from tests.torture.tracing import run_traced

FULL_BYTES = 2 * 1024 * 1024
# What is left for the log when the folder and the ballast lie on the disk.
ROOM = 200_000
GO_ON_SECONDS = 5.0
TRIES_WHEN_FULL = 30
# What strace makes fail, and from which to which call; the first calls open the folder.
INJECTED = (
    "fsync,fdatasync:error=EIO:when=12..15",
    "fsync,fdatasync:error=EIO:when=30+",
    "pwrite64:error=ENOSPC:when=150..400",
    "pwrite64:error=EIO:when=200..260",
)


@dataclass
class Told:
    """What a caretaker was told: `saved` facts, `refused` codes, and how soon work went on (seconds)."""

    saved: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    false: int = 0
    went_on: float = 0.0
    sound: bool = True


def disk_full_io_error(*, few: bool = False) -> Measurement:
    """Both rows of the matrix in one: a 2 MB disk that fills up, and calls that fail below SQLite."""
    with tempfile.TemporaryDirectory(prefix="quanyi-fault-") as place:
        ground = make_ground(Path(place) / "ground")
        full = fill_up(ground, Path(place))
        fooled = fill_up(ground, Path(place), deaf=True)
        failing = [_inject(ground, Path(place), how) for how in (INJECTED[:2] if few else INJECTED)]
    told = [full, *failing]
    false = sum(each.false for each in told)
    refused = sum(len(each.refused) for each in told)
    codes = sorted({code for each in told for code in each.refused})
    holds = (
        false == 0
        and all(each.sound and each.refused for each in told)
        and set(codes) <= {"disk_full", "disk_failed"}
        and full.went_on < GO_ON_SECONDS
    )
    return Measurement(
        value=false,
        unit="false saved",
        limit=0,
        holds=holds,
        n=sum(len(each.saved) for each in told) + refused,
        control={
            "what": "a counter that does not hear the error",
            "false_saved": fooled.false,
            "fails": fooled.false > 0,
        },
        more={"refused": refused, "codes": codes, "went_on_seconds": round(full.went_on, 3)},
    )


@contextlib.contextmanager
def small_disk(place: Path, database: int) -> Iterator[Path]:
    """A file system of 2 MB; where none may be mounted, files that cannot grow much beyond the `database` (bytes)."""
    place.mkdir()
    mounted = (
        os.geteuid() == 0
        and subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={FULL_BYTES}", "tmpfs", str(place)], capture_output=True, check=False
        ).returncode
        == 0
    )
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    if not mounted:
        resource.setrlimit(resource.RLIMIT_FSIZE, (database + ROOM // 4, before[1]))
    try:
        yield place
    finally:
        if mounted:
            subprocess.run(["umount", str(place)], capture_output=True, check=True)
        else:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
        place.rmdir() if mounted else shutil.rmtree(place)


def fill_up(ground: Ground, place: Path, *, deaf: bool = False) -> Told:
    """Check-ins until the disk is full, some more, then room; `deaf` takes every try for a success."""
    told = Told()
    database = (ground.data / "station.db").stat().st_size
    with small_disk(place / "small", database) as disk:
        folder = disk / "data"
        shutil.copytree(ground.data, folder)
        ballast = disk / "ballast"
        with contextlib.suppress(OSError):
            ballast.write_bytes(bytes(FULL_BYTES - ROOM - database))
        desk = open_desk(parts(ground.place / "keys"), folder)
        try:
            act = _visit(Office(desk))
            _until_full(act, told, deaf=deaf)
            _make_room(ballast)
            began = time.monotonic()
            while time.monotonic() - began < GO_ON_SECONDS and not _try(act, told):
                time.sleep(0.05)
            told.went_on = time.monotonic() - began
        finally:
            desk.close()
        _compare(ground, folder, told)
    return told


def _until_full(act: Callable[[], str], told: Told, *, deaf: bool) -> None:
    after = 0
    while after < TRIES_WHEN_FULL:
        if not _try(act, told, deaf=deaf):
            after += 1
        if deaf and after > 2:
            return
        if len(told.saved) > 5_000:
            raise RuntimeError("the disk never filled up")


def _try(act: Callable[[], str], told: Told, *, deaf: bool = False) -> bool:
    try:
        told.saved.append(act())
    except EnvironmentFailed as failed:
        told.refused.append(failed.code)
        if deaf:
            told.saved.append(f"not a fact {len(told.refused)}")
        return False
    return True


def _visit(office: Office) -> Callable[[], str]:
    first = office.operators.choose(None)
    by = Operator(first.id, frozenset(first.roles))
    return lambda: office.visits.anonymous(by, "courier", ["rest", "water"]).fact or ""


def _make_room(ballast: Path) -> None:
    ballast.unlink(missing_ok=True)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    if soft != hard:
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))


def _compare(ground: Ground, folder: Path, told: Told) -> None:
    """Opens the folder again and looks for what was said to be saved."""
    desk = open_desk(parts(ground.place / "keys"), folder)
    try:
        upkeep = Office(desk).upkeep
        told.sound = upkeep.verify().ok
        journal = b"".join(upkeep.facts()).decode()
    finally:
        desk.close()
    told.false = sum(fact not in journal for fact in told.saved)


def _inject(ground: Ground, place: Path, how: str) -> Told:
    """Plays a script while calls fail; afterwards the folder is opened on a sound disk."""
    folder = place / "failing"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(ground.data, folder)
    ground.save(place / "ground.json")
    (place / "script").write_bytes(make_script(ground, 7, 60))
    call = how.partition(":")[0]
    done = run_traced(
        ["-m", "tests.torture.player", str(place / "ground.json"), str(folder), str(place / "script")],
        place / "trace",
        *("-e", f"trace={call}", "-e", f"inject={how}"),
    )
    lines: list[dict[str, Any]] = [json.loads(text) for text in done.stdout.splitlines()]
    told = Told()
    for line in lines:
        if line.get("trouble"):
            told.refused.append(line["outcome"])
        elif line.get("ok") and line.get("fact"):
            told.saved.append(line["fact"])
    if done.returncode not in (0, 3) or not told.saved:
        raise RuntimeError(f"the player failed: {done.stderr.decode()[-2000:]}")
    _compare(ground, folder, told)
    return told
