"""`init` killed at every step: it begins again where nothing was recorded, and never over what may hold facts."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop.core.errors import Refused
from desktop.services import station as stations
from desktop.services.desk import Desk
from desktop.services.office import Office
from desktop.services.operators import Operators
from desktop.store import beside, epoch, making, schema
from desktop.store.database import Database
from desktop.store.folder import LABEL, Folder
from desktop.store.journal import Txn
from tests.stations import COMMUNITY, NAME, OPERATOR, PIN, FileKeys, SetClock, Station, cheap_pins, parts

# What is called on the way, in its order.
STEPS: list[tuple[str, Any, str]] = [
    ("mark", making, "replace_file"),
    ("keys", FileKeys, "save"),
    ("database", Database, "__init__"),
    ("schema", schema, "migrate"),
    ("epoch", epoch, "begin_epoch"),
    ("setting", beside, "put_setting"),
    ("fact", Txn, "append"),
    ("operator", Operators, "add_first"),
    ("label", Folder, "write_label"),
    ("mark gone", making, "done"),
]
KILLS = [(name, owner, what, when) for name, owner, what in STEPS for when in ("before", "after")]


def make(known: stations.Parts, folder: Path) -> stations.Created:
    def first(desk: Desk) -> None:
        cheap_pins(Office(desk)).operators.add_first(OPERATOR, PIN)

    return stations.create(known, folder, role="station", name=NAME, community=COMMUNITY, first=first)


def killed(known: stations.Parts, folder: Path, owner: Any, what: str, when: str) -> None:
    """Makes a folder in a child that is killed before or after this step."""
    child = os.fork()
    if child == 0:
        try:
            step: Callable[..., Any] = getattr(owner, what)

            def struck(*args: Any, **named: Any) -> Any:
                if when == "after":
                    step(*args, **named)
                os.kill(os.getpid(), signal.SIGKILL)

            setattr(owner, what, struck)
            make(known, folder)
        finally:
            os._exit(70)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), "the step was never reached"
    assert os.WTERMSIG(status) == signal.SIGKILL


def whole(known: stations.Parts, folder: Path) -> list[str]:
    """Opens a folder that was made; the kinds of its facts."""
    station = Station(known, folder, SetClock(), stations.open_desk(known, folder), "")
    kinds = [entry.kind for entry in station.entries()]
    assert station.faults() == []
    assert station.office.visits.anonymous(station.by, "courier", []).outcome == "checked_in"
    station.close()
    return kinds


@pytest.mark.parametrize(("name", "owner", "what", "when"), KILLS, ids=[f"{when} {name}" for name, *_, when in KILLS])
def test_killed_it_begins_again_or_was_whole(tmp_path: Path, name: str, owner: Any, what: str, when: str) -> None:
    known, folder = parts(tmp_path / "keys", SetClock()), tmp_path / "data"
    killed(known, folder, owner, what, when)
    labelled = (folder / LABEL).exists()
    assert labelled == (name == "mark gone" or (name, when) == ("label", "after"))
    if labelled:
        with pytest.raises(Refused, match="folder_taken"):
            make(known, folder)
    else:
        made = make(known, folder)
        assert made.recovery
        made.desk.close()
    assert whole(known, folder) == ["epoch.opened", "site.created", "operator.added"]
    assert not (folder / making.MARK).exists()
    assert len(list((tmp_path / "keys").iterdir())) == 1, "no key of a folder that never was"
    with pytest.raises(Refused, match="folder_taken"):
        make(known, folder)


def test_killed_again_and_again(tmp_path: Path) -> None:
    known, folder = parts(tmp_path / "keys", SetClock()), tmp_path / "data"
    for _, owner, what, when in KILLS[:-3]:
        killed(known, folder, owner, what, when)
    make(known, folder).desk.close()
    assert whole(known, folder) == ["epoch.opened", "site.created", "operator.added"]


@pytest.mark.parametrize("mark", [False, True])
def test_a_station_that_lost_its_label_is_never_made_anew(station: Station, mark: bool) -> None:
    """Not even where a mark was left or put there: its database holds more than a making writes."""
    station.office.visits.anonymous(station.by, "courier", [])
    name = station.desk.folder.label().folder
    station.close()
    kept = (station.folder / LABEL).read_bytes()
    (station.folder / LABEL).unlink()
    if mark:
        (station.folder / making.MARK).write_text(name)
    before = station.database.read_bytes()
    with pytest.raises(Refused, match="folder_taken"):
        make(station.parts, station.folder)
    assert station.database.read_bytes() == before
    (station.folder / LABEL).write_bytes(kept)
    station.take(stations.open_desk(station.parts, station.folder))
    assert station.faults() == []
    assert station.rows("SELECT count(*) FROM visits") == [(1,)]


def test_the_first_opening_takes_the_mark_away(tmp_path: Path) -> None:
    known, folder = parts(tmp_path / "keys", SetClock()), tmp_path / "data"
    killed(known, folder, making, "done", "before")
    assert (folder / making.MARK).exists()
    stations.open_desk(known, folder).close()
    assert not (folder / making.MARK).exists()


def test_what_was_refused_leaves_no_mark(tmp_path: Path) -> None:
    known, folder = parts(tmp_path / "keys", SetClock()), tmp_path / "data"

    def refuse(_desk: Desk) -> None:
        raise Refused("pin_short", least=4, most=12)

    with pytest.raises(Refused, match="pin_short"):
        stations.create(known, folder, role="station", name=NAME, community=COMMUNITY, first=refuse)
    assert [file.name for file in folder.iterdir()] == ["lock"]
    make(known, folder).desk.close()
