"""A corrected clock at the hub: the rows of a device's run are written anew under their right day.

As on the desk (`core/clock.py`): rows keyed by a fact are written over; rows keyed by the day itself are taken away
and worked out again from all facts of the place that speak of them. A replay reads the corrections first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from desktop.core.boxes import BoxesCounted
from desktop.core.clock import ClockCorrected, Correction, correction_of, days_off
from desktop.core.entry import Entry
from desktop.core.fact import Fact, Put, Unknown
from desktop.core.kinds import fact_of
from desktop.core.shift import DayClosed, DayOpened
from hub.database import Session
from hub.owners import Owners
from hub.projection import Rows
from hub.reading import continued_high, entries_of
from hub.states import States
from hub.working import Unreadable, work_out

# Entries that are looked at together.
AT_ONCE = 1_000
BY_DAY = frozenset((DayOpened.KIND, DayClosed.KIND, BoxesCounted.KIND))


def corrections(session: Session) -> list[Correction]:
    """All that the hub knows of, in the order of their facts' ids."""
    rows = session.rows(
        'SELECT device, epoch, "first", "last", days FROM clock_corrections WHERE days IS NOT NULL ORDER BY fact'
    )
    return [Correction(*row) for row in rows]


def apply(session: Session, site: str, entry: Entry, fact: ClockCorrected, owners: Owners) -> None:
    """Moves the rows of a run; called once the correction's own row and everything before it is written."""
    after = corrections(session)
    this = correction_of(entry, fact)
    if this not in after:
        # its own row could not be written: the fact is kept, flagged, and moves nothing
        return
    before = list(after)
    before.remove(this)
    rows = Rows(session)
    run = (
        each
        for each in _walk(session, (entry.device,))
        if each[0].epoch == fact.epoch and fact.begin <= each[0].seq <= fact.end
    )
    while part := list(islice(run, AT_ONCE)):
        # what is another place's, or still waits, has no rows that could be moved
        stand = owners.standing([(read, _fact(read)) for read, _, _ in part], site)
        for (read, line, high), stands in zip(part, stand, strict=True):
            if not stands:
                continue
            for put in _puts(read, line, high, site, before):
                if "day" in put.key:
                    _remove(session, put)
            rows.add(_puts(read, line, high, site, after))
    rows.flush()
    devices = [row[0] for row in session.rows("SELECT device FROM members WHERE site = ? ORDER BY device", (site,))]
    for read, line, high in _walk(session, devices):
        if read.kind in BY_DAY:
            rows.add(_puts(read, line, high, site, after))
            # one at a time: of two facts about one day the later must be written later
            rows.flush()


def _fact(entry: Entry) -> Fact | Unknown | None:
    """None for one that cannot be read, which has no rows."""
    try:
        return fact_of(entry)
    except (ValueError, KeyError, TypeError):
        return None


def _puts(entry: Entry, line: bytes, high: int, site: str, known: Sequence[Correction]) -> list[Put]:
    try:
        return work_out(entry, line, high, site, days_off(entry, known))[1]
    except Unreadable:
        return []


def _walk(session: Session, devices: Sequence[str]) -> Iterator[tuple[Entry, bytes, int]]:
    """Every entry of these devices that has been worked on, with the latest clock before it, oldest first."""
    highs: dict[tuple[str, str, str], int] = {}
    for device in devices:
        keys = session.rows(
            "SELECT epoch, branch, first, overlap FROM batches WHERE device = ? AND position IS NOT NULL"
            " ORDER BY position",
            (device,),
        )
        for epoch, branch, first, overlap in keys:
            log = (device, epoch, branch)
            if branch and log not in highs:
                highs[log] = States(session).high_before(device, epoch, first + overlap) or 0
            data = session.row(
                "SELECT data FROM batches WHERE device = ? AND epoch = ? AND branch = ? AND first = ?",
                (device, epoch, branch, first),
            )[0]
            for line, entry in entries_of(bytes(data), overlap):
                yield entry, line, highs.get(log, 0)
                highs[log] = max(highs.get(log, 0), continued_high(entry), entry.at)


def _remove(session: Session, put: Put) -> None:
    where = " AND ".join(f'"{name}" = ?' for name in put.key)
    session.execute(f'DELETE FROM "{put.table}" WHERE {where}', list(put.key.values()))
