"""Inspections: acts with an answer each, scored by the standing state, fails that open or join a job."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from desktop.core.errors import EnvironmentFailed, Refused
from desktop.core.pages import GivenAnswer
from desktop.services.answers import read_answers
from desktop.services.inspections import Inspected
from tests.busy import picture
from tests.stations import DAY, HOUR, MINUTE, Station


def refused(code: str) -> Any:
    return pytest.raises(Refused, match=f"'{code}'")


def inspect(station: Station, kind: str = "weekly", **results: str) -> Inspected:
    """Answers by checkpoint, dots written as `__`."""
    given = [GivenAnswer(code.replace("__", "."), result, reason="不涉及") for code, result in results.items()]
    return station.office.inspections.complete(station.by, kind, given)


def everything(station: Station, kind: str, **changed: str) -> list[GivenAnswer]:
    changes = {code.replace("__", "."): result for code, result in changed.items()}
    return [
        GivenAnswer(point.code, changes.get(point.code, "pass"))
        for item in station.desk.rules.standard.asked(kind)
        for point in item.checkpoints
    ]


def states(station: Station) -> list[tuple[Any, ...]]:
    return station.rows("SELECT checkpoint, state, found_role, due FROM rectifications ORDER BY number")


@pytest.mark.parametrize("kind", ["opening", "weekly", "supervised", "unannounced"])
def test_a_walk_that_passes_is_compliant(station: Station, kind: str) -> None:
    begun = station.clock.now()
    station.clock.pass_by(10 * MINUTE)
    done = station.office.inspections.complete(station.by, kind, everything(station, kind), begun)
    assert done.compliant
    assert (done.met, done.failed, done.rectifications) == (7, 0, ())
    entry = station.entries()[-1]
    assert (entry.body["inspection_kind"], entry.body["standard"]) == (kind, "2026.1")
    assert (entry.body["begun"], entry.body["ended"]) == (begun, station.clock.now())
    assert entry.body["role"] == ("caretaker" if kind in ("opening", "weekly") else "supervisor")
    assert station.faults() == []


def test_numbers_run_through_the_year(station: Station) -> None:
    for _ in range(2):
        inspect(station, microwave__heats="fail")
        station.clock.pass_by(HOUR)
    inspect(station, repair_tools__pump="fail")
    station.clock.set("2027-01-01T09:00")
    inspect(station, microwave__clean="fail")
    assert station.rows("SELECT number FROM inspections ORDER BY begun") == [(1,), (2,), (3,), (1,)]
    assert station.rows("SELECT number FROM rectifications ORDER BY opened_at") == [(1,), (2,), (1,)]


def test_a_fail_opens_a_job_with_its_deadline(station: Station) -> None:
    """2026-11-16 is a Monday; by working days."""
    done = inspect(
        station,
        water_dispenser__clean="fail",
        microwave__heats="fail",
        repair_tools__counted="fail",
        microwave__clean="pass",
    )
    assert not done.compliant
    assert (done.passed, done.failed, len(done.rectifications)) == (1, 3, 3)
    assert states(station) == [
        ("water_dispenser.clean", "open", "caretaker", "2026-11-16"),
        ("microwave.heats", "open", "caretaker", "2026-11-19"),
        ("repair_tools.counted", "open", "caretaker", "2026-11-25"),
    ]
    assert station.office.days.figures(None).open_rectifications == 3


def test_another_severity_moves_the_deadline(station: Station) -> None:
    given = [GivenAnswer("microwave.heats", "fail", severity="days_15")]
    station.office.inspections.complete(station.by, "weekly", given)
    assert station.rows("SELECT severity, due FROM rectifications") == [("days_15", "2026-12-07")]
    assert station.rows("SELECT severity FROM findings") == [("days_15",)]


def test_a_second_fail_joins_and_a_pass_does_not_close(station: Station) -> None:
    first = inspect(station, microwave__heats="fail")
    station.clock.pass_by(DAY)
    second = inspect(station, microwave__heats="fail", microwave__clean="fail")
    assert second.rectifications[0] == first.rectifications[0]
    assert len(second.rectifications) == 2
    inspect(station, microwave__heats="pass", microwave__clean="pass")
    assert [row[:2] for row in states(station)] == [("microwave.heats", "open"), ("microwave.clean", "open")]
    assert len(station.entries("rectification.opened")) == 2


@pytest.mark.parametrize("steps", [1, 2])
def test_a_fail_joins_what_awaits_its_check_or_was_returned(station: Station, steps: int) -> None:
    (job,) = inspect(station, microwave__heats="fail").rectifications
    station.office.rectifications.rectify(station.by, job, "换了", [picture()])
    if steps == 2:
        station.office.rectifications.recheck(station.by, job, False, "没好")
    assert inspect(station, microwave__heats="fail").rectifications == (job,)


def test_after_it_was_closed_a_fail_opens_another(station: Station) -> None:
    (job,) = inspect(station, microwave__heats="fail").rectifications
    station.office.rectifications.rectify(station.by, job, "换了", [picture()])
    station.office.rectifications.recheck(station.by, job, True, "好了")
    (again,) = inspect(station, microwave__heats="fail").rectifications
    assert again != job


def test_a_veto_makes_it_not_compliant_whatever_the_score(station: Station) -> None:
    for code in ("medicine_box__in_date", "site__no_ebike", "site__wiring", "site__open_as_posted"):
        done = station.office.inspections.complete(
            station.by, "supervised", everything(station, "supervised", **{code: "fail"})
        )
        assert not done.compliant, code
        assert done.met == (6 if code.startswith("medicine") else 7)
        assert station.office.inspections.complete(
            station.by, "supervised", everything(station, "supervised")
        ).compliant


def test_a_site_fail_without_veto_is_compliant(station: Station) -> None:
    given = everything(station, "weekly", site__hygiene="fail")
    assert station.office.inspections.complete(station.by, "weekly", given).compliant


def test_a_kind_touches_only_what_it_answers(station: Station) -> None:
    """The state is that of the last answer to each checkpoint; nothing is carried into the new answers."""
    station.office.inspections.complete(station.by, "weekly", everything(station, "weekly", microwave__clean="fail"))
    station.clock.pass_by(DAY)
    done = station.office.inspections.complete(station.by, "opening", everything(station, "opening"))
    assert (done.met, done.compliant) == (6, False), "the inside of the microwave was not looked at again"
    assert inspect(station, microwave__clean="pass").compliant
    assert station.rows("SELECT count(*) FROM findings WHERE inspection = ?", (done.inspection,)) == [
        (len(everything(station, "opening")),)
    ]


def test_na_does_not_meet_an_item(station: Station) -> None:
    changes = {f"repair_tools__{name}": "na" for name in ("counted", "pump")}
    given = [
        GivenAnswer(answer.checkpoint, answer.result, reason="借出" if answer.result == "na" else "")
        for answer in everything(station, "weekly", **changes)
    ]
    done = station.office.inspections.complete(station.by, "weekly", given)
    assert (done.met, done.compliant) == (6, False)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ([], "answers_empty"),
        ([GivenAnswer("microwave.sings", "pass")], "checkpoint_unknown"),
        ([GivenAnswer("microwave", "pass")], "checkpoint_unknown"),
        ([GivenAnswer("", "pass")], "checkpoint_unknown"),
        ([GivenAnswer("microwave.heats", "pass"), GivenAnswer("microwave.heats", "fail")], "checkpoint_twice"),
        ([GivenAnswer("microwave.heats", "ok")], "answer_result_wrong"),
        ([GivenAnswer("microwave.heats", "")], "answer_result_wrong"),
        ([GivenAnswer("microwave.heats", "na")], "na_needs_reason"),
        ([GivenAnswer("microwave.heats", "na", reason=" \u3000")], "na_needs_reason"),
        ([GivenAnswer("microwave.heats", "fail", severity="soon")], "severity_unknown"),
        ([GivenAnswer("microwave.heats", "pass"), GivenAnswer("x.y", "fail")], "checkpoint_unknown"),
        ([GivenAnswer("microwave.heats", "fail", photos=(b"no picture",))], "photo_not_a_picture"),
    ],
)
def test_bad_answers_keep_nothing(station: Station, given: list[GivenAnswer], code: str) -> None:
    before = station.journal()
    with refused(code):
        station.office.inspections.complete(station.by, "weekly", given)
    assert station.journal() == before
    assert station.rows("SELECT 1 FROM notes") == station.rows("SELECT 1 FROM blobs") == []


@pytest.mark.parametrize("kind", ["", "daily", "周巡查"])
def test_unknown_kinds(station: Station, kind: str) -> None:
    with refused("inspection_kind_unknown"):
        inspect(station, kind, microwave__heats="pass")


def test_notes_and_photos_lie_beside_the_chain(station: Station) -> None:
    given = [
        GivenAnswer("microwave.heats", "fail", note="转盘不转", photos=(picture(), picture(200, 100), picture())),
        GivenAnswer("repair_tools.pump", "na", reason="打气筒借出"),
    ]
    station.office.inspections.complete(station.by, "weekly", given)
    (heats, pump) = station.entries()[-1].body["answers"]
    assert len(heats["photos"]) == 3
    assert len(set(heats["photos"])) == 2, "the same bytes are kept once"
    assert station.rows("SELECT count(*) FROM blobs") == [(2,)]
    texts = dict(station.rows("SELECT hash, text FROM notes"))
    assert (texts[heats["note"]], texts[pump["reason"]]) == ("转盘不转", "打气筒借出")
    assert not any("转盘".encode() in data for data in station.journal())


# --- the answers file -------------------------------------------------------------


def test_an_answers_file(station: Station, tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(picture())
    file = tmp_path / "answers.toml"
    file.write_text(
        '[answers."microwave.heats"]\nresult = "fail"\nnote = "不热"\nphotos = ["a.jpg"]\nseverity = "days_7"\n'
        '[answers."repair_tools.pump"]\nresult = "na"\nreason = "借出"\n',
        "utf-8",
    )
    done = station.office.inspections.complete(station.by, "weekly", read_answers(file))
    assert (done.failed, len(done.rectifications)) == (1, 1)
    assert station.rows("SELECT severity FROM rectifications") == [("days_7",)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("answers = 1", "answers_empty"),
        ("", "answers_empty"),
        ("[answers]", "answers_empty"),
        ("[answers", "answers_not_toml"),
        ("\udcff", "answers_not_toml"),
        ('[answers]\n"microwave.heats" = "pass"', "answer_wrong"),
        ('[answers."microwave.heats"]\nresult = "pass"\nscore = 3', "answer_field_unknown"),
        ('[answers."microwave.heats"]\nresult = "pass"\nphotos = "a.jpg"', "answer_wrong"),
        ('[answers."microwave.heats"]\nresult = "pass"\nphotos = ["missing.jpg"]', "photo_missing"),
        ('[answers."microwave.heats"]\nresult = "pass"\nphotos = ["."]', "photo_missing"),
    ],
)
def test_bad_answers_files(tmp_path: Path, text: str, code: str) -> None:
    file = tmp_path / "answers.toml"
    file.write_bytes(text.encode("utf-8", "surrogateescape"))
    with refused(code):
        read_answers(file)


def test_an_answers_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFailed, match="'input_unreadable'"):
        read_answers(tmp_path / "missing.toml")
