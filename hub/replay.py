"""`verify` and `rebuild` of the hub: walks all chains, plays every batch and entry again in the order of their
positions, compares or replaces the derived tables. Nothing is judged twice: what the hub decided are its own facts.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

from desktop.core.errors import Broken
from hub.chains import Walked, walk_devices, walk_own
from hub.database import JOURNAL_LOCK, PROJECT_LOCK, Session
from hub.members import Member, find_member
from hub.parts import Parts
from hub.projection import BULK, Rows, prepare
from hub.reading import continued_high, entries_of, entry_of
from hub.states import States
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
        _replay(session)
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
        for table in DERIVED_NAMES:
            session.execute(f'DELETE FROM "{table}"')
        return _replay(session, schema="")


def _replay(session: Session, schema: str = SCHEMA) -> int:
    prepare(session)
    rows = Rows(session, schema)
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
            _play(rows, bytes(data), high, None)
            played += 1
            continue
        device, epoch, branch, first, overlap = place
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
                _play(rows, line, high, member.site)
            highs[key] = max(high, continued_high(entry), entry.at)
            played += 1
        if rows.count > BULK:
            rows.flush()
    rows.flush()
    return played


def _positions(session: Session) -> Iterator[tuple[int, Any]]:
    """Positions of the hub's entries (None) and of batches (their keys), in order."""
    rows = session.rows(
        "SELECT position, '', '', '', 0, 0 FROM journal WHERE position IS NOT NULL UNION ALL"
        " SELECT position, device, epoch, branch, first, overlap FROM batches WHERE position IS NOT NULL"
        " ORDER BY 1"
    )
    for row in rows:
        yield row[0], tuple(row[1:]) if row[1] else None


def _play(rows: Rows, line: bytes, high: int, site: str | None) -> None:
    """As the projector does it; what it could not read it left out."""
    with contextlib.suppress(Unreadable):
        rows.add(work_out(entry_of(line), line, high, site)[1])
