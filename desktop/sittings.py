"""The window's part of the composition root: sittings one after another in one process. A sitting is the desk of one
data folder from its opening to its closing; the guide of a first start and the practice station are others.

As in `app.py`, our own code is imported inside functions: what the database needs only after the first paint.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.late_start import LateStart, Makers

if TYPE_CHECKING:
    from PySide6.QtCore import QRect
    from PySide6.QtWidgets import QApplication

    from desktop.core.words import Words
    from desktop.services.counter import OfficeCounter
    from desktop.services.desk import Desk
    from desktop.sync.background import Background
    from desktop.ui.first_run.window import FirstRunWindow
    from desktop.ui.look import Look
    from desktop.ui.task_runner import TaskRunner
    from desktop.ui.window import Window

PRACTICE_TAIL = "-practice"


def practice_folder(folder: Path) -> Path:
    """Where the practice station of a data folder lies: beside it, under a name of its own."""
    return folder.with_name(folder.name + PRACTICE_TAIL)


class Sittings:
    """Runs them; `folder` is the real one, whichever is sat at."""

    def __init__(self, folder: Path, wanted: Mapping[str, Any], words: Mapping[str, Words], makers: Makers) -> None:
        self._folder, self._wanted, self._words, self._makers = folder, wanted, words, makers
        self._next: Path | None = None
        self._look: Look | None = None
        self._language = str(wanted.get("lang") or "zh")
        self._place: QRect | None = None

    @property
    def _shots(self) -> bool:
        return bool(self._wanted.get("shots"))

    def run(self) -> int:
        """Until somebody closes the window; returns the exit code. Raises `Trouble`."""
        from PySide6.QtWidgets import QApplication

        from desktop.devices.ending import Ending

        app = QApplication.instance() or QApplication(sys.argv[:1])
        assert isinstance(app, QApplication)
        ending = Ending(app)
        ending.wanted.connect(app.quit)
        self._next = practice_folder(self._folder) if self._wanted.get("practice") else self._folder
        code = 0
        try:
            while self._next is not None:
                folder, self._next = self._next, None
                code = self._sit(app, folder)
        finally:
            ending.stop()
        return code

    def _sit(self, app: QApplication, folder: Path) -> int:
        from desktop.store.folder import Folder

        here = Folder(folder)
        if here.taken and not here.half_restored:
            return Sitting(self, app, folder, None).run()
        if folder != self._folder:
            return Sitting(self, app, folder, None).run()
        start = LateStart(folder, self._makers)
        code, finished = self._guide(app, start, restoring=here.half_restored)
        if finished and start.desk is not None:
            return Sitting(self, app, folder, start).run()
        if start.desk is not None:
            start.desk.close()
        return code

    def _guide(self, app: QApplication, start: LateStart, *, restoring: bool) -> tuple[int, bool]:
        """The guide of a first start; whether it came to its end."""
        from desktop.crash_report import CrashReports
        from desktop.devices.page_printer import print_pdf
        from desktop.ui.first_run.window import FirstRunWindow
        from desktop.ui.task_runner import TaskRunner

        self.look().practice = False
        window = FirstRunWindow(self._words, self.look(), self._language, restoring=restoring)
        self.fit(window)
        log = logging.getLogger("quanyi.desk")
        window.painted.connect(lambda: log.info("painted"))
        window.page_shown.connect(lambda page: log.info("guide %s", page))
        CrashReports(self._folder, self._makers.now).install(window.show_trouble)
        window.show()
        window.activateWindow()
        runner = TaskRunner(window)
        done: list[bool] = []

        def finish() -> None:
            done.append(True)
            app.quit()

        def practise() -> None:
            self.go_to(practice_folder(self._folder))
            app.quit()

        window.finished.connect(finish)
        window.practice_wanted.connect(practise)

        def attach() -> None:
            window.attach(start, runner, lambda paper: f"first.print.{print_pdf(paper)}")
            if self._shots:
                self._take_guide(app, window, runner)

        window.painted.connect(attach)
        code = app.exec()
        runner.close()
        self.keep(window, window.words.language, window.look)
        window.close()
        return code, bool(done)

    def _take_guide(self, app: QApplication, window: FirstRunWindow, runner: TaskRunner) -> None:
        from PySide6.QtCore import QTimer

        from desktop.ui.first_run.shots import shoot_guide

        languages, scales = self.pictures()

        def take() -> None:
            made = shoot_guide(window, Path(self._wanted["shots"]), runner, languages, scales)
            if self._wanted.get("json"):
                print(json.dumps({"pictures": [str(picture) for picture in made]}, ensure_ascii=False))
            app.quit()

        QTimer.singleShot(0, take)

    # --- what is the same in all of them -------------------------------------------------------------

    def go_to(self, folder: Path | None) -> None:
        """Which folder is sat at next; None ends the process."""
        self._next = folder

    @property
    def real(self) -> Path:
        return self._folder

    @property
    def words(self) -> Mapping[str, Words]:
        return self._words

    @property
    def wanted(self) -> Mapping[str, Any]:
        return self._wanted

    @property
    def makers(self) -> Makers:
        return self._makers

    @property
    def language(self) -> str:
        return self._language

    def look(self) -> Look:
        import resources
        from desktop.ui.look import load_fonts, read_look

        load_fonts(resources.path())
        if self._look is None:
            self._look = read_look(resources.path(), int(self._wanted.get("text") or 100))
        return self._look

    def pictures(self) -> tuple[tuple[str, ...], tuple[int, ...]]:
        """Languages and text sizes of the pictures that were asked for."""
        from desktop.core.words import LANGUAGES

        languages = (self._wanted["lang"],) if self._wanted.get("lang") else LANGUAGES
        return languages, ((self._wanted["text"],) if self._wanted.get("text") else (100, 150))

    def fit(self, window: Any) -> None:
        """Where the last sitting's window stood, else at the size that was asked for."""
        from desktop.screen import size_of

        if self._place is not None:
            window.setGeometry(self._place)
        else:
            window.resize(*size_of(str(self._wanted.get("size", "1366x768"))))

    def keep(self, window: Any, language: str, look: Look) -> None:
        """What the next sitting takes over."""
        self._place, self._language, self._look = window.geometry(), language, look


class Sitting:
    """The desk of one folder, from its first paint until its folder is closed. `start` hands over a desk that the
    guide has opened.
    """

    def __init__(self, all_: Sittings, app: QApplication, folder: Path, start: LateStart | None) -> None:
        self._all, self._app, self._folder, self._start = all_, app, folder, start
        self._opened: list[Desk] = []
        self._failed: list[Exception] = []
        self._rounds: list[Background] = []
        self._counter: OfficeCounter | None = None

    @property
    def _practising(self) -> bool:
        return self._folder != self._all.real

    def run(self) -> int:
        from desktop.crash_report import CrashReports
        from desktop.ui.task_runner import TaskRunner

        self._window = window = self._make_window()
        CrashReports(self._folder, self._all.makers.now).install(window.show_trouble)
        window.show()
        # without a window manager (a kiosk, Xvfb) nobody else gives it the keyboard
        window.activateWindow()
        self._runner = runner = TaskRunner(window)
        window.painted.connect(lambda: runner.run_write(self._come_alive, self._alive, self._fail))
        code = self._app.exec()
        self._end()
        if self._failed and self._all.wanted.get("shots"):
            raise self._failed[0]
        return code

    def _make_window(self) -> Window:
        import resources
        from desktop.devices.sound import Sounds
        from desktop.ui.window import Window

        look = self._all.look()
        look.practice = self._practising
        sounds = None if self._all.wanted.get("shots") else Sounds(resources.path("sounds"))
        window = Window(self._all.words, look, self._all.language, sounds)
        window.seat_wanted.connect(self._move)
        self._all.fit(window)
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
        from desktop.ui.daily import DailyJob

        self._counter = counter
        self._app.commitDataRequest.connect(self.commit)
        # behind whatever the window asks first stands the day's job: nobody waits for it
        self._window.attach(counter, self._runner)
        DailyJob(self._runner, counter.run_retention, self._window.show_trouble, self._window).begin()
        self._rounds.append(self._all.makers.carry(self._opened[0], counter, self._runner))

    def _move(self, practice: bool) -> None:
        """This sitting ends, and the next one is at the other station."""
        self._all.go_to(practice_folder(self._all.real) if practice else self._all.real)
        self._app.quit()

    def _fail(self, error: Exception) -> None:
        self._failed.append(error)
        if self._all.wanted.get("shots"):
            self._app.exit(1)
        self._window.show_trouble(error)

    def _take_pictures(self, counter: OfficeCounter) -> None:
        """Pictures of all pages, then the end of the program."""
        from PySide6.QtCore import QTimer

        from desktop.core.errors import Trouble
        from desktop.ui.shots import shoot

        self._window.attach(counter, self._runner)

        def take() -> None:
            languages, scales = self._all.pictures()
            try:
                made = shoot(self._window, Path(self._all.wanted["shots"]), self._runner, languages, scales)
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

        if self._counter is None:
            return
        seat, drafts, loop = self._counter.seat, self._window.fronts.drafts(), QEventLoop()
        QTimer.singleShot(3_000, loop.quit)
        self._runner.run_write(lambda: seat.keep_drafts(drafts), lambda _none: loop.quit(), lambda _error: loop.quit())
        loop.exec()

    def _keep_drafts(self) -> None:
        """Nothing else writes any more; a disk that is full keeps nobody from closing."""
        from desktop.core.errors import Trouble

        if self._counter is not None:
            with contextlib.suppress(Trouble):
                self._counter.seat.keep_drafts(self._window.fronts.drafts())

    def _end(self) -> None:
        """What was begun is kept, and the folder is free again."""
        if self._counter is not None:
            self._app.commitDataRequest.disconnect(self.commit)
        for background in self._rounds:
            background.stop()
        self._runner.close()
        self._keep_drafts()
        for desk in self._opened:
            desk.store.database.fold()
            desk.close()
        self._all.keep(self._window, self._window.words.language, self._window.look)
        self._window.close()


def _tell(window: Window) -> None:
    """With QUANYI_LOG=INFO a line on stderr for each thing somebody outside may wait for; nothing personal."""
    log = logging.getLogger("quanyi.desk")
    window.painted.connect(lambda: log.info("painted"))
    window.ready.connect(lambda: log.info("ready for a scan"))
    window.page_shown.connect(lambda page: log.info("page %s", page))
    window.answered.connect(lambda answer: log.info("answered %s", answer.outcome))
    window.taken_up.connect(lambda places: log.info("taken up %s", " ".join(places)))
