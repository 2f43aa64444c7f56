"""What the hub knows of a card and of whose it is, for whoever serves by phone."""

from __future__ import annotations

import re
from collections.abc import Callable

from sqlalchemy import Connection, bindparam, text

from desktop.core import card, card_check
from desktop.core.card_check import CardOutcome, Issuers, Scanned
from desktop.core.meal_rules import EarlierMeal

TEXT_MOST = 400
NUMBER_LETTERS, NUMBER_MOST = 8, 20
_KEY_ID = re.compile(r"[0-9a-f]{12}")


def scan(connection: Connection, given: str, at: int) -> Scanned:
    """A card's text, or its number as it is printed under the code."""
    plain, gone = card.normalise(given[:TEXT_MOST]), _withdrawn(connection)
    # a number without its dashes may begin like a card
    if card.looks_like_card(plain) and len(plain) > NUMBER_MOST:
        try:
            issuers = _issuers(connection, card.read(plain)[0].issuer)
        except card.NotACard:
            issuers = Issuers({}, {})
        return card_check.look(plain, issuers, at, gone)
    rows = connection.execute(
        text(
            'SELECT rider, "group", issuer, issued, valid_days FROM cards WHERE number = :number'
            ' AND issuer IS NOT NULL AND "group" IS NOT NULL AND valid_days IS NOT NULL'
        ),
        {"number": _number(plain)},
    ).fetchall()
    if len(rows) != 1 or not _KEY_ID.fullmatch(rows[0][2]):
        return Scanned(CardOutcome.NOT_A_CARD, None)
    rider, group, issuer, issued, days = rows[0]
    read = card.Card(rider, group, bytes.fromhex(issuer), issued, days, "")
    found = _issuers(connection, read.issuer)
    return card_check.judged(read, found, at, gone, known=read.issuer in found.known)


def _number(text_: str) -> str:
    """`qy abcd-1234` and `ABCD1234` as they are printed: `QY-ABCD-1234`."""
    letters = re.sub(r"[^0-9A-Z]", "", text_)
    letters = letters.removeprefix("QY") if len(letters) == NUMBER_LETTERS + 2 else letters
    return f"QY-{letters[:4]}-{letters[4:]}" if len(letters) == NUMBER_LETTERS else ""


def _issuers(connection: Connection, issuer: bytes) -> Issuers:
    """The enrolled devices whose ids begin as this key id says."""
    head = issuer.hex()
    rows = connection.execute(
        text("SELECT key, revoked_at FROM members WHERE device LIKE :head"), {"head": f"{head[:8]}-{head[8:]}-%"}
    ).fetchall()
    if not rows:
        return Issuers({}, {})
    # two devices whose ids begin alike are not found among a city's
    key, revoked = rows[0]
    return Issuers({issuer: bytes.fromhex(key)}, {issuer: int(revoked) // 1000} if revoked else {})


def _withdrawn(connection: Connection) -> Callable[[str, int], bool]:
    def gone(rider: str, issued: int) -> bool:
        row = connection.execute(
            text(
                "SELECT (SELECT withdrawn_at FROM cards WHERE rider = :rider AND issued = :issued),"
                " (SELECT forgotten_day FROM riders WHERE rider = :rider)"
            ),
            {"rider": rider, "issued": issued},
        ).one()
        return row[0] is not None or row[1] is not None

    return gone


def rider_known(connection: Connection, ids: list[str]) -> tuple[str | None, bool]:
    """The first day on which verification is over, and whether any place registered this person."""
    rows = connection.execute(
        text(
            "SELECT verified_until, registered_day FROM riders WHERE rider IN :ids AND forgotten_day IS NULL"
        ).bindparams(bindparam("ids", expanding=True)),
        {"ids": ids},
    ).fetchall()
    until = max((str(row[0]) for row in rows if row[0]), default=None)
    return until, any(row[1] is not None for row in rows)


def earlier_meals(connection: Connection, ids: list[str], month: str) -> list[EarlierMeal]:
    rows = connection.execute(
        text(
            "SELECT m.fact, m.day, m.period, m.at, m.merchant, s.name FROM meals m LEFT JOIN sites s ON s.site = m.site"
            " WHERE m.rider IN :ids AND m.day >= :first AND m.day <= :last AND m.voided IS NULL"
        ).bindparams(bindparam("ids", expanding=True)),
        {"ids": ids, "first": f"{month}-01", "last": f"{month}-31"},
    )
    return [
        EarlierMeal(fact, day, period, at, merchant or "", place or "")
        for fact, day, period, at, merchant, place in rows
    ]
