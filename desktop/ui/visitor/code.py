"""A check-in code as squares, painted on whole pixels so that a phone reads it."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

QUIET = 4
"""Modules of white on each side (ISO/IEC 18004)."""


@lru_cache(maxsize=2)
def modules(text: str) -> tuple[tuple[bool, ...], ...]:
    """The squares of a code at level M."""
    import qrcode  # only where a code is shown at all

    made = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=0)
    made.add_data(text)
    made.make(fit=True)
    return tuple(tuple(row) for row in made.get_matrix())


def paint_code(painter: QPainter, text: str, box: QRectF) -> None:
    """In the middle of a box, black on white whatever the theme, with its quiet zone."""
    squares = modules(text)
    side = int(min(box.width(), box.height()) // (len(squares) + 2 * QUIET))
    whole = side * len(squares)
    left, top = round(box.center().x() - whole / 2), round(box.center().y() - whole / 2)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.fillRect(box, QColor(Qt.GlobalColor.white))
    painter.setBrush(QColor(Qt.GlobalColor.black))
    for row, line in enumerate(squares):
        for column, dark in enumerate(line):
            if dark:
                painter.drawRect(left + column * side, top + row * side, side, side)
    painter.restore()
