"""Logs: what happened, as the bytes that were written. Nothing here is ever changed."""

from __future__ import annotations

from sqlalchemy import Column, Index, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel


class Log(SQLModel, table=True):
    """One epoch of one device; `own` is 1 for this device's, `home` for those of this device's site."""

    __tablename__ = "logs"
    __table_args__ = (UniqueConstraint("device", "epoch", name="uq_logs_device_epoch"),)

    log: int | None = Field(default=None, primary_key=True)
    device: str
    epoch: str
    own: int
    home: int


class JournalRow(SQLModel, table=True):
    """An entry's original bytes. `arrived` numbers own and received entries alike; replay runs by it.

    `high` is the latest `at` of the log up to here, by which a clock that went back is told.
    """

    __tablename__ = "journal"
    __table_args__ = (
        UniqueConstraint("log", "seq", name="uq_journal_log_seq"),
        UniqueConstraint("fact", name="uq_journal_fact"),
        Index("ix_journal_kind_arrived_log", "kind", "arrived", "log"),
    )

    arrived: int | None = Field(default=None, primary_key=True)
    log: int = Field(foreign_key="logs.log")
    seq: int
    fact: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    kind: str
    high: int
    hash: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    data: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
