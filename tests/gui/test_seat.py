"""Who sits at the counter: lock, switch, and nobody's work lost, not even when the process ends."""

from __future__ import annotations

import json

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from desktop.ui.drafts import KeepsDraft, take_up, write_drafts
from desktop.ui.parts.button import Button
from tests.gui.conftest import Desk, Maker
from tests.gui.test_window import sign_in

KEPT = "王秀兰"


def answer_all(desk: Desk) -> None:
    desk.go("inspect")
    desk.press(desk.find("inspect.all_pass"))


def state(desk: Desk) -> str:
    desk.go("inspect")
    return desk.view("inspect").cards["tables_and_chairs"].state  # type: ignore[attr-defined, no-any-return]


def switch_to(desk: Desk, name: str) -> None:
    """By the operator's popover: 换人, a name, the PIN."""
    desk.press(desk.find("status.operator"))
    for said in ("换人", name):
        (button,) = [
            each for each in desk.window.popover.findChildren(Button) if each.isVisible() and each.said == said
        ]
        button.click()
        desk.settle()
    sign_in(desk, "1234")
    desk.bot.waitUntil(lambda: desk.window.status is not None and desk.window.status.operator == name)
    desk.settle()


def test_each_finds_their_own_work_as_they_left_it(desk: Desk) -> None:
    answer_all(desk)
    switch_to(desk, "欧阳建国（夜班）")
    assert state(desk) == "未查", "the other's walk is none of theirs"
    switch_to(desk, KEPT)
    assert state(desk) == "合格"


def test_a_half_filled_form_is_there_after_lock_and_another_one(make_desk: Maker) -> None:
    desk = make_desk(("caretaker", "supervisor"))
    desk.go("settings")
    presenter = desk.window.fronts.presenter
    act = presenter._panel.acts[0]
    presenter.choose(act.code, False)
    name = act.fields[0].name
    presenter.type(name, "李小明")
    desk.key(Qt.Key.Key_F12)
    assert KEPT in desk.counter.seat.kept
    sign_in(desk, "1234")
    desk.go("settings")
    assert desk.window.fronts.presenter._panel.values[name] == "李小明"


def test_the_desk_locks_by_itself_and_touching_it_puts_that_off(desk: Desk) -> None:
    assert desk.window.idle.waiting, "ten minutes by default"
    answer_all(desk)
    desk.window.idle.begin(0.0005)
    desk.bot.waitUntil(lambda: desk.window.page == "signin", timeout=5000)
    desk.settle()
    assert "自动锁屏" in desk.find("page.signin")._wrong.text()  # type: ignore[attr-defined]
    assert not desk.window.idle.waiting
    desk.window.scan("QY1" + "A" * 156)
    assert "扫码" in desk.find("page.signin")._wrong.text()  # type: ignore[attr-defined]
    assert desk.counter.made("scan_visit") == []
    sign_in(desk, "1234")
    desk.settle()
    assert state(desk) == "合格"


def test_never_is_never(make_desk: Maker) -> None:
    desk = make_desk(signed_in=False)
    desk.counter.seat.minutes = 0
    sign_in(desk, "1234")
    desk.bot.waitUntil(lambda: desk.window.page == "today")
    desk.settle()
    desk.window.idle.touch()
    assert not desk.window.idle.waiting


def test_what_was_unfinished_comes_back_at_the_next_start(make_desk: Maker) -> None:
    """Two windows one after the other stand for two processes; what lies between them is text."""
    first = make_desk()
    answer_all(first)
    first.window.keep_drafts()
    first.settle()
    kept = first.counter.seat.kept
    assert KEPT in kept
    first.window.close()
    second = make_desk(signed_in=False)
    second.counter.seat.kept = dict(kept)
    sign_in(second, "1234")
    second.bot.waitUntil(lambda: second.window.toast.isVisible())
    assert "巡查" in second.window.toast.accessibleName()
    second.settle()
    assert state(second) == "合格"
    assert second.counter.seat.kept[KEPT] == "", "sent or not, it comes back once"


def test_an_end_before_what_was_kept_is_read_leaves_it_as_it_was(make_desk: Maker) -> None:
    desk = make_desk(signed_in=False)
    desk.counter.seat.kept = {KEPT: "kept"}
    assert desk.window.unfinished() == {}
    sign_in(desk, "1234")
    desk.window._read_of.clear()
    assert desk.window.unfinished() == {}, "empty, and not read: nothing is written over"
    answer_all(desk)
    assert "given" in desk.window.unfinished()[KEPT], "what was begun here is kept all the same"


def test_a_walk_of_another_day_is_not_gone_on_with(make_desk: Maker) -> None:
    first = make_desk()
    answer_all(first)
    text = write_drafts(first.window.fronts.presenters)
    old = json.loads(text)
    for walk in old["places"]["inspect"]["walks"]:
        walk["begun"] -= 86_400_000
    second = make_desk()
    assert take_up(json.dumps(old), second.window.fronts.presenter_of) == ()
    assert take_up(text, second.window.fronts.presenter_of) == ("inspect",)


def test_a_sheet_and_a_slip_under_way_come_back(make_desk: Maker) -> None:
    first = make_desk()
    first.go("settings.sheet")
    assert write_drafts(first.window.fronts.presenters) == "", "nothing was typed on it yet"
    first.window.fronts.presenter.type_cell(2, 0, "09:30")
    first.go("health")
    slip = first.window.fronts.presenter
    slip.begin()
    assert "slip" not in write_drafts(first.window.fronts.presenters)
    slip.who_typed("李")
    slip.draft_typed("kind", "green_channel")
    slip.draft_typed("consent", "yes")
    first.settle()
    text = write_drafts(first.window.fronts.presenters)
    second = make_desk()
    assert take_up(text, second.window.fronts.presenter_of) == ("health", "settings.sheet")
    second.go("settings.sheet")
    assert second.find("sheet.3.time").text() == "09:30"  # type: ignore[attr-defined]
    second.go("health")
    assert second.find("health.who").text() == "李"  # type: ignore[attr-defined]
    presenter = second.window.fronts.presenter
    assert (presenter._draft, presenter._found) == ({"kind": "green_channel"}, slip._found)
    assert slip._found
    assert take_up(text, second.window.fronts.presenter_of) == (), "another one is begun by then"


def test_what_cannot_be_read_is_left_alone(desk: Desk) -> None:
    presenter_of = desk.window.fronts.presenter_of
    assert isinstance(presenter_of("inspect"), KeepsDraft)
    for text in ("", "{", "[]", '{"v": 2, "places": {}}', '{"v": 1}', '{"v": 1, "places": {"inspect": 3, "x": {}}}'):
        assert take_up(text, presenter_of) == ()
    assert take_up('{"v": 1, "places": {"inspect": {"walks": [{"kind": 1}]}}}', presenter_of) == ()
    sheet = {"values": {}, "cells": [["x"]]}
    odd = {"people": {"person": 3, "act": 1}, "health": {"slip": []}, "settings.sheet": sheet}
    assert take_up(json.dumps({"v": 1, "places": odd}), presenter_of) == ()


def test_a_pin_is_in_no_draft(make_desk: Maker) -> None:
    desk = make_desk(("caretaker", "supervisor"))
    desk.go("settings")
    presenter = desk.window.fronts.presenter
    pins = [
        (act, field) for act in presenter._panel.acts for field in act.fields if field.kind.value in ("pin", "private")
    ]
    for act, field in pins:
        presenter.choose(act.code, False)
        presenter.type(act.fields[0].name, "name")
        presenter.type(field.name, "864297")
        assert "864297" not in write_drafts(desk.window.fronts.presenters)


def test_the_pin_field_is_where_the_keyboard_is_after_a_switch(desk: Desk) -> None:
    desk.press(desk.find("status.operator"))
    for said in ("换人", "收银 刘芳"):
        (button,) = [
            each for each in desk.window.popover.findChildren(Button) if each.isVisible() and each.said == said
        ]
        button.click()
        desk.settle()
    field = desk.find("signin.pin")
    assert isinstance(field, QLineEdit)
    assert field.hasFocus()
    sign_in(desk, "1234")
    desk.bot.waitUntil(lambda: desk.window.page == "meals")
