"""Writes the derived rows that `core/rows.py` says, one at a time for the counter or in bulk for a replay."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection

from desktop.core.fact import Put, Value

BULK = 2_000


@lru_cache(maxsize=512)
def upsert(
    table: str, keys: tuple[str, ...], columns: tuple[str, ...], newer: str | None, once: str | None, schema: str
) -> str:
    """`INSERT … ON CONFLICT DO UPDATE` that sets these columns of the row with this key."""
    names = ", ".join(f'"{name}"' for name in (*keys, *columns))
    marks = ", ".join("?" * (len(keys) + len(columns)))
    target = ", ".join(f'"{name}"' for name in keys)
    changes = ", ".join(f'"{name}" = excluded."{name}"' for name in columns)
    where = f' WHERE "{table}"."{newer}" IS NULL OR excluded."{newer}" >= "{table}"."{newer}"' if newer else ""
    where = f' WHERE "{table}"."{once}" IS NULL' if once else where
    return (
        f'INSERT INTO {schema}."{table}" ({names}) VALUES ({marks}) '
        f"ON CONFLICT ({target}) DO UPDATE SET {changes}{where}"
    )


def _statement(put: Put, schema: str) -> tuple[str, tuple[Value, ...]]:
    sql = upsert(put.table, tuple(put.key), tuple(put.values), put.newer, put.once, schema)
    return sql, (*put.key.values(), *put.values.values())


def write(connection: Connection, puts: Iterable[Put]) -> None:
    """Past SQLAlchemy's layers: this is the counter's path."""
    driver: Any = connection.connection.driver_connection
    for put in puts:
        sql, values = _statement(put, "main")
        driver.execute(sql, values)


class Bulk:
    """Collects rows by statement and writes them thousands at a time; order within a statement is kept."""

    def __init__(self, connection: Connection, schema: str) -> None:
        self._connection = connection
        self._schema = schema
        self._waiting: dict[str, list[tuple[Value, ...]]] = {}
        self._count = 0
        self._once: set[tuple[str, tuple[Value, ...]]] = set()

    def add(self, puts: Iterable[Put]) -> None:
        for put in puts:
            if put.once:
                self._keep_order((put.table, tuple(put.key.values())))
            sql, values = _statement(put, self._schema)
            self._waiting.setdefault(sql, []).append(values)
            self._count += 1
        if self._count >= BULK:
            self.flush()

    def _keep_order(self, row: tuple[str, tuple[Value, ...]]) -> None:
        """What was to be set once is written before the next one comes, which may have other columns."""
        if row in self._once:
            self.flush()
        self._once.add(row)

    def flush(self) -> None:
        for sql, rows in self._waiting.items():
            self._connection.exec_driver_sql(sql, rows)
        self._waiting.clear()
        self._once.clear()
        self._count = 0
