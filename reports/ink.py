"""Colours, line weights and units of the papers: the desk's tokens as they print.

Teal prints as mid grey and red as dark grey on a black and white printer, a tint as almost nothing: no
paper says anything by colour alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

MM = 72 / 25.4
"""Points in a millimetre."""
PX = 72 / 150
"""Points in 1/150 inch, the device pixel that codes are snapped to."""
PX_MM = 25.4 / 150
"""Millimetres in 1/150 inch."""


@dataclass(frozen=True, slots=True)
class Ink:
    """An RGB colour, each part 0 to 1."""

    red: float
    green: float
    blue: float


def _ink(code: str) -> Ink:
    return Ink(*(round(int(code[at : at + 2], 16) / 255, 4) for at in (0, 2, 4)))


INK = _ink("16282D")
INK_2 = _ink("4C5F66")
HINT = _ink("8A989D")
"""Only for the words inside a stamp circle, which nobody has to read."""
LINE = _ink("B9C6C9")
LINE_FIFTH = _ink("788B91")
FAINT = _ink("F3F6F6")
WHITE = _ink("FFFFFF")
BLACK = _ink("000000")
TEAL = _ink("0E7C86")
TINT = _ink("E2F2F3")
WARM = _ink("D9722B")
WRONG = _ink("C2362B")
HEAT = (WHITE, TINT, _ink("AFD6DA"), _ink("5FA9B0"), TEAL)
"""One hue in five even steps, each to be told from the next on a photocopy."""
DAY_OFF = _ink("F0F4F4")
DRAFT = _ink("E6EBEC")
"""The draft mark: lies under the text and leaves it readable on a photocopy."""


class Weight(StrEnum):
    """The three weights of the papers' one face."""

    REGULAR = "quanyi-regular"
    MEDIUM = "quanyi-medium"
    BOLD = "quanyi-bold"


class Align(StrEnum):
    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"
