"""补录 as a sheet of paper: real keys, a fake counter."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit

from desktop.core.errors import Refused
from desktop.core.sheet_pages import TypedSheet, clock_text, is_blank, people_of
from desktop.ui.plain.fields import ChoiceField
from tests.gui.conftest import PERSON_GAP_MS, Desk, Maker
from tests.gui.fake_counter import GOOD
from tests.gui.test_window import cut_off, sign_in


def cell(desk: Desk, row: int, name: str) -> QLineEdit:
    found = desk.find(f"sheet.{row}.{name}")
    assert isinstance(found, QLineEdit)
    return found


def typed(desk: Desk) -> TypedSheet:
    (made,) = desk.counter.made("enter")
    (sheet,) = made
    assert isinstance(sheet, TypedSheet)
    return sheet


@pytest.fixture
def sheet(desk: Desk) -> Desk:
    desk.go("settings.sheet")
    return desk


def test_a_sheet_is_typed_by_keyboard_alone(sheet: Desk) -> None:
    """Four digits are a time, one digit a group, Enter is the next line."""
    assert cell(sheet, 1, "time").hasFocus()
    sheet.type_keys("0930", PERSON_GAP_MS)
    sheet.bot.waitUntil(lambda: cell(sheet, 1, "group").hasFocus())
    assert cell(sheet, 1, "time").text() == "09:30"
    sheet.type_keys("2", PERSON_GAP_MS)
    sheet.bot.waitUntil(lambda: cell(sheet, 1, "who").hasFocus())
    sheet.key(Qt.Key.Key_Tab)
    sheet.type_keys("3", PERSON_GAP_MS)
    sheet.key(Qt.Key.Key_Return)
    assert cell(sheet, 2, "time").hasFocus()
    sheet.key(Qt.Key.Key_Down)
    assert cell(sheet, 3, "time").hasFocus()
    sheet.type_keys("1005", PERSON_GAP_MS)
    sheet.bot.waitUntil(lambda: cell(sheet, 3, "group").hasFocus())
    sheet.type_keys("1", PERSON_GAP_MS)
    sheet.bot.waitUntil(lambda: cell(sheet, 3, "who").hasFocus())
    sums = sheet.find("sheet.sums")
    assert isinstance(sums, QLabel)
    assert sums.text() == "已写 2 行，共 4 人"
    sheet.press(sheet.find("sheet.save"))
    sheet.bot.waitUntil(lambda: len(sheet.counter.made("enter")) == 1)
    lines = typed(sheet).lines
    assert (typed(sheet).sheet, typed(sheet).day) == ("7F3A-00001", "2026-11-21")
    assert lines[0] == ("09:30", "2", "", "3", "")
    assert lines[1] == ("",) * 5, "a blank line stays one, and the third stays the third"
    assert lines[2] == ("10:05", "1", "", "", "")
    sheet.settle()
    assert sheet.find("sheet.sheet").text() == "7F3A-00002", "the next number"
    assert cell(sheet, 1, "time").text() == ""


def test_a_refused_line_is_told_there_and_nothing_is_lost(sheet: Desk) -> None:
    cell(sheet, 2, "time").setFocus()
    sheet.type_keys("2577", PERSON_GAP_MS)
    sheet.bot.waitUntil(lambda: cell(sheet, 2, "group").hasFocus())
    sheet.counter.trouble = Refused("row_time_wrong", row=2, time="25:77")
    sheet.press(sheet.find("sheet.save"))
    sheet.bot.waitUntil(lambda: sheet.find("sheet.told.2").isVisible())
    assert "第 2 行" in sheet.find("sheet.told.2").text()
    assert cell(sheet, 2, "time").hasFocus()
    assert cell(sheet, 2, "time").text() == "25:77"
    sheet.key(Qt.Key.Key_Backspace)
    assert not sheet.window.findChild(QLabel, "sheet.told.2").isVisible(), "it is being mended"
    sheet.counter.trouble = Refused("sheet_photo_needed")
    sheet.press(sheet.find("sheet.save"))
    sheet.bot.waitUntil(lambda: sheet.view("settings.sheet")._foot_card.isVisible())


def test_a_draft_outlives_scan_language_page_and_lock(sheet: Desk) -> None:
    sheet.type_keys("0930", PERSON_GAP_MS)
    sheet.bot.waitUntil(lambda: cell(sheet, 1, "group").hasFocus())
    total = sheet.find("sheet.total")
    assert isinstance(total, QLineEdit)
    total.setText("12")
    sheet.scan_for_answer(GOOD)
    assert cell(sheet, 1, "time").text() == "09:30"
    sheet.key(Qt.Key.Key_F11)
    sheet.go("visits")
    sheet.key(Qt.Key.Key_F12)
    sign_in(sheet, "1234")
    sheet.go("settings.sheet")
    assert cell(sheet, 1, "time").text() == "09:30"
    assert sheet.find("sheet.total").text() == "12"


def test_a_sheet_of_meals_has_its_columns_merchant_and_signatures(sheet: Desk) -> None:
    book = sheet.find("sheet.book")
    assert isinstance(book, ChoiceField)
    book.setCurrentIndex(book.findData("b2"))
    sheet.settle()
    assert not sheet.window.findChildren(QLineEdit, "sheet.1.group") or not cell_visible(sheet)
    merchant = sheet.find("sheet.merchant")
    assert isinstance(merchant, ChoiceField)
    merchant.setCurrentIndex(merchant.findData("M2"))
    sheet.press(sheet.find("sheet.signed"))
    cell(sheet, 1, "time").setFocus()
    sheet.type_keys("1203", PERSON_GAP_MS)
    sheet.bot.waitUntil(lambda: cell(sheet, 1, "who").hasFocus())
    sheet.press(sheet.find("sheet.save"))
    sheet.bot.waitUntil(lambda: len(sheet.counter.made("enter")) == 1)
    assert (typed(sheet).kind, typed(sheet).merchant, typed(sheet).signed) == ("meals", "M2", True)


def cell_visible(desk: Desk) -> bool:
    return any(each.isVisible() for each in desk.window.findChildren(QLineEdit, "sheet.1.group"))


@pytest.mark.parametrize(
    ("text", "shown"),
    [("0930", "09:30"), ("930", "09:30"), ("9:30", "09:30"), ("９３０", "09:30"), ("9.05", "09:05"), ("x", "x"),
     ("12345", "12345"), ("", ""), ("12", "12"), ("1:2:3", "1:2:3")],
)  # fmt: skip
def test_times_as_they_are_typed(text: str, shown: str) -> None:
    assert clock_text(text) == shown


def test_the_sum_of_a_sheet() -> None:
    lines = (("9:00", "1", "", "", ""), ("", "", "", "", ""), ("—", "", "", "", ""), ("9:10", "2", "", "１２", ""))
    sheet = TypedSheet("visits", "s", "d", "", "", False, "", lines)
    assert people_of(sheet) == 13
    assert [is_blank(line) for line in lines] == [False, True, True, False]


@pytest.mark.parametrize("scale", [100, 150])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_is_cut_off(make_desk: Maker, language: str, scale: int) -> None:
    desk = make_desk(language=language, scale=scale)
    desk.go("settings.sheet")
    assert cut_off(desk.view("settings.sheet")) == []
    assert desk.window.minimumSizeHint().width() <= 1366
    assert desk.window.minimumSizeHint().height() <= 768


def test_another_text_size_leaves_the_keyboard_and_what_was_typed_in_their_cell(sheet: Desk) -> None:
    cell(sheet, 3, "who").setFocus()
    sheet.type_keys("8123", PERSON_GAP_MS)
    sheet.bot.waitUntil(lambda: cell(sheet, 3, "who").text() == "8123")
    sheet.key(Qt.Key.Key_F10)
    sheet.bot.waitUntil(lambda: sheet.window.look.scale == 125 and cell(sheet, 3, "who").hasFocus())
    assert cell(sheet, 3, "who").text() == "8123"
