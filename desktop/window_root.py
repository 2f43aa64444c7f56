"""The window put together: the composition root's second half, beside `app.py`.

It imports our own code inside functions on purpose. A cover is painted first; what the window and the database are
made of is read behind it.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.app import Online, SystemClock, make_line, make_parts, start_sync

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from desktop.core.words import Words
    from desktop.services.counter import OfficeCounter
    from desktop.services.desk import Desk
    from desktop.sync.background import Background
    from desktop.ui.cover import Cover
    from desktop.ui.look import Look
    from desktop.ui.task_runner import TaskRunner
    from desktop.ui.window import Window

_log = logging.getLogger("quanyi.desk")


def run_window(folder: Path, wanted: Mapping[str, Any], words: Mapping[str, Words]) -> int:
    """The window on a data folder, or pictures of its pages; returns the exit code.

    Paints first: what the database needs is imported afterwards, beside the thread that paints. Raises
    `EnvironmentFailed`.
    """
    if wanted.get("shots"):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from desktop.screen import need_display, size_of

    need_display()
    from PySide6.QtWidgets import QApplication

    import resources
    from desktop.ui.look import read_look

    app = QApplication(sys.argv[:1])
    look = read_look(resources.path(), int(wanted.get("text") or 100))
    size = size_of(str(wanted.get("size", "1366x768")))
    running = Running(app, folder, wanted, words, look)
    if wanted.get("shots"):
        running.open_window(None, size)
    else:
        from desktop.ui.cover import Cover

        cover = Cover(look, words[str(wanted.get("lang") or "zh")])
        cover.resize(*size)
        cover.painted.connect(lambda: _log.info("painted"))
        cover.painted.connect(lambda: cover.fetch(read_window))
        cover.fetched.connect(lambda: running.open_window(cover, size))
        cover.show()
        # without a window manager (a kiosk, Xvfb) nobody else gives it the keyboard
        cover.activateWindow()
    code = app.exec()
    running.close()
    return code


def read_window() -> None:
    """Imports what the window is made of."""
    import desktop.ui.window  # noqa: F401


class Running:
    """The window from its first moment to its last, with what it opened."""

    def __init__(
        self, app: QApplication, folder: Path, wanted: Mapping[str, Any], words: Mapping[str, Words], look: Look
    ) -> None:
        self._app, self._folder, self._wanted, self._words, self._look = app, folder, wanted, words, look
        self._window: Window | None = None
        self._runner: TaskRunner | None = None
        self._desk: Desk | None = None
        self._rounds: Background | None = None
        self._failed: list[Exception] = []

    def open_window(self, cover: Cover | None, size: tuple[int, int]) -> None:
        """Puts the window in the place of its cover, and begins to open the station."""
        from desktop.crash_report import CrashReports
        from desktop.ui.task_runner import TaskRunner

        self._window = window = _make_window(self._wanted, self._words, self._look)
        self._runner = runner = TaskRunner(window)
        CrashReports(self._folder, SystemClock().now).install(window.show_trouble)
        if cover is not None:
            cover.uncover(window)
        else:
            window.resize(*size)
            window.show()
        runner.run_write(self._open, self._alive, self._fail)

    def _open(self) -> OfficeCounter:
        counter, self._desk = open_counter(self._folder, self._wanted.get("operator"), self._words)
        return counter

    def _alive(self, counter: OfficeCounter) -> None:
        assert self._window is not None
        assert self._runner is not None
        assert self._desk is not None
        if self._wanted.get("shots"):
            _take_pictures(self._window, self._runner, counter, self._wanted, self._fail)
        else:
            _serve(self._window, self._runner, counter)
            self._rounds = _carry(self._desk, counter, self._runner)

    def _fail(self, error: Exception) -> None:
        self._failed.append(error)
        if self._wanted.get("shots"):
            self._app.exit(1)
        assert self._window is not None
        self._window.show_trouble(error)

    def close(self) -> None:
        """Ends what was begun, in order; of pictures raises why they could not be made."""
        if self._rounds is not None:
            self._rounds.stop()
        if self._runner is not None:
            self._runner.close()
        if self._desk is not None:
            self._desk.store.database.fold()
            self._desk.close()
        if self._failed and self._wanted.get("shots"):
            raise self._failed[0]


def _make_window(wanted: Mapping[str, Any], words: Mapping[str, Words], look: Look) -> Window:
    import resources
    from desktop.devices.sound import Sounds
    from desktop.ui.look import load_fonts
    from desktop.ui.window import Window

    load_fonts(resources.path())
    sounds = None if wanted.get("shots") else Sounds(resources.path("sounds"))
    window = Window(words, look, str(wanted.get("lang") or "zh"), sounds)
    _tell(window)
    return window


def _serve(window: Window, runner: TaskRunner, counter: OfficeCounter) -> None:
    """The window comes to life; behind whatever it asks first stands the day's job: nobody waits for it."""
    from desktop.ui.daily import DailyJob
    from desktop.ui.registry import read_all

    def read_ahead() -> None:
        """The pages not looked at yet, while nobody waits for them."""
        window.ready.disconnect(read_ahead)
        runner.run_read(read_all, lambda _none: None, window.show_trouble)

    window.ready.connect(read_ahead)
    window.attach(counter, runner)
    DailyJob(runner, counter.run_retention, window.show_trouble, window).begin()


def _take_pictures(
    window: Window,
    runner: TaskRunner,
    counter: OfficeCounter,
    wanted: Mapping[str, Any],
    fail: Callable[[Exception], None],
) -> None:
    """Pictures of all pages, then the end of the program."""
    from PySide6.QtCore import QCoreApplication, QTimer

    from desktop.core.errors import Trouble
    from desktop.core.words import LANGUAGES
    from desktop.ui.shots import shoot

    window.attach(counter, runner)

    def take() -> None:
        languages = (wanted["lang"],) if wanted.get("lang") else LANGUAGES
        scales = (wanted["text"],) if wanted.get("text") else (100, 150)
        try:
            made = shoot(window, Path(wanted["shots"]), runner, languages, scales)
        except Trouble as trouble:
            fail(trouble)
            return
        if wanted.get("json"):
            print(json.dumps({"pictures": [str(picture) for picture in made]}, ensure_ascii=False))
        QCoreApplication.quit()

    QTimer.singleShot(0, take)


def _tell(window: Window) -> None:
    """With QUANYI_LOG=INFO a line on stderr for each thing somebody outside may wait for; nothing personal."""
    window.ready.connect(lambda: _log.info("ready for a scan"))
    window.page_shown.connect(lambda page: _log.info("page %s", page))
    window.answered.connect(lambda answer: _log.info("answered %s", answer.outcome))


def _carry(desk: Desk, counter: OfficeCounter, runner: TaskRunner) -> Background:
    """The background's rounds, and the Hub page's own; signals are heard on the painting thread, whoever sends them."""
    from desktop.sync.attended import Attended, Seldom

    line = make_line(desk)
    line.moved = Seldom(runner.moved.emit)
    background = start_sync(desk, lambda _trouble: runner.changed.emit(), line)
    counter.hub.carry_by(Attended(line, background))
    return background


def open_counter(folder: Path, operator: str | None, words: Mapping[str, Words]) -> tuple[OfficeCounter, Desk]:
    """The counter of a data folder, signed in where QUANYI_PIN says so. Raises `Trouble`."""
    from desktop.services.counter import OfficeCounter
    from desktop.services.office import Office
    from desktop.services.station import open_desk

    desk = open_desk(make_parts(words), folder)
    office = Office(desk)
    counter = OfficeCounter(office, everywhere=lambda phone, by: Online().find(desk, phone, by))
    if (pin := os.environ.get("QUANYI_PIN")) is not None:
        chosen = office.operators.choose(operator or os.environ.get("QUANYI_OPERATOR"))
        counter.sign_in(chosen.id, pin)
    return counter, desk
