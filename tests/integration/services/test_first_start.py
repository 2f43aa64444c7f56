"""The first start on real folders: nothing half-made, the code that was shown opens the backups, papers come out."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.core.errors import EnvironmentFailed, Refused
from desktop.core.first_run import NewPlace
from desktop.services import station
from desktop.services.first_start import FirstStart
from desktop.store import recovery
from desktop.store.folder import Folder
from reports.render import pages
from tests.stations import COMMUNITY, SetClock, parts

PIN = "1357"


def nobody(*_asked: object) -> object:
    raise EnvironmentFailed("hub_unreachable", detail="offline")


def start(place: Path) -> FirstStart:
    return FirstStart(parts(place / "keys", SetClock()), place / "data", "quanyi test", nobody)  # type: ignore[arg-type]


def place(code: str, **changes: str) -> NewPlace:
    given = {"role": "station", "name": "曲水亭驿站", "community": COMMUNITY, "operator": "王秀兰"} | changes
    return NewPlace(pin=PIN, recovery=code, **given)


def test_the_code_that_was_shown_opens_a_backup_on_another_machine(tmp_path: Path) -> None:
    here = start(tmp_path)
    code = here.new_code()
    here.make(place(code))
    assert here.desk is not None
    assert here.operator is not None
    assert here.operator.roles == {"caretaker", "supervisor"}
    here.desk.close()

    from desktop.services.office import Office

    opened = Office(station.open_desk(parts(tmp_path / "keys", SetClock()), tmp_path / "data"))
    opened.operators.sign_in(opened.operators.choose("王秀兰").id, PIN)
    opened.upkeep.back_up(tmp_path / "backup")
    opened.desk.close()

    there = FirstStart(parts(tmp_path / "other", SetClock()), tmp_path / "new", "quanyi test", nobody)  # type: ignore[arg-type]
    with pytest.raises(Refused) as refused:
        there.restore(str(tmp_path / "backup"), recovery.new_code())
    assert refused.value.code == "recovery_wrong"
    assert not Folder(tmp_path / "new").taken, "a refused restore leaves a folder that the guide opens on again"
    there.restore(str(tmp_path / "backup"), code.lower())
    assert there.desk is not None
    assert there.desk.place.name == "曲水亭驿站"
    there.desk.close()


def test_before_the_code_was_typed_back_there_is_nothing(tmp_path: Path) -> None:
    here = start(tmp_path)
    here.check_place("station", "曲水亭驿站", COMMUNITY)
    here.check_operator("王秀兰", PIN)
    here.code_sheet(place(here.new_code()), "zh")
    assert not (tmp_path / "data").exists()
    assert not Folder(tmp_path / "data").taken


def test_asked_twice_it_makes_one(tmp_path: Path) -> None:
    here = start(tmp_path)
    wanted = place(here.new_code())
    here.make(wanted)
    made = here.desk
    here.make(wanted)
    assert here.desk is made
    assert made is not None
    made.close()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name": " "}, "site_name_empty"),
        ({"community": "370102"}, "community_unknown"),
        ({"operator": ""}, "name_empty"),
    ],
)
def test_refused_it_leaves_nothing_and_can_be_asked_again(tmp_path: Path, changes: dict[str, str], code: str) -> None:
    here = start(tmp_path)
    with pytest.raises(Refused) as refused:
        here.make(place(here.new_code(), **changes))
    assert refused.value.code == code
    assert not Folder(tmp_path / "data").taken
    here.make(place(here.new_code()))
    assert here.desk is not None
    here.desk.close()


def test_a_till(tmp_path: Path) -> None:
    here = start(tmp_path)
    here.make(place(here.new_code(), role="merchant", name="大明湖水饺", community=""))
    assert here.desk is not None
    assert here.operator is not None
    assert here.operator.roles == {"merchant", "supervisor"}
    with pytest.raises(EnvironmentFailed):
        here.join("https://hub.example", "7K2M-9QXA-B3CD")
    here.desk.close()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_papers_of_the_first_start(tmp_path: Path, language: str) -> None:
    here = start(tmp_path)
    code = here.new_code()
    sheet, trial = here.code_sheet(place(code), language), here.trial_page("曲水亭驿站", language)
    assert pages(sheet) == pages(trial) == 1
