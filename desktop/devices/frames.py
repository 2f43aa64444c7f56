"""A camera's frames as pictures. The grey ones for reading are taken out of the frame as they lie in it: most cameras
send the brightness by itself, and turning every frame into colours would cost ten times the reading.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QVideoFrame

# Where the brightness lies in the first plane: the first byte of it, and the step to the next. Of three colours green
# is nearest to it, and to take it costs a tenth of weighing all three.
_BRIGHT = {
    "Format_NV12": (0, 1),
    "Format_NV21": (0, 1),
    "Format_YUV420P": (0, 1),
    "Format_YUV422P": (0, 1),
    "Format_YV12": (0, 1),
    "Format_Y8": (0, 1),
    "Format_YUYV": (0, 2),
    "Format_UYVY": (1, 2),
    **dict.fromkeys(("Format_BGRX8888", "Format_BGRA8888", "Format_RGBX8888", "Format_RGBA8888"), (1, 4)),
    **dict.fromkeys(("Format_XRGB8888", "Format_ARGB8888", "Format_XBGR8888", "Format_ABGR8888"), (2, 4)),
}


def frame_grey(frame: QVideoFrame) -> QImage:
    """A frame in grey; any thread may call. A null picture where the frame cannot be read."""
    step = _BRIGHT.get(frame.pixelFormat().name)
    if step is None:
        return frame_picture(frame).convertToFormat(QImage.Format.Format_Grayscale8)
    if not frame.map(type(frame).MapMode.ReadOnly):
        return QImage()
    try:
        wide, high = frame.width(), frame.height()
        line, first, every = frame.bytesPerLine(0), *step
        plane = bytes(frame.bits(0))[: line * high]
        if every > 1:
            plane, line = plane[first::every], line // every
        if len(plane) < line * high or line < wide:
            return QImage()
        return QImage(plane, wide, high, line, QImage.Format.Format_Grayscale8).copy()
    finally:
        frame.unmap()


def frame_picture(frame: QVideoFrame) -> QImage:
    """A frame in its colours and full size."""
    from PySide6.QtMultimedia import QVideoFrameFormat  # loaded already: there is a frame

    format_ = QVideoFrameFormat.imageFormatFromPixelFormat(frame.pixelFormat())
    if format_ is QImage.Format.Format_Invalid:
        return frame.toImage()
    if not frame.map(type(frame).MapMode.ReadOnly):
        return QImage()
    try:
        line, high = frame.bytesPerLine(0), frame.height()
        data = bytes(frame.bits(0))
        if len(data) < line * high:
            return QImage()
        return QImage(data, frame.width(), high, line, format_).copy()
    finally:
        frame.unmap()
