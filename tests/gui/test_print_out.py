"""A paper that a page shows is printed from there."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from tests.gui.conftest import Desk, Maker
from tests.gui.test_papers import READY, Printers
from tests.gui.test_plain import a_paper


@pytest.fixture
def printers() -> Printers:
    return Printers(READY)


@pytest.fixture
def desk(make_desk: Maker, printers: Printers) -> Desk:
    desk = make_desk(("merchant",), printers=printers)
    desk.counter.till.paper = a_paper()
    desk.press(desk.find("meals.shift_paper"))
    return desk


def said(desk: Desk) -> str:
    return desk.window.toast.accessibleName()


def test_one_press_prints_it(desk: Desk, printers: Printers) -> None:
    desk.window.machine.set(printer="q1", shift_x=12)
    desk.press(desk.find("paper.print"))
    (order,) = printers.orders
    assert order.pdf.startswith(b"%PDF")
    assert (order.printer, order.copies, order.shift) == ("q1", 1, (12, 0))
    assert "用餐核销" in order.title
    assert "已送到打印机，1 页" in said(desk)
    assert desk.find("paper.save").isVisible(), "it is still there"


def test_by_keyboard_it_comes_before_keeping(desk: Desk, printers: Printers) -> None:
    desk.find("paper.print").setFocus()
    desk.key(Qt.Key.Key_Return)
    assert len(printers.orders) == 1
    desk.key(Qt.Key.Key_Tab)
    assert desk.find("paper.save").hasFocus()


@pytest.mark.parametrize("code", ["none", "out_of_paper", "stopped", "failed"])
def test_what_keeps_it_from_being_printed_is_said_and_it_may_be_tried_again(
    desk: Desk, printers: Printers, code: str
) -> None:
    printers.code = code
    desk.press(desk.find("paper.print"))
    assert said(desk) == desk.window.words.say(f"ui.papers.not_printed.{code}")
    printers.code = ""
    desk.press(desk.find("paper.print"))
    assert len(printers.orders) == 1


def test_two_presses_are_one_print(desk: Desk, printers: Printers) -> None:
    printers.gate.clear()
    button = desk.find("paper.print")
    for _ in range(2):
        button.click()  # type: ignore[attr-defined]  # the window is held up by neither
    printers.gate.set()
    desk.settle()
    assert len(printers.orders) == 1
