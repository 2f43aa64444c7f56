"""A card's code as a picture: drawn into the page, and as a file to keep on the phone for where there is no network."""

from __future__ import annotations

import io

from markupsafe import Markup
from PIL import Image, ImageDraw, ImageFont

import resources

QUIET = 4
"""Modules of white on each side (ISO/IEC 18004)."""
_MODULE, _WIDTH, _TEXT = 12, 720, 40


def modules(text: str) -> list[list[bool]]:
    """The squares of a code at level M."""
    import qrcode  # only where a code is shown at all

    made = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=0)
    made.add_data(text)
    made.make(fit=True)
    return [list(row) for row in made.get_matrix()]


def svg(text: str, label: str) -> Markup:
    """One path of runs; `label` says to whoever does not see it what it is."""
    rows = modules(text)
    side, parts = len(rows) + 2 * QUIET, []
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            begin = x
            while x < len(row) and row[x]:
                x += 1
            if x > begin:
                parts.append(f"M{begin + QUIET} {y + QUIET}h{x - begin}v1H{begin + QUIET}z")
            x += 1
    shape = Markup('<svg class="code" viewBox="0 0 {0} {0}" role="img" aria-label="{1}" shape-rendering="crispEdges">')
    return shape.format(side, label) + Markup('<path d="{}"/></svg>').format("".join(parts))


def png(text: str, lines: tuple[str, ...]) -> bytes:
    """Black on white, with lines of text below."""
    rows = modules(text)
    side = (len(rows) + 2 * QUIET) * _MODULE
    wide = max(side, _WIDTH)
    made = Image.new("L", (wide, side + len(lines) * (_TEXT + 20) + 30), 255)
    draw = ImageDraw.Draw(made)
    left = (wide - side) // 2
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            if dark:
                at = (left + (x + QUIET) * _MODULE, (y + QUIET) * _MODULE)
                draw.rectangle((*at, at[0] + _MODULE - 1, at[1] + _MODULE - 1), fill=0)
    font = ImageFont.truetype(str(resources.path("fonts", "NotoSansSC-Regular.ttf")), _TEXT)
    for number, line in enumerate(lines):
        draw.text((wide // 2, side + number * (_TEXT + 20)), line, fill=20, font=font, anchor="ma")
    out = io.BytesIO()
    made.save(out, "PNG", optimize=True)
    return out.getvalue()
