"""One SQLCipher file, opened for one writer and many readers.

WAL with `synchronous=FULL`: what a commit returned survives a power cut. Readers have their own read-only
connections, so that a long report never holds up a scan. `secure_delete` zeroes what is deleted.
"""

from __future__ import annotations

import contextlib
import ctypes
import time
from collections.abc import Callable, Iterator
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.pool import NullPool, QueuePool, StaticPool

from desktop.core.errors import Broken, EnvironmentFailed

# A held file is told within three seconds, with time to say so.
BUSY_MS = 2_500
# Decrypted pages that a connection may keep while it works. After a long use, and after many short ones, it gives them
# back: indexes by random ids would fill it within a day, and it would never be less again (decision 0111).
CACHE_KIB = 8_192
# The writer's appends touch pages that were not read before: more of them would only be kept.
WRITER_CACHE_KIB = 4_096
LONG_S = 0.25
USES_MOST = 1_000
# Pages in the log before the writer folds it back; the desk folds it when idle, long before.
CHECKPOINT_PAGES = 4_000


def key_pragma(key: bytes) -> str:
    """A raw key of 32 bytes; a passphrase would cost 0.4 s an open."""
    return f"\"x'{key.hex()}'\""


class Database:
    """The file under `path`, keyed with 32 raw bytes. `synchronous` is FULL but for the test's control."""

    def __init__(self, path: Path, key: bytes, *, synchronous: str = "FULL") -> None:
        self.path = path
        self._key = key
        self._synchronous = synchronous
        self._write_engine = self._engine(poolclass=StaticPool)
        # the one given back last is taken first: its pages are warm, and the others' memory is not needed at all
        self._read_engine = self._engine(
            poolclass=QueuePool, pool_size=4, max_overflow=8, pool_use_lifo=True, readonly=True
        )
        self.writer: Connection = self._connect()

    @cached_property
    def _side_engine(self) -> Engine:
        return self._engine(poolclass=NullPool)

    def _engine(self, *, readonly: bool = False, **pool: Any) -> Engine:
        engine = create_engine(
            f"sqlite:///{self.path}",
            module=sqlcipher,
            connect_args={"check_same_thread": False, "timeout": BUSY_MS / 1000},
            # every transaction here is begun and ended by its own statement; what SQLAlchemy does about it for each
            # read costs more than the reading
            isolation_level="AUTOCOMMIT",
            skip_autocommit_rollback=True,
            execution_options={"sqlite_raw_colnames": True},
            **pool,
        )

        @event.listens_for(engine, "connect")
        def prepare(connection: Any, _record: object) -> None:
            connection.isolation_level = None
            connection.execute(f"PRAGMA key = {key_pragma(self._key)}")
            connection.execute(f"PRAGMA cache_size = -{CACHE_KIB if readonly else WRITER_CACHE_KIB}")
            connection.execute("PRAGMA temp_store = MEMORY")
            connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
            if readonly:
                connection.execute("PRAGMA query_only = ON")
            else:
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute(f"PRAGMA synchronous = {self._synchronous}")
                connection.execute("PRAGMA secure_delete = ON")
                connection.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}")

        return engine

    def _connect(self) -> Connection:
        with storage_errors():
            connection = self._write_engine.connect()
            connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one()
            return connection

    @contextlib.contextmanager
    def read(self) -> Iterator[Connection]:
        """A read-only connection with one snapshot for its whole life."""
        with storage_errors(), self._read_engine.connect() as connection, lent(connection):
            connection.exec_driver_sql("BEGIN")
            try:
                yield connection
            finally:
                connection.exec_driver_sql("ROLLBACK")

    @contextlib.contextmanager
    def side(self) -> Iterator[Connection]:
        """A connection of its own for long work that reads this file and writes another (a replay, a copy):
        it stands in the way of neither the writer nor the readers.
        """
        with storage_errors(), self._side_engine.connect() as connection:
            yield connection

    def fold(self) -> None:
        """Moves the log back into the file without making anybody wait."""
        with storage_errors():
            self.writer.exec_driver_sql("PRAGMA wal_checkpoint(PASSIVE)").fetchall()

    def erase_log(self) -> bool:
        """Folds the whole log and cuts it to nothing, so that what was forgotten is not left in it. False when
        a reader held it too long; the next close or fold that finds nobody reading does it.
        """
        with storage_errors():
            busy = self.writer.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()[0][0]
        return not busy

    def close(self) -> None:
        self.writer.close()
        self._read_engine.dispose()
        self._write_engine.dispose()


@contextlib.contextmanager
def lent(connection: Connection) -> Iterator[None]:
    """A use of a connection that stays open; a long one, or one of many, ends with its pages given back."""
    began = time.monotonic()
    yield
    uses = connection.info.get("uses", 0) + 1
    if uses >= USES_MOST or time.monotonic() - began > LONG_S:
        connection.exec_driver_sql("PRAGMA shrink_memory")
        give_to_system()
        uses = 0
    connection.info["uses"] = uses


def give_to_system() -> None:
    """What was freed goes back to the system, where the C library can be asked (glibc): thousands of pages leave holes
    between what stays.
    """
    trim = _trim()
    if trim is not None:
        trim(0)


@cache
def _trim() -> Callable[[int], int] | None:
    try:
        found: Callable[[int], int] = ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError, TypeError):  # no glibc; Windows has no library of this name
        return None
    return found


def in_transaction(connection: Connection) -> bool:
    """Whether a transaction is under way, as SQLite itself says."""
    driver: Any = connection.connection.driver_connection
    return bool(driver.in_transaction)


@contextlib.contextmanager
def storage_errors() -> Iterator[None]:
    """SQLite's errors as the three kinds of trouble: environment apart from integrity apart from bugs."""
    try:
        yield
    except OperationalError as error:
        raise _trouble(str(error.orig)) or error from error
    except DatabaseError as error:
        raise _trouble(str(error.orig)) or error from error
    except sqlcipher.DatabaseError as error:
        raise _trouble(str(error)) or error from error


def _trouble(text: str) -> EnvironmentFailed | Broken | None:
    if "not a database" in text or "malformed" in text or "hmac" in text:
        return Broken("database_damaged")
    if "full" in text:
        return EnvironmentFailed("disk_full")
    if "locked" in text or "busy" in text:
        return EnvironmentFailed("database_busy")
    if "disk I/O" in text or "unable to open" in text or "readonly" in text:
        return EnvironmentFailed("disk_failed", detail=text)
    return None
