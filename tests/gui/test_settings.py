"""The page of settings: display, sounds, camera, printer; what is set takes effect at once and is kept."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QWidget

from desktop.core.errors import EnvironmentFailed
from desktop.core.papers import CalibrationPaper
from desktop.core.preferences import Preferences
from desktop.devices.camera import Camera
from desktop.devices.printer import PrinterFound
from desktop.devices.sound import NAMES, Sounds
from desktop.ui.machine import Machine
from desktop.ui.parts.text import Text
from desktop.ui.plain.fields import ChoiceField
from desktop.ui.settings.printer import PrinterView
from desktop.ui.settings.senses import SensesView
from reports.render import render
from tests.codes import photo, qimage
from tests.gui.conftest import Desk, Maker
from tests.gui.fake_camera import FakeCameras
from tests.gui.fake_counter import GOOD
from tests.gui.test_papers import Printers
from tests.unit.reports import samples


class HeardSounds(Sounds):
    """Writes down what would sound, with its volume."""

    def __init__(self) -> None:
        super().__init__(Path("/nowhere"))
        self.heard: list[tuple[str, int]] = []

    def load(self) -> None:
        return

    def play(self, name: str) -> None:
        self.heard.append((name, self.volume))


def texts(desk: Desk) -> list[str]:
    return [each.text() for each in desk.window.fronts.view.findChildren(Text) if each.isVisible()]


# --- 显示 -----------------------------------------------------------------------------------------------------


def test_text_size_language_and_theme_take_effect_at_once_and_are_kept(make_desk: Maker) -> None:
    kept: list[Preferences] = []
    desk = make_desk(keep=kept.append)
    desk.go("settings.display")
    desk.press(desk.find("display.text.150"))
    assert desk.window.look.scale == 150
    desk.press(desk.find("display.language.en"))
    assert desk.window.words.language == "en"
    desk.press(desk.find("display.theme.dark"))
    assert desk.window.look.theme == "dark"
    desk.window.machine.wait_kept()
    assert kept[-1] == Preferences("en", 150, "dark")
    assert desk.window.fronts.place == "settings.display"
    here = desk.find("display.theme.dark")
    assert isinstance(here, QAbstractButton)
    assert here.isChecked()
    desk.key(Qt.Key.Key_F10)
    desk.window.machine.wait_kept()
    assert kept[-1].text == 100


def test_dark_paints_dark(make_desk: Maker) -> None:
    desk = make_desk()
    desk.go("visits")
    light = desk.window.grab().toImage().pixelColor(700, 20)
    desk.window.machine.set(theme="dark")
    desk.settle()
    dark = desk.window.grab().toImage().pixelColor(700, 20)
    assert (light.lightness() > 200, dark.lightness() < 60) == (True, True)


def test_a_disk_that_is_full_keeps_nobody_from_larger_text(make_desk: Maker) -> None:
    def full(_preferences: Preferences) -> None:
        raise EnvironmentFailed("output_unwritable", file="preferences.json", detail="ENOSPC")

    desk = make_desk(keep=full)
    desk.key(Qt.Key.Key_F10)
    assert desk.window.look.scale == 125
    desk.window.machine.wait_kept()
    desk.settle()
    assert desk.window.toast.isVisible()


def test_a_slow_disk_holds_up_nobody(make_desk: Maker) -> None:
    gate, threads = threading.Event(), set()

    def slow(_preferences: Preferences) -> None:
        gate.wait(5)
        threads.add(threading.current_thread())

    desk = make_desk(keep=slow)
    desk.key(Qt.Key.Key_F10)
    assert desk.window.look.scale == 125
    gate.set()
    desk.window.machine.wait_kept()
    assert threads
    assert threading.main_thread() not in threads


# --- 摄像头与声音 ---------------------------------------------------------------------------------------------


def test_the_three_sounds_at_the_volume_that_is_set(make_desk: Maker) -> None:
    sounds = HeardSounds()
    desk = make_desk(sounds=sounds)
    desk.go("settings.senses")
    for name in NAMES:
        desk.press(desk.find(f"sound.play.{name}"))
    assert sounds.heard == [(name, 80) for name in NAMES]
    desk.press(desk.find("sound.volume.35"))
    assert sounds.heard[-1] == ("success", 35)
    desk.press(desk.find("sound.volume.0"))
    assert desk.window.machine.preferences.volume == 0
    assert any("没有喇叭" in each for each in texts(desk))


def test_mute_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    sounds = Sounds(Path("/nowhere"))
    opened: list[bool] = []
    monkeypatch.setattr(sounds, "load", lambda: opened.append(True))
    sounds.volume = 0
    sounds.play("success")
    assert opened == []
    sounds.volume = 1
    sounds.play("success")
    assert opened == [True]


def test_the_camera_is_switched_chosen_and_seen(make_desk: Maker) -> None:
    cameras = FakeCameras((("a", "Lid"), ("b", "USB Camera")))
    desk = make_desk(camera=Camera(cameras.open))
    desk.go("settings.senses")
    view = desk.window.fronts.view
    assert isinstance(view, SensesView)
    assert view.state.text() == "摄像头没开"
    desk.press(desk.find("camera.on"))
    assert cameras.running == "a"
    assert view.state.text() == "正在打开…"
    assert [view.which.itemText(at) for at in range(view.which.count())] == ["自动选", "Lid", "USB Camera"]
    view.which.setCurrentIndex(2)
    assert cameras.running == "b"
    with desk.bot.waitSignal(desk.window.machine.camera.seen, timeout=5000):
        cameras.send(qimage(photo(GOOD)))
    assert len(view.picture.corners) == 4
    desk.settle()
    assert "马** · 网约配送员" in view.trial.text()
    assert desk.counter.calls == []
    panel = desk.window.findChild(QWidget, "eye")
    assert panel is not None
    assert not panel.isVisible()  # this section shows the same, larger
    desk.key(Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    assert not view.switch.isChecked()
    desk.key(Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    assert view.switch.isChecked()
    cameras.unplug()
    assert "扫码枪照常用" in view.state.text()
    desk.go("visits")
    assert panel.isVisible()


# --- 打印机 ---------------------------------------------------------------------------------------------------


def page() -> bytes:
    return render(CalibrationPaper(samples.FRAME), samples.words())


def test_the_calibration_page_is_made_moved_and_looked_at(make_desk: Maker) -> None:
    desk = make_desk()
    desk.counter.settings.paper = page()
    desk.go("settings.printer")
    view = desk.window.fronts.view
    assert isinstance(view, PrinterView)
    desk.press(view.shifts["shift_x"].more)
    desk.press(view.shifts["shift_x"].more)
    desk.press(view.shifts["shift_y"].less)
    assert view.shifts["shift_x"].said.text() == "向右 1 毫米"
    assert view.shifts["shift_y"].said.text() == "向上 0.5 毫米"
    desk.press(desk.find("printer.page"))
    assert desk.counter.settings.asked == [("calibration", (10, -5), "zh")]
    assert desk.find("paper.save").isVisible()
    assert "可以先存成 PDF" in " ".join(texts(desk))


def test_where_something_prints_it_is_sent_moved(make_desk: Maker) -> None:
    printers = Printers(PrinterFound("HP LaserJet", "HP"), PrinterFound("佳能 LBP2900", "佳能"))
    desk = make_desk(printers=printers)
    desk.counter.settings.paper = page()
    desk.go("settings.printer")
    which = desk.find("printer.which")
    assert isinstance(which, ChoiceField)
    which.setCurrentIndex(2)
    desk.window.machine.set(shift_x=15)
    desk.press(desk.find("printer.page"))
    desk.bot.waitUntil(lambda: len(printers.orders) == 1)
    (order,) = printers.orders
    assert (bool(order.pdf), order.printer, order.shift) == (True, "佳能 LBP2900", (15, 0))
    assert desk.counter.settings.asked == [("calibration", (0, 0), "zh")]


def test_what_keeps_the_page_from_being_printed_is_said(make_desk: Maker) -> None:
    printers = Printers(PrinterFound("HP", "HP"))
    printers.code = "out_of_paper"
    desk = make_desk(printers=printers)
    desk.counter.settings.paper = page()
    desk.go("settings.printer")
    desk.press(desk.find("printer.page"))
    desk.bot.waitUntil(lambda: "没纸" in desk.window.toast.accessibleName())
    assert printers.orders == []


@pytest.mark.parametrize(("there", "chosen", "said"), [((), "", "没找到打印机"), (("HP",), "佳能", "没连上")])
def test_no_printer_and_one_that_is_gone_are_said(
    make_desk: Maker, there: tuple[str, ...], chosen: str, said: str
) -> None:
    desk = make_desk(printers=Printers(*(PrinterFound(name, name) for name in there)))
    desk.window.machine.set(printer=chosen)
    desk.go("settings.printer")
    desk.bot.waitUntil(lambda: any(said in each for each in texts(desk)))


# --- the machine ----------------------------------------------------------------------------------------------


def test_setting_the_same_again_writes_nothing(qapp: object) -> None:
    kept: list[Preferences] = []
    machine = Machine(keep=kept.append)
    machine.set(volume=80)
    machine.set(volume=1000)
    machine.wait_kept()
    assert kept == []
    machine.set(volume=35, gap_ms=60, prefix="]Q3")
    machine.wait_kept()
    assert len(kept) == 1
    assert (machine.wedge.detector.gap_ms, machine.wedge.detector.start) == (60, "]Q3QY1")
    machine.close()
