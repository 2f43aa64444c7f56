"""Rectifications: reported with a photo, closed or sent back by the right person."""

from __future__ import annotations

from typing import Any

import pytest

from desktop.core.errors import Refused
from desktop.core.pages import GivenAnswer
from desktop.core.roles import Operator
from desktop.services.rectifications import open_jobs
from tests.busy import picture
from tests.stations import DAY, HOUR, Station

# A supervisor who put nothing right.
APART = Operator("00000000-0000-4000-8000-000000000007", frozenset({"supervisor"}))


def refused(code: str) -> Any:
    return pytest.raises(Refused, match=f"'{code}'")


def fail(station: Station, kind: str = "weekly", code: str = "microwave.heats") -> str:
    done = station.office.inspections.complete(station.by, kind, [GivenAnswer(code, "fail")])
    return done.rectifications[0]


def state(station: Station, job: str) -> str:
    return str(station.rows("SELECT state FROM rectifications WHERE rectification = ?", (job,))[0][0])


def test_the_way_of_a_job(station: Station) -> None:
    work, by, job = station.office.rectifications, station.by, fail(station)
    caretaker = station.operator("caretaker")
    assert state(station, job) == "open"
    entry, now = work.rectify(caretaker, job, "换了一台", [picture()])
    assert (now, state(station, job), entry.body.to) == ("awaiting", "awaiting", "awaiting")
    assert len(entry.body.photos) == 1
    assert work.recheck(by, job, False, "还是不热")[1] == state(station, job) == "returned"
    work.rectify(caretaker, job, "又换了一台", [picture(), picture(100, 100)])
    assert work.recheck(caretaker, job, True, "热了")[1] == state(station, job) == "closed"
    assert [row[0] for row in station.rows("SELECT state FROM rectification_moves ORDER BY rowid")] == [
        "awaiting",
        "returned",
        "awaiting",
        "closed",
    ]
    assert station.office.days.figures(None).open_rectifications == 0
    assert station.faults() == []


def test_what_cannot_follow(station: Station) -> None:
    work, by, job = station.office.rectifications, station.by, fail(station)
    for passed in (True, False):
        with refused("rectification_cannot_move"):
            work.recheck(by, job, passed, "看过了")
    work.rectify(by, job, "好了", [picture()])
    with refused("rectification_cannot_move"):
        work.rectify(by, job, "好了", [picture()])
    work.recheck(by, job, True, "看过了")
    with refused("rectification_cannot_move"):
        work.rectify(by, job, "好了", [picture()])
    with refused("rectification_cannot_move"):
        work.recheck(by, job, False, "x")


def test_what_is_asked_for(station: Station) -> None:
    work, by, job = station.office.rectifications, station.by, fail(station)
    before = station.journal()
    with refused("note_needed"):
        work.rectify(by, job, "  ", [picture()])
    with refused("photo_needed"):
        work.rectify(by, job, "好了", [])
    with refused("photo_not_a_picture"):
        work.rectify(by, job, "好了", [b"x"])
    with refused("rectification_unknown"):
        work.rectify(by, "nobody", "好了", [picture()])
    with refused("rectification_unknown"):
        work.recheck(by, "nobody", True, "好了")
    with refused("note_needed"):
        work.recheck(by, job, True, "")
    assert station.journal() == before
    assert station.rows("SELECT 1 FROM blobs") == []


@pytest.mark.parametrize("kind", ["supervised", "unannounced"])
def test_what_a_supervisor_found_only_a_supervisor_closes(station: Station, kind: str) -> None:
    work, job = station.office.rectifications, fail(station, kind)
    caretaker = station.operator("caretaker")
    work.rectify(caretaker, job, "换了一台", [picture()])
    for passed in (True, False):
        with refused("recheck_by_supervisor"):
            work.recheck(caretaker, job, passed, "看过了")
    assert work.recheck(APART, job, True, "看过了")[1] == "closed"


def test_what_a_supervisor_found_too_only_a_supervisor_closes(station: Station) -> None:
    """The caretaker found it first; the supervisor's fail joined the open job."""
    work, job = station.office.rectifications, fail(station)
    station.clock.pass_by(DAY)
    assert fail(station, "unannounced") == job
    caretaker = station.operator("caretaker")
    work.rectify(caretaker, job, "换了一台", [picture()])
    with refused("recheck_by_supervisor"):
        work.recheck(caretaker, job, True, "看过了")
    assert work.recheck(APART, job, True, "看过了")[1] == "closed"


def test_a_clock_set_back_cannot_undo_a_state(station: Station) -> None:
    work, by, job = station.office.rectifications, station.by, fail(station)
    work.rectify(by, job, "换了一台", [picture()])
    station.clock.pass_by(-2 * HOUR)
    work.recheck(by, job, True, "好了")
    assert state(station, job) == "closed"
    assert station.faults() == []
    assert station.office.upkeep.rebuild()[0].ok
    assert state(station, job) == "closed"


def test_open_jobs_by_deadline(station: Station) -> None:
    later, sooner = fail(station, code="repair_tools.pump"), fail(station, code="microwave.clean")
    fail(station, code="microwave.heats")
    closed = fail(station, code="microwave.cord")
    station.office.rectifications.rectify(station.by, closed, "好了", [picture()])
    station.office.rectifications.recheck(station.by, closed, True, "好了")
    with station.desk.store.read() as connection:
        jobs = open_jobs(connection)
    assert len(jobs) == 3
    assert (jobs[0].rectification, jobs[-1].rectification) == (sooner, later)


def test_closing_it_has_looked_at_the_checkpoint(station: Station) -> None:
    """A re-check that passes is the checkpoint's last answer; one that fails is not."""
    work, by, job = station.office.rectifications, station.by, fail(station)

    def result() -> str:
        rows = station.rows("SELECT result FROM checkpoint_states WHERE checkpoint = 'microwave.heats'")
        return str(rows[0][0])

    work.rectify(by, job, "换了一台", [picture()])
    assert result() == "fail"
    work.recheck(by, job, False, "还是不热")
    assert result() == "fail"
    work.rectify(by, job, "又换了一台", [picture()])
    station.clock.pass_by(-HOUR)
    work.recheck(by, job, True, "热了")
    assert result() == "pass"
    station.clock.pass_by(2 * HOUR)
    assert fail(station) != job
    assert result() == "fail"
    assert station.faults() == []
