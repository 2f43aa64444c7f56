"""A photocopy of a sheet of codes: blurred, noisy, skewed and pale, at 150 dpi; and two readers to read it."""

from __future__ import annotations

import io
import math
import random
import subprocess
from dataclasses import dataclass

import zxingcpp
from PIL import Image, ImageChops, ImageFilter
from pyzbar.pyzbar import ZBarSymbol, decode  # type: ignore[import-untyped]

from reports.cards import COLUMNS, GAP, HEIGHT, ORIGIN_X, ORIGIN_Y, ROWS, WIDTH

DPI = 150
# Noise spread evenly reaches so many of its standard deviations to either side.
EVENLY = 3**0.5


@dataclass(frozen=True)
class Copier:
    """`blur` is the standard deviation in mm of the paper, `noise` that of its grey levels, `skew` degrees, `contrast`
    what is left of the distance between black and white.
    """

    blur: float = 0.12
    noise: float = 10.0
    skew: float = 5.0
    contrast: float = 0.7

    def copy(self, page: Image.Image, seed: int, dpi: int = DPI) -> Image.Image:
        """One copy; `seed` draws its noise and which way it lies."""
        degrees = self.skew if seed % 2 else -self.skew
        turned = page.rotate(degrees, resample=Image.Resampling.BICUBIC, expand=True, fillcolor=255)
        soft = turned.filter(ImageFilter.GaussianBlur(self.blur / 25.4 * dpi))
        middle = 127.5 * (1 - self.contrast)
        pale = soft.point([round(middle + level * self.contrast) for level in range(256)])
        grains = Image.frombytes("L", pale.size, random.Random(seed).randbytes(pale.width * pale.height))
        reach = self.noise * EVENLY
        noise = grains.point([round(level / 255 * 2 * reach) for level in range(256)])
        return ImageChops.add(pale, noise, offset=-round(reach))


COPIER = Copier()
WORSE = Copier(blur=0.18)
"""What a card by itself and the one code of a page are read from as well: half as much blur again."""
SPOILT = Copier(blur=0.75)
"""The control: blurred over more than a module of a card."""


@dataclass(frozen=True)
class Camera:
    """A phone's camera: `wide` px over a field of `degrees`, held askew by `roll` degrees; `blur` in px, `noise` in
    grey levels.
    """

    wide: int = 1920
    degrees: float = 67.0
    roll: float = 3.0
    blur: float = 0.5
    noise: float = 6.0

    def millimetres(self, metres: float) -> float:
        """Of the paper to a px, straight in front of it."""
        return 2 * metres * 1000 * math.tan(math.radians(self.degrees / 2)) / self.wide

    def look(self, page: Image.Image, metres: float, dpi: int = DPI) -> Image.Image:
        """A page of so many dpi as it is seen from there."""
        part = 25.4 / dpi / self.millimetres(metres)
        turned = page.rotate(self.roll, resample=Image.Resampling.BICUBIC, expand=True, fillcolor=255)
        size = round(turned.width * part), round(turned.height * part)
        seen = turned.resize(size, Image.Resampling.BOX)
        return Copier(self.blur * 25.4, self.noise, 0.0, 0.8).copy(seen, 0, 1)


def rasters(pdf: bytes, dpi: int = DPI) -> list[Image.Image]:
    """Every page in grey, by poppler."""
    done = subprocess.run(["pdftoppm", "-r", str(dpi), "-gray", "-"], input=pdf, capture_output=True, check=True)
    pages, rest = [], done.stdout
    while rest:
        magic, wide, high, most = rest.split(maxsplit=4)[:4]
        assert (magic, most) == (b"P5", b"255")
        head = rest.index(b"255") + 4
        size = int(wide) * int(high)
        pages.append(Image.open(io.BytesIO(rest[: head + size])).convert("L"))
        rest = rest[head + size :]
    return pages


def cut(page: Image.Image, dpi: int = DPI) -> list[Image.Image]:
    """The eight cards of a sheet, as scissors leave them with a rim of 2 mm."""
    rim = 2.0

    def px(millimetres: float) -> int:
        return round(millimetres / 25.4 * dpi)

    pieces = []
    for at in range(COLUMNS * ROWS):
        left, top = ORIGIN_X + at % COLUMNS * (WIDTH + GAP), ORIGIN_Y + at // COLUMNS * (HEIGHT + GAP)
        edges = (left - rim, top - rim, left + WIDTH + rim, top + HEIGHT + rim)
        pieces.append(page.crop(tuple(map(px, edges))))  # type: ignore[arg-type]
    return pieces


def by_zxing(image: Image.Image) -> set[str]:
    found = zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    return {code.text for code in found}


def by_zbar(image: Image.Image) -> set[str]:
    return {code.data.decode() for code in decode(image, symbols=[ZBarSymbol.QRCODE])}


READERS = {"zxing-cpp": by_zxing, "zbar": by_zbar}
