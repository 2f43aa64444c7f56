"""The compliance calendar in use: by keyboard, by pointer, and as a screen reader tells it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from desktop.core.inspect_pages import CELLS
from desktop.ui.calendar.grid import LOOKS, CalendarGrid
from tests.gui.conftest import Desk, Maker
from tests.gui.fake_inspect import FAILED, MENDED
from tests.gui.test_window import cut_off

MICROWAVE = 1


def grid(desk: Desk) -> CalendarGrid:
    found = desk.find("calendar.grid")
    assert isinstance(found, CalendarGrid)
    return found


def said(desk: Desk) -> str:
    label = desk.find("calendar.said")
    assert isinstance(label, QLabel)
    return label.text()


def test_today_is_in_hand_at_first_and_arrows_go_from_cell_to_cell(desk: Desk) -> None:
    desk.go("inspect.calendar")
    assert grid(desk).hasFocus()
    assert said(desk) == "11月21日 星期六，桌椅：合格"
    desk.key(Qt.Key.Key_Down)
    for _ in range(21 - FAILED):
        desk.key(Qt.Key.Key_Left)
    assert said(desk) == f"11月{FAILED}日 星期一，微波炉：不合格（放一杯水热一分钟）"


def test_a_press_says_what_a_cell_is(desk: Desk) -> None:
    desk.go("inspect.calendar")
    table = grid(desk)
    room = table.visualRect(table.model().index(MICROWAVE, MENDED - 1))
    where = table.viewport().mapTo(desk.window, room.center())
    QTest.mouseClick(desk.window.windowHandle(), Qt.MouseButton.LeftButton, pos=QPoint(where))
    desk.settle()
    assert said(desk) == "11月9日 星期一，微波炉：当天改好（放一杯水热一分钟）"
    assert table.model().index(MICROWAVE, MENDED - 1).data(Qt.ItemDataRole.ToolTipRole) == said(desk)


def test_a_screen_reader_finds_every_cell_with_its_words(desk: Desk) -> None:
    desk.go("inspect.calendar")
    table = QAccessible.queryAccessibleInterface(grid(desk))
    children = [table.child(at) for at in range(table.childCount())]
    cells = [child.text(QAccessible.Text.Name) for child in children if child.role() == QAccessible.Role.Cell]
    assert len(cells) == 8 * 31
    assert len(set(cells)) == len(cells)
    assert "11月16日 星期一，微波炉：不合格（放一杯水热一分钟）" in cells
    assert "11月25日 星期三，桌椅：还没到" in cells
    assert "微波炉：本月合格率 95%" in cells


def test_states_differ_by_sign_and_not_by_colour_alone() -> None:
    assert set(LOOKS) == set(CELLS)
    # the pale ones say nothing, the frame of `mended` is its sign
    told = [LOOKS[state][2] for state in CELLS if state not in ("mended", "today", "before", "later")]
    assert len(set(told)) == len(told)
    assert all(told)


def test_months_back_and_forward_end_where_there_is_nothing(desk: Desk) -> None:
    desk.go("inspect.calendar")
    forward = desk.find("calendar.forward")
    assert not forward.isEnabled()
    desk.press(desk.find("calendar.back"))
    desk.key(Qt.Key.Key_PageUp)
    assert not desk.find("calendar.back").isEnabled()
    desk.key(Qt.Key.Key_PageUp)
    assert desk.counter.inspecting.months[-2:] == ["2026-10", "2026-09"]
    desk.key(Qt.Key.Key_PageDown)
    desk.key(Qt.Key.Key_PageDown)
    assert desk.counter.inspecting.months[-1] == ""
    label = desk.find("calendar.month")
    assert isinstance(label, QLabel)
    assert label.text() == "2026年11月"


def test_what_is_still_open_leads_to_its_place(desk: Desk) -> None:
    desk.go("inspect.calendar")
    desk.press(desk.find("calendar.job.31"))
    assert desk.window.fronts.place == "inspect"
    assert desk.find("rectification.close.31").isVisible()


@pytest.mark.parametrize(("language", "scale"), [("zh", 100), ("zh", 150), ("en", 100), ("en", 150)])
def test_it_fits(make_desk: Maker, language: str, scale: int) -> None:
    desk = make_desk(language=language, scale=scale)
    desk.go("inspect.calendar")
    assert cut_off(desk.view("inspect.calendar")) == []
    table = grid(desk)
    assert table.horizontalHeader().length() <= table.viewport().width()


def test_a_station_that_was_never_inspected(make_desk: Maker) -> None:
    desk = make_desk(empty=True)
    desk.go("inspect.calendar")
    assert not desk.find("calendar.back").isEnabled()
    assert said(desk) == "11月21日 星期六，桌椅：今天还没查"
