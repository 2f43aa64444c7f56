"""How long a durable act at the counter takes beside a million facts, against a bare commit on the same disk."""

from __future__ import annotations

import gc
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from statistics import quantiles
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher

from desktop.core import business_day
from desktop.store.database import CHECKPOINT_PAGES
from tests.bench.million import CACHE, Busy, open_million
from tests.out import Measurement
from tests.stations import MINUTE, SECOND

WARM = 40
P50_LIMIT, P50_STRETCH, P99_LIMIT = 5.0, 3.0, 4.0
CONTROLS = 8


class Bare:
    """One-row commits into a plain file on the same disk: the floor that no store can go below."""

    def __init__(self, place: Path) -> None:
        self._raw: Any = sqlcipher.connect(str(place / "bare.db"), isolation_level=None)
        self._raw.execute("PRAGMA journal_mode = WAL")
        self._raw.execute("PRAGMA synchronous = FULL")
        self._raw.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}")
        self._raw.execute("CREATE TABLE plain (id INTEGER PRIMARY KEY, data BLOB NOT NULL)")

    def commit(self) -> None:
        self._raw.execute("INSERT INTO plain (data) VALUES (?)", (b"x" * 400,))

    def close(self) -> None:
        self._raw.close()


@dataclass
class Times:
    """Seconds of acts and of the bare commits between them."""

    acts: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)

    def measure(self, act: Callable[[], object], bare: Bare) -> None:
        began = time.perf_counter()
        act()
        middle = time.perf_counter()
        bare.commit()
        self.acts.append(middle - began)
        self.bare.append(time.perf_counter() - middle)

    def at(self, percent: int) -> tuple[float, float, float]:
        """Milliseconds of the act and the bare commit, and their ratio."""
        act, bare = (quantiles(series, n=100)[percent - 1] * 1_000 for series in (self.acts, self.bare))
        return act, bare, act / bare


@dataclass(frozen=True)
class Run:
    """What was measured: check-ins and meals apart, and the control."""

    visits: Times
    meals: Times
    scanning: Times
    facts: int


@cache
def run() -> Run:
    """A lunch and a dinner: every rider checks in and eats, a bare commit after each act."""
    busy = open_million()
    with tempfile.TemporaryDirectory(prefix="bare-", dir=CACHE) as place:
        bare = Bare(Path(place))
        gc.collect()
        gc.freeze()
        try:
            return _measure(busy, bare)
        finally:
            gc.unfreeze()
            bare.close()
            busy.close()


def _measure(busy: Busy, bare: Bare) -> Run:
    visits, meals, scanning = Times(), Times(), Times()
    day = _next_free_day(busy)
    for begin, step in (("10:31", 20 * SECOND), ("17:01", 25 * SECOND)):
        busy.clock.set(f"{day}T{begin}:00")
        for number, card in enumerate(busy.cards):
            merchant = busy.merchants[number % 2]
            warm = number >= WARM
            busy.clock.pass_by(step // 2)
            (visits if warm else Times()).measure(partial(_checked_in, busy, card), bare)
            busy.clock.pass_by(step // 2)
            (meals if warm else Times()).measure(partial(_ate, busy, card, merchant), bare)
    for card in busy.cards[:CONTROLS]:
        busy.clock.pass_by(40 * MINUTE)
        scanning.measure(partial(_scans, busy, card), bare)
    return Run(visits, meals, scanning, busy.facts)


def _next_free_day(busy: Busy) -> str:
    """The day after the last one of an earlier run on the same station."""
    return business_day.plus_days(business_day.day_of(busy.clock.now()), 1)


def _checked_in(busy: Busy, card: str) -> None:
    done = busy.office.visits.by_card(busy.by, card, ["rest", "water"])
    assert done.outcome == "checked_in", done


def _ate(busy: Busy, card: str, merchant: str) -> None:
    served = busy.office.meals.serve(busy.by, card, merchant)
    assert served.outcome == "served", served


def _scans(busy: Busy, card: str) -> None:
    """The control: an act that reads a whole table."""
    with busy.office.desk.store.write() as txn:
        txn.rows("SELECT count(*) FROM visits WHERE how = 'nobody'")
        _checked_in(busy, card)


def counter_commit_p50() -> Measurement:
    return _measured(50, P50_LIMIT, {"stretch": P50_STRETCH})


def counter_commit_p99() -> Measurement:
    return _measured(99, P99_LIMIT, {})


def _measured(percent: int, limit: float, more: dict[str, Any]) -> Measurement:
    """The slower of the two sorts of act is the value."""
    done = run()
    rows = {"check_in": done.visits.at(percent), "meal": done.meals.at(percent)}
    value, bare, ratio = max(rows.values(), key=lambda row: row[2])
    control = done.scanning.at(50)[2]
    table = {
        name: {"ms": round(ms, 3), "bare_ms": round(floor, 3), "ratio": round(each, 2)}
        for name, (ms, floor, each) in rows.items()
    }
    return Measurement(
        value=round(value, 3),
        unit="ms",
        limit=limit,
        ratio=round(ratio, 2),
        holds=ratio <= limit,
        n=len(done.visits.acts) + len(done.meals.acts),
        control={"what": "an act that reads a whole table", "ratio": round(control, 1), "fails": control > limit},
        more={"bare_ms": round(bare, 3), "facts": done.facts, **table, **more},
    )
