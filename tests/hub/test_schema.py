"""The migrations make just the tables that the code speaks of, on both databases."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import BigInteger, inspect

from hub import tables
from tests.hub.conftest import Hub


def test_the_migrated_schema_is_that_of_the_tables(hub: Hub) -> None:
    with hub.parts.database.read() as session:
        context = MigrationContext.configure(session.connection, opts={"compare_type": False})
        assert compare_metadata(context, tables.metadata) == []
        if session.postgres:
            columns = inspect(session.connection).get_columns("meals")
            narrow = [column["name"] for column in columns if column["type"].python_type is int]
            assert narrow
            assert all(
                isinstance(column["type"], BigInteger) for column in columns if column["type"].python_type is int
            )
