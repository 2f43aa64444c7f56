"""The schema: what the migrations make is what the tables say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlmodel import SQLModel

from desktop.core.errors import EnvironmentFailed
from desktop.services import station as stations
from desktop.store import schema
from desktop.store.database import Database
from desktop.tables.declared import DERIVED, LOGS, PRIVATE
from desktop.tables.names import DERIVED_NAMES
from tests.stations import Station

KEY = bytes(range(32))


@pytest.fixture
def empty(tmp_path: Path) -> Database:
    return Database(tmp_path / "empty.db", KEY)


def created(database: Database) -> dict[str, str]:
    rows = database.writer.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE sql NOT NULL").fetchall()
    return {row[0]: row[1] for row in rows}


def test_the_migrations_make_what_the_tables_say(empty: Database) -> None:
    schema.migrate(empty.writer)
    context = MigrationContext.configure(empty.writer, opts={"compare_type": True, "compare_server_default": True})
    assert compare_metadata(context, SQLModel.metadata) == []
    assert schema.version(empty.writer) == schema.HEAD
    empty.close()


def test_they_make_it_letter_for_letter(empty: Database, tmp_path: Path) -> None:
    """The names of constraints and WITHOUT ROWID too, which a comparison of columns does not see."""
    schema.migrate(empty.writer)
    migrated = created(empty)
    assert migrated.pop("alembic_version")
    empty.close()
    plain = Database(tmp_path / "plain.db", KEY)
    SQLModel.metadata.create_all(plain.writer)
    told = created(plain)
    plain.close()

    def plainly(sql: dict[str, str]) -> dict[str, set[str]]:
        return {name: {part.strip() for part in re.split(r",\s*\n|\n", text)} for name, text in sql.items()}

    assert plainly(migrated) == plainly(told)


def test_every_constraint_has_a_name(empty: Database) -> None:
    schema.migrate(empty.writer)
    for name, sql in created(empty).items():
        if name == "alembic_version":
            continue
        for line in sql.splitlines():
            if re.search(r"\b(PRIMARY KEY|UNIQUE|FOREIGN KEY|CHECK)\b", line) and not line.startswith("CREATE"):
                assert re.match(r"\s*CONSTRAINT \w+ ", line), (name, line)
    empty.close()


def test_the_tables_of_the_counter_lie_by_their_key(empty: Database) -> None:
    schema.migrate(empty.writer)
    without = {name for name, sql in created(empty).items() if "WITHOUT ROWID" in sql}
    assert without == {"visits", "meals", "cards", "person_terms", "settlement_lines"}
    empty.close()


def test_every_table_is_of_one_sort() -> None:
    tables: list[type[SQLModel]] = [*LOGS, *PRIVATE, *DERIVED]
    sorts = [str(table.__tablename__) for table in tables]
    assert len(sorts) == len(set(sorts))
    assert set(sorts) == set(SQLModel.metadata.tables)
    assert tuple(str(table.__tablename__) for table in DERIVED) == DERIVED_NAMES


def test_derived_columns_may_be_empty_but_for_the_key() -> None:
    for table in DERIVED:
        for column in table.__table__.columns:  # type: ignore[attr-defined]
            assert column.nullable != column.primary_key, column


def test_the_revisions_have_one_head() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(schema.__file__).parent / "migrations"))
    directory = ScriptDirectory.from_config(config)
    assert directory.get_heads() == [schema.HEAD]
    assert len(directory.get_bases()) == 1


def test_migrating_again_changes_nothing(station: Station) -> None:
    before = created(station.desk.store.database)
    schema.migrate(station.desk.store.database.writer)
    assert created(station.desk.store.database) == before


def test_a_database_of_a_newer_schema_is_left_alone(station: Station) -> None:
    """Even where the folder's label does not say so."""
    with station.raw() as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    station.close()
    with pytest.raises(EnvironmentFailed, match="folder_newer"):
        stations.open_desk(station.parts, station.folder)
    database = Database(station.database, station.key)
    assert schema.version(database.writer) == "9999"
    database.close()
