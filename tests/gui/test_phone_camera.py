"""Photos of a point by the caretaker's phone: the code, how long it is good, and where what comes is put."""

from __future__ import annotations

import io
from collections.abc import Callable
from types import SimpleNamespace

import pytest
import zxingcpp
from PIL import Image
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from desktop.core.camera_pages import CameraSeen, PhotoCame
from desktop.core.errors import Refused
from desktop.core.roles import Operator
from desktop.core.words import Words
from desktop.services.counter import OfficeCounter
from desktop.services.phone_camera import PhoneCamera, _Photo
from desktop.ui.inspect.by_phone import ByPhone
from desktop.ui.inspect.draft import Draft
from desktop.ui.parts.button import Button
from desktop.ui.parts.text import Text
from tests.gui.conftest import Desk, Maker
from tests.gui.test_walk import fail
from tests.gui.test_window import cut_off
from tests.stations import Station

BASE = "http://192.168.1.20:8642"
CLEAN, SAT_ON = "tables_and_chairs.clean", "tables_and_chairs.sat_on"


def jpeg(shade: int = 10) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (80, 60), (shade, 90, 90)).save(out, "JPEG")
    return out.getvalue()


class CaretakersPhone:
    """Scans what the screen shows, and sends from a thread of its own while the window lives on."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.camera = desk.counter.inspecting.phone_camera
        self.camera.tell_by(desk.runner.handed.emit)
        self._forms = 0
        self.token = ""

    def scan(self) -> None:
        seen = self._desk.find("camera.code").grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
        (read,) = zxingcpp.read_barcodes(seen, formats=zxingcpp.BarcodeFormat.QRCode)
        base, _, self.token = read.text.rpartition("/camera/")
        assert base == BASE
        self.camera.look(self.token, "mine")

    def send(self, raw: bytes) -> CameraSeen | str:
        """How it stands afterwards, or why the photo was refused."""
        self._forms += 1
        form, came = str(self._forms), []
        act: Callable[[], CameraSeen] = lambda: self.camera.hand_in(self.token, "mine", form, raw)  # noqa: E731
        self._desk.runner.run_far(act, came.append, came.append)
        self._desk.bot.waitUntil(lambda: bool(came), timeout=5000)
        self._desk.settle()
        return came[0].code if isinstance(came[0], Refused) else came[0]


def photos(desk: Desk, point: str) -> list[bytes]:
    return list(desk.window.fronts.presenter_of("inspect").draft.of(point).photos)


def all_else_passes(desk: Desk) -> None:
    presenter = desk.window.fronts.presenter
    for each in presenter.items:
        for point in each.points:
            if point.code != CLEAN:
                presenter.answer(point.code, "pass")
    desk.settle()


def said(desk: Desk, name: str) -> str:
    found = desk.find(name)
    assert isinstance(found, Text)
    return found.text()


@pytest.fixture
def ready(desk: Desk) -> CaretakersPhone:
    """A fail with its code on the screen, scanned."""
    desk.go("inspect")
    fail(desk, CLEAN)
    desk.press(desk.find("camera.take"))
    made = CaretakersPhone(desk)
    made.scan()
    return made


def test_photos_land_at_their_point_one_after_the_other(desk: Desk, ready: CaretakersPhone) -> None:
    assert said(desk, "camera.left") == "还能用 10:00"
    assert ready.send(jpeg()) == CameraSeen("open", CLEAN, 1)
    assert said(desk, "camera.came") == "已收到 1 张"
    assert desk.window.toast.accessibleName() == "手机拍的照片到了：用手摸桌面"
    ready.send(jpeg())
    assert ready.send(jpeg()) == CameraSeen("full", CLEAN, 3)
    assert len(photos(desk, CLEAN)) == 3
    # there is room again once one is taken out, and less when a file is added
    desk.window.fronts.presenter.drop_photo(0)
    desk.settle()
    assert ready.camera.known(ready.token, "mine").state == "open"
    desk.window.fronts.presenter.add_picture(jpeg())
    desk.settle()
    assert ready.camera.known(ready.token, "mine").state == "full"


def test_another_point_and_another_page_in_front_change_nothing(desk: Desk, ready: CaretakersPhone) -> None:
    fail(desk, SAT_ON)
    assert not [each for each in desk.window.findChildren(QWidget, "camera.code") if each.isVisible()]
    assert ready.send(jpeg()) == CameraSeen("open", CLEAN, 1)
    desk.go("visits")
    assert ready.send(jpeg()) == CameraSeen("open", CLEAN, 2)
    assert (len(photos(desk, CLEAN)), photos(desk, SAT_ON)) == (2, [])
    desk.go("inspect")
    desk.press(desk.find(f"point.{CLEAN}").parts["fail"])
    assert said(desk, "camera.came") == "已收到 2 张"


def test_a_point_that_passes_meanwhile_keeps_it_as_a_files_photo(desk: Desk, ready: CaretakersPhone) -> None:
    desk.press(desk.find(f"point.{CLEAN}").parts["pass"])
    ready.send(jpeg())
    assert len(photos(desk, CLEAN)) == 1
    all_else_passes(desk)
    desk.press(desk.find("inspect.finish"))
    _, _, answers = desk.counter.made("complete_inspection")[0]
    assert [each.photos for each in answers if each.checkpoint == CLEAN] == [()]
    assert ready.send(jpeg()) == CameraSeen("gone")


def test_what_came_before_finishing_is_in_the_walk(desk: Desk, ready: CaretakersPhone) -> None:
    came: list[CameraSeen] = []
    ready.camera.tell_by(lambda: None)  # the window hears nothing, and finishes
    ready.camera._wait_s = 5.0
    all_else_passes(desk)
    act: Callable[[], CameraSeen] = lambda: ready.camera.hand_in(ready.token, "mine", "x", jpeg())  # noqa: E731
    desk.runner.run_far(act, came.append, came.append)
    desk.bot.waitUntil(lambda: bool(ready.camera._link and ready.camera._link.waiting))
    desk.press(desk.find("inspect.finish"))
    desk.bot.waitUntil(lambda: bool(came))
    desk.settle()
    assert came[0].sent == 1
    _, _, answers = desk.counter.made("complete_inspection")[0]
    assert [len(each.photos) for each in answers if each.checkpoint == CLEAN] == [1]
    assert ready.camera.known(ready.token, "mine").state == "gone"


def test_what_is_under_way_is_waited_for_when_the_link_was_ended_before() -> None:
    """不拍了, and at once 完成巡查: the photo that is being taken belongs to the walk still."""
    held: list[Callable[[], None]] = []
    draft, order = Draft("opening", point=CLEAN), []
    camera = PhoneCamera(lambda: BASE)
    tasks = SimpleNamespace(run_read=lambda act, then, _failed: held.append(lambda: then(act())))
    stage = SimpleNamespace(show_toast=order.append, words=Words("zh", {"ui.camera.arrived": "{point}"}))
    counter = SimpleNamespace(inspecting=SimpleNamespace(phone_camera=camera))
    walk = SimpleNamespace(draft=draft, items=(), draft_of=lambda _kind: draft, show=lambda: None)
    by_phone = ByPhone(SimpleNamespace(counter=counter, tasks=tasks, stage=stage, now=lambda: 0), walk)
    by_phone.begin()
    held.pop()()
    camera._link.waiting.append(_Photo(PhotoCame("opening", CLEAN, b"photo")))
    by_phone.end()
    by_phone.end(lambda: order.append(f"{len(draft.of(CLEAN).photos)} recorded"))
    held.pop()()
    assert order == [CLEAN, "1 recorded"]
    by_phone.end(lambda: order.append("at once"))
    assert order[-1] == "at once"


def test_locked_it_is_over_and_nothing_is_said_to_have_come(desk: Desk, ready: CaretakersPhone) -> None:
    desk.counter.sign_out = lambda: ready.camera.drop()  # as the counter does
    ready.send(jpeg())
    desk.window.lock()
    desk.settle()
    assert ready.send(jpeg()) == CameraSeen("gone")


def test_nothing_of_it_is_a_window_of_its_own(desk: Desk) -> None:
    """A scanner types into the window that has the focus."""
    desk.go("inspect")
    shown = [each for each in QApplication.topLevelWidgets() if each.isVisible()]
    assert shown == [desk.window]


def test_ended_by_a_press(desk: Desk, ready: CaretakersPhone) -> None:
    desk.press(desk.find("camera.end"))
    assert ready.send(jpeg()) == CameraSeen("gone")
    assert desk.find("camera.take").isVisible()


def test_after_ten_minutes_it_says_so(desk: Desk, ready: CaretakersPhone) -> None:
    presenter = desk.window.fronts.presenter
    presenter.by_phone._until -= 599_500
    presenter.show()
    assert said(desk, "camera.left") == "还能用 0:01"
    presenter.by_phone._until -= 500
    desk.view("inspect").note.phone.ticked.emit()
    assert "到时间了" in said(desk, "camera.said")
    desk.press(desk.find("camera.take"))
    assert said(desk, "camera.left") == "还能用 10:00"


def test_without_pages_for_phones_it_says_where_they_are_switched_on(desk: Desk) -> None:
    desk.counter.inspecting.where = ""
    desk.go("inspect")
    fail(desk, CLEAN)
    desk.press(desk.find("camera.take"))
    assert "设置 · 手机签到" in said(desk, "camera.said")
    desk.press(desk.find("camera.to_settings"))
    assert desk.window.fronts.place == "settings.phones"


@pytest.mark.parametrize(("language", "scale"), [("zh", 100), ("zh", 150), ("en", 100), ("en", 150)])
@pytest.mark.parametrize("where", [BASE, ""])
@pytest.mark.parametrize("before", [0, 2])
def test_it_fits(make_desk: Maker, language: str, scale: int, where: str, before: int) -> None:
    desk = make_desk(language=language, scale=scale)
    desk.counter.inspecting.where = where
    desk.go("inspect")
    desk.window.fronts.presenter.answer(CLEAN, "fail")
    for _ in range(before):
        desk.window.fronts.presenter.add_picture(jpeg())
    desk.settle()
    take, note = desk.find("camera.take"), desk.view("inspect").note
    assert take.mapTo(note, take.rect().topRight()).x() <= note.viewport().width()
    desk.press(take)
    assert cut_off(desk.view("inspect")) == []
    for button in note.findChildren(Button):
        if button.isVisible():
            assert button.mapTo(note, button.rect().topRight()).x() <= note.viewport().width(), button.said
    if where:
        code = desk.find("camera.code")
        top = code.mapTo(note.viewport(), code.rect().topLeft()).y()
        assert top >= 0
        assert top + code.height() <= note.viewport().height()


def test_with_a_real_counter_it_is_recorded_on_the_finding(make_desk: Maker, busy: Station) -> None:
    counter = OfficeCounter(busy.office, Operator(busy.by.id, frozenset({"caretaker"})))
    counter.inspecting.phone_camera._where = lambda: BASE
    before = busy.rows("SELECT count(*) FROM blobs")[0][0]
    desk = make_desk(counter=counter)
    desk.go("inspect")
    fail(desk, CLEAN)
    desk.press(desk.find("camera.take"))
    phone = CaretakersPhone(desk)
    phone.scan()
    assert phone.send(jpeg(77)) == CameraSeen("open", CLEAN, 1)
    all_else_passes(desk)
    desk.press(desk.find("inspect.finish"))
    assert busy.rows("SELECT count(*) FROM blobs")[0][0] == before + 1
    assert phone.send(jpeg()) == CameraSeen("gone")
