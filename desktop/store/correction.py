"""Applying a corrected clock: the rows of the facts in the run are written anew under their right day.

A replay comes to the same, since it reads all corrections before it begins.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection

from desktop.core import entry as entries
from desktop.core.clock import DAYS_MOST, ClockCorrected, Correction, correction_of, days_off
from desktop.core.entry import Entry
from desktop.core.fact import Put
from desktop.core.kinds import fact_of
from desktop.core.rows import received_rows
from desktop.store import projection
from desktop.store.home import Home

# Kinds whose rows are keyed by the day itself: such a row is taken away and worked out again.
BY_DAY = ("day.opened", "day.closed", "boxes.counted")


def corrections(connection: Connection) -> list[Correction]:
    """All corrections in the journal, in the order in which they arrived."""
    found: list[Correction] = []
    for row in connection.exec_driver_sql("SELECT data FROM journal WHERE kind = ?", (ClockCorrected.KIND,)):
        entry = entries.from_bytes(bytes(row[0]))
        fact = _correction_in(entry)
        if fact is not None:
            found.append(correction_of(entry, fact))
    return found


def apply(connection: Connection, home: Home, entry: Entry) -> int:
    """Moves the rows of the run that a correction just appended names; returns how many facts it holds."""
    fact = _correction_in(entry)
    if fact is None:
        return 0
    after = corrections(connection)
    this = correction_of(entry, fact)
    before = list(after)
    before.remove(this)
    count = 0
    for read, high, own in _run(connection, this):
        count += 1
        for put in _rows(read, high, home, before, own=own):
            if "day" in put.key:
                _remove(connection, put)
        projection.write(connection, _rows(read, high, home, after, own=own))
    for read, high, own in _by_day(connection):
        projection.write(connection, _rows(read, high, home, after, own=own))
    return count


def _correction_in(entry: Entry) -> ClockCorrected | None:
    """None for an entry of another kind, or one that came from elsewhere with a body that is none."""
    try:
        fact = fact_of(entry)
    except msgspec.ValidationError:
        return None
    return fact if isinstance(fact, ClockCorrected) and abs(fact.days) <= DAYS_MOST else None


def _rows(entry: Entry, high: int, home: Home, known: Sequence[Correction], *, own: bool) -> list[Put]:
    site = home.of(entry.site, own=own)
    return received_rows(entry, high, site=site, days=days_off(entry, known), here=home.is_here(site))


def _run(connection: Connection, run: Correction) -> Iterator[tuple[Entry, int, bool]]:
    """The run's entries, each with the latest clock before it and whether its log is of this place."""
    yield from _read(
        connection,
        "l.device = ? AND l.epoch = ? AND j.seq BETWEEN ? AND ?",
        (run.device, run.epoch, run.begin, run.end),
    )


def _by_day(connection: Connection) -> Iterator[tuple[Entry, int, bool]]:
    marks = ", ".join("?" * len(BY_DAY))
    yield from _read(connection, f"j.kind IN ({marks})", BY_DAY)


def _read(connection: Connection, where: str, values: tuple[Any, ...]) -> Iterator[tuple[Entry, int, bool]]:
    rows = connection.exec_driver_sql(
        "SELECT j.data, coalesce((SELECT b.high FROM journal b WHERE b.log = j.log AND b.seq = j.seq - 1), 0), l.home"
        f" FROM journal j JOIN logs l USING (log) WHERE {where} ORDER BY j.arrived",
        values,
    ).fetchall()
    for data, high, home in rows:
        yield entries.from_bytes(bytes(data)), high, bool(home)


def _remove(connection: Connection, put: Put) -> None:
    where = " AND ".join(f'"{name}" = ?' for name in put.key)
    connection.exec_driver_sql(f'DELETE FROM "{put.table}" WHERE {where}', tuple(put.key.values()))
