"""The strip that says what was done, or what went wrong, covers nothing that is pressed there."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QAbstractButton, QWidget

from desktop.core.day_pages import STEPS
from desktop.core.errors import Trouble
from desktop.core.plain import OPENS_ACT
from desktop.ui.parts.toast import free_place
from tests.gui.conftest import Desk, Maker

ACTS = ("today.hours", "meals.merchants", "inspect.box", "settings.operators", "settings.machine")


def new_slip(desk: Desk) -> None:
    desk.go("health")
    desk.window.fronts.presenter.begin()


def steps(flow: str) -> Callable[[Desk], None]:
    return lambda desk: desk.window.go("today", f"{STEPS}{flow}")


def act(place: str) -> Callable[[Desk], None]:
    def opens(desk: Desk) -> None:
        desk.go(place)
        found = next(each for each in desk.window.fronts.presenter._panel.acts if each.fields and not each.roles)
        desk.window.go(place, f"{OPENS_ACT}{found.code}")

    return opens


def page(place: str) -> Callable[[Desk], None]:
    return lambda desk: desk.go(place)


FORMS: dict[str, Callable[[Desk], None]] = {
    "person": page("people"),
    "slip": new_slip,
    "walk": page("inspect"),
    "sheet": page("settings.sheet"),
    "printer": page("settings.printer"),
    **{flow: steps(flow) for flow in ("open_day", "hand_over", "close_day")},
    **{place: act(place) for place in ACTS},
}


def pressed(desk: Desk) -> list[QAbstractButton]:
    front = desk.window.stack.currentWidget()
    assert front is not None
    return [each for each in front.findChildren(QAbstractButton) if each.isVisible()]


def seen(desk: Desk, widget: QWidget) -> QRect:
    return widget.visibleRegion().boundingRect().translated(widget.mapTo(desk.window, QPoint(0, 0)))


def covered(desk: Desk) -> list[str]:
    strip = desk.window.toast
    assert strip.isVisible()
    assert desk.window._page_area().contains(strip.geometry())
    return [each.objectName() or each.text() for each in pressed(desk) if seen(desk, each).intersects(strip.geometry())]


@pytest.mark.parametrize("scale", [100, 150])
def test_that_saving_failed_is_said_beside_the_buttons_of_every_form(make_desk: Maker, scale: int) -> None:
    desk = make_desk(("caretaker", "supervisor"), scale=scale)
    desk.window.resize(1366, 690)
    for name, opens in FORMS.items():
        opens(desk)
        desk.settle()
        assert pressed(desk), name
        desk.window.show_trouble(Trouble("disk_full"))
        desk.settle()
        assert covered(desk) == [], name


def test_what_comes_up_beneath_it_is_pressed_with_the_mouse(desk: Desk) -> None:
    """What was said on the page before stands there for six seconds."""
    desk.go("health")
    desk.window.show_toast("开好了")
    steps("close_day")(desk)
    desk.settle()
    for step in ("figures", "close"):
        desk.bot.waitUntil(lambda: covered(desk) == [])
        desk.press(desk.find("steps.next"))
        assert desk.window.fronts.presenter.steps.draft.step == step
    assert desk.window.toast.isVisible()


def test_the_lowest_free_place_is_taken() -> None:
    area, size, gap = QRect(0, 0, 1000, 600), QSize(400, 60), 10

    def top_left(*taken: QRect) -> tuple[int, int] | None:
        found = free_place(area, size, taken, gap)
        return None if found is None else (found.left(), found.top())

    assert top_left() == (300, 529)
    assert top_left(QRect(650, 550, 100, 44)) == (10, 529), "at the side that is free"
    foot = QRect(0, 550, 1000, 44)
    assert top_left(foot) == (300, 480)
    assert top_left(foot, QRect(300, 500, 100, 20)) == (589, 480)
    assert top_left(QRect(0, 40, 1000, 560)) is None


def test_a_field_somebody_types_in_stays_in_sight(desk: Desk) -> None:
    desk.go("settings.sheet")
    desk.window.show_toast("开好了")
    desk.settle()
    strip = desk.window.toast
    cells = desk.window.fronts.view.lines.cells
    beneath = next(line[2] for line in cells if seen(desk, line[2]).intersects(strip.geometry()))
    beneath.setFocus(Qt.FocusReason.MouseFocusReason)
    desk.bot.waitUntil(lambda: not seen(desk, beneath).intersects(strip.geometry()))
    assert strip.isVisible()
