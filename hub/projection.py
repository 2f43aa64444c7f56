"""Writes derived rows in bulk: what `core/rows.py` says, thousands of facts in a few statements.

PostgreSQL takes columns as binary arrays, one a parameter, which costs it least; SQLite takes rows.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from psycopg.adapt import Dumper
from psycopg.pq import Format
from sqlalchemy import Integer

from desktop.core.fact import Put, Value
from hub.database import Session
from hub.tables import metadata

_TEXT, _BIGINT, _BYTES = 25, 20, 17
_TEXT_ARRAY, _BIGINT_ARRAY, _BYTES_ARRAY = 1009, 1016, 1001
_NULL = struct.pack(">i", -1)
# A key or an indexed column may not be longer: PostgreSQL's indexes take 2,700 bytes a row.
INDEXED_MOST = 300
LEAST, MOST = -(2**63), 2**63 - 1
# Rows to collect before they are written, where many follow.
BULK = 10_000


class TooLong(ValueError):
    """A value that no index takes; such a fact is kept without rows, and flagged."""


class TextArray(list[Value]):
    """A column of text."""


class NumberArray(list[Value]):
    """A column of 64-bit integers."""


class BytesArray(list[bytes]):
    """A column of bytes."""


_COLUMNS = {"t": ("%b::text[]", TextArray), "n": ("%b::bigint[]", NumberArray), "b": ("%b::bytea[]", BytesArray)}


def _array(element: int, parts: Sequence[bytes | None]) -> bytes:
    head = struct.pack(">iiIii", 1, int(None in parts), element, len(parts), 1)
    return head + b"".join(_NULL if part is None else struct.pack(">i", len(part)) + part for part in parts)


class _TextDumper(Dumper):
    format = Format.BINARY
    oid = _TEXT_ARRAY

    def dump(self, obj: Any) -> bytes:
        return _array(_TEXT, [None if value is None else value.encode() for value in obj])


class _NumberDumper(Dumper):
    format = Format.BINARY
    oid = _BIGINT_ARRAY

    def dump(self, obj: Any) -> bytes:
        pack = struct.Struct(">q").pack
        return _array(_BIGINT, [None if value is None else pack(value) for value in obj])


class _BytesDumper(Dumper):
    format = Format.BINARY
    oid = _BYTES_ARRAY

    def dump(self, obj: Any) -> bytes:
        return _array(_BYTES, obj)


def prepare(session: Session) -> None:
    """Teaches the driver's connection these arrays."""
    if session.postgres:
        session.driver.adapters.register_dumper(TextArray, _TextDumper)
        session.driver.adapters.register_dumper(NumberArray, _NumberDumper)
        session.driver.adapters.register_dumper(BytesArray, _BytesDumper)


def many(session: Session, sql: str, kinds: str, rows: Sequence[Sequence[object]]) -> tuple[str, Sequence[object]]:
    """A statement over many rows and its values, for `Session.rows`; `{rows}` and `kinds` as in `write_many`, and `b`
    for bytes.
    """
    if not session.postgres:
        row = f"({', '.join('?' * len(kinds))})"
        return sql.format(rows=f"VALUES {', '.join([row] * len(rows))}"), [value for row in rows for value in row]
    prepare(session)
    marks = ", ".join(_COLUMNS[kind][0] for kind in kinds)
    columns = zip(kinds, zip(*rows, strict=True), strict=True)
    return (
        sql.format(rows=f"SELECT * FROM unnest({marks})"),
        [_COLUMNS[kind][1](column) for kind, column in columns],
    )


def write_many(session: Session, sql: str, kinds: str, rows: Sequence[Sequence[Value]]) -> None:
    """Runs an INSERT for many rows, in one statement where the database can; `{rows}` stands where they go, and
    `kinds` has a letter a column: `t` for text, `n` for numbers. No two rows may have one key.
    """
    if not rows:
        return
    if not session.postgres:
        session.driver.executemany(sql.format(rows=f"VALUES ({', '.join('?' * len(kinds))})"), rows)
        return
    prepare(session)
    arrays = ", ".join("%b::bigint[]" if kind == "n" else "%b::text[]" for kind in kinds)
    columns = [
        (NumberArray if kind == "n" else TextArray)(column)
        for kind, column in zip(kinds, zip(*rows, strict=True), strict=True)
    ]
    session.driver.execute(sql.format(rows=f"SELECT * FROM unnest({arrays})"), columns)


@lru_cache(maxsize=1_024)
def _numbers(table: str, columns: tuple[str, ...]) -> tuple[bool, ...]:
    return tuple(isinstance(metadata.tables[table].c[name].type, Integer) for name in columns)


@lru_cache(maxsize=256)
def _indexed(table: str) -> frozenset[str]:
    known = metadata.tables[table]
    return frozenset(column.name for index in known.indexes for column in index.columns) | {
        column.name for column in known.primary_key.columns
    }


@lru_cache(maxsize=1_024)
def _upsert(shape: tuple[str, tuple[str, ...], tuple[str, ...], str | None], postgres: bool, schema: str) -> str:
    table, keys, columns, newer = shape
    every = (*keys, *columns)
    names = ", ".join(f'"{name}"' for name in every)
    target = ", ".join(f'"{name}"' for name in keys)
    changes = ", ".join(f'"{name}" = excluded."{name}"' for name in columns)
    where = f' WHERE t."{newer}" IS NULL OR excluded."{newer}" >= t."{newer}"' if newer else ""
    act = f"DO UPDATE SET {changes}{where}" if columns else "DO NOTHING"
    if postgres:
        kinds = _numbers(table, every)
        arrays = ", ".join("%b::bigint[]" if number else "%b::text[]" for number in kinds)
        rows = f"SELECT * FROM unnest({arrays})"
    else:
        # SQLite reads ON after a table's name as a join, unless there is a WHERE
        rows = f"VALUES ({', '.join('?' * len(every))})"
    return f'INSERT INTO {schema}"{table}" AS t ({names}) {rows} ON CONFLICT ({target}) {act}'


class Rows:
    """Collects rows by the statement that writes them. Of two for one key the later one counts, or where a column
    decides, the one with the later stamp.
    """

    def __init__(self, session: Session, schema: str = "") -> None:
        self._session = session
        self._schema = f'"{schema}".' if schema else ""
        self._waiting: dict[Any, dict[tuple[Value, ...], tuple[Value, ...]]] = {}
        self.count = 0

    def add(self, puts: Iterable[Put]) -> None:
        for put in puts:
            shape = (put.table, tuple(put.key), tuple(put.values), put.newer)
            rows = self._waiting.setdefault(shape, {})
            key, values = tuple(put.key.values()), tuple(put.values.values())
            if put.newer and key in rows:
                at = shape[2].index(put.newer)
                before, now = rows[key][at], values[at]
                if isinstance(before, int) and isinstance(now, int) and now < before:
                    continue
            rows[key] = values
            self.count += 1

    def flush(self) -> None:
        session = self._session
        for shape, rows in self._waiting.items():
            sql = _upsert(shape, session.postgres, self._schema)
            every = [(*key, *values) for key, values in rows.items()]
            if session.postgres:
                numbers = _numbers(shape[0], (*shape[1], *shape[2]))
                columns = [
                    (NumberArray if number else TextArray)(column)
                    for number, column in zip(numbers, zip(*every, strict=True), strict=True)
                ]
                session.driver.execute(sql, columns)
            else:
                session.driver.executemany(sql, every)
        self._waiting.clear()
        self.count = 0


def check(puts: Iterable[Put]) -> None:
    """Raises `TooLong` for a row that PostgreSQL's indexes would refuse, or with a number beyond 64 bits."""
    for put in puts:
        table, key, values, _ = put
        for name in _indexed(table):
            value = values.get(name) or key.get(name)
            if isinstance(value, str) and len(value) > INDEXED_MOST:
                raise TooLong(f"{table}.{name}")
        for number in values.values():
            if type(number) is int and not LEAST <= number <= MOST:
                raise TooLong(table)
