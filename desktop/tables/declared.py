"""All SQLModel tables of a station's database, in three sorts: logs, private, derived.

Imported where the schema is made or compared; who only reads and writes rows needs `names.py` and the queries, and
opens half a second sooner.
"""

from __future__ import annotations

from sqlmodel import SQLModel

# Named constraints, so that a later migration can speak of them. Set before the tables are made.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}

from desktop.tables import (  # noqa: E402
    booking_list,
    day,
    derived,
    escrow,
    feed,
    goods,
    health,
    joining,
    logs,
    medicine,
    money,
    phone_till,
    private,
    published,
    upkeep,
)

LOGS = (logs.Log, logs.JournalRow)
PRIVATE = (
    private.Sheet,
    private.Person,
    private.PersonTerm,
    private.OperatorSecret,
    private.Note,
    private.Blob,
    private.Setting,
    booking_list.BookingSheet,
    *feed.ALL,
)
DERIVED = (
    *derived.ALL,
    *money.ALL,
    *medicine.ALL,
    *goods.ALL,
    *day.ALL,
    *health.ALL,
    *upkeep.ALL,
    *joining.ALL,
    *escrow.ALL,
    *phone_till.ALL,
    *published.ALL,
)

__all__ = ["DERIVED", "LOGS", "PRIVATE"]
