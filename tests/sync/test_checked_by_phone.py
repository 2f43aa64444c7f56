"""A supervisor's check on the hub's page comes to the station's desk, and to no other desk's pages."""

from __future__ import annotations

import pytest

from desktop.app import read_words
from desktop.core.errors import Refused
from desktop.services.inspect_desk import InspectDesk
from desktop.services.rectifications import open_jobs
from hub.check_draft import Given
from hub.replay import rebuild, verify
from hub.side import put_together
from hub.supervision import Supervisor
from tests.hub.furnished import picture
from tests.stations import Station
from tests.sync import devices
from tests.sync.test_real_hub import City, city, running

__all__ = ["city", "running"]
BY = Supervisor("00000000-0000-4000-8000-0000000000c1", frozenset({"supervisor"}), "督导员丙", "")
CHAIR, HEAT = "tables_and_chairs.sat_on", "microwave.heats"


def check(city: City, station: Station, *fails: str, kind: str = "unannounced") -> str:
    """Signs a check of that station; these points failed, each with a photo."""
    office = put_together(city.hub.parts, read_words())
    draft = office.hub.ground.other_id()
    office.checks.begin(BY, draft, station.desk.store.home.joined, kind)
    found = office.checks.draft(BY, draft)
    points = [point.code for item in found.items for point in item.checkpoints]
    for code in fails:
        office.checks.add_photo(BY, draft, code, office.hub.ground.other_id(), picture())
    given = [Given(code, "fail", f"{code}：坏了") if code in fails else Given(code, "pass") for code in points]
    office.signing.sign(BY, draft, office.checks.answer(BY, draft, given).seen, office.hub.ground.now())
    return draft


def jobs(station: Station) -> list[tuple[str, str, str, str]]:
    with station.desk.store.read() as connection:
        return [(job.checkpoint, job.due, job.state, job.found_role) for job in open_jobs(connection)]


def page(station: Station) -> InspectDesk:
    return InspectDesk(station.office, lambda: station.by, str)


def test_the_station_sees_the_check_and_when_it_is_due(city: City) -> None:
    one, two = city.station(0), city.station(1)
    city.sync(one, two)
    draft = check(city, one, CHAIR)
    assert jobs(one) == []
    city.sync(one, two)
    ((checkpoint, due, state, role),) = jobs(one)
    assert (checkpoint, state, role) == (CHAIR, "open", "supervisor")
    today = one.rows("SELECT day FROM inspections WHERE inspection = ?", (draft,))[0][0]
    assert due == one.desk.rules.calendar.after(today, 3).day
    note, photo = one.rows("SELECT note, photos FROM findings WHERE inspection = ? AND result = 'fail'", (draft,))[0]
    assert one.rows("SELECT text FROM notes WHERE hash = ?", (note,)) == [(f"{CHAIR}：坏了",)]
    assert one.rows("SELECT substr(hex(data), 1, 4) FROM blobs WHERE hash = ?", (photo,)) == [("FFD8",)]
    assert one.rows("SELECT count(*) FROM sent_beside WHERE hash IN (?, ?)", (note, photo)) == [(2,)]
    calendar = page(one).calendar(today[:7])
    assert [row.checkpoint for row in calendar.open] == [CHAIR]
    cells = {row.item: row.cells[int(today[8:]) - 1].state for row in calendar.rows}
    assert (cells["tables_and_chairs"], cells["microwave"]) == ("fail", "pass")
    assert one.faults() == []
    one.office.upkeep.rebuild()
    assert [job[:3] for job in jobs(one)] == [(CHAIR, due, "open")]
    assert verify(city.hub.parts).faults == []
    rebuild(city.hub.parts)
    assert verify(city.hub.parts).faults == []


def test_no_other_desk_takes_it_for_its_own(city: City) -> None:
    one, two = city.station(0), city.station(1)
    city.sync(one, two)
    check(city, one, CHAIR, HEAT)
    city.sync(one, two)
    for table in ("inspections", "findings", "checkpoint_states", "rectifications"):
        assert two.rows(f"SELECT count(*) FROM {table}") == [(0,)], table
    assert two.rows("SELECT count(*) FROM journal WHERE kind = 'inspection.completed'")[0][0] > 0
    assert two.rows("SELECT count(*) FROM occurrences WHERE kind LIKE 'inspection%'") == [(0,)]
    asked = one.rows("SELECT note FROM findings WHERE result = 'fail'")
    client = devices.line(two).client()
    assert client.post("/v1/told", {"v": 1, "hashes": [row[0] for row in asked]}, signed=True) == {"told": []}
    client.close()
    assert two.faults() == []
    two.office.upkeep.rebuild()
    assert jobs(two) == []
    assert page(two).calendar("").open == ()


def test_the_caretaker_mends_it_and_only_a_supervisor_closes_it(city: City) -> None:
    one = city.station(0)
    city.sync(one)
    check(city, one, CHAIR)
    city.sync(one)
    with one.desk.store.read() as connection:
        (job,) = open_jobs(connection)
    caretaker = one.operator("caretaker")
    # by a clock that is behind, the move would be earlier than the find, and lost without a word
    with pytest.raises(Refused, match="rectification_clock"):
        one.office.rectifications.rectify(caretaker, job.rectification, "拧紧了", [picture()])
    assert one.rows("SELECT count(*) FROM rectification_moves") == [(0,)]
    city.right(one)
    one.office.rectifications.rectify(caretaker, job.rectification, "拧紧了", [picture()])
    with pytest.raises(Refused, match="recheck_by_supervisor"):
        one.office.rectifications.recheck(caretaker, job.rectification, True, "好了")
    city.sync(one)
    with city.hub.parts.database.read() as session:
        found = session.rows("SELECT state FROM rectifications WHERE rectification = ?", (job.rectification,))
    assert [tuple(row) for row in found] == [("awaiting",)]
    assert verify(city.hub.parts).faults == []
    # a second check of it joins what is open
    check(city, one, CHAIR, kind="supervised")
    city.sync(one)
    assert len(jobs(one)) == 1
    assert one.rows("SELECT number FROM inspections ORDER BY number") == [(1,), (2,)]
    assert one.faults() == []
