"""The line or the desk goes away in the middle, or another stands where it was: what was pressed counts once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Error as BrowserError

from tests.ports import free_port
from tests.stations import HOUR, MINUTE, Station
from tests.web.line.cable import DESK, Cable
from tests.web.line.served import Lost, Served, came, first, gone, leave, press, register, told, unreachable


def test_no_way_to_anywhere_else(served: Served, take: Callable[..., Any]) -> None:
    """The station's own network, and no internet behind it."""
    if isinstance(served.line, Cable):
        assert unreachable(take(), "http://192.0.2.1/")
        assert served.poster().startswith(f"http://{DESK}:")
    asked: list[str] = []
    page = take()
    page.on("request", lambda request: asked.append(request.url))
    page.goto(served.screen())
    first(page)
    came(page)
    base = served.poster().partition("/p/")[0]
    assert [url for url in asked if not url.startswith(base)] == []
    assert len(served.visits()) == 1


def test_the_desk_is_gone_between_form_and_press(served: Served, take: Callable[..., Any]) -> None:
    page = take()
    page.goto(served.screen())
    served.stop()
    first(page)
    gone(page)
    assert served.visits() == []
    served.begin()
    page.reload()
    came(page)
    assert served.visits() == [("courier", "screen")]
    page.reload()
    came(page)
    assert len(served.visits()) == 1


def answered(page: Any) -> bool:
    try:
        came(page)
    except BrowserError:
        return False
    return True


def once_more(page: Any, spot: tuple[float, float]) -> None:
    """Presses again; where the browser gave up meanwhile and shows its own page, loads that anew, which sends again."""
    if page.url.startswith("chrome-error:"):
        page.reload()
    else:
        page.touchscreen.tap(*spot)


def test_the_answer_is_lost_and_pressed_again(lost: Lost, take: Callable[..., Any]) -> None:
    page = take()
    page.goto(lost.served.screen())
    page.get_by_text("快递员").tap()
    box = page.get_by_role("button", name="签到").bounding_box()
    spot = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.touchscreen.tap(*spot)
    lost.wait()
    if isinstance(lost.served.line, Cable):
        # nobody told the phone: it waits, with the form still there
        page.touchscreen.tap(*spot)
        lost.found()
        # the line's own pauses grow with each loss: whoever sees nothing presses again, and again
        for _ in range(3):
            if answered(page):
                break
            once_more(page, spot)
    else:
        gone(page)
        lost.found()
        page.reload()
    came(page)
    assert lost.served.visits() == [("courier", "screen")]


def test_the_answer_comes_late(lost: Lost, take: Callable[..., Any]) -> None:
    """Once the line is back, by the cable itself; where connections were ended, by the browser, which sends again."""
    page = take()
    page.goto(lost.served.screen())
    lost.cut = isinstance(lost.served.line, Cable)
    first(page)
    lost.wait()
    lost.found()
    came(page)
    assert lost.served.visits() == [("courier", "screen")]


@pytest.mark.parametrize("name", ["", "阿卜杜热合曼·买买提江"])
def test_the_answer_is_lost_and_the_code_scanned_again(lost: Lost, take: Callable[..., Any], name: str) -> None:
    """The phone has not heard who it is to the station, and the form is another one."""
    page = take()
    page.goto(lost.served.screen())
    register(page, name)
    lost.wait()
    leave(page, lost.served.line)
    lost.found()
    lost.served.stop()
    lost.served.begin()
    lost.served.station.clock.pass_by(2 * MINUTE)
    page.goto(lost.served.screen())
    register(page, name)
    came(page)
    assert lost.served.visits() == [("delivery_rider", "screen")]
    assert len(lost.served.station.entries("rider.registered")) == bool(name)
    # what was still to come is over with the answer: the next visit is one
    lost.served.station.clock.pass_by(HOUR)
    page.goto(lost.served.screen())
    press(page)
    came(page)
    assert len(lost.served.visits()) == 2


# --- another desk, another address -------------------------------------------------------------------------------


def test_another_station_answers_an_open_page(
    served: Served, make_station: Callable[..., Station], take: Callable[..., Any]
) -> None:
    """Another folder, with another key and secret, at the same address: as after a new set-up."""
    page = take()
    page.goto(served.poster())
    port = served.line.at_desk(served.counter.serving.page).port
    served.end()
    other = Served(make_station(), served.line, port)
    try:
        first(page)
        told(page, "这一页放太久了")
        page.get_by_text("再扫一次屏幕或海报").wait_for()
        assert (served.visits(), other.visits(), other.bugs) == ([], [], [])
        page.goto(other.screen())
        first(page)
        came(page)
        assert (served.visits(), other.visits()) == ([], [("courier", "screen")])
    finally:
        other.end()


def test_the_port_changes_under_an_open_page(served: Served, take: Callable[..., Any]) -> None:
    page = take()
    page.goto(served.screen())
    served.stop()
    served.switch(free_port())
    first(page)
    gone(page)
    assert served.visits() == []
    page.goto(served.screen())
    first(page)
    came(page)
    assert served.visits() == [("courier", "screen")]


def test_the_address_changes_under_an_open_page(served: Served, take: Callable[..., Any]) -> None:
    line, page = served.line, take()
    page.goto(served.screen())
    line.move(line.address, line.other_address)
    try:
        first(page)
        if isinstance(line, Cable):
            with pytest.raises(BrowserError):
                page.wait_for_url("**/done?**", timeout=1_500)
            assert served.visits() == []
        else:
            # this machine answers at all its addresses
            came(page)
        before = len(served.visits())
        # the screen has the new one at once, nothing is switched, and there a phone is somebody new
        page.goto(served.screen())
        assert page.url.startswith(f"http://{line.other_address}:")
        first(page)
        came(page)
        assert len(served.visits()) == before + 1
    finally:
        line.move(line.other_address, line.address)


def test_the_network_comes_later_than_the_desk(served: Served, take: Callable[..., Any]) -> None:
    line, page = served.line, take()
    served.stop()
    line.cut()
    try:
        line.at_desk(served.counter.serving.begin)
        assert served.screen() == ""
        assert line.at_desk(served.counter.serving.page).trouble == "no_network"
    finally:
        line.mend()
    page.goto(served.screen())
    first(page)
    came(page)
    assert served.visits() == [("courier", "screen")]
