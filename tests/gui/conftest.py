"""The window with a fake counter, real widgets and real threads, on the offscreen platform."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

import resources
from desktop.core.preferences import Preferences
from desktop.core.standard import Standard, parse_standard
from desktop.core.words import LANGUAGES, Words, parse_words
from desktop.devices.printer import Printers
from desktop.ui.look import Look, read_look
from desktop.ui.machine import Machine
from desktop.ui.shots import settle
from desktop.ui.task_runner import TaskRunner
from desktop.ui.window import Window
from tests.busy import busy_days
from tests.gui.fake_counter import NOW, FakeCounter
from tests.stations import Station, Yard

PERSON_GAP_MS = 65


def read_catalogues() -> dict[str, Words]:
    found = {}
    for language in LANGUAGES:
        table: dict[str, str] = {}
        for place in sorted(resources.path("words").glob(f"*{language}.toml")):
            words = parse_words(language, resources.read_text("words", place.name))
            table |= {key: words.say(key) for key in sorted(words.names())}
        found[language] = Words(language, table)
    return found


class Desk:
    """A window in use: what a person and a scanner do to it.

    Attributes:
        window, counter, runner: the parts.
        bot: waits for signals.
    """

    def __init__(self, window: Window, counter: FakeCounter, runner: TaskRunner, bot: QtBot) -> None:
        self.window, self.counter, self.runner, self.bot = window, counter, runner, bot

    def settle(self) -> None:
        """Everything under way has arrived and is laid out."""
        settle(self.runner)
        if self.runner.busy:
            self.settle()

    def go(self, page: str) -> None:
        self.window.go(page)
        self.settle()

    def type_keys(self, text: str, gap_ms: int) -> None:
        """Real key events through the window system, as a keyboard or a scanner sends them."""
        QApplication.processEvents()
        handle = self.window.windowHandle()
        for letter in text:
            if letter.isascii() and letter != "\n":
                QTest.keyClick(handle, _KEYS.get(letter, letter))
            else:  # no key that Qt has a name for: a line feed, or an input method in full-width mode
                for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                    press = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
                    QCoreApplication.sendEvent(handle, press)
            if gap_ms:
                QTest.qWait(gap_ms)

    def scan(self, code: str, end: str = "\r") -> None:
        """A burst of keys. The test types on the thread that paints, so a pause would be the machine's and
        not the scanner's: for the length of the burst every gap counts as short. Gaps are tested apart."""
        detector = self.window.wedge.detector
        self.bot.waitUntil(lambda: not detector.holding)  # a key typed before is no part of it
        gap, detector.gap_ms = detector.gap_ms, 60_000
        try:
            self.type_keys(code + end, 0)
        finally:
            detector.gap_ms = gap

    def scan_for_answer(self, code: str) -> None:
        with self.bot.waitSignal(self.window.answered, timeout=5000):
            self.scan(code)
        self.settle()

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.window.windowHandle(), key, modifiers)
        self.bot.waitUntil(lambda: not self.window.wedge.detector.holding)
        self.settle()

    def press(self, widget: QWidget) -> None:
        """A click in the middle of a widget, through the window system."""
        QTest.mouseClick(
            self.window.windowHandle(),
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
            widget.mapTo(self.window, widget.rect().center()),
        )
        self.settle()

    def find(self, name: str) -> QWidget:
        """The visible widget of an object name."""
        found = [widget for widget in self.window.findChildren(QWidget, name) if widget.isVisible()]
        assert len(found) == 1, (name, len(found))
        return found[0]

    def view(self, page: str) -> QWidget:
        return self.find(f"page.{page}")


_KEYS = {"\r": Qt.Key.Key_Return, "\t": Qt.Key.Key_Tab}


@pytest.fixture(scope="session")
def standard() -> Standard:
    return parse_standard(resources.read_text("rules", "standard.toml"))


@pytest.fixture(scope="session")
def catalogues() -> dict[str, Words]:
    return read_catalogues()


@pytest.fixture
def look() -> Look:
    return read_look(Path(resources.path("ui", "tokens.json")).parent.parent)


Maker = Callable[..., Desk]


@pytest.fixture
def make_desk(
    qtbot: QtBot, qapp: QApplication, standard: Standard, catalogues: dict[str, Words], look: Look
) -> Iterator[Maker]:
    """Makes desks: `make_desk(roles=..., empty=..., language=..., scale=...)`."""
    made: list[Desk] = []

    def make(
        roles: tuple[str, ...] = ("caretaker",),
        *,
        empty: bool = False,
        language: str = "zh",
        scale: int = 100,
        signed_in: bool = True,
        counter: Any = None,
        printers: Printers | None = None,
        **devices: Any,
    ) -> Desk:
        counter = counter or FakeCounter(standard, roles, empty=empty)
        look.set_scale(scale)
        machine = Machine(Preferences(language=language, text=scale), printers=printers, **devices)
        window = Window(catalogues, look, language, machine, now=lambda: NOW)
        qtbot.addWidget(window)
        if printers is not None:
            window.watch_printers()
        window.show()
        window.activateWindow()
        qtbot.waitUntil(lambda: qapp.focusWindow() is window.windowHandle())
        runner = TaskRunner()
        desk = Desk(window, counter, runner, qtbot)
        made.append(desk)
        if not signed_in:
            counter.operator = ""
        window.attach(counter, runner, counter.status() if signed_in else None)
        desk.settle()
        return desk

    yield make
    for desk in made:
        desk.window.close()
        desk.runner.close()
    qapp.clipboard().clear()  # what was copied would outlive Python


@pytest.fixture(scope="session")
def yard(tmp_path_factory: pytest.TempPathFactory) -> Yard:
    return Yard(tmp_path_factory.mktemp("yard"))


@pytest.fixture
def busy(yard: Yard, tmp_path: Path) -> Iterator[Station]:
    """A station with rows in every part of the rules."""
    made = yard.after("busy", busy_days).open(tmp_path / "busy")
    yield made
    made.close()


@pytest.fixture
def desk(make_desk: Maker) -> Desk:
    return make_desk()
