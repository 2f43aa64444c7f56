"""Pages that connections of the counter keep: given back after a long use and after many short ones."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event

from desktop.store import database
from desktop.store.database import USES_MOST, Database

SHRINK = "PRAGMA shrink_memory"


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Database]:
    made = Database(tmp_path / "pages.db", bytes(32))
    yield made
    made.close()


@pytest.fixture
def said(kept: Database) -> list[str]:
    heard: list[str] = []
    event.listen(kept._read_engine, "before_cursor_execute", lambda _c, _k, statement, *_rest: heard.append(statement))
    return heard


def test_many_short_uses_end_with_one_that_gives_back(kept: Database, said: list[str]) -> None:
    for _ in range(2 * USES_MOST):
        with kept.read() as connection:
            connection.exec_driver_sql("SELECT 1").scalar_one()
    assert said.count(SHRINK) == 2
    assert said[-1] == SHRINK


def test_a_long_use_gives_back_at_once(kept: Database, said: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "LONG_S", 0.0)
    with kept.read() as connection:
        connection.exec_driver_sql("SELECT 1").scalar_one()
        assert SHRINK not in said
    assert said[-2:] == ["ROLLBACK", SHRINK]


def test_one_reader_is_warm_and_the_others_are_not_needed(kept: Database) -> None:
    """The one given back last is taken first."""
    with kept.read(), kept.read():
        pass
    seen = set()
    for _ in range(4):
        with kept.read() as connection:
            seen.add(id(connection.connection.driver_connection))
    assert len(seen) == 1


def test_what_is_given_back_goes_on_to_the_system(kept: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr(database, "give_to_system", lambda: asked.append(1))
    for _ in range(USES_MOST):
        with kept.read() as connection:
            connection.exec_driver_sql("SELECT 1").scalar_one()
    assert asked == [1]


def test_a_c_library_that_cannot_is_let_be(monkeypatch: pytest.MonkeyPatch) -> None:
    database._trim.cache_clear()
    monkeypatch.setattr("ctypes.CDLL", lambda _name: object())
    try:
        database.give_to_system()
    finally:
        database._trim.cache_clear()
