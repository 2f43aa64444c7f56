"""The escrow 封存 as the projector works it: what goes in when somebody is forgotten, and what goes when time is over.

Rules, People: the identity behind publicly paid meals stays sealed until the day that the consent tells. The hub
seals it to pairs of keepers, and cannot open it. With fewer than two keepers nothing is kept.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence

import resources
from desktop.core import business_day, sheet
from desktop.core.consent import Consents, parse_consents
from desktop.core.escrow import EscrowDestroyed, EscrowSealed
from desktop.tables.meal_states import meal_state
from hub.database import Session
from hub.escrow_key import lock
from hub.journal import Journal


@functools.cache
def _consents() -> Consents:
    return parse_consents(resources.read_text("rules", "consent.toml"))


class Escrow:
    """Within a transaction; `now` in ms UTC."""

    def __init__(self, session: Session, journal: Journal, now: int) -> None:
        self._session = session
        self._journal = journal
        self._today = business_day.day_of(now)
        self._now = now

    def until(self, ids: Sequence[str]) -> str:
        """The day up to which the identity of a person (all their ids) is kept: so many months after the last meal
        with a subsidy as they agreed to; empty where there is nothing to audit.
        """
        last = self._session.rows_in(
            "SELECT max(day) FROM meals WHERE day IS NOT NULL AND subsidy_fen > 0"
            f" AND {meal_state()} IN ('counted', 'held') AND rider IN",
            ids,
        )[0][0]
        if last is None:
            return ""
        versions = {
            row[0]
            for row in (
                *self._session.rows_in("SELECT consent FROM riders WHERE consent IS NOT NULL AND rider IN", ids),
                *self._session.rows_in("SELECT version FROM consents WHERE rider IN", ids),
            )
        }
        known = _consents()
        months = [known.versions[name].keep_months for name in versions if name in known.versions]
        # of several texts the shortest holds: nobody is kept longer than they agreed to
        until = business_day.plus_months(str(last), min(months, default=known.current.keep_months))
        return until if until > self._today else ""

    def keep(self, rider: str, content: Mapping[str, str], until: str) -> bool:
        """Seals an identity to every pair of keepers; false where there are not two."""
        keepers = self._session.rows('SELECT keeper, "key" FROM escrow_keepers ORDER BY keeper')
        if len(keepers) < 2:
            return False
        sealed = sheet.seal(dict(content))
        self._session.execute("DELETE FROM escrow_locks WHERE rider = ?", (rider,))
        self._session.execute(
            "INSERT INTO escrow_sheets (rider, until, data) VALUES (?, ?, ?) ON CONFLICT (rider) DO UPDATE"
            " SET until = excluded.until, data = excluded.data",
            (rider, until, sealed.sealed),
        )
        pairs = [(one, other) for one in keepers for other in keepers if one[0] != other[0]]
        self._session.many(
            "INSERT INTO escrow_locks (rider, one, other, box) VALUES (?, ?, ?, ?)",
            [
                (rider, one[0], other[0], lock(sealed.key, bytes.fromhex(one[1]), bytes.fromhex(other[1])))
                for one, other in pairs
            ],
        )
        self._journal.append(self._session, EscrowSealed(rider, until))
        return True

    def clear(self) -> int:
        """Destroys what is over: identities whose day has come, and what lay between two keepers. How many."""
        over = [
            row[0] for row in self._session.rows("SELECT rider FROM escrow_sheets WHERE until <= ?", (self._today,))
        ]
        for rider in over:
            self._session.execute("DELETE FROM escrow_sheets WHERE rider = ?", (rider,))
            self._session.execute("DELETE FROM escrow_locks WHERE rider = ?", (rider,))
            self._journal.append(self._session, EscrowDestroyed(rider))
        lapsed = self._session.execute("DELETE FROM escrow_hands WHERE until < ?", (self._now,))
        return len(over) + lapsed


def waits(session: Session, now: int) -> bool:
    """Whether something in escrow is over."""
    today = business_day.day_of(now)
    return bool(
        session.row("SELECT 1 FROM escrow_sheets WHERE until <= ? LIMIT 1", (today,))
        or session.row("SELECT 1 FROM escrow_hands WHERE until < ? LIMIT 1", (now,))
    )
