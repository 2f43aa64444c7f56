"""Check-up batches 体检批次: opened by a supervisor, booked slot by slot, and slips that run out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from desktop.core import business_day
from desktop.core.batch_file import draft_of, parse_batch
from desktop.core.checkup import CheckupBatchOpened, Quota, Slot
from desktop.core.errors import Refused
from desktop.core.referral import ReferralMoved
from desktop.core.roles import Operator
from desktop.services import slots
from desktop.services.desk import Desk, allowed
from desktop.services.master import Master
from desktop.services.slips import find_slip
from desktop.store.journal import Txn

BATCHES_MOST = 50
EXPIRED_MOST = 500


@dataclass(frozen=True)
class SlotView:
    """A slot as booked so far; `begins` and `ends` in minutes of the day."""

    slot: str
    day: str
    begins: int
    ends: int
    places: int
    taken: int
    waiting: int


@dataclass(frozen=True)
class BatchView:
    """A batch with its slots; `hospital` the partner's name, `quotas` (street, places, used)."""

    batch: str
    number: int
    hospital: str
    package: str
    first: str
    last: str
    slots: tuple[SlotView, ...]
    quotas: tuple[tuple[str, int, int], ...]


class Bookings:
    def __init__(self, desk: Desk, master: Master) -> None:
        self.desk = desk
        self._master = master

    @allowed("batch_open")
    def open(self, by: Operator, given: str | Mapping[str, Any]) -> BatchView:
        """A batch from a TOML file's text, or from the same as a table. Raises `Refused`: bad file, unknown
        hospital, days gone by.
        """
        rules = self.desk.rules.health
        streets = {code for code, each in self.desk.divisions.by_code.items() if each.level == "street"}
        draft = (
            parse_batch(given, streets, rules.bring)
            if isinstance(given, str)
            else draft_of(given, streets, rules.bring)
        )
        partner = self._master.find_partner(draft.hospital)
        day = business_day.day_of(self.desk.now())
        if draft.slots[0].day < day and not self.desk.store.clock_behind():
            raise Refused("batch_past", day=draft.slots[0].day)
        new = self.desk.store.ids.other
        with self.desk.store.write() as txn:
            body = CheckupBatchOpened(
                batch=new(),
                number=self._number(txn, day[:4]),
                partner=partner,
                package=draft.package,
                first=draft.first,
                last=draft.last,
                slots=[Slot(new(), slot.day, slot.begin, slot.end, slot.places) for slot in draft.slots],
                quotas=[Quota(street, places) for street, places in draft.quotas],
                groups=list(draft.groups),
                unit_fen=draft.unit_fen,
                payer=draft.payer,
                bring=list(draft.bring),
                fasting=draft.fasting,
            )
            txn.append(body, day=day, by=by.id)
            return batch_view(txn.connection, body.batch)

    def _number(self, txn: Txn, year: str) -> int:
        newest = txn.rows(
            "SELECT coalesce(max(number), 0) FROM checkup_batches WHERE opened_day >= ? AND opened_day <= ?",
            (year, year + "~"),
        )
        return int(newest[0][0]) + 1

    @allowed("batch_see")
    def batches(self, by: Operator, after: str | None = None) -> tuple[BatchView, ...]:
        """Batches whose last day is not before `after` (today without one), soonest last day first."""
        since = after or business_day.day_of(self.desk.now())
        with self.desk.store.read() as connection:
            rows = connection.exec_driver_sql(
                "SELECT batch FROM checkup_batches WHERE last_day >= ? ORDER BY last_day, opened_at LIMIT ?",
                (since, BATCHES_MOST),
            ).fetchall()
            return tuple(batch_view(connection, row[0]) for row in rows)

    @allowed("book")
    def book(self, by: Operator, slip: str, slot: str) -> slots.Asked:
        """Books a slot for a slip (id, code or QR text), changes to it, or waits in its line. Raises `Refused`."""
        with self.desk.store.write() as txn:
            asked = slots.ask(self.desk, txn, by.id, find_slip(self.desk, txn.connection, slip), slot)
        if asked.dropped:
            slots.erase(self.desk)
        return asked

    @allowed("slips_expire")
    def expire(self, by: Operator) -> int:
        """Lets slips run out whose last day has passed; returns how many did."""
        return expire_slips(self.desk, by.id)


def expire_slips(desk: Desk, by: str) -> int:
    """Issued slips past their last day, and those in line whose slot has passed too, as facts of `by` (an
    operator's id, or the app's); a booked one stays good for its slot. Returns how many ran out.
    """
    day = business_day.day_of(desk.now())
    with desk.store.write() as txn:
        over = txn.rows(
            "SELECT r.referral FROM referrals r WHERE r.state = 'issued' AND r.until < ? AND r.rider NOT NULL"
            " UNION ALL SELECT r.referral FROM referrals r LEFT JOIN bookings b ON b.referral = r.referral"
            " LEFT JOIN checkup_slots s ON s.slot = b.slot WHERE r.state = 'waiting' AND r.until < ?"
            " AND coalesce(s.day, '') < ? LIMIT ?",
            (day, day, day, EXPIRED_MOST),
        )
        for (referral,) in over:
            txn.append(ReferralMoved(referral, "expired"), day=day, by=by)
            slots.after_move(desk, txn, by, referral, "expired")
    if over:
        slots.erase(desk)
    return len(over)


def batch_view(connection: Connection, batch: str) -> BatchView:
    """A batch as it stands; raises `Refused("batch_unknown")`."""
    row = connection.exec_driver_sql(
        "SELECT b.batch, b.number, p.name, b.package, b.first_day, b.last_day FROM checkup_batches b"
        " LEFT JOIN partners p ON p.partner = b.partner WHERE b.batch = ? AND b.number NOT NULL",
        (batch,),
    ).fetchone()
    if row is None:
        raise Refused("batch_unknown", batch=batch[:40])
    found = connection.exec_driver_sql(
        "SELECT s.slot, s.day, s.begins, s.ends, s.places,"
        " count(k.referral) FILTER (WHERE k.standing = 'booked'),"
        " count(k.referral) FILTER (WHERE k.standing = 'waiting')"
        " FROM checkup_slots s LEFT JOIN bookings k ON k.slot = s.slot WHERE s.batch = ?"
        " GROUP BY s.slot ORDER BY s.day, s.begins",
        (batch,),
    ).fetchall()
    quotas = connection.exec_driver_sql(
        "SELECT q.street, q.places, (SELECT count(*) FROM bookings k WHERE k.batch = q.batch"
        " AND k.standing = 'booked' AND k.street = q.street) FROM checkup_quotas q WHERE q.batch = ? ORDER BY q.street",
        (batch,),
    ).fetchall()
    return BatchView(
        row[0],
        row[1],
        row[2] or "",
        row[3],
        row[4],
        row[5],
        tuple(SlotView(*each) for each in found),
        tuple((each[0], each[1], each[2]) for each in quotas),
    )
