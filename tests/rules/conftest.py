"""Fixtures of the clerk's cases: `money` is a station with two merchants, early in 2026."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.money import START, Money, prepare
from tests.stations import Yard


@pytest.fixture(scope="session")
def money_grounds(tmp_path_factory: pytest.TempPathFactory) -> Yard:
    return Yard(tmp_path_factory.mktemp("money"), START)


@pytest.fixture
def money(money_grounds: Yard, tmp_path: Path) -> Iterator[Money]:
    station = money_grounds.after("money", prepare).open(tmp_path / "station", synchronous="OFF")
    yield Money(station)
    assert station.faults() == [], "verify"
    station.close()
