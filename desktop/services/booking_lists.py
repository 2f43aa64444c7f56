"""The sealed booking list 预约名单: the only place where an ID number is kept, printed by name, then destroyed.

A number lies in a private table, sealed under a key of its own; the fact holds the hash of what was sealed.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from desktop.core import business_day, sheet
from desktop.core.checkup_lists import BookingListDestroyed, BookingListEntered, BookingListPrinted
from desktop.core.entry import Entry
from desktop.core.errors import Refused
from desktop.core.id_number import clean_id_number
from desktop.core.roles import Operator
from desktop.services import slots
from desktop.services.desk import Desk, allowed
from desktop.services.slips import find_slip
from desktop.store.journal import Txn


@dataclass(frozen=True)
class ListLine:
    """Somebody with a place: full name, ID number (empty when it was not typed yet); the slot's day and minutes."""

    referral: str
    full_name: str
    id_number: str
    code: str
    day: str
    begins: int
    ends: int


class BookingLists:
    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    @allowed("booking_list_enter")
    def enter(self, by: Operator, slip: str, id_number: str) -> Entry:
        """Types the ID number of somebody booked or in line into the list; a second time replaces the first.

        Raises `Refused` for a wrong number, for no place, and once the list is to be destroyed.
        """
        day = business_day.day_of(self.desk.now())
        clean = clean_id_number(id_number, day)
        with self.desk.store.write() as txn:
            referral = find_slip(self.desk, txn.connection, slip)
            rows = txn.rows(
                "SELECT k.batch, r.rider, b.last_day, b.list_destroyed_day FROM bookings k"
                " JOIN referrals r ON r.referral = k.referral JOIN checkup_batches b ON b.batch = k.batch"
                " JOIN persons p ON p.rider = r.rider"
                " WHERE k.referral = ? AND k.standing <> 'released' AND r.state IN ('booked', 'waiting')",
                (referral,),
            )
            if not rows:
                raise Refused("booking_list_no_place")
            batch, rider, last, destroyed = rows[0]
            if destroyed or business_day.plus_days(last, self.desk.rules.health.keep_days) <= day:
                raise Refused("booking_list_gone")
            sealed = sheet.seal({"id_number": clean})
            txn.execute("DELETE FROM booking_sheets WHERE referral = ?", (referral,))
            txn.execute(
                "INSERT INTO booking_sheets (hash, batch, referral, subject, key, sealed) VALUES (?, ?, ?, ?, ?, ?)",
                (sealed.hash, batch, referral, rider, sealed.key, sealed.sealed),
            )
            return txn.append(BookingListEntered(batch, referral, sealed.hash), day=day, by=by.id)

    @allowed("booking_list_print")
    def take_out(self, by: Operator, batch: str) -> tuple[ListLine, ...]:
        """The list in the clear, for printing; that it was is a fact before anybody sees it. Raises `Refused`."""
        with self.desk.store.write() as txn:
            rows = txn.rows(
                "SELECT last_day, list_destroyed_day FROM checkup_batches WHERE batch = ? AND number NOT NULL", (batch,)
            )
            if not rows:
                raise Refused("batch_unknown", batch=batch[:40])
            if rows[0][1]:
                raise Refused("booking_list_gone")
            lines = _lines(txn.connection, batch)
            if not lines:
                raise Refused("paper_empty")
            missing = sum(not line.id_number for line in lines)
            day = business_day.day_of(self.desk.now())
            txn.append(BookingListPrinted(batch, len(lines), missing), day=day, by=by.id)
        return lines

    @allowed("booking_list_destroy")
    def destroy(self, by: Operator, batch: str) -> tuple[Entry, int]:
        """Destroys the list of a batch whose time has come. Raises `Refused` before that, or when it is done."""
        day = business_day.day_of(self.desk.now())
        with self.desk.store.write() as txn:
            rows = txn.rows(
                "SELECT last_day, list_destroyed_day FROM checkup_batches WHERE batch = ? AND number NOT NULL", (batch,)
            )
            if not rows:
                raise Refused("batch_unknown", batch=batch[:40])
            due = business_day.plus_days(rows[0][0], self.desk.rules.health.keep_days)
            if day < due:
                raise Refused("booking_list_not_due", day=due)
            if rows[0][1] and not _sheets(txn, batch):
                raise Refused("booking_list_gone")
            done = _destroy(txn, by.id, batch, day)
        slots.erase(self.desk)
        return done


def lists_due(connection: Connection, day: str, keep_days: int) -> tuple[str, ...]:
    """Batches whose list is to be destroyed on this day: not destroyed yet, or back from an old backup."""
    before = business_day.plus_days(day, -keep_days)
    rows = connection.exec_driver_sql(
        "SELECT batch FROM checkup_batches WHERE last_day <= ? AND (list_destroyed_day IS NULL"
        " OR batch IN (SELECT batch FROM booking_sheets)) ORDER BY last_day",
        (before,),
    ).fetchall()
    return tuple(row[0] for row in rows)


def destroy_lists_due(desk: Desk, by: str) -> int:
    """Destroys every list whose time has come, as facts of `by` (an operator's id, or the app's); returns how
    many lists. For the app's own retention run.
    """
    day = business_day.day_of(desk.now())
    with desk.store.write() as txn:
        due = lists_due(txn.connection, day, desk.rules.health.keep_days)
        for batch in due:
            _destroy(txn, by, batch, day)
    if due:
        slots.erase(desk)
    return len(due)


def _destroy(txn: Txn, by: str, batch: str, day: str) -> tuple[Entry, int]:
    """Keys and sealed numbers are deleted (SQLite zeroes them: `secure_delete`); the fact says how many."""
    entries = _sheets(txn, batch)
    txn.execute("DELETE FROM booking_sheets WHERE batch = ?", (batch,))
    return txn.append(BookingListDestroyed(batch, entries), day=day, by=by), entries


def _sheets(txn: Txn, batch: str) -> int:
    return int(txn.rows("SELECT count(*) FROM booking_sheets WHERE batch = ?", (batch,))[0][0])


def _lines(connection: Connection, batch: str) -> tuple[ListLine, ...]:
    rows = connection.exec_driver_sql(
        'SELECT k.referral, p.name, e."key", e.sealed, r.code, s.day, s.begins, s.ends FROM bookings k'
        " JOIN referrals r ON r.referral = k.referral JOIN persons p ON p.rider = r.rider"
        " JOIN checkup_slots s ON s.slot = k.slot"
        " LEFT JOIN booking_sheets e ON e.referral = k.referral AND e.batch = k.batch"
        " WHERE k.batch = ? AND k.standing = 'booked' ORDER BY s.day, s.begins, r.issued_day, r.number",
        (batch,),
    ).fetchall()
    return tuple(
        ListLine(
            referral,
            name,
            sheet.unseal(bytes(key), bytes(sealed))["id_number"] if key is not None else "",
            code,
            day,
            begins,
            ends,
        )
        for referral, name, key, sealed, code, day, begins, ends in rows
    )
