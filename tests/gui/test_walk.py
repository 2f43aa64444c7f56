"""A walk with its lists: the box and the tools counted, a paper checklist typed in, photos pasted and dropped."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage, QImageWriter
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget

from desktop.core.inspect_pages import DueView
from desktop.core.workdays import Counted
from desktop.ui.inspect.due_days import due_why
from desktop.ui.parts.button import Button
from tests.gui.conftest import Desk, Maker
from tests.gui.fake_counter import GOOD
from tests.gui.test_window import cut_off


def item(desk: Desk, code: str) -> None:
    desk.press(desk.view("inspect").cards[code])


def picture() -> QImage:
    made = QImage(40, 30, QImage.Format.Format_RGB32)
    made.fill(0xFF3366)
    return made


def finish(desk: Desk) -> None:
    for code, card in desk.view("inspect").cards.items():
        if card.state == "未查":
            item(desk, code)
            desk.press(desk.find("inspect.all_pass"))
    desk.press(desk.find("inspect.finish"))


def test_the_box_is_counted_during_the_walk_the_soonest_on_top(desk: Desk) -> None:
    desk.go("inspect")
    item(desk, "medicine_box")
    lists = desk.view("inspect").lists
    shown = " ".join(each.accessibleName() for each in lists.findChildren(QWidget))
    assert shown.index("风油精") < shown.index("已过期") < shown.index("碘伏棉签") < shown.index("还有 3 天")
    desk.press(desk.find("tally.l2"))
    assert desk.find("tally.l2").said == "数到 5 盒"
    stepper = desk.find("count.l1")
    desk.press(stepper.less)
    assert desk.find("tally.l1").said == "数到 1 瓶"
    desk.press(desk.find("tally.l1"))  # the same once more takes it back
    assert desk.find("tally.l1").said == "数量相符"
    desk.scan_for_answer(GOOD)
    finish(desk)
    assert desk.counter.inspecting.counted == [{"l2": 5}]
    desk.press(desk.find("inspect.again"))
    item(desk, "medicine_box")
    assert desk.find("tally.l2").said == "数量相符"


def test_who_may_not_count_sees_the_box_all_the_same(desk: Desk) -> None:
    desk.counter.inspecting.lists_now = replace(desk.counter.inspecting.lists_now, may_count=False)
    desk.go("inspect")
    item(desk, "medicine_box")
    assert not desk.view("inspect").lists._checks
    desk.press(desk.find("medicine.l1"))
    assert desk.window.fronts.place == "inspect.box"


def test_tools_are_ticked_and_what_is_missing_goes_into_the_note(desk: Desk) -> None:
    desk.go("inspect")
    item(desk, "repair_tools")
    desk.press(desk.find("tool.pump"))
    desk.press(desk.find("tool.pliers"))
    assert desk.view("inspect").lists._title.text() == "维修工具 2 / 3 样在"
    desk.press(desk.find("point.repair_tools.counted").parts["fail"])
    note = desk.find("inspect.note")
    assert isinstance(note, QPlainTextEdit)
    assert note.toPlainText() == "缺：开口扳手"


def test_a_paper_checklist_is_typed_in_by_digits_alone(desk: Desk) -> None:
    desk.go("inspect")
    desk.press(desk.find("inspect.type"))
    points = [point.code for each in desk.window.fronts.presenter.items for point in each.points]
    for code in points:
        assert desk.window.fronts.presenter.draft.typed == code
        desk.key(Qt.Key.Key_2 if code == "microwave.clean" else Qt.Key.Key_1)
    assert desk.window.fronts.presenter.draft.typed == ""
    desk.press(desk.find("inspect.finish"))
    _, _, answers = desk.counter.made("complete_inspection")[0]
    assert [answer.checkpoint for answer in answers if answer.result == "fail"] == ["microwave.clean"]
    assert {answer.result for answer in answers} == {"pass", "fail"}


def test_typing_goes_back_and_ends_and_digits_are_items_again(desk: Desk) -> None:
    desk.go("inspect")
    presenter = desk.window.fronts.presenter
    desk.press(desk.find("inspect.type"))
    desk.key(Qt.Key.Key_2)
    desk.key(Qt.Key.Key_Up)
    assert presenter.draft.typed == "tables_and_chairs.sat_on"
    desk.key(Qt.Key.Key_Y)
    desk.key(Qt.Key.Key_Escape)
    assert presenter.draft.of("tables_and_chairs.sat_on").result == "pass"
    assert not desk.view("inspect").points._how.isVisible()
    desk.key(Qt.Key.Key_2)
    assert presenter.draft.item == "microwave"
    assert not presenter.draft.of("microwave.heats").result


def fail(desk: Desk, code: str) -> None:
    desk.press(desk.find(f"point.{code}").parts["fail"])


def test_photos_are_pasted_and_dropped_and_taken(desk: Desk, tmp_path: object) -> None:
    desk.go("inspect")
    fail(desk, "tables_and_chairs.clean")
    given = desk.window.fronts.presenter.draft.of("tables_and_chairs.clean")
    QApplication.clipboard().setImage(picture())
    desk.find("inspect.note").setFocus()
    desk.key(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert [raw[:4] for raw in given.photos] == [b"\x89PNG"]
    file = f"{tmp_path}/photo.jpg"
    assert picture().save(file)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(file)])
    row = desk.view("inspect").note.photos
    held = (QPoint(5, 5), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(*held)
    QApplication.sendEvent(row, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(row, QDropEvent(*held))
    desk.settle()
    assert [raw[:2] for raw in given.photos] == [b"\x89P", b"\xff\xd8"]
    assert not [w for w in desk.window.findChildren(QPlainTextEdit) if "photo" in w.toPlainText()]
    # text is pasted as text
    QApplication.clipboard().setText("桌面粘")
    desk.find("inspect.note").setFocus()
    desk.key(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert given.note == "桌面粘"


def test_a_camera_is_offered_only_where_there_is_one(desk: Desk) -> None:
    desk.go("inspect")
    fail(desk, "tables_and_chairs.clean")
    names = [child.objectName() for child in desk.view("inspect").note.findChildren(QWidget)]
    assert "inspect.take_photo" not in names
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert QImageWriter(buffer, b"png").write(picture())
    raw = bytes(buffer.data().data())
    desk.view("inspect").offer_camera(lambda then: then(raw))
    desk.settle()
    desk.press(desk.find("inspect.take_photo"))
    assert desk.window.fronts.presenter.draft.of("tables_and_chairs.clean").photos == [raw]


def test_the_due_time_and_its_days_are_shown_before_saving(desk: Desk) -> None:
    desk.go("inspect")
    fail(desk, "tables_and_chairs.sat_on")
    note = desk.view("inspect").note
    assert "11月25日" in note._due_first.text()
    assert note._due_second.text() == "只算工作日：跳过周末 11月22日。"
    assert desk.find("inspect.due_days").accessibleName() == "11月22日 不算、11月23日 1、11月24日 2、11月25日 3"
    desk.window.fronts.presenter.set_severity("at_once")
    desk.settle()
    assert note._due_second.text() == "立行立改：今天之内改好。"
    assert not note._days.isVisible()


def test_every_reason_of_a_deadline_has_its_words(desk: Desk) -> None:
    path = (
        *(Counted(f"2026-10-0{day}", 0, "holiday") for day in range(1, 8)),
        Counted("2026-10-08", 1),
        Counted("2026-10-10", 2, "make_up"),
    )
    said = due_why(desk.window.words, DueView("days_3", "2026-10-10", True, path))
    assert said == "只算工作日：跳过节假日 7 天；10月10日调休上班，算。"
    none = (Counted("2026-11-17", 1),)
    assert due_why(desk.window.words, DueView("x", "2026-11-17", True, none)) == "期限按达标标准，只算工作日。"


def test_a_checklist_is_asked_for_on_paper(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.go("inspect")
    gone: list[tuple[str, str]] = []
    monkeypatch.setattr(desk.window, "go", lambda page, subject="": gone.append((page, subject)))
    desk.press(desk.find("inspect.print"))
    assert gone == [("papers", "checklist")]


@pytest.mark.parametrize(("language", "scale"), [("zh", 100), ("zh", 150), ("en", 100), ("en", 150)])
@pytest.mark.parametrize("code", ["medicine_box", "repair_tools"])
def test_the_lists_fit(make_desk: Maker, language: str, scale: int, code: str) -> None:
    desk = make_desk(language=language, scale=scale)
    desk.go("inspect")
    item(desk, code)
    assert cut_off(desk.view("inspect")) == []
    lists = desk.view("inspect").lists
    assert lists.widget().width() <= lists.viewport().width()
    for button in lists.findChildren(Button):
        assert button.mapTo(lists, button.rect().topRight()).x() <= lists.viewport().width(), button.said


@pytest.mark.parametrize(("language", "scale"), [("zh", 150), ("en", 150)])
def test_the_phrases_of_a_fail_fit_after_a_change_of_size(make_desk: Maker, language: str, scale: int) -> None:
    desk = make_desk(language=language)
    desk.go("inspect")
    fail(desk, "tables_and_chairs.sat_on")
    desk.window.set_text_size(scale)
    desk.settle()
    note = desk.view("inspect").note
    for button in note.findChildren(Button):
        if button.isVisible():
            assert button.mapTo(note, button.rect().topRight()).x() <= note.viewport().width(), button.said
