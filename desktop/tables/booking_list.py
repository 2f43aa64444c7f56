"""Private: the ID numbers of the booking lists, each sealed under a key of its own until the list is destroyed."""

from __future__ import annotations

from sqlalchemy import Column, LargeBinary
from sqlmodel import Field, SQLModel


class BookingSheet(SQLModel, table=True):
    """One sealed number by its hash; `subject` is the rider whose it is."""

    __tablename__ = "booking_sheets"

    hash: str = Field(primary_key=True)
    batch: str = Field(index=True)
    referral: str = Field(index=True)
    subject: str = Field(index=True)
    key: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    sealed: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
