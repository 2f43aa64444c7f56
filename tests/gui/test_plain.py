"""A plain section in use: rows, the marked one, acts with and without a form, a paper, a scan."""

from __future__ import annotations

import functools
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QListView
from pytestqt.qtbot import QtBot

from desktop.core.errors import EnvironmentFailed, Refused
from desktop.core.words import Words
from desktop.ui.look import Look
from desktop.ui.page_view import PageView
from desktop.ui.parts.button import Button, Kind
from desktop.ui.parts.choices import Choices
from desktop.ui.parts.dropdown import Dropdown
from desktop.ui.plain.fields import ChoiceField
from desktop.ui.plain.view import PlainView
from tests.gui.conftest import PERSON_GAP_MS, Desk, Maker
from tests.gui.fake_counter import GOOD, OTHER


def mark(desk: Desk, row: int) -> None:
    """Moves to a row of the list by its key."""
    view = desk.window.fronts.view
    assert isinstance(view, PlainView)
    view.list.setFocus()
    for _ in range(row + 1):
        desk.key(Qt.Key.Key_Down)


def texts(desk: Desk) -> list[str]:
    return [label.text() for label in desk.window.findChildren(QLabel) if label.isVisible()]


def field(desk: Desk, name: str) -> QLineEdit:
    found = desk.find(f"field.{name}")
    assert isinstance(found, QLineEdit)
    return found


def test_a_marked_row_shows_what_is_known_and_what_can_be_done(desk: Desk) -> None:
    desk.go("inspect.jobs")
    assert desk.view("inspect.jobs").isVisible()
    assert not desk.window.findChildren(Button, "act.hand_over")
    mark(desk, 0)
    assert "row jobs0" in texts(desk)
    assert desk.find("act.hand_over").isEnabled()


def test_an_act_without_a_form_is_done_at_once_on_its_row(desk: Desk) -> None:
    desk.go("inspect.box")
    mark(desk, 1)
    desk.press(desk.find("act.medicine_open"))
    desk.bot.waitUntil(lambda: len(desk.counter.made("plain_act")) == 1)
    assert desk.counter.made("plain_act") == [("box", "medicine_open", "box1", {"month": "2026-11"})]
    desk.settle()
    assert desk.window.toast.accessibleName() == "已记好"


def test_an_act_that_is_asked_once_more(desk: Desk) -> None:
    desk.go("today.duty")
    desk.press(desk.find("act.close_day"))
    assert desk.counter.made("plain_act") == []
    desk.key(Qt.Key.Key_Escape)
    assert not desk.window.findChildren(Button, "act.close_day.do") or desk.find("act.close_day").isVisible()
    desk.press(desk.find("act.close_day"))
    desk.press(desk.find("act.close_day.do"))
    desk.bot.waitUntil(lambda: len(desk.counter.made("plain_act")) == 1)


def test_a_refusal_stands_under_the_form_and_nothing_typed_is_lost(desk: Desk) -> None:
    desk.go("health.batches")
    desk.press(desk.find("act.refer"))
    field(desk, "reason").setText("头晕")
    desk.counter.trouble = Refused("consent_needed")
    desk.press(desk.find("act.refer.do"))
    desk.bot.waitUntil(lambda: "还没有得到本人同意，什么也没存。" in texts(desk))
    assert field(desk, "reason").text() == "头晕"
    desk.press(desk.find("act.refer.do"))
    desk.bot.waitUntil(lambda: len(desk.counter.made("plain_act")) == 2)
    assert desk.counter.made("plain_act")[1][3] == {"month": "2026-11", "card": "", "reason": "头晕"}


def test_trouble_that_is_no_refusal_is_a_strip(desk: Desk) -> None:
    desk.go("health.batches")
    desk.press(desk.find("act.refer"))
    field(desk, "reason").setText("头晕")
    desk.counter.trouble = EnvironmentFailed("disk_full")
    desk.press(desk.find("act.refer.do"))
    desk.bot.waitUntil(lambda: desk.window.toast.isVisible())
    assert "磁盘满了" in desk.window.toast.accessibleName()
    assert field(desk, "reason").text() == "头晕"


def test_what_is_typed_outlives_language_and_a_changed_page_but_a_pin_does_not(desk: Desk) -> None:
    desk.go("inspect.jobs")
    mark(desk, 0)
    desk.press(desk.find("act.hand_over"))
    field(desk, "keys").setText("3")
    field(desk, "pin_to").setText("1234")
    field(desk, "id_number").setText("370102")
    assert field(desk, "pin_to").echoMode() is QLineEdit.EchoMode.Password
    desk.key(Qt.Key.Key_F11)
    assert field(desk, "keys").text() == "3"
    assert field(desk, "pin_to").text() == ""
    assert field(desk, "id_number").text() == ""
    desk.key(Qt.Key.Key_F2)
    desk.key(Qt.Key.Key_F4)
    assert desk.window.fronts.place == "inspect.jobs"
    assert field(desk, "keys").text() == "3"


def test_an_act_of_another_role_says_whose_it_is_and_does_nothing(desk: Desk) -> None:
    desk.go("inspect.jobs")
    button = desk.find("act.settle")
    assert isinstance(button, Button)
    assert button.kind is Kind.OFF
    assert "这件事由督导员办理" in texts(desk)
    desk.press(button)
    assert desk.counter.made("plain_act") == []
    assert "督导员" in desk.window.toast.accessibleName()


def test_a_section_of_another_role_says_so_and_shows_nothing(make_desk: Maker) -> None:
    desk = make_desk(("caretaker",))
    desk.go("meals.held")
    assert desk.find("plain.not_yours").isVisible()
    assert "这件事由督导员办理" in texts(desk)
    assert not [each for each in desk.window.findChildren(QListView) if each.isVisible()]
    desk = make_desk(("supervisor",))
    desk.go("meals.held")
    assert desk.find("plain.list.held").isVisible()


def test_a_form_that_asks_for_a_card_takes_the_scan(desk: Desk) -> None:
    desk.go("health.batches")
    desk.press(desk.find("act.refer"))
    desk.scan(GOOD)
    desk.bot.waitUntil(lambda: field(desk, "card").text() == GOOD)
    assert desk.counter.made("scan_visit") == []
    desk.press(desk.find("act.drop"))
    desk.scan_for_answer(OTHER)
    assert desk.counter.made("scan_visit") == [(OTHER,)]


@pytest.mark.parametrize(
    "place", ["today.hours", "inspect.box", "health.batches", "inspect.jobs", "papers.figures", "settings"]
)
def test_a_scan_from_every_page_is_a_visit_and_keeps_the_form(desk: Desk, place: str) -> None:
    desk.go(place)
    mark(desk, 0)
    desk.press(desk.find("act.hand_over"))
    keys = field(desk, "keys")
    keys.setFocus()
    keys.setText("7")
    desk.scan_for_answer(GOOD)
    assert desk.counter.made("scan_visit") == [(GOOD,)]
    assert field(desk, "keys").text() == "7"
    assert field(desk, "keys").hasFocus()
    assert desk.window.overlay.isVisible()


def test_a_scan_from_another_section_of_meals_is_a_meal(make_desk: Maker) -> None:
    desk = make_desk(("merchant",))
    desk.go("meals.settlements")
    desk.scan(GOOD)
    desk.bot.waitUntil(lambda: len(desk.counter.made("scan_meal")) == 1)
    desk.settle()
    assert desk.window.fronts.place == "meals"
    assert desk.counter.made("scan_visit") == []


def test_a_person_types_into_a_field_as_into_any(desk: Desk) -> None:
    desk.go("health.batches")
    desk.press(desk.find("act.refer"))
    reason = field(desk, "reason")
    reason.setFocus()
    desk.type_keys("abc", PERSON_GAP_MS)
    desk.bot.waitUntil(lambda: reason.text() == "abc")


def test_what_the_section_is_about_is_chosen_and_given_with_acts(desk: Desk) -> None:
    desk.go("today.hours")
    month = desk.find("pick.month")
    assert isinstance(month, ChoiceField)
    month.setFocus()
    desk.key(Qt.Key.Key_Down)
    desk.bot.waitUntil(lambda: ("hours", {"month": "2026-10"}) in desk.counter.made("plain_section"))
    desk.settle()
    assert desk.find("pick.month").hasFocus()
    assert month.code() == "2026-10"
    mark(desk, 0)
    desk.press(desk.find("act.medicine_open"))
    desk.bot.waitUntil(lambda: len(desk.counter.made("plain_act")) == 1)
    assert desk.counter.made("plain_act")[0][3] == {"month": "2026-10"}


def test_a_search_asks_once_typing_pauses_and_keeps_the_keyboard(desk: Desk) -> None:
    desk.go("papers.figures")
    desk.key(Qt.Key.Key_Slash)
    search = desk.find("plain.search")
    assert search.hasFocus()
    desk.type_keys("nobody", PERSON_GAP_MS)
    desk.bot.waitUntil(lambda: ("figures", {"search": "nobody"}) in desk.counter.made("plain_section"))
    desk.settle()
    assert "还没有指标" in texts(desk)
    assert desk.find("plain.search").hasFocus()


def a_paper() -> bytes:
    import io

    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out)
    for number in range(2):
        canvas.drawString(100, 700, f"page {number}")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def test_a_paper_is_looked_at_kept_and_put_away(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.counter.paper = a_paper()
    desk.go("papers.figures")
    mark(desk, 0)
    desk.press(desk.find("act.paper"))
    desk.bot.waitUntil(lambda: desk.window.fronts.view.paper.isVisible())
    desk.settle()
    view = desk.window.fronts.view
    sheets = view.paper.pages.column.count() - 1
    assert sheets == 2
    first = view.paper.pages.column.itemAt(0).widget()
    desk.bot.waitUntil(lambda: first.image is not None)  # PDFium draws on a thread of its own
    picture = first.grab().toImage()
    rows = range(0, picture.height(), 2)
    assert any(picture.pixelColor(x, y).lightness() < 100 for y in rows for x in range(0, picture.width(), 2))
    place = str(tmp_path / "paper.pdf")
    ask = functools.partial(lambda *_given: (place, ""))
    monkeypatch.setattr("desktop.ui.plain.paper.QFileDialog.getSaveFileName", ask)
    desk.press(desk.find("paper.save"))
    desk.bot.waitUntil(lambda: desk.counter.made("save_paper") == [(place, desk.counter.paper)])
    desk.settle()
    desk.press(desk.find("paper.close"))
    assert desk.find("plain.list.figures").isVisible()


def test_a_paper_is_put_away_when_another_page_is_looked_at(desk: Desk) -> None:
    desk.counter.paper = a_paper()
    desk.go("papers.figures")
    mark(desk, 0)
    desk.press(desk.find("act.paper"))
    desk.bot.waitUntil(lambda: desk.window.fronts.view.paper.isVisible())
    desk.key(Qt.Key.Key_F2)
    desk.key(Qt.Key.Key_F7)
    assert desk.find("plain.list.figures").isVisible()


def test_sections_are_reached_by_tabs_and_from_a_full_head_by_a_list(desk: Desk) -> None:
    desk.go("inspect")
    listed = desk.find("sections")
    listed.setFocus()
    desk.key(Qt.Key.Key_Return)
    desk.key(Qt.Key.Key_Tab)
    desk.key(Qt.Key.Key_Return)
    assert desk.window.fronts.place == "inspect.jobs"
    desk.press(desk.find("section.box"))
    assert desk.window.fronts.place == "inspect.box"
    desk.press(desk.find("section.walk"))
    assert desk.window.fronts.place == "inspect"
    desk.key(Qt.Key.Key_F3)
    desk.key(Qt.Key.Key_F4)
    assert desk.window.fronts.place == "inspect"


@pytest.mark.parametrize(("count", "kind"), [(1, type(None)), (4, Choices), (40, Dropdown)])
def test_sections_that_do_not_fit_as_tabs_are_a_list(
    qtbot: QtBot, look: Look, catalogues: dict[str, Words], count: int, kind: type
) -> None:
    view = PageView(look, catalogues["zh"], "meals")
    qtbot.addWidget(view)
    view.offer_sections(tuple((f"s{at}", f"分页{at}") for at in range(count)), "s0")
    assert type(view.sections) is kind


def test_a_page_keeps_its_section_and_marks_the_one_in_front(desk: Desk) -> None:
    desk.go("today.hours")
    desk.press(desk.find("section.goods"))
    desk.go("today.hours")
    tabs = desk.window.fronts.view.sections
    assert [code for code, part in tabs.parts.items() if part.isChecked()] == ["hours"]
    desk.key(Qt.Key.Key_F8)
    desk.key(Qt.Key.Key_F1)
    assert desk.window.fronts.place == "today.hours"


def test_a_refresh_keeps_the_panel_where_it_is(desk: Desk) -> None:
    """A scan elsewhere makes the page ask again; nothing that did not change is made anew."""
    desk.go("inspect.jobs")
    mark(desk, 0)
    button = desk.find("act.hand_over")
    desk.scan_for_answer(GOOD)
    assert desk.find("act.hand_over") is button
