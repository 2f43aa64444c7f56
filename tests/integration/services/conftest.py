"""Stations of the services' tests: what a use case does is the same without waiting for the disk."""

from __future__ import annotations

import pytest

from tests.integration.conftest import MakeStation
from tests.stations import Station


@pytest.fixture
def station(make_station: MakeStation) -> Station:
    return make_station(synchronous="NORMAL")
