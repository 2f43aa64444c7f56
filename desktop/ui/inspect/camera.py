"""A photo by the desk's own camera, for a fault or for what was put right."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QBuffer, QIODevice

from desktop.devices import camera
from desktop.ui.stage import Stage

QUALITY = 90


class Camera:
    """Called with who takes the photo's bytes (JPEG); says so where the camera sees nothing."""

    def __init__(self, seeing: camera.Camera, stage: Stage) -> None:
        self._seeing, self._stage = seeing, stage

    def __call__(self, then: Callable[[bytes], None]) -> None:
        seen = self._seeing.take_photo()
        if seen.isNull():
            self._stage.show_toast(self._stage.words.say("ui.inspect.sees_nothing"))
            return
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        seen.save(buffer, "JPEG", QUALITY)  # type: ignore[call-overload]  # bytes are refused when it runs
        then(bytes(buffer.data().data()))
