"""The rail holds nine pages and what stands below them, in both languages, at every text size and height."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, QRectF

from desktop.ui.rail import LEAST_ROW, Rail
from tests.gui.conftest import Desk, Maker


def places(rail: Rail) -> list[QRect]:
    """Where everything on the rail stands, pages first."""
    shown = (*rail.items.values(), rail.text_size, rail.language, rail.lock)
    return [QRect(item.mapTo(rail, QPoint(0, 0)), item.size()) for item in shown]


def check(desk: Desk) -> None:
    rail = desk.window.rail
    found = places(rail)
    assert len(rail.items) == 9
    assert all(rail.rect().contains(place) for place in found), found
    assert all(place.height() >= LEAST_ROW for place in found)
    for one in range(len(found)):
        assert not any(found[one].intersects(other) for other in found[one + 1 :])


@pytest.mark.parametrize("height", [768, 690, 600])
@pytest.mark.parametrize("scale", [100, 125, 150])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_nine_pages_and_what_is_below_them_are_never_cut(
    make_desk: Maker, language: str, scale: int, height: int
) -> None:
    desk = make_desk(("caretaker", "supervisor"), language=language, scale=scale)
    desk.window.resize(1366, height)
    desk.settle()
    assert desk.window.height() == height
    check(desk)


@pytest.mark.parametrize("scale", [100, 125, 150])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_word_of_the_rail_stands_in_full_wherever_one_is(make_desk: Maker, language: str, scale: int) -> None:
    desk = make_desk(("caretaker", "supervisor"), language=language, scale=scale)
    for page in desk.window.rail.items:
        desk.go(page)
        assert [item.said for item in desk.window.rail.items.values() if not item.words_fit()] == [], page


def test_what_is_an_icon_keeps_its_name_and_works(make_desk: Maker) -> None:
    desk = make_desk(("caretaker",), scale=150)
    assert desk.window.rail.lock.accessibleName() == "锁屏"
    assert "F12" in desk.window.rail.lock.toolTip()
    desk.press(desk.window.rail.language)
    assert desk.window.words.language == "en"
    desk.press(desk.window.rail.lock)
    assert desk.window.page == "signin"


@pytest.mark.parametrize("scale", [100, 125, 150])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_badge_lies_over_neither_icon_nor_word(make_desk: Maker, language: str, scale: int) -> None:
    """Up to 99 things it stands beside the word; beyond, it may stand in the icon's place, never over it."""
    desk = make_desk(("caretaker", "supervisor"), language=language, scale=scale)
    for page, item in desk.window.rail.items.items():
        desk.go(page)
        for count in (3, 28):
            item.set_badge(count)
            badge = item.badge_box()
            assert not badge.intersects(item.icon_box()), (page, count)
            assert QRectF(item.rect()).contains(badge), (page, count)
            assert badge.left() >= item.word_end(), (page, count)
        item.set_badge(128)
        assert item.badge_box().left() >= item.word_end() or not item.icon_shown(), page
