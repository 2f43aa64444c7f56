"""The page of people in use: a rider registered by keys, a known phone, drafts, the list, forgetting."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

from desktop.core.errors import Refused
from desktop.core.people_pages import PAGE_ROWS
from desktop.core.plain import PlainAct, PlainDetail, PlainField
from desktop.ui.parts.button import Button, Kind
from desktop.ui.parts.phone_field import digits_of, grouped
from desktop.ui.parts.row_list import RowList
from tests.gui.conftest import PERSON_GAP_MS, Desk, Maker
from tests.gui.fake_counter import GOOD
from tests.gui.fake_people import KNOWN, LONG
from tests.gui.test_plain import a_paper
from tests.gui.test_window import cut_off, sign_in

KEYS_A_SECOND = 3
SECONDS_MOST = 30
FIELDS_MOST = 6


def line(desk: Desk, name: str) -> QLineEdit:
    found = desk.find(f"people.{name}")
    assert isinstance(found, QLineEdit)
    return found


def shown(desk: Desk) -> list[str]:
    return [label.text() for label in desk.window.findChildren(QLabel) if label.isVisible()]


def focused(desk: Desk) -> str:
    widget = QApplication.focusWidget()
    return widget.objectName() if widget is not None else ""


class Typist:
    """Counts the keys that a person presses."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.keys = desk, 0

    def type(self, text: str) -> None:
        self.keys += len(text)
        self.desk.type_keys(text, PERSON_GAP_MS)
        self.desk.bot.waitUntil(lambda: not self.desk.window.wedge.detector.holding)

    def key(self, key: Qt.Key) -> None:
        self.keys += 1
        self.desk.key(key)


def put(desk: Desk, field: QLineEdit, text: str) -> None:
    """Keys into a field, as fast as they come; no scan, since no Enter ends them."""
    field.setFocus()
    desk.type_keys(text, 0)
    desk.bot.waitUntil(lambda: not desk.window.wedge.detector.holding)


def fill(desk: Desk, phone: str = "13805319999") -> None:
    """A whole draft, straight into the fields."""
    line(desk, "name").setText("马建国")
    put(desk, line(desk, "phone"), phone)
    desk.find("group.delivery_rider").setFocus()
    desk.key(Qt.Key.Key_2)
    desk.find("people.consent").setFocus()
    desk.key(Qt.Key.Key_Space)


def test_a_rider_is_registered_and_has_a_card_within_thirty_seconds_of_keys(desk: Desk) -> None:
    """Name in pinyin with the key that takes it, phone, group, company, no proof, consent; Enter saves and prints."""
    desk.counter.people.paper = a_paper()
    desk.go("people")
    person, stops = Typist(desk), []
    person.keys += 1  # the space with which an input method takes 马建国
    for keys in ("majianguo", "13805319999", "2", "shunfeng", "", " "):
        stops.append(focused(desk))
        person.type(keys)
        if keys != " ":
            person.key(Qt.Key.Key_Tab)
    person.key(Qt.Key.Key_Return)
    desk.bot.waitUntil(lambda: len(desk.counter.people.made) == 1)
    desk.settle()
    made = desk.counter.people.made[0]
    assert (made.name, made.phone, made.group) == ("majianguo", "13805319999", "delivery_rider")
    assert (made.company, made.proof, made.consent) == ("shunfeng", "", True)
    assert stops == ["people.name", "people.phone", "group.courier", "people.company", "people.proof", "people.consent"]
    assert len(stops) <= FIELDS_MOST
    assert person.keys / KEYS_A_SECOND <= SECONDS_MOST, person.keys
    assert desk.find("paper.save").isVisible()
    assert desk.window.toast.accessibleName() == "m** 登记好了"
    desk.key(Qt.Key.Key_Return)
    assert focused(desk) == "people.name"
    assert line(desk, "phone").text() == ""


def test_the_phone_groups_itself_and_the_cursor_stays(desk: Desk) -> None:
    assert [grouped(each) for each in ("", "138", "1380", "13805310427")] == ["", "138", "138 0", "138 0531 0427"]
    assert digits_of("+86 １３８-0531 0427 9") == "13805310427"
    desk.go("people")
    phone = line(desk, "phone")
    put(desk, phone, "1380531042")
    assert phone.text() == "138 0531 042"
    phone.setCursorPosition(3)
    put(desk, phone, "9")
    assert (phone.text(), phone.cursorPosition()) == ("138 9053 1042", 5)


def test_what_is_missing_is_said_and_stood_on(desk: Desk) -> None:
    desk.go("people")
    for at, (field, here) in enumerate(
        (("name", "people.name"), ("phone", "people.phone"), ("group", "group.courier"), ("consent", "people.consent"))
    ):
        desk.key(Qt.Key.Key_Return)
        assert focused(desk) == here, at
        assert desk.find("people.refused").isVisible()
        if field == "name":
            line(desk, "name").setText("马建国")
        elif field == "phone":
            put(desk, line(desk, "phone"), "13805319999")
        else:
            desk.key(Qt.Key.Key_Space)
        assert desk.window.fronts.view.form._refused.isHidden()
    assert desk.counter.people.made == []


def test_a_known_phone_is_told_at_the_eleventh_digit_and_enter_asks_which(desk: Desk) -> None:
    people = desk.counter.people
    desk.go("people")
    fill(desk, KNOWN[:10])
    assert people.checked == []
    line(desk, "phone").setFocus()
    line(desk, "phone").end(False)
    desk.type_keys(KNOWN[10], PERSON_GAP_MS)
    desk.bot.waitUntil(lambda: people.checked == [KNOWN])
    desk.settle()
    note = desk.find("people.known")
    assert note.accessibleName() == (
        "这个手机号登记过：马** · 网约配送员 2025年12月3日 在曲水亭驿站登记，服务卡 2027年12月3日 前有效"
    )
    filled = [
        each for each in desk.view("people").findChildren(Button) if each.isVisible() and each.kind is Kind.PRIMARY
    ]
    assert [each.objectName() for each in filled] == ["people.same"]
    desk.key(Qt.Key.Key_Return)
    assert focused(desk) == "people.same"
    assert (people.made, people.replaced) == ([], [])
    desk.key(Qt.Key.Key_Return)
    desk.bot.waitUntil(lambda: people.replaced == ["people1"])
    desk.settle()
    assert people.made == []
    assert line(desk, "name").text() == ""


def test_somebody_else_types_the_number_again(desk: Desk) -> None:
    desk.go("people")
    fill(desk, KNOWN)
    desk.press(desk.find("people.other"))
    assert line(desk, "phone").text() == ""
    assert focused(desk) == "people.phone"
    assert line(desk, "name").text() == "马建国"
    assert "一个手机号只登记一个人，请和本人核对号码后重输。" in shown(desk)
    assert (desk.counter.people.made, desk.counter.people.replaced) == ([], [])


def test_enter_before_the_phone_is_looked_up_waits_for_it(desk: Desk) -> None:
    people = desk.counter.people
    desk.go("people")
    people.gate.clear()
    line(desk, "name").setText("马建国")
    put(desk, line(desk, "phone"), KNOWN)
    QTest.mouseClick(desk.find("group.courier"), Qt.MouseButton.LeftButton)
    QTest.mouseClick(desk.find("people.consent"), Qt.MouseButton.LeftButton)
    desk.window.fronts.view.form.save.click()
    desk.bot.waitUntil(lambda: people.checked == [KNOWN, KNOWN])
    assert people.made == []
    people.gate.set()
    desk.settle()
    assert people.made == []
    assert focused(desk) == "people.same"


def test_a_refusal_keeps_what_was_typed(desk: Desk) -> None:
    desk.go("people")
    fill(desk)
    desk.counter.people.trouble = Refused("company_too_long", most=60, length=61)
    desk.press(desk.find("people.save"))
    desk.bot.waitUntil(lambda: focused(desk) == "people.company")
    assert line(desk, "name").text() == "马建国"
    assert desk.find("people.refused").isVisible()
    desk.press(desk.find("people.only_save"))
    desk.bot.waitUntil(lambda: len(desk.counter.people.made) == 1)
    desk.settle()
    assert desk.window.findChildren(Button, "paper.save")[0].isVisible() is False


def test_a_draft_outlives_a_scan_a_language_and_a_lock(desk: Desk) -> None:
    desk.counter.people.owner = "people1"
    desk.go("people")
    fill(desk)
    line(desk, "name").setFocus()
    desk.scan_for_answer(GOOD)
    assert line(desk, "name").text() == "马建国"
    assert focused(desk) == "people.name"
    desk.key(Qt.Key.Key_F11)
    desk.key(Qt.Key.Key_F10)
    desk.key(Qt.Key.Key_F12)
    sign_in(desk, "1234")
    desk.go("people")
    assert line(desk, "name").text() == "马建国"
    assert line(desk, "phone").text() == "138 0531 9999"
    assert desk.find("people.consent").isChecked()
    assert desk.find("group.delivery_rider").isChecked()


def test_a_scan_is_a_visit_and_marks_whose_card_it_was(desk: Desk) -> None:
    desk.counter.people.owner = "people2"
    desk.go("people")
    desk.scan_for_answer(GOOD)
    desk.bot.waitUntil(lambda: desk.window.fronts.view.list.isVisible())
    assert desk.counter.made("scan_visit") == [(GOOD,)]
    assert desk.window.fronts.view.list.currentIndex().row() == 2


def test_a_company_typed_before_is_offered_and_taken_by_arrow(desk: Desk) -> None:
    desk.go("people")
    company = line(desk, "company")
    company.setFocus()
    desk.key(Qt.Key.Key_Down)
    desk.key(Qt.Key.Key_Down)
    desk.key(Qt.Key.Key_Return)
    assert company.text() == "蓝湾配送泉城路站"
    assert desk.counter.people.made == []
    assert desk.window.fronts.view.form._refused.isHidden()
    desk.key(Qt.Key.Key_Return)
    assert not desk.window.fronts.view.form._refused.isHidden()


def test_a_million_people_are_asked_for_a_page_at_a_time(desk: Desk) -> None:
    people = desk.counter.people
    people.count = 1_000_000
    desk.go("people")
    assert people.asked[-1] == ("", "", PAGE_ROWS)
    desk.press(desk.find("people.turn"))
    rows = desk.find("people.list")
    assert isinstance(rows, RowList)
    assert rows.model().rowCount() == PAGE_ROWS
    assert desk.window.fronts.view.subtitle.text() == "共 1,000,000 人"
    rows.setFocus()
    desk.key(Qt.Key.Key_Down)
    bar = rows.verticalScrollBar()
    for pages in (2, 3):
        foot = bar.maximum()
        bar.setValue(foot)
        desk.settle()
        assert rows.model().rowCount() == pages * PAGE_ROWS
        assert bar.value() == foot, "the list stays where it was scrolled to"
    assert all(most == PAGE_ROWS for _, _, most in people.asked)


@pytest.mark.parametrize("stop", ["name", "phone", "group", "company", "proof", "consent"])
def test_enter_saves_from_every_field(desk: Desk, stop: str) -> None:
    desk.go("people")
    line(desk, "name").setText("马建国")
    desk.find("group.truck_driver" if stop == "group" else f"people.{stop}").setFocus()
    desk.key(Qt.Key.Key_Return)
    assert "还没填手机号。" in shown(desk)
    assert not [tile for tile in desk.window.fronts.view.form.groups.tiles.values() if tile.isChecked()]
    assert not desk.find("people.consent").isChecked()


def test_the_list_is_searched_and_says_when_nobody_is_found(desk: Desk) -> None:
    desk.go("people")
    desk.find("people.clear").setFocus()
    desk.key(Qt.Key.Key_Slash)
    assert focused(desk) == "people.search"
    desk.type_keys("nobody", PERSON_GAP_MS)
    desk.bot.waitUntil(lambda: ("nobody", "", PAGE_ROWS) in desk.counter.people.asked)
    desk.bot.waitUntil(lambda: "这里还没有人" in shown(desk))
    assert focused(desk) == "people.search"


def test_forgetting_asks_in_a_dialog_which_escape_closes(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    detail = PlainDetail("people1", "马**", acts=(PlainAct("forget", (PlainField("reason"),), "trash", "danger"),))
    monkeypatch.setattr(desk.counter, "plain_detail", lambda _code, _row: detail)
    desk.go("people")
    desk.press(desk.find("people.turn"))
    desk.find("people.list").setFocus()
    desk.key(Qt.Key.Key_Down)
    desk.press(desk.find("act.forget"))
    dialog = desk.find("people.forget")
    assert dialog.isVisible()
    assert desk.counter.made("plain_act") == []
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    desk.settle()
    assert desk.counter.made("plain_act") == []
    desk.press(desk.find("act.forget"))
    reason = desk.window.fronts.view._dialog.reason
    reason.setText("本人要求")
    desk.window.fronts.view._dialog.findChild(Button, "people.forget.do").click()
    desk.bot.waitUntil(lambda: len(desk.counter.made("plain_act")) == 1)
    assert desk.counter.made("plain_act") == [
        ("people", "forget", "people1", {"month": "2026-11", "reason": "本人要求"})
    ]
    desk.settle()
    assert desk.window.fronts.view._dialog is None


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("scale", [100, 125, 150])
def test_nothing_is_cut_off(make_desk: Maker, language: str, scale: int) -> None:
    desk = make_desk(language=language, scale=scale)
    desk.go("people")
    fill(desk, KNOWN)
    line(desk, "name").setText(LONG if language == "zh" else "Abdurrahman Muhammadjan of Kashgar City Q")
    desk.settle()
    assert desk.find("people.known").isVisible()
    assert cut_off(desk.view("people")) == []
    desk.press(desk.find("people.turn"))
    assert cut_off(desk.view("people")) == []
    assert desk.window.minimumSizeHint().width() <= 1366
    assert desk.view("people").minimumSizeHint().height() <= 690 - 52
