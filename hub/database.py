"""The hub's database: SQLite through SQLCipher by default, PostgreSQL by URL, the same statements for both.

Statements are written with `?` and hold no other question mark and no percent sign; PostgreSQL gets its own marks.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Engine, MetaData, create_engine, event
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.pool import QueuePool
from sqlalchemy.schema import CreateTable

from desktop.core.errors import EnvironmentFailed
from hub.place import Place
from hub.tables import DERIVED_NAMES, metadata

BUSY_MS = 20_000
CACHE_KIB = 16_384
# Values in one list; SQLite takes 32,766 marks.
IN_MOST = 5_000
# Numbers of PostgreSQL's advisory locks ("QY" + purpose), each held to the end of a transaction.
PROJECT_LOCK, JOURNAL_LOCK = 0x5159_0001, 0x5159_0002


@lru_cache(maxsize=4_096)
def _marks(sql: str) -> str:
    return sql.replace("?", "%s")


class Session:
    """One transaction under way."""

    def __init__(self, connection: Connection, postgres: bool) -> None:
        self.connection = connection
        self.postgres = postgres

    @property
    def main(self) -> str:
        """What stands before the name of a table of the hub where another schema has one too."""
        return "" if self.postgres else "main."

    @property
    def driver(self) -> Any:
        """The driver's own connection, for what is done thousands of times."""
        return self.connection.connection.driver_connection

    def _sql(self, sql: str) -> str:
        return _marks(sql) if self.postgres else sql

    def execute(self, sql: str, values: Sequence[object] = ()) -> int:
        """Runs a statement; the number of rows that it touched."""
        return int(self.connection.exec_driver_sql(self._sql(sql), tuple(values)).rowcount)

    def rows(self, sql: str, values: Sequence[object] = ()) -> Sequence[Any]:
        return self.connection.exec_driver_sql(self._sql(sql), tuple(values)).fetchall()

    def row(self, sql: str, values: Sequence[object] = ()) -> Any:
        """The first row, or None."""
        return self.connection.exec_driver_sql(self._sql(sql), tuple(values)).fetchone()

    def rows_in(self, sql: str, wanted: Sequence[object], before: Sequence[object] = ()) -> list[Any]:
        """Rows of a statement that ends in `… IN`, for as many values as there are; `before` are those of its marks."""
        found: list[Any] = []
        for start in range(0, len(wanted), IN_MOST):
            part = wanted[start : start + IN_MOST]
            if self.postgres:
                found += self.rows(f"{sql.removesuffix(' IN')} = ANY(?)", (*before, list(part)))
            else:
                found += self.rows(f"{sql} ({', '.join('?' * len(part))})", (*before, *part))
        return found

    def many(self, sql: str, rows: Sequence[Sequence[object]]) -> None:
        if rows:
            self.connection.exec_driver_sql(self._sql(sql), [tuple(row) for row in rows])

    def lock(self, number: int) -> None:
        """Waits until no other transaction holds this lock. SQLite has one writer anyway."""
        if self.postgres:
            self.row("SELECT pg_advisory_xact_lock(?)", (number,))

    def try_lock(self, number: int) -> bool:
        return bool(self.row("SELECT pg_try_advisory_xact_lock(?)", (number,))[0]) if self.postgres else True

    @contextlib.contextmanager
    def attempt(self) -> Iterator[None]:
        """A part that is undone by itself when it fails."""
        self.execute("SAVEPOINT attempt")
        try:
            yield
        except BaseException:
            self.execute("ROLLBACK TO SAVEPOINT attempt")
            self.execute("RELEASE SAVEPOINT attempt")
            raise
        self.execute("RELEASE SAVEPOINT attempt")


def _fresh(schema: str) -> list[CreateTable]:
    """Statements that make the derived tables in a schema, without indexes."""
    apart = MetaData()
    return [CreateTable(metadata.tables[name].to_metadata(apart, schema=schema)) for name in DERIVED_NAMES]


class Database:
    """Opened for a place; `key` is the raw key of a SQLite file (32 bytes)."""

    def __init__(self, place: Place, key: bytes, *, connections: int = 6) -> None:
        self.place = place
        self.postgres = place.postgres
        self._key = key
        self.engine: Engine = self._postgres(connections) if self.postgres else self._sqlite(connections)

    def _postgres(self, connections: int) -> Engine:
        return create_engine(
            self.place.url,
            poolclass=QueuePool,
            pool_size=connections,
            max_overflow=connections,
            pool_pre_ping=False,
            isolation_level="AUTOCOMMIT",
            connect_args={"connect_timeout": 10, "application_name": "quanyi-hub"},
        )

    def _sqlite(self, connections: int) -> Engine:
        engine = create_engine(
            self.place.url,
            module=sqlcipher,
            poolclass=QueuePool,
            pool_size=connections,
            max_overflow=connections,
            isolation_level="AUTOCOMMIT",
            connect_args={"check_same_thread": False, "timeout": BUSY_MS / 1000},
        )

        @event.listens_for(engine, "connect")
        def prepare(connection: Any, _record: object) -> None:
            connection.isolation_level = None
            connection.execute(f"PRAGMA key = {key_pragma(self._key)}")
            connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
            connection.execute("PRAGMA temp_store = MEMORY")
            connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA secure_delete = ON")

        return engine

    @contextlib.contextmanager
    def write(self) -> Iterator[Session]:
        """One transaction; commits at the end, rolls back on any exception."""
        with self._transaction("BEGIN" if self.postgres else "BEGIN IMMEDIATE", "COMMIT") as session:
            yield session

    @contextlib.contextmanager
    def read(self) -> Iterator[Session]:
        """One snapshot to read from."""
        begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" if self.postgres else "BEGIN"
        with self._transaction(begin, "ROLLBACK") as session:
            yield session

    @contextlib.contextmanager
    def single(self) -> Iterator[Session]:
        """For one statement, which is a transaction by itself: one way to the database and back instead of three."""
        with trouble(), self.engine.connect() as connection:
            yield Session(connection, self.postgres)

    @contextlib.contextmanager
    def _transaction(self, begin: str, end: str) -> Iterator[Session]:
        with trouble(), self.engine.connect() as connection:
            session = Session(connection, self.postgres)
            session.execute(begin)
            try:
                yield session
                session.execute(end)
            except BaseException:
                with contextlib.suppress(Exception):
                    session.execute("ROLLBACK")
                raise

    @contextlib.contextmanager
    def scratch(self, schema: str) -> Iterator[Session]:
        """A snapshot beside which the derived tables stand empty in a schema of their own, to be filled and
        compared; nothing of it remains.
        """
        with trouble(), self.engine.connect() as connection:
            session = Session(connection, self.postgres)
            place = Path(f"{self.place.url.database}.{schema}")
            if self.postgres:
                session.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
                session.execute(f"CREATE SCHEMA {schema}")
            else:
                place.unlink(missing_ok=True)
                session.execute(f"ATTACH DATABASE ? AS {schema} KEY {key_pragma(self._key)}", (str(place),))
                session.execute(f"PRAGMA {schema}.journal_mode = OFF")
                session.execute(f"PRAGMA {schema}.synchronous = OFF")
                session.execute("BEGIN")
            try:
                for statement in _fresh(schema):
                    connection.execute(statement)
                yield session
            finally:
                session.execute("ROLLBACK")
                if not self.postgres:
                    session.execute(f"DETACH DATABASE {schema}")
                    place.unlink(missing_ok=True)

    def close(self) -> None:
        self.engine.dispose()


def key_pragma(key: bytes) -> str:
    """A raw key of 32 bytes; a passphrase would cost 0.4 s an open."""
    return f"\"x'{key.hex()}'\""


@contextlib.contextmanager
def trouble() -> Iterator[None]:
    """What the database's own environment broke, as `EnvironmentFailed`; mistakes of ours pass through."""
    try:
        yield
    except (OperationalError, InterfaceError) as error:
        raise EnvironmentFailed("hub_database_failed", detail=_first_line(error)) from error
    except DBAPIError as error:
        if "not a database" in str(error.orig):
            raise EnvironmentFailed("hub_key_wrong") from error
        raise


def _first_line(error: DBAPIError) -> str:
    return (str(error.orig).splitlines() or [""])[0][:200]
