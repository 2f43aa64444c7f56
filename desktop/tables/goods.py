"""Derived: boxed meals counted, goods handed out, and merchants' records."""

from __future__ import annotations

from sqlalchemy import Index
from sqlmodel import Field, SQLModel


class BoxesRow(SQLModel, table=True):
    """The last count of a day, by merchant."""

    __tablename__ = "boxes"

    site: str = Field(primary_key=True)
    day: str = Field(primary_key=True)
    merchant: str = Field(primary_key=True)
    received: int | None = None
    handed_out: int | None = None
    left_over: int | None = None
    spoiled: int | None = None
    by: str | None = None
    fact: str | None = None
    counted_at: int | None = None


class GoodsHandedRow(SQLModel, table=True):
    __tablename__ = "goods_handed"
    __table_args__ = (Index("ix_goods_handed_site_day", "site", "day"),)

    fact: str = Field(primary_key=True)
    site: str | None = None
    day: str | None = None
    at: int | None = None
    goods: str | None = None
    count: int | None = None
    group: str | None = None
    by: str | None = None


class MerchantRecordRow(SQLModel, table=True):
    """`closed` ISO weekdays joined by commas, `opens` and `closes` minutes of the local day."""

    __tablename__ = "merchant_records"
    __table_args__ = (
        Index("ix_merchant_records_permit_until", "permit_until"),
        Index("ix_merchant_records_agreement_until", "agreement_until"),
    )

    merchant: str = Field(primary_key=True)
    licence_name: str | None = None
    licence_code: str | None = None
    permit: str | None = None
    permit_until: str | None = None
    agreement_until: str | None = None
    account_tail: str | None = None
    opens: int | None = None
    closes: int | None = None
    closed: str | None = None
    recorded_by: str | None = None
    recorded_at: int | None = None


ALL: tuple[type[SQLModel], ...] = (BoxesRow, GoodsHandedRow, MerchantRecordRow)
