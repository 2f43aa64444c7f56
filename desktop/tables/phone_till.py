"""Derived table of who serves by phone at the hub, where, and until when."""

from __future__ import annotations

from sqlmodel import Field, SQLModel


class PhoneTillRow(SQLModel, table=True):
    """`until` is the last day; `closed_at` when the cashier last ended a shift, ms UTC."""

    __tablename__ = "phone_tills"

    operator: str = Field(primary_key=True)
    merchant: str | None = None
    site: str | None = Field(default=None, index=True)
    until: str | None = None
    opened_at: int | None = None
    opened_by: str | None = None
    ended_at: int | None = None
    ended_by: str | None = None
    closed_at: int | None = None


ALL: tuple[type[SQLModel], ...] = (PhoneTillRow,)
