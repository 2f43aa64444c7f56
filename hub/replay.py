"""`verify` and `rebuild` of the hub: walks all chains, plays every batch and entry again in the order of their
positions, compares or replaces the derived tables. Nothing is judged twice: what the hub decided are its own facts.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from typing import Any

from desktop.core.clock import Correction, days_off
from desktop.core.entry import Entry
from desktop.core.errors import Broken
from hub.chains import Walked, walk_devices, walk_own
from hub.correction import corrections
from hub.database import JOURNAL_LOCK, PROJECT_LOCK, Session
from hub.members import Member, find_member
from hub.owners import Owners, Played
from hub.parts import Parts
from hub.projection import BULK, Rows, prepare
from hub.reading import continued_high, entries_of, entry_of
from hub.seen import Source
from hub.states import States
from hub.sweeps import no_sweeps, sweep_young
from hub.tables import DERIVED_NAMES, metadata
from hub.working import Unreadable, work_out

SCHEMA = "replay"


def verify(parts: Parts) -> Walked:
    """All chains and signatures, and every derived table against a replay; changes nothing."""
    walked = Walked()
    with parts.database.scratch(SCHEMA) as session:
        walk_devices(session, walked)
        walk_own(session, parts.keys.id, walked)
        if walked.faults:
            # what is played again is only as good as the chain
            return walked
        with no_sweeps():
            _replay(session, parts.keys.id, corrections(session))
        for table in DERIVED_NAMES:
            columns = ", ".join(f'"{column.name}"' for column in metadata.tables[table].columns)
            live = f'SELECT {columns} FROM {session.main}"{table}"'
            again = f'SELECT {columns} FROM {SCHEMA}."{table}"'
            odd = session.row(
                f"SELECT (SELECT count(*) FROM ({live} EXCEPT {again}) a) + (SELECT count(*) FROM"
                f" ({again} EXCEPT {live}) b), (SELECT count(*) FROM ({live}) c)"
            )
            walked.tables[table] = int(odd[1])
            if odd[0]:
                walked.faults.append({"fault": "table_differs", "table": table, "rows": int(odd[0])})
    return walked


def rebuild(parts: Parts) -> int:
    """Works every derived table out again, in one transaction; the number of facts. Raises `Broken("verify_failed")`
    before it touches anything, where a chain does not hold.
    """
    with parts.database.write() as session:
        session.lock(PROJECT_LOCK)
        session.lock(JOURNAL_LOCK)
        walked = Walked()
        walk_devices(session, walked)
        walk_own(session, parts.keys.id, walked)
        if walked.faults:
            raise Broken("verify_failed", faults=len(walked.faults))
        known = corrections(session)
        while True:
            for table in DERIVED_NAMES:
                session.execute(f'DELETE FROM "{table}"')
            with no_sweeps():
                played = _replay(session, parts.keys.id, known, schema="")
            found = corrections(session)
            if found == known:
                return played
            # the table of corrections itself was damaged: what was played by it is played again
            known = found


class _Player:
    """Plays entries as the projector does, many at a time."""

    def __init__(self, session: Session, hub: str, known: Sequence[Correction], schema: str) -> None:
        self._rows = Rows(session, schema)
        self._known = known
        self._owners = Owners(session, hub, self._days, schema)
        self._played: list[Played] = []
        self._puts = 0

    def _days(self, entry: Entry) -> int:
        return days_off(entry, self._known)

    def play(self, line: bytes, high: int, site: str | None, source: Source) -> None:
        """What the projector could not read it left out."""
        with contextlib.suppress(Unreadable):
            entry = entry_of(line)
            fact, puts = work_out(entry, line, high, site, self._days(entry))
            self._played.append(Played(entry, line, high, site, source, fact, puts))
            self._puts += len(puts)
        if self._puts > BULK:
            self.flush()

    def flush(self) -> None:
        found = self._owners.sort(self._played)
        for now in (*found.taken, *(now for now, _ in found.waiting)):
            self._rows.add(now.puts)
        self._rows.flush()
        self._played.clear()
        self._puts = 0
        sweep_young()


def _replay(session: Session, hub: str, known: Sequence[Correction], schema: str = SCHEMA) -> int:
    prepare(session)
    player = _Player(session, hub, known, schema)
    members: dict[str, Member | None] = {}
    highs: dict[tuple[str, str, str], int] = {}
    played = 0
    for position, place in _positions(session):
        if place is None:
            data, high = session.row(
                "SELECT j.data, coalesce(b.high, 0) FROM journal j LEFT JOIN journal b ON b.number = j.number - 1"
                " WHERE j.position = ?",
                (position,),
            )
            player.play(bytes(data), high, None, Source(hub, "", 0))
            played += 1
            continue
        device, epoch, branch, first, overlap, arrived = place
        if device not in members:
            members[device] = find_member(session, device)
        member = members[device]
        data = session.row(
            "SELECT data FROM batches WHERE device = ? AND epoch = ? AND branch = ? AND first = ?", place[:4]
        )[0]
        key = (device, epoch, branch)
        if branch and key not in highs:
            highs[key] = States(session).high_before(device, epoch, first + overlap) or 0
        for line, entry in entries_of(bytes(data), overlap):
            high = highs.get(key, 0)
            if member is not None:
                player.play(line, high, member.site, Source(device, member.site, arrived))
            highs[key] = max(high, continued_high(entry), entry.at)
            played += 1
    player.flush()
    return played


def _positions(session: Session) -> Iterator[tuple[int, Any]]:
    """Positions of the hub's entries (None) and of batches (their keys), in order."""
    rows = session.rows(
        "SELECT position, '', '', '', 0, 0, 0 FROM journal WHERE position IS NOT NULL UNION ALL"
        " SELECT position, device, epoch, branch, first, overlap, at FROM batches WHERE position IS NOT NULL"
        " ORDER BY 1"
    )
    for row in rows:
        yield row[0], tuple(row[1:]) if row[1] else None
