"""Nobody has touched anything for a while."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

MINUTE_MS = 60_000


class IdleLock(QObject):
    """Counts from the last touch, key, press or scan.

    Signals:
        idle: the time is over.
    """

    idle = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.idle)
        self._wait_ms = 0

    @property
    def waiting(self) -> bool:
        return self._timer.isActive()

    def begin(self, minutes: float) -> None:
        """Counts from now; 0 for never."""
        self._wait_ms = round(minutes * MINUTE_MS)
        self.touch()

    def touch(self) -> None:
        if self._wait_ms > 0:
            self._timer.start(self._wait_ms)
        else:
            self._timer.stop()

    def stop(self) -> None:
        self._wait_ms = 0
        self._timer.stop()
