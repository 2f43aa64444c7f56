"""A cashier's page over a real store: what is left, the end of shift by one press, a void by one more."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel

from desktop.core.money import yuan_sign
from desktop.services.papers import Papers, Wanted
from tests.gui.conftest import Desk, Maker
from tests.gui.fake_counter import GOOD
from tests.gui.test_sections import Counted
from tests.gui.test_window import cut_off
from tests.stations import MINUTE, Station, Yard


@pytest.fixture
def station(yard: Yard, tmp_path: Path) -> Iterator[Station]:
    made = yard.fresh.open(tmp_path / "till", synchronous="NORMAL")
    made.clock.set("2026-11-16T12:00:00")
    yield made
    made.close()


@pytest.fixture
def merchant(station: Station) -> str:
    return station.office.master.add_merchant(station.by, "泉香快餐（县西巷店）")


def serve(station: Station, merchant: str, count: int) -> list[str]:
    facts = []
    for _ in range(count):
        station.clock.pass_by(MINUTE)
        done = station.office.meals.serve(station.by, station.register().card, merchant)
        assert done.fact is not None
        facts.append(done.fact)
    return facts


def test_what_is_left_this_month_stands_there_and_goes_down(make_desk: Maker, station: Station, merchant: str) -> None:
    station.office.master.grant(station.by, merchant, "2026-11", 100_000, 80)
    serve(station, merchant, 2)
    desk = make_desk(counter=Counted(station, ("merchant",)))
    assert desk.find("meals.budget").text() == f"本月额度还剩 {yuan_sign(100_000 - 1_000)} · 今天还可供 78 份"
    card = station.register().card
    desk.scan(card)
    desk.bot.waitUntil(lambda: "77" in desk.find("meals.budget").text())
    assert yuan_sign(100_000 - 1_500) in desk.find("meals.budget").text()


def test_nothing_is_said_where_nothing_limits(make_desk: Maker, station: Station, merchant: str) -> None:
    assert merchant
    desk = make_desk(counter=Counted(station, ("merchant",)))
    assert not desk.view("meals").budget.isVisible()


def test_the_end_of_shift_is_one_press(
    make_desk: Maker, station: Station, merchant: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts = serve(station, merchant, 3)
    station.office.meals.void(station.by, facts[0], "returned")
    desk = make_desk(counter=Counted(station, ("merchant",)))
    desk.press(desk.find("meals.shift_paper"))
    presenter = desk.window.fronts.presenter
    assert presenter.paper.startswith(b"%PDF-")
    place = tmp_path / "shift"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(place), ""))
    desk.press(desk.find("paper.save"))
    assert place.with_suffix(".pdf").read_bytes() == presenter.paper
    # the next in the queue is served over it
    desk.scan(station.register().card)
    desk.bot.waitUntil(lambda: len(station.entries("meal.served")) == 4)
    desk.settle()
    assert presenter.paper == b""
    assert desk.find("meals.block").isVisible()


def test_the_paper_adds_up(station: Station, merchant: str) -> None:
    facts = serve(station, merchant, 5)
    station.office.meals.void(station.by, facts[0], "returned")
    station.office.meals.void(station.by, facts[1], "mis_scan")
    station.clock.set("2026-11-16T14:00:00")
    serve(station, merchant, 1)
    papers = Papers(station.desk, station.office, station.desk.printer.words["zh"])
    paper = papers.freeze(station.by, Wanted("till", id=merchant))
    assert [(line.titles["zh"], line.count) for line in paper.lines] == [("午餐", 3), ("错峰", 1)]
    assert (paper.count, paper.taken_fen, paper.subsidy_fen) == (4, 4 * 990, 4 * 500)
    assert paper.voids == (("mis_scan", 1), ("returned", 1))
    assert (paper.held, paper.left_fen, paper.merchant) == (0, None, "泉香快餐（县西巷店）")


def test_a_void_is_two_presses_and_the_reason_is_one_of_them(make_desk: Maker, station: Station, merchant: str) -> None:
    (fact,) = serve(station, merchant, 1)
    desk = make_desk(counter=Counted(station, ("merchant",)))
    desk.window.fronts.presenter.ask_void(fact)
    desk.settle()
    desk.press(desk.find("meal_void.returned"))
    desk.bot.waitUntil(lambda: len(station.entries("meal.voided")) == 1)
    assert station.entries("meal.voided")[0].body["reason"] == "returned"


@pytest.fixture
def asking(make_desk: Maker, station: Station, merchant: str) -> Desk:
    """A till at which every meal asks for the tail of the phone, and a first meal."""
    rules = station.desk.rules
    station.desk.rules = dataclasses.replace(rules, doubts=dataclasses.replace(rules.doubts, tail_one_in=1))
    assert merchant
    desk = make_desk(counter=Counted(station, ("merchant",)))
    serve_one(desk, station, phone="13705318123")
    return desk


def serve_one(desk: Desk, station: Station, **person: str) -> None:
    before = len(station.entries("meal.served"))
    desk.scan(station.register(**person).card)
    desk.bot.waitUntil(lambda: len(station.entries("meal.served")) == before + 1)
    desk.settle()


def answers(station: Station) -> list[str]:
    return [entry.body["result"] for entry in station.entries("tail.answered")]


@pytest.mark.parametrize(("key", "result"), [(Qt.Key.Key_1, "match"), (Qt.Key.Key_2, "mismatch")])
def test_the_tail_of_the_phone_is_asked_after_the_green_and_answered_by_one_key(
    asking: Desk, station: Station, key: Qt.Key, result: str
) -> None:
    digits = asking.find("meals.tail.digits")
    assert isinstance(digits, QLabel)
    assert digits.text() == "8123"
    assert "可以用餐" in asking.find("meals.block").accessibleName(), "the meal is served, whatever is answered"
    offered = asking.window.fronts.view.keys()
    assert any(each.code == "tail" for each in offered)
    asking.key(key)
    asking.bot.waitUntil(lambda: answers(station) == [result])
    asking.settle()
    assert not digits.isVisible()
    assert asking.window.words.say(f"ui.till.tail_said_{result}") == asking.window.toast.accessibleName()
    asking.key(key)
    assert answers(station) == [result], "it is asked once"


def test_the_next_scan_leaves_it_unanswered(asking: Desk, station: Station) -> None:
    serve_one(asking, station, phone="13705310456")
    assert answers(station) == ["unanswered"]
    assert asking.find("meals.tail.digits").text() == "0456"  # type: ignore[attr-defined]
    asking.scan("QY1" + "A" * 156)
    asking.bot.waitUntil(lambda: not asking.view("meals").tail.isVisible())
    asking.key(Qt.Key.Key_1)
    assert answers(station) == ["unanswered"]


def test_a_meal_made_void_asks_nothing_any_more(asking: Desk, station: Station) -> None:
    presenter = asking.window.fronts.presenter
    presenter.ask_void(presenter.answer.fact)
    asking.settle()
    asking.press(asking.find("meal_void.mis_scan"))
    asking.bot.waitUntil(lambda: len(station.entries("meal.voided")) == 1)
    asking.settle()
    assert not asking.view("meals").tail.isVisible()


@pytest.mark.parametrize(("language", "scale"), [("zh", 100), ("zh", 150), ("en", 100), ("en", 150)])
def test_the_question_fits_the_smallest_window(make_desk: Maker, language: str, scale: int) -> None:
    desk = make_desk(("merchant",), language=language, scale=scale)
    desk.window.resize(1024, 690)
    asked = dataclasses.replace(desk.counter.scan_meal(GOOD, "M1"), ask_tail=True, tail="8123")
    desk.window.fronts.presenter._ask_tail(asked)
    desk.settle()
    assert desk.find("meals.tail").isVisible()
    assert cut_off(desk.view("meals")) == []
    desk.press(desk.find("meals.tail.match"))
    assert desk.counter.till.tails == [(asked.fact, "match")]


@pytest.mark.parametrize(("language", "scale"), [("zh", 100), ("zh", 150), ("en", 100), ("en", 150)])
def test_the_page_of_a_cashier_fits(make_desk: Maker, language: str, scale: int) -> None:
    desk: Desk = make_desk(("merchant",), language=language, scale=scale)
    assert cut_off(desk.view("meals")) == []
    assert desk.find("meals.budget").isVisible()
