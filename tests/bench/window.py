"""The window beside a million facts: from a scan to its painted answer, the opening of pages, memory after a day."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from statistics import quantiles
from typing import Any

from desktop.core.business_day import parse_time
from tests.bench.million import CACHE, MORNING, keep_folder, kept_cards
from tests.bench.opening import environment
from tests.out import HERE, Measurement
from tests.stations import OPERATOR

SCANS = 5_000
CONTROLS = 60
PAINT_MS, PAGE_MS, MEMORY_MB = 50.0, 150.0, 220.0
# What may be found more in the last hour than after the first, MB: pages of a cache that had room left.
GROWTH_MB = 4.0


@dataclass(frozen=True)
class Seen:
    """Milliseconds of answers and pages, MB by the hour."""

    painted: list[float]
    hurried: list[float]
    opened: list[tuple[str, float]]
    memory: list[float]


def _run(scans: int, how: str) -> Seen:
    folder = CACHE / "day"
    shutil.rmtree(folder, ignore_errors=True)
    keep_folder(folder)
    told = CACHE / "day.json"
    document = {"cards": kept_cards(), "at": parse_time(MORNING), "operator": OPERATOR}
    told.write_text(json.dumps(document), "utf-8")
    command = [sys.executable, "-m", "tests.bench.day_at_window", str(folder), str(told), str(scans), how]
    try:
        done = subprocess.run(
            command, cwd=HERE, env=environment("WARNING"), capture_output=True, check=False, timeout=1_800
        )
        if done.returncode:
            raise RuntimeError(done.stderr.decode("utf-8", "replace")[-4_000:])
        found: dict[str, Any] = json.loads(done.stdout)
        return Seen(
            found["painted"], found["hurried"], [(name, took) for name, took in found["opened"]], found["memory"]
        )
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@cache
def day() -> Seen:
    return _run(SCANS, "plain")


@cache
def slow_day() -> Seen:
    return _run(CONTROLS, "slow")


@cache
def hoarding_day() -> Seen:
    return _run(CONTROLS, "hoards")


def _p99(series: list[float]) -> float:
    return quantiles(series, n=100)[98]


def scan_to_paint_p99() -> Measurement:
    seen, slow = day(), slow_day()
    value, late = _p99(seen.painted), _p99(slow.painted)
    middle = quantiles(seen.painted, n=100)[49]
    return Measurement(
        value=round(value, 1),
        unit="ms",
        limit=PAINT_MS,
        holds=value <= PAINT_MS,
        n=len(seen.painted),
        control={"what": "an answer that reads a table first", "value": round(late, 1), "fails": late > PAINT_MS},
        more={"p50": round(middle, 1), "p99_hurried": round(_p99(seen.hurried), 1), "facts": 1_000_000},
    )


def page_open_p99() -> Measurement:
    seen, slow = day(), slow_day()
    took = [each for _, each in seen.opened]
    value, late = _p99(took), _p99([each for _, each in slow.opened])
    slowest = {name: round(max(each for page, each in seen.opened if page == name), 1) for name, _ in seen.opened}
    return Measurement(
        value=round(value, 1),
        unit="ms",
        limit=PAGE_MS,
        holds=value <= PAGE_MS,
        n=len(took),
        control={"what": "a page that reads a table first", "value": round(late, 1), "fails": late > PAGE_MS},
        more={"slowest": slowest, "p50": round(quantiles(took, n=100)[49], 1)},
    )


def _growth(seen: Seen) -> float:
    return seen.memory[-1] - seen.memory[1]


def memory_after_day() -> Measurement:
    seen, hoarding = day(), hoarding_day()
    return Measurement(
        value=seen.memory[-1],
        unit="MB",
        limit=MEMORY_MB,
        holds=max(seen.memory) <= MEMORY_MB and _growth(seen) <= GROWTH_MB,
        n=SCANS,
        control={
            "what": "a picture kept of each answer",
            "value": hoarding.memory[-1],
            "fails": max(hoarding.memory) > MEMORY_MB or _growth(hoarding) > GROWTH_MB,
        },
        more={"by_hour": seen.memory, "growth_after_first_hour": round(_growth(seen), 1)},
    )
