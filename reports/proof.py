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
TEXT = 51.5
"""Where the words beside the code begin, mm from the block's left edge."""
CODE = 49.5
"""A square, mm, that takes any code of a paper."""


def proof(sheet: Sheet, x: float, y: float, width: float, frame: Frame, words: Words) -> None:
    """Draws the block of a frame that is signed, `width` mm wide."""
    sheet.box(x, y, width, HEIGHT, ink=LINE, line=0.6)
    proof_code(sheet, x, y, TEXT, HEIGHT, frame)
    left, room = x + TEXT, width - TEXT - 3
    title = f"{words.say('paper.check')}　{frame.check}"
    sheet.text(left, y + 9.0, title, size=12, weight=Weight.BOLD, width=room)
    at = y + 15.6
    place = proof_place(frame, words)
    if place:
        sheet.text(left, at, place, size=8.5, ink=INK_2, width=room)
        at += 5.2
    sheet.block(left, at - 3.6, words.say("paper.proof.how"), width=room, height=HEIGHT - (at - 3.6 - y) - 2,
                size=8.5, ink=INK_2, leading=1.45)  # fmt: skip


def proof_code(sheet: Sheet, x: float, y: float, width: float, height: float, frame: Frame) -> None:
    """The code alone in the middle of a box in mm, with its quiet zone; nothing of a frame that nobody signed."""
    if not frame.code:
        return
    drawn = code(frame.code)
    side = drawn.extent(MODULE)
    draw(sheet, drawn, x + (width - side) / 2, y + (height - side) / 2, MODULE)


def proof_place(frame: Frame, words: Words) -> str:
    """Where in the journal a paper was made."""
    origin = frame.origin
    if origin is None:
        return ""
    head = " ".join(origin.head[start : start + 4].upper() for start in range(0, 16, 4))
    return words.say("paper.proof.place", seq=f"{origin.seq:,}", head=head)


def small_proof(sheet: Sheet, right: float, bottom: float, room: float, frame: Frame, words: Words) -> None:
    """On small papers: the code in a square of `CODE` mm with its corner at `right`, `bottom`, and at its left in
    `room` mm the digits and what the code is for, from its top edge on.
    """
    x, y = right - CODE, bottom - CODE
    proof_code(sheet, x, y, CODE, CODE, frame)
    left = x - room
    sheet.text(left, y + 5.0, words.say("paper.check"), size=9, ink=INK_2, width=room - 1)
    sheet.text(left, y + 10.0, frame.check, size=10, weight=Weight.BOLD, width=room - 1)
    sheet.block(left, y + 12.0, words.say("paper.proof.short"), width=room - 1, height=11.0, size=8, ink=INK_2,
                leading=1.35)  # fmt: skip
