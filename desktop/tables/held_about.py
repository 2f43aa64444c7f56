"""What a desk or the hub holds about one person, for the person: one reading of the tables that both have."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, text

from desktop.core import business_day
from desktop.core.phone_pages import LINES_MOST, PhoneMine

_PERSON = text(
    'SELECT r."group", r.registered_day, r.verified_until, coalesce((SELECT version FROM consents c'
    " WHERE c.rider = r.rider ORDER BY at DESC LIMIT 1), r.consent) FROM riders r WHERE r.rider = :rider"
)
_CARDS = text("SELECT number, issued_day FROM cards WHERE rider = :rider ORDER BY issued DESC")
_VISITS = text(
    "SELECT day, at, coalesce(services, first_services) FROM visits WHERE rider = :rider AND day IS NOT NULL"
    " AND voided IS NULL ORDER BY at DESC"
)
_MEALS = text(
    "SELECT day, at, period FROM meals WHERE rider = :rider AND day IS NOT NULL AND voided IS NULL"
    " ORDER BY day DESC, at DESC"
)
_REFERRALS = text("SELECT count(*) FROM referrals WHERE rider = :rider")


def held_about(connection: Connection, rider: str, name: str, phone: str) -> PhoneMine:
    """All of it; `name` and `phone` are of the sheet, which tables do not hold."""
    given = {"rider": rider}
    group, registered, verified, consent = connection.execute(_PERSON, given).fetchone() or ("", "", "", "")
    visits = connection.execute(_VISITS, given).fetchall()
    meals = connection.execute(_MEALS, given).fetchall()
    return PhoneMine(
        name,
        phone,
        group or "other_outdoor",
        registered or "",
        consent or "",
        verified or "",
        tuple((row[0] or "", row[1] or "") for row in connection.execute(_CARDS, given)),
        _lines(visits),
        _lines(meals),
        len(visits),
        len(meals),
        int(connection.execute(_REFERRALS, given).scalar_one()),
    )


def _lines(rows: Sequence[Any]) -> tuple[tuple[str, str, str], ...]:
    return tuple((row[0] or "", business_day.clock_time(row[1]), row[2] or "") for row in rows[:LINES_MOST])
