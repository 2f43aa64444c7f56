"""Private: what must be able to vanish. It lies beside the chain, and forgetting destroys it."""

from __future__ import annotations

from sqlalchemy import Column, LargeBinary
from sqlmodel import Field, SQLModel


class Sheet(SQLModel, table=True):
    """A sealed sheet by its hash, its key, and whose it is (a rider's or an operator's id)."""

    __tablename__ = "sheets"

    hash: str = Field(primary_key=True)
    subject: str = Field(index=True)
    key: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    sealed: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class Person(SQLModel, table=True):
    """A rider's sheet, opened for search and display within the encrypted file."""

    __tablename__ = "persons"

    rider: str = Field(primary_key=True)
    name: str
    phone: str = Field(index=True)
    company: str


class PersonTerm(SQLModel, table=True):
    """What a person is found by: parts of the name, pinyin initials of all readings, phone tail."""

    __tablename__ = "person_terms"
    __table_args__ = {"sqlite_with_rowid": False}

    term: str = Field(primary_key=True)
    rider: str = Field(primary_key=True, index=True)


class OperatorSecret(SQLModel, table=True):
    """An operator's name, argon2 hash of the PIN, and failed tries in a row. Never leaves the device."""

    __tablename__ = "operator_secrets"

    operator: str = Field(primary_key=True)
    name: str = Field(index=True)
    pin: str
    failed: int = 0
    locked_until: int = 0


class Note(SQLModel, table=True):
    """Free text by the salted hash that the chain holds."""

    __tablename__ = "notes"

    hash: str = Field(primary_key=True)
    salt: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    text: str
    subject: str | None = Field(default=None, index=True)


class Blob(SQLModel, table=True):
    """A photo (re-encoded, clean) or another file, by its SHA-256."""

    __tablename__ = "blobs"

    hash: str = Field(primary_key=True)
    media: str
    data: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class Setting(SQLModel, table=True):
    __tablename__ = "settings"

    name: str = Field(primary_key=True)
    value: str
