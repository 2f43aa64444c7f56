"""Supervisors 督导员 of the hub: named people with a PIN, as on the desk. Hashes of PINs never leave the database."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from functools import cached_property

import uuid_utils.compat
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from desktop.core import sheet
from desktop.core.errors import Refused
from desktop.core.site import OperatorAdded
from hub.database import Database, Session
from hub.journal import Journal
from hub.locks import TRIES, Locks

PIN_LEAST, PIN_MOST = 4, 12
NAME_MOST = 60


@dataclass(frozen=True)
class Supervisor:
    id: str
    name: str
    roles: tuple[str, ...]


class Supervisors:
    def __init__(self, database: Database, journal: Journal) -> None:
        self._database = database
        self._journal = journal
        self._locks = Locks(database, journal, "sign-in")

    @cached_property
    def _hasher(self) -> PasswordHasher:
        return PasswordHasher(time_cost=2, memory_cost=32_768, parallelism=1)

    def add(self, session: Session, name: str, pin: str, by: str, roles: tuple[str, ...] = ("supervisor",)) -> str:
        """A new supervisor; raises `Refused` for an empty or taken name or a PIN that is not 4 to 12 digits."""
        clean = " ".join(name.split())
        if not clean or len(clean) > NAME_MOST:
            raise Refused("hub_name_wrong", most=NAME_MOST)
        if not (PIN_LEAST <= len(pin) <= PIN_MOST and pin.isascii() and pin.isdigit()):
            raise Refused("pin_short", least=PIN_LEAST, most=PIN_MOST)
        if session.row("SELECT 1 FROM supervisors WHERE name = ?", (clean,)):
            raise Refused("operator_exists", name=clean)
        operator = str(uuid_utils.compat.uuid4())
        sealed = sheet.seal({"name": clean})
        self._journal.append(session, OperatorAdded(operator, list(roles), sealed.hash), by=by)
        session.execute(
            "INSERT INTO supervisors (operator, name, pin, roles, sheet, sheet_key) VALUES (?, ?, ?, ?, ?, ?)",
            (operator, clean, self._hasher.hash(pin), ",".join(roles), sealed.hash, sealed.key),
        )
        return operator

    def all(self) -> tuple[Supervisor, ...]:
        with self._database.read() as session:
            rows = session.rows("SELECT operator, name, roles FROM supervisors ORDER BY operator")
        return tuple(Supervisor(row[0], row[1], tuple(row[2].split(","))) for row in rows)

    def sign_in(self, name: str | None, pin: str) -> Supervisor:
        """The supervisor called so (the first one for None), if the PIN is right. Raises `Refused`: `operator_unknown`,
        `pin_wrong`, `pin_locked` after five wrong ones in a row.

        A name that nobody has is counted, locked and takes as long as one that somebody has.
        """
        with self._database.read() as session:
            row = session.row(
                "SELECT operator, name, roles, pin FROM supervisors"
                + (" WHERE name = ?" if name is not None else "")
                + " ORDER BY operator LIMIT 1",
                (name,) if name is not None else (),
            )
        tried = self._locks.count(row[1] if row else name or "")
        # outside of any transaction: a hash of a PIN is made to be slow
        good = self._right(row[3] if row else self._nobody, pin)
        if row is not None and good:
            self._locks.good(tried)
            return Supervisor(row[0], row[1], tuple(row[2].split(",")))
        if tried.wait:
            raise Refused("pin_locked", seconds=tried.wait // 1000)
        if row is None:
            raise Refused("operator_unknown", name=(name or "")[:40])
        raise Refused("pin_wrong", left=TRIES - tried.failed)

    @cached_property
    def _nobody(self) -> str:
        """A hash that no PIN fits."""
        return self._hasher.hash(secrets.token_hex(16))

    def _right(self, hashed: str, pin: str) -> bool:
        try:
            return self._hasher.verify(hashed, pin)
        except (VerificationError, InvalidHashError):
            return False
