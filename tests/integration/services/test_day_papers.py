"""The day's papers from a real station, in both languages, and what the closings of any days add up to."""

from __future__ import annotations

import contextlib
import dataclasses
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.app import read_words
from desktop.core.errors import Broken, Refused
from desktop.core.kinds import fact_of
from desktop.core.pages import GivenAnswer
from desktop.core.shift import DayClosed, balanced, signature_holds
from desktop.services import reconciling
from desktop.services.papers import Papers, Wanted
from reports.render import pages, render
from tests.day_station import PIN_TO, DayStation, open_station
from tests.money import text_of

WORDS = read_words()
ANONYMOUS: dict[str, Any] = {"time": "08:00", "group": "courier"}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[DayStation]:
    opened = open_station(tmp_path / "data")
    yield opened
    opened.office.desk.close()


@pytest.fixture
def full(desk: DayStation) -> DayStation:
    """After a whole day with everything that this part knows."""
    office, by = desk.office, desk.by
    office.shifts.open(by, [GivenAnswer("microwave.heats", "fail", note="不热")])
    number = office.sheets.add_register(by, "visits", 2).first
    desk.clock.set("2026-11-16T12:00")
    office.meals.serve(desk.cashier, desk.card, desk.merchant)
    office.sheets.enter(by, desk.sheet(number, ANONYMOUS))
    office.shifts.hand_over(by, desk.second, PIN_TO, keys=3, lost_property="雨伞", note="插座松")
    office.hours.plan(by, "2026-12-31", "2027-01-03", "other", "元旦放假")
    office.hours.extend(by, None, "22:00", "heat")
    desk.clock.set("2026-11-16T22:01")
    office.days.close(by)
    return desk


def frozen(desk: DayStation, kind: str, language: str = "zh", **wanted: str) -> Any:
    papers = Papers(desk.office.desk, desk.office, WORDS[language])
    return papers.freeze(desk.by, Wanted(kind, **wanted))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", ["handover", "reconciliation", "closing_notice", "hours", "register"])
def test_every_paper_is_made_and_the_same_data_gives_the_same_bytes(full: DayStation, kind: str, language: str) -> None:
    data = frozen(full, kind, language)
    pdf = render(data, WORDS[language])
    assert pages(pdf) == (2 if kind == "register" else 1)
    assert render(data, WORDS[language]) == pdf


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("handover", "hand_over_unknown"),
        ("reconciliation", "day_not_closed"),
        ("closing_notice", "closing_unknown"),
        ("register", "register_unknown"),
    ],
)
def test_there_is_nothing_to_print_yet(desk: DayStation, kind: str, code: str) -> None:
    with pytest.raises(Refused, match=code):
        frozen(desk, kind)


def test_the_reconciliation_prints_what_was_signed(full: DayStation) -> None:
    paper = frozen(full, "reconciliation", day="2026-11-16")
    assert (paper.whole.captured, paper.whole.waiting) == (full.count(), full.count())
    assert (paper.first, paper.last) == (1, full.count())
    assert len(paper.problems) == 1
    assert len(paper.signature) == 128
    assert sum(line.captured for line in paper.lines) == paper.whole.captured


def test_figures_that_somebody_altered_are_not_printed(full: DayStation) -> None:
    with full.store.write() as txn:
        txn.execute(
            "UPDATE journal SET data = CAST(replace(CAST(data AS TEXT), ?, ?) AS BLOB) WHERE kind = 'day.closed'",
            ('"meals":1', '"meals":9'),
        )
    with pytest.raises(Broken, match="reconciliation_not_signed"):
        frozen(full, "reconciliation")
    assert not full.sound()


def test_the_notice_says_when_the_door_opens_again(full: DayStation) -> None:
    paper = frozen(full, "closing_notice")
    assert (paper.first, paper.last) == ("2026-12-31", "2027-01-03")
    assert (paper.back, paper.back_hours) == ("2027-01-04", "07:00—21:00")
    assert paper.reason == "元旦放假"


def test_the_hand_over_has_no_full_name_but_what_was_written(full: DayStation) -> None:
    paper = frozen(full, "handover")
    assert (paper.giver, paper.taker, paper.keys, paper.lost_property) == ("刘**", "张**", 3, "雨伞")
    assert len(paper.problems) == 1


def test_a_rebuild_gives_the_same_tables(full: DayStation) -> None:
    assert full.office.upkeep.rebuild()[0].ok
    verdict = full.office.upkeep.verify()
    assert verdict.ok
    own = ("day_papers", "hand_overs", "closings", "extensions", "registers", "entered_sheets")
    assert all(verdict.tables[name] == 1 for name in own)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_numbers_that_went_out_before_are_marked_as_copies(desk: DayStation, language: str) -> None:
    """The same numbers on purpose, on every page; a sheet of each number is entered once, whichever it is."""
    office = desk.office
    made = office.sheets.add_register(desk.by, "visits", 2)
    mark = WORDS[language].say("paper.register.copy")

    first = frozen(desk, "register", language, id=made.register)
    assert bare(mark) not in text_of(render(first, WORDS[language]))
    office.sheets.note_out(desk.by, made.register)
    again = frozen(desk, "register", language, id=made.register)
    assert text_of(render(again, WORDS[language])).count(bare(mark)) == 2
    assert dataclasses.replace(again, frame=first.frame, copy=False) == first, "numbers and all else are the same"
    with pytest.raises(Refused, match="register_unknown"):
        office.sheets.note_out(desk.by, "no such book")
    other = office.sheets.add_register(desk.by, "visits", 1)
    assert not frozen(desk, "register", language, id=other.register).copy


def bare(text: str) -> str:
    return "".join(text.split())


ACTS = st.lists(st.sampled_from(["visit", "close", "open", "midnight", "hours", "register", "back"]), max_size=24)


@settings(max_examples=20)
@given(ACTS)
def test_every_entry_is_in_one_closing_or_waits_for_the_next(acts: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        # pages of the run that end in its midst
        patch.setattr(reconciling, "PAGE", 3)
        desk = open_station(Path(folder) / "data")
        try:
            for act in acts:
                _act(desk, act)
            covered = 0
            for entry in desk.entries("day.closed"):
                fact = fact_of(entry)
                assert isinstance(fact, DayClosed)
                assert balanced(fact)
                assert signature_holds(entry, fact, desk.office.desk.key.public)
                assert (fact.first, fact.last) == (covered + 1, entry.seq)
                assert fact.captured == fact.last - fact.first + 1
                assert fact.head == entry.prev
                assert fact.flagged == sum(fact.first <= seq <= fact.last for seq in _flagged(desk))
                covered = fact.last
            assert desk.sound()
        finally:
            desk.office.desk.close()


def _flagged(desk: DayStation) -> list[int]:
    """Numbers of the flagged entries."""
    odd = {row[0] for row in desk.rows("SELECT fact FROM flags")}
    entries = desk.rows("SELECT seq, fact FROM journal")
    return [seq for seq, fact in entries if str(UUID(bytes=fact)) in odd]


def _act(desk: DayStation, act: str) -> None:
    office, by = desk.office, desk.by
    acts = {
        "visit": lambda: office.visits.anonymous(by, "courier", ["rest"]),
        "close": lambda: office.days.close(by),
        "open": lambda: office.shifts.open(by),
        "register": lambda: office.sheets.add_register(by, "visits", 2),
    }
    steps = {"midnight": 86_400_000 // 2, "hours": 3 * 3_600_000, "back": -3_600_000}
    if act in steps:
        desk.clock.at += steps[act]
        return
    # opened or closed already
    with contextlib.suppress(Refused):
        acts[act]()


@settings(max_examples=10)
@given(st.lists(st.tuples(st.sampled_from(["visits", "meals"]), st.integers(1, 100)), max_size=8))
def test_no_number_is_given_twice(orders: list[tuple[str, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        desk = open_station(Path(folder) / "data")
        try:
            for kind, sheets in orders:
                desk.office.sheets.add_register(desk.by, kind, sheets)
            numbers = [
                (body.prefix, number)
                for entry in desk.entries("register.printed")
                for body in [fact_of(entry)]
                for number in range(body.first, body.last + 1)  # type: ignore[union-attr]
            ]
            assert len(numbers) == len(set(numbers)) == sum(sheets for _, sheets in orders)
        finally:
            desk.office.desk.close()
