"""A picture that was pasted or dropped: read within bounds, its one QR code taken out. Any thread may call."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from desktop.devices.code_reader import codes_in

BYTES_MOST = 60_000_000
PIXELS_MOST = 50_000_000
# A picture is read at most this long on its longer side, px: codes that are smaller then are too small for any reader.
SIDE_MOST = 4000
PDF_SIDE = 2400
_KEEP = Qt.AspectRatioMode.KeepAspectRatio
KINDS = frozenset({"png", "jpg", "jpeg", "bmp", "webp", "gif", "pdf"})


class Fault(StrEnum):
    """Why a picture gave no code."""

    MISSING = "missing"
    UNREADABLE = "unreadable"
    TOO_BIG = "too_big"
    NONE = "none"
    SEVERAL = "several"


class PictureRefused(ValueError):
    """Carries the fault, and how many codes there were."""

    def __init__(self, fault: Fault, count: int = 0) -> None:
        super().__init__(fault)
        self.fault, self.count = fault, count


def is_picture(name: str) -> bool:
    """Whether a file is taken for a picture, by the end of its name."""
    return Path(name).suffix.lstrip(".").lower() in KINDS


def code_in_file(name: str) -> str:
    """The one code of a picture, or of the first page of a PDF. Raises `PictureRefused`."""
    return _only(_read_file(Path(name)))


def code_in_image(image: QImage) -> str:
    """The one code of a picture from the clipboard. Raises `PictureRefused`."""
    if image.isNull():
        raise PictureRefused(Fault.UNREADABLE)
    if image.width() * image.height() > PIXELS_MOST:
        raise PictureRefused(Fault.TOO_BIG)
    return _only(_fit(image))


def _only(image: QImage) -> str:
    found = codes_in(image, thorough=True)
    if not found:
        raise PictureRefused(Fault.NONE)
    if len(found) > 1:
        raise PictureRefused(Fault.SEVERAL, len(found))
    return found[0].text


def _read_file(file: Path) -> QImage:
    try:
        size = file.stat().st_size
        if not file.is_file():
            raise PictureRefused(Fault.UNREADABLE)
        if size > BYTES_MOST:
            raise PictureRefused(Fault.TOO_BIG)
        with file.open("rb") as opened:
            begins = opened.read(5)
    except FileNotFoundError as error:
        raise PictureRefused(Fault.MISSING) from error
    except OSError as error:
        raise PictureRefused(Fault.UNREADABLE) from error
    return _read_pdf(file) if begins == b"%PDF-" else _read_picture(file)


def _read_picture(file: Path) -> QImage:
    reader = QImageReader(str(file))
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.width() * size.height() > PIXELS_MOST:
        raise PictureRefused(Fault.TOO_BIG)
    if max(size.width(), size.height()) > SIDE_MOST:
        reader.setScaledSize(size.scaled(SIDE_MOST, SIDE_MOST, _KEEP))
    image = reader.read()
    if image.isNull():
        raise PictureRefused(Fault.UNREADABLE)
    return _fit(image)


def _read_pdf(file: Path) -> QImage:
    from PySide6.QtPdf import QPdfDocument  # a large library, only for who drops a PDF

    document = QPdfDocument()
    try:
        if document.load(str(file)) is not QPdfDocument.Error.None_ or document.pageCount() < 1:
            raise PictureRefused(Fault.UNREADABLE)
        points = document.pagePointSize(0)
        if points.width() <= 0 or points.height() <= 0:
            raise PictureRefused(Fault.UNREADABLE)
        size = points.scaled(PDF_SIDE, PDF_SIDE, _KEEP).toSize().expandedTo(QSize(1, 1))
        image = document.render(0, size)
    finally:
        document.close()
    if image.isNull():
        raise PictureRefused(Fault.UNREADABLE)
    return image


def _fit(image: QImage) -> QImage:
    if max(image.width(), image.height()) <= SIDE_MOST:
        return image
    return image.scaled(SIDE_MOST, SIDE_MOST, _KEEP, Qt.TransformationMode.SmoothTransformation)
