"""Derived tables of settlements, doubts' answers and call-backs."""

from __future__ import annotations

from sqlalchemy import Index
from sqlmodel import Field, SQLModel


class SettlementRow(SQLModel, table=True):
    __tablename__ = "settlements"
    __table_args__ = (
        Index("ix_settlements_merchant_month", "merchant", "month"),
        Index("ix_settlements_month", "month"),
    )

    settlement: str = Field(primary_key=True)
    number: str | None = None
    merchant: str | None = None
    month: str | None = None
    lines: int | None = None
    subsidy_fen: int | None = None
    held: int | None = None
    paper: str | None = None
    closed_day: str | None = None
    closed_at: int | None = None
    closed_by: str | None = None
    state: str | None = None
    moved_at: int | None = None
    state_day: str | None = None


class SettlementLineRow(SQLModel, table=True):
    __tablename__ = "settlement_lines"
    __table_args__ = (Index("ix_settlement_lines_meal", "meal"), {"sqlite_with_rowid": False})

    settlement: str = Field(primary_key=True)
    meal: str = Field(primary_key=True)
    fen: int | None = None
    adjustment: int | None = None


class SettlementMoveRow(SQLModel, table=True):
    __tablename__ = "settlement_moves"

    fact: str = Field(primary_key=True)
    settlement: str | None = Field(default=None, index=True)
    state: str | None = None
    at: int | None = None
    day: str | None = None
    by: str | None = None
    invoice: str | None = None
    invoice_fen: int | None = None
    voucher: str | None = None
    note: str | None = None


class TailRow(SQLModel, table=True):
    """The answer to a tail question after a meal: `match`, `mismatch` or `unanswered`."""

    __tablename__ = "tails"

    meal: str = Field(primary_key=True)
    result: str | None = None
    answered_at: int | None = None


class SampleRow(SQLModel, table=True):
    __tablename__ = "samples"
    __table_args__ = (Index("ix_samples_merchant_month", "merchant", "month"),)

    sample: str = Field(primary_key=True)
    merchant: str | None = None
    month: str | None = None
    population: int | None = None
    drawn_day: str | None = None
    drawn_by: str | None = None


class CallbackRow(SQLModel, table=True):
    """A sampled meal and what the rider said: `confirmed`, `denied` or `unreachable`."""

    __tablename__ = "callbacks"

    sample: str = Field(primary_key=True)
    meal: str = Field(primary_key=True)
    result: str | None = None
    note: str | None = None
    called_at: int | None = None
    called_by: str | None = None


ALL: tuple[type[SQLModel], ...] = (
    SettlementRow,
    SettlementLineRow,
    SettlementMoveRow,
    TailRow,
    SampleRow,
    CallbackRow,
)
