"""The window's part of the composition root: sittings one after another in one process. A sitting is the desk of one
data folder from its opening to its closing; the guide of a first start and the practice station are others.

As in `app.py`, our own code is imported inside functions: what the database needs only after the first paint.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.late_start import LateStart, Makers
from desktop.sitting import Sitting, practice_folder

if TYPE_CHECKING:
    from PySide6.QtCore import QRect
    from PySide6.QtWidgets import QApplication

    from desktop.core.preferences import Preferences
    from desktop.core.words import Words
    from desktop.devices.ending import Ending
    from desktop.ui.first_run.window import FirstRunWindow
    from desktop.ui.look import Look
    from desktop.ui.machine import Machine
    from desktop.ui.task_runner import TaskRunner

_log = logging.getLogger("quanyi.desk")


class Sittings:
    """Runs them; `folder` is the real one, whichever is sat at."""

    def __init__(self, folder: Path, wanted: Mapping[str, Any], words: Mapping[str, Words], makers: Makers) -> None:
        self._folder, self._wanted, self._words, self._makers = folder, wanted, words, makers
        self._next: Path | None = None
        self._look: Look | None = None
        self._language = self.preferences().language
        self._place: QRect | None = None
        self._ending: Ending | None = None

    @property
    def _shots(self) -> bool:
        return bool(self._wanted.get("shots"))

    def run(self) -> int:
        """Until somebody closes the window; returns the exit code. Raises `Trouble`."""
        from PySide6.QtWidgets import QApplication

        app = QApplication.instance() or QApplication(sys.argv[:1])
        assert isinstance(app, QApplication)
        self._next = practice_folder(self._folder) if self._wanted.get("practice") else self._folder
        code = 0
        try:
            while self._next is not None:
                folder, self._next = self._next, None
                code = self._sit(app, folder)
        finally:
            if self._ending is not None:
                self._ending.stop()
        return code

    def heed(self) -> None:
        """From the first paint on, a session's end is heard: until then nothing is open that it could cut short."""
        from PySide6.QtWidgets import QApplication

        from desktop.devices.ending import Ending

        if self._ending is None:
            self._ending = Ending()
            self._ending.wanted.connect(QApplication.quit)

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
        from desktop.devices.printer import Order, SystemPrinters, sent
        from desktop.ui.first_run.window import FirstRunWindow
        from desktop.ui.task_runner import TaskRunner

        self.look().practice = False
        window = FirstRunWindow(self._words, self.look(), self._language, restoring=restoring)
        self.fit(window)
        window.painted.connect(lambda: _log.info("painted"))
        window.painted.connect(self.heed)
        window.page_shown.connect(lambda page: _log.info("guide %s", page))
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

        def print_page(paper: bytes) -> str:
            """What came of it, in words."""
            code = sent(SystemPrinters(), Order(paper, "quanyi"))
            return f"first.print.{'none' if code == 'none' else 'failed' if code else 'sent'}"

        def attach() -> None:
            window.attach(start, runner, print_page)
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
            here = self.preferences()
            self._look = read_look(resources.path(), here.text, here.theme)
        return self._look

    def preferences(self) -> Preferences:
        """What the machine is set to, but for what was asked for by name."""
        from desktop.store.preferences import read_preferences

        kept = read_preferences(self._folder)
        wanted = self._wanted
        return kept.but(text=int(wanted.get("text") or kept.text), language=str(wanted.get("lang") or kept.language))

    def machine(self) -> Machine:
        """The machine as it is set; pictures of pages sound and keep nothing."""
        from functools import partial

        import resources
        from desktop.devices.printer import SystemPrinters
        from desktop.devices.sound import Sounds
        from desktop.store.preferences import keep_preferences
        from desktop.ui.machine import Machine
        from desktop.ui.shots import SamplePrinters

        here = self.preferences()
        if self._shots:
            return Machine(here.but(camera=False), printers=SamplePrinters())
        keep, sounds = partial(keep_preferences, self._folder), Sounds(resources.path("sounds"))
        return Machine(here, keep, sounds, printers=SystemPrinters())

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
