"""The desk's camera on a phone: one link, one phone, ten minutes; what is no photo; what a photo no longer carries."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from axe_core_python.sync_playwright import Axe
from PIL import Image

from desktop.core.camera_pages import LIFE_S, PHOTO_MOST, PhotoCame
from desktop.core.errors import Refused
from desktop.core.pages import GivenAnswer
from desktop.core.roles import Operator
from desktop.services.counter import OfficeCounter
from desktop.services.phone_camera import PhoneCamera
from desktop.web.app import make_app
from desktop.web.form import BODY_MOST
from tests.stations import Station
from tests.web.browser import SHOTS, WECHAT, chromium, phone, serving
from tests.web.fake_desk import FakePhoneDesk
from tests.web.phone import SECRET, WIDE, WORDS, Form, Phone, app_for

BASE, POINT = "http://192.168.1.20:8642", "microwave.clean"
GPS, SECRET_PLACE = 0x8825, "甸柳一社区 3 号楼"


def jpeg(side: int = 60, **more: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (side, side), (200, 60, 40)).save(out, "JPEG", **more)
    return out.getvalue()


def jpeg_with_place() -> bytes:
    """As a phone takes it: turned by its EXIF, with where it was taken."""
    made = Image.new("RGB", (1200, 900), (200, 60, 40))
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = SECRET_PLACE
    exif.get_ifd(GPS).update({1: "N", 2: (36.0, 39.0, 12.5), 3: "E", 4: (117.0, 2.0, 31.0)})
    out = io.BytesIO()
    made.save(out, "JPEG", exif=exif)
    return out.getvalue()


def bomb() -> bytes:
    """A PNG of a few KB that says it has 400 million dots."""
    out = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    return out.getvalue()


@dataclass
class Window:
    """Takes what comes at once, as the window does.

    Attributes:
        ticks: seconds of a clock that only goes forward; here: whether anybody takes photos.
    """

    ticks: float = 1000.0
    here: bool = True
    came: list[PhotoCame] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.camera = PhoneCamera(lambda: BASE, ticks=lambda: self.ticks, wait_s=0.2)
        self.camera.tell_by(self.take)

    def take(self) -> None:
        if self.here:
            self.came += self.camera.take()

    def link(self, room: int = 3) -> str:
        return self.camera.begin("opening", POINT, room).url.removeprefix(BASE)


@pytest.fixture
def window() -> Window:
    return Window()


@pytest.fixture
def pages(window: Window) -> Any:
    desk = FakePhoneDesk()
    return app_for(desk, desk.clock, camera=window.camera)


def send(phone: Phone, path: str, raw: bytes, page: Any = None, **fields: str) -> Any:
    """The form of a page with a photo in it."""
    page = page or phone.get(path)
    given = {**Form(page.text, path).fields, **fields}
    given.pop("photo", None)
    return phone.client.post(path, data=given, files={"photo": ("p.jpg", raw, "image/jpeg")})


# --- the link ------------------------------------------------------------------------------------------------


def test_photos_one_after_the_other_for_one_point(window: Window, pages: Any) -> None:
    mine, path = Phone(pages), window.link()
    page = mine.get(path)
    assert 'capture="environment"' in page.text
    for number in (1, 2):
        page = send(mine, path, jpeg(), page)
        assert f"已传到柜台：第 {number} 张" in page.text
    assert [(each.kind, each.checkpoint) for each in window.came] == [("opening", POINT)] * 2
    page = send(mine, path, jpeg(), page)
    assert "照片够了" in page.text
    assert Form(page.text, path).fields == {}


def test_a_form_that_is_sent_twice_counts_once(window: Window, pages: Any) -> None:
    mine, path = Phone(pages), window.link()
    page = mine.get(path)
    for _ in range(2):
        assert "第 1 张" in send(mine, path, jpeg(), page).text
    assert len(window.came) == 1


def test_it_is_good_for_ten_minutes_and_not_a_moment_longer(window: Window, pages: Any) -> None:
    mine, path = Phone(pages), window.link()
    page = mine.get(path)
    window.ticks += LIFE_S - 0.001
    assert "第 1 张" in send(mine, path, jpeg(), page).text
    page = mine.get(path)
    window.ticks += 0.001
    late = send(mine, path, jpeg(), page)
    assert (late.status_code, "这个码用不了了" in late.text) == (410, True)
    assert mine.get(path).status_code == 410
    assert len(window.came) == 1


def test_another_phone_hears_that_it_is_in_use(window: Window, pages: Any) -> None:
    mine, other, path = Phone(pages), Phone(pages), window.link()
    page = mine.get(path)
    assert "别的手机正在用这个码" in other.get(path).text
    # with the form of the first one too
    stolen = send(other, path, jpeg(), page)
    assert (stolen.status_code, window.came) == (403, [])
    assert "第 1 张" in send(mine, path, jpeg(), page).text


def test_a_form_that_nobody_opened_a_page_for_binds_nobody(window: Window, pages: Any) -> None:
    path = window.link()
    blind = Phone(pages).client.post(path, data={"form": "x"}, files={"photo": ("p.jpg", jpeg(), "image/jpeg")})
    assert (blind.status_code, window.came) == (403, [])
    assert Phone(pages).get(path).status_code == 200


def test_forged_cookies_and_forms(window: Window, pages: Any) -> None:
    mine, path = Phone(pages), window.link()
    page = mine.get(path)
    form = Form(page.text, path).fields["form"]
    for forged in (form[:-2] + "AA", form.replace(".", ""), "", "x" * 5_000):
        refused = send(mine, path, jpeg(), page, form=forged)
        assert (refused.status_code, "刚才没有传完" in refused.text) == (400, True)
    # the form of an earlier link
    later = window.link()
    mine.get(later)
    assert send(mine, later, jpeg(), form=form).status_code == 400
    kept = mine.client.cookies.get("qs")
    assert kept is not None
    mine.client.cookies.clear()
    mine.client.cookies.set("qs", kept[:-3] + "AAA")
    assert mine.get(later).status_code == 403
    assert window.came == []


@pytest.mark.parametrize("ended", ["end", "drop"])
def test_locked_or_finished_it_is_over(window: Window, pages: Any, ended: str) -> None:
    mine, path = Phone(pages), window.link()
    page = mine.get(path)
    getattr(window.camera, ended)()
    assert send(mine, path, jpeg(), page).status_code == 410
    assert (mine.get(path).status_code, window.came) == (410, [])
    for text in ("", "A", "A" * 32, "é" * 32, "%2e%2e%2f" * 9, "%00"):
        assert mine.get(f"/camera/{text}").status_code in (404, 410)


def test_a_new_code_makes_the_old_one_void(window: Window, pages: Any) -> None:
    old, new = window.link(), window.link()
    assert (Phone(pages).get(old).status_code, Phone(pages).get(new).status_code) == (410, 200)


def test_a_token_has_128_bits_at_least_and_never_comes_again(window: Window) -> None:
    tokens = {window.link().removeprefix("/camera/") for _ in range(200)}
    assert len(tokens) == 200
    assert min(len(token) * 5 for token in tokens) >= 128


def test_what_the_window_does_not_take_is_nowhere(window: Window, pages: Any) -> None:
    window.here = False
    mine, path = Phone(pages), window.link()
    refused = send(mine, path, jpeg())
    assert (refused.status_code, "柜台没有接住" in refused.text) == (503, True)
    assert window.camera.take() == ()
    window.here = True
    assert "第 1 张" in send(mine, path, jpeg(), refused).text


def test_while_one_waits_the_desk_locks(window: Window) -> None:
    """A photo that nobody takes any more is said to be nowhere."""
    window.here = False
    token = window.link().removeprefix("/camera/")
    window.camera.look(token, "a")
    window.camera.tell_by(window.camera.drop)
    with pytest.raises(Refused, match="photo_not_taken"):
        window.camera.hand_in(token, "a", "1", jpeg())
    assert window.camera.end() == ()


def test_two_threads_never_bind_two_phones(window: Window) -> None:
    token, seen = window.link().removeprefix("/camera/"), []
    gate = threading.Barrier(8)

    def look(name: str) -> None:
        gate.wait()
        seen.append(window.camera.look(token, name).state)

    threads = [threading.Thread(target=look, args=(str(number),)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(seen) == ["in_use"] * 7 + ["open"]


# --- what is sent --------------------------------------------------------------------------------------------

HEIC = b"\x00\x00\x00\x18ftypheic" + bytes(200)
BAD: tuple[tuple[str, Callable[[], bytes], int, str], ...] = (
    ("nothing", lambda: b"", 422, "还没有拍"),
    ("text", lambda: b"<script>alert(1)</script>", 415, "不是照片"),
    ("cut short", lambda: jpeg(400)[:300], 415, "不是照片"),
    ("heic", lambda: HEIC, 415, "兼容性最佳"),
    ("bomb", bomb, 413, "照片太大"),
    ("a byte too many", lambda: jpeg() + bytes(PHOTO_MOST + 1 - len(jpeg())), 413, "照片太大"),
    ("far too many", lambda: bytes(30 * 1024 * 1024), 413, "照片太大"),
)


@pytest.mark.parametrize(("make", "status", "said"), [each[1:] for each in BAD], ids=[each[0] for each in BAD])
def test_what_is_no_photo_gets_a_sentence(
    window: Window, pages: Any, make: Callable[[], bytes], status: int, said: str
) -> None:
    mine, path = Phone(pages), window.link()
    refused = send(mine, path, make())
    assert (refused.status_code, said in refused.text, window.came) == (status, True, [])
    assert "Traceback" not in refused.text
    # and the next one comes through
    assert "第 1 张" in send(mine, path, jpeg(), refused).text


def test_twelve_megabytes_are_taken(window: Window, pages: Any) -> None:
    mine, path = Phone(pages), window.link()
    assert "第 1 张" in send(mine, path, jpeg() + bytes(PHOTO_MOST - len(jpeg()))).text


def test_other_forms_stay_small(window: Window, pages: Any) -> None:
    mine = Phone(pages)
    mine.get(window.link())
    big = mine.client.post("/in", data={"ticket": "x" * BODY_MOST})
    assert big.status_code == 400
    assert mine.client.post("/in", files={"photo": ("p.jpg", jpeg(), "image/jpeg")}).status_code == 400


def test_odd_bodies(window: Window, pages: Any) -> None:
    mine, path = Phone(pages), window.link()
    mine.get(path)
    head = {"content-type": "multipart/form-data; boundary=b"}
    for body, kind in (
        (b"form=x", {"content-type": "application/x-www-form-urlencoded"}),
        (b"", {"content-type": "multipart/form-data"}),
        (b"--b\r\n\r\nx\r\n--b--\r\n", head),
        (b"\x00" * 10_000, head),
        (b"--b\r\nContent-Disposition: form-data; name=form\r\n\r\n" + b"x" * 90_000 + b"\r\n--b--\r\n", head),
        (b'--b\r\nContent-Disposition: form-data; name="photo"; filename="a"\r\n\r\n' + jpeg(), head),
    ):
        answer = mine.client.post(path, content=body, headers=kind)
        assert answer.status_code in (400, 422), body[:40]
        assert "没有存" in answer.text or "还没有拍" in answer.text
    assert window.came == []


def test_without_a_camera_there_is_no_such_page() -> None:
    desk = FakePhoneDesk()
    assert Phone(app_for(desk, desk.clock)).get("/camera/" + "A" * 32).status_code == 404


# --- who may -------------------------------------------------------------------------------------------------


def test_a_link_is_of_whoever_sits_there(station: Station) -> None:
    counter = OfficeCounter(station.office)
    with pytest.raises(Refused, match="pin_needed"):
        counter.inspecting.phone_camera.begin("opening", POINT, 3)
    counter = OfficeCounter(station.office, Operator(station.by.id, frozenset({"merchant"})))
    with pytest.raises(Refused, match="not_allowed"):
        counter.inspecting.phone_camera.begin("opening", POINT, 3)
    counter = OfficeCounter(station.office, station.by)
    camera = counter.inspecting.phone_camera
    assert camera.begin("opening", POINT, 3).url == ""  # no pages are served
    camera._where = lambda: BASE
    token = camera.begin("opening", POINT, 3).url.rpartition("/")[2]
    assert camera.look(token, "a").state == "open"
    counter.sign_out()
    assert camera.look(token, "a").state == "gone"


# --- a real phone ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with chromium(tmp_path_factory.mktemp("browser")) as made:
        yield made


def test_a_photo_with_its_place_comes_without_it(
    window: Window, station: Station, browser: Any, tmp_path: Path
) -> None:
    desk, file = FakePhoneDesk(), tmp_path / "IMG_0001.jpg"
    file.write_bytes(jpeg_with_place())
    with Image.open(file) as taken:
        assert dict(taken.getexif().get_ifd(GPS))
    with serving(lambda: make_app(desk, SECRET, desk.clock, WORDS, WIDE, camera=window.camera)) as base:
        page = phone(browser, WECHAT)
        page.goto(base + window.link())
        for number in (1, 2):
            page.locator("#photo").set_input_files(file)
            page.get_by_role("button", name="传到柜台").tap()
            page.get_by_role("status").get_by_text(f"已传到柜台：第 {number} 张").wait_for()
        page.reload()
        page.get_by_text("第 2 张").wait_for()
        # one that is too large is heard to its end, so that the browser shows the sentence
        (tmp_path / "big.jpg").write_bytes(bytes(20 * 1024 * 1024))
        page.locator("#photo").set_input_files(tmp_path / "big.jpg")
        page.get_by_role("button", name="传到柜台").tap()
        page.get_by_role("alert").get_by_text("照片太大").wait_for()
        page.context.close()
    assert len(window.came) == 2
    # the walk is recorded with it, and what its finding keeps says nothing of the place
    points = (point.code for item in station.desk.rules.standard.items for point in item.checkpoints)
    finding = GivenAnswer(POINT, "fail", note="油", photos=(window.came[0].photo,))
    answers = tuple(finding if code == POINT else GivenAnswer(code, "pass") for code in points)
    OfficeCounter(station.office, station.by).inspecting.complete("opening", 0, answers, {})
    (kept,) = (row[0] for row in station.rows("SELECT data FROM blobs"))
    with Image.open(io.BytesIO(kept)) as seen:
        assert (seen.width, seen.height, dict(seen.getexif())) == (900, 1200, {})
    for raw in (kept, window.came[0].photo):
        assert b"Exif" not in raw
        assert SECRET_PLACE.encode() not in raw


@pytest.mark.parametrize(("language", "width"), [("zh-CN", 390), ("en-GB", 320)])
def test_every_page_of_it_fits_and_is_read_by_everybody(
    window: Window, browser: Any, language: str, width: int, tmp_path: Path
) -> None:
    desk, faults = FakePhoneDesk(station="甸柳新村街道甸柳一社区泉新泉驿"), []
    (tmp_path / "a.jpg").write_bytes(jpeg())
    (tmp_path / "a.txt").write_bytes(b"no picture")
    with serving(lambda: make_app(desk, SECRET, desk.clock, WORDS, WIDE, camera=window.camera)) as base:
        page = phone(browser, language=language, width=width, script=True)

        def seen(name: str) -> None:
            if SHOTS:
                page.screenshot(path=str(Path(SHOTS) / f"camera-{name}-{language[:2]}-{width}.png"), full_page=True)
            wide = page.evaluate("document.documentElement.scrollWidth")
            small = page.evaluate(
                "[...document.querySelectorAll('main button, main input:not([type=hidden])')]"
                ".filter(each => each.offsetHeight < 44).map(each => each.name)"
            )
            found = Axe().run(page, options={"resultTypes": ["violations"]})["violations"]
            bad = [each["id"] for each in found if each["impact"] in ("serious", "critical")]
            faults.extend((name, fault) for fault in (*bad, *small, *([f"{wide} px"] if wide > width else [])))
            assert len(page.content().encode()) <= 30 * 1024

        def give(file: str) -> None:
            page.locator("#photo").set_input_files(tmp_path / file)
            with page.expect_navigation():
                page.locator("main button").click()

        link = window.link(2)
        page.goto(base + link)
        seen("first")
        give("a.txt")
        seen("no-picture")
        give("a.jpg")
        seen("sent")
        give("a.jpg")
        seen("full")
        stranger = phone(browser, language=language, width=width, script=True)
        stranger.goto(base + link)
        page, own = stranger, page
        seen("in-use")
        own.context.close()
        window.camera.end()
        page.goto(base + link)
        seen("gone")
        page.context.close()
    assert faults == []
