"""Derived tables of the escrow: who keeps codes, whose identity lies there until when, and who asked to see one."""

from __future__ import annotations

from sqlmodel import Field, SQLModel


class EscrowKeeperRow(SQLModel, table=True):
    __tablename__ = "escrow_keepers"

    keeper: str = Field(primary_key=True)
    key: str | None = None
    named_at: int | None = None


class EscrowRow(SQLModel, table=True):
    __tablename__ = "escrows"

    rider: str = Field(primary_key=True)
    until: str | None = None
    kept_at: int | None = None
    destroyed_at: int | None = None


class EscrowOpeningRow(SQLModel, table=True):
    """`lapses` in ms UTC; the two `_shown_at` are set when each of the two has seen it."""

    __tablename__ = "escrow_openings"

    opening: str = Field(primary_key=True)
    rider: str | None = Field(default=None, index=True)
    note: str | None = None
    lapses: int | None = None
    asked_at: int | None = None
    asked_by: str | None = None
    agreed_at: int | None = None
    agreed_by: str | None = None
    asked_shown_at: int | None = None
    agreed_shown_at: int | None = None


ALL: tuple[type[SQLModel], ...] = (EscrowKeeperRow, EscrowRow, EscrowOpeningRow)
