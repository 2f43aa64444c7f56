"""Lists, rectifications and the station on a page of a busy station, against SQL over its journal and tables."""

from __future__ import annotations

import json

import pytest

from desktop.core.errors import Refused
from desktop.core.list_papers import ListPaper
from desktop.core.standard_papers import RectificationPaper, StationSheet
from desktop.services.papers import Papers, Wanted
from reports.render import pages, render
from tests.stations import Station, printer
from tests.unit.reports import rasters

WORDS = printer().words


def frozen(station: Station, kind: str, month: str | None = None, id: str | None = None) -> object:
    return Papers(station.desk, station.office, WORDS["zh"]).freeze(station.by, Wanted(kind, month, id=id))


def listed(station: Station, kind: str, month: str | None = None, id: str | None = None) -> ListPaper:
    paper = frozen(station, kind, month, id)
    assert isinstance(paper, ListPaper)
    assert all(len(row) == len(paper.columns) for row in paper.rows)
    return paper


def entries(station: Station, kind: str, month: str) -> list[dict[str, object]]:
    """The bodies of a month's entries of a kind, read from the journal's bytes."""
    found = [json.loads(data) for data in station.journal()]
    return [entry["body"] for entry in found if entry["kind"] == kind and entry["day"].startswith(month)]


def test_the_public_notice_is_what_was_settled_and_names_nobody(busy: Station) -> None:
    settled = [body for data in station_facts(busy) if (body := data) and body["month"] == "2026-10"]
    paper = listed(busy, "publicity", "2026-10")
    assert sorted(row[1] for row in paper.rows) == sorted(str(body["number"]) for body in settled)
    assert sum(int(row[3]) for row in paper.rows) == sum(int(str(body["subsidy_fen"])) for body in settled)
    said = rasters.text(render(paper, WORDS["zh"]))
    assert not [name for (name,) in busy.rows("SELECT name FROM persons") if name in said]
    with pytest.raises(Refused, match="paper_empty"):
        frozen(busy, "publicity", "2026-09")


def station_facts(station: Station) -> list[dict[str, object]]:
    return [entry["body"] for entry in map(json.loads, station.journal()) if entry["kind"] == "settlement.closed"]


def test_the_binder_counts_what_the_journal_holds(busy: Station) -> None:
    month = busy.office.figures.today()[:7]
    counts = {row[1]: row[3] for row in listed(busy, "binder", month).rows}
    for register, kind in (
        ("visits", "visit.recorded"),
        ("meals", "meal.served"),
        ("inspections", "inspection.completed"),
        ("rectifications", "rectification.opened"),
        ("referrals", "referral.issued"),
        ("people", "rider.registered"),
        ("sheets", "sheet.entered"),
    ):
        title = WORDS["zh"].say(f"paper.binder.register.{register}")
        assert counts[title] == len(entries(busy, kind, month)), register
    assert counts[WORDS["zh"].say("paper.binder.register.visits")]


def test_the_binder_has_a_cover_and_then_its_index_on_one_page(busy: Station) -> None:
    data = listed(busy, "binder", busy.office.figures.today()[:7])
    pdf = render(data, WORDS["zh"])
    cover, index = rasters.text(pdf, 1), rasters.text(pdf, 2)
    assert pages(pdf) == 2
    assert all(said in cover for said in ("驿站台账", busy.desk.place.name, "保管期限", "12 类"))
    assert "驿站台账目录" in index
    assert "入站服务登记" in index
    assert "入站服务登记" not in cover


def test_the_list_of_cards_masks_names_and_says_which_hold(busy: Station) -> None:
    month = busy.office.figures.today()[:7]
    paper = listed(busy, "card-list", month)
    assert sorted(row[1] for row in paper.rows) == sorted(
        str(number) for (number,) in busy.rows("SELECT number FROM cards WHERE issued_day LIKE ?", (f"{month}%",))
    )
    withdrawn = busy.rows(
        "SELECT count(*) FROM cards WHERE issued_day LIKE ? AND withdrawn_at NOT NULL", (f"{month}%",)
    )[0][0]
    assert [row[6] for row in paper.rows].count("已停用") == withdrawn > 0
    names = {name for (name,) in busy.rows("SELECT name FROM persons")}
    assert not names & {str(row[2]) for row in paper.rows}


def test_doubts_are_those_that_the_month_has(busy: Station) -> None:
    merchant = busy.rows("SELECT merchant FROM merchants ORDER BY name LIMIT 1")[0][0]
    for month in ("2026-10", "2026-11"):
        found = busy.office.doubts.of(busy.by, merchant, month)
        assert [row[2] for row in listed(busy, "doubts", month, merchant).rows] == [len(each.facts) for each in found]
    with pytest.raises(Refused, match="paper_needs_id"):
        frozen(busy, "doubts")


def test_a_rectification_has_its_notice_and_once_closed_its_closing(busy: Station) -> None:
    jobs = busy.rows("SELECT rectification, number, state, coalesce(extended_due, due) FROM rectifications"
                     " WHERE number NOT NULL")  # fmt: skip
    assert {state for _, _, state, _ in jobs} >= {"closed"}
    for job, number, state, due in jobs:
        notice = frozen(busy, "rectification", id=job)
        assert isinstance(notice, RectificationPaper)
        assert (f"{number:03d}" in notice.frame.number, notice.due, notice.closing) == (True, due, False)
        if state != "closed":
            with pytest.raises(Refused, match="rectification_unknown"):
                frozen(busy, "rectification-closed", id=job)
            continue
        closing = frozen(busy, "rectification-closed", id=job)
        assert isinstance(closing, RectificationPaper)
        assert closing.closing
        assert closing.steps[-1].state == "closed"
        assert closing.closed == closing.steps[-1].at
        assert closing.minutes is not None
        assert closing.minutes >= 0


def test_the_station_on_a_page_is_one_page_and_says_what_stands(busy: Station) -> None:
    sheet = frozen(busy, "overview")
    assert isinstance(sheet, StationSheet)
    compliant, states = busy.office.standard.now(busy.by)
    assert (sheet.compliant, [item.state for item in sheet.items]) == (compliant, [each.state for each in states])
    registered = {body["rider"] for body in entries(busy, "rider.registered", "")}
    forgotten = {body["rider"] for body in entries(busy, "rider.forgotten", "")}
    assert sheet.people == len(registered - forgotten)
    assert sheet.figures[0].value == busy.office.figures.value("visits_times", busy.office.figures.period())
    for language in ("zh", "en"):
        assert rasters.info(render(sheet, WORDS[language]))["Pages"] == "1"
