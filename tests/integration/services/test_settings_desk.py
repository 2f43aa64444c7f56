"""Looking at a code records nothing; a backup that was made and checked is remembered with its time and place."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.core import card
from desktop.core.errors import EnvironmentFailed
from desktop.core.keys import DeviceKey
from desktop.core.plain import PlainSection
from desktop.services.counter import OfficeCounter
from desktop.services.sections.backups import OLD_DAYS
from reports.render import pages
from tests.stations import Station

DAY_MS = 86_400_000


def counter(station: Station) -> OfficeCounter:
    return OfficeCounter(station.office, station.operator("caretaker", "supervisor"))


def test_a_card_of_ours_is_looked_at_and_nothing_is_recorded(station: Station) -> None:
    text = station.register("王小明").card
    asked, before = counter(station), station.journal()
    looks = asked.settings.look_at(text)
    assert (looks.outcome, looks.name, looks.group) == ("good", "王**", "delivery_rider")
    assert looks.until > "2028"
    assert asked.settings.look_at(text.lower()).outcome == "good"
    assert asked.settings.look_at("6901234567892").outcome == "not_a_card"
    assert asked.settings.look_at(text[:-1]).outcome == "not_a_card"
    other = card.issue(DeviceKey(b"\x05" * 32), "11111111-1111-4111-8111-111111111111", "courier", 1_790_000_000, 730)
    assert asked.settings.look_at(other.text).outcome == "accepted_unverified"
    assert station.journal() == before
    assert station.rows("SELECT count(*) FROM visits") == [(0,)]


def test_an_expired_one_says_until_when(station: Station) -> None:
    text = station.register().card
    until = counter(station).settings.look_at(text).until
    station.clock.pass_by(731 * DAY_MS)
    looks = counter(station).settings.look_at(text)
    assert (looks.outcome, looks.until) == ("card_expired", until)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_calibration_page_is_one_sheet(station: Station, language: str) -> None:
    plain = counter(station).settings.calibration((0, 0), language)
    moved = counter(station).settings.calibration((15, -5), language)
    assert (pages(plain), pages(moved)) == (1, 1)
    assert plain != moved


def shown(station: Station) -> PlainSection:
    return counter(station).plain_section("backups", {})


def tones(section: PlainSection) -> list[str]:
    return [tone for tone, _ in section.notes]


def test_a_backup_is_remembered_and_warned_about_when_old(station: Station, tmp_path: Path) -> None:
    assert station.office.upkeep.last_backup() is None
    assert (tones(shown(station)), shown(station).rows) == (["attention", "plain"], ())
    file = tmp_path / "stick" / "quanyi.backup"
    file.parent.mkdir()
    made = counter(station).plain_act("backups", "back_up", "", {"output": str(file)}, "zh")
    last = station.office.upkeep.last_backup()
    assert last is not None
    assert (last.at, last.file) == (station.clock.now(), str(file))
    assert made.said
    assert tones(shown(station)) == ["plain"]
    assert shown(station).acts[0].fields[0].value.startswith(str(file.parent))
    station.clock.pass_by(OLD_DAYS * DAY_MS)
    assert tones(shown(station)) == ["plain"]
    station.clock.pass_by(DAY_MS)
    assert tones(shown(station)) == ["attention", "plain"]
    file.unlink()
    assert shown(station).rows[0].tag


def test_a_backup_that_failed_is_not_remembered(station: Station, tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFailed):
        station.office.upkeep.back_up(tmp_path / "no such folder" / "quanyi.backup")
    assert station.office.upkeep.last_backup() is None
