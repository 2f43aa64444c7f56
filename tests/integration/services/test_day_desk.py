"""The day's panels against the services: what is shown before it is signed is what is signed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from desktop.core import card
from desktop.core.brief import brief_text
from desktop.core.business_day import day_of, start_of
from desktop.core.day_pages import FLOWS
from desktop.core.errors import Refused
from desktop.core.keys import DeviceKey
from desktop.core.shift import DayClosed
from desktop.services.counter import OfficeCounter
from desktop.services.figures import day_figures
from desktop.services.today_page import today_page
from desktop.store.rounds import Round, note_round
from tests.busy import STRANGER, busy_day
from tests.integration.conftest import MakeStation
from tests.stations import HOUR, Station


@pytest.fixture
def counter(station: Station) -> OfficeCounter:
    """The morning after a busy day, with three people in."""
    busy_day(station)
    station.clock.pass_by(14 * HOUR)
    made = OfficeCounter(station.office, station.by)
    made.day.open_day((), station.clock.now())
    made.anonymous_visit("courier", 3)
    return made


def test_what_is_shown_is_what_is_signed(station: Station, counter: OfficeCounter) -> None:
    entries = station.desk.store.head.seq
    page = counter.day.page()
    assert page.whole.captured == 3, "an opening, a visit, and the closing itself"
    assert page.whole.captured == page.whole.acknowledged + page.whole.waiting + page.whole.flagged
    assert station.desk.store.head.seq == entries, "looking writes nothing"
    closed = counter.day.close_day()
    assert (closed.day, closed.whole) == (page.closing, page.whole)
    with station.desk.store.read() as connection:
        stored = connection.exec_driver_sql("SELECT count(*) FROM journal WHERE kind = ?", (DayClosed.KIND,)).scalar()
    assert stored == 2, "yesterday's and today's"
    # control: one more entry, and the next closing counts another sum
    counter.anonymous_visit("courier", 1)
    assert counter.day.page().whole.captured == 2


def test_the_papers_of_a_closing_are_made_and_others_are_refused(counter: OfficeCounter) -> None:
    closed = counter.day.close_day()
    for kind in ("daily", "reconciliation"):
        assert counter.day.paper(kind, "", closed.day, "", "zh").startswith(b"%PDF")
    with pytest.raises(Refused):
        counter.day.paper("handover", "", "", "no-such-fact", "zh")


def test_what_is_unfinished_is_what_the_services_count(station: Station, counter: OfficeCounter) -> None:
    before = {todo.kind: todo.title.values.get("count") for todo in counter.day.page().left}
    assert before["inside"] == today_page(station.desk).inside == 3
    assert "held" not in before
    stranger = card.issue(DeviceKey(b"\x07" * 32), STRANGER, "courier", station.clock.now() // 1000 - 9, 730).text
    noon = station.clock.now() + 3 * HOUR
    served = station.office.meals.serve(station.by, stranger, station.office.master.merchants()[0][0], noon)
    assert served.held
    after = {todo.kind: todo.title.values.get("count") for todo in counter.day.page().left}
    assert after == {**before, "held": 1}
    (line, _), *_ = station.office.medicine.lines(station.by)
    assert before["box"] == len(station.office.medicine.lines(station.by))
    station.office.medicine.count(station.by, line.line, 1)
    assert "box" not in {todo.kind for todo in counter.day.page().left}, "something was counted today"
    station.clock.pass_by(3 * HOUR)
    assert "inside" not in {todo.kind for todo in counter.day.page().left}


def test_the_text_says_the_figures_and_names_nobody(station: Station, counter: OfficeCounter) -> None:
    brief = counter.day.brief()
    with station.desk.store.read() as connection:
        figures = day_figures(connection, station.desk.rules.figures, day_of(station.desk.now()))
        names = [row[0] for row in connection.exec_driver_sql("SELECT name FROM persons")]
        phones = [row[0] for row in connection.exec_driver_sql("SELECT phone FROM persons")]
    assert (brief.visits, brief.persons, brief.meals, brief.taken_fen, brief.held) == (
        figures.visits, figures.persons, figures.meals, figures.taken_fen, figures.meals_held)  # fmt: skip
    assert len(names) > 3
    for language, words in station.desk.printer.words.items():
        text = brief_text(words, brief)
        assert f"{figures.visits}" in text, language
        assert not [name for name in (*names, *phones) if name in text or name[-4:] in text]


def test_a_visitor_sees_no_name_and_no_figure_of_its_own(station: Station, counter: OfficeCounter) -> None:
    seen = counter.day.review_page()
    compliant, items = station.office.standard.now(station.by)
    assert (seen.compliant, [each.state for each in seen.items]) == (compliant, [each.state for each in items])
    with station.desk.store.read() as connection:
        names = [row[0] for row in connection.exec_driver_sql("SELECT name FROM persons")]
    assert not [name for name in names if name in repr(seen)]
    for paper in seen.papers:
        assert counter.day.paper(paper.kind, paper.month, paper.day, "", "zh").startswith(b"%PDF"), paper.kind


def test_who_may_do_what_is_the_roles(make_station: MakeStation) -> None:
    station = make_station()
    assert OfficeCounter(station.office, station.by).day.page().may == frozenset(FLOWS)


def test_the_page_reads_along_indexes_however_long_the_journal_is(station: Station, counter: OfficeCounter) -> None:
    """No query of Today walks visits, meals, the journal or another table that grows with every day."""
    asked: list[tuple[str, object]] = []

    def heard(_conn: object, _cursor: object, sql: str, values: object, _context: object, _many: object) -> None:
        asked.append((sql, values))

    event.listen(Engine, "before_cursor_execute", heard)
    try:
        today_page(station.desk)
    finally:
        event.remove(Engine, "before_cursor_execute", heard)
    assert len(asked) > 15
    walked = _walked(station, asked)
    assert not walked & {
        "v2",
        "visits",
        "meals",
        "journal",
        "j",
        "m",
        "x",
        "inspections",
        "referrals",
        "rectifications",
    }
    # control: the same reading of a query that walks
    assert "journal" in _walked(station, [("SELECT count(*) FROM journal WHERE kind LIKE '%x'", ())])


def _walked(station: Station, asked: list[tuple[str, object]]) -> set[str]:
    found = set()
    with station.desk.store.read() as connection:
        for sql, values in asked:
            if sql.startswith("SELECT"):
                plan = connection.exec_driver_sql("EXPLAIN QUERY PLAN " + sql, values).fetchall()
                found |= {row[3].split()[1] for row in plan if row[3].startswith("SCAN")}
    return found


def test_today_says_what_waits_only_while_no_round_comes_through(
    station: Station, counter: OfficeCounter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def waiting() -> list[object]:
        return [todo.title.values["count"] for todo in today_page(station.desk).todo if todo.kind == "waiting"]

    failed = Round(station.clock.now(), "network", "hub_unreachable", 0, 0)
    note_round(station.desk.store, failed)
    assert waiting() == [], "of a station that joined no hub nothing waits"
    monkeypatch.setattr("desktop.services.tray.read_membership", lambda _connection, _key: object())
    assert waiting() == [station.desk.store.head.seq]
    note_round(station.desk.store, replace(failed, outcome="done"))
    assert waiting() == [], "being on the way is no work"


def test_closing_is_a_thing_to_do_once_the_posted_hours_are_over(station: Station, counter: OfficeCounter) -> None:
    def kinds() -> list[str]:
        return [todo.kind for todo in today_page(station.desk).todo]

    assert "close_day" not in kinds()
    begun = station.clock.now()
    station.clock.pass_by(start_of(day_of(begun)) + 21 * HOUR - begun)
    assert kinds()[0] == "close_day"
    counter.day.close_day()
    assert not {"close_day", "open_day", "inspect"} & set(kinds()), "a closed day asks for none of its steps"
