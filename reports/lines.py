"""Lines of text: where Chinese and Western text may break, and how a text is made to fit its box.

Line breaking follows GB/T 15834-2011 and CLREQ 3.1: closing punctuation never begins a line, opening
punctuation never ends one; Western words and figures stay whole while they fit.
"""

from __future__ import annotations

from dataclasses import dataclass

from reports.fonts import Fonts, printable
from reports.ink import Weight

CLOSING = frozenset("，。、；：！？％‰》〉」』】〕）］｝”’…—·～,.;:!?%)]}>＞℃°")
OPENING = frozenset("（《〈「『【〔［｛“‘([{<＜￥¥$№")
FIGURES = frozenset("0123456789,.-−+×%￥ :")
ELLIPSIS = "…"
ONE_LINE = 0.85
"""A text is set this much smaller rather than broken for a character or two."""
SMALLEST = 8.0
"""Points: no text of a paper is set smaller, but for labels of charts and cards."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """A text made to fit: the lines and the size in points at which they do."""

    lines: tuple[str, ...]
    size: float


def _wide(char: str) -> bool:
    """Whether a line may break on either side of this character (CJK and full-width forms)."""
    code = ord(char)
    return 0x2E80 <= code < 0xFB00 or 0xFE30 <= code < 0xFFF0 or code >= 0x1F000 or char in "〓—…“”‘’·"


def atoms(text: str) -> list[str]:
    """`text` cut where a line may break; a space stays at the end of its atom."""
    cut: list[str] = []
    for char in text:
        if not cut:
            cut.append(char)
            continue
        last = cut[-1][-1]
        joined = (
            char == " " or char in CLOSING or last in OPENING or (last != " " and not _wide(last) and not _wide(char))
        )
        if joined:
            cut[-1] += char
        else:
            cut.append(char)
    return cut


def wrap(fonts: Fonts, text: str, weight: Weight, size: float, width: float, indent: float = 0.0) -> list[str]:
    """The lines of `text` in a column of `width` points; the first is `indent` points shorter.

    A line feed begins a new line. An atom wider than the column is cut between characters.
    """
    lines: list[str] = []
    for part in text.split("\n"):
        lines += _wrap_part(fonts, printable(part), weight, size, width, 0.0 if lines else indent)
    return lines


def _wrap_part(fonts: Fonts, text: str, weight: Weight, size: float, width: float, indent: float) -> list[str]:
    if fonts.width(text.rstrip(), weight, size) <= width - indent:
        return [text.rstrip()]
    lines: list[str] = []
    line, used, room = "", 0.0, width - indent
    for atom in atoms(text):
        for piece in _pieces(fonts, atom, weight, size, width):
            long = fonts.width(piece, weight, size)
            bare = fonts.width(piece.rstrip(), weight, size)
            if line and used + bare > room:
                lines.append(line.rstrip())
                line, used, room = "", 0.0, width
            line += piece
            used += long
    if line.rstrip() or not lines:
        lines.append(line.rstrip())
    return lines


def _pieces(fonts: Fonts, atom: str, weight: Weight, size: float, width: float) -> list[str]:
    if fonts.width(atom.rstrip(), weight, size) <= width:
        return [atom]
    pieces = [""]
    for char in atom:
        if pieces[-1] and fonts.width((pieces[-1] + char).rstrip(), weight, size) > width:
            # what may not begin a line takes the character before it along
            taken = pieces[-1][-1] if char in CLOSING and len(pieces[-1]) > 1 else ""
            pieces[-1] = pieces[-1][: len(pieces[-1]) - len(taken)]
            pieces.append(taken)
        pieces[-1] += char
    return pieces


def elide(fonts: Fonts, text: str, weight: Weight, size: float, width: float, spacing: float = 0.0) -> str:
    """`text` cut so that it and an ellipsis take at most `width` points; whole if it fits."""
    if fonts.width(text, weight, size, spacing) <= width:
        return text
    for length in range(len(text) - 1, 0, -1):
        cut = text[:length].rstrip() + ELLIPSIS
        if fonts.width(cut, weight, size, spacing) <= width:
            return cut
    return ELLIPSIS if fonts.width(ELLIPSIS, weight, size) <= width else ""


def fit_line(
    fonts: Fonts,
    text: str,
    weight: Weight,
    size: float,
    width: float,
    spacing: float = 0.0,
    whole: bool = False,
) -> Fitted:
    """One line in `width` points: as it is, else smaller (not under 8 points), else elided.

    Figures, and what is to stay `whole` (numbers of papers, codes), shrink further and are never cut.
    """
    text = printable(text)
    natural = fonts.width(text, weight, size, spacing)
    if natural <= width:
        return Fitted((text,), size)
    smaller = int(size * width / natural * 20) / 20
    floor = min(size, SMALLEST)
    if smaller < floor and (whole or FIGURES.issuperset(text)):
        return Fitted((text,), smaller)
    if smaller >= floor:
        return Fitted((text,), smaller)
    return Fitted((elide(fonts, text, weight, floor, width, spacing),), floor)


def is_cut(fonts: Fonts, text: str, weight: Weight, size: float, width: float) -> bool:
    """Whether `fit_line` would elide `text` in `width` points; figures shrink further and are never cut."""
    if len(text) * size <= width or FIGURES.issuperset(text):
        return False
    return fonts.width(printable(text), weight, min(size, SMALLEST)) > width


def fit_block(
    fonts: Fonts,
    text: str,
    weight: Weight,
    size: float,
    width: float,
    height: float,
    leading: float = 1.4,
    smallest: float = SMALLEST,
) -> Fitted:
    """The largest size of at most `size` at which `text`, wrapped, stays in `width` × `height` points.

    Shrinks by half points to `smallest`; what is too long even then ends in an ellipsis.
    """
    natural = fonts.width(printable(text), weight, size)
    if "\n" not in text and width < natural <= width / ONE_LINE and size * width / natural >= smallest:
        return Fitted((printable(text),), int(size * width / natural * 20) / 20)
    trial = size
    while True:
        lines = wrap(fonts, text, weight, trial, width)
        room = max(1, int((height + trial * (leading - 1)) / (trial * leading)))
        if len(lines) <= room:
            return Fitted(tuple(lines), trial)
        if trial <= smallest:
            kept = lines[: room - 1]
            rest = "".join(lines[room - 1 :])
            return Fitted((*kept, elide(fonts, rest, weight, trial, width)), trial)
        trial = max(smallest, trial - 0.5)
