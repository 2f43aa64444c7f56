"""The board of slips in use: calls, columns, what comes next, a list of a state, a new slip by keys and by scan."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

from desktop.core.errors import Refused
from desktop.core.health_pages import NewSlip
from desktop.core.plain import FieldKind, PlainAct, PlainDetail, PlainField
from desktop.ui.health.slip_box import SlipBox
from desktop.ui.parts.button import Button
from desktop.ui.parts.card import Icon
from desktop.ui.plain.fields import ChoiceField
from tests.gui.conftest import Desk, Maker
from tests.gui.fake_counter import GOOD, OTHER
from tests.gui.fake_health import HOSPITAL, card
from tests.gui.test_plain import a_paper
from tests.gui.test_window import cut_off, sign_in


def texts(desk: Desk) -> list[str]:
    return [label.text() for label in desk.window.findChildren(QLabel) if label.isVisible()]


def boxes(desk: Desk, state: str) -> list[SlipBox]:
    column = desk.find(f"health.column.{state}")
    return [box for box in column.findChildren(SlipBox) if box.isVisible()]


def detail(referral: str) -> PlainDetail:
    to = PlainField("to_state", FieldKind.CHOICE, choices=(("no_show", "未到诊"), ("attended", "已到诊")))
    slot = PlainField("slot", FieldKind.CHOICE, choices=(("s1", "11月24日"),))
    acts = (PlainAct("book", (slot,), "calendar", "primary"), PlainAct("stub", icon="check", weight="primary"),
            PlainAct("move", (to, PlainField("note", needed=False)), "sync"))  # fmt: skip
    return PlainDetail(referral, "李**", acts=acts)


@pytest.fixture
def board(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr(desk.counter, "plain_detail", lambda _code, row: detail(row))
    desk.go("health")
    return desk


def test_slips_stand_by_state_and_what_is_overdue_has_an_edge_an_icon_and_words(board: Desk) -> None:
    counts = {state: [box.card.referral for box in boxes(board, state)] for state in ("issued", "booked", "attended")}
    assert counts == {"issued": ["slips0", "slips1"], "booked": ["slips2", "slips3"], "attended": ["slips4"]}
    late, fine = boxes(board, "issued")
    assert "开单 3 天还没约上" in late.accessibleName()
    assert [icon.name for icon in late.findChildren(Icon)] == ["warn"]
    assert fine.findChildren(Icon) == []
    red = board.window.look.qcolor("wrong")
    middle = late.height() // 2
    assert late.grab().toImage().pixelColor(1, middle) == red
    assert fine.grab().toImage().pixelColor(1, middle) != red
    words = {button.said for box in (late, fine) for button in box.findChildren(Button)}
    assert words == {"约时段"}
    for state, count in (("closed", 26), ("no_show", 26), ("expired", 26), ("cancelled", 26)):
        assert board.find(f"health.rest.{state}").accessibleName().endswith(f" {count}")


def test_todays_calls_say_whom_why_and_since_when(board: Desk) -> None:
    assert "2 张单" in texts(board)
    board.press(board.find("health.call.slips4"))
    assert board.window.fronts.presenter._row == "slips4"
    assert board.find("health.close").isVisible()
    board.key(Qt.Key.Key_Escape)
    assert board.find("health.rest.closed").isVisible()


def test_a_cards_button_opens_what_comes_next_filled_in(board: Desk) -> None:
    board.press(board.find("slip.next.slips2"))
    chosen = board.find("field.to_state")
    assert isinstance(chosen, ChoiceField)
    assert chosen.code() == "attended"
    assert board.counter.made("plain_act") == []
    board.press(board.find("act.move.do"))
    board.bot.waitUntil(lambda: len(board.counter.made("plain_act")) == 1)
    code, act, row, values = board.counter.made("plain_act")[0]
    assert (code, act, row) == ("slips", "move", "slips2")
    assert isinstance(values, dict)
    assert values["to_state"] == "attended"


def test_a_stub_is_taken_in_at_once_and_the_board_stays(board: Desk) -> None:
    board.press(board.find("slip.next.slips4"))
    board.bot.waitUntil(lambda: len(board.counter.made("plain_act")) == 1)
    board.settle()
    assert board.counter.made("plain_act")[0][:3] == ("slips", "stub", "slips4")
    assert board.find("health.rest.closed").isVisible()


def test_slips_that_are_over_are_a_list_and_lead_back(board: Desk) -> None:
    board.press(board.find("health.rest.no_show"))
    rows = board.find("health.list")
    assert rows.model().rowCount() == 3
    rows.setFocus()
    board.key(Qt.Key.Key_Down)
    assert board.find("health.close").isVisible()
    board.key(Qt.Key.Key_Escape)
    board.key(Qt.Key.Key_Escape)
    assert board.find("health.column.issued").isVisible()


def begin(desk: Desk, text: str = "马") -> None:
    desk.find("health.begin").setFocus()
    QTest.keyClick(desk.window.windowHandle(), Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    desk.bot.waitUntil(lambda: not desk.window.wedge.detector.holding)
    desk.settle()
    who = desk.find("health.who")
    assert isinstance(who, QLineEdit)
    assert who.hasFocus()
    if text:
        who.setText(text)
        who.textEdited.emit(text)
        desk.settle()


def test_a_new_slip_says_who_may_have_a_check_and_prints(board: Desk) -> None:
    health = board.counter.health
    health.paper = a_paper()
    begin(board)
    board.press(board.find("health.person.p1"))
    assert "今年还没有体检单，可以开" in texts(board)
    board.press(board.find("health.issue"))
    assert "还没得到本人同意：请他看过或听过，再勾上。" in texts(board)
    slot = board.find("health.slot")
    assert isinstance(slot, ChoiceField)
    assert [slot.itemText(at) for at in range(slot.count())] == [
        "先开单，时段以后再约", "11月24日 08:00–10:00 · 剩 3 位", "11月25日 08:00–10:00 · 已满，候补"]  # fmt: skip
    slot.setFocus()
    board.key(Qt.Key.Key_Down)
    board.find("health.consent").setFocus()
    board.key(Qt.Key.Key_Space)
    board.key(Qt.Key.Key_Return)
    board.bot.waitUntil(lambda: len(health.made) == 1)
    board.settle()
    assert health.made == [NewSlip("p1", "checkup", "h1", "s1", "", consent=True)]
    assert board.find("paper.save").isVisible()
    assert board.window.toast.accessibleName() == "马** 的单开好了，时段约上了"


def test_who_had_a_check_this_year_goes_by_the_green_channel_with_a_reason(board: Desk) -> None:
    health = board.counter.health
    begin(board)
    board.press(board.find("health.person.p2"))
    assert "今年 3月2日 已有体检单，只能走绿色通道" in texts(board)
    assert not board.find("health.kind.checkup").isEnabled()
    assert board.find("health.kind.green_channel").isChecked()
    board.press(board.find("health.consent"))
    health.trouble = Refused("reason_needed")
    board.press(board.find("health.issue"))
    board.bot.waitUntil(lambda: board.find("health.refused").isVisible())
    assert health.made == []
    reason = board.find("health.reason")
    assert isinstance(reason, QLineEdit)
    reason.setText("头晕")
    board.press(board.find("health.issue"))
    board.bot.waitUntil(lambda: health.made == [NewSlip("p2", "green_channel", "h1", "", "头晕", consent=True)])


def test_the_form_takes_one_scan_for_whom_and_every_other_is_a_visit(board: Desk) -> None:
    begin(board, "")
    board.scan(GOOD)
    board.bot.waitUntil(lambda: GOOD in board.counter.health.asked)
    board.settle()
    assert board.counter.made("scan_visit") == []
    assert board.find("health.chosen").isVisible()
    board.scan_for_answer(OTHER)
    assert board.counter.made("scan_visit") == [(OTHER,)]
    assert board.find("health.chosen").isVisible()


def test_a_draft_outlives_a_language_a_text_size_and_a_lock(board: Desk) -> None:
    begin(board)
    board.press(board.find("health.person.p1"))
    board.press(board.find("health.consent"))
    board.key(Qt.Key.Key_F11)
    board.key(Qt.Key.Key_F10)
    board.key(Qt.Key.Key_F12)
    sign_in(board, "1234")
    board.go("health")
    assert board.find("health.chosen").isVisible()
    assert board.find("health.consent").isChecked()


def test_today_leads_to_a_slip_and_the_draft_comes_back(board: Desk) -> None:
    begin(board)
    board.press(board.find("health.person.p1"))
    board.window.go("health", "slips4")
    board.settle()
    assert board.find("health.close").isVisible()
    board.find("health.begin").click()
    board.settle()
    assert board.find("health.chosen").isVisible()


def test_what_works_on_no_slip_is_still_reached(board: Desk) -> None:
    board.press(board.find("act.close_day"))  # the fake's acts stand for those of the section
    assert board.find("act.close_day.do").isVisible()
    board.key(Qt.Key.Key_Escape)
    assert board.find("health.rest.closed").isVisible()
    board.press(board.find("act.settle"))
    assert "督导员" in board.window.toast.accessibleName()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("scale", [100, 125, 150])
def test_nothing_is_cut_off(make_desk: Maker, monkeypatch: pytest.MonkeyPatch, language: str, scale: int) -> None:
    desk = make_desk(language=language, scale=scale)
    monkeypatch.setattr(desk.counter, "plain_detail", lambda _code, row: detail(row))
    late = card(7, "booked", why="not_attended", days=12, name="Abdurrahman of Kashgar")
    desk.counter.health.cards = (*desk.counter.health.cards, late, replace(late, referral="slips8", state="attended"))
    desk.go("health")
    view = desk.window.fronts.view
    presenter = desk.window.fronts.presenter
    steps = (
        lambda: None,
        lambda: presenter.mark("slips0"),
        presenter.begin,
        lambda: presenter.who_typed("马"),
        lambda: presenter.choose_person("p2"),
        presenter.issue,
        lambda: presenter.list_state("closed"),
    )
    for step in steps:
        step()
        desk.settle()
        assert cut_off(view) == []
        assert desk.window.minimumSizeHint().width() <= 1366
        assert view.minimumSizeHint().height() <= 690 - 52


def test_an_empty_board_says_so(make_desk: Maker) -> None:
    desk = make_desk(empty=True)
    desk.go("health")
    assert {"今天没有要问的", "没有刚开的单", "没有约好的单", "没有等回执的单"} <= set(texts(desk))
    desk.key(Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is not None
    assert HOSPITAL not in " ".join(texts(desk))
