"""How the hub's own columns are made, and the metadata that holds its tables."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, MetaData, String
from sqlmodel import SQLModel

# Times in milliseconds and money need 64 bits; SQLite's integers have them, PostgreSQL's must be told.
NUMBER = Integer().with_variant(BigInteger(), "postgresql")

metadata = MetaData(naming_convention=SQLModel.metadata.naming_convention)


def text_column(name: str, **options: object) -> Column[str]:
    return Column(name, String, nullable=False, **options)  # type: ignore[arg-type]


def number_column(name: str, **options: object) -> Column[int]:
    return Column(name, NUMBER, nullable=False, autoincrement=False, **options)  # type: ignore[arg-type]


def bytes_column(name: str) -> Column[bytes]:
    return Column(name, LargeBinary, nullable=False)
