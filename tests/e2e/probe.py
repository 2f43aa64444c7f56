"""The desk as it is, and a voice that says where things stand on the screen, so that hands can be put on them.

`python -m tests.e2e.probe FOLDER MS` opens the window of a folder as the program does, with a machine's clock that is
so many ms ahead. It reads lines from stdin and answers each on stderr, once nothing is under way:

    at NAME      → `at NAME X Y`, the middle of the visible widget of that object name; waits until there is one
    text NAME    → `text NAME …`, what stands in that field
    copied       → `copied …`, the text on the clipboard
    copy FILE    → `copy done`, that picture on the clipboard, as another program would put it there
    clock MS     → `clock`; the machine's clock is so many ms ahead of the real one, from now on
    idle         → `idle`
"""

from __future__ import annotations

import sys
import threading
import time

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QWidget

from desktop import app, sitting
from desktop.ui.window import Window

LOOK_MS = 20


class Ahead:
    """The machine's clock."""

    ms = 0

    @classmethod
    def now(cls) -> int:
        """ms UTC."""
        return time.time_ns() // 1_000_000 + cls.ms


class Probe(QObject):
    """One question after the other."""

    _asked = Signal(str)

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._waiting: list[str] = []
        self._hears = False
        self._asked.connect(self._waiting.append, Qt.ConnectionType.QueuedConnection)
        self._clock = QTimer(self)
        self._clock.timeout.connect(self._look)
        self._clock.start(LOOK_MS)
        threading.Thread(target=self._listen, daemon=True).start()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Says that a click has come; what comes of it is there when the next question is answered."""
        if event.type() == QEvent.Type.MouseButtonRelease:
            print("clicked", file=sys.stderr, flush=True)
        return False

    def _listen(self) -> None:
        for line in sys.stdin:
            self._asked.emit(line.rstrip("\n"))

    def _look(self) -> None:
        runner = self._window._runner
        if runner is None or runner.busy or self._window.wedge.detector.holding:
            return
        handle = self._window.window().windowHandle()
        if not self._hears and handle is not None:
            self._hears = True
            handle.installEventFilter(self)
        if self._waiting:
            told = self._answer(*self._waiting[0].partition(" ")[::2])
            if told:
                self._waiting.pop(0)
                print(told, file=sys.stderr, flush=True)

    def _answer(self, what: str, name: str) -> str:
        if what == "idle":
            return what
        if what == "clock":
            Ahead.ms = int(name)
            return what
        clipboard = QGuiApplication.clipboard()
        if what == "copied":
            return f"copied {' | '.join(clipboard.text().splitlines())}"
        if what == "copy":
            clipboard.setImage(QImage(name))
            return "copy done"
        found = [each for each in self._window.window().findChildren(QWidget, name) if each.isVisible()]
        if len(found) != 1 or not found[0].isEnabled():
            return ""
        if what == "text":
            return f"text {name} {_said(found[0])}"
        at = found[0].mapToGlobal(QPoint(found[0].width() // 2, found[0].height() // 2))
        return f"at {name} {at.x()} {at.y()}" if QApplication.widgetAt(at) is not None else ""


def _said(widget: QWidget) -> str:
    if isinstance(widget, QLineEdit | QLabel):
        return " | ".join(widget.text().splitlines())
    return widget.toPlainText() if isinstance(widget, QPlainTextEdit) else widget.accessibleName()


if __name__ == "__main__":
    tell = sitting._tell

    def tell_more(window: Window) -> None:
        tell(window)
        window._now = Ahead.now
        Probe(window)

    sitting._tell = tell_more
    Ahead.ms = int(sys.argv[2])
    app.SystemClock.now = lambda _self: Ahead.now()  # type: ignore[method-assign]
    sys.argv = ["quanyi", "--data", sys.argv[1], "desk"]
    app.main()
