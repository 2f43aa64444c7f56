"""Pictures of codes as a camera sees them: drawn by us, turned, at an angle, blurred, in noise and bad light."""

from __future__ import annotations

import random
from dataclasses import dataclass

import qrcode
from PIL import Image, ImageEnhance, ImageFilter
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtMultimedia import QVideoFrame, QVideoFrameFormat

WIDE, HIGH = 1280, 720


@dataclass(frozen=True)
class Shot:
    """How a code is held: `turn` degrees, `tilt` how much shorter its far edge is (0 to 1), `blur` radius in px,
    `noise` the spread of grey levels, `light` 1 as drawn, `side` of the code in px.
    """

    turn: float = 0
    tilt: float = 0
    blur: float = 0
    noise: float = 0
    light: float = 1
    side: int = 420


def qr(text: str, box: int = 6) -> Image.Image:
    """The bare code with its quiet zone."""
    made = qrcode.QRCode(border=4, box_size=box)
    made.add_data(text)
    made.make()
    return made.make_image().get_image().convert("L")


def qimage(picture: Image.Image) -> QImage:
    rgb = picture.convert("RGB")
    image = QImage(rgb.tobytes(), rgb.width, rgb.height, 3 * rgb.width, QImage.Format.Format_RGB888)
    return image.copy()


def photo(text: str, shot: Shot = Shot(), seed: int = 1) -> Image.Image:
    """A frame of 720p with the code somewhere in its middle."""
    rng = random.Random(seed)
    code = qr(text).resize((shot.side, shot.side), Image.Resampling.BICUBIC)
    if shot.tilt:
        inset = shot.side * shot.tilt / 2
        corners = (-inset, 0, 0, shot.side, shot.side, shot.side, shot.side + inset, 0)
        code = code.transform(
            (shot.side, shot.side), Image.Transform.QUAD, corners, Image.Resampling.BICUBIC, fillcolor=255
        )
    code = code.rotate(shot.turn, Image.Resampling.BICUBIC, expand=True, fillcolor=200)
    frame = Image.new("L", (WIDE, HIGH), 120)
    for _ in range(40):  # what stands behind: boxes of every grey
        x, y = rng.randrange(WIDE), rng.randrange(HIGH)
        grey, size = rng.randrange(30, 230), rng.randrange(20, 260)
        frame.paste(grey, (x, y, x + size, y + size // 2))
    left, top = (WIDE - code.width) // 2 + rng.randrange(-60, 60), (HIGH - code.height) // 2
    frame.paste(code, (left, top))
    if shot.blur:
        frame = frame.filter(ImageFilter.GaussianBlur(shot.blur))
    if shot.light != 1:
        frame = ImageEnhance.Brightness(frame).enhance(shot.light)
    if shot.noise:
        grain = Image.effect_noise((WIDE, HIGH), shot.noise)
        frame = Image.blend(frame, grain, 0.3)
    return frame


def bright_frame(picture: Image.Image, name: str) -> QVideoFrame:
    """A frame as most cameras send it: brightness apart from the colours."""
    layout = QVideoFrameFormat(QSize(picture.width, picture.height), getattr(QVideoFrameFormat.PixelFormat, name))
    frame = QVideoFrame(layout)
    assert frame.map(QVideoFrame.MapMode.WriteOnly)
    plane, line, grey = frame.bits(0), frame.bytesPerLine(0), picture.tobytes()
    step, first = (2, name == "Format_UYVY") if name in ("Format_YUYV", "Format_UYVY") else (1, 0)
    for row in range(picture.height):
        here = grey[row * picture.width : (row + 1) * picture.width]
        start = row * line + first
        plane[start : start + step * picture.width : step] = here
    frame.unmap()
    return frame


# What a hand before a cheap camera does; each with how often it must be read.
SHOTS = {
    "straight": Shot(),
    "small": Shot(side=230),
    "blurred": Shot(blur=1.5),
    "turned 5": Shot(turn=5),
    "turned 15": Shot(turn=15),
    "turned 30": Shot(turn=30),
    "tilted": Shot(tilt=0.25),
    "tilted, turned": Shot(tilt=0.2, turn=20),
    "noise": Shot(noise=60),
    "dark": Shot(light=0.35),
    "blurred, turned, noise": Shot(blur=1.2, turn=12, noise=40),
}
