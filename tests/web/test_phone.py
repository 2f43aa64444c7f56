"""Phones as they are: Chromium inside WeChat and Alipay, against a real station on a real socket, without a script."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_core_python.sync_playwright import Axe

from desktop.core import checkin_code
from desktop.services.phone_desk import PhoneDesk
from desktop.web.app import make_app
from tests.stations import HOUR, SECOND, Station
from tests.web.browser import ALIPAY, SHOTS, WECHAT, chromium, phone, serving
from tests.web.fake_desk import DIGITS, POSTER_SITE, FakePhoneDesk
from tests.web.phone import SECRET, WIDE, WORDS


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with chromium(tmp_path_factory.mktemp("browser")) as made:
        yield made


@pytest.fixture
def base(station: Station) -> Iterator[str]:
    station.office.master.add_merchant(station.by, "泉香快餐（甸柳店）")
    station.clock.set("2026-11-21T12:06:00")
    pages = PhoneDesk(station.office)
    with serving(lambda: make_app(pages, SECRET, station.clock.now, WORDS)) as where:
        yield where


def screen(station: Station) -> str:
    desk = station.desk
    return checkin_code.show(desk.key, desk.store.home.named, desk.now() // 1000).text


def visits(station: Station) -> list[tuple[Any, ...]]:
    return station.rows('SELECT "group", how, presence, rider IS NOT NULL FROM visits ORDER BY seq')


def came(page: Any, said: str = "签到成功") -> None:
    """Waits for the tick."""
    page.get_by_role("status").get_by_text(said).wait_for()


def test_first_with_a_name_and_then_one_tap(station: Station, base: str, browser: Any) -> None:
    page = phone(browser, WECHAT)
    page.goto(f"{base}/s/{screen(station)}")
    page.get_by_text("网约配送员").tap()
    page.get_by_text("留姓名和手机号").tap()
    page.get_by_role("button", name="签到", exact=True).tap()
    page.get_by_label("姓名").fill("阿卜杜热合曼·买买提江")
    page.get_by_label("手机号").fill("138 1234 0427")
    page.get_by_label("我看过了，同意").check()
    page.get_by_role("button", name="签到并领卡").tap()
    came(page)
    page.get_by_text("还差一步").wait_for()
    page.get_by_role("link", name="打开我的服务卡").tap()
    page.get_by_role("img").wait_for()
    page.reload()
    assert visits(station) == [("delivery_rider", "self", "screen", 1)]
    station.clock.pass_by(HOUR)
    page.goto(f"{base}/s/{screen(station)}")
    page.get_by_role("button", name="签到", exact=True).tap()
    came(page)
    # back and once more, and the answer asked for again: it counts once
    page.go_back()
    page.get_by_role("button", name="签到", exact=True).tap()
    came(page, "已经签过了")
    page.reload()
    came(page, "已经签过了")
    assert visits(station) == [("delivery_rider", "self", "screen", 1)] * 2
    page.context.close()


def test_a_code_that_is_too_old_and_one_of_another_station(
    station: Station,
    base: str,
    browser: Any,
) -> None:
    page = phone(browser, ALIPAY)
    code = screen(station)
    station.clock.pass_by(61 * SECOND)
    page.goto(f"{base}/s/{code}")
    page.get_by_role("heading", name="这个码过期了").wait_for()
    page.get_by_label("输入屏幕上的四位数字").fill(checkin_code.digits_of(screen(station)))
    page.get_by_role("button", name="签到").tap()
    page.get_by_text("快递员").tap()
    page.get_by_role("button", name="签到", exact=True).tap()
    came(page)
    other = checkin_code.show(station.desk.key, "5b0e7c1a-3f7e-4d0e-8c5a-0d9e8f7a6b5c", station.desk.now() // 1000)
    page.goto(f"{base}/s/{other.text}")
    page.get_by_role("heading", name="这是别的驿站的码").wait_for()
    assert visits(station) == [("courier", "self", "screen", 0)]
    page.context.close()


def test_the_poster_with_and_without_digits(station: Station, base: str, browser: Any) -> None:
    poster = f"{base}/P/{PhoneDesk(station.office).place().site}"
    for typed in ("", "0000", checkin_code.digits_of(screen(station))):
        page = phone(browser, ALIPAY, width=320)
        page.goto(poster)
        page.get_by_text("货车司机").tap()
        page.get_by_label("站里屏幕上的四位数字").fill(typed)
        page.get_by_role("button", name="签到", exact=True).tap()
        if typed == "0000":
            page.get_by_role("heading", name="数字不对").wait_for()
            page.get_by_role("button", name="签到").tap()
        came(page)
        page.context.close()
    assert [row[2] for row in visits(station)] == ["poster", "poster", "screen"]


# --- every page, seen ----------------------------------------------------------------------------------------


def walk(page: Any, base: str, desk: FakePhoneDesk, seen: Callable[[str], None]) -> None:
    """Goes through every page of a phone's life; `seen` is told of each."""

    def go(path: str, name: str) -> None:
        page.goto(base + path)
        seen(name)

    def press(number: int = -1) -> None:
        with page.expect_navigation():
            page.locator("main button").nth(number).click()

    old = desk.code()
    go(f"/s/{desk.code()}", "first")
    page.locator("label.choice").first.click()
    page.locator("input[value=name]").click()
    seen("chosen")
    press()
    seen("name")
    page.locator("#name").fill("阿卜杜热合曼·买买提江")
    page.locator("#phone").fill("1381234")
    page.locator("input[name=consent]").check()
    press(0)
    seen("name-wrong")
    page.locator("#phone").fill("13812340427")
    page.locator("input[name=consent]").check()
    press(0)
    seen("done")
    go("/card", "card")
    desk.verified.update(desk.people)
    go("/card", "card-verified")
    go("/lost", "lost")
    go(f"/p/{POSTER_SITE}", "again")
    page.locator("#digits").fill("1111")
    press()
    seen("digits-wrong")
    desk.now += 300_000
    go(f"/s/{old}", "expired")
    page.locator("#digits").fill(DIGITS)
    press()
    seen("already")
    go("/", "home")
    go("/mine", "mine")
    press(0)
    seen("mine-all")
    go("/mine/forget", "forget")
    press()
    seen("forgotten")
    go("/mine", "mine-nothing")
    go("/nothing", "no-page")


@pytest.mark.parametrize(("language", "width"), [("zh-CN", 390), ("en-GB", 320)])
def test_every_page_fits_and_is_read_by_everybody(browser: Any, language: str, width: int) -> None:
    desk = FakePhoneDesk(station="甸柳新村街道甸柳一社区泉新泉驿")
    faults: list[tuple[str, object]] = []
    names: list[str] = []
    with serving(lambda: make_app(desk, SECRET, desk.clock, WORDS, WIDE)) as base:
        page = phone(browser, language=language, width=width, script=True)

        def seen(name: str) -> None:
            names.append(name)
            if SHOTS:
                page.screenshot(path=str(Path(SHOTS) / f"{name}-{language[:2]}-{width}.png"), full_page=True)
            wide = page.evaluate("document.documentElement.scrollWidth")
            small = page.evaluate(
                "[...document.querySelectorAll('main button, main a, main label.choice, main input:not([type=hidden])"
                ":not(.away):not([type=checkbox]):not([type=radio])')].filter(each => each.offsetHeight < 44)"
                ".map(each => each.textContent || each.name)"
            )
            # the same page in either language: looked through once
            found = Axe().run(page, options={"resultTypes": ["violations"]})["violations"] if width == 390 else []
            bad = [each["id"] for each in found if each["impact"] in ("serious", "critical")]
            faults.extend((name, fault) for fault in (*bad, *small, *([f"{wide} px"] if wide > width else [])))

        walk(page, base, desk, seen)
        page.context.close()
    assert len(names) == 19
    assert faults == []
