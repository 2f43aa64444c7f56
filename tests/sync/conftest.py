"""Stations as in the integration tests, each with a key of its own, and a small hub over real HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from tests.hub.conftest import hub_files
from tests.integration.conftest import MakeStation, _no_keyring, make_station, yard
from tests.stations import Station, Yard
from tests.sync import devices
from tests.sync.small_hub import SmallHub

__all__ = ["MakeStation", "_no_keyring", "hub_files", "make_station", "yard", "yards"]


@pytest.fixture(scope="session")
def yards(tmp_path_factory: pytest.TempPathFactory) -> list[Yard]:
    """Where devices come from: those of one yard are copies of one another, with one key."""
    return [Yard(tmp_path_factory.mktemp(f"device-{number}")) for number in range(3)]


@dataclass
class Town:
    """A hub that is served under `url`, and stations that join it."""

    hub: SmallHub
    url: str
    make: MakeStation
    yards: list[Yard]
    _next: Iterator[Yard] = field(init=False)

    def __post_init__(self) -> None:
        self._next = iter(self.yards)

    def alone(self) -> Station:
        """A station that has not joined."""
        station = self.make(of=next(self._next).fresh, synchronous="NORMAL")
        self.hub.now = station.clock.now()
        return station

    def station(self, site: str = devices.SITE) -> Station:
        station = self.alone()
        devices.join(station, self.hub, self.url, site)
        return station


@pytest.fixture
def town(make_station: MakeStation, yards: list[Yard]) -> Iterator[Town]:
    hub = SmallHub()
    yield Town(hub, hub.serve(), make_station, yards)
    hub.close()
