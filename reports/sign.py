"""The sign-off: who signs in words, and a clear place for the seal over unit and date 盖章处.

A seal of a unit is 42 mm across at most (国发〔1999〕25号); 50 × 50 mm stay clear of all but the date, which
the seal covers, as is the custom.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reports.ink import HINT, INK, INK_2, Align, Weight
from reports.page import LEFT, WIDTH, Paper
from reports.proof import HEIGHT as PROOF
from reports.sheet import Sheet

BOXES = 58.0
HEIGHT = BOXES + 2.0 + PROOF
"""Of the boxes and the code under them, mm: they stay together on one page."""
CLEAR = 50.0
GAP = 7.0
BOX = (WIDTH - GAP) / 2
STAMP = 42.0


@dataclass(frozen=True, slots=True)
class Party:
    """A unit that signs: its name, the labels of its signature lines, and the words in the stamp circle."""

    unit: str
    signers: tuple[str, ...]
    hint: str


def sign_off(paper: Paper, parties: Sequence[Party]) -> None:
    """Two boxes beside one another at the paper's `y`, and under them the code by which it is checked; the caller
    has made room of `HEIGHT` mm.
    """
    for number, party in enumerate(parties):
        _box(paper, LEFT + number * (BOX + GAP), paper.y, party)
    paper.y += BOXES + 2.0
    paper.prove()


def stamp(sheet: Sheet, x: float, y: float, across: float, hint: str, date: str, *, size: float = 9.5) -> None:
    """The dashed circle around `x`, `y` for a seal `across` mm wide, with the date inside it."""
    sheet.round(x, y, across / 2, ink=HINT, line=0.7, dash=(2.4, 1.8))
    lines = hint.split("\n")
    for at, line in enumerate(lines):
        base = y - 0.6 + 4.0 * (at - len(lines) + 1) if date else y + 1.2 + 4.0 * (at - (len(lines) - 1) / 2)
        sheet.text(x, base, line, size=8, ink=HINT, align=Align.CENTRE, width=across - 8)
    if date:
        sheet.text(x, y + across * 0.24, date, size=size, align=Align.CENTRE, width=across - 8)


def _box(paper: Paper, x: float, y: float, party: Party) -> None:
    sheet = paper.sheet
    sheet.box(x, y, BOX, BOXES, ink=INK, line=0.6)
    narrow = BOX - CLEAR - 4.0
    sheet.block(x + 3, y + 2.2, party.unit, width=BOX - 6, height=7.4, size=10, weight=Weight.MEDIUM, leading=1.25)
    first = y + BOXES - 6.5
    for at, signer in enumerate(reversed(party.signers)):
        base = first - 14.5 * at
        sheet.rule(x + 3, base, x + 3 + narrow, base, width=0.5)
        sheet.block(x + 3, base + 1.1, signer, width=narrow, height=7.6, size=8.5, ink=INK_2, leading=1.2)
    middle_x, middle_y = x + BOX - CLEAR / 2 - 0.5, y + BOXES - CLEAR / 2 - 0.5
    stamp(sheet, middle_x, middle_y, STAMP, party.hint, paper.say("sign.date"))
