"""A camera that reads codes: the newest frame only, off the painting thread; a code held before it counts once.

Nothing of it is imported before it is switched on. For others here: `Camera.take_photo()` gives the picture that the
camera sees now, `Camera.is_seeing` whether there is one; both are asked on the painting thread.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QImage

from desktop.devices.burst import SameCode, plain
from desktop.devices.code_reader import codes_in
from desktop.devices.frames import frame_grey, frame_picture

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QVideoFrame

PREVIEW = QSize(480, 360)
READ_SIDE = 1280
STALE_S = 2.0


class State(StrEnum):
    """`MISSING`: there is none (any more); it is waited for. `FAILED`: there is one that gives no picture, being used
    by another program perhaps. `UNABLE`: this build cannot drive cameras.
    """

    OFF = "off"
    STARTING = "starting"
    SEEING = "seeing"
    MISSING = "missing"
    FAILED = "failed"
    UNABLE = "unable"


@dataclass(frozen=True)
class Seen:
    """What the camera sees, to be looked at: a small picture, and the corners of a code in it as shares of its width
    and height (0 to 1); none where none was read.
    """

    image: QImage
    corners: tuple[QPointF, ...] = ()


class Source(Protocol):
    """The hardware: gives frames to `frame`, tells `changed` when cameras come or go and `failed` of one in use."""

    def cameras(self) -> tuple[tuple[str, str], ...]:
        """Those that are plugged in: id and name."""

    def start(self, camera: str) -> None: ...
    def stop(self) -> None: ...


class Hears(Protocol):
    """What a source is given: called on the painting thread."""

    def frame(self, frame: QVideoFrame) -> None: ...
    def changed(self) -> None: ...
    def failed(self) -> None: ...


class Camera(QObject):
    """Switched on and off; comes back by itself when a camera is plugged in again.

    Attributes:
        state: as it stands.

    Signals:
        scanned: the text of a code, once however long it is held.
        seen: a `Seen`, for the preview.
        state_changed: a `State`.
    """

    scanned = Signal(str)
    seen = Signal(object)
    state_changed = Signal(object)
    _read = Signal(int, object, object, object)

    def __init__(self, open_source: Callable[[Hears], Source] | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state = State.OFF
        self._open_source = open_source or open_cameras
        self._source: Source | None = None
        self._pool: ThreadPoolExecutor | None = None
        self._wanted = ""
        self._here = ""
        self._run = 0
        self._reading = False
        self._next: QVideoFrame | None = None
        self._latest: QVideoFrame | None = None
        self._latest_at = 0.0
        self._same = SameCode()
        self._read.connect(self._arrive, Qt.ConnectionType.QueuedConnection)

    # --- on and off -----------------------------------------------------------------------------------------

    @property
    def is_on(self) -> bool:
        return self.state is not State.OFF

    def cameras(self) -> tuple[tuple[str, str], ...]:
        """Id and name of each, while it is on."""
        return self._source.cameras() if self._source is not None else ()

    def set_quiet(self, quiet_ms: float) -> None:
        """For so long a code counts once."""
        self._same.quiet_ms = quiet_ms

    def switch_on(self, camera: str = "") -> None:
        """The one of this id, or the first; again with another id changes to that one."""
        if self._source is None:
            try:
                self._source = self._open_source(self)
            except ImportError:
                self._become(State.UNABLE)
                return
            self._pool = ThreadPoolExecutor(1, "camera")
        self._wanted = camera
        self._begin()

    def switch_off(self) -> None:
        """May be called again; nothing comes afterwards."""
        self._forget()
        if self._source is not None:
            self._source.stop()
            self._source = None
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None
        self._here = ""
        self._become(State.OFF)

    # --- photos ---------------------------------------------------------------------------------------------

    @property
    def is_seeing(self) -> bool:
        """Whether a photo can be taken now."""
        return self._latest is not None and time.monotonic() - self._latest_at < STALE_S

    def take_photo(self) -> QImage:
        """The picture of this moment in the camera's full size; a null one where nothing is seen."""
        return frame_picture(self._latest) if self._latest is not None and self.is_seeing else QImage()

    # --- what the source tells ------------------------------------------------------------------------------

    def frame(self, frame: QVideoFrame) -> None:
        """A frame came. While one is being read only the newest of those after it is kept."""
        if self._source is None or not self._here or not frame.isValid():
            return
        self._latest, self._latest_at = frame, time.monotonic()
        self._become(State.SEEING)
        self._next = frame
        self._read_next()

    def changed(self) -> None:
        """Cameras came or went."""
        if self._source is None:
            return
        there = [camera for camera, _ in self._source.cameras()]
        better = bool(self._wanted) and self._wanted in there and self._here != self._wanted
        if self._here not in there or better or self.state in (State.MISSING, State.FAILED):
            self._begin()
        else:
            self.state_changed.emit(self.state)  # the list of those to choose from changed

    def failed(self) -> None:
        """The camera in use gave up."""
        if self._source is not None:
            self._forget()
            there = bool(self._source.cameras())
            self._here = ""
            self._become(State.FAILED if there else State.MISSING)

    # --- within ---------------------------------------------------------------------------------------------

    def _begin(self) -> None:
        assert self._source is not None
        self._forget()
        self._source.stop()
        there = [camera for camera, _ in self._source.cameras()]
        self._here = self._wanted if self._wanted in there else there[0] if there else ""
        if not self._here:
            self._become(State.MISSING)
            return
        self._become(State.STARTING)
        self._source.start(self._here)

    def _forget(self) -> None:
        """What is still being read belongs to no run any more."""
        self._run += 1
        self._reading, self._next, self._latest = False, None, None

    def _become(self, state: State) -> None:
        if state is not self.state:
            self.state = state
            self.state_changed.emit(state)

    def _read_next(self) -> None:
        if self._reading or self._next is None or self._pool is None:
            return
        frame, self._next, self._reading, run = self._next, None, True, self._run

        def work() -> None:
            try:
                small, corners, text = read_frame(frame)
            except Exception as error:  # reported on the painting thread, where bugs are
                self._read.emit(run, None, (), error)
                return
            self._read.emit(run, small, corners, text)

        self._pool.submit(work)

    def _arrive(self, run: int, small: QImage | None, corners: tuple[QPointF, ...], text: object) -> None:
        if run != self._run:
            return
        self._reading = False
        if isinstance(text, Exception):
            raise text
        if small is not None:
            self.seen.emit(Seen(small, corners))
        code = plain(str(text))
        if code and self._same.is_new(code, time.monotonic() * 1000):
            self.scanned.emit(code)
        self._read_next()


def read_frame(frame: QVideoFrame) -> tuple[QImage, tuple[QPointF, ...], str]:
    """A frame as a small grey picture, the corners of its code as shares, and the code's text. Of several codes none is
    taken: whose turn it is nobody could say.
    """
    image = frame_grey(frame)
    longest = max(image.width(), image.height(), 1)
    if longest > READ_SIDE:
        image = image.scaled(QSize(READ_SIDE, READ_SIDE), Qt.AspectRatioMode.KeepAspectRatio)
    found = codes_in(image)
    small = image.scaled(PREVIEW, Qt.AspectRatioMode.KeepAspectRatio)
    if len(found) != 1:
        return small, (), ""
    wide, high = max(1, image.width()), max(1, image.height())
    corners = tuple(QPointF(corner.x() / wide, corner.y() / high) for corner in found[0].corners)
    return small, corners, found[0].text


def open_cameras(hears: Hears) -> Source:
    """The cameras of this machine. Raises `ImportError` where the library of films is not there."""
    from desktop.devices.camera_source import QtSource

    return QtSource(hears)
