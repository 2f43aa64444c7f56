"""One sitting: the desk of a data folder, from its first paint until the folder is closed.

Part of the composition root: our own code is imported inside functions, what the window and the database are made of
only behind a painted cover.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget

    from desktop.late_start import LateStart
    from desktop.services.counter import OfficeCounter
    from desktop.services.desk import Desk
    from desktop.sittings import Sittings
    from desktop.sync.background import Background
    from desktop.ui.cover import Cover
    from desktop.ui.task_runner import TaskRunner
    from desktop.ui.window import Window

PRACTICE_TAIL = "-practice"
_log = logging.getLogger("quanyi.desk")


def practice_folder(folder: Path) -> Path:
    """Where the practice station of a data folder lies: beside it, under a name of its own."""
    return folder.with_name(folder.name + PRACTICE_TAIL)


class Sitting:
    """The desk of one folder, from its first paint until its folder is closed. `start` hands over a desk that the
    guide has opened.
    """

    def __init__(self, all_: Sittings, app: QApplication, folder: Path, start: LateStart | None) -> None:
        self._all, self._app, self._folder, self._start = all_, app, folder, start
        self._opened: list[Desk] = []
        self._failed: list[Exception] = []
        self._rounds: list[Background] = []
        self._stop_phones: Callable[[], None] | None = None
        self._counter: OfficeCounter | None = None
        self._window: Window | None = None
        self._outer: QWidget | None = None
        self._runner: TaskRunner | None = None

    @property
    def _practising(self) -> bool:
        return self._folder != self._all.real

    def run(self) -> int:
        """A cover is painted first; what the window is made of is read behind it. Raises `Trouble` of pictures."""
        from desktop.ui.cover import Cover

        if self._all.wanted.get("shots"):
            self._open_window(None)
        else:
            cover = Cover(self._all.look(), self._all.words[self._all.language])
            self._all.fit(cover)
            cover.painted.connect(lambda: _log.info("painted"))
            cover.painted.connect(self._all.heed)
            cover.painted.connect(lambda: cover.fetch(read_window))
            cover.fetched.connect(lambda: self._open_window(cover))
            cover.show()
            # without a window manager (a kiosk, Xvfb) nobody else gives it the keyboard
            cover.activateWindow()
        code = self._app.exec()
        self._end()
        if self._failed and self._all.wanted.get("shots"):
            raise self._failed[0]
        return code

    def _open_window(self, cover: Cover | None) -> None:
        """Puts the window in the place of its cover, and begins to open the station."""
        from desktop.crash_report import CrashReports
        from desktop.ui.task_runner import TaskRunner

        self._window = window = self._make_window()
        self._outer = cover or window
        CrashReports(self._folder, self._all.makers.now).install(window.show_trouble)
        self._runner = TaskRunner(window)
        if cover is not None:
            cover.uncover(window)
        else:
            self._all.fit(window)
            window.show()
        self._runner.run_write(self._come_alive, self._alive, self._fail)

    def _make_window(self) -> Window:
        from desktop.ui.window import Window

        look = self._all.look()
        look.practice = self._practising
        window = Window(self._all.words, look, self._all.language, self._all.machine())
        window.seat_wanted.connect(self._move)
        _tell(window)
        return window

    def _come_alive(self) -> OfficeCounter:
        """On the writing thread. Raises `Trouble`."""
        from desktop.core.roles import Operator

        makers = self._all.makers
        desk, by = (self._start.desk, self._start.operator) if self._start is not None else (None, None)
        if desk is None and self._practising:
            from desktop.services.office import Office
            from desktop.services.practice import open_practice

            desk = open_practice(makers.parts(), self._folder)
            # whoever practises is let in; the PIN is asked for once they lock
            first = Office(desk).operators.choose(None)
            by = Operator(first.id, frozenset(first.roles))
        if desk is None:
            from desktop.services.station import open_desk

            desk = open_desk(makers.parts(), self._folder)
        self._opened.append(desk)
        counter = makers.counter(desk, by)
        if by is None and not self._practising and (pin := os.environ.get("QUANYI_PIN")) is not None:
            counter.sign_in_as(self._all.wanted.get("operator") or os.environ.get("QUANYI_OPERATOR"), pin)
        return counter

    def _alive(self, counter: OfficeCounter) -> None:
        if self._all.wanted.get("shots"):
            self._take_pictures(counter)
            return
        from desktop.crash_report import CrashReports
        from desktop.ui.daily import DailyJob
        from desktop.ui.registry import read_all

        assert self._window is not None
        assert self._runner is not None
        window, runner = self._window, self._runner
        self._counter = counter
        self._app.commitDataRequest.connect(self.commit)

        def read_ahead() -> None:
            """The pages not looked at yet, while nobody waits for them."""
            window.ready.disconnect(read_ahead)
            runner.run_read(read_all, lambda _none: None, window.show_trouble)

        window.ready.connect(read_ahead)
        window.watch_printers()
        # behind whatever the window asks first stands the day's job: nobody waits for it
        window.attach(counter, runner)
        DailyJob(runner, counter.run_retention, window.show_trouble, window).begin()
        self._rounds.append(self._all.makers.carry(self._opened[0], counter, runner))
        report = CrashReports(self._folder, self._all.makers.now).report
        self._stop_phones = self._all.makers.serve(self._opened[0], counter, runner, report)
        # behind what the window asks first: nobody waits for it
        runner.run_far(counter.serving.begin, lambda _none: None, window.show_trouble)

    def _move(self, practice: bool) -> None:
        """This sitting ends, and the next one is at the other station."""
        self._all.go_to(practice_folder(self._all.real) if practice else self._all.real)
        self._app.quit()

    def _fail(self, error: Exception) -> None:
        self._failed.append(error)
        if self._all.wanted.get("shots"):
            self._app.exit(1)
        if self._window is not None:
            self._window.show_trouble(error)

    def _take_pictures(self, counter: OfficeCounter) -> None:
        """Pictures of all pages, then the end of the program."""
        from PySide6.QtCore import QTimer

        from desktop.core.errors import Trouble
        from desktop.ui.shots import shoot

        window, runner = self._window, self._runner
        assert window is not None
        assert runner is not None
        window.watch_printers()
        window.attach(counter, runner)

        def take() -> None:
            languages, scales = self._all.pictures()
            try:
                made = shoot(window, Path(self._all.wanted["shots"]), runner, languages, scales)
            except Trouble as trouble:
                self._fail(trouble)
                return
            if self._all.wanted.get("json"):
                print(json.dumps({"pictures": [str(picture) for picture in made]}, ensure_ascii=False))
            self._app.quit()

        QTimer.singleShot(0, take)

    def commit(self, _manager: object = None) -> None:
        """The session ends and waits for us: what is unfinished is written before this returns, at most 3 s."""
        from PySide6.QtCore import QEventLoop, QTimer

        if self._counter is None or self._window is None or self._runner is None:
            return
        seat, drafts, loop = self._counter.seat, self._window.unfinished(), QEventLoop()
        QTimer.singleShot(3_000, loop.quit)
        self._runner.run_write(lambda: seat.keep_drafts(drafts), lambda _none: loop.quit(), lambda _error: loop.quit())
        loop.exec()

    def _keep_drafts(self) -> None:
        """Nothing else writes any more; a disk that is full keeps nobody from closing."""
        from desktop.core.errors import Trouble

        if self._counter is not None and self._window is not None:
            with contextlib.suppress(Trouble):
                self._counter.seat.keep_drafts(self._window.unfinished())

    def _end(self) -> None:
        """What was begun is kept, and the folder is free again."""
        if self._counter is not None:
            self._app.commitDataRequest.disconnect(self.commit)
        for background in self._rounds:
            background.stop()
        if self._runner is not None:
            self._runner.close()
        if self._stop_phones is not None:
            self._stop_phones()
        self._keep_drafts()
        for desk in self._opened:
            desk.store.database.fold()
            desk.close()
        if self._window is not None and self._outer is not None:
            self._all.keep(self._outer, self._window.words.language, self._window.look)
            self._outer.close()


def _tell(window: Window) -> None:
    """With QUANYI_LOG=INFO a line on stderr for each thing somebody outside may wait for; nothing personal."""
    window.ready.connect(lambda: _log.info("ready for a scan"))
    window.page_shown.connect(lambda page: _log.info("page %s", page))
    window.answered.connect(lambda answer: _log.info("answered %s", answer.outcome))
    window.taken_up.connect(lambda places: _log.info("taken up %s", " ".join(places)))


def read_window() -> None:
    """Imports what the window is made of."""
    import desktop.ui.window  # noqa: F401
