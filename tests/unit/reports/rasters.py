"""PDF bytes as pictures, texts and facts, by tools that we did not write."""

from __future__ import annotations

import io
import re
import subprocess
from dataclasses import dataclass

import pypdfium2
import zxingcpp
from PIL import Image
from pyzbar.pyzbar import ZBarSymbol, decode


def poppler(pdf: bytes, page: int = 1, dpi: int = 150) -> Image.Image:
    """One page in grey as pdftoppm draws it."""
    command = ["pdftoppm", "-r", str(dpi), "-gray", "-f", str(page), "-l", str(page), "-"]
    done = subprocess.run(command, input=pdf, capture_output=True, check=True)
    return Image.open(io.BytesIO(done.stdout)).convert("L")


def pdfium(pdf: bytes, page: int = 1, dpi: int = 150) -> Image.Image:
    """One page in grey as Chromium and Android draw it."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        drawn: Image.Image = document[page - 1].render(scale=dpi / 72).to_pil().convert("L")
        return drawn
    finally:
        document.close()


def zxing(image: Image.Image) -> set[str]:
    found = zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormat.QRCode)
    return {code.text for code in found}


def zbar(image: Image.Image) -> set[str]:
    return {code.data.decode() for code in decode(image, symbols=[ZBarSymbol.QRCODE])}


def text(pdf: bytes, page: int | None = None) -> str:
    """What copying or searching gives."""
    only = [] if page is None else ["-f", str(page), "-l", str(page)]
    done = subprocess.run(["pdftotext", *only, "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode()


def rows(pdf: bytes, page: int) -> list[list[str]]:
    """The words of a page, line by line as they stand on it."""
    asked = ["pdftotext", "-layout", "-f", str(page), "-l", str(page), "-", "-"]
    done = subprocess.run(asked, input=pdf, capture_output=True, check=True)
    return [line.split() for line in done.stdout.decode().splitlines() if line.strip()]


def info(pdf: bytes) -> dict[str, str]:
    done = subprocess.run(["pdfinfo", "-"], input=pdf, capture_output=True, check=True)
    lines = (line.partition(":") for line in done.stdout.decode().splitlines())
    return {key: value.strip() for key, _, value in lines}


def faces(pdf: bytes) -> list[tuple[str, str, str]]:
    """Name, embedded, with ToUnicode, of every face."""
    done = subprocess.run(["pdffonts", "-"], input=pdf, capture_output=True, check=True)
    rows = [line.split() for line in done.stdout.decode().splitlines()[2:]]
    return [(row[0], row[-5], row[-3]) for row in rows]


@dataclass(frozen=True)
class Word:
    """A word and its box in points from the top left."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Word) -> bool:
        """Whether the two are drawn over one another (boxes are a line high, so a third is allowed)."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.bottom, other.bottom) - max(self.top, other.top)
        lower = min(self.bottom - self.top, other.bottom - other.top)
        return wide > 1.0 and high > 0.45 * lower


_WORD = re.compile(r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>')


def words_of(pdf: bytes) -> list[tuple[float, float, list[Word]]]:
    """For each page its width and height in points and the words on it."""
    done = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=pdf, capture_output=True, check=True)
    found = []
    for page in done.stdout.decode().split("<page ")[1:]:
        size = re.match(r'width="([\d.]+)" height="([\d.]+)"', page)
        assert size
        words = [Word(m[4], *(float(value) for value in m[:4])) for m in _WORD.findall(page)]
        found.append((float(size[1]), float(size[2]), words))
    return found
