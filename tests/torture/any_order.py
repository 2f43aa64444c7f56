"""Any order, by the thousand: `tests/sync/test_any_order.py` in processes of its own, one a core, each with a share."""

from __future__ import annotations

import json
import subprocess
import sys

from tests.out import HERE, Measurement
from tests.torture.power_cut import cores

SEQUENCES = 10_000
CONTROLS = 200


def any_order(*, sequences: int = SEQUENCES, controls: int = CONTROLS) -> Measurement:
    """The value is the number of processes whose sequences did not all end in the same state."""
    workers = cores()
    share = -(-sequences // workers)
    reports = _run([[str(share)]] * workers)
    control = _run([[str(controls), "--careless"]])[0]
    failed = [report["failed"] for report in reports if report["failed"]]
    ran = sum(int(report["sequences"]) for report in reports)
    return Measurement(
        value=len(failed),
        unit="runs that differ",
        limit=0,
        holds=not failed and ran >= sequences,
        n=ran,
        control={
            "what": "a cursor that is moved before the page is kept",
            "failed": control["failed"],
            "n": control["sequences"],
            "fails": bool(control["failed"]),
        },
        more={"failed": failed},
    )


def _run(many: list[list[str]]) -> list[dict[str, object]]:
    commands = [[sys.executable, "-m", "tests.sync.sequences", *arguments] for arguments in many]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, cwd=HERE) for command in commands]
    reports: list[dict[str, object]] = []
    for process in running:
        printed, _ = process.communicate()
        if process.returncode != 0:
            raise RuntimeError("the sequences themselves failed")
        reports.append(json.loads(printed))
    return reports
