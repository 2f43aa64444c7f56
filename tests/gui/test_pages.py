"""Each page in use: real widgets, a fake counter."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from desktop.core.standard import Standard
from tests.gui.conftest import PERSON_GAP_MS, Desk, Maker
from tests.gui.fake_counter import GOOD, OTHER, FakeCounter

CTRL = Qt.KeyboardModifier.ControlModifier


def press_row_button(desk: Desk, name: str, row: int) -> None:
    """Presses the painted button of a row of a list."""
    found = desk.find(name)
    index = found.model().index(row)
    rect = found.itemDelegate().button_rect(found.visualRect(index), index)
    at = found.viewport().mapTo(desk.window, rect.center())
    QTest.mouseClick(desk.window.windowHandle(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    desk.settle()


# --- today ------------------------------------------------------------------------------


def test_today_leads_to_the_work(desk: Desk) -> None:
    desk.press(desk.find("todo.recheck.r1"))
    assert desk.window.page == "inspect"
    assert desk.find("rectification.close.31").isVisible()


def test_a_todo_of_a_page_that_is_not_here_has_no_button(make_desk: Maker, standard: Standard) -> None:
    counter = FakeCounter(standard)
    counter.todo = tuple(replace(each, page="lending") if each.kind == "referral" else each for each in counter.todo)
    desk = make_desk(counter=counter)
    assert desk.window.findChild(type(desk.find("todo.recheck.r1")), "todo.referral.f1") is None


def test_a_todo_leads_to_a_section_and_its_row(make_desk: Maker, standard: Standard) -> None:
    counter = FakeCounter(standard)
    counter.todo = tuple(
        replace(each, page="inspect.box", subject="box1") if each.kind == "referral" else each for each in counter.todo
    )
    desk = make_desk(counter=counter)
    desk.press(desk.find("todo.referral.box1"))
    assert desk.window.fronts.place == "inspect.box"
    desk.bot.waitUntil(lambda: desk.find("act.hand_over").isVisible())
    desk.key(Qt.Key.Key_F1)
    desk.press(desk.find("todo.recheck.r1"))
    assert desk.window.fronts.place == "inspect"


# --- visits -----------------------------------------------------------------------------


def test_digits_toggle_services_of_the_marked_row(desk: Desk) -> None:
    desk.go("visits")
    desk.key(Qt.Key.Key_2)
    desk.key(Qt.Key.Key_1)
    desk.bot.waitUntil(
        lambda: (
            desk.counter.made("set_services") == [("v1", ("rest", "water", "charging")), ("v1", ("water", "charging"))]
        )
    )
    desk.settle()
    toggles = desk.view("visits").toggles
    assert [code for code, toggle in toggles.items() if toggle.isChecked()] == ["water", "charging"]


def test_medicine_counts_and_is_linked_to_nobody(desk: Desk) -> None:
    desk.go("visits")
    desk.key(Qt.Key.Key_5)
    desk.bot.waitUntil(lambda: len(desk.counter.made("set_services")) == 1)
    desk.settle()
    assert not desk.view("visits").toggles["medicine"].isChecked()
    assert "用药" in desk.window.toast.accessibleName()


def test_one_key_for_an_anonymous_visit_and_its_undo(desk: Desk) -> None:
    desk.go("visits")
    desk.key(Qt.Key.Key_3, CTRL)
    desk.bot.waitUntil(lambda: desk.counter.made("anonymous_visit") == [("ride_hailing_driver", 1)])
    desk.settle()
    fact = desk.counter.visit_rows[0].fact
    undo = desk.window.toast.button
    assert undo is not None
    desk.press(undo)
    desk.bot.waitUntil(lambda: desk.counter.made("void_visit") == [(fact, "mis_scan")])


def test_several_anonymous_at_once(desk: Desk) -> None:
    desk.go("visits")
    view = desk.view("visits")
    for _ in range(4):
        desk.press(view.stepper.more)
    desk.press(desk.find("group.courier"))
    desk.bot.waitUntil(lambda: desk.counter.made("anonymous_visit") == [("courier", 5)])
    desk.settle()
    assert view.stepper.value == 1


def test_enter_before_the_answer_takes_whoever_is_found_alone(desk: Desk) -> None:
    alone = desk.counter.search("赵")[:1]
    found = {"q": alone, "z": desk.counter.search("赵"), "": ()}
    desk.counter.search = lambda text: found[text]  # type: ignore[method-assign]
    desk.go("visits")
    field = desk.find("visits.search")
    for letter in ("z", "\b", "q"):
        QTest.keyClicks(field, letter)
        QTest.keyClick(field, Qt.Key.Key_Return)
        desk.settle()
    assert desk.counter.made("visit_of") == [("p1",)], "of several nobody is chosen"


def test_search_and_check_in_by_keyboard(desk: Desk) -> None:
    desk.go("visits")
    desk.key(Qt.Key.Key_Slash)
    field = desk.find("visits.search")
    assert isinstance(field, QLineEdit)
    desk.type_keys("zhao", PERSON_GAP_MS)
    search = desk.view("visits").search
    desk.bot.waitUntil(lambda: search.is_open)
    desk.key(Qt.Key.Key_Down)
    with desk.bot.waitSignal(desk.window.answered, timeout=5000):
        desk.key(Qt.Key.Key_Return)
    assert desk.counter.made("visit_of") == [("p2",)]
    assert field.text() == ""
    assert not search.is_open


def test_a_full_phone_that_nobody_has_is_asked_for_in_the_whole_city(desk: Desk) -> None:
    """With the keyboard: the phone, Enter for the question, Enter for the person; a dead network is a sentence."""
    desk.go("visits")
    desk.key(Qt.Key.Key_Slash)
    search = desk.view("visits").search
    desk.type_keys("1380531", PERSON_GAP_MS)
    desk.bot.waitUntil(lambda: search.is_open)
    assert not search.ask.isVisible()
    desk.type_keys("0003", PERSON_GAP_MS)
    desk.bot.waitUntil(search.ask.isVisible)
    desk.key(Qt.Key.Key_Return)
    desk.bot.waitUntil(lambda: desk.counter.made("search_everywhere") == [("13805310003",)])
    desk.bot.waitUntil(lambda: not search.ask.isVisible())
    with desk.bot.waitSignal(desk.window.answered, timeout=5000):
        desk.key(Qt.Key.Key_Return)
    assert desk.counter.made("visit_of") == [("p9",)]
    desk.key(Qt.Key.Key_Slash)
    desk.type_keys("13805310009", PERSON_GAP_MS)
    desk.bot.waitUntil(search.ask.isVisible)
    search.ask.click()
    desk.settle()
    assert desk.counter.made("search_everywhere")[-1] == ("13805310009",)
    assert desk.view("visits").search.ask.isVisible()


def test_leave_by_the_button_in_the_row(desk: Desk) -> None:
    desk.go("visits")
    press_row_button(desk, "visits.list", 1)
    desk.bot.waitUntil(lambda: desk.counter.made("leave") == [("v2",)])
    desk.settle()
    assert "孙** 已离站" in desk.window.toast.accessibleName()


def test_void_needs_a_reason_and_can_be_dropped(desk: Desk) -> None:
    desk.go("visits")
    view = desk.view("visits")
    desk.press(view._void)
    desk.key(Qt.Key.Key_Escape)
    assert desk.counter.made("void_visit") == []
    desk.press(view._void)
    desk.press(desk.find("void.duplicate"))
    desk.bot.waitUntil(lambda: desk.counter.made("void_visit") == [("v1", "duplicate")])
    desk.settle()
    assert "重复" in desk.window.toast.accessibleName()
    assert not view._void.isVisible()


def test_an_empty_day_says_what_will_be_here(make_desk: Maker) -> None:
    desk = make_desk(empty=True)
    for page in ("today", "visits", "meals", "inspect"):
        desk.go(page)
    desk.go("visits")
    desk.scan_for_answer(GOOD)
    assert len(desk.counter.visit_rows) == 1


# --- meals ------------------------------------------------------------------------------


def test_ten_meals_in_ten_scans_and_no_other_key(make_desk: Maker) -> None:
    desk = make_desk(("merchant",))
    for number in range(10):
        desk.scan(GOOD if number % 2 else OTHER)
        desk.bot.waitUntil(lambda number=number: len(desk.counter.made("scan_meal")) == number + 1)
    desk.settle()
    assert "可以用餐" in desk.find("meals.block").accessibleName()


def test_a_refusal_stands_where_the_sum_would(desk: Desk) -> None:
    desk.go("meals")
    desk.scan(OTHER)
    block = desk.find("meals.block")
    desk.bot.waitUntil(lambda: "已经用过了" in block.accessibleName())
    assert "￥" not in block.accessibleName()
    assert "下一餐：错峰 13:30 起" in block.accessibleName()


def test_a_meal_is_voided_in_its_row(desk: Desk) -> None:
    desk.go("meals")
    press_row_button(desk, "meals.list", 2)
    desk.press(desk.find("meal_void.not_collected"))
    desk.bot.waitUntil(lambda: desk.counter.made("void_meal") == [("m3", "not_collected")])
    desk.settle()
    assert desk.view("meals")._delegate.opened == ""


def test_another_merchant_is_chosen(desk: Desk) -> None:
    desk.go("meals")
    chooser = desk.find("meals.merchant")
    desk.press(chooser)
    desk.key(Qt.Key.Key_Tab)
    desk.key(Qt.Key.Key_Return)
    desk.scan(GOOD)
    desk.bot.waitUntil(lambda: desk.counter.made("scan_meal") == [(GOOD, "M2")])


def test_the_answer_does_not_stand_for_the_next_person(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop.ui.meals.view.HOLD_MS", 30)
    desk.go("meals")
    block = desk.find("meals.block")
    desk.scan(GOOD)
    desk.bot.waitUntil(lambda: "可以用餐" in block.accessibleName() or bool(desk.counter.made("scan_meal")))
    desk.bot.waitUntil(lambda: "请扫服务卡" in block.accessibleName())


# --- inspect ----------------------------------------------------------------------------


def test_all_pass_weekly_in_nine_presses(desk: Desk) -> None:
    desk.go("inspect")
    presses = 0
    for _ in range(8):
        desk.press(desk.find("inspect.all_pass"))
        presses += 1
    assert desk.counter.made("complete_inspection") == []
    desk.press(desk.find("inspect.finish"))
    presses += 1
    desk.bot.waitUntil(lambda: len(desk.counter.made("complete_inspection")) == 1)
    desk.settle()
    kind, begun, answers = desk.counter.made("complete_inspection")[0]
    assert presses <= 9
    assert kind == "weekly"
    assert begun
    assert {answer.result for answer in answers} == {"pass"}
    assert len(answers) == 25
    assert desk.view("inspect").result.word.text() == "达标"


def test_nothing_is_answered_beforehand_and_finish_names_what_is_missing(desk: Desk) -> None:
    desk.go("inspect")
    view = desk.view("inspect")
    assert all(not part.isChecked() for row in view.points.rows.values() for part in row.answers.parts.values())
    desk.press(desk.find("inspect.all_pass"))
    desk.press(desk.find("inspect.finish"))
    assert desk.counter.made("complete_inspection") == []
    said = desk.window.toast.accessibleName()
    assert "微波炉" in said
    assert "桌椅" not in said


def test_a_fail_with_note_phrase_photo_and_severity(desk: Desk, tmp_path: Path) -> None:
    picture = tmp_path / "photo.png"
    image = QImage(400, 300, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkGreen)
    assert image.save(str(picture))
    desk.go("inspect")
    view = desk.view("inspect")
    desk.press(view.points.rows["tables_and_chairs.sat_on"].answers.parts["fail"])
    note = desk.find("inspect.note")
    assert isinstance(note, QPlainTextEdit)
    note.setFocus()
    desk.type_keys("abc", PERSON_GAP_MS)
    desk.bot.waitUntil(lambda: note.toPlainText() == "abc")
    view.note.phrase_said.emit("少了一把")
    view.note.photos.ask = lambda: str(picture)
    desk.press(desk.find("inspect.add_photo"))
    desk.settle()
    desk.press(view.note._choices.parts["days_7"])
    for row in view.points.rows.values():
        if not any(part.isChecked() for part in row.answers.parts.values()):
            desk.press(row.answers.parts["pass"])
    desk.press(desk.find("inspect.next"))
    for _ in range(7):
        desk.press(desk.find("inspect.all_pass"))
    desk.press(desk.find("inspect.finish"))
    desk.bot.waitUntil(lambda: len(desk.counter.made("complete_inspection")) == 1)
    desk.settle()
    answers = desk.counter.made("complete_inspection")[0][2]
    failed = next(answer for answer in answers if answer.result == "fail")
    assert failed.checkpoint == "tables_and_chairs.sat_on"
    assert failed.note == "abc，少了一把"
    assert failed.severity == "days_7"
    assert failed.photos == (picture.read_bytes(),)
    assert view.result.word.text() == "不达标"


def test_not_applicable_asks_why(desk: Desk) -> None:
    desk.go("inspect")
    view = desk.view("inspect")
    for row in view.points.rows.values():
        desk.press(row.answers.parts["na"])
    assert view.cards["tables_and_chairs"].state == "没查完"
    for code in view.points.rows:
        view.points.looked_at.emit(code)
        view.note.phrase_said.emit("本站没有这一样")
    assert view.cards["tables_and_chairs"].state == "合格"


def test_a_rectification_is_rechecked(desk: Desk) -> None:
    desk.go("inspect")
    desk.press(desk.find("rectification.close.31"))
    send = desk.find("rectification.send")
    assert not send.isEnabled()
    note = desk.find("rectification.note")
    assert note.hasFocus()
    desk.type_keys("ok", PERSON_GAP_MS)
    desk.bot.waitUntil(send.isEnabled)
    desk.press(send)
    desk.bot.waitUntil(lambda: desk.counter.made("recheck") == [("r1", True, "ok")])
    desk.settle()
    assert "已销号" in desk.window.toast.accessibleName()


def test_a_report_needs_a_photo(desk: Desk, tmp_path: Path) -> None:
    picture = tmp_path / "after.png"
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    assert image.save(str(picture))
    desk.go("inspect")
    view = desk.view("inspect")
    desk.press(desk.find("rectification.report.30"))
    view.open.written.emit("修好了")
    assert not desk.find("rectification.send").isEnabled()
    view.open.photos.ask = lambda: str(picture)
    desk.press(desk.find("inspect.add_photo"))
    desk.settle()
    view.open.move_wanted.emit()
    desk.bot.waitUntil(lambda: desk.counter.made("report_rectified") == [("r2", "修好了", picture.read_bytes())])


def test_a_scan_does_not_destroy_the_walk(desk: Desk) -> None:
    desk.go("inspect")
    view = desk.view("inspect")
    desk.press(view.points.rows["tables_and_chairs.sat_on"].answers.parts["fail"])
    note = desk.find("inspect.note")
    assert isinstance(note, QPlainTextEdit)
    note.setFocus()
    desk.type_keys("abc", PERSON_GAP_MS)
    desk.bot.waitUntil(lambda: note.toPlainText() == "abc")
    QTest.qWait(60)  # longer than a scanner's gap
    desk.scan_for_answer(GOOD)
    assert note.toPlainText() == "abc"
    assert note.hasFocus()
    assert desk.counter.made("scan_visit") == [(GOOD,)]
    assert QPoint(0, 0) != desk.window.overlay.geometry().topLeft()
