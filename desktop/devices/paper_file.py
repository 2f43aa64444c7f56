"""What is seen on a paper that came as a file: its codes, read from its pages as drawn, and its words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from desktop.devices.code_reader import codes_in
from desktop.devices.picture import PIXELS_MOST, SIDE_MOST

PDF = b"%PDF-"
# The code stands at the end, or at the beginning of a paper whose end was cut off: so many pages are drawn.
PAGES_MOST = 40
WORDS_PAGES_MOST = 1_500
SIDE = 2400


class NoPaper(ValueError):
    """A file that cannot be read as a PDF or a picture, or a picture too large to be read."""


@dataclass(frozen=True)
class OnPages:
    """The texts of QR codes, and the words; empty for a scan."""

    codes: tuple[str, ...]
    words: str


def look(data: bytes, wanted: Callable[[str], bool]) -> OnPages:
    """Codes and words of a PDF, codes of a picture; pages are drawn until there is a code that is `wanted`. Raises
    `NoPaper`.
    """
    return _pdf(data, wanted) if data.startswith(PDF) else _picture(data)


def _pdf(data: bytes, wanted: Callable[[str], bool]) -> OnPages:
    from PySide6.QtPdf import QPdfDocument  # a large library, only for who asks about a file

    document, buffer = QPdfDocument(), QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document.load(buffer)
    try:
        count = document.pageCount()
        if document.status() is not QPdfDocument.Status.Ready or count < 1:
            raise NoPaper("no pages")
        codes: list[str] = []
        for page in range(count - 1, max(-1, count - 1 - PAGES_MOST), -1):
            size = document.pagePointSize(page).scaled(SIDE, SIDE, Qt.AspectRatioMode.KeepAspectRatio).toSize()
            drawn = document.render(page, size.expandedTo(QSize(1, 1)))
            codes += [found.text for found in codes_in(drawn, thorough=True)]
            if any(wanted(code) for code in codes):
                break
        words = "\n".join(document.getAllText(page).text() for page in range(min(count, WORDS_PAGES_MOST)))
    finally:
        document.close()
    return OnPages(tuple(codes), words)


def _picture(data: bytes) -> OnPages:
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.width() * size.height() > PIXELS_MOST:
        raise NoPaper("too_big")
    if max(size.width(), size.height()) > SIDE_MOST:
        reader.setScaledSize(size.scaled(SIDE_MOST, SIDE_MOST, Qt.AspectRatioMode.KeepAspectRatio))
    image: QImage = reader.read()
    if image.isNull():
        raise NoPaper("unreadable")
    return OnPages(tuple(found.text for found in codes_in(image, thorough=True)), "")
