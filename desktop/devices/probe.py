"""Listens to the keys beside the scanner, for its test: nothing is held, changed or recorded here."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.devices.scanner import KeyWedge
from desktop.devices.self_test import QUIET_MS, Recorder, Stroke


class Probe(QObject):
    """Tells of each run of keys.

    Signals:
        ran: a `self_test.Run`, when it ended or nothing more came.
    """

    ran = Signal(object)

    def __init__(self, wedge: KeyWedge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._recorder = Recorder()
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(QUIET_MS)
        self._quiet.timeout.connect(self._silence)
        wedge.stroke.connect(self.press)

    def press(self, stroke: Stroke) -> None:
        run = self._recorder.press(stroke)
        if run is not None:
            self._quiet.stop()
            self.ran.emit(run)
        elif not stroke.end:
            self._quiet.start()

    def _silence(self) -> None:
        run = self._recorder.silence()
        if run is not None:
            self.ran.emit(run)
