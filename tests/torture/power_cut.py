"""Power cuts: writes and syncs are recorded below SQLite, and the files rebuilt as they may lie after a cut.

With `synchronous=FULL` nothing that was acknowledged may be missing; with `NORMAL`, the control in the same
run, something must be.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desktop.services import station
from desktop.services.upkeep import Upkeep
from tests.kill.ground import Ground, make_ground, parts
from tests.kill.judge import Account, judge
from tests.kill.script import make_script
from tests.out import Measurement
from tests.torture.disk import Disk
from tests.torture.tracing import Event, events_of, run_traced

LINES = 90
MEMORY = Path("/dev/shm")


@dataclass
class Cuts:
    """What came of the cuts: states judged, their outcomes, and the first findings to look at."""

    states: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    bad: list[str] = field(default_factory=list)

    def join(self, other: Cuts) -> None:
        self.states += other.states
        self.outcomes += other.outcomes
        self.bad = [*self.bad, *other.bad][:5]


@dataclass(frozen=True)
class Recording:
    """A played script: what it did to the disk, and the journal that it came to."""

    ground: Ground
    events: Sequence[Event]
    whole: Sequence[bytes]
    account: Account


@dataclass(frozen=True)
class _Share:
    """A worker's part of the work."""

    place: Path
    synchronous: str
    states: int
    seed: int


def cut_often(full: int, normal: int, seed: int = 1, workers: int = 1) -> tuple[Cuts, Cuts]:
    """So many states of FULL and of the NORMAL control, spread over some scripts and workers."""
    with tempfile.TemporaryDirectory(prefix="quanyi-cut-", dir=MEMORY if MEMORY.is_dir() else None) as place:
        shares = [
            _Share(Path(place) / f"{synchronous}-{worker}", synchronous, states // workers, seed * 100 + worker)
            for synchronous, states in (("FULL", full), ("NORMAL", normal))
            for worker in range(workers)
        ]
        found = {"FULL": Cuts(), "NORMAL": Cuts()}
        if workers == 1:
            done = [_cut(share) for share in shares]
        else:
            with ProcessPoolExecutor(workers) as pool:
                done = list(pool.map(_cut, shares))
        for share, cuts in zip(shares, done, strict=True):
            found[share.synchronous].join(cuts)
        return found["FULL"], found["NORMAL"]


def _cut(share: _Share) -> Cuts:
    share.place.mkdir()
    ground = make_ground(share.place / "ground")
    chance = random.Random(share.seed)
    cuts = Cuts()
    # a script for every 250 states
    scripts = max(1, share.states // 250)
    for number in range(scripts):
        recording = record(ground, share.place, share.seed * 10 + number, share.synchronous)
        wanted = share.states // scripts + (number < share.states % scripts)
        cuts.join(_judge_states(recording, share.place, wanted, chance))
    return cuts


def record(ground: Ground, place: Path, seed: int, synchronous: str) -> Recording:
    """Plays a script under the tracer on a copy of the ground."""
    folder, trace = place / "played", place / "trace"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(ground.data, folder)
    ground.save(place / "ground.json")
    (place / "script").write_bytes(make_script(ground, seed, LINES))
    arguments = ["-m", "tests.torture.player", str(place / "ground.json"), str(folder), str(place / "script")]
    done = run_traced([*arguments, synchronous], trace)
    if done.returncode != 0:
        raise RuntimeError(f"the player failed: {done.stderr.decode()[-2000:]}")
    events = list(events_of(trace, folder))
    trace.unlink()
    marks = [ground.base, *(line["seq"] for line in lines_of(events) if "line" in line)]
    desk = station.open_desk(parts(ground.place / "keys"), folder)
    whole = list(Upkeep(desk).facts())
    desk.close()
    if len(marks) != LINES + 1 or not ground.base + LINES / 2 < marks[-1] == len(whole):
        raise RuntimeError("the script was not played to its end")
    return Recording(ground, events, whole, Account(tuple(marks)))


def lines_of(events: Sequence[Event]) -> Iterator[dict[str, Any]]:
    for event in events:
        if event.what == "say":
            for text in event.data.splitlines():
                yield json.loads(text)


def _judge_states(recording: Recording, place: Path, states: int, chance: random.Random) -> Cuts:
    """States at moments drawn evenly over the events, each with its own part of what was not synced."""
    cuts = Cuts()
    disk = Disk(recording.ground.data)
    moments = Counter(chance.randint(1, len(recording.events)) for _ in range(states))
    acknowledged: list[dict[str, Any]] = []
    for number, event in enumerate(recording.events, 1):
        disk.take(event)
        if event.what == "say":
            acknowledged += [line for line in lines_of([event]) if "line" in line]
        for _ in range(moments[number]):
            folder = place / "state"
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            disk.crash(folder, chance)
            finding = judge(
                parts(recording.ground.place / "keys"), folder, recording.account, acknowledged, recording.whole
            )
            cuts.states += 1
            cuts.outcomes[finding.outcome] += 1
            if not finding.good and len(cuts.bad) < 5:
                cuts.bad.append(f"after event {number}: {finding.outcome}: {finding.detail}")
    return cuts


def cores() -> int:
    return min(len(os.sched_getaffinity(0)), 4)


def power_cut(*, states: int = 2_000, controls: int = 480) -> Measurement:
    """The value is the number of states in which something acknowledged was lost, half there or corrupt."""
    full, normal = cut_often(states, controls, workers=cores())
    return Measurement(
        value=full.states - full.outcomes["kept"],
        unit="not kept",
        limit=0,
        holds=full.outcomes["kept"] == full.states >= states,
        n=full.states,
        control={
            "what": "the same with synchronous=NORMAL",
            "lost": normal.outcomes["lost"],
            "n": normal.states,
            "fails": normal.outcomes["lost"] > 0,
        },
        more={"outcomes": dict(full.outcomes), "bad": full.bad},
    )
