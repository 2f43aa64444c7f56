"""This machine as the window uses it: what it is set to, and the devices at it. One, handed to every presenter."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop.core.preferences import Preferences
from desktop.devices.camera import Camera
from desktop.devices.printer import NoPrinters, Printers
from desktop.devices.scanner import KeyWedge
from desktop.devices.sound import Sounds

Keep = Callable[[Preferences], None]


def keep_nothing(_preferences: Preferences) -> None:
    """For pictures and tests: what is set lasts as long as the window."""


class Machine(QObject):
    """Attributes:
        preferences: what it is set to.
        wedge, camera, sounds: the devices; no sounds where none are to be heard.
        printers: what prints.

    Signals:
        changed: something was set; `preferences` says it already.
        not_kept: it could not be written down, with the trouble.
    """

    changed = Signal()
    not_kept = Signal(object)

    def __init__(
        self,
        preferences: Preferences | None = None,
        keep: Keep = keep_nothing,
        sounds: Sounds | None = None,
        camera: Camera | None = None,
        printers: Printers | None = None,
    ) -> None:
        super().__init__()
        self.preferences = preferences or Preferences()
        self._keep = keep
        # one after the other, so that the last word is the last written; a slow disk holds up nobody
        self._keeper = ThreadPoolExecutor(1, "keeper")
        self.sounds = sounds
        self.printers = printers or NoPrinters()
        self.camera = camera or Camera(parent=self)
        self.wedge = KeyWedge(self)
        self._apply()

    def set(self, **values: Any) -> None:
        """Sets what is within bounds; takes effect at once and is written down."""
        before, self.preferences = self.preferences, self.preferences.but(**values)
        if self.preferences == before:
            return
        self._apply()
        if self.preferences.camera != before.camera or (
            self.preferences.camera and self.preferences.camera_name != before.camera_name
        ):
            self.start_camera()
        self.changed.emit()
        self._keeper.submit(self._write, self.preferences)

    def wait_kept(self) -> None:
        """Until all that was set is written down."""
        self._keeper.submit(int).result()

    def start_camera(self) -> None:
        """On or off as it is set."""
        if self.preferences.camera:
            self.camera.switch_on(self.preferences.camera_name)
        else:
            self.camera.switch_off()

    def close(self) -> None:
        """The window goes; what was set is written first. May be called again."""
        self.camera.switch_off()
        self._keeper.shutdown(wait=True)

    def _write(self, preferences: Preferences) -> None:
        try:
            self._keep(preferences)
        except Exception as error:  # told on the painting thread, as trouble or as the bug it is
            self.not_kept.emit(error)

    def _apply(self) -> None:
        here = self.preferences
        self.wedge.set_limits(here.gap_ms, here.shortest, here.again_ms, here.prefix, here.suffix)
        self.camera.set_quiet(here.again_ms)
        if self.sounds is not None:
            self.sounds.volume = here.volume
