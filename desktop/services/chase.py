"""The chase list 催办名单: slips that stay open too long, for Today, a command and a paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from desktop.core import business_day
from desktop.core.people import masked_name, masked_phone
from desktop.core.phones import CHASE
from desktop.core.roles import Operator
from desktop.services.desk import Desk, allowed
from desktop.services.phones import note_phones

CHASED_MOST = 200
# Why a slip is chased, in the order of the list.
REASONS = ("not_booked", "not_attended", "no_stub")

_SLIP = (
    "r.referral, r.kind, r.number, r.issued_day, r.code, p.name, p.phone FROM referrals r"
    " JOIN persons p ON p.rider = r.rider"
)
_SLOT = (
    " LEFT JOIN bookings k ON k.referral = r.referral AND k.standing = 'booked'"
    " LEFT JOIN checkup_slots s ON s.slot = k.slot"
)
_QUERIES = {
    "not_booked": f"SELECT r.issued_day, {_SLIP} WHERE r.state = 'issued' AND r.issued_day <= ? ORDER BY r.issued_day",
    "not_attended": f"SELECT coalesce(s.day, r.until), {_SLIP}{_SLOT}"
    " WHERE r.state = 'booked' AND coalesce(s.day, r.until) <= ? ORDER BY coalesce(s.day, r.until)",
    "no_stub": f"SELECT r.moved_at, {_SLIP} WHERE r.state = 'attended' AND r.moved_at < ? ORDER BY r.moved_at",
}


@dataclass(frozen=True)
class Chased:
    """A slip to ask about: `why` is one of `REASONS`, `since` the day that it waits from, `days` until today."""

    why: str
    since: str
    days: int
    referral: str
    kind: str
    number: int
    issued: str
    code: str
    name: str
    phone: str


class Chase:
    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    @allowed("chase")
    def list(self, by: Operator) -> tuple[Chased, ...]:
        """What stays open too long today."""
        with self.desk.store.read() as connection:
            return chase_list(connection, self.desk, business_day.day_of(self.desk.now()))

    @allowed("chase")
    def call_list(self, by: Operator) -> tuple[Chased, ...]:
        """The same with full phones, for whoever calls; that it was taken out is a fact before anybody sees it."""
        day = business_day.day_of(self.desk.now())
        with self.desk.store.write() as txn:
            found = chase_list(txn.connection, self.desk, day, full=True)
            note_phones(self.desk, txn, by, CHASE, day, [each.phone for each in found])
        return found


def chase_list(
    connection: Connection, desk: Desk, day: str, most: int = CHASED_MOST, *, full: bool = False
) -> tuple[Chased, ...]:
    """Issued and not booked for 3 days; the booked day passed; attended and no stub for 7 days. Oldest first.

    Phones are masked but for `full`.
    """
    shown = str if full else masked_phone
    rules = desk.rules.health
    stub_since = business_day.plus_days(day, 1 - rules.attended_days)
    limits: dict[str, str | int] = {
        "not_booked": business_day.plus_days(day, -rules.issued_days),
        "not_attended": business_day.previous(day),
        "no_stub": business_day.start_of(stub_since),
    }
    found: list[Chased] = []
    for why in REASONS:
        rows = connection.exec_driver_sql(f"{_QUERIES[why]} LIMIT ?", (limits[why], most)).fetchall()
        for since, referral, kind, number, issued, code, name, phone in rows:
            begun = business_day.day_of(since) if isinstance(since, int) else since
            days = (date.fromisoformat(day) - date.fromisoformat(begun)).days
            found.append(
                Chased(why, begun, days, referral, kind, number, issued, code, masked_name(name), shown(phone))
            )
    return tuple(found[:most])
