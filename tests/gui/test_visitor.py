"""The visitor's screen: what anybody may see, each result without a name, and a code that a phone reads."""

from __future__ import annotations

from dataclasses import replace

import pytest
import zxingcpp
from PySide6.QtCore import QSize, Qt

from desktop.core import checkin_code
from desktop.core.keys import DeviceKey
from desktop.core.pages import ScanAnswer, Tone
from desktop.core.visitor_pages import greeting
from desktop.core.words import Words
from desktop.ui.look import Look
from desktop.ui.visitor.view import VisitorView
from tests.gui.conftest import Desk
from tests.gui.fake_counter import GOOD, NOW
from tests.gui.fake_visitor import BASE, HUB, NOON, FakeVisitor

KEY, SITE = DeviceKey(bytes(range(32))), "5b0e7c1a-3f7e-4d0e-8c5a-0d9e8f7a6b5c"
HOUR_MS = 3_600_000


def opened(desk: Desk) -> VisitorView:
    desk.window.toggle_visitor()
    desk.settle()
    assert desk.window.visitor is not None
    view = desk.window.visitor.view
    assert view is not None
    return view


def test_the_last_result_without_a_name(desk: Desk) -> None:
    view = opened(desk)
    assert "曲水亭驿站" in view.spoken()
    assert "中午好" in view.spoken()
    desk.window.activateWindow()
    desk.window.scan(GOOD)
    desk.settle()
    said = view.spoken()
    assert "成功" in said
    assert "网约配送员" in said
    overlay = desk.window.overlay.spoken()
    assert "马**" in overlay
    assert "马" not in said
    assert "0427" not in said


def test_who_came_by_phone_is_shown_once(desk: Desk) -> None:
    view = opened(desk)
    before = view.spoken()
    desk.counter.visitor.shown = replace(NOON, came="truck_driver", came_at=NOW - 1_000)
    assert desk.window.visitor is not None
    desk.window.visitor.refresh()
    desk.settle()
    assert "一位货车司机，欢迎" in view.spoken()
    desk.window.visitor._over()
    desk.window.visitor.refresh()
    desk.settle()
    assert view.spoken() == before
    # what is no news any more
    desk.counter.visitor.shown = replace(NOON, came="courier", came_at=NOW - 9_000)
    desk.window.visitor._came_at = 0
    desk.window.visitor.refresh()
    desk.settle()
    assert view.spoken() == before


def test_a_result_goes_by_itself(desk: Desk) -> None:
    view = opened(desk)
    before = view.spoken()
    desk.window.show_answer(ScanAnswer("checked_in", Tone.SUCCESS, "马**", "courier", "0427"))
    assert view.spoken() != before
    assert desk.window.visitor is not None
    desk.window.visitor._hold.setInterval(1)
    desk.window.show_answer(ScanAnswer("checked_in", Tone.SUCCESS, "马**", "courier", "0427"))
    desk.bot.waitUntil(lambda: view.spoken() == before)


def test_by_key_by_button_and_away_again(desk: Desk) -> None:
    desk.key(Qt.Key.Key_F1, Qt.KeyboardModifier.ControlModifier)
    assert desk.window.visitor is not None
    assert desk.window.visitor.view is not None
    desk.window.visitor.view.close()
    desk.settle()
    assert desk.window.visitor.view is None
    desk.find("today.visitor").click()  # type: ignore[attr-defined]
    desk.settle()
    assert desk.window.visitor.view is not None
    desk.window.toggle_visitor()
    assert desk.window.visitor.view is None


def test_it_stays_while_the_desk_is_locked_and_goes_with_it(desk: Desk) -> None:
    view = opened(desk)
    desk.window.lock()
    desk.settle()
    assert view.isVisible()
    desk.window.set_language("en")
    desk.settle()
    assert "Good day" in view.spoken()
    desk.window.close()
    assert desk.window.visitor is not None
    assert desk.window.visitor.view is None


@pytest.mark.parametrize("size", [(1280, 800), (1366, 768), (1920, 1080), (1024, 768)])
def test_the_code_is_read_from_the_screen(
    qtbot: object, look: Look, catalogues: dict[str, Words], size: tuple[int, int]
) -> None:
    shown = checkin_code.show(KEY, SITE, NOW // 1000)
    fake = FakeVisitor()
    view = VisitorView(look, catalogues["zh"])
    view.resize(QSize(*size))
    view.show_page(NOON, NOW)
    assert not zxingcpp.read_barcodes(view.grab().toImage(), formats=zxingcpp.BarcodeFormat.QRCode)
    fake.show_code(shown.text, (shown.begun + 30) * 1000)
    view.show_page(fake.page(), NOW)
    (read,) = zxingcpp.read_barcodes(view.grab().toImage(), formats=zxingcpp.BarcodeFormat.QRCode)
    assert read.text == f"{BASE}/s/{shown.text}"
    assert checkin_code.digits_of(shown.text) in view.spoken()
    assert checkin_code.check(read.text.removeprefix(f"{BASE}/s/"), KEY.public, SITE, NOW // 1000).begun == shown.begun


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080), (1024, 768)])
def test_both_codes_are_read_from_the_screen(
    qtbot: object, look: Look, catalogues: dict[str, Words], size: tuple[int, int], language: str
) -> None:
    shown, fake = checkin_code.show(KEY, SITE, NOW // 1000), FakeVisitor()
    fake.show_two(shown.text, (shown.begun + 30) * 1000)
    view = VisitorView(look, catalogues[language])
    view.resize(QSize(*size))
    view.show_page(fake.page(), NOW)
    read = zxingcpp.read_barcodes(view.grab().toImage(), formats=zxingcpp.BarcodeFormat.QRCode)
    assert {each.text for each in read} == {f"{BASE}/s/{shown.text}", f"{HUB}/s/{shown.text}"}
    for name in ("by_wifi", "by_mobile"):
        assert catalogues[language].say(f"visitor.{name}") in view.spoken()


def test_only_the_hubs_code(qtbot: object, look: Look, catalogues: dict[str, Words]) -> None:
    shown, fake = checkin_code.show(KEY, SITE, NOW // 1000), FakeVisitor()
    fake.show_two(shown.text, (shown.begun + 30) * 1000)
    view = VisitorView(look, catalogues["zh"])
    view.show_page(replace(fake.page(), code="", digits=""), NOW)
    (read,) = zxingcpp.read_barcodes(view.grab().toImage(), formats=zxingcpp.BarcodeFormat.QRCode)
    assert read.text == f"{HUB}/s/{shown.text}"
    assert "用手机流量" in view.spoken()
    assert "Wi-Fi" not in view.spoken()
    assert "四位数字" not in view.spoken()


def test_a_new_code_is_asked_for_when_the_step_is_over(desk: Desk) -> None:
    first, second = (checkin_code.show(KEY, SITE, NOW // 1000 + later) for later in (0, 30))
    desk.counter.visitor.show_code(first.text, NOW - 1)
    opened(desk)
    desk.counter.visitor.show_code(second.text, (second.begun + 30) * 1000)
    assert desk.window.visitor is not None
    desk.window.visitor._tell_time()
    desk.settle()
    assert desk.window.visitor._page is not None
    assert desk.window.visitor._page.code == f"{BASE}/s/{second.text}"


@pytest.mark.parametrize(
    ("hours", "said"), [(-10, "night"), (-5, "morning"), (0, "noon"), (3, "afternoon"), (8, "evening")]
)
def test_a_greeting_for_every_time_of_day(hours: int, said: str) -> None:
    assert greeting(NOW + hours * HOUR_MS) == f"visitor.greet.{said}"
