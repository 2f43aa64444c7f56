"""The schema and its Alembic migrations. Alembic is imported only when there is something to migrate."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection

from desktop.core.errors import EnvironmentFailed

HEAD = "0001"
_PLACE = Path(__file__).parent / "migrations"


def version(connection: Connection) -> str | None:
    """The revision that the database stands at; None for an empty one."""
    named = connection.exec_driver_sql(
        "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'alembic_version'"
    ).scalar_one()
    if not named:
        return None
    row = connection.exec_driver_sql("SELECT version_num FROM alembic_version").fetchone()
    return str(row[0]) if row else None


def migrate(connection: Connection) -> None:
    """Brings the schema to HEAD where it is not there yet. Raises `EnvironmentFailed("folder_newer")` for one
    that a later program made.
    """
    found = version(connection)
    if found == HEAD:
        return
    if found is not None and found > HEAD:
        raise EnvironmentFailed("folder_newer", folder=str(connection.engine.url.database), format=found)
    # half a second that an ordinary start need not pay
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_PLACE))
    config.attributes["connection"] = connection
    connection.exec_driver_sql("BEGIN IMMEDIATE")
    command.upgrade(config, "head")
    connection.exec_driver_sql("COMMIT")
