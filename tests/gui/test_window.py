"""The frame: pages by key, language and text size at run time, lock, status, first paint."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from desktop.core.errors import Trouble
from desktop.core.words import Words
from desktop.ui.look import Look
from desktop.ui.parts.button import Painted
from desktop.ui.parts.tag import Tag
from desktop.ui.parts.text import Elided
from desktop.ui.shots import shoot
from desktop.ui.status_line import StatusPart
from desktop.ui.window import Window
from tests.gui.conftest import Desk, Maker

PAGES = {
    "today": Qt.Key.Key_F1,
    "visits": Qt.Key.Key_F2,
    "meals": Qt.Key.Key_F3,
    "inspect": Qt.Key.Key_F4,
    "health": Qt.Key.Key_F5,
    "people": Qt.Key.Key_F6,
    "papers": Qt.Key.Key_F7,
    "hub": Qt.Key.Key_F8,
    "settings": Qt.Key.Key_F9,
}

SMALLEST = (1024, 690)


def test_paints_before_there_is_a_counter(qtbot: QtBot, catalogues: dict[str, Words], look: Look) -> None:
    window = Window(catalogues, look)
    qtbot.addWidget(window)
    window.show()
    for page in PAGES:
        window.go(page)
        assert not window.grab().isNull()
    window.close()


@pytest.mark.parametrize("page", list(PAGES))
def test_pages_by_their_keys(desk: Desk, page: str) -> None:
    desk.key(PAGES[page])
    assert desk.window.page == page
    assert desk.view(page).isVisible()
    assert desk.window.rail.items[page].isChecked()


@pytest.mark.parametrize("scale", [100, 125, 150])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_fits_its_window(make_desk: Maker, language: str, scale: int) -> None:
    """No page asks for more room than 1366×768 has, and no label is narrower than its words; in the smallest window
    it gives way, and nothing that is pressed stands outside.
    """
    desk = make_desk(("caretaker", "supervisor"), language=language, scale=scale)
    for page in PAGES:
        desk.go(page)
        assert desk.window.minimumSizeHint().width() <= 1366, page
        assert desk.window.minimumSizeHint().height() <= 768, page
        assert cut_off(desk.view(page)) == [], page
    desk.window.resize(*SMALLEST)
    for page in PAGES:
        desk.go(page)
        assert desk.window.width() == SMALLEST[0]
        assert cut_off(desk.view(page)) + outside(desk.view(page)) == [], page


# Sections that are built by themselves, and one of the plain ones, which are all one view.
SECTIONS = ("today.hours", "inspect.calendar", "settings.printer", "settings.senses", "settings.display",
            "settings.sheet")  # fmt: skip


@pytest.mark.parametrize(("language", "scale"), [("zh", 100), ("en", 150)])
def test_sections_give_way_in_the_smallest_window(make_desk: Maker, language: str, scale: int) -> None:
    desk = make_desk(("caretaker", "supervisor"), language=language, scale=scale)
    desk.window.resize(*SMALLEST)
    for place in SECTIONS:
        desk.go(place)
        assert cut_off(desk.window.fronts.view) + outside(desk.window.fronts.view) == [], place


def outside(view: QWidget) -> list[str]:
    """Buttons and fields beyond the edge of their page; what scrolls may be below it."""
    found = []
    for each in view.findChildren(QWidget):
        if not (isinstance(each, QAbstractButton | QLineEdit) and each.isVisible()):
            continue
        corner, scrolls, above = each.mapTo(view, each.rect().bottomRight()), False, each.parentWidget()
        while above is not None and above is not view:
            scrolls, above = scrolls or isinstance(above, QScrollArea), above.parentWidget()
        if corner.x() >= view.width() or (corner.y() >= view.height() and not scrolls):
            found.append(each.objectName() or each.accessibleName())
    return found


def cut_off(view: QWidget) -> list[str]:
    """What is written and cannot be read whole: words wider than their label or button, lines higher than their room,
    a line that was shortened and does not say itself in a tool tip.
    """
    found = []
    for label in view.findChildren(QLabel):
        if not label.isVisible() or not label.text().strip():
            continue
        if label.wordWrap():
            # what stands above and below the letters of a line may be missing, a line or the foot of one may not
            spare = label.fontMetrics().descent()
            if label.heightForWidth(label.width()) > label.height() + spare:
                found.append(f"{label.text()} (lines)")
        elif label.fontMetrics().horizontalAdvance(label.text()) > label.width() + 1:
            found.append(label.text())
    for button in view.findChildren(Painted):
        hint = button.minimumSizeHint()
        low = button.height() < hint.height() - 1 and not isinstance(button, StatusPart)  # as high as its line
        if button.isVisible() and (button.width() < hint.width() - 1 or low):
            found.append(button.said)
    for tag in view.findChildren(Tag):
        if tag.isVisible() and tag.width() < tag.sizeHint().width() - 1:
            found.append(tag.accessibleName())
    for line in view.findChildren(Elided):
        if line.isVisible() and line.width() < line.sizeHint().width() - 2 and line.toolTip() != line.text():
            found.append(line.text())
    return found


def test_the_language_changes_everything_and_keeps_the_page(desk: Desk) -> None:
    desk.go("visits")
    desk.key(Qt.Key.Key_F11)
    assert desk.window.words.language == "en"
    assert desk.window.page == "visits"
    assert desk.window.rail.items["today"].said == "Today"
    said = [label.text() for label in desk.window.findChildren(QLabel) if label.isVisible()]
    assert "Check in" in said
    assert not [text for text in said if "登记" in text]
    desk.key(Qt.Key.Key_F11)
    assert desk.window.rail.items["today"].said == "今日"


def test_the_text_size_goes_round(desk: Desk) -> None:
    sizes = []
    for _ in range(3):
        desk.key(Qt.Key.Key_F10)
        sizes.append(desk.window.look.scale)
    assert sizes == [125, 150, 100]


def test_a_draft_outlives_language_and_lock(desk: Desk) -> None:
    desk.go("inspect")
    desk.press(desk.find("inspect.all_pass"))
    desk.key(Qt.Key.Key_F11)
    assert desk.view("inspect").cards["tables_and_chairs"].state == "Pass"
    desk.key(Qt.Key.Key_F12)
    sign_in(desk, "1234")
    desk.go("inspect")
    assert desk.view("inspect").cards["tables_and_chairs"].state == "Pass"


def sign_in(desk: Desk, pin: str) -> None:
    field = desk.find("signin.pin")
    assert isinstance(field, QLineEdit)
    assert field.hasFocus()
    desk.type_keys(pin, 1)
    desk.bot.waitUntil(lambda: field.text() == pin)
    desk.key(Qt.Key.Key_Return)


def test_sign_in_by_keyboard_with_a_slip(make_desk: Maker) -> None:
    desk = make_desk(signed_in=False)
    assert desk.window.page == "signin"
    assert not desk.window.rail.items["today"].isVisible()
    sign_in(desk, "9999")
    assert "PIN 不对" in desk.find("page.signin")._wrong.text()
    sign_in(desk, "1234")
    desk.bot.waitUntil(lambda: desk.window.page == "today")
    assert desk.window.line.operator.said == "王秀兰"


def test_a_merchant_sees_one_page_and_no_rail(make_desk: Maker) -> None:
    desk = make_desk(("merchant",))
    assert desk.window.page == "meals"
    assert not desk.window.rail.isVisible()
    desk.key(Qt.Key.Key_F1)
    assert desk.window.page == "meals"


def test_the_status_line_explains_itself(desk: Desk) -> None:
    for part in ("site", "operator", "waiting", "clock", "scanner", "time"):
        desk.press(desk.find(f"status.{part}"))
        assert desk.window.popover.isVisible()
        desk.press(desk.window.rail)
        assert not desk.window.popover.isVisible()


def test_trouble_is_a_strip_that_says_nothing_was_lost(desk: Desk) -> None:
    desk.go("visits")
    desk.counter.trouble = Trouble("disk_full")
    desk.key(Qt.Key.Key_1)
    desk.bot.waitUntil(lambda: desk.window.toast.isVisible())
    said = desk.window.toast.accessibleName()
    assert "磁盘满了" in said
    assert "一条没丢" in said
    assert desk.view("visits").toggles["rest"].isChecked()


def test_everything_that_can_be_pressed_has_a_name_and_is_large_enough(desk: Desk) -> None:
    for page in PAGES:
        desk.go(page)
        for button in desk.view(page).findChildren(QAbstractButton):
            if button.isVisible():
                assert button.accessibleName(), (page, button)
                assert button.height() >= 44, (page, button.accessibleName())


def test_pictures_of_all_pages(desk: Desk, tmp_path) -> None:  # type: ignore[no-untyped-def]
    files = shoot(desk.window, tmp_path, desk.runner, languages=("zh",), scales=(100,))
    taken = [file.stem.split("-")[0] for file in files]
    first = [name for name in taken if "." not in name]
    assert first == ["today", "visits", "scan", "meals", "inspect", "health", "people", "papers", "hub", "settings"]
    assert {"today.duty", "meals.settlements", "inspect.box", "health.batches", "settings.registers"} <= set(taken)
    assert all(file.stat().st_size > 20_000 for file in files)
