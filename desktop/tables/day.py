"""Derived tables of the day: hand-overs, planned closings and extensions, registers and sheets entered."""

from __future__ import annotations

from sqlalchemy import Index
from sqlmodel import Field, SQLModel


class DayPaperRow(SQLModel, table=True):
    """Beside `days`: the posted opening (ms UTC), the self-check made with it, the fact of the closing."""

    __tablename__ = "day_papers"

    site: str = Field(primary_key=True)
    day: str = Field(primary_key=True)
    device: str = Field(primary_key=True)
    posted: int | None = None
    hours: str | None = None
    inspection: str | None = None
    closing: str | None = None


class HandOverRow(SQLModel, table=True):
    __tablename__ = "hand_overs"
    __table_args__ = (Index("ix_hand_overs_day_at", "day", "at"),)

    fact: str = Field(primary_key=True)
    day: str | None = None
    at: int | None = None
    number: int | None = None
    giver: str | None = None
    taker: str | None = None
    problems: str | None = None
    chase: int | None = None
    loans: int | None = None
    medicine: int | None = None
    waiting: int | None = None
    keys: int | None = None
    lost_property: str | None = None
    note: str | None = None
    site: str | None = None
    device: str | None = None
    seq: int | None = None


class ClosingRow(SQLModel, table=True):
    __tablename__ = "closings"
    __table_args__ = (Index("ix_closings_site_ends", "site", "ends"),)

    closing: str = Field(primary_key=True)
    begins: int | None = None
    ends: int | None = None
    reason: str | None = None
    note: str | None = None
    site: str | None = None
    planned_at: int | None = None
    planned_by: str | None = None
    fact: str | None = None
    cancelled_from: int | None = None
    cancelled_at: int | None = None
    cancelled_by: str | None = None


class ExtensionRow(SQLModel, table=True):
    __tablename__ = "extensions"

    site: str = Field(primary_key=True)
    day: str = Field(primary_key=True)
    closes: int | None = None
    reason: str | None = None
    extended_at: int | None = None
    extended_by: str | None = None


class RegisterRow(SQLModel, table=True):
    __tablename__ = "registers"
    __table_args__ = (Index("ix_registers_prefix_last", "prefix", "last"),)

    book: str = Field(primary_key=True)
    kind: str | None = None
    prefix: str | None = None
    first: int | None = None
    last: int | None = None
    day: str | None = None
    at: int | None = None
    by: str | None = None
    site: str | None = None
    out_at: int | None = None


class EnteredSheetRow(SQLModel, table=True):
    __tablename__ = "entered_sheets"
    __table_args__ = (Index("ix_entered_sheets_sheet", "sheet"), Index("ix_entered_sheets_day", "day"))

    fact: str = Field(primary_key=True)
    sheet: str | None = None
    book: str | None = None
    kind: str | None = None
    rows: int | None = None
    photo: str | None = None
    day: str | None = None
    entered_at: int | None = None
    entered_by: str | None = None
    site: str | None = None
    seq: int | None = None


ALL: tuple[type[SQLModel], ...] = (
    DayPaperRow,
    HandOverRow,
    ClosingRow,
    ExtensionRow,
    RegisterRow,
    EnteredSheetRow,
)
