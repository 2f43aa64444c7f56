"""The calibration page: corners 10 mm from the paper's edges, rulers of 100 mm, and a code to try scanners with.

A printer that scales shows it in the rulers, one that draws the paper in awry in the corners. What is measured is
entered in the settings, and the page printed again shows whether it is right.
"""

from __future__ import annotations

from desktop.core.papers import CalibrationPaper
from desktop.core.words import Words
from reports.code import code, draw
from reports.ink import BLACK, INK, INK_2, Align, Weight
from reports.page import about
from reports.sheet import A4, Sheet

CORNER = 10.0
ARM = 12.0
LONG = 100
LEFT, TOP = 45.0, 62.0
TRIAL = "QUANYI SCANNER TEST 1234567890"


def calibration(paper: CalibrationPaper, words: Words) -> bytes:
    """The page's bytes, everything moved by the paper's shift."""
    sheet = Sheet(A4, about(words.say("paper.calibration.title"), paper.frame, words))
    sheet.bookmark(words.say("paper.calibration.title"), 0, 0)
    right, down = paper.shift_x / 10, paper.shift_y / 10
    _corners(sheet, right, down)
    _head(sheet, paper, words, right, down)
    _rulers(sheet, words, right, down)
    _steps(sheet, words, right, down)
    _trial(sheet, words, right, down)
    foot = f"{paper.frame.site} · {paper.frame.made} · {paper.frame.software} · {paper.frame.check}"
    sheet.text(A4.width / 2 + right, A4.height - 22 + down, foot, size=9, ink=INK_2, align=Align.CENTRE, width=160)
    return sheet.finish()


def _corners(sheet: Sheet, right: float, down: float) -> None:
    for x, inwards in ((CORNER, 1), (A4.width - CORNER, -1)):
        for y, downwards in ((CORNER, 1), (A4.height - CORNER, -1)):
            at_x, at_y = x + right, y + down
            sheet.rule(at_x, at_y, at_x + inwards * ARM, at_y, width=0.7, ink=BLACK)
            sheet.rule(at_x, at_y, at_x, at_y + downwards * ARM, width=0.7, ink=BLACK)
            label = at_x + inwards * 3
            side = Align.LEFT if inwards > 0 else Align.RIGHT
            sheet.text(label, at_y + (6 if downwards > 0 else -3.4), "10 mm", size=9, ink=INK_2, align=side)


def _head(sheet: Sheet, paper: CalibrationPaper, words: Words, right: float, down: float) -> None:
    middle = A4.width / 2 + right
    sheet.text(middle, 32 + down, words.say("paper.calibration.title"), size=20, weight=Weight.BOLD, align=Align.CENTRE)
    said = words.say("paper.calibration.shift", x=tenths(paper.shift_x), y=tenths(paper.shift_y))
    sheet.text(middle, 41 + down, said, size=10.5, ink=INK_2, align=Align.CENTRE, width=165)


def _rulers(sheet: Sheet, words: Words, right: float, down: float) -> None:
    """One across and one down from the same corner, a stroke a millimetre."""
    x, y = LEFT + right, TOP + down
    sheet.rule(x, y, x + LONG, y, width=0.7, ink=BLACK)
    sheet.rule(x, y, x, y + LONG, width=0.7, ink=BLACK)
    for at in range(LONG + 1):
        tick = 6.0 if at % 10 == 0 else 4.5 if at % 5 == 0 else 3.0
        sheet.rule(x + at, y - tick, x + at, y, ink=BLACK)
        sheet.rule(x - tick, y + at, x, y + at, ink=BLACK)
        if at % 10 == 0:
            sheet.text(x + at, y - 7.4, str(at), size=9, ink=INK, align=Align.CENTRE)
            if at:
                sheet.text(x - 7.4, y + at + 1.1, str(at), size=9, ink=INK, align=Align.RIGHT)
    sheet.text(x + LONG + 4, y + 1.2, words.say("paper.calibration.ruler"), size=10.5, weight=Weight.BOLD, width=46)


def _steps(sheet: Sheet, words: Words, right: float, down: float) -> None:
    x, y = LEFT + 8 + right, TOP + 10 + down
    for number in range(1, 5):
        said = f"{number}. {words.say(f'paper.calibration.step.{number}')}"
        y += sheet.block(x, y, said, width=92, height=21, size=10.5, leading=1.5) + 2.5


def _trial(sheet: Sheet, words: Words, right: float, down: float) -> None:
    side = draw(sheet, code(TRIAL), A4.width / 2 - 25 + right, 178 + down, 9)
    middle = A4.width / 2 + right
    under = 178 + side + 6 + down
    sheet.text(middle, under, words.say("paper.calibration.trial"), size=10.5, align=Align.CENTRE, width=165)


def tenths(shift: int) -> str:
    """`+1.5` for 15 tenths of a millimetre."""
    return f"{shift / 10:+.1f}" if shift else "0"
