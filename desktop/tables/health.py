"""Derived tables of health checks: batches, slots, quotas, who holds or awaits a place, the lists."""

from __future__ import annotations

from sqlalchemy import Index
from sqlmodel import Field, SQLModel


class CheckupBatchRow(SQLModel, table=True):
    """`groups` and `bring` are joined by commas; `groups` empty means all."""

    __tablename__ = "checkup_batches"
    __table_args__ = (
        Index("ix_checkup_batches_last_day", "last_day"),
        Index("ix_checkup_batches_opened_day", "opened_day"),
    )

    batch: str = Field(primary_key=True)
    number: int | None = None
    partner: str | None = None
    package: str | None = None
    first_day: str | None = None
    last_day: str | None = None
    groups: str | None = None
    has_quotas: int | None = None
    unit_fen: int | None = None
    payer: str | None = None
    bring: str | None = None
    fasting: int | None = None
    opened_day: str | None = None
    opened_at: int | None = None
    opened_by: str | None = None
    site: str | None = None
    list_destroyed_day: str | None = None
    list_destroyed_at: int | None = None


class CheckupSlotRow(SQLModel, table=True):
    """`begins` and `ends` are minutes of the local day."""

    __tablename__ = "checkup_slots"
    __table_args__ = (Index("ix_checkup_slots_batch_day", "batch", "day"),)

    slot: str = Field(primary_key=True)
    batch: str | None = None
    day: str | None = None
    begins: int | None = None
    ends: int | None = None
    places: int | None = None


class CheckupQuotaRow(SQLModel, table=True):
    __tablename__ = "checkup_quotas"

    batch: str = Field(primary_key=True)
    street: str = Field(primary_key=True)
    places: int | None = None


class BookingRow(SQLModel, table=True):
    """One row a referral: `standing` is `booked`, `waiting` (with its `turn`) or `released`."""

    __tablename__ = "bookings"
    __table_args__ = (
        Index("ix_bookings_batch_standing_turn", "batch", "standing", "turn"),
        Index("ix_bookings_slot_standing", "slot", "standing"),
    )

    referral: str = Field(primary_key=True)
    batch: str | None = None
    slot: str | None = None
    standing: str | None = None
    street: str | None = None
    turn: int | None = None
    changes: int | None = None
    set_day: str | None = None
    set_by: str | None = None
    set_at: int | None = None


class BookingEntryRow(SQLModel, table=True):
    """The hash of the sealed ID number that was last typed for a referral."""

    __tablename__ = "booking_entries"

    referral: str = Field(primary_key=True)
    batch: str | None = None
    entry: str | None = None
    entered_day: str | None = None
    entered_by: str | None = None
    entered_at: int | None = None


class CheckupListActRow(SQLModel, table=True):
    """What was done with a batch's lists: `printed` (lines, missing), `destroyed` (entries), `returned`
    (attended, missed).
    """

    __tablename__ = "checkup_list_acts"

    fact: str = Field(primary_key=True)
    batch: str | None = Field(default=None, index=True)
    act: str | None = None
    counted: int | None = None
    missing: int | None = None
    day: str | None = None
    at: int | None = None
    by: str | None = None


ALL: tuple[type[SQLModel], ...] = (
    CheckupBatchRow,
    CheckupSlotRow,
    CheckupQuotaRow,
    BookingRow,
    BookingEntryRow,
    CheckupListActRow,
)
