"""设置 › 手机签到: switched on and off, where it is, what is in the way, and a code that a phone reads."""

from __future__ import annotations

import zxingcpp
from PySide6.QtGui import QImage

from desktop.core.tablet_pages import Tablets
from desktop.ui.parts.text import Text
from desktop.ui.settings.phones import TICK_MS, PhonesView
from tests.gui.conftest import Desk, Maker


def said(desk: Desk, name: str) -> str:
    found = desk.find(name)
    assert isinstance(found, Text)
    return found.text()


def opened(make_desk: Maker) -> tuple[Desk, PhonesView]:
    desk = make_desk()
    desk.go("settings.phones")
    view = desk.window.fronts.view
    assert isinstance(view, PhonesView)
    return desk, view


def test_switched_on_it_says_where(make_desk: Maker) -> None:
    desk, view = opened(make_desk)
    assert "现在关着" in said(desk, "phones.state")
    assert not view.code.isVisible()
    desk.press(view.switch)
    desk.settle()
    assert "手机可以签到" in said(desk, "phones.state")
    assert said(desk, "phones.where") == "http://192.168.1.20:8642"
    seen = view.code.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    (read,) = zxingcpp.read_barcodes(seen, formats=zxingcpp.BarcodeFormat.QRCode)
    assert read.text == "http://192.168.1.20:8642/p/7K2M9Q3A"
    desk.press(view.switch)
    desk.settle()
    assert "现在关着" in said(desk, "phones.state")


def test_a_port_that_is_taken_is_changed_by_a_press(make_desk: Maker) -> None:
    desk, view = opened(make_desk)
    desk.counter.serving.taken.add(8642)
    desk.press(view.switch)
    desk.settle()
    assert "端口 8642 被别的软件占着" in said(desk, "phones.state")
    desk.press(view.port)
    desk.settle()
    assert said(desk, "phones.where") == "http://192.168.1.20:8643"
    assert not view.port.isVisible()


def test_what_came_of_trying_it(make_desk: Maker) -> None:
    desk, view = opened(make_desk)
    assert not view.trial.isEnabled()
    desk.press(view.switch)
    desk.settle()
    for outcome, part in (("good", "打得开"), ("no_answer", "防火墙"), ("another", "别的软件")):
        desk.counter.serving.tried = outcome
        desk.press(view.trial)
        desk.settle()
        assert part in said(desk, "phones.came")


def test_a_tablet_is_connected_by_a_code_and_let_go(make_desk: Maker) -> None:
    desk, view = opened(make_desk)
    assert (said(desk, "phones.tablets"), view.connect_one.isEnabled()) == ("先打开手机签到。", False)
    desk.press(view.switch)
    desk.settle()
    assert "还没有连" in said(desk, "phones.tablets")
    assert not view.let_go.isVisible()
    desk.press(view.connect_one)
    desk.settle()
    assert "十分钟内有效" in said(desk, "phones.tablets")
    assert (view.tablet_code.isVisible(), view.code.isVisible()) == (True, False)
    seen = view.tablet_code.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    (read,) = zxingcpp.read_barcodes(seen, formats=zxingcpp.BarcodeFormat.QRCode)
    assert read.text == f"http://192.168.1.20:8642/screen/{'A' * 31}1"
    desk.counter.tablets.shown = Tablets(1, known=True)  # a tablet took it
    desk.bot.waitUntil(lambda: view.code.isVisible(), timeout=2 * TICK_MS + 3_000)
    assert said(desk, "phones.tablets") == "1 台正在显示。"
    desk.counter.tablets.shown = Tablets(0, known=True)
    desk.window.fronts.presenter_of("settings.phones").refresh()
    desk.settle()
    assert "没有显示" in said(desk, "phones.tablets")
    desk.press(view.let_go)
    desk.settle()
    assert "还没有连" in said(desk, "phones.tablets")


def test_tablets_hear_what_came_of_a_scan(make_desk: Maker) -> None:
    desk = make_desk()
    desk.window.scan("QY1" + "A" * 156)
    desk.settle()
    assert len(desk.counter.tablets.heard) == 1
