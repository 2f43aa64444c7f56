"""The Papers page over a real store: the month's settlement on paper in three clicks, the checklist from elsewhere."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from desktop.ui.papers.state import MADE
from tests.gui.conftest import Desk, Maker
from tests.gui.test_papers import READY, Printers, settled
from tests.gui.test_sections import Counted
from tests.money import text_of
from tests.stations import Station


class Clicks:
    """A hand: it presses what is in sight, and counts."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self.count = desk, 0

    def press(self, widget: QWidget, at: QPoint | None = None) -> None:
        assert widget.isVisible()
        place = at or widget.rect().center()
        inside = widget.mapTo(self._desk.window, place)
        assert self._desk.window.rect().contains(inside)
        self.count += 1
        QTest.mouseClick(
            self._desk.window.windowHandle(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, inside
        )
        settled(self._desk)


def test_the_months_settlement_is_on_paper_in_three_clicks(make_desk: Maker, busy: Station) -> None:
    """From 今日: the page, the paper, 打印. The merchant and the month that is due stand there already."""
    printers = Printers(READY)
    desk = make_desk(counter=Counted(busy, ("caretaker",)), printers=printers)
    assert desk.window.page == "today"
    hand = Clicks(desk)
    hand.press(desk.window.rail.items["papers"])
    view = desk.window.fronts.view
    listed = view.list
    hand.press(listed.viewport(), listed.visualRect(listed.kinds.index(listed.kinds.row_of("settlement"))).center())
    assert desk.window.fronts.presenter.shown.state == MADE
    hand.press(desk.find("papers.print"))
    desk.bot.waitUntil(lambda: len(printers.orders) == 1)
    desk.settle()
    assert hand.count <= 3
    (order,) = printers.orders
    text = text_of(order.pdf)
    merchant = busy.rows("SELECT name FROM merchants ORDER BY name LIMIT 1")[0][0]
    assert merchant in text
    assert "结算单" in text


def test_the_checklist_is_reached_from_elsewhere_by_one_call(make_desk: Maker, busy: Station) -> None:
    """What the button of the page 巡查 does."""
    desk = make_desk(counter=Counted(busy, ("caretaker",)), printers=Printers(READY))
    desk.window.go("inspect")
    desk.settle()
    desk.window.fronts.presenter._desk.stage.go("papers", "checklist")
    settled(desk)
    shown = desk.window.fronts.presenter.shown
    assert (desk.window.page, shown.kind.code, shown.state) == ("papers", "checklist", MADE)
    assert shown.leaf is not None
    assert shown.leaf.pages <= 2
    assert shown.leaf.sheet == "A4"
