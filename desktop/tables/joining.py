"""Derived tables of joining a hub: devices and their sites, names that mean the same, ids of one person."""

from __future__ import annotations

from sqlmodel import Field, SQLModel


class SiteAliasRow(SQLModel, table=True):
    """A site id that a device used before it joined, and the hub's id for the same place."""

    __tablename__ = "site_aliases"

    alias: str = Field(primary_key=True)
    site: str | None = None
    device: str | None = None
    at: int | None = None


class DeviceRow(SQLModel, table=True):
    __tablename__ = "devices"

    device: str = Field(primary_key=True)
    key: str | None = None
    site: str | None = Field(default=None, index=True)
    enrolled_at: int | None = None
    revoked_at: int | None = None
    revoked_reason: str | None = None


class AliasRow(SQLModel, table=True):
    """A merchant or partner named locally, and which one it is."""

    __tablename__ = "aliases"

    alias: str = Field(primary_key=True)
    sort: str | None = None
    known: str | None = None
    at: int | None = None


class JoinedRiderRow(SQLModel, table=True):
    __tablename__ = "joined_riders"

    rider: str = Field(primary_key=True)
    same: str = Field(primary_key=True, index=True)
    at: int | None = None


class RiderSearchRow(SQLModel, table=True):
    """Somebody was looked for in the whole city; `rider` of another place where one was found, `sheet` the hash as
    sealed for this place.
    """

    __tablename__ = "rider_searches"

    fact: str = Field(primary_key=True)
    rider: str | None = Field(default=None, index=True)
    group: str | None = None
    sheet: str | None = None
    day: str | None = None
    at: int | None = None
    by: str | None = None


ALL: tuple[type[SQLModel], ...] = (SiteAliasRow, DeviceRow, AliasRow, JoinedRiderRow, RiderSearchRow)
