"""Cameras that are not there: stands where the hardware would, frames go the way of real ones."""

from __future__ import annotations

from PySide6.QtGui import QImage
from PySide6.QtMultimedia import QVideoFrame

from desktop.devices.camera import Hears


class FakeCameras:
    """Fulfils `camera.Source`.

    Attributes:
        there: id and name of those plugged in.
        running: the id of the one in use.
    """

    def __init__(self, there: tuple[tuple[str, str], ...] = (("c1", "USB Camera"),)) -> None:
        self.there = there
        self.running = ""
        self.hears: Hears | None = None
        self.opened = 0

    def open(self, hears: Hears) -> FakeCameras:
        self.hears = hears
        self.opened += 1
        return self

    def cameras(self) -> tuple[tuple[str, str], ...]:
        return self.there

    def start(self, camera: str) -> None:
        self.running = camera

    def stop(self) -> None:
        self.running = ""

    # --- what happens to them -------------------------------------------------------------------------------

    def send(self, image: QImage) -> None:
        """A frame, as the sink gives it."""
        assert self.hears is not None
        self.hears.frame(QVideoFrame(image.convertToFormat(QImage.Format.Format_RGB32)))

    def unplug(self) -> None:
        """As Qt tells it: an error of the camera in use, then the list without it."""
        assert self.hears is not None
        self.there, self.running = (), ""
        self.hears.failed()
        self.hears.changed()

    def plug(self, *there: tuple[str, str]) -> None:
        assert self.hears is not None
        self.there = there
        self.hears.changed()
