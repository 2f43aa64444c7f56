"""A tablet as the visitor's screen: who may show it, what it shows, and what it does when the counter is away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from axe_core_python.sync_playwright import Axe
from PIL import Image

from desktop.core import checkin_code
from desktop.core.errors import Refused
from desktop.core.pages import ScanAnswer, Tone
from desktop.core.roles import Operator
from desktop.core.tablet_pages import HOLD_MS, LIFE_S, TabletPage
from desktop.core.visitor_pages import VisitorPage
from desktop.services.counter import OfficeCounter
from desktop.services.tablets import TabletScreens
from desktop.web.app import make_app
from tests.gui.fake_visitor import NOON as PAGE
from tests.stations import Station
from tests.web.browser import SHOTS, chromium, serving
from tests.web.fake_desk import KEY, NOON, SITE, FakePhoneDesk
from tests.web.phone import SECRET, WORDS, Phone, app_for

BASE = "http://192.168.1.20:8642"
LONG = "济南市历城区全福街道办事处辛祝路社区居委会党群服务中心泉新泉驿第二服务点"


@dataclass
class Counter:
    """A station whose pages are served at `BASE`; `ticks` are seconds of a clock that only goes forward."""

    station: Station
    ticks: float = 1000.0
    office: OfficeCounter = field(init=False)

    def __post_init__(self) -> None:
        self.office = OfficeCounter(self.station.office, self.station.by)
        self.office.visitor._where = lambda: BASE
        self.tablets = TabletScreens(
            self.station.office, lambda: self.station.by, lambda: BASE, self.office.visitor, lambda: self.ticks
        )

    def link(self) -> str:
        return self.tablets.begin().url.removeprefix(BASE)


@pytest.fixture
def counter(station: Station) -> Counter:
    station.clock.set("2026-11-21T12:06:00")
    return Counter(station)


def app(counter: Counter) -> Any:
    desk = FakePhoneDesk()
    return app_for(desk, counter.station.clock.now, tablets=counter.tablets)


def connected(counter: Counter, pages: Any) -> Phone:
    tablet, link = Phone(pages), counter.link()
    assert "当访客屏" in tablet.get(link).text
    assert take(tablet, link).status_code == 200
    return tablet


def take(tablet: Phone, link: str) -> Any:
    """Presses the page's button."""
    return tablet.client.post(link, headers={"content-type": "application/x-www-form-urlencoded"})


def read(page: str) -> str:
    """The version that a page has."""
    return page.partition('data-version="')[2].partition('"')[0]


# --- who may -------------------------------------------------------------------------------------------------


def test_a_link_connects_one_tablet_once(counter: Counter) -> None:
    pages = app(counter)
    link = counter.link()
    looked = Phone(pages)
    assert looked.get(link).status_code == 200
    assert looked.get("/screen").status_code == 403  # looked at only
    first, second = Phone(pages), Phone(pages)
    assert take(first, link).status_code == 200
    assert "扫码签到" in first.get("/screen").text
    assert (take(second, link).status_code, second.get("/screen").status_code) == (410, 403)
    assert counter.tablets.state().shown == 1


def test_a_link_is_good_for_ten_minutes_and_the_last_one_counts(counter: Counter) -> None:
    pages = app(counter)
    old, new = counter.link(), counter.link()
    assert take(Phone(pages), old).status_code == 410
    counter.ticks += LIFE_S
    late = Phone(pages).get(new)
    assert (late.status_code, "用不了了" in late.text) == (410, True)


def test_let_go_it_shows_nothing_and_says_what_to_do(counter: Counter) -> None:
    pages = app(counter)
    tablet = connected(counter, pages)
    assert tablet.get("/screen/now").status_code == 200
    link = counter.link()
    counter.tablets.let_go()
    assert take(Phone(pages), link).status_code == 410  # nor is a link good that was open
    assert tablet.get("/screen/now").status_code == 403
    gone = tablet.get("/screen")
    assert (gone.status_code, "还没有连上" in gone.text) == (403, True)
    assert not counter.tablets.state().known
    # another one connected later does not bring it back
    connected(counter, pages)
    assert tablet.get("/screen").status_code == 403


def test_it_stays_connected_when_the_desk_starts_anew(counter: Counter) -> None:
    tablet = connected(counter, app(counter))
    again = Counter(counter.station)
    tablet.client._transport = Phone(app(again)).client._transport
    assert tablet.get("/screen/now").status_code == 200
    assert again.tablets.state().known


def test_no_mark_that_is_made_up_is_taken(counter: Counter) -> None:
    pages = app(counter)
    assert not counter.tablets.known("", "a")  # before any was ever connected
    tablet = connected(counter, pages)
    for cookie in ("", "x", "e30.AAAA", tablet.client.cookies["qs"]):
        stranger = Phone(pages)
        stranger.client.cookies.set("qt", cookie)
        assert stranger.get("/screen").status_code == 403
    for mark in ("", "0" * 32, "标"):
        assert not counter.tablets.known(mark, "a")


def test_who_may_not_switch_on_phones_connects_none(station: Station) -> None:
    counter = OfficeCounter(station.office)
    with pytest.raises(Refused, match="pin_needed"):
        counter.tablets.begin()
    counter = OfficeCounter(station.office, Operator(station.by.id, frozenset({"merchant"})))
    for act in (counter.tablets.begin, counter.tablets.let_go):
        with pytest.raises(Refused, match="not_allowed"):
            act()
    assert OfficeCounter(station.office, station.by).tablets.begin().url == ""  # nothing is served


# --- what it shows -------------------------------------------------------------------------------------------


def test_its_code_is_the_one_that_the_counter_takes(counter: Counter) -> None:
    desk = counter.station.desk
    tablet = connected(counter, app(counter))
    page = tablet.get("/screen").text
    shown = checkin_code.show(desk.key, desk.store.home.named, desk.now() // 1000)
    assert counter.tablets.screen().page.code == f"{BASE}/s/{shown.text}"
    assert f'<p class="digits">{checkin_code.digits_of(shown.text)}</p>' in page
    had = read(page)
    assert tablet.get(f"/screen/now?had={had}").status_code == 204
    counter.station.clock.pass_by(30_000)
    assert (
        f'<p class="digits">{checkin_code.digits_of(shown.text)}</p>' not in tablet.get(f"/screen/now?had={had}").text
    )


def test_it_is_small(counter: Counter) -> None:
    tablet = connected(counter, app(counter))
    page = tablet.get("/screen").text
    files = [part.partition('"')[0] for part in page.split('href="')[1:] + page.split('src="')[1:]]
    sizes = [len(tablet.get(file).content) for file in files if file.startswith("/")]
    assert len(sizes) == 2
    assert len(page.encode()) + sum(sizes) <= 30 * 1024


def test_a_result_stands_for_a_while_and_names_nobody(counter: Counter) -> None:
    tablet = connected(counter, app(counter))
    answer = ScanAnswer("checked_in", Tone.SUCCESS, "马*阳", "delivery_rider", "0427", "01", time="12:06")
    counter.tablets.told(answer, counter.station.clock.now())
    shown = tablet.get("/screen/now").text
    assert ("签到成功" in shown, "一位网约配送员，欢迎" in shown) == (True, True)
    assert not any(part in shown for part in ("马", "0427"))
    counter.tablets.told(replace(answer, outcome="card_expired", tone=Tone.ATTENTION), counter.station.clock.now())
    assert "没关系，照样进来歇" in tablet.get("/screen/now").text
    counter.station.clock.pass_by(HOLD_MS)
    assert 'footer class="calm"' in tablet.get("/screen/now").text


def test_whoever_came_by_phone_is_greeted_too(counter: Counter) -> None:
    tablet = connected(counter, app(counter))
    visits = counter.station.office.visits
    visits.by_phone(counter.station.desk.store.ids.fact(), "", "courier", "screen", "")
    assert "一位快递员，欢迎" in tablet.get("/screen/now").text


# --- a real tablet -------------------------------------------------------------------------------------------


@dataclass
class Shown:
    """Fulfils `TabletDesk` for whoever asks.

    Attributes:
        page: what stands on it; now: ms UTC.
    """

    page: VisitorPage = PAGE
    now: int = NOON

    def open_link(self, _token: str) -> bool:
        return True

    def take_link(self, _token: str) -> str:
        return "m"

    def known(self, mark: str, _tablet: str) -> bool:
        return mark == "m"

    def screen(self) -> TabletPage:
        return TabletPage(self.page, self.now, None)

    def show_code(self, *, hub: bool = False) -> str:
        code = checkin_code.show(KEY, SITE, self.now // 1000).text
        until = self.now - self.now % 30_000 + 30_000
        self.page = replace(
            self.page,
            code=f"{BASE}/s/{code}",
            code_until=until,
            digits=checkin_code.digits_of(code),
            hub_code=f"https://hub.example.gov.cn/s/{code}" if hub else "",
        )
        return self.page.code


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with chromium(tmp_path_factory.mktemp("browser")) as made:
        yield made


def tablet_of(browser: Any, wide: int, high: int, language: str = "zh-CN", *, script: bool = True) -> Any:
    context = browser.new_context(
        locale=language, viewport={"width": wide, "height": high}, has_touch=True, java_script_enabled=script
    )
    context.set_default_timeout(10_000)
    return context.new_page()


def connect(page: Any, where: str) -> None:
    page.goto(f"{where}/screen/{'A' * 32}")
    page.get_by_role("button").tap()
    page.locator("h1").wait_for()


def codes(picture: Path) -> list[str]:
    with Image.open(picture) as taken:
        return [found.text for found in zxingcpp.read_barcodes(taken, formats=zxingcpp.BarcodeFormat.QRCode)]


def test_it_keeps_itself_current_and_hides_a_code_that_nobody_takes(browser: Any, tmp_path: Path) -> None:
    desk, tablets, picture = FakePhoneDesk(), Shown(), tmp_path / "tablet.png"
    first = tablets.show_code()
    with serving(lambda: make_app(desk, SECRET, desk.clock, WORDS, tablets=tablets)) as where:
        page = tablet_of(browser, 1280, 800)
        connect(page, where)
        page.screenshot(path=picture)
        assert codes(picture) == [first]
        tablets.now = desk.now = NOON + 31_000
        second = tablets.show_code()
        page.get_by_text(tablets.page.digits).wait_for()
        page.screenshot(path=picture)
        assert codes(picture) == [second]
        page.get_by_role("button", name="全屏").tap()
        page.get_by_role("button", name="全屏").wait_for(state="hidden")
        page.context.set_offline(True)
        page.get_by_text("和柜台断开了").wait_for()
        page.screenshot(path=picture)
        assert codes(picture) == []
        page.context.set_offline(False)
        page.get_by_text("和柜台断开了").wait_for(state="hidden")
        assert page.evaluate("!!document.fullscreenElement")
        page.context.close()


def test_without_a_script_it_shows_the_same(browser: Any, tmp_path: Path) -> None:
    desk, tablets, picture = FakePhoneDesk(), Shown(), tmp_path / "tablet.png"
    code = tablets.show_code()
    with serving(lambda: make_app(desk, SECRET, desk.clock, WORDS, tablets=tablets)) as where:
        page = tablet_of(browser, 1280, 800, script=False)
        connect(page, where)
        page.screenshot(path=picture)
        assert codes(picture) == [code]
        assert page.locator("noscript").inner_text() == ""
        page.context.close()


# Parts beyond the right edge, or below where nobody scrolls.
OUTSIDE = """() => [...document.querySelectorAll('#screen *')].filter(part => {
  const box = part.getBoundingClientRect(), wide = innerWidth > innerHeight
  return box.width && (box.right > innerWidth + 1 || (wide && box.bottom > innerHeight + 1))
}).map(part => part.className || part.tagName)"""
SIZES = ((1280, 800), (1024, 768), (1024, 600), (1920, 1080), (800, 1280))


@pytest.mark.parametrize("language", ["zh-CN", "en-GB"])
def test_everything_fits_and_is_read_by_everybody(browser: Any, language: str, tmp_path: Path) -> None:
    desk, tablets = FakePhoneDesk(), Shown(replace(PAGE, station=LONG, places=(*PAGE.places, PAGE.places[1])))
    picture = tmp_path / "tablet.png"
    with serving(lambda: make_app(desk, SECRET, desk.clock, WORDS, tablets=tablets)) as where:
        page = tablet_of(browser, 1280, 800, language)
        connect(page, where)
        for coded in (0, 1, 2):
            shown = [tablets.show_code(hub=coded == 2)] if coded else []
            shown += [tablets.page.hub_code] if coded == 2 else []
            for wide, high in SIZES:
                page.set_viewport_size({"width": wide, "height": high})
                page.goto(f"{where}/screen")
                page.screenshot(path=picture, full_page=True)
                if SHOTS:
                    name = f"screen-{language[:2]}-{wide}-{coded}.png"
                    page.screenshot(path=f"{SHOTS}/{name}", full_page=True)
                out = page.evaluate(OUTSIDE)
                assert out == [], (wide, high, coded, out)
                assert sorted(codes(picture)) == sorted(shown), (wide, high)
        found = Axe().run(page)["violations"]
        assert [each["id"] for each in found if each["impact"] in ("serious", "critical")] == []
        page.context.close()
