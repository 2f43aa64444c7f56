"""Operators 操作员: named people with a PIN. Names are sheets, PIN hashes never leave the device."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Connection

from desktop.core.business_day import day_of
from desktop.core.entry import THE_APP, Entry
from desktop.core.errors import Refused
from desktop.core.operator import OperatorPinChanged, OperatorRetired
from desktop.core.people import clean_name
from desktop.core.roles import Operator
from desktop.core.site import OperatorAdded
from desktop.services.desk import Desk, allowed
from desktop.services.station import check_pin
from desktop.store.beside import put_sheet

# Wrong PINs in a row before a wait, and the first wait; each further one doubles it, up to an hour.
TRIES = 5
FIRST_WAIT_MS = 30_000
LONGEST_WAIT_MS = 3_600_000
SUPERVISOR = "supervisor"


@dataclass(frozen=True)
class Known:
    """An operator as chosen at the counter."""

    id: str
    name: str
    roles: tuple[str, ...]


class Operators:
    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    @cached_property
    def _hasher(self) -> PasswordHasher:
        return PasswordHasher(time_cost=2, memory_cost=32_768, parallelism=1)

    def add_first(self, name: str, pin: str) -> str:
        """The first operator of a new folder, caretaker and supervisor (a merchant's: its cashier too)."""
        roles = ("caretaker", "supervisor") if self.desk.place.role == "station" else ("merchant", "supervisor")
        if self.all():
            raise Refused("operator_exists", name=name)
        return self._add(name, roles, pin, THE_APP)

    @allowed("operator_add")
    def add(self, by: Operator, name: str, role: str, pin: str) -> str:
        """A new operator with one role; raises `Refused` for a name taken, an unknown role or a short PIN."""
        if role not in self.desk.rules.roles.titles:
            raise Refused("role_unknown", role=role[:40], roles=", ".join(self.desk.rules.roles.titles))
        return self._add(name, (role,), pin, by.id)

    def _add(self, name: str, roles: tuple[str, ...], pin: str, by: str) -> str:
        clean = clean_name(name)
        check_pin(pin)
        if any(known.name == clean for known in self.all()):
            raise Refused("operator_exists", name=clean)
        hashed = self._hasher.hash(pin)
        with self.desk.store.write() as txn:
            operator = self.desk.store.ids.other()
            sheet = put_sheet(txn, operator, {"name": clean})
            txn.append(OperatorAdded(operator, list(roles), sheet), day=day_of(self.desk.now()), by=by)
            txn.execute(
                "INSERT INTO operator_secrets (operator, name, pin, failed, locked_until) VALUES (?, ?, ?, 0, 0)",
                (operator, clean, hashed),
            )
        return operator

    @allowed("operator_pin")
    def change_pin(self, by: Operator, name: str, pin: str) -> Entry:
        """Another PIN for an operator, by a supervisor; opens a lock too. Raises `Refused`."""
        known = self.choose(name)
        check_pin(pin)
        hashed = self._hasher.hash(pin)
        with self.desk.store.write() as txn:
            entry = txn.append(OperatorPinChanged(known.id), day=day_of(self.desk.now()), by=by.id)
            txn.execute(
                "UPDATE operator_secrets SET pin = ?, failed = 0, locked_until = 0 WHERE operator = ?",
                (hashed, known.id),
            )
        return entry

    @allowed("operator_retire")
    def retire(self, by: Operator, name: str) -> Entry:
        """Somebody who left signs in no more; their PIN is destroyed, their name stays on what they did.

        Raises `Refused("last_supervisor")` where nobody would be left to add or retire others.
        """
        with self.desk.store.write() as txn:
            known = self.choose(name)
            left = [each for each in self.all() if each.id != known.id and SUPERVISOR in each.roles]
            if not left:
                raise Refused("last_supervisor", name=known.name)
            entry = txn.append(OperatorRetired(known.id), day=day_of(self.desk.now()), by=by.id)
            txn.execute("UPDATE operator_secrets SET pin = '' WHERE operator = ?", (known.id,))
        return entry

    def all(self) -> tuple[Known, ...]:
        """Those who may sign in, in the order in which they were added; the retired are not among them."""
        with self.desk.store.read() as connection:
            rows = connection.exec_driver_sql(
                "SELECT s.operator, s.name, o.roles FROM operator_secrets s JOIN operators o USING (operator)"
                " LEFT JOIN operator_states t USING (operator) WHERE t.retired_day IS NULL ORDER BY s.rowid"
            ).fetchall()
        return tuple(Known(row[0], row[1], tuple(row[2].split(","))) for row in rows)

    def choose(self, name: str | None) -> Known:
        """The operator called so (or with this id); the first one when no name is given."""
        known = self.all()
        if name is None and known:
            return known[0]
        for operator in known:
            if name in (operator.name, operator.id):
                return operator
        raise Refused("operator_unknown", name=(name or "")[:40])

    def sign_in(self, operator: str, pin: str) -> Operator:
        """Checks the PIN; after five wrong ones each further try waits longer. Raises `Refused`."""
        with self.desk.store.read() as connection:
            row = connection.exec_driver_sql(
                "SELECT s.pin, s.failed, s.locked_until, o.roles, s.name, t.retired_day FROM operator_secrets s"
                " JOIN operators o USING (operator) LEFT JOIN operator_states t USING (operator) WHERE operator = ?",
                (operator,),
            ).fetchone()
        if row is None:
            raise Refused("operator_unknown", name=operator)
        if row[5] is not None:
            raise Refused("operator_retired", name=row[4])
        now = self.desk.now()
        if now < row[2]:
            self._wait(operator, row[1], row[2], now)
        try:
            self._hasher.verify(row[0], pin)
        except (VerificationError, InvalidHashError) as error:
            failed = row[1] + 1
            wait = wait_after(failed)
            self._note_tries(operator, failed, now + wait if wait else 0)
            raise Refused("pin_wrong", left=max(TRIES - failed, 0)) from error
        if row[1]:
            self._note_tries(operator, 0, 0)
        return Operator(operator, frozenset(row[3].split(",")))

    def _wait(self, operator: str, failed: int, until: int, now: int) -> None:
        """Raises `Refused("pin_locked")`. A clock that was set back neither opens a lock nor lengthens the wait:
        it begins again from the clock's new time.
        """
        left, whole = until - now, wait_after(failed)
        if left > whole:
            left = whole
            self._note_tries(operator, failed, now + whole)
        raise Refused("pin_locked", seconds=left // 1000 + 1)

    def _note_tries(self, operator: str, failed: int, until: int) -> None:
        with self.desk.store.write() as txn:
            txn.execute(
                "UPDATE operator_secrets SET failed = ?, locked_until = ? WHERE operator = ?",
                (failed, until, operator),
            )


def wait_after(failed: int) -> int:
    """How long to wait after so many wrong PINs in a row, ms: from the fifth on 30 s, doubling up to an hour."""
    return min(FIRST_WAIT_MS * 2 ** min(failed - TRIES, 20), LONGEST_WAIT_MS) if failed >= TRIES else 0


def operator_name(connection: Connection, operator: str) -> str:
    """An operator's name; empty for the app itself or a stranger."""
    row = connection.exec_driver_sql("SELECT name FROM operator_secrets WHERE operator = ?", (operator,)).fetchone()
    return str(row[0]) if row else ""
