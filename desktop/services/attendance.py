"""Attendance and stubs: the hospital's stamped list comes back, then each slip's stub 回执.

Only *attended* is recorded. A column that could hold a result is refused whole, so that none is ever stored.
"""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop.core import business_day
from desktop.core.checkup_lists import AttendanceListReturned
from desktop.core.errors import EnvironmentFailed, Refused
from desktop.core.people import masked_name
from desktop.core.referral import ReferralMoved
from desktop.core.roles import Operator
from desktop.core.words import Term
from desktop.services import slots
from desktop.services.desk import Desk, allowed
from desktop.services.slips import find_slip
from desktop.store.journal import Txn

COLUMN = "code"
FILE_MOST = 1_000_000
SEEN = ("attended", "closed")


@dataclass(frozen=True)
class Returned:
    """What a stamped list said: its fact, how many attended and how many were marked as not come."""

    fact: str
    attended: int
    missed: int


@dataclass(frozen=True)
class Expected:
    """Somebody who holds a place: masked name, code of the slip; the slot's day and minutes."""

    day: str
    begins: int
    ends: int
    name: str
    group: str
    code: str


class Attendance:
    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    @allowed("attendance_print")
    def expected(self, by: Operator, batch: str) -> tuple[Expected, ...]:
        """Who holds a place in the batch, for the list to tick and stamp, in order of the slots."""
        with self.desk.store.read() as connection:
            rows = connection.exec_driver_sql(
                'SELECT s.day, s.begins, s.ends, p.name, d."group", r.code FROM bookings k'
                " JOIN referrals r ON r.referral = k.referral JOIN persons p ON p.rider = r.rider"
                " JOIN riders d ON d.rider = r.rider JOIN checkup_slots s ON s.slot = k.slot"
                " WHERE k.batch = ? AND k.standing = 'booked' ORDER BY s.day, s.begins, r.issued_day, r.number",
                (batch,),
            ).fetchall()
        return tuple(
            Expected(day, begins, ends, masked_name(name), group, code) for day, begins, ends, name, group, code in rows
        )

    @allowed("attendance")
    def record(self, by: Operator, batch: str, slips: Sequence[str], missed: bool = False) -> Returned:
        """Marks the slips (code, id or QR text) of a batch as attended; with `missed`, the others whose slot is
        over as 未到诊. One slip that is not on the list refuses all of them.
        """
        if not slips and not missed:
            raise Refused("attendance_empty")
        now = self.desk.now()
        day = business_day.day_of(now)
        with self.desk.store.write() as txn:
            if not txn.rows("SELECT 1 FROM checkup_batches WHERE batch = ? AND number NOT NULL", (batch,)):
                raise Refused("batch_unknown", batch=batch[:40])
            there = _on_the_list(txn, batch)
            came = [find_slip(self.desk, txn.connection, text) for text in slips]
            for referral, text in zip(came, slips, strict=True):
                if there.get(referral, ("",))[0] not in ("booked", *SEEN):
                    raise Refused("attendance_not_on_list", slip=text[:20])
            came = list(dict.fromkeys(came))
            for referral in came:
                if there[referral][0] in SEEN:
                    # the clinic confirmed it by phone, or its stub was back first
                    continue
                slots.may_move(self.desk, txn, referral, "attended")
                txn.append(ReferralMoved(referral, "attended"), day=day, by=by.id)
            absent = [
                referral
                for referral, (state, over) in there.items()
                if missed and state == "booked" and over <= now and referral not in came
            ]
            for referral in absent:
                txn.append(ReferralMoved(referral, "no_show"), day=day, by=by.id)
                slots.after_move(self.desk, txn, by.id, referral, "no_show")
            body = AttendanceListReturned(batch, len(came), len(absent))
            fact = txn.append(body, day=day, by=by.id).id
        if absent:
            slots.erase(self.desk)
        return Returned(fact, len(came), len(absent))

    @allowed("stub")
    def stub(self, by: Operator, slip: str) -> tuple[str, str]:
        """The stub came back: the slip is closed. A stamped stub also shows that the rider attended.

        Returns the last fact and the referral. Raises `Refused` for a slip that cannot be closed.
        """
        day = business_day.day_of(self.desk.now())
        with self.desk.store.write() as txn:
            referral = find_slip(self.desk, txn.connection, slip)
            state = txn.rows("SELECT state FROM referrals WHERE referral = ?", (referral,))[0][0]
            way = ("closed",) if state == "attended" else ("attended", "closed")
            moves = self.desk.rules.choices.referral_moves
            if way[0] not in moves[state]:
                raise Refused(
                    "referral_cannot_move", state=Term(f"referral_state.{state}"), to=Term("referral_state.closed")
                )
            slots.may_move(self.desk, txn, referral, way[0])
            for to in way:
                fact = txn.append(ReferralMoved(referral, to), day=day, by=by.id).id
        return fact, referral


def _on_the_list(txn: Txn, batch: str) -> dict[str, tuple[str, int]]:
    """Referrals that hold a place in the batch: their state, and when the slot is over (ms UTC)."""
    rows = txn.rows(
        "SELECT k.referral, r.state, s.day, s.ends FROM bookings k JOIN referrals r ON r.referral = k.referral"
        " JOIN checkup_slots s ON s.slot = k.slot WHERE k.batch = ? AND k.standing = 'booked'",
        (batch,),
    )
    return {row[0]: (row[1], business_day.start_of(row[2]) + row[3] * 60_000) for row in rows}


def read_attendance(file: Path) -> tuple[str, ...]:
    """The slips of a stamped list: CSV with the one column `code`, or TOML `attended = [...]`. Raises `Refused`
    for any other column or field, whatever it holds.
    """
    try:
        if file.stat().st_size > FILE_MOST:
            raise Refused("attendance_unreadable", file=file.name)
        text = file.read_text("utf-8-sig")
    except OSError as error:
        raise EnvironmentFailed("input_unreadable", file=str(file), detail=error.strerror) from error
    except UnicodeDecodeError as error:
        raise Refused("attendance_unreadable", file=file.name) from error
    return _toml(text, file.name) if file.suffix.lower() == ".toml" else _csv(text)


def _toml(text: str, name: str) -> tuple[str, ...]:
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Refused("attendance_unreadable", file=name) from error
    slips = table.get("attended")
    if set(table) != {"attended"} or not isinstance(slips, list) or not all(isinstance(each, str) for each in slips):
        raise Refused("attendance_columns", column=COLUMN)
    return tuple(slips)


def _csv(text: str) -> tuple[str, ...]:
    rows = [row for row in csv.reader(io.StringIO(text)) if any(cell.strip() for cell in row)]
    if not rows or [cell.strip().lower() for cell in rows[0]] != [COLUMN] or any(len(row) != 1 for row in rows):
        raise Refused("attendance_columns", column=COLUMN)
    return tuple(row[0].strip() for row in rows[1:])
