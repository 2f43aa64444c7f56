"""QR codes in a picture. The reading library is imported at the first picture; any thread may call."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage, QPainter

LETTERS_MOST = 4096


@dataclass(frozen=True)
class Found:
    """A code and its four corners in px of the picture, clockwise from its own upper left."""

    text: str
    corners: tuple[QPoint, QPoint, QPoint, QPoint]


def codes_in(image: QImage, *, thorough: bool = False) -> tuple[Found, ...]:
    """Every QR code in a picture, each text once. `thorough` also tries it smaller, upside down and inverted: for a
    picture that is shown once, not for the frames of a camera, of which the next one comes soon.
    """
    import zxingcpp  # only where a picture is read

    if image.isNull():
        return ()
    grey = image if image.format() == QImage.Format.Format_Grayscale8 else _grey(image)
    read = zxingcpp.read_barcodes(
        grey,
        formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode),
        try_rotate=thorough,
        try_downscale=thorough,
        try_invert=thorough,
        text_mode=zxingcpp.TextMode.Plain,
    )
    found: dict[str, Found] = {}
    for each in read:
        text = each.text[:LETTERS_MOST]
        if each.valid and text and text not in found:
            at = each.position
            corners = tuple(
                QPoint(corner.x, corner.y) for corner in (at.top_left, at.top_right, at.bottom_right, at.bottom_left)
            )
            found[text] = Found(text, (corners[0], corners[1], corners[2], corners[3]))
    return tuple(found.values())


def _grey(image: QImage) -> QImage:
    """On white where the picture is see-through: else black letters on nothing are black on black."""
    if image.hasAlphaChannel():
        white = QImage(image.size(), QImage.Format.Format_RGB32)
        white.fill(0xFFFFFFFF)
        painter = QPainter(white)
        painter.drawImage(0, 0, image)
        painter.end()
        image = white
    return image.convertToFormat(QImage.Format.Format_Grayscale8)
