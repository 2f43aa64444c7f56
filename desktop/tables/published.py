"""Derived: programmes and standards handed down, by version."""

from __future__ import annotations

from sqlalchemy import Index
from sqlmodel import Field, SQLModel


class PublishedRow(SQLModel, table=True):
    __tablename__ = "published"
    __table_args__ = (Index("ix_published_sort_at", "sort", "published_at"),)

    sort: str = Field(primary_key=True)
    version: str = Field(primary_key=True)
    digest: str | None = None
    text: str | None = None
    published_day: str | None = None
    published_by: str | None = None
    published_at: int | None = None


ALL: tuple[type[SQLModel], ...] = (PublishedRow,)
