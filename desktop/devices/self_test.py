"""What a scanner's test sees: runs of keys with their times, and what would keep one from being a scan.

Plain Python; times in ms on one clock. The same limits hold as for real scans (`burst.py`).
"""

from __future__ import annotations

import itertools
import statistics
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from desktop.devices.burst import BurstDetector, plain

# After so long without a key a run is over.
QUIET_MS = 700
# A person who types fast needs this long a key; slower than a scanner's gap and faster than this is a slow scanner.
PERSON_MS = 110
SLOW_LETTERS = 16


class Fault(StrEnum):
    """Why a run of keys would not be a scan."""

    SLOW = "slow"
    NO_END = "no_end"
    SHORT = "short"
    TYPED = "typed"


@dataclass(frozen=True)
class Stroke:
    """A key that went down. `end` is `enter`, `tab` or `line_feed` for one that ends a code; `locked` when its letter
    came as if capitals were locked; `composed` when an input method gave it.
    """

    text: str
    at: float
    end: str = ""
    locked: bool = False
    composed: bool = False


@dataclass(frozen=True)
class Run:
    """Keys that came without a break. `text` is what is understood of them, `keys` as they came; `gap_ms` the middle
    of all gaps and `longest_ms` the longest, `took_ms` from first to last.
    """

    text: str
    keys: str
    end: str
    gap_ms: float
    longest_ms: float
    took_ms: float
    locked: bool = False
    composed: bool = False
    wide: bool = False


class Recorder:
    """Gathers strokes to runs."""

    def __init__(self) -> None:
        self._strokes: list[Stroke] = []

    def press(self, stroke: Stroke) -> Run | None:
        """A key; gives the run that it ends. A line feed behind an Enter ends nothing again."""
        if stroke.end:
            return self._end(stroke.end)
        self._strokes.append(stroke)
        return None

    def silence(self) -> Run | None:
        """Nothing came for `QUIET_MS`."""
        return self._end("")

    def _end(self, end: str) -> Run | None:
        strokes, self._strokes = self._strokes, []
        if not strokes:
            return None
        keys = "".join(stroke.text for stroke in strokes)
        gaps = [after.at - before.at for before, after in itertools.pairwise(strokes)]
        return Run(
            plain(keys),
            keys,
            end,
            statistics.median(gaps) if gaps else 0.0,
            max(gaps, default=0.0),
            strokes[-1].at - strokes[0].at,
            any(stroke.locked for stroke in strokes),
            any(stroke.composed for stroke in strokes),
            any(unicodedata.normalize("NFKC", letter) != letter for letter in keys),
        )


def judge(run: Run, limits: BurstDetector) -> Fault | None:
    """What keeps this run from being a scan under these limits; None for nothing."""
    if run.composed and run.gap_ms == 0 and len(run.keys) >= limits.shortest:
        return None
    if run.gap_ms > limits.gap_ms:
        slow = len(run.text) >= SLOW_LETTERS and run.gap_ms < PERSON_MS
        return Fault.SLOW if slow else Fault.TYPED
    if len(run.keys) < limits.shortest:
        return Fault.SHORT if run.end and len(run.keys) > 1 else Fault.TYPED
    return None if run.end else Fault.NO_END


def gap_for(run: Run) -> int:
    """A gap that a slow scanner would pass with, ms: half as much again as its middle one, in tens."""
    return min(150, max(40, -(-round(run.gap_ms * 1.5) // 10) * 10))
