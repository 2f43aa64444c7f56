"""Check-in on a line of its own: what the page says and what stands in the journal, for codes of every age and place,
and for clocks that are off.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from desktop.core import checkin_code
from desktop.core.keys import DeviceKey
from tests.stations import HOUR, MINUTE, SECOND
from tests.web.browser import ALIPAY
from tests.web.line.served import Served, came, first, press, told

FREE = "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/118.0 Mobile Safari/537.36"
ELSEWHERE = "5b0e7c1a-3f7e-4d0e-8c5a-0d9e8f7a6b5c"


@pytest.mark.parametrize(("way", "presence"), [("screen", "screen"), ("poster", "poster")])
def test_the_first_time_and_the_second(served: Served, take: Callable[..., Any], way: str, presence: str) -> None:
    page = take(ALIPAY)
    page.goto(getattr(served, way)())
    first(page)
    came(page)
    assert served.visits() == [("courier", presence)]
    # one tap within half an hour adds nothing, after it a visit
    served.station.clock.pass_by(29 * MINUTE)
    page.goto(getattr(served, way)())
    press(page)
    came(page, "已经签过了")
    assert len(served.visits()) == 1
    served.station.clock.pass_by(HOUR)
    page.goto(getattr(served, way)())
    press(page)
    came(page)
    assert served.visits() == [("courier", presence)] * 2


def test_the_age_of_a_code(served: Served, take: Callable[..., Any]) -> None:
    clock = served.station.clock
    clock.set("2026-11-21T12:06:00")
    shown, page = served.screen(), take()
    for seconds in (31, 29, 1):
        clock.pass_by(seconds * SECOND)
        page.goto(shown)
        told(page, "这个码过期了" if clock.now() % MINUTE == SECOND else "辛苦了，进来歇歇")
    page.get_by_text("再扫一次屏幕").wait_for()
    page.get_by_text("不签到也能坐下休息").wait_for()
    assert served.visits() == []
    # what was on the screen half a minute before is as good as what is there now
    shown = served.screen()
    clock.pass_by(59 * SECOND)
    page.goto(shown)
    first(page)
    came(page)
    assert served.visits() == [("courier", "screen")]


def test_the_same_code_again_by_the_same_phone(served: Served, take: Callable[..., Any]) -> None:
    shown, page, other = served.screen(), take(), take(FREE)
    page.goto(shown)
    first(page)
    came(page)
    page.goto(shown)
    press(page)
    came(page, "已经签过了")
    page.go_back()
    press(page)
    came(page, "已经签过了")
    assert len(served.visits()) == 1
    # of somebody else beside them it is good
    other.goto(shown)
    first(other, "货车司机")
    came(other)
    assert served.visits() == [("courier", "screen"), ("truck_driver", "screen")]


def test_codes_of_another_station(served: Served, take: Callable[..., Any]) -> None:
    page, base = take(), served.poster().partition("/p/")[0]
    now = served.station.clock.now() // 1000
    other = checkin_code.show(DeviceKey(bytes(range(32))), ELSEWHERE, now)
    for path in (f"/s/{other.text}", "/P/7K2M9Q3A"):
        page.goto(base + path)
        told(page, "这是别的驿站的码")
        page.get_by_text("扫这个站墙上的海报或屏幕").wait_for()
    # this station's, shown by a machine that it has no more
    gone = checkin_code.show(DeviceKey(bytes(range(32))), served.station.desk.store.home.named, now)
    page.goto(f"{base}/s/{gone.text}")
    told(page, "这个码认不出来")
    assert served.visits() == []


# --- clocks ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("off", [20 * SECOND, -20 * SECOND])
def test_the_desks_clock_is_put_right_in_the_middle(served: Served, take: Callable[..., Any], off: int) -> None:
    """Off is not felt, since the same machine makes and reads codes; a correction between two steps must not be."""
    clock = served.station.clock
    page = take()
    page.goto(served.screen())
    clock.pass_by(off)
    first(page)
    came(page)
    assert len(served.visits()) == 1
    clock.pass_by(off)
    page.reload()
    came(page)
    page.goto(served.screen())
    press(page)
    came(page, "已经签过了")
    assert len(served.visits()) == 1


def test_a_code_from_before_the_clock_was_put_back(served: Served, take: Callable[..., Any]) -> None:
    shown, page = served.screen(), take()
    served.station.clock.pass_by(-20 * SECOND)
    page.goto(shown)
    told(page, "这个码认不出来")
    page.goto(served.screen())
    first(page)
    came(page)
    assert len(served.visits()) == 1


def test_the_phones_clock_is_nothing_to_anybody(served: Served, take: Callable[..., Any]) -> None:
    page = take(script=True)
    for off, act in (("2031-06-01T12:00:00Z", first), ("2019-01-01T00:00:00Z", press)):
        page.clock.set_fixed_time(off)
        page.goto(served.screen())
        assert page.evaluate("new Date().toISOString()").startswith(off[:10])
        act(page)
        came(page)
        served.station.clock.pass_by(HOUR)
    assert len(served.visits()) == 2
