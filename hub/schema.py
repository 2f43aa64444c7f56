"""The hub's schema and its Alembic migrations, the same revisions on SQLite and PostgreSQL."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect

from desktop.core.errors import EnvironmentFailed
from hub.database import Database

HEAD = "0001"
_PLACE = Path(__file__).parent / "migrations"


def version(connection: Connection) -> str | None:
    """The revision that the database stands at; None for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    row = connection.exec_driver_sql("SELECT version_num FROM alembic_version").fetchone()
    return str(row[0]) if row else None


def migrate(database: Database) -> None:
    """Brings the schema to HEAD. Raises `EnvironmentFailed("hub_newer")` for one that a later program made."""
    from alembic import command
    from alembic.config import Config

    with database.write() as session:
        found = version(session.connection)
        if found == HEAD:
            return
        if found is not None and found > HEAD:
            raise EnvironmentFailed("hub_newer", format=found)
        config = Config()
        config.set_main_option("script_location", str(_PLACE))
        config.attributes["connection"] = session.connection
        command.upgrade(config, "head")


def require(database: Database) -> None:
    """Raises `EnvironmentFailed`: `hub_missing` before `init`, `hub_older` or `hub_newer`."""
    with database.read() as session:
        found = version(session.connection)
    if found is None:
        raise EnvironmentFailed("hub_missing")
    if found != HEAD:
        raise EnvironmentFailed("hub_newer" if found > HEAD else "hub_older", format=found)
