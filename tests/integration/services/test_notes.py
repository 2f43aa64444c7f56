"""Notes that name somebody: taken away by a supervisor, for good, as a fact; also after a restore."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.core.errors import Refused
from desktop.services import station as stations
from desktop.services.papers import Papers, Wanted
from desktop.services.station import restore
from tests.decrypted import pages_of
from tests.stations import Station, printer

NAMED = "马向阳的充电宝借走没还"


def hand_over(station: Station, note: str = NAMED, lost: str = "") -> str:
    if "李建国" not in [known.name for known in station.office.operators.all()]:
        station.office.operators.add(station.by, "李建国", "caretaker", "135790")
    taker = station.office.operators.choose("李建国").id
    return station.office.shifts.hand_over(station.by, taker, "135790", note=note, lost_property=lost).id


def texts(station: Station) -> list[str]:
    return sorted(text for (text,) in station.rows("SELECT text FROM notes"))


def test_its_words_go_and_that_there_were_some_stays(station: Station) -> None:
    fact = hand_over(station, lost="雨衣")
    other = hand_over(station, "钥匙在抽屉里")
    before = station.journal()
    gone = station.office.notes.blank(station.by, fact, "names_somebody")
    assert texts(station) == ["钥匙在抽屉里"]
    assert {(entry.body.of, entry.body.reason, entry.by) for entry in gone} == {(fact, "names_somebody", station.by.id)}
    assert station.journal()[: len(before)] == before, "nothing that happened is edited"
    assert station.faults() == []
    papers = Papers(station.desk, station.office, printer().words["zh"])
    assert papers.freeze(station.by, Wanted("handover", id=fact)).note == ""
    assert papers.freeze(station.by, Wanted("handover", id=other)).note == "钥匙在抽屉里"
    station.close()
    for page in pages_of(station.database, station.key):
        assert NAMED.encode() not in page
    station.reopen()


def test_what_has_no_note_has_none_to_lose(station: Station) -> None:
    fact = hand_over(station)
    station.office.notes.blank(station.by, fact, "mistake")
    visit = station.office.visits.anonymous(station.by, "courier", []).fact or ""
    before = station.journal()
    for each, reason, code in (
        (fact, "mistake", "note_none"),
        (visit, "mistake", "note_none"),
        ("nobody", "mistake", "fact_unknown"),
        ("00000000-0000-7000-8000-000000000000", "mistake", "fact_unknown"),
        (fact, "expired", "blank_reason_unknown"),
        (fact, "", "blank_reason_unknown"),
    ):
        with pytest.raises(Refused, match=f"'{code}'"):
            station.office.notes.blank(station.by, each, reason)
    assert station.journal() == before


def test_a_restore_does_not_bring_it_back(station: Station, tmp_path: Path) -> None:
    fact = hand_over(station)
    kept = hand_over(station, "钥匙在抽屉里")
    backup = tmp_path / "before.qyb"
    station.office.upkeep.back_up(backup)
    station.office.notes.blank(station.by, fact, "names_somebody")
    station.close()
    station.take(restore(station.parts, station.folder, backup, None))
    assert texts(station) == ["钥匙在抽屉里"]
    assert [entry.body["of"] for entry in station.entries("note.blanked")] == [fact]
    assert station.rows("SELECT of FROM blanked_notes") == [(fact,)]
    assert station.faults() == []
    assert kept


def test_a_restore_that_was_broken_off_remembers_it(
    station: Station, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fact = hand_over(station)
    backup = tmp_path / "before.qyb"
    station.office.upkeep.back_up(backup)
    station.office.notes.blank(station.by, fact, "names_somebody")
    station.close()

    def kill(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(stations, "_continue", kill)
        with pytest.raises(KeyboardInterrupt):
            restore(station.parts, station.folder, backup, None)
    station.take(restore(station.parts, station.folder, backup, None))
    assert texts(station) == []
    assert station.faults() == []
