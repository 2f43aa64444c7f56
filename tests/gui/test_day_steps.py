"""开站, 交接班 and 日结 as guided steps over Today: real widgets and keys, a fake counter."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit

from desktop.core import pages
from desktop.core.day_pages import OPENING, Opened
from desktop.core.errors import EnvironmentFailed, Refused
from desktop.core.pages import Hint
from desktop.core.standard import Standard
from desktop.ui.drafts import take_up, write_drafts
from desktop.ui.parts.button import Button, Kind
from desktop.ui.plain.fields import ChoiceField
from desktop.ui.steps.kept import steps_of_text
from tests.gui.conftest import PERSON_GAP_MS, Desk, Maker
from tests.gui.fake_counter import GOOD, FakeCounter
from tests.gui.test_window import cut_off, sign_in

WRITES = ("open_day", "hand_over", "close_day")


def field(desk: Desk, name: str) -> QLineEdit:
    found = desk.find(f"steps.{name}")
    assert isinstance(found, QLineEdit)
    return found


def said(desk: Desk) -> str:
    found = desk.find("steps.said")
    assert isinstance(found, QLabel)
    return found.text()


def writes(desk: Desk) -> list[object]:
    return [call[0] for call in desk.counter.calls if call[0] in WRITES]


def begin(desk: Desk, flow: str) -> None:
    desk.window.go("today", f"steps:{flow}")
    desk.settle()


@pytest.fixture
def closed_station(make_desk: Maker, standard: Standard) -> Desk:
    """A station before its opening."""
    counter = FakeCounter(standard)
    counter.day_opened = False
    counter.todo = (pages.Todo("open_day", Hint("todo.open_day"), Hint("todo.open_day_why"), *OPENING, "plain"),)
    return make_desk(counter=counter)


def test_the_button_and_the_thing_to_do_lead_to_the_same_steps(closed_station: Desk) -> None:
    """Nothing is recorded before the last step."""
    desk = closed_station
    for button in ("flow.open_day", f"todo.open_day.{OPENING[1]}"):
        desk.press(desk.find(button))
        assert desk.find("steps.step.check").isVisible()
        desk.key(Qt.Key.Key_Escape)
    assert writes(desk) == []
    assert desk.find("flow.open_day").kind is Kind.PLAIN, "one filled button: that of the thing to do"


def test_a_station_is_opened_by_keyboard(closed_station: Desk) -> None:
    desk = closed_station
    desk.press(desk.find("flow.open_day"))
    for digit in "12345678":
        desk.key(getattr(Qt.Key, f"Key_{digit}"))
    desk.press(desk.find("check.site.no_ebike.fail"))
    field(desk, "check_note").setFocus()
    desk.type_keys("dirty", PERSON_GAP_MS)
    desk.settle()
    for _ in range(2):
        desk.key(Qt.Key.Key_Return)
        desk.find("steps.next").setFocus()
    assert writes(desk) == []
    desk.key(Qt.Key.Key_Return)
    desk.bot.waitUntil(lambda: writes(desk) == ["open_day"])
    desk.settle()
    ((answers,),) = desk.counter.made("open_day")
    assert [(each.result, each.note) for each in answers] == [("pass", "")] * 8 + [("fail", "dirty")]
    assert said(desk) == "已开站\n自查合格 8 处，不合格 1 处"
    desk.press(desk.find("steps.drop"))
    assert desk.find("flow.close_day").isVisible()


def test_what_was_not_looked_at_is_left_out(closed_station: Desk) -> None:
    desk = closed_station
    desk.counter.day.opened = Opened(12, 0, 0)
    desk.press(desk.find("flow.open_day"))
    desk.press(desk.find("steps.step.open"))
    desk.press(desk.find("steps.next"))
    desk.bot.waitUntil(lambda: writes(desk) == ["open_day"])
    desk.settle()
    assert desk.counter.made("open_day") == [((),)]
    assert said(desk) == "已开站，比公示晚 12 分钟\n自查还没做，请到“巡查”里做"
    assert not desk.window.findChildren(Button, "steps.paper.inspection"), "no check, no report"


def test_the_day_is_signed_after_what_is_left_and_the_figures(desk: Desk) -> None:
    desk.press(desk.find("flow.close_day"))
    assert desk.find("steps.left.inside").isVisible()
    desk.press(desk.find("steps.next"))
    assert [desk.find(f"steps.{name}").text() for name in ("captured", "acknowledged", "waiting", "flagged")] == [
        "63", "58", "4", "1"]  # fmt: skip
    desk.press(desk.find("steps.next"))
    assert writes(desk) == []
    desk.press(desk.find("steps.next"))
    desk.bot.waitUntil(lambda: writes(desk) == ["close_day"])
    desk.settle()
    assert said(desk) == "已日结，辛苦了\n记下 63 条 = 已回执 58 + 等着上报 4 + 要看 1"
    for paper in ("daily", "reconciliation"):
        desk.press(desk.find(f"steps.paper.{paper}"))
    desk.bot.waitUntil(lambda: len(desk.counter.made("paper")) == 2)
    assert desk.counter.made("paper") == [
        ("daily", "", "2026-11-21", "", "zh"),
        ("reconciliation", "", "2026-11-21", "", "zh"),
    ]
    desk.press(desk.find("steps.drop"))
    assert not desk.window.findChildren(Button, "steps.next") or not desk.find("page.today").in_steps


def test_what_is_unfinished_leads_there_blocks_nothing_and_the_steps_wait(desk: Desk) -> None:
    desk.press(desk.find("flow.close_day"))
    desk.press(desk.find("steps.left.held"))
    assert desk.window.fronts.place == "meals.held"
    desk.key(Qt.Key.Key_F1)
    assert desk.find("steps.step.left").here
    desk.press(desk.find("steps.next"))
    assert desk.find("steps.step.figures").here


def test_a_hand_over_with_both_pins(desk: Desk) -> None:
    desk.press(desk.find("flow.hand_over"))
    desk.press(desk.find("steps.next"))
    keys = field(desk, "keys")
    keys.setText("3")
    field(desk, "note").setText("热水器报修了")
    desk.press(desk.find("steps.next"))
    desk.press(desk.find("steps.next"))
    assert writes(desk) == [], "nobody was chosen"
    taker = desk.find("steps.taker")
    assert isinstance(taker, ChoiceField)
    taker.setCurrentIndex(taker.findData("op2"))
    field(desk, "pin").setText("9999")
    desk.press(desk.find("steps.next"))
    desk.bot.waitUntil(lambda: desk.find("page.today").panel._refused.isVisible())
    assert desk.counter.made("hand_over") == [("op2", 3, "", "热水器报修了")]
    field(desk, "pin").setText("1234")
    desk.press(desk.find("steps.next"))
    desk.bot.waitUntil(lambda: len(desk.counter.made("hand_over")) == 2)
    desk.settle()
    assert said(desk).startswith("已交给 欧阳建国（夜班），双方的 PIN 都对过。")
    desk.press(desk.find("steps.paper.handover"))
    desk.bot.waitUntil(lambda: desk.counter.made("paper") == [("handover", "", "", "h1", "zh")])


@pytest.mark.parametrize("keys", ["x", "100", "-1", "٣"])
def test_keys_that_are_no_number_are_told_before_anything_is_written(desk: Desk, keys: str) -> None:
    begin(desk, "hand_over")
    desk.press(desk.find("steps.step.things"))
    field(desk, "keys").setText(keys)
    desk.press(desk.find("steps.step.sign"))
    taker = desk.find("steps.taker")
    assert isinstance(taker, ChoiceField)
    taker.setCurrentIndex(1)
    field(desk, "pin").setText("1234")
    desk.press(desk.find("steps.next"))
    assert desk.find("page.today").panel._sentence.text() == "钥匙数应在 0 到 99 之间。"
    assert writes(desk) == []


def test_a_draft_outlives_scan_language_and_lock_but_a_pin_does_not(desk: Desk) -> None:
    begin(desk, "hand_over")
    desk.press(desk.find("steps.step.things"))
    field(desk, "lost_property").setText("一把伞")
    desk.scan_for_answer(GOOD)
    assert field(desk, "lost_property").text() == "一把伞"
    desk.press(desk.find("steps.step.sign"))
    field(desk, "pin").setText("12")
    desk.scan_for_answer("QY1" + "B" * 156)
    assert field(desk, "pin").text() == "12", "a scan changes nothing that is being typed"
    desk.key(Qt.Key.Key_F11)
    assert field(desk, "pin").text() == ""
    desk.key(Qt.Key.Key_F11)
    desk.key(Qt.Key.Key_F12)
    sign_in(desk, "1234")
    desk.press(desk.find("steps.step.things"))
    assert field(desk, "lost_property").text() == "一把伞"


def test_steps_under_way_come_back_at_the_next_start_without_the_pin(make_desk: Maker) -> None:
    """Two windows one after the other stand for two processes; what lies between them is text."""
    first = make_desk()
    begin(first, "hand_over")
    first.press(first.find("steps.step.things"))
    field(first, "note").setText("热水器报修了")
    first.press(first.find("steps.step.sign"))
    field(first, "pin").setText("1234")
    first.press(first.find("steps.step.things"))
    kept = first.window.unfinished()
    assert "1234" not in json.dumps(kept)
    first.window.close()
    second = make_desk(signed_in=False)
    second.counter.seat.kept = kept
    sign_in(second, "1234")
    second.bot.waitUntil(lambda: second.window.toast.isVisible())
    second.settle()
    assert field(second, "note").isVisible(), "the step that stood open"
    assert field(second, "note").text() == "热水器报修了"
    second.press(second.find("steps.step.sign"))
    assert field(second, "pin").text() == ""


def test_steps_of_another_day_are_begun_anew(make_desk: Maker) -> None:
    desk = make_desk()
    begin(desk, "hand_over")
    desk.press(desk.find("steps.step.things"))
    field(desk, "note").setText("昨天的事")
    old = json.loads(write_drafts(desk.window.fronts.presenters))
    for steps in old["places"]["today"]["steps"]:
        steps["day"] = "2020-01-01"
    other = make_desk()
    assert take_up(json.dumps(old), other.window.fronts.presenter_of) == ("today",)
    begin(other, "hand_over")
    other.press(other.find("steps.step.things"))
    assert field(other, "note").text() == ""


@pytest.mark.parametrize(
    "plain", [None, {}, {"flow": "nap"}, {"flow": "open_day", "at": 9}, {"flow": "open_day", "at": 0, "answers": 1}]
)
def test_steps_that_cannot_be_read_are_left_alone(plain: object) -> None:
    assert steps_of_text(plain) is None


def test_a_refusal_stands_under_the_step_and_trouble_is_a_strip(desk: Desk) -> None:
    begin(desk, "close_day")
    desk.press(desk.find("steps.step.close"))
    desk.counter.trouble = Refused("day_closed", time="21:00")
    desk.press(desk.find("steps.next"))
    desk.bot.waitUntil(lambda: desk.find("page.today").panel._refused.isVisible())
    desk.counter.trouble = EnvironmentFailed("disk_full")
    desk.press(desk.find("steps.next"))
    desk.bot.waitUntil(lambda: desk.window.toast.isVisible())
    read = desk.window.toast.button
    assert read is not None
    desk.press(read)
    desk.press(desk.find("steps.next"))
    desk.bot.waitUntil(lambda: len(desk.counter.made("close_day")) == 3)


def test_who_may_not_is_told_whose_it_is(desk: Desk) -> None:
    desk.counter.day.shown = replace(desk.counter.day.shown, may=frozenset({"close_day"}))
    desk.press(desk.find("flow.hand_over"))
    assert desk.window.toast.accessibleName() == "这件事由驿站管理员办理"
    assert not desk.find("page.today").in_steps


@pytest.mark.parametrize("scale", [100, 150])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_is_cut_off(make_desk: Maker, language: str, scale: int) -> None:
    desk = make_desk(language=language, scale=scale)
    for flow, steps in (("open_day", 3), ("hand_over", 3), ("close_day", 3)):
        begin(desk, flow)
        for at in range(steps):
            desk.window.fronts.presenters["today"].steps.go_to(at)
            desk.settle()
            assert cut_off(desk.view("today")) == [], (flow, at)
            assert desk.window.minimumSizeHint().width() <= 1366
            assert desk.window.minimumSizeHint().height() <= 768
