"""The end of a shift at a till 交班单, A5: meals by period, takings, subsidy, what was voided, and two signatures."""

from __future__ import annotations

from desktop.core.money import capitals, yuan_sign
from desktop.core.till_pages import TillPaper
from desktop.core.words import Words
from reports.dates import long_day
from reports.form import Field, form
from reports.ink import HINT, INK_2, LINE, TEAL, Align, Weight
from reports.page import about, logo
from reports.proof import CODE, small_proof
from reports.sheet import A5_LANDSCAPE, Sheet
from reports.signing import signature_boxes

LEFT, RIGHT = 25.0, 198.0
"""25 mm for binding."""
WIDTH = RIGHT - LEFT
MIDDLE, GUTTER = 106.0, 5.0
VOIDS = 166.0
"""Where the list of voids begins, beside that of periods."""
TOP, SIGN_TOP, SIGN_HEIGHT = 29.0, 111.5, 19.5
SIGN_RIGHT = RIGHT - CODE - 2.0
STEP = 6.6


def till(paper: TillPaper, words: Words) -> bytes:
    """The paper's bytes, one page."""
    title = words.say("paper.till.title")
    sheet = Sheet(A5_LANDSCAPE, about(f"{title} {paper.day}", paper.frame, words))
    sheet.bookmark(title, 0, 0)
    sheet.rule(6, 74.0, 12, 74.0, ink=HINT)
    _head(sheet, paper, words, title)
    _form(sheet, paper, words)
    _periods(sheet, paper, words)
    _voids(sheet, paper, words)
    signature_boxes(
        sheet,
        LEFT,
        SIGN_TOP,
        SIGN_RIGHT - LEFT,
        SIGN_HEIGHT,
        (f"{words.say('paper.till.sign_giver')}　{paper.operator}", words.say("paper.till.sign_taker")),
        words.say("paper.reconciliation.sign"),
        words.say("paper.reconciliation.sign_date"),
    )
    small_proof(sheet, RIGHT, SIGN_TOP + SIGN_HEIGHT, RIGHT - CODE - MIDDLE - GUTTER, paper.frame, words)
    _foot(sheet, paper, words)
    return sheet.finish()


def _head(sheet: Sheet, paper: TillPaper, words: Words, title: str) -> None:
    logo(sheet, LEFT, 11.2, 9.2)
    spacing = 0.12 if words.language == "zh" else 0.0
    sheet.text(LEFT + 11.6, 16.6, title, size=17, weight=Weight.BOLD, spacing=spacing, width=88)
    sheet.text(LEFT + 11.6, 21.0, words.say("paper.till.line"), size=8.5, ink=INK_2, width=88)
    sheet.text(RIGHT, 15.2, paper.frame.number, size=9, weight=Weight.MEDIUM, align=Align.RIGHT, width=66, whole=True)
    sheet.text(RIGHT, 20.2, paper.frame.site, size=9, ink=INK_2, align=Align.RIGHT, width=66)
    sheet.rule(LEFT, 24.2, RIGHT, 24.2, width=1.6, ink=TEAL)
    sheet.rule(LEFT, 25.0, RIGHT, 25.0, width=0.5, ink=TEAL)


def _form(sheet: Sheet, paper: TillPaper, words: Words) -> None:
    def say(key: str, **values: object) -> str:
        return words.say(f"paper.till.{key}", **values)

    taken = yuan_sign(paper.taken_fen)
    written = capitals(paper.taken_fen) if words.language == "zh" else ""
    left = say("no_allotment") if paper.left_fen is None else yuan_sign(paper.left_fen)
    form(
        sheet,
        LEFT,
        TOP,
        MIDDLE - LEFT,
        (
            (10.0, (Field(say("merchant"), paper.merchant, weight=Weight.BOLD),)),
            (8.2, (Field(say("operator"), paper.operator, weight=Weight.BOLD),)),
            (8.2, (Field(say("when"), f"{long_day(words, paper.day)}　{paper.time}", size=9.5),)),
            (8.2, (Field(say("count"), say("count_value", count=paper.count), weight=Weight.BOLD),)),
            (11.6, (Field(say("taken"), taken, weight=Weight.BOLD, note=written),)),
            (8.2, (Field(say("subsidy"), yuan_sign(paper.subsidy_fen)),)),
            (8.2, (Field(say("held"), say("count_value", count=paper.held)),)),
            (8.2, (Field(say("left"), left),)),
            (8.2, (Field(say("waiting"), say("waiting_value", count=f"{paper.waiting:,}"), size=9),)),
        ),
        label=24.0,
        label_size=9,
    )


def _periods(sheet: Sheet, paper: TillPaper, words: Words) -> None:
    """A row a period."""
    x, right = MIDDLE + GUTTER, VOIDS - 4.0
    width = right - x
    sheet.text(x, TOP + 4.0, words.say("paper.till.by_period"), size=10.5, weight=Weight.BOLD, width=width)
    y = TOP + 6.2
    sheet.rule(x, y, right, y, width=1.1)
    if not paper.lines:
        sheet.text(x, y + 5.0, words.say("paper.till.no_meals"), size=9, ink=INK_2, width=width)
    for line in paper.lines:
        name = line.titles.get(words.language) or line.titles["zh"]
        sheet.text(x + 0.6, y + 4.7, name, size=9.5, width=19)
        count = words.say("paper.till.count_value", count=line.count)
        sheet.text(x + 31, y + 4.7, count, size=9.5, align=Align.RIGHT, width=11)
        sheet.text(right - 0.6, y + 4.7, yuan_sign(line.taken_fen), size=9.5, align=Align.RIGHT, width=18.5)
        y += STEP
        sheet.rule(x, y, right, y, ink=LINE)


def _voids(sheet: Sheet, paper: TillPaper, words: Words) -> None:
    x, width = VOIDS, RIGHT - VOIDS
    total = sum(count for _, count in paper.voids)
    sheet.text(x, TOP + 4.0, words.say("paper.till.voids", count=total), size=10.5, weight=Weight.BOLD, width=width)
    y = TOP + 6.2
    sheet.rule(x, y, RIGHT, y, width=1.1)
    if not paper.voids:
        sheet.text(x, y + 5.0, words.say("paper.till.no_voids"), size=9, ink=INK_2, width=width)
    for reason, count in paper.voids:
        name = words.say(f"void.{reason}")
        sheet.block(x + 0.6, y, name, width=width - 13, height=STEP, size=9, leading=1.1, middle=True)
        said = words.say("paper.till.count_value", count=count)
        sheet.text(RIGHT - 0.6, y + 4.7, said, size=9, align=Align.RIGHT, width=11)
        y += STEP
        sheet.rule(x, y, RIGHT, y, ink=LINE)


def _foot(sheet: Sheet, paper: TillPaper, words: Words) -> None:
    frame = paper.frame
    sheet.rule(LEFT, 135.2, RIGHT, 135.2, width=0.6, ink=TEAL)
    sheet.text(LEFT, 139.4, words.say("paper.till.rule"), size=8, ink=INK_2, width=WIDTH - 54)
    check = f"{words.say('paper.check')} {frame.check}"
    sheet.text(RIGHT, 139.4, check, size=8, weight=Weight.MEDIUM, align=Align.RIGHT, width=52, whole=True)
    made = words.say("paper.made", made=frame.made, software=frame.software)
    sheet.text(LEFT, 143.4, made, size=8, ink=INK_2, width=WIDTH)
