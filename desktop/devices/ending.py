"""The end of a session that somebody else decides: SIGTERM, SIGINT, SIGHUP, or the system that shuts down."""

from __future__ import annotations

import contextlib
import signal
import socket
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier, Signal

_SIGNALS = ("SIGTERM", "SIGINT", "SIGHUP")


class Ending(QObject):
    """Hears signals of the system on the thread that paints; a signal handler by itself would wait for the next
    line of Python, which in an idle event loop never comes.

    Signals:
        wanted: the process is to end.
    """

    wanted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._here, self._there = socket.socketpair()
        for each in (self._here, self._there):
            each.setblocking(False)
        self._notifier = QSocketNotifier(self._here.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._heard)
        self._wakeup = signal.set_wakeup_fd(self._there.fileno(), warn_on_full_buffer=False)
        self._before = {}
        for name in _SIGNALS:
            number = getattr(signal, name, None)  # Windows has no SIGHUP
            if number is not None:
                self._before[number] = signal.signal(number, _note)

    def stop(self) -> None:
        """Everything is as it was before."""
        signal.set_wakeup_fd(self._wakeup)
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._notifier.setEnabled(False)
        self._here.close()
        self._there.close()

    def _heard(self) -> None:
        with contextlib.suppress(BlockingIOError):
            while self._here.recv(64):
                pass
        self.wanted.emit()


def _note(_number: int, _frame: FrameType | None) -> None:
    """The number stands in the socket; nothing else may be done in a handler."""
