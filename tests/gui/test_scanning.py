"""A scanner that types is heard on every page, and a person's typing is never touched."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from desktop.core.pages import Tone
from desktop.devices import burst
from tests.gui.conftest import PERSON_GAP_MS, Desk, Maker
from tests.gui.fake_counter import EXPIRED, GOOD, OTHER


@pytest.mark.parametrize("page", ["today", "visits", "inspect"])
@pytest.mark.parametrize("end", ["\r", "\t", "\n"])
def test_a_scan_is_a_visit_on_every_page(desk: Desk, page: str, end: str) -> None:
    desk.go(page)
    with desk.bot.waitSignal(desk.window.answered, timeout=5000):
        desk.scan(GOOD, end)
    desk.settle()
    assert desk.counter.made("scan_visit") == [(GOOD,)]
    assert desk.window.page == page
    assert desk.window.overlay.isVisible()
    assert "签到成功" in desk.window.overlay.spoken()
    assert "马**" in desk.window.overlay.spoken()


def test_equal_letters_told_as_a_repeat_do_not_break_a_scan(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(burst, "REPEAT_MS", 60_000)  # the machine may pause where no scanner does
    desk.go("visits")
    code = "QY1" + "AABBCC" * 26
    detector, window = desk.window.wedge.detector, desk.window.windowHandle()
    monkeypatch.setattr(detector, "gap_ms", 60_000)
    with desk.bot.waitSignal(desk.window.answered, timeout=5000):
        for before, letter in zip(" " + code, code, strict=False):
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                again = before == letter
                key = QKeyEvent(kind, ord(letter), Qt.KeyboardModifier.NoModifier, letter, again)
                QCoreApplication.sendEvent(window, key)
        QTest.keyClick(window, Qt.Key.Key_Return)
    desk.settle()
    assert desk.counter.made("scan_visit") == [(code,)]


def test_on_meals_a_scan_is_a_meal(desk: Desk) -> None:
    desk.go("meals")
    desk.scan(GOOD)
    desk.bot.waitUntil(lambda: desk.counter.made("scan_meal") == [(GOOD, "M1")])
    desk.settle()
    assert desk.counter.made("scan_visit") == []
    assert not desk.window.overlay.isVisible()
    assert "￥9.90" in desk.find("meals.block").accessibleName()


def test_a_scan_while_somebody_types_leaves_the_field_alone(desk: Desk) -> None:
    desk.go("visits")
    desk.key(Qt.Key.Key_Slash)
    field = desk.find("visits.search")
    assert isinstance(field, QLineEdit)
    assert field.hasFocus()
    desk.type_keys("zh", PERSON_GAP_MS)
    desk.bot.waitUntil(lambda: field.text() == "zh")
    QTest.qWait(60)  # the person takes a breath longer than a scanner's gap
    desk.scan_for_answer(GOOD)
    assert field.text() == "zh"
    assert field.hasFocus()
    desk.type_keys("ao", PERSON_GAP_MS)
    desk.bot.waitUntil(lambda: field.text() == "zhao")
    assert desk.counter.made("scan_visit") == [(GOOD,)]


def test_a_person_types_and_nothing_is_a_scan(desk: Desk) -> None:
    desk.go("visits")
    desk.key(Qt.Key.Key_Slash)
    field = desk.find("visits.search")
    assert isinstance(field, QLineEdit)
    desk.type_keys("zhaoguoqing", PERSON_GAP_MS)
    desk.bot.waitUntil(lambda: field.text() == "zhaoguoqing")
    assert desk.counter.made("scan_visit") == []


def test_fast_keys_without_an_end_are_given_back_in_order(desk: Desk) -> None:
    desk.go("visits")
    desk.key(Qt.Key.Key_Slash)
    field = desk.find("visits.search")
    assert isinstance(field, QLineEdit)
    desk.type_keys("abcdefghijklmnop", 2)
    desk.bot.waitUntil(lambda: field.text() == "abcdefghijklmnop")


def test_the_next_scan_replaces_the_answer_at_once(desk: Desk) -> None:
    desk.go("visits")
    desk.scan_for_answer(GOOD)
    desk.scan_for_answer(EXPIRED)
    answer = desk.window.overlay.answer
    assert answer is not None
    assert answer.tone is Tone.ATTENTION
    assert "卡已过期" in desk.window.overlay.spoken()


def test_the_same_code_before_the_scanner_counts_once(desk: Desk) -> None:
    desk.go("visits")
    desk.window.wedge._same.quiet_ms = 60_000
    desk.scan_for_answer(GOOD)
    desk.scan(GOOD)
    desk.scan_for_answer(OTHER)
    assert desk.counter.made("scan_visit") == [(GOOD,), (OTHER,)]


def test_any_key_closes_the_answer_and_goes_to_the_page(desk: Desk) -> None:
    desk.go("visits")
    desk.scan_for_answer(GOOD)
    marked = desk.counter.visit_rows[0].fact
    desk.key(Qt.Key.Key_2)
    desk.bot.waitUntil(lambda: desk.counter.made("set_services") == [(marked, ("water",))])
    desk.settle()
    assert not desk.window.overlay.isVisible()


def test_the_answer_goes_away_by_itself_and_never_takes_the_focus(desk: Desk) -> None:
    desk.go("visits")
    focus = desk.window.focusWidget()
    desk.window.overlay._hold = 40
    with desk.bot.waitSignal(desk.window.overlay.closed, timeout=3000):
        desk.scan(GOOD)
    assert desk.window.focusWidget() is focus


def test_prefix_suffix_full_width_and_lower_case_survive(desk: Desk) -> None:
    desk.go("visits")
    desk.scan_for_answer("]Q3" + GOOD + "*")
    desk.scan_for_answer("".join(chr(ord(letter) + 0xFEE0) for letter in OTHER))
    desk.scan_for_answer(EXPIRED.lower())
    assert desk.counter.made("scan_visit") == [(GOOD,), (OTHER,), (EXPIRED.lower(),)]


def test_an_input_method_that_swallowed_a_scan(desk: Desk) -> None:
    """The keys went into the preedit; Enter committed them as letters."""
    desk.go("visits")
    desk.key(Qt.Key.Key_Slash)
    field = desk.find("visits.search")
    assert isinstance(field, QLineEdit)
    with desk.bot.waitSignal(desk.window.answered, timeout=5000):
        for end in range(1, len(GOOD) + 1):
            QCoreApplication.sendEvent(field, QInputMethodEvent(GOOD[:end], []))
        commit = QInputMethodEvent()
        commit.setCommitString(GOOD)
        QCoreApplication.sendEvent(field, commit)
    assert field.text() == ""
    typed = QInputMethodEvent()
    typed.setCommitString("孙")
    QCoreApplication.sendEvent(field, typed)
    assert field.text() == "孙"


def test_a_scan_before_the_desk_is_ready_is_kept(make_desk: Maker) -> None:
    desk = make_desk()
    window = desk.window
    window._scans, window._signin = None, None
    window.scan(GOOD)
    window.attach(desk.counter, desk.runner, desk.counter.status())
    desk.bot.waitUntil(lambda: desk.counter.made("scan_visit") == [(GOOD,)])


def test_while_locked_a_scan_says_what_to_do(desk: Desk) -> None:
    desk.key(Qt.Key.Key_F12)
    assert desk.window.page == "signin"
    desk.scan(GOOD)
    view = desk.find("page.signin")
    desk.bot.waitUntil(lambda: "请先登录" in view._wrong.text())
    assert desk.counter.made("scan_visit") == []
