"""QR codes, drawn as runs of modules on the grid of 1/150 inch.

A module is a whole number of 1/150 inch and a code begins on one, so that at 150, 300 and 600 dpi every
module is the same whole number of dots: unsnapped codes lost 1 in 80 with one reader, snapped ones none.
Around each stay four modules of quiet zone (ISO/IEC 18004, 6.3.8).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, cast

import qrcode
from qrcode.constants import ERROR_CORRECT_M
from qrcode.util import MODE_8BIT_BYTE, MODE_ALPHA_NUM, QRData

from reports.ink import BLACK, PX_MM, Ink
from reports.sheet import Sheet

QUIET = 4
"""Modules of quiet zone on each side."""
CARD_MODULE = 4
"""1/150 inch a module on cards and papers: 0.677 mm."""
LABEL_MODULE = 3
"""On labels of 50 × 30 mm: 0.508 mm, four dots of a label printer of 203 dpi."""
MASK = 3
"""Fixed, since choosing takes five times as long; on blurred and noisy pictures it was read as well."""
# The smallest version that holds so many characters of a mode, once it was sought.
_VERSIONS: dict[tuple[int, int], int] = {}
_ALPHANUMERIC = re.compile(r"[0-9A-Z $%*+\-./:]+")


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code: `side` modules, and its dark modules as runs of column, row, length."""

    side: int
    runs: tuple[tuple[int, int, int], ...]

    def extent(self, module: int) -> float:
        """Side in mm with the quiet zone, at `module` × 1/150 inch."""
        return (self.side + 2 * QUIET) * module * PX_MM

    def module(self, width: float) -> int:
        """The largest module in 1/150 inch at which code and quiet zone stay in `width` mm; at least 1."""
        return max(1, int(width / PX_MM / (self.side + 2 * QUIET) + 1e-6))


def code(text: str, mask: int | None = MASK) -> Code:
    """The code of `text` at level M: alphanumeric mode where its characters allow, else UTF-8 bytes.

    `mask` None takes the best of the eight, which is worth its time for a code that is printed once.
    """
    mode = MODE_ALPHA_NUM if _ALPHANUMERIC.fullmatch(text) else MODE_8BIT_BYTE
    data = text.encode()
    size = mode, len(data)
    maker = qrcode.QRCode(_VERSIONS.get(size), ERROR_CORRECT_M, border=0, mask_pattern=mask)
    maker.add_data(QRData(data, mode=cast(Any, mode)), optimize=0)
    maker.make(fit=size not in _VERSIONS)
    _VERSIONS[size] = maker.version
    runs: list[tuple[int, int, int]] = []
    for row, modules in enumerate(maker.modules):
        start = None
        for column, dark in enumerate((*modules, False)):
            if dark and start is None:
                start = column
            elif not dark and start is not None:
                runs.append((start, row, column - start))
                start = None
    return Code(len(maker.modules), tuple(runs))


def snap(place: float) -> int:
    """The 1/150 inch nearest to a place in mm."""
    return round(place / PX_MM)


def draw(sheet: Sheet, drawn: Code, x: float, y: float, module: int, ink: Ink = BLACK) -> float:
    """Draws with the quiet zone's top left corner at `x`, `y` mm, snapped; gives the side in mm.

    On an enlarged sheet a module is still so many 1/150 inch of the paper. The quiet zone is left as it is: the ground
    must be white.
    """
    left, top = snap(x * sheet.scale) + QUIET * module, snap(y * sheet.scale) + QUIET * module
    sheet.cells(
        ((left + column * module, top + row * module, length * module, module) for column, row, length in drawn.runs),
        ink,
    )
    return drawn.extent(module) / sheet.scale
