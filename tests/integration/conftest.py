"""Fixtures of the integration tests: `station` is open and fresh, `make_station` makes more of them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import keyring
import pytest

from tests.busy import busy_days
from tests.stations import SetClock, Station, Template, Yard

MakeStation = Callable[..., Station]


@pytest.fixture(scope="session")
def yard(tmp_path_factory: pytest.TempPathFactory) -> Yard:
    return Yard(tmp_path_factory.mktemp("yard"))


@pytest.fixture(autouse=True)
def _no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that asks the keyring of this machine fails."""

    def never(*_args: object) -> None:
        raise AssertionError("the keyring was touched")

    for name in ("get_password", "set_password", "delete_password"):
        monkeypatch.setattr(keyring, name, never)


@pytest.fixture
def make_station(yard: Yard, tmp_path: Path) -> Iterator[MakeStation]:
    """Makes stations, each in a folder of its own; all are closed and removed at the end."""
    made: list[Station] = []

    def make(clock: SetClock | None = None, *, of: Template | None = None, synchronous: str = "FULL") -> Station:
        place = tmp_path / f"station-{len(made) + 1}"
        new = (of or yard.fresh).open(place, clock, synchronous=synchronous)
        made.append(new)
        return new

    yield make
    for each in made:
        each.close()
    shutil.rmtree(tmp_path, ignore_errors=True)


@pytest.fixture
def busy(make_station: MakeStation, yard: Yard) -> Station:
    """A station after a day with nearly every kind of fact, and a restore: two epochs."""
    return make_station(of=yard.after("busy", busy_days))


@pytest.fixture
def station(make_station: MakeStation) -> Station:
    return make_station()
