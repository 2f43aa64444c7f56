"""The block by which a paper can be checked 验真: its code, the short digits, and where in the journal it was made.

It stands once, with the signatures where a paper has them and at the end of the others; the digits stand on every
page. A code has 53 to 65 modules, which at 4/150 inch and with the quiet zone are 41 to 49 mm: at 3/150 a
photocopy (blur, noise, 5° askew, 70 % contrast) at 150 dpi lost one in four, at 4/150 none of 120.
"""

from __future__ import annotations

from desktop.core.papers import Frame
from desktop.core.words import Words
from reports.code import code, draw
from reports.ink import INK_2, LINE, Weight
from reports.sheet import Sheet

HEIGHT = 50.0
"""Of the block, mm."""
MODULE = 4
_TEXT = 51.5


def proof(sheet: Sheet, x: float, y: float, width: float, frame: Frame, words: Words) -> None:
    """Draws the block of a frame that is signed, `width` mm wide."""
    sheet.box(x, y, width, HEIGHT, ink=LINE, line=0.6)
    drawn = code(frame.code)
    side = drawn.extent(MODULE)
    draw(sheet, drawn, x + (_TEXT - side) / 2, y + (HEIGHT - side) / 2, MODULE)
    left, room = x + _TEXT, width - _TEXT - 3
    title = f"{words.say('paper.check')}　{frame.check}"
    sheet.text(left, y + 9.0, title, size=12, weight=Weight.BOLD, width=room)
    at = y + 15.6
    origin = frame.origin
    if origin is not None:
        head = " ".join(origin.head[start : start + 4].upper() for start in range(0, 16, 4))
        place = words.say("paper.proof.place", seq=f"{origin.seq:,}", head=head)
        sheet.text(left, at, place, size=8.5, ink=INK_2, width=room)
        at += 5.2
    sheet.block(left, at - 3.6, words.say("paper.proof.how"), width=room, height=HEIGHT - (at - 3.6 - y) - 2,
                size=8.5, ink=INK_2, leading=1.45)  # fmt: skip
