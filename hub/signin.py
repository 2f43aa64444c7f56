"""Sessions of the supervisors' pages: who is signed in, for how long, and the token that every form bears.

A session's token is random, lives in a cookie and is kept here as its SHA-256 only. It is made at sign-in, never
before, so that a token somebody planted is worth nothing.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection, text

from desktop.core.errors import Refused
from hub.supervision import Ground, Supervisor

IDLE_MS = 2 * 3_600_000
LONGEST_MS = 12 * 3_600_000
TRIES_A_MINUTE = 5
MINUTE_MS = 60_000

# Checks a name and a PIN: (id, name, roles). Raises `Refused`: unknown, wrong, locked.
Check = Callable[[str, str], tuple[str, str, tuple[str, ...]]]


@dataclass(frozen=True)
class Signed:
    """A session as it is found by its cookie; `csrf` is what forms of it must bear."""

    by: Supervisor
    csrf: str


class Sessions:
    """`secret` keys the tokens of forms."""

    def __init__(self, ground: Ground, check: Check, secret: bytes) -> None:
        self._ground = ground
        self._check = check
        self._secret = secret

    def sign_in(self, name: str, pin: str, address: str) -> str:
        """A new session's token. Raises `Refused`: `sign_in_wrong` (one answer for name and PIN), `pin_locked`,
        `sign_in_often` after five failed tries a minute from one address, over all workers; both with `seconds`.
        """
        minute = self._count(address)
        try:
            operator, _, _ = self._check(name.strip(), pin)
        except Refused as error:
            if error.code == "pin_locked":
                raise
            raise Refused("sign_in_wrong") from error
        self._give_back(address, minute)
        token, now = secrets.token_urlsafe(32), self._ground.now()
        with self._ground.side() as connection:
            connection.execute(
                text("DELETE FROM sessions WHERE at < :idle OR until < :now"), {"idle": now - IDLE_MS, "now": now}
            )
            connection.execute(
                text("INSERT INTO sessions (session, operator, at, until) VALUES (:session, :operator, :at, :until)"),
                {"session": _hidden(token), "operator": operator, "at": now, "until": now + LONGEST_MS},
            )
        return token

    def _count(self, address: str) -> int:
        """Counts a try over all workers, before it is looked at; the minute that it is counted in."""
        minute, past = divmod(self._ground.now(), MINUTE_MS)
        with self._ground.side() as connection:
            connection.execute(text("DELETE FROM tries WHERE minute < :minute"), {"minute": minute - 1})
            tries = connection.execute(
                text(
                    "INSERT INTO tries (bucket, minute, count) VALUES (:bucket, :minute, 1)"
                    " ON CONFLICT (bucket, minute) DO UPDATE SET count = tries.count + 1 RETURNING count"
                ),
                {"bucket": _bucket(address), "minute": minute},
            ).scalar_one()
        if tries > TRIES_A_MINUTE:
            raise Refused("sign_in_often", seconds=(MINUTE_MS - past) // 1000 + 1)
        return minute

    def _give_back(self, address: str, minute: int) -> None:
        """A good try counts for nothing: an office of many comes from one address."""
        with self._ground.side() as connection:
            connection.execute(
                text("UPDATE tries SET count = count - 1 WHERE bucket = :bucket AND minute = :minute"),
                {"bucket": _bucket(address), "minute": minute},
            )

    def find(self, token: str) -> Signed | None:
        """Who is signed in under a cookie's token; None when it is unknown, too old or idle too long."""
        now, hidden = self._ground.now(), _hidden(token)
        with self._ground.read() as connection:
            row = connection.execute(
                text(
                    "SELECT s.operator, s.at, s.until, o.name, o.roles, p.scope FROM sessions s"
                    " JOIN supervisors o ON o.operator = s.operator"
                    " LEFT JOIN supervisor_scopes p ON p.operator = s.operator WHERE s.session = :session"
                ),
                {"session": hidden},
            ).fetchone()
        if row is None or now > row[2] or now - row[1] > IDLE_MS:
            return None
        if now - row[1] > MINUTE_MS:
            with self._ground.side() as connection:
                connection.execute(
                    text("UPDATE sessions SET at = :now WHERE session = :session"), {"now": now, "session": hidden}
                )
        return Signed(Supervisor(row[0], frozenset(row[4].split(",")), row[3], row[5] or ""), self.form_token(hidden))

    def sign_out(self, token: str) -> None:
        with self._ground.side() as connection:
            connection.execute(text("DELETE FROM sessions WHERE session = :session"), {"session": _hidden(token)})

    def form_token(self, cookie: str) -> str:
        """The token of the forms that belong to a session, or before it to the sign-in form's cookie."""
        return hmac.new(self._secret, cookie.encode(), hashlib.sha256).hexdigest()


def supervisor_of(connection: Connection, operator: str, name: str, roles: tuple[str, ...]) -> Supervisor:
    """A supervisor with the scope that they answer for; everything where none is kept."""
    scope = connection.execute(
        text("SELECT scope FROM supervisor_scopes WHERE operator = :operator"), {"operator": operator}
    ).scalar()
    return Supervisor(operator, frozenset(roles), name, str(scope or ""))


def same(given: str, wanted: str) -> bool:
    """Whether two tokens are the same, in the same time whatever they are."""
    return bool(wanted) and hmac.compare_digest(given.encode(), wanted.encode())


def _bucket(address: str) -> str:
    return f"sign-in {address}"


def _hidden(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
