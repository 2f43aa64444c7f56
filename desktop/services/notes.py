"""Notes that go: one that names somebody, by a supervisor; those of old hand-overs, by the app itself."""

from __future__ import annotations

from uuid import UUID

from desktop.core import business_day
from desktop.core import entry as entries
from desktop.core.entry import Entry
from desktop.core.errors import Refused
from desktop.core.naming import notes_of
from desktop.core.note import REASONS, NoteBlanked
from desktop.core.roles import Operator
from desktop.services.desk import Desk, allowed
from desktop.store.beside import destroy_notes
from desktop.store.journal import Txn

GIVEN = REASONS[:2]
EXPIRED = REASONS[2]
PAGE = 200


class Notes:
    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    @allowed("blank_note")
    def blank(self, by: Operator, fact: str, reason: str) -> list[Entry]:
        """Takes away the free text of a fact; its words are gone, that there were some is not. Raises `Refused`."""
        if reason not in GIVEN:
            raise Refused("blank_reason_unknown", reason=reason[:40], reasons=", ".join(GIVEN))
        with self.desk.store.write() as txn:
            there = _there(txn, _notes(txn, fact))
            if not there:
                raise Refused("note_none", fact=fact[:40])
            done = _blank(txn, by.id, fact, there, reason, business_day.day_of(self.desk.now()))
        self.desk.store.database.erase_log()
        return done


def blank_hand_overs(desk: Desk, by: str, end: str) -> int:
    """Takes away the notes of hand-overs up to the business day `end`; returns how many hand-overs."""
    day = business_day.day_of(desk.now())
    done = 0
    while True:
        with desk.store.write() as txn:
            rows = txn.rows(OLD_HAND_OVERS, (end, PAGE))
            for fact, *notes in rows:
                _blank(txn, by, fact, _there(txn, [note for note in notes if note]), EXPIRED, day)
        done += len(rows)
        if len(rows) < PAGE:
            break
    if done:
        desk.store.database.erase_log()
    return done


# Along the index by day; what is gone already is not found again.
OLD_HAND_OVERS = (
    "SELECT fact, lost_property, note FROM hand_overs WHERE day <= ? AND (EXISTS (SELECT 1 FROM notes n"
    " WHERE n.hash = hand_overs.note) OR EXISTS (SELECT 1 FROM notes n WHERE n.hash = hand_overs.lost_property))"
    " ORDER BY day LIMIT ?"
)


def _notes(txn: Txn, fact: str) -> list[str]:
    """The hashes of the notes that a fact names. Raises `Refused("fact_unknown")`."""
    try:
        raw = UUID(fact).bytes
    except ValueError as error:
        raise Refused("fact_unknown", fact=fact[:40]) from error
    row = txn.rows("SELECT data FROM journal WHERE fact = ?", (raw,))
    if not row:
        raise Refused("fact_unknown", fact=fact[:40])
    entry = entries.from_bytes(bytes(row[0][0]))
    return notes_of(entry.kind, entry.body)


def _there(txn: Txn, notes: list[str]) -> list[str]:
    return [note for note in notes if txn.rows("SELECT 1 FROM notes WHERE hash = ?", (note,))]


def _blank(txn: Txn, by: str, fact: str, notes: list[str], reason: str, day: str) -> list[Entry]:
    destroy_notes(txn, notes)
    return [txn.append(NoteBlanked(fact, note, reason), day=day, by=by) for note in notes]
