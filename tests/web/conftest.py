"""Fixtures of the pages for phones: real stations as the integration tests have them."""

from __future__ import annotations

from tests.integration.conftest import _no_keyring, make_station, station, yard

__all__ = ["_no_keyring", "make_station", "station", "yard"]
