"""What the hub's migrations make is what its tables say, on both databases."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from hub import schema
from hub.tables import metadata
from tests.hub.conftest import Hub


def test_the_migrations_make_what_the_tables_say(hub: Hub) -> None:
    with hub.parts.database.read() as session:
        assert schema.version(session.connection) == schema.HEAD
        if hub.parts.database.postgres:
            # whole numbers are bigint there, by a rule that Alembic's own questions to PostgreSQL do not survive
            found = session.rows(
                "SELECT table_name, column_name, data_type FROM information_schema.columns"
                " WHERE table_schema = 'public' AND table_name <> 'alembic_version'"
            )
            assert {(row[0], row[1]) for row in found} == {
                (table.name, column.name) for table in metadata.tables.values() for column in table.columns
            }
            assert "integer" not in {row[2] for row in found}
        else:
            context = MigrationContext.configure(session.connection, opts={"compare_type": True})
            assert compare_metadata(context, metadata) == []
