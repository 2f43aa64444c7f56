"""Pages of a PDF: how many and how large, and a picture of one. Runs on worker threads; QtPdf is imported late."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QImage

from desktop.devices.printer import on_white, rendered

if TYPE_CHECKING:
    from PySide6.QtPdf import QPdfDocument

MM = 72 / 25.4
# Sheets by their sides in mm, as people call them.
_SHEETS = {(210, 297): "A4", (148, 210): "A5", (297, 420): "A3", (105, 148): "A6"}
WIDEST = 4000


@dataclass(frozen=True)
class Leaf:
    """What a paper is as an object: pages, and width and height of the first one in mm."""

    pages: int
    width: float
    height: float

    @property
    def sheet(self) -> str:
        """`A4`, else `86×54 mm`."""
        short, long = sorted((round(self.width), round(self.height)))
        near = [name for (a, b), name in _SHEETS.items() if abs(a - short) <= 1 and abs(b - long) <= 1]
        return near[0] if near else f"{round(self.width)}×{round(self.height)} mm"

    @property
    def across(self) -> bool:
        return self.width > self.height


@contextmanager
def _opened(pdf: bytes) -> Iterator[QPdfDocument]:
    from PySide6.QtPdf import QPdfDocument

    document, buffer = QPdfDocument(), QBuffer()
    buffer.setData(QByteArray(pdf))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document.load(buffer)
    try:
        yield document
    finally:
        document.close()


def leaf_of(pdf: bytes) -> Leaf:
    with _opened(pdf) as document:
        size = document.pagePointSize(0)
        return Leaf(document.pageCount(), size.width() / MM, size.height() / MM)


def picture_of(pdf: bytes, page: int, width: int) -> QImage:
    """A page (from 0) so many px wide, on white."""
    with _opened(pdf) as document:
        size = document.pagePointSize(page)
        wide = max(1, min(width, WIDEST))
        high = max(1, round(wide * size.height() / max(1.0, size.width())))
        return on_white(rendered(document, page, QSize(wide, high)))
