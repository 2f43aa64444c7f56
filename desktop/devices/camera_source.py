"""The cameras of this machine by QtMultimedia; imported when a camera is switched on and never before."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtMultimedia import QCamera, QCameraDevice, QCameraFormat, QMediaCaptureSession, QMediaDevices, QVideoSink

from desktop.devices.camera import Hears

# About this many px are read best and soonest; fewer frames than this a second feel slow.
WANTED_PIXELS = 1280 * 720
LEAST_RATE = 10.0


class QtSource(QObject):
    """Fulfils `camera.Source`."""

    def __init__(self, hears: Hears) -> None:
        super().__init__()
        self._hears = hears
        self._camera: QCamera | None = None
        self._devices = QMediaDevices(self)
        self._devices.videoInputsChanged.connect(hears.changed)
        self._sink = QVideoSink(self)
        self._sink.videoFrameChanged.connect(hears.frame)
        self._session = QMediaCaptureSession(self)
        self._session.setVideoSink(self._sink)

    def cameras(self) -> tuple[tuple[str, str], ...]:
        return tuple((_id_of(each), each.description()) for each in QMediaDevices.videoInputs())

    def start(self, camera: str) -> None:
        found = next((each for each in QMediaDevices.videoInputs() if _id_of(each) == camera), None)
        if found is None:
            self._hears.failed()
            return
        self._camera = QCamera(found, self)
        self._camera.errorOccurred.connect(self._failed)
        best = best_format(tuple(found.videoFormats()))
        if best is not None:
            self._camera.setCameraFormat(best)
        self._session.setCamera(self._camera)
        self._camera.start()

    def stop(self) -> None:
        camera, self._camera = self._camera, None
        if camera is not None:
            camera.errorOccurred.disconnect(self._failed)
            camera.stop()
            camera.deleteLater()

    def _failed(self, error: QCamera.Error, _detail: str) -> None:
        if error is not QCamera.Error.NoError:
            self._hears.failed()


def best_format(formats: tuple[QCameraFormat, ...]) -> QCameraFormat | None:
    """The one nearest to 720p among those that are quick enough; None leaves the choice to the camera."""
    quick = [each for each in formats if each.maxFrameRate() >= LEAST_RATE] or list(formats)

    def far(each: QCameraFormat) -> int:
        size = each.resolution()
        return abs(size.width() * size.height() - WANTED_PIXELS)

    return min(quick, key=far, default=None)


def _id_of(device: QCameraDevice) -> str:
    return bytes(device.id().data()).decode("utf-8", "replace")
