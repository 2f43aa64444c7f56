"""The seat on a real store: minutes and drafts are kept, each operator's own, and encrypted with the rest."""

from __future__ import annotations

import pytest

from desktop.core.errors import Refused
from desktop.services.counter import OfficeCounter
from tests.stations import OPERATOR, PIN, Station


def counter(told: Station) -> OfficeCounter:
    return OfficeCounter(told.office, told.by)


def test_minutes_are_kept(station: Station) -> None:
    seat = counter(station).seat
    assert seat.lock_minutes() == 10
    seat.set_lock_minutes(0)
    assert counter(station).seat.lock_minutes() == 0
    for wrong in (-1, 241):
        with pytest.raises(Refused) as refused:
            seat.set_lock_minutes(wrong)
        assert refused.value.code == "lock_minutes_wrong"


def test_each_operator_has_their_own_drafts(station: Station) -> None:
    told = counter(station)
    other = station.office.operators.add(station.by, "刘芳", "merchant", "2468")
    told.seat.keep_drafts({OPERATOR: "李小明 13812340001", "刘芳": "other", "nobody": "x"})
    assert told.seat.drafts() == "李小明 13812340001"
    told.sign_in(other, "2468")
    assert told.seat.drafts() == "other"
    told.sign_out()
    told.seat.keep_drafts({OPERATOR: ""})
    told.sign_in(station.by.id, PIN)
    assert told.seat.drafts() == ""
    assert station.rows("SELECT count(*) FROM settings WHERE name LIKE 'drafts.%'")[0][0] == 1


def test_nothing_of_a_draft_is_readable_in_the_files(station: Station) -> None:
    counter(station).seat.keep_drafts({OPERATOR: "欧阳雨桐 13705310003"})
    station.close()
    for file in station.folder.rglob("*"):
        if file.is_file():
            data = file.read_bytes()
            assert "欧阳雨桐".encode() not in data, file
            assert b"13705310003" not in data, file
    station.reopen()
    assert counter(station).seat.drafts() == "欧阳雨桐 13705310003"
