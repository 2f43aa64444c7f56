"""A check as a phone makes it: Chromium with the page's script, a hub on a socket, a network that comes and goes."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_core_python.sync_playwright import Axe

from hub.check_draft import Given
from tests.hub.checking import Served, serving
from tests.hub.furnished import CHAIR, picture
from tests.hub.ring import PIN, made_ring
from tests.hub.servers import new_parts
from tests.web.browser import chromium, phone

KEPT, AWAY = "都已存到平台", "没有网"
HEAT = "microwave.heats"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("ring")
    with new_parts(str(folder / "data" / "hub.db"), folder) as parts, made_ring(parts) as ring, serving(ring) as made:
        yield made


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with chromium(tmp_path_factory.mktemp("browser")) as made:
        yield made


@pytest.fixture(autouse=True)
def _all_is_heard(served: Served) -> Iterator[None]:
    yield
    served.answers.lost = ""


@pytest.fixture
def photo(tmp_path: Path) -> str:
    place = tmp_path / "photo.jpg"
    place.write_bytes(picture(2400, 1800))
    return str(place)


class Walk:
    """One check in one tab."""

    def __init__(self, served: Served, page: Any) -> None:
        self.served, self.page = served, page

    @classmethod
    def begin(cls, served: Served, browser: Any, *, script: bool = True, first: str = "") -> Walk:
        """One that the hub knows already; `first` is run before the page's own script."""
        page = phone(browser, script=script)
        if first:
            page.add_init_script(first)
        served.signed_in(page.context)
        page.goto(f"{served.url}/checks/{begun(served)}")
        walk = cls(served, page)
        if script:
            page.locator("#check" if first else "#check[data-kept=yes]").wait_for()
            page.locator("html.scripted").wait_for()
        return walk

    @property
    def draft(self) -> str:
        return str(re.split(r"[/?#]", self.page.url.split("/checks/")[1])[0])

    def says(self, words: str) -> None:
        self.page.locator("#keeping").filter(has_text=words).wait_for()

    def online(self, yes: bool) -> None:
        self.page.context.set_offline(not yes)

    def fail(self, code: str, note: str, photo: str = "") -> None:
        item = self.page.locator(f'[id="{code.partition(".")[0]}"]')
        if item.locator("details").get_attribute("open") is None:
            item.locator("summary").tap()
        point = item.locator(f'[data-point="{code}"]')
        point.get_by_text("不合格", exact=True).tap()
        point.locator("textarea").fill(note)
        point.locator("textarea").blur()
        if photo:
            before = point.locator(".shots li").count()
            point.locator("input[type=file]").set_input_files(photo)
            point.locator(".shots li").nth(before).wait_for()

    def pass_rest(self, *only: str) -> None:
        items = "all => all.filter(each => !each.hidden).map(each => each.closest('section').id)"
        for item in self.page.locator("button.all").evaluate_all(items):
            if not only or item in only:
                self.page.locator(f'[id="{item}"] button.all').tap()

    def sign(self) -> None:
        self.page.locator("#to-summary").tap()
        self.page.locator("#sign").tap()


def begun(served: Served) -> str:
    office, draft = served.ring.office, str(uuid.uuid4())
    office.checks.begin(served.ring.people["street"], draft, served.ring.known["site"][0], "supervised")
    return draft


def facts(served: Served, draft: str) -> tuple[int, int, int]:
    """Inspections, findings with a photo, and jobs that a check came to."""
    served.ring.project()
    counts = (
        "count(*) FROM inspections WHERE inspection = ?",
        "count(*) FROM findings WHERE inspection = ? AND photos <> ''",
        "count(DISTINCT rectification) FROM findings WHERE inspection = ?",
    )
    inspections, photos, jobs = (served.rows(f"SELECT {each}", draft)[0][0] for each in counts)
    return inspections, photos, jobs


def test_a_whole_check_through_a_lost_connection(served: Served, browser: Any, photo: str) -> None:
    page = phone(browser, script=True)
    served.signed_in(page.context)
    page.goto(f"{served.url}/checks")
    page.locator('a[href^="/checks/new/"]').filter(has_text="驿站device").first.tap()
    page.locator("button.kind[value=unannounced]").tap()
    page.locator("#check[data-kept=yes]").wait_for()
    walk = Walk(served, page)
    draft = walk.draft
    walk.pass_rest("microwave", "phone_charging")
    walk.says(KEPT)
    walk.online(False)
    walk.fail(CHAIR, "靠窗第二把椅子一坐就晃", photo)
    walk.says("1 张照片存在这部手机里")
    page.reload()
    walk.says(AWAY)
    assert page.locator(f'[data-point="{CHAIR}"] textarea').input_value() == "靠窗第二把椅子一坐就晃"
    assert page.locator(f'[data-point="{CHAIR}"] .shots img').evaluate("image => image.naturalWidth") == 1600
    walk.pass_rest()
    page.locator("#left").filter(has_text="都看完了").wait_for()
    assert served.rows("SELECT count(*) FROM check_photos WHERE draft = ?", draft) == [(0,)]
    walk.online(True)
    walk.says(KEPT)
    assert served.rows("SELECT count(*) FROM check_photos WHERE draft = ?", draft) == [(1,)]
    walk.sign()
    page.wait_for_url(f"**/inspections/{draft}*")
    assert "靠窗第二把椅子一坐就晃" in page.content()
    assert facts(served, draft) == (1, 1, 1)
    assert served.rows("SELECT failed, passed FROM inspections WHERE inspection = ?", draft) == [(1, 25)]
    assert served.rows("SELECT count(*) FROM check_drafts WHERE draft = ?", draft) == [(0,)]
    left = page.evaluate(
        "async () => { const db = await new Promise(yes => { const asked = indexedDB.open('quanyi-checks');"
        " asked.onsuccess = () => yes(asked.result); }); const counts = [];"
        " for (const store of db.objectStoreNames) counts.push(await new Promise(yes => { const asked ="
        " db.transaction(store).objectStore(store).count(); asked.onsuccess = () => yes(asked.result); }));"
        " return counts; }"
    )
    assert left == [0, 0, 0], "what the hub has is not kept on the phone"
    page.context.close()


def test_answers_that_were_lost_are_asked_for_again_and_count_once(served: Served, browser: Any, photo: str) -> None:
    walk = Walk.begin(served, browser)
    page, draft = walk.page, walk.draft
    served.answers.lost, served.answers.came = "/photos/|/summary", []
    walk.pass_rest("phone_charging")
    walk.fail(HEAT, "热了一分钟，水还是凉的", photo)
    walk.says("1 张照片")
    assert served.rows("SELECT count(*) FROM check_photos WHERE draft = ?", draft) == [(1,)]
    served.answers.lost = "/summary"
    page.evaluate("window.dispatchEvent(new Event('online'))")
    walk.says(KEPT)
    sent = [path for path in served.answers.came if "/photos/" in path]
    assert len(sent) >= 2
    assert len(set(sent)) == 1
    walk.pass_rest()
    walk.says(KEPT)
    walk.sign()
    walk.says("已签名")
    assert facts(served, draft) == (1, 1, 1)
    served.answers.lost = ""
    page.evaluate("window.dispatchEvent(new Event('online'))")
    page.wait_for_url(f"**/inspections/{draft}*")
    assert facts(served, draft) == (1, 1, 1)
    page.context.close()


def test_signed_without_a_network_it_is_sent_with_one(served: Served, browser: Any) -> None:
    walk = Walk.begin(served, browser)
    page, draft = walk.page, walk.draft
    walk.online(False)
    walk.pass_rest()
    walk.sign()
    walk.says("已签名")
    page.reload()
    walk.says("已签名")
    assert facts(served, draft)[0] == 0
    walk.online(True)
    page.wait_for_url(f"**/inspections/{draft}*")
    assert facts(served, draft)[0] == 1
    page.context.close()


def test_two_tabs_are_one_check(served: Served, browser: Any) -> None:
    walk = Walk.begin(served, browser)
    page, draft = walk.page, walk.draft
    other = Walk(served, page.context.new_page())
    other.page.goto(page.url)
    other.page.locator("#check[data-kept=yes]").wait_for()
    walk.fail(CHAIR, "晃")
    other.page.locator('[id="tables_and_chairs"] .state').wait_for()
    other.page.wait_for_function(f"document.getElementById('{CHAIR}-fail').checked")
    other.pass_rest()
    page.locator("#left").filter(has_text="都看完了").wait_for()
    walk.says(KEPT)
    walk.sign()
    for each in (page, other.page):
        each.wait_for_url(f"**/inspections/{draft}*")
    assert facts(served, draft) == (1, 0, 1)
    page.context.close()


def test_a_session_that_ended_loses_nothing(served: Served, browser: Any) -> None:
    walk = Walk.begin(served, browser)
    page, draft = walk.page, walk.draft
    walk.pass_rest("microwave")
    walk.says(KEPT)
    served.ring.sessions.sign_out(served.ring.token("street")[0])
    walk.fail(CHAIR, "晃")
    walk.says("登录到时间了")
    page.get_by_role("link", name="重新登录").tap()
    page.get_by_label("姓名").fill("街道乙")
    page.get_by_label("PIN").fill(PIN)
    page.get_by_role("button", name="登录").tap()
    page.wait_for_url(f"**/checks/{draft}")
    walk.says(KEPT)
    assert served.rows("SELECT result, note FROM check_answers WHERE draft = ? AND checkpoint = ?", draft, CHAIR) == [
        ("fail", "晃")
    ]
    # signed in anew elsewhere while this page stays open: its token is of the session before
    served.ring.sessions.sign_out(served.ring.token("street")[0])
    served.signed_in(page.context)
    walk.pass_rest("phone_charging")
    walk.says(KEPT)
    page.context.close()


def test_over_plain_http_the_open_page_goes_on_all_the_same(served: Served, browser: Any, photo: str) -> None:
    """There a browser has no service worker, no locks, no cache and no ids."""
    names = {"window": ["caches"], "navigator": ["serviceWorker", "locks"], "crypto": ["randomUUID"]}
    gone = [f"Object.defineProperty({on}, '{name}', {{value: undefined}});" for on in names for name in names[on]]
    walk = Walk.begin(served, browser, first="".join(gone))
    page, draft = walk.page, walk.draft
    walk.online(False)
    walk.fail(HEAT, "水是凉的", photo)
    walk.pass_rest()
    walk.says(AWAY)
    walk.online(True)
    walk.says(KEPT)
    walk.sign()
    page.wait_for_url(f"**/inspections/{draft}*")
    assert facts(served, draft) == (1, 1, 1)
    page.context.close()


def test_a_phone_that_is_full_says_so(served: Served, browser: Any) -> None:
    walk = Walk.begin(served, browser)
    page = walk.page
    walk.pass_rest("microwave")
    walk.says(KEPT)
    walk.online(False)
    page.evaluate(
        "() => { window.before = IDBObjectStore.prototype.put; IDBObjectStore.prototype.put = () => {"
        " throw new DOMException('', 'QuotaExceededError'); }; }"
    )
    walk.pass_rest("phone_charging")
    walk.says("这部手机存不下了")
    page.evaluate("() => { IDBObjectStore.prototype.put = window.before; }")
    walk.pass_rest("water_dispenser")
    walk.says(AWAY)
    page.context.close()


def test_what_is_no_photo_has_its_sentence(served: Served, browser: Any, tmp_path: Path) -> None:
    walk = Walk.begin(served, browser)
    walk.fail(CHAIR, "晃")
    point = walk.page.locator(f'[data-point="{CHAIR}"]')
    for name, data, said in (
        ("a.txt", b"hello " * 9, "不是照片"),
        ("b.heic", b"\0\0\0\x18ftypheic" + b"\0" * 99, "HEIC"),
    ):
        (tmp_path / name).write_bytes(data)
        point.locator("input[type=file]").set_input_files(str(tmp_path / name))
        point.locator(".said").filter(has_text=said).wait_for()
    assert walk.page.locator(f'[data-point="{CHAIR}"] textarea').input_value() == "晃"
    walk.page.context.close()


def test_without_a_script(served: Served, browser: Any, photo: str) -> None:
    walk = Walk.begin(served, browser, script=False)
    page, draft = walk.page, walk.draft
    chairs = page.locator('[id="tables_and_chairs"]')
    chairs.locator("summary").tap()
    chairs.locator(f'[data-point="{CHAIR}"]').get_by_text("不合格", exact=True).tap()
    chairs.locator(f'[data-point="{CHAIR}"] textarea').fill("晃")
    chairs.get_by_role("button", name="保存这一项").tap()
    chairs.locator(".photo-of input[type=file]").set_input_files(photo)
    chairs.get_by_role("button", name="传这张").tap()
    page.get_by_text("照片已保存").wait_for()
    page.locator('[id="microwave"] button.all').tap()
    page.get_by_text("已保存。").wait_for()
    office, by = served.ring.office, served.ring.people["street"]
    points = [point.code for item in office.checks.draft(by, draft).items for point in item.checkpoints]
    office.checks.answer(by, draft, [Given(code, "pass") for code in points if code != CHAIR])
    page.locator("#to-summary").tap()
    page.get_by_text("1 张照片").wait_for()
    page.get_by_role("button", name="签名上报").tap()
    page.wait_for_url(f"**/inspections/{draft}*")
    assert facts(served, draft) == (1, 1, 1)
    page.context.close()


def test_nothing_is_answered_beforehand_and_axe_finds_nothing_serious(served: Served, browser: Any, photo: str) -> None:
    walk = Walk.begin(served, browser)
    page = walk.page
    assert page.locator("input[type=radio]:checked").count() == 0
    walk.fail(CHAIR, "晃", photo)
    for path in ("", "#sum", "/checks"):
        page.goto(f"{served.url}{path}" if path.startswith("/") else page.url.partition("#")[0] + path)
        page.locator("h1").wait_for()
        # what is folded away lies over other things for axe, and one item is as the next
        page.locator("#walk details").evaluate_all(
            "all => all.forEach((each, at) => { if (at < 2) each.open = true; else each.remove(); })"
        )
        found = Axe().run(page)["violations"]
        serious = [each for each in found if each["impact"] in ("serious", "critical")]
        assert [(each["id"], each["nodes"][0]["html"]) for each in serious] == [], path
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 390, path
    page.context.close()
