"""Wrong guesses in a row, by what they were made at, over all workers: after five a wait, doubled with each further."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

from desktop.core.errors import Refused
from hub.database import Database
from hub.journal import Journal

# Wrong ones in a row before a wait, and the first wait; each further one doubles it, up to an hour.
TRIES = 5
FIRST_WAIT_MS = 30_000
LONGEST_WAIT_MS = 3_600_000
# How long wrong ones are remembered after the last of them.
KEPT_MS = 24 * 3_600_000


@dataclass(frozen=True)
class Tried:
    """A try as it was counted: under which hidden name, wrong ones in a row, and the wait (ms) if this is one."""

    hidden: str
    failed: int
    wait: int


class Locks:
    """`purpose` tells what is guessed at, so that names of two sorts never meet."""

    def __init__(self, database: Database, journal: Journal, purpose: str) -> None:
        self._database = database
        self._journal = journal
        self._purpose = purpose

    def count(self, name: str) -> Tried:
        """Counts a try as a wrong one before it is looked at, so that many at once are no more than one after
        another. Raises `Refused("pin_locked")` with `seconds` while a wait runs.
        """
        hidden, now = self._hidden(name), self._journal.clock.now()
        with self._database.write() as session:
            session.execute("DELETE FROM sign_ins WHERE at < ?", (now - KEPT_MS,))
            session.execute(
                "INSERT INTO sign_ins (name, failed, locked_until, at) VALUES (?, 0, 0, ?)"
                " ON CONFLICT (name) DO UPDATE SET at = excluded.at",
                (hidden, now),
            )
            failed, until = session.row("SELECT failed, locked_until FROM sign_ins WHERE name = ?", (hidden,))
            if until > now:
                raise Refused("pin_locked", seconds=(until - now) // 1000 + 1)
            failed += 1
            wait = 0 if failed < TRIES else min(FIRST_WAIT_MS << min(failed - TRIES, 16), LONGEST_WAIT_MS)
            session.execute(
                "UPDATE sign_ins SET failed = ?, locked_until = ? WHERE name = ?",
                (failed, now + wait if wait else 0, hidden),
            )
        return Tried(hidden, failed, wait)

    def good(self, tried: Tried) -> None:
        """It was right: nothing is remembered."""
        with self._database.write() as session:
            session.execute("DELETE FROM sign_ins WHERE name = ?", (tried.hidden,))

    def _hidden(self, name: str) -> str:
        """A typed name as it is kept: people type their PINs there too."""
        return hmac.new(self._journal.keys.purpose(self._purpose), name.encode(), hashlib.sha256).hexdigest()
