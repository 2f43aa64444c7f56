"""Pictures of every page as it stands, for the guide and for looking at (`make pictures`)."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QElapsedTimer, QEventLoop, QTimer

from desktop.core.errors import EnvironmentFailed
from desktop.core.pages import Hint, ScanAnswer, Tone
from desktop.devices.printer import NoPrinters, PrinterFound
from desktop.ui.fronts import SIGN_IN
from desktop.ui.task_runner import TaskRunner
from desktop.ui.window import Window

_PATIENCE_MS = 10_000


def settle(runner: TaskRunner | None) -> None:
    """Lets everything under way arrive and be laid out, and what that asks for; at most ten seconds."""
    patience = QElapsedTimer()
    patience.start()
    while True:
        if runner is not None and runner.busy:
            loop = QEventLoop()
            runner.idle.connect(loop.quit)
            QTimer.singleShot(max(0, _PATIENCE_MS - patience.elapsed()), loop.quit)
            loop.exec()
        for _ in range(5):  # what wraps asks for its height once its width is known, and so do those around it
            QCoreApplication.sendPostedEvents()
            QCoreApplication.processEvents()
        if runner is None or not runner.busy or patience.hasExpired(_PATIENCE_MS):
            return


def shoot(
    window: Window,
    folder: Path,
    runner: TaskRunner | None = None,
    languages: tuple[str, ...] = ("zh", "en"),
    scales: tuple[int, ...] = (100, 150),
) -> tuple[Path, ...]:
    """Saves each page in each language and text size, and the answer to a scan; returns the files.

    Raises `EnvironmentFailed("output_unwritable")`.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EnvironmentFailed("output_unwritable", file=str(folder), detail=error.strerror) from error
    made: list[Path] = []
    settle(runner)  # who is at the counter decides which pages there are

    def save(name: str) -> None:
        settle(runner)
        place = folder / f"{name}.png"
        if not window.grab().save(str(place)):
            raise EnvironmentFailed("output_unwritable", file=str(place), detail="PNG")
        made.append(place)

    settle(runner)  # whoever signs in is there: which sections there are is theirs
    before = (window.words.language, window.look.scale, window.page)
    for language in languages:
        window.set_language(language)
        settle(runner)
        for scale in scales:
            window.set_text_size(scale)
            settle(runner)
            tail = f"-{language}-{scale}"
            for page, section in sections(window):
                window.go(f"{page}.{section}")
                save(f"{window.fronts.place}{tail}")
                if page == "visits":
                    window.show_answer(_sample())
                    save(f"scan{tail}")
                    window.overlay.close_now()
    window.set_language(before[0])
    window.set_text_size(before[1])
    window.go(before[2])
    settle(runner)
    return tuple(made)


def sections(window: Window) -> tuple[tuple[str, str], ...]:
    """Every section of every page of whoever is here."""
    fronts = window.fronts
    if window.page == SIGN_IN:
        return ()
    return tuple((kind.name, section.code) for kind in fronts.kinds for section in fronts.sections_of(kind))


class SamplePrinters(NoPrinters):
    """A printer to look at, so that pictures are the same on every machine; nothing is printed."""

    FOUND = (PrinterFound("sample", "得力 DL-888", usual=True, duplex=True),)

    @property
    def known(self) -> tuple[PrinterFound, ...]:
        return self.FOUND

    def look(self) -> tuple[PrinterFound, ...]:
        return self.FOUND


def _sample() -> ScanAnswer:
    """An answer to look at; nothing is recorded."""
    hints = (Hint("hint.meal_free", {"period": {"zh": "午餐", "en": "lunch"}}, "meals"),)
    return ScanAnswer("checked_in", Tone.SUCCESS, "马**", "delivery_rider", "0427", None, hints)
