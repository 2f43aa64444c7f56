"""Derived: the lines of the medicine box, their movements, and what was disposed of."""

from __future__ import annotations

from sqlalchemy import Index
from sqlmodel import Field, SQLModel


class MedicineLineRow(SQLModel, table=True):
    """`last_left` is what the last writer saw; the balance itself is the sum of the movements."""

    __tablename__ = "medicine_lines"
    __table_args__ = (Index("ix_medicine_lines_site_last_left", "site", "last_left"),)

    line: str = Field(primary_key=True)
    site: str | None = None
    product: str | None = None
    form: str | None = None
    batch: str | None = None
    expiry: str | None = None
    quantity: int | None = None
    unit: str | None = None
    source: str | None = None
    contains_alcohol: int | None = None
    good_days: int | None = None
    listed: str | None = None
    note: str | None = None
    out_of: str | None = None
    stocked_day: str | None = None
    stocked_by: str | None = None
    opened_day: str | None = None
    opened_until: str | None = None
    opened_by: str | None = None
    opened_at: int | None = None
    last_left: int | None = None
    last_at: int | None = None


class MedicineMoveRow(SQLModel, table=True):
    """One movement of a line: `delta` pieces in or out, 0 for an opening."""

    __tablename__ = "medicine_moves"
    __table_args__ = (
        Index("ix_medicine_moves_line_day", "line", "day"),
        Index("ix_medicine_moves_site_day", "site", "day"),
    )

    fact: str = Field(primary_key=True)
    line: str = Field(primary_key=True)
    site: str | None = None
    day: str | None = None
    kind: str | None = None
    delta: int | None = None
    by: str | None = None
    moved_at: int | None = None


class MedicineDisposalRow(SQLModel, table=True):
    __tablename__ = "medicine_disposals"
    __table_args__ = (Index("ix_medicine_disposals_site_day", "site", "day"),)

    disposal: str = Field(primary_key=True)
    site: str | None = None
    day: str | None = None
    number: int | None = None
    reason: str | None = None
    by: str | None = None
    witness: str | None = None
    receiver: str | None = None
    note: str | None = None
    disposed_at: int | None = None


ALL: tuple[type[SQLModel], ...] = (MedicineLineRow, MedicineMoveRow, MedicineDisposalRow)
