"""Practice in the window: the mark on every page, another accent, the way in and out."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from desktop.ui.look import Look
from tests.gui.conftest import Desk, Maker
from tests.gui.test_window import cut_off


@pytest.fixture
def practising(make_desk: Maker, look: Look) -> Iterator[Desk]:
    look.practice = True
    desk = make_desk(("caretaker", "supervisor"))
    desk.counter.practice.begin()
    yield desk
    look.practice = False


def test_every_page_is_marked_and_no_press_is_taken(practising: Desk) -> None:
    for page in ("today", "visits", "meals", "inspect", "health", "people", "papers", "hub", "settings"):
        practising.go(page)
        mark = practising.find("watermark")
        assert mark.rect() == practising.window.rect()
        below = practising.window.childAt(QPoint(700, 400))
        assert below is not None
        assert below.objectName() != "watermark"
        shot = practising.window.grab().toImage()
        assert shot.pixelColor(700, 1).name() == practising.window.look.color("warm").lower()
    practising.window.resize(1500, 900)
    practising.settle()
    assert practising.find("watermark").rect() == practising.window.rect()


def test_the_accent_is_another_one(practising: Desk, make_desk: Maker, look: Look) -> None:
    warm = practising.window.look.color("accent")
    look.practice = False
    assert look.color("accent") != warm
    assert look.color("warm_ink") == warm
    assert make_desk().window.findChildren(QWidget, "watermark") == []


def test_the_way_in(desk: Desk) -> None:
    desk.window.go("settings.practice")
    desk.settle()
    heard: list[bool] = []
    desk.window.seat_wanted.connect(heard.append)
    desk.press(desk.find("practice.begin"))
    assert heard == [True]


def test_what_was_tried_and_the_way_out(practising: Desk) -> None:
    practising.window.go("settings.practice")
    practising.settle()
    heard: list[bool] = []
    practising.window.seat_wanted.connect(heard.append)
    practising.press(practising.find("practice.leave"))
    assert heard == [False]
    for language, scale in (("zh", 100), ("en", 150)):
        practising.window.set_language(language)
        practising.window.set_text_size(scale)
        practising.settle()
        assert cut_off(practising.window) == []


def test_the_readiness_page_is_saved(practising: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    practising.window.go("settings.practice")
    practising.settle()
    view = practising.window.fronts.view
    monkeypatch.setattr(view, "ask_place", lambda _suggested: "/tmp/page.pdf")
    practising.press(practising.find("practice.save"))
    assert practising.counter.made("save_paper") == [("/tmp/page.pdf", b"%PDF readiness zh")]
