"""Where a hub lives: its database by URL, its key file outside of it."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from desktop.core.errors import Refused


@dataclass(frozen=True)
class Place:
    """`url` of SQLite (`database` is the file's path) or PostgreSQL; `key` the key file."""

    url: URL
    key: Path

    @property
    def postgres(self) -> bool:
        return self.url.get_backend_name() == "postgresql"

    @property
    def file(self) -> Path:
        """The SQLite file."""
        return Path(str(self.url.database))


def _home() -> Path:
    return Path(platformdirs.user_data_dir("quanyi-hub", appauthor=False))


def find_place(db: str | None, key: Path | None) -> Place:
    """The database as an option or QUANYI_HUB_DB says (a path, `sqlite:///…`, `postgresql://…`), else a file in the
    platform's own place; the key file as an option or QUANYI_HUB_KEY says, else beside the database's folder.

    Raises `Refused("hub_db_wrong")`.
    """
    text = db or os.environ.get("QUANYI_HUB_DB") or str(_home() / "data" / "hub.db")
    url = _url(text)
    named = key or (Path(os.environ["QUANYI_HUB_KEY"]) if os.environ.get("QUANYI_HUB_KEY") else None)
    if url.get_backend_name() == "postgresql":
        where = f"{url.host}:{url.port}/{url.database}?{url.query.get('host', '')}"
        return Place(url, named or _home() / f"{hashlib.sha256(where.encode()).hexdigest()[:16]}.key")
    file = Path(str(url.database)).absolute()
    place = Place(url.set(database=str(file)), named or file.parent.with_name(f"{file.parent.name or 'hub'}.key"))
    if place.key.absolute().parent == file.parent:
        raise Refused("hub_key_in_folder", file=str(place.key))
    return place


def _url(text: str) -> URL:
    if "://" not in text:
        return URL.create("sqlite", database=text)
    try:
        url = make_url(text)
    except (ArgumentError, ValueError) as error:
        raise Refused("hub_db_wrong") from error
    if url.get_backend_name() == "postgresql":
        return url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        raise Refused("hub_db_wrong")
    return url
