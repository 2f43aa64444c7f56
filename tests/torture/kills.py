"""Kills by the thousand: `tests.kill` in processes of its own, one a core, each with its share."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter

from tests.out import Measurement
from tests.torture.power_cut import cores

KILLS = 1_000
CONTROLS = 60


def kill(*, kills: int = KILLS, controls: int = CONTROLS) -> Measurement:
    """The value is the number of kills after which something acknowledged was lost, half there or corrupt."""
    workers = cores()
    outcomes, phases, acknowledged = _run(kills, workers, ())
    lost, _, _ = _run(controls, workers, ("--early",))
    return Measurement(
        value=outcomes.total() - outcomes["kept"],
        unit="not kept",
        limit=0,
        holds=outcomes["kept"] == outcomes.total() >= kills and acknowledged > 0,
        n=outcomes.total(),
        control={
            "what": "a play that prints before it commits",
            "lost": lost["lost"],
            "n": lost.total(),
            "fails": lost["lost"] > 0,
        },
        more={"outcomes": dict(outcomes), "phases": dict(phases), "acknowledged": acknowledged},
    )


def _run(count: int, workers: int, more: tuple[str, ...]) -> tuple[Counter[str], Counter[str], int]:
    share = str(-(-count // workers))
    commands = [[sys.executable, "-m", "tests.kill", share, str(seed), *more] for seed in range(1, workers + 1)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE) for command in commands]
    outcomes, phases, acknowledged = Counter[str](), Counter[str](), 0
    for process in running:
        printed, _ = process.communicate()
        if process.returncode != 0:
            raise RuntimeError("the killing itself failed")
        report = json.loads(printed)
        outcomes += Counter(report["outcomes"])
        phases += Counter(report["phases"])
        acknowledged += report["acknowledged"]
    return outcomes, phases, acknowledged
