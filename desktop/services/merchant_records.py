"""A merchant's record: set field by field, read for the settlement's paper, warned of before it runs out."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection

from desktop.core import business_day
from desktop.core import entry as entries
from desktop.core.errors import Refused
from desktop.core.kinds import fact_of
from desktop.core.merchant_hours import Posted
from desktop.core.merchant_record import (
    WARN_DAYS,
    MerchantRecorded,
    Record,
    RunningOut,
    clean_licence_code,
    clean_permit,
    clean_tail,
    parse_hours,
    parse_weekdays,
    running_out,
)
from desktop.core.pages import Hint, Todo
from desktop.core.roles import Operator
from desktop.services.desk import Desk, allowed
from desktop.services.master import Master
from desktop.services.station import clean_site_name

TODO_MOST = 5
_FIELDS = "licence_name, licence_code, permit, permit_until, agreement_until, account_tail, opens, closes, closed"


class MerchantRecords:
    def __init__(self, desk: Desk, master: Master) -> None:
        self.desk = desk
        self._master = master

    @allowed("merchant_set")
    def set(
        self,
        by: Operator,
        merchant: str,
        *,
        licence_name: str | None = None,
        licence_code: str | None = None,
        permit: str | None = None,
        permit_until: str | None = None,
        agreement_until: str | None = None,
        account_tail: str | None = None,
        hours: str | None = None,
        closed: str | None = None,
    ) -> tuple[str, Record]:
        """Changes what is given and keeps the rest; returns the fact and the record. Raises `Refused`."""
        self._master.merchant_name(merchant)
        changes: dict[str, object] = {}
        if licence_name is not None:
            changes["licence_name"] = clean_site_name(licence_name)
        if licence_code is not None:
            changes["licence_code"] = clean_licence_code(licence_code)
        if permit is not None:
            changes["permit"] = clean_permit(permit)
        for name, day in (("permit_until", permit_until), ("agreement_until", agreement_until)):
            if day is not None:
                changes[name] = _day(day)
        if account_tail is not None:
            changes["account_tail"] = clean_tail(account_tail)
        if hours is not None:
            changes["opens"], changes["closes"] = parse_hours(hours)
        if closed is not None:
            changes["closed"] = parse_weekdays(closed)
        if not changes:
            raise Refused("merchant_nothing_given")
        with self.desk.store.write() as txn:
            record = msgspec.structs.replace(record_of(txn.connection, merchant), **changes)
            entry = txn.append(MerchantRecorded(merchant, record), day=business_day.day_of(self.desk.now()), by=by.id)
        return entry.id, record

    @allowed("merchant_see")
    def get(self, by: Operator, merchant: str) -> tuple[Record, tuple[RunningOut, ...]]:
        """A merchant's record, and what of it runs out within 30 days. Raises `Refused`."""
        name = self._master.merchant_name(merchant)
        today = business_day.day_of(self.desk.now())
        with self.desk.store.read() as connection:
            record = record_of(connection, merchant)
        row = (merchant, name, record.permit_until, record.agreement_until)
        return record, tuple(running_out([row], today))


def _day(text: str) -> str:
    try:
        return business_day.parse_day(text)
    except ValueError as error:
        raise Refused("day_wrong", day=text[:20]) from error


def record_of(connection: Connection, merchant: str) -> Record:
    """A merchant's record; empty when nothing was recorded."""
    row = connection.exec_driver_sql(
        f"SELECT {_FIELDS} FROM merchant_records WHERE merchant = ?", (merchant,)
    ).fetchone()
    if row is None:
        return Record()
    known = dict(zip(_FIELDS.split(", "), row, strict=True))
    return Record(**{**known, "closed": [int(day) for day in known["closed"].split(",") if day]})


def posted_hours(connection: Connection, merchant: str) -> list[Posted]:
    """A merchant's records in order of time, read from the facts: the table keeps only the newest."""
    rows = connection.exec_driver_sql(
        "SELECT high, data FROM journal WHERE kind = ? ORDER BY high, arrived", (MerchantRecorded.KIND,)
    )
    facts = [(high, fact_of(entries.from_bytes(bytes(data)))) for high, data in rows]
    return [
        Posted(high, fact.record)
        for high, fact in facts
        if isinstance(fact, MerchantRecorded) and fact.merchant == merchant
    ]


def merchant_todo(connection: Connection, _desk: Desk, day: str) -> list[Todo]:
    """Permits and agreements that end within 30 days or have ended, for the Today page."""
    last = business_day.plus_days(day, WARN_DAYS)
    rows = connection.exec_driver_sql(
        "SELECT r.merchant, coalesce(m.name, s.name, ''), r.permit_until, r.agreement_until FROM merchant_records r"
        " LEFT JOIN merchants m ON m.merchant = r.merchant LEFT JOIN sites s ON s.site = r.merchant"
        " WHERE r.merchant IN (SELECT merchant FROM merchant_records WHERE permit_until <= ?"
        " UNION SELECT merchant FROM merchant_records WHERE agreement_until <= ?)",
        (last, last),
    ).fetchall()
    found = []
    for paper in running_out(((row[0], row[1], row[2], row[3]) for row in rows), day)[:TODO_MOST]:
        title = Hint(f"todo.merchant_{paper.what}", {"name": paper.name}, "warn")
        detail = Hint("todo.merchant_ended" if paper.expired else "todo.merchant_ends", {"day": paper.until})
        urgency = "wrong" if paper.expired else "attention"
        found.append(Todo("merchant", title, detail, "meals.merchants", paper.merchant, urgency))
    return found
