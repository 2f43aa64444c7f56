"""The scanner's test in the settings: the verdict first, the evidence below, and nothing recorded."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from desktop.devices import probe
from desktop.devices.camera import Camera
from desktop.devices.self_test import Stroke
from desktop.ui.parts.button import Button
from desktop.ui.parts.text import Text
from desktop.ui.settings.evidence import KeyCaps, caps_of
from desktop.ui.settings.scanner import ScannerView
from tests.codes import photo, qimage
from tests.gui.conftest import Desk, Maker
from tests.gui.fake_camera import FakeCameras
from tests.gui.fake_counter import EXPIRED, GOOD, OTHER

FOREIGN = "6901234567892"


@pytest.fixture
def tester(desk: Desk) -> Desk:
    desk.go("settings.scanner")
    return desk


def text(desk: Desk, name: str) -> str:
    found = desk.find(name)
    assert isinstance(found, Text)
    return found.text()


def pace(desk: Desk, code: str, gap_ms: float, end: str = "enter") -> None:
    """Keys at a scanner's own pace, past the machine's: as the wedge tells them."""
    view = desk.window.fronts.view
    assert isinstance(view, ScannerView)
    assert view._probe is not None
    at = 1000.0
    for letter in code:
        view._probe.press(Stroke(letter, at))
        at += gap_ms
    if end:
        view._probe.press(Stroke("", at, end))
    else:
        view._probe._silence()
    desk.settle()


def scan(desk: Desk, code: str, end: str = "\r") -> None:
    """Through the window system; what the machine took between keys is no scanner's gap here."""
    desk.window.machine.set(gap_ms=150)
    desk.scan(code, end)
    desk.settle()


def test_first_it_asks_for_a_card(tester: Desk) -> None:
    assert text(tester, "scan.said") == "请扫一张服务卡"
    assert tester.find("scan.verdict").hasFocus()


def test_a_card_works_and_nothing_is_recorded(tester: Desk) -> None:
    for number, code in enumerate((GOOD, OTHER, GOOD), 1):
        scan(tester, code)
        assert text(tester, "scan.said") == "好用：是一张服务卡"
        assert text(tester, "scan.count") == f"{number} / 3"
    assert "马** · 网约配送员" in text(tester, "scan.told")
    assert text(tester, "scan.end_key") == "Enter"
    assert tester.counter.calls == []
    assert not tester.window.overlay.isVisible()
    tester.go("visits")
    tester.scan_for_answer(EXPIRED)
    assert tester.counter.made("scan_visit") == [(EXPIRED,)]


def test_only_both_ends_of_the_keys_are_shown(tester: Desk) -> None:
    secret = "QY1" + "A" * 40 + "SECRET" + "B" * 110
    scan(tester, secret)
    caps = tester.window.findChildren(KeyCaps)
    shown = " ".join(each.shown for each in caps)
    assert "Q Y 1" in shown
    assert "S E C" not in shown
    assert sum(cap in ("A", "B") for cap in shown.split()) == 9
    told = "".join(label.text() for label in tester.window.fronts.view.findChildren(Text))
    assert "SECRET" not in told
    assert secret[:20] not in told


def test_short_keys_are_shown_whole() -> None:
    assert [cap for cap, _ in caps_of("12345", "Tab", "")] == ["1", "2", "3", "4", "5", "Tab"]
    assert len(caps_of(GOOD, "Enter", "…")) == 8 + 1 + 4 + 1


@pytest.mark.parametrize(
    ("code", "gap", "end", "word", "why"),
    [
        (GOOD, 60, "enter", "还不行，因为扫码枪太慢", "每键约 60 毫秒"),
        (GOOD, 4, "", "还不行，因为扫完没有结尾键", "加回车"),
        ("1234", 4, "enter", "还不行，因为码太短", "至少要 8 个"),
        ("zhaoguoqing", 150, "enter", "这像是手敲的，不是扫码枪", "每键约 150 毫秒"),
        (GOOD[:150], 4, "enter", "还不行，因为少了字或变了字", "150 个字"),
        ("QQYY11" + "AB" * 120, 4, "enter", "还不行，因为两个码混在了一起", "两把枪"),
    ],
)
def test_what_is_wrong_is_said_with_what_to_do(
    tester: Desk, code: str, gap: float, end: str, word: str, why: str
) -> None:
    pace(tester, code, gap, end)
    assert text(tester, "scan.said") == word
    assert why in text(tester, "scan.told")
    assert tester.counter.calls == []


def test_a_slow_scanner_is_helped_by_one_press(tester: Desk) -> None:
    pace(tester, GOOD, 60)
    tester.press(tester.find("scan.mend_gap"))
    assert tester.window.machine.preferences.gap_ms == 90
    assert tester.window.wedge.detector.gap_ms == 90
    pace(tester, GOOD, 60)
    assert text(tester, "scan.said") == "好用：是一张服务卡"


def test_codes_of_others_show_that_the_scanner_works(tester: Desk) -> None:
    pace(tester, FOREIGN, 4)
    assert text(tester, "scan.said") == "好用：不过这不是我们的卡"
    assert "收到 13 个字" in text(tester, "scan.told")


def test_an_expired_card_is_the_cards_fault(tester: Desk) -> None:
    pace(tester, EXPIRED, 4)
    assert text(tester, "scan.said") == "好用：不过这张卡过期了"
    assert "2026年10月1日" in text(tester, "scan.told")


@pytest.mark.parametrize("end", ["enter", "tab", "line_feed"])
def test_every_end_is_named(tester: Desk, end: str) -> None:
    pace(tester, GOOD, 4, end)
    assert text(tester, "scan.end_key") == {"enter": "Enter", "tab": "Tab", "line_feed": "换行"}[end]


def test_a_prefix_is_found_and_dropped_by_one_press(tester: Desk) -> None:
    pace(tester, f"]Q3{GOOD}*", 4)
    assert text(tester, "scan.said") == "好用：是一张服务卡"
    tester.press(tester.find("scan.take_around"))
    here = tester.window.machine.preferences
    assert (here.prefix, here.suffix) == ("]Q3", "*")
    field = tester.find("scan.prefix")
    assert isinstance(field, QLineEdit)
    assert field.text() == "]Q3"
    tester.go("visits")
    with tester.bot.waitSignal(tester.window.wedge.scanned) as heard:
        tester.scan(f"]Q3{FOREIGN}*")
    assert heard.args == [FOREIGN]


def test_capitals_locked_and_full_width_are_seen_and_do_no_harm(tester: Desk) -> None:
    handle = tester.window.windowHandle()
    QApplication.processEvents()
    tester.window.wedge.detector.gap_ms = 60_000
    for letter in GOOD.lower():  # a scanner holds Shift, the lock turns it round
        QTest.keyClick(
            handle, letter, Qt.KeyboardModifier.ShiftModifier if letter.isalpha() else Qt.KeyboardModifier(0)
        )
    QTest.keyClick(handle, Qt.Key.Key_Return)
    tester.settle()
    assert text(tester, "scan.said") == "好用：是一张服务卡"
    said = [label.text() for label in tester.window.fronts.view.findChildren(Text)]
    assert "开着，没有影响" in said


def test_an_input_method_that_swallowed_it_is_named(tester: Desk) -> None:
    target = tester.window.focusWidget()
    tester.window.wedge.detector.gap_ms = 60_000
    for at in range(1, len(GOOD)):
        QCoreApplication.sendEvent(target, QInputMethodEvent(GOOD[:at], []))
    done = QInputMethodEvent()
    done.setCommitString(GOOD)
    tester.window.wedge._composed(target, done)
    tester.window.wedge.stroke.emit(Stroke("", 0, "enter"))
    tester.settle()
    assert text(tester, "scan.said") == "好用：是一张服务卡"
    assert "开着，也认得出来" in [label.text() for label in tester.window.fronts.view.findChildren(Text)]


def test_what_a_person_types_into_a_field_is_no_trial(tester: Desk) -> None:
    field = tester.find("scan.prefix")
    assert isinstance(field, QLineEdit)
    field.setFocus()
    pace(tester, "]Q3abc", 150, "")
    assert text(tester, "scan.said") == "请扫一张服务卡"


def test_keys_elsewhere_are_no_trial(tester: Desk) -> None:
    view = tester.window.fronts.view
    tester.go("visits")
    tester.scan_for_answer(GOOD)
    tester.go("settings.scanner")
    assert tester.window.fronts.view is view
    assert text(tester, "scan.said") == "请扫一张服务卡"


@pytest.mark.parametrize(("role", "place"), [("caretaker", "settings.scanner"), ("merchant", "meals.scanner")])
def test_the_status_line_leads_to_it(make_desk: Maker, role: str, place: str) -> None:
    desk = make_desk((role,))
    desk.press(desk.find("status.scanner"))
    desk.window.popover.findChildren(Button)[-1].click()
    assert desk.window.fronts.place == place


def test_starting_over(tester: Desk) -> None:
    pace(tester, GOOD, 4)
    tester.press(tester.find("scan.clear"))
    assert text(tester, "scan.said") == "请扫一张服务卡"


def test_a_verdict_outlives_another_language(tester: Desk) -> None:
    pace(tester, GOOD, 4)
    tester.key(Qt.Key.Key_F11)
    assert text(tester, "scan.said") == "Works: a service card"


def test_the_camera_is_tried_here_too(make_desk: Maker) -> None:
    cameras = FakeCameras()
    desk = make_desk(camera=Camera(cameras.open))
    desk.go("settings.scanner")
    desk.window.machine.set(camera=True)
    with desk.bot.waitSignal(desk.window.machine.camera.scanned, timeout=5000):
        cameras.send(qimage(photo(GOOD)))
    desk.settle()
    assert text(desk, "scan.said") == "好用：是一张服务卡"
    assert desk.counter.calls == []


def test_a_merchant_has_it_beside_the_meals(make_desk: Maker) -> None:
    desk = make_desk(("merchant",))
    desk.go("meals.scanner")
    pace(desk, GOOD, 4)
    assert text(desk, "scan.said") == "好用：是一张服务卡"
    assert desk.counter.calls == []


def test_silence_ends_a_run(tester: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    view = tester.window.fronts.view
    view._probe._quiet.setInterval(20)
    assert probe.QUIET_MS > 500
    with tester.bot.waitSignal(view._probe.ran, timeout=3000):
        for letter in GOOD:
            view._probe.press(Stroke(letter, 1.0))
    tester.settle()
    assert text(tester, "scan.said") == "还不行，因为扫完没有结尾键"


def test_two_scanners_at_once_ask_again_and_record_nothing(desk: Desk) -> None:
    """On any page: their letters come mixed, as from one keyboard."""
    desk.go("visits")
    mixed = "".join(first + second for first, second in zip(GOOD, OTHER, strict=True))
    desk.scan_for_answer(mixed)
    answer = desk.window.overlay.answer
    assert answer is not None
    assert answer.outcome == "scan_broken"
    assert "请再扫一次" in desk.window.overlay.spoken()
    assert desk.counter.calls == []
    desk.scan_for_answer(GOOD)
    assert desk.counter.made("scan_visit") == [(GOOD,)]


def test_mixed_letters_are_no_meal_either(desk: Desk) -> None:
    desk.go("meals")
    desk.scan_for_answer("".join(first + second for first, second in zip(GOOD, OTHER, strict=True)))
    assert desk.counter.calls == []


def test_keys_with_control_are_no_strokes(tester: Desk) -> None:
    heard: list[Stroke] = []
    tester.window.wedge.stroke.connect(heard.append)
    tester.key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert heard == []
