"""How many keys and presses a task takes, counted on the real window over a real store; nothing else is pressed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

from desktop.ui.parts.choices import ThreeWay
from desktop.ui.parts.tiles import ServiceToggle
from tests.gui.conftest import Desk, Maker
from tests.gui.test_sections import Counted
from tests.stations import SECOND, Station, Yard


class Steps(QObject):
    """Counts what reaches the window from outside: keys and presses, not those that the scanner's ear gives back."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.keys: list[str] = []
        self.clicks = 0
        self._wedge = desk.window.wedge
        self._handle = desk.window.windowHandle()
        self._handle.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if self._wedge._delivering:
            return False
        if event.type() == QEvent.Type.MouseButtonPress:
            self.clicks += 1
        elif (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() not in (Qt.Key.Key_Control, Qt.Key.Key_Shift)
        ):
            self.keys.append(event.text() or chr(event.key() % 0x110000))
        return False

    def done(self) -> tuple[str, int]:
        """All keys as one text, and the number of presses."""
        self._handle.removeEventFilter(self)
        return "".join(self.keys), self.clicks


@pytest.fixture
def station(yard: Yard, tmp_path: Path) -> Iterator[Station]:
    made = yard.fresh.open(tmp_path / "steps", synchronous="NORMAL")
    made.clock.set("2026-11-16T12:00:00")
    yield made
    made.close()


def test_a_registered_rider_is_checked_in_by_one_scan(make_desk: Maker, station: Station) -> None:
    card = station.register().card
    desk = make_desk(counter=Counted(station, ("caretaker",)))
    desk.go("visits")
    steps = Steps(desk)
    desk.scan_for_answer(card)
    assert steps.done() == (f"{card}\r", 0)
    assert [entry.body["how"] for entry in station.entries("visit.recorded")] == ["card"]


def test_an_anonymous_visit_is_one_key(make_desk: Maker, station: Station) -> None:
    desk = make_desk(counter=Counted(station, ("caretaker",)))
    desk.go("visits")
    steps = Steps(desk)
    desk.key(Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    keys, clicks = steps.done()
    assert (len(keys), clicks) == (1, 0), keys
    assert [entry.body["group"] for entry in station.entries("visit.recorded")] == ["delivery_rider"]


def test_ten_meals_in_ten_scans_and_no_other_key(make_desk: Maker, station: Station) -> None:
    cards = [station.register().card for _ in range(10)]
    station.office.master.add_merchant(station.by, "泉香快餐（县西巷店）")
    desk = make_desk(counter=Counted(station, ("merchant",)))
    steps = Steps(desk)
    for number, card in enumerate(cards):
        station.clock.pass_by(20 * SECOND)
        desk.scan(card)
        desk.bot.waitUntil(lambda number=number: len(station.entries("meal.served")) == number + 1)
        desk.settle()
        block = desk.view("meals").block
        assert block.answer.outcome == "served"
        assert "￥9.90" in block.accessibleName()
    keys, clicks = steps.done()
    assert (keys, clicks) == ("".join(f"{card}\r" for card in cards), 0)
    assert len(station.entries("meal.served")) == 10
    assert desk.view("meals")._figures["count"][0].text() == "10"
    assert desk.view("meals")._figures["taken"][0].text() == "￥99.00"


def test_all_seven_pass_in_nine_presses_and_nothing_is_answered_beforehand(make_desk: Maker, station: Station) -> None:
    desk = make_desk(counter=Counted(station, ("caretaker",)))
    desk.go("inspect")
    for kind in ("opening", "weekly"):
        given = [part for row in desk.view("inspect").findChildren(ThreeWay) for part in row.parts.values()]
        assert given
        assert not any(part.isChecked() for part in given)
        steps = Steps(desk)
        items = len(desk.view("inspect").cards)
        for _ in range(items):
            desk.press(desk.find("inspect.all_pass"))
        desk.press(desk.find("inspect.finish"))
        keys, clicks = steps.done()
        assert (keys, clicks) == ("", items + 1)
        assert clicks <= 9
        found = [entry for entry in station.entries("inspection.completed") if entry.body["inspection_kind"] == kind]
        assert len(found) == 1
        assert found[0].body["compliant"]
        desk.press(desk.find("inspect.again"))
        desk.window.fronts.presenter.choose_kind("weekly")
        desk.settle()


def test_services_of_a_visit_are_one_key_each(make_desk: Maker, station: Station) -> None:
    card = station.register().card
    desk = make_desk(counter=Counted(station, ("caretaker",)))
    desk.go("visits")
    desk.scan_for_answer(card)
    steps = Steps(desk)
    desk.key(Qt.Key.Key_1)
    desk.key(Qt.Key.Key_3)
    assert steps.done() == ("13", 0)
    toggles = {toggle.objectName() for toggle in desk.window.findChildren(ServiceToggle) if toggle.isChecked()}
    assert toggles == {"service.rest", "service.charging"}
    assert station.entries("visit.extended")[-1].body["services"] == ["rest", "charging"]
