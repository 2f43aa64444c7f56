"""A log that was cut short behind SQLite's back is noticed at the next opening, and nothing is recorded on it."""

from __future__ import annotations

import shutil

import pytest

from desktop.core.errors import Broken
from desktop.store.folder import END
from tests.integration.conftest import MakeStation


def test_a_log_without_its_last_entries_is_not_opened(make_station: MakeStation) -> None:
    station = make_station()
    station.close()
    older = station.folder.parent / "older.db"
    shutil.copy(station.database, older)
    station.reopen()
    station.register()
    station.close()
    shutil.copy(older, station.database)
    with pytest.raises(Broken) as refused:
        station.reopen()
    assert refused.value.code == "log_cut"


def test_a_log_that_went_on_after_a_kill_is_opened(make_station: MakeStation) -> None:
    """The end is noted at closing only; a process that was killed leaves an older one, and that is right."""
    station = make_station()
    station.close()
    noted = (station.folder / END).read_bytes()
    station.reopen()
    station.register()
    station.close()
    (station.folder / END).write_bytes(noted)
    station.reopen()
    assert station.faults() == []


def test_without_a_noted_end_it_opens(make_station: MakeStation) -> None:
    station = make_station()
    station.close()
    (station.folder / END).unlink()
    station.reopen()
    assert station.faults() == []
