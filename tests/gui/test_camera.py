"""A camera reads codes beside the painting thread; frames are fed as the hardware would, everything else is real."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest
import zxingcpp
from PIL import Image
from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtMultimedia import QVideoFrame
from pytestqt.qtbot import QtBot

from desktop.devices import camera as camera_module
from desktop.devices.camera import Camera, State, read_frame
from desktop.devices.code_reader import codes_in
from desktop.ui.eye import Eye, EyePicture
from tests.codes import SHOTS, Shot, bright_frame, photo, qimage
from tests.gui.conftest import Desk, Maker
from tests.gui.fake_camera import FakeCameras
from tests.gui.fake_counter import EXPIRED, GOOD, OTHER

GREY = QImage(1280, 720, QImage.Format.Format_RGB32)
GREY.fill(0xFF808080)


@pytest.fixture
def cameras() -> FakeCameras:
    return FakeCameras()


@pytest.fixture
def camera(cameras: FakeCameras, qapp: object) -> Iterator[Camera]:
    made = Camera(cameras.open)
    yield made
    made.switch_off()


def frame_of(picture: Image.Image) -> QVideoFrame:
    return QVideoFrame(qimage(picture).convertToFormat(QImage.Format.Format_RGB32))


def see(bot: QtBot, camera: Camera, cameras: FakeCameras, image: QImage) -> None:
    """A frame that was looked at."""
    with bot.waitSignal(camera.seen, timeout=5000):
        cameras.send(image)


@pytest.mark.parametrize("name", SHOTS)
def test_reads_what_a_hand_holds_before_it(name: str) -> None:
    small, corners, text = read_frame(frame_of(photo(GOOD, SHOTS[name])))
    assert text == GOOD
    assert len(corners) == 4
    assert small.width() <= 480


@pytest.mark.parametrize("name", ["Format_NV12", "Format_YUV420P", "Format_YUYV", "Format_UYVY"])
def test_reads_frames_as_cameras_send_them(name: str) -> None:
    assert read_frame(bright_frame(photo(GOOD), name))[2] == GOOD


def test_what_no_reader_could_read_is_not_read() -> None:
    _, corners, text = read_frame(frame_of(photo(GOOD, Shot(blur=9))))
    assert (corners, text) == ((), "")


def test_of_two_codes_in_one_frame_none_is_taken() -> None:
    frame = photo(GOOD, Shot(side=300))
    frame.paste(photo(OTHER, Shot(side=300)).crop((440, 180, 840, 540)), (20, 20))
    both = qimage(frame)
    assert {found.text for found in codes_in(both)} == {GOOD, OTHER}
    assert read_frame(QVideoFrame(both.convertToFormat(QImage.Format.Format_RGB32)))[2] == ""


def test_only_qr_is_read() -> None:
    bars = zxingcpp.create_barcode("6901234567892", zxingcpp.BarcodeFormat.EAN13).to_image(scale=4)
    view = memoryview(bars)
    high, wide = view.shape
    image = QImage(bytes(view), wide, high, wide, QImage.Format.Format_Grayscale8).copy()
    assert zxingcpp.read_barcodes(image)
    assert codes_in(image, thorough=True) == ()


def test_the_corners_lie_round_the_code() -> None:
    _, corners, _ = read_frame(frame_of(photo(GOOD, Shot(side=400))))
    across = [corner.x() * 1280 for corner in corners]
    down = [corner.y() * 720 for corner in corners]
    assert 300 < max(across) - min(across) < 400  # the code without its quiet zone
    assert 300 < max(down) - min(down) < 400
    assert corners[0].x() < corners[1].x()
    assert corners[0].y() < corners[3].y()


def test_a_code_held_counts_once_and_again_when_it_was_away(
    camera: Camera, cameras: FakeCameras, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [100.0]
    monkeypatch.setattr(camera_module.time, "monotonic", lambda: now[0])
    heard: list[str] = []
    camera.scanned.connect(heard.append)
    camera.switch_on()
    shown = qimage(photo(GOOD))
    for _ in range(5):
        see(qtbot, camera, cameras, shown)
        now[0] += 0.4
    assert heard == [GOOD]
    see(qtbot, camera, cameras, qimage(photo(OTHER)))
    assert heard == [GOOD, OTHER]
    now[0] += 2
    see(qtbot, camera, cameras, qimage(photo(OTHER)))
    assert heard == [GOOD, OTHER, OTHER]


def test_only_the_newest_frame_waits(
    camera: Camera, cameras: FakeCameras, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, sizes, threads = threading.Event(), [], set()
    real = camera_module.read_frame

    def slow(frame: QVideoFrame) -> tuple[QImage, tuple[QPointF, ...], str]:
        gate.wait(5)
        sizes.append(frame.width())
        threads.add(threading.current_thread())
        return real(frame)

    monkeypatch.setattr(camera_module, "read_frame", slow)
    camera.switch_on()
    for wide in (100, 200, 300, 400):
        cameras.send(GREY.scaled(QSize(wide, 90)))
    seen: list[object] = []
    camera.seen.connect(seen.append)
    gate.set()
    qtbot.waitUntil(lambda: len(seen) == 2)
    assert sizes == [100, 400]
    assert threading.main_thread() not in threads


def test_unplugged_it_says_so_and_comes_back_by_itself(camera: Camera, cameras: FakeCameras, qtbot: QtBot) -> None:
    states: list[State] = []
    camera.state_changed.connect(states.append)
    heard: list[str] = []
    camera.scanned.connect(heard.append)
    camera.switch_on()
    see(qtbot, camera, cameras, GREY)
    assert camera.is_seeing
    cameras.unplug()
    assert camera.state is State.MISSING
    assert not camera.is_seeing
    assert camera.take_photo().isNull()
    cameras.plug(("c1", "USB Camera"))
    assert cameras.running == "c1"
    see(qtbot, camera, cameras, qimage(photo(GOOD)))
    assert heard == [GOOD]
    assert states == [State.STARTING, State.SEEING, State.MISSING, State.STARTING, State.SEEING]


def test_the_chosen_camera_is_taken_when_it_comes(camera: Camera, cameras: FakeCameras) -> None:
    cameras.there = (("built-in", "Lid"),)
    camera.switch_on("c1")
    assert cameras.running == "built-in"
    cameras.plug(("built-in", "Lid"), ("c1", "USB Camera"))
    assert cameras.running == "c1"


def test_one_in_use_elsewhere_fails_in_words(camera: Camera, cameras: FakeCameras) -> None:
    camera.switch_on()
    camera.failed()
    assert camera.state is State.FAILED


def test_switched_off_nothing_comes_any_more(camera: Camera, cameras: FakeCameras, qtbot: QtBot) -> None:
    heard: list[str] = []
    camera.scanned.connect(heard.append)
    camera.switch_on()
    cameras.send(qimage(photo(GOOD)))
    camera.switch_off()
    cameras.send(qimage(photo(OTHER)))
    qtbot.wait(1)
    assert heard == []
    assert (camera.state, cameras.running) == (State.OFF, "")


def test_a_build_without_films_says_so(qapp: object) -> None:
    def cannot(_hears: object) -> FakeCameras:
        raise ImportError("QtMultimedia")

    camera = Camera(cannot)
    camera.switch_on()
    assert camera.state is State.UNABLE
    camera.switch_off()


def test_a_photo_is_the_picture_in_full(camera: Camera, cameras: FakeCameras, qtbot: QtBot) -> None:
    camera.switch_on()
    assert camera.take_photo().isNull()
    see(qtbot, camera, cameras, GREY.scaled(QSize(1920, 1080)))
    photo_taken = camera.take_photo()
    assert photo_taken.size() == QSize(1920, 1080)
    assert photo_taken.pixelColor(5, 5).red() == 0x80


def test_nothing_of_it_is_loaded_before_it_is_switched_on() -> None:
    script = (
        "import sys; import desktop.ui.window; "
        "assert 'desktop.devices.camera' in sys.modules; "
        "print([name for name in ('zxingcpp', 'PySide6.QtMultimedia', 'desktop.devices.camera_source')"
        " if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# --- in the window --------------------------------------------------------------------------------------------


@pytest.fixture
def eyed(make_desk: Maker, cameras: FakeCameras) -> Desk:
    return make_desk(camera=Camera(cameras.open))


def eye(desk: Desk) -> Eye:
    found = desk.window.findChild(Eye, "eye")
    assert found is not None
    return found


def test_a_code_before_the_camera_is_a_visit_on_any_page(eyed: Desk, cameras: FakeCameras) -> None:
    eyed.go("inspect")
    eyed.key(Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    assert eye(eyed).isVisible()
    with eyed.bot.waitSignal(eyed.window.answered, timeout=5000):
        cameras.send(qimage(photo(GOOD)))
    eyed.settle()
    assert eyed.counter.made("scan_visit") == [(GOOD,)]
    assert eyed.window.overlay.isVisible()
    assert len(eye(eyed).picture.corners) == 4
    eyed.key(Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    assert not eye(eyed).isVisible()
    assert cameras.running == ""


def test_on_meals_it_is_a_meal(eyed: Desk, cameras: FakeCameras) -> None:
    eyed.go("meals")
    eyed.window.machine.set(camera=True)
    cameras.send(qimage(photo(EXPIRED)))
    eyed.bot.waitUntil(lambda: eyed.counter.made("scan_meal") == [(EXPIRED, "M1")])


def test_unplugged_in_the_middle_the_scanner_goes_on(eyed: Desk, cameras: FakeCameras) -> None:
    eyed.go("visits")
    eyed.window.machine.set(camera=True)
    see(eyed.bot, eyed.window.machine.camera, cameras, GREY)
    cameras.unplug()
    assert "扫码枪照常用" in eye(eyed).said.text()
    eyed.scan_for_answer(GOOD)
    assert eyed.counter.made("scan_visit") == [(GOOD,)]
    cameras.plug(("c1", "USB Camera"))
    with eyed.bot.waitSignal(eyed.window.answered, timeout=5000):
        cameras.send(qimage(photo(OTHER)))
    assert "对准" in eye(eyed).said.text()


def test_the_panel_takes_no_focus_and_outlives_a_change_of_language(eyed: Desk, cameras: FakeCameras) -> None:
    eyed.go("visits")
    focus = eyed.window.focusWidget()
    eyed.window.machine.set(camera=True)
    assert eyed.window.focusWidget() is focus
    eyed.key(Qt.Key.Key_F11)
    assert eye(eyed).isVisible()
    assert eye(eyed).said.text() == "Opening…"
    assert eyed.window.rect().contains(eye(eyed).geometry())
    eyed.press(eye(eyed).close_button)
    assert not eyed.window.machine.preferences.camera


def test_the_frame_is_drawn_where_the_code_is(eyed: Desk, cameras: FakeCameras) -> None:
    eyed.go("visits")
    eyed.window.machine.set(camera=True)
    see(eyed.bot, eyed.window.machine.camera, cameras, qimage(photo(GOOD)))
    picture: EyePicture = eye(eyed).picture
    drawn = picture.grab().toImage()
    box = picture.picture_box()
    corner = picture.corners[0]
    at = QPointF(box.left() + corner.x() * box.width(), box.top() + corner.y() * box.height()).toPoint()
    scale = drawn.width() / picture.width()
    around = [
        drawn.pixelColor(round((at.x() + dx) * scale), round((at.y() + dy) * scale)).name()
        for dx in range(-3, 4)
        for dy in range(-3, 4)
    ]
    assert eyed.window.look.qcolor("good").name() in around
