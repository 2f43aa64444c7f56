"""Rectifications 整改: reported as put right, then closed or sent back by the right person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from desktop.core import business_day
from desktop.core.entry import Entry
from desktop.core.errors import Refused
from desktop.core.inspection import MOVES, RectificationExtended, RectificationMoved
from desktop.core.roles import Operator
from desktop.core.words import Term
from desktop.photos import clean_photo
from desktop.services.desk import Desk, allowed
from desktop.services.duties import FOUND_BY_SUPERVISOR, done_about_job, require_apart
from desktop.store.beside import put_blob, put_note
from desktop.store.journal import Txn

EXTENSION_MOST = 30
# No state: what a supervisor does to a deadline.
EXTENDED = "extended"


@dataclass(frozen=True)
class Job:
    """A rectification as it stands; days `YYYY-MM-DD`."""

    rectification: str
    number: int
    item: str
    checkpoint: str
    severity: str
    opened: str
    due: str
    state: str
    found_role: str


_NAMES = ("rectification", "number", "item", "checkpoint", "severity", "opened_day", "due", "state", "found_role")
# What is due is what a supervisor extended it to.
_COLUMNS = ", ".join(f"coalesce(r.extended_due, r.{name})" if name == "due" else f"r.{name}" for name in _NAMES)


class Rectifications:
    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    @allowed("rectify")
    def rectify(self, by: Operator, rectification: str, note: str, photos: Sequence[bytes]) -> tuple[Entry, str]:
        """Reports it put right, with a note and a photo: 待复查. Raises `Refused`."""
        if not note.strip():
            raise Refused("note_needed")
        if not photos:
            raise Refused("photo_needed")
        clean = [clean_photo(raw) for raw in photos]
        with self.desk.store.write() as txn:
            job = self._may_move(txn, rectification, "awaiting")
            self._apart(txn, by, "rectify", job)
            hashes = [put_blob(txn, "image/jpeg", photo) for photo in clean]
            return self._move(txn, by, job, "awaiting", note, hashes), "awaiting"

    @allowed("recheck")
    def recheck(self, by: Operator, rectification: str, passed: bool, note: str) -> tuple[Entry, str]:
        """Closes it, or sends it back. What a supervisor found only a supervisor closes. Raises `Refused`."""
        to = "closed" if passed else "returned"
        if not note.strip():
            raise Refused("note_needed")
        with self.desk.store.write() as txn:
            job = self._may_move(txn, rectification, to)
            if "supervisor" not in by.roles and self._supervisor_found(txn, job):
                raise Refused("recheck_by_supervisor")
            self._apart(txn, by, "recheck", job)
            return self._move(txn, by, job, to, note, []), to

    @allowed("rectify_extend")
    def extend(self, by: Operator, rectification: str, workdays: int, reason: str) -> tuple[Entry, str]:
        """More time, once, with a reason: so many working days after the day it was due. Raises `Refused`."""
        if not reason.strip():
            raise Refused("reason_needed")
        if not 1 <= workdays <= EXTENSION_MOST:
            raise Refused("extension_wrong", most=EXTENSION_MOST)
        with self.desk.store.write() as txn:
            row = txn.rows(
                "SELECT due, extended_due, state FROM rectifications WHERE rectification = ? AND number NOT NULL",
                (rectification,),
            )
            if not row:
                raise Refused("rectification_unknown", rectification=rectification[:40])
            due, extended, state = row[0]
            if extended is not None:
                raise Refused("already_extended", day=extended)
            if state == "closed":
                raise _cannot_move(state, EXTENDED)
            until = self.desk.rules.calendar.after(due, workdays).day
            note = put_note(txn, reason)
            assert note is not None
            body = RectificationExtended(rectification, until, note)
            return txn.append(body, day=business_day.day_of(self.desk.now()), by=by.id), until

    def _apart(self, txn: Txn, by: Operator, act: str, job: Job) -> None:
        found = {FOUND_BY_SUPERVISOR} if self._supervisor_found(txn, job) else set()
        require_apart(self.desk, by.id, act, done_about_job(txn.connection, job.rectification), found)

    def _supervisor_found(self, txn: Txn, job: Job) -> bool:
        """Whether a supervisor opened it, or failed the same checkpoint while it was open."""
        if job.found_role == "supervisor":
            return True
        joined = txn.rows(
            "SELECT 1 FROM inspections i JOIN findings f ON f.inspection = i.inspection AND f.checkpoint = ?"
            " WHERE i.day >= ? AND i.kind IN ('supervised', 'unannounced') AND f.rectification = ? LIMIT 1",
            (job.checkpoint, job.opened, job.rectification),
        )
        return bool(joined)

    def _may_move(self, txn: Txn, rectification: str, to: str) -> Job:
        rows = txn.rows(
            f"SELECT {_COLUMNS} FROM rectifications r WHERE rectification = ? AND number NOT NULL",
            (rectification,),
        )
        if not rows:
            raise Refused("rectification_unknown", rectification=rectification[:40])
        job = Job(*rows[0])
        if to not in MOVES[job.state]:
            raise _cannot_move(job.state, to)
        return job

    def _move(self, txn: Txn, by: Operator, job: Job, to: str, note: str, photos: list[str]) -> Entry:
        body = RectificationMoved(job.rectification, job.checkpoint, to, put_note(txn, note), photos)
        entry = txn.append(body, day=business_day.day_of(self.desk.now()), by=by.id)
        stands = txn.rows("SELECT state FROM rectifications WHERE rectification = ?", (job.rectification,))
        if stands[0][0] != to:
            # the hub or another PC moved it at a time that has not come yet by this clock: the move would be lost
            raise Refused("rectification_clock")
        return entry


def _cannot_move(state: str, to: str) -> Refused:
    return Refused(
        "rectification_cannot_move", state=Term(f"rectification_state.{state}"), to=Term(f"rectification_state.{to}")
    )


def open_jobs(connection: Connection, most: int = 100) -> list[Job]:
    """What is not closed, soonest due first."""
    found: list[Job] = []
    for state in ("open", "returned", "awaiting"):
        rows = connection.exec_driver_sql(
            f"SELECT {_COLUMNS} FROM rectifications r WHERE state = ? AND number NOT NULL"
            " ORDER BY coalesce(r.extended_due, r.due), number LIMIT ?",
            (state, most),
        ).fetchall()
        found.extend(Job(*row) for row in rows)
    return sorted(found, key=lambda job: (job.due, job.number))[:most]


def jobs_of(connection: Connection, inspection: str) -> list[Job]:
    """The rectifications that an inspection's fails opened or joined."""
    rows = connection.exec_driver_sql(
        f"SELECT DISTINCT {_COLUMNS} FROM findings f"
        " JOIN rectifications r ON r.rectification = f.rectification WHERE f.inspection = ? ORDER BY r.number",
        (inspection,),
    ).fetchall()
    return [Job(*row) for row in rows]
