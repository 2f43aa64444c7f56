"""The hand-over 交接班单, A5: what is open, what goes along, and two signatures."""

from __future__ import annotations

from desktop.core.day_papers import HandoverPaper
from desktop.core.words import Words
from reports.dates import long_day
from reports.form import Field, form
from reports.ink import HINT, INK, INK_2, LINE, TEAL, Align, Weight
from reports.page import about, logo
from reports.proof import CODE, small_proof
from reports.sheet import A5_LANDSCAPE, Sheet
from reports.signing import signature_boxes

LEFT, RIGHT = 25.0, 198.0
"""25 mm for binding."""
WIDTH = RIGHT - LEFT
MIDDLE, GUTTER = 112.0, 5.0
TOP, SIGN_TOP, SIGN_HEIGHT = 29.0, 111.5, 19.5
SIGN_RIGHT = RIGHT - CODE - 2.0
LISTS_BOTTOM = SIGN_TOP + SIGN_HEIGHT - CODE - 1.5
"""The code stands under the lists."""
NOTE_LEAST = 17.0
STEP = 6.6


def handover(paper: HandoverPaper, words: Words) -> bytes:
    """The paper's bytes, one page."""
    title = words.say("paper.handover.title")
    sheet = Sheet(A5_LANDSCAPE, about(f"{title} {paper.day}", paper.frame, words))
    sheet.bookmark(title, 0, 0)
    sheet.rule(6, 74.0, 12, 74.0, ink=HINT)
    _head(sheet, paper, words, title)
    _form(sheet, paper, words)
    _problems(sheet, paper, words)
    signature_boxes(
        sheet,
        LEFT,
        SIGN_TOP,
        SIGN_RIGHT - LEFT,
        SIGN_HEIGHT,
        (
            f"{words.say('paper.handover.sign_giver')}　{paper.giver}",
            f"{words.say('paper.handover.sign_taker')}　{paper.taker}",
        ),
        words.say("paper.reconciliation.sign"),
        words.say("paper.reconciliation.sign_date"),
    )
    small_proof(sheet, RIGHT, SIGN_TOP + SIGN_HEIGHT, RIGHT - CODE - MIDDLE - GUTTER, paper.frame, words)
    _foot(sheet, paper, words)
    return sheet.finish()


def _head(sheet: Sheet, paper: HandoverPaper, words: Words, title: str) -> None:
    logo(sheet, LEFT, 11.2, 9.2)
    spacing = 0.12 if words.language == "zh" else 0.0
    sheet.text(LEFT + 11.6, 16.6, title, size=17, weight=Weight.BOLD, spacing=spacing, width=70)
    sheet.text(LEFT + 11.6, 21.0, words.say("paper.handover.line"), size=8.5, ink=INK_2, width=80)
    sheet.text(RIGHT, 15.2, paper.frame.number, size=9, weight=Weight.MEDIUM, align=Align.RIGHT, width=66, whole=True)
    sheet.text(RIGHT, 20.2, paper.frame.site, size=9, ink=INK_2, align=Align.RIGHT, width=66)
    sheet.rule(LEFT, 24.2, RIGHT, 24.2, width=1.6, ink=TEAL)
    sheet.rule(LEFT, 25.0, RIGHT, 25.0, width=0.5, ink=TEAL)


def _form(sheet: Sheet, paper: HandoverPaper, words: Words) -> None:
    def say(key: str, **values: object) -> str:
        return words.say(f"paper.handover.{key}", **values)

    none = say("none")

    def count(key: str, number: int) -> Field:
        return Field(say(key), say(f"{key}_value", count=number) if number else none)

    when = f"{long_day(words, paper.day)}　{paper.time}"
    form(
        sheet,
        LEFT,
        TOP,
        MIDDLE - LEFT,
        (
            (8.2, (Field(say("giver"), paper.giver, weight=Weight.BOLD),)),
            (8.2, (Field(say("taker"), paper.taker, weight=Weight.BOLD),)),
            (8.2, (Field(say("when"), when, size=9.5),)),
            (8.2, (count("keys", paper.keys),)),
            (8.2, (count("chase", paper.chase),)),
            (8.2, (count("loans", paper.loans),)),
            (8.2, (count("medicine", paper.medicine),)),
            (8.6, (Field(say("waiting"), say("waiting_value", count=f"{paper.waiting:,}"), size=9),)),
            (12.8, (Field(say("lost_property"), paper.lost_property or none, size=9),)),
        ),
        label=24.0,
        label_size=9,
    )


def _problems(sheet: Sheet, paper: HandoverPaper, words: Words) -> None:
    """The open problems at the right, the note in what is left under them, down to the code."""

    def say(key: str, **values: object) -> str:
        return words.say(f"paper.handover.{key}", **values)

    x, width = MIDDLE + GUTTER, RIGHT - MIDDLE - GUTTER
    bottom = LISTS_BOTTOM
    note_top = bottom - NOTE_LEAST
    sheet.text(x, TOP + 4.0, say("problems", count=len(paper.problems)), size=10.5, weight=Weight.BOLD, width=width)
    sheet.rule(x, TOP + 6.2, RIGHT, TOP + 6.2, width=1.1)
    most = int((note_top - 4.0 - TOP - 6.2) / STEP)
    shown = paper.problems if len(paper.problems) <= most else paper.problems[: most - 1]
    y = TOP + 6.2
    if not shown:
        sheet.text(x, y + 5.0, say("no_problems"), size=9, ink=INK_2, width=width)
    for problem in shown:
        due = say("overdue" if problem.overdue else "due", due=problem.due[5:])
        weight = Weight.BOLD if problem.overdue else Weight.REGULAR
        used = sheet.text(RIGHT, y + 4.8, due, size=8.5, weight=weight, align=Align.RIGHT, width=28)
        sheet.text(x + 0.6, y + 4.8, problem.number, size=8.5, ink=INK_2, width=9)
        sheet.block(x + 10, y, problem.what, width=width - used - 12.5, height=STEP, size=9, leading=1.2, middle=True)
        y += STEP
        sheet.rule(x, y, RIGHT, y, ink=LINE)
    if len(shown) < len(paper.problems):
        sheet.text(x, y + 4.8, say("more", count=len(paper.problems) - len(shown)), size=8.5, ink=INK_2, width=width)
    note_top = min(note_top, y + (STEP if len(shown) < max(1, len(paper.problems)) else 0.0) + 3.5)
    sheet.box(x, note_top, width, bottom - note_top, ink=INK, line=0.5)
    sheet.text(x + 2.4, note_top + 5.0, say("note"), size=9, weight=Weight.MEDIUM, width=width - 5)
    text = paper.note or say("none")
    sheet.block(
        x + 2.4, note_top + 6.8, text, width=width - 4.8, height=bottom - note_top - 8.0, size=9.5, leading=1.35
    )


def _foot(sheet: Sheet, paper: HandoverPaper, words: Words) -> None:
    frame = paper.frame
    sheet.rule(LEFT, 135.2, RIGHT, 135.2, width=0.6, ink=TEAL)
    both = words.say("paper.handover.both_pins")
    sheet.text(LEFT, 139.4, both, size=8, ink=INK_2, width=WIDTH - 54)
    check = f"{words.say('paper.check')} {frame.check}"
    sheet.text(RIGHT, 139.4, check, size=8, weight=Weight.MEDIUM, align=Align.RIGHT, width=52, whole=True)
    made = words.say("paper.made", made=frame.made, software=frame.software)
    sheet.text(LEFT, 143.4, made, size=8, ink=INK_2, width=WIDTH)
