"""A station with two ways in: only the hub can be reached, only the desk, the hub goes down between form and press."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop.core import checkin_code
from desktop.core.keys import DeviceKey
from desktop.core.site import short_site
from hub.phone_desk import HubPhoneDesk
from tests.hub.servers import new_parts
from tests.stations import HOUR, MINUTE, SECOND
from tests.web.line.cable import Cable
from tests.web.line.joined import Joined
from tests.web.line.served import Served, came, first, gone, press, told, unreachable

ELSEWHERE = "5b0e7c1a-3f7e-4d0e-8c5a-0d9e8f7a6b5c"


@pytest.fixture
def hub(served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Joined]:
    with new_parts(str(tmp_path / "hub" / "hub.db"), tmp_path) as parts:
        made = Joined(served, parts, monkeypatch)
        yield made
        made.end()


def test_only_the_hub_and_then_only_the_desk(served: Served, hub: Joined, take: Callable[..., Any]) -> None:
    page, line = take(), served.line
    line.cut()
    try:
        if isinstance(line, Cable):
            assert unreachable(take(), f"http://{line.address}:{served.port}/")
        page.goto(hub.screen())
        told(page, "辛苦了，进来歇歇")
        first(page)
        came(page)
        page.goto(hub.poster())
        press(page)
        came(page, "已经签过了")
        other = take()
        other.goto(hub.poster())
        first(other, "货车司机")
        came(other)
    finally:
        line.mend()
    assert hub.visits() == [("courier", "screen"), ("truck_driver", "poster")]
    assert hub.today() == hub.visits()
    hub.stop()
    assert unreachable(take(), hub.poster())
    # a phone is somebody new to the desk: it was never there
    page.goto(served.poster())
    first(page, "网约车司机")
    came(page)
    hub.begin()
    assert hub.today() == [("courier", "screen"), ("truck_driver", "poster"), ("ride_hailing_driver", "poster")]


def test_the_hub_goes_down_between_form_and_press(hub: Joined, take: Callable[..., Any]) -> None:
    """The browser says that nobody answers; sent again when the hub is back, it counts once."""
    page = take()
    page.goto(hub.screen())
    hub.stop()
    first(page)
    gone(page)
    assert hub.visits() == []
    hub.begin()
    page.reload()
    came(page)
    page.goto(hub.screen())
    press(page)
    came(page, "已经签过了")
    assert hub.today() == [("courier", "screen")]


def test_the_answer_is_lost_and_the_code_scanned_again(
    hub: Joined, take: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was recorded and never heard of is the same visit in the next form."""
    inner, lost = HubPhoneDesk.check_in, [True]

    def check_in(desk: HubPhoneDesk, wanted: Any) -> Any:
        done = inner(desk, wanted)
        if lost:
            lost.clear()
            raise OSError("the answer is lost")
        return done

    monkeypatch.setattr(HubPhoneDesk, "check_in", check_in)
    page = take()
    page.goto(hub.screen())
    first(page)
    told(page, "这一页出错了")
    assert hub.visits() == [("courier", "screen")]
    hub.served.station.clock.pass_by(MINUTE)
    page.goto(hub.screen())
    first(page)
    came(page)
    assert hub.today() == [("courier", "screen")]
    hub.served.station.clock.pass_by(HOUR)
    page.goto(hub.screen())
    press(page)
    came(page)
    assert len(hub.today()) == 2


@pytest.mark.parametrize("off", [0, 20 * SECOND])
def test_the_age_of_a_code_by_the_pcs_clock(hub: Joined, take: Callable[..., Any], off: int) -> None:
    """Its clock may be off, as far as the hub knows by how much."""
    clock, page = hub.served.station.clock, take()
    hub.off = off
    hub.sync()
    clock.set("2026-11-21T12:07:00")
    shown = hub.screen()
    for seconds, said in ((31, "辛苦了，进来歇歇"), (29, "辛苦了，进来歇歇"), (1, "这个码过期了")):
        clock.pass_by(seconds * SECOND)
        page.goto(shown)
        told(page, said)
    # without it is the poster's way, and nobody is sent away
    press(page, "不用码，直接签到")
    first(page)
    came(page)
    assert hub.today() == [("courier", "poster")]


def test_codes_of_another_station(hub: Joined, take: Callable[..., Any]) -> None:
    page, now = take(), hub.served.station.clock.now() // 1000
    at = f"{hub.url}/at/{short_site(hub.served.station.desk.store.home.joined)}"
    other = checkin_code.show(DeviceKey(bytes(range(32))), ELSEWHERE, now)
    page.goto(f"{at}/s/{other.text}")
    told(page, "这是别的驿站的码")
    gone_pc = checkin_code.show(DeviceKey(bytes(range(32))), hub.served.station.desk.store.home.joined, now)
    page.goto(f"{hub.url}/s/{gone_pc.text}")
    told(page, "这个码认不出来")
    assert hub.visits() == []


def test_left_a_name_on_mobile_data(hub: Joined, take: Callable[..., Any]) -> None:
    page, office, by = take(), hub.served.station.office, hub.served.station.by
    page.goto(hub.poster())
    page.get_by_text("留姓名和手机号").tap()
    first(page, "网约配送员")
    page.get_by_label("姓名").fill("马向阳")
    page.get_by_label("手机号").fill("138 1234 0427")
    page.get_by_label("我看过了，同意").check()
    press(page, "登记并签到")
    came(page)
    page.get_by_text("到柜台领服务卡").wait_for()
    hub.sync()
    hub.sync()
    (found,) = office.people.find(by, "0427")
    assert found.name == "马**"
    office.people.verify(by, found.rider, "badge")
    hub.served.station.clock.pass_by(HOUR)
    hub.sync()
    page.goto(hub.screen())
    told(page, "马**，您好")
    press(page)
    came(page)
    assert hub.today() == [("delivery_rider", "poster"), ("delivery_rider", "screen")]
