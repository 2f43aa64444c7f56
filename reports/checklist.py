"""The walk round on paper 巡查走查单: every checkpoint with three boxes and a line to write on, two sides of A4.

Boxes are 4.6 mm, so that a tick by a hand that holds a board stays in its own; the standard's hint stands under
what is to be done, since the list is carried, and looked up nowhere.
"""

from __future__ import annotations

from desktop.core.papers import CheckedItem, CheckedPoint, ChecklistPaper
from desktop.core.words import Words
from reports.dates import short_day
from reports.icons import OF_ITEM
from reports.ink import FAINT, INK, INK_2, LINE, MM, TEAL, WRONG, Align, Weight
from reports.page import BOTTOM, LEFT, RIGHT, WIDTH, Paper

ITEM, POINT, BOX = 32.0, 58.0, 12.0
NOTE_AT = LEFT + ITEM + POINT + 3 * BOX
SIDE = 4.6
PAD = 1.0
HEAD = 6.4
SIGN = 26.0
REMARKS, LINE_APART = 4, 8.5
TITLE, HINT_SIZE = 9.5, 8.0
STEP, HINT_STEP = TITLE * 1.28 / MM, HINT_SIZE * 1.25 / MM


def checklist(paper: ChecklistPaper, words: Words) -> bytes:
    """The list's bytes."""
    drawn = Paper(
        paper.frame, words, words.say("paper.checklist.title"), words.say("paper.checklist.period"), proof=False
    )
    say = drawn.say
    drawn.head(say("checklist.begun"), say("checklist.kind"), say("checklist.ended"))
    drawn.note(f"{say('checklist.standard', standard=paper.standard)}　{say('checklist.how')}")
    drawn.y += 1.0
    _heads(drawn)
    for number, item in enumerate(paper.items, 1):
        _item(drawn, item, str(number) if item.code in OF_ITEM and item.code != "site" else "")
    drawn.sheet.rule(LEFT, drawn.y, RIGHT, drawn.y, width=1.1)
    drawn.y += 2.0
    _open(drawn, paper)
    _remarks(drawn)
    _sign(drawn)
    return drawn.finish()


def _heads(drawn: Paper) -> None:
    sheet, y = drawn.sheet, drawn.y
    sheet.rule(LEFT, y, RIGHT, y, width=1.1)
    sheet.box(LEFT, y, WIDTH, HEAD, fill=FAINT)
    base = y + 4.4
    sheet.text(LEFT + 1.2, base, drawn.say("checklist.item"), size=9, weight=Weight.MEDIUM, width=ITEM - 2)
    sheet.text(LEFT + ITEM + 1.2, base, drawn.say("checklist.point"), size=9, weight=Weight.MEDIUM, width=POINT - 2)
    for at, key in enumerate(("pass", "fail", "na")):
        middle = LEFT + ITEM + POINT + BOX * (at + 0.5)
        word = drawn.say(f"checklist.{key}")
        sheet.text(middle, base, word, size=8.5, weight=Weight.MEDIUM, align=Align.CENTRE, width=BOX - 0.6)
    room = RIGHT - NOTE_AT - 2
    sheet.text(NOTE_AT + 1.6, base, drawn.say("checklist.note"), size=8.5, weight=Weight.MEDIUM, width=room)
    drawn.y += HEAD
    sheet.rule(LEFT, drawn.y, RIGHT, drawn.y, width=0.6)


def _item(drawn: Paper, item: CheckedItem, label: str) -> None:
    """An item stays together on its side of the sheet, if it can."""
    heights = [_height(drawn, point) for point in item.points]
    if not drawn.fits(min(sum(heights), 120.0)):
        drawn.sheet.rule(LEFT, drawn.y, RIGHT, drawn.y, width=1.1)
        drawn.next_page()
        _heads(drawn)
    sheet, top = drawn.sheet, drawn.y
    sheet.icon(OF_ITEM.get(item.code, "inspect"), LEFT + 0.8, top + 1.4, 5.4)
    title = f"{label} {item.title}".strip()
    sheet.block(LEFT + 7.2, top + PAD, title, width=ITEM - 8.2, height=max(8.0, sum(heights) - 2), size=9,
                weight=Weight.MEDIUM, leading=1.3)  # fmt: skip
    for at, (point, height) in enumerate(zip(item.points, heights, strict=True)):
        if at:
            sheet.rule(LEFT + ITEM, drawn.y, RIGHT, drawn.y, ink=LINE)
        _point(drawn, point, height)
        drawn.y += height
    for x in (LEFT + ITEM, NOTE_AT):
        sheet.rule(x, top, x, drawn.y, ink=LINE)
    sheet.rule(LEFT, drawn.y, RIGHT, drawn.y, width=0.5)


def _height(drawn: Paper, point: CheckedPoint) -> float:
    title, hint = _lines(drawn, point)
    return max(SIDE + 2 * PAD + 1.2, 2 * PAD + len(title) * STEP + len(hint) * HINT_STEP + 0.6)


def _lines(drawn: Paper, point: CheckedPoint) -> tuple[list[str], list[str]]:
    room = POINT - 3.0 - (5.0 if point.veto else 0.0)
    title = drawn.sheet.wrapped(point.title, size=TITLE, width=room)
    hint = drawn.sheet.wrapped(point.hint, size=HINT_SIZE, width=POINT - 3.0) if point.hint else []
    return list(title), list(hint)


def _point(drawn: Paper, point: CheckedPoint, height: float) -> None:
    sheet = drawn.sheet
    title, hint = _lines(drawn, point)
    x, base = LEFT + ITEM + 1.6, drawn.y + PAD + STEP * 0.8
    if point.veto:
        sheet.box(x, base - 3.1, 3.9, 3.9, ink=WRONG, line=0.7, radius=0.6)
        word = drawn.say("checklist.veto")
        sheet.text(x + 1.95, base - 0.1, word, size=8, weight=Weight.BOLD, ink=WRONG, align=Align.CENTRE, width=3.6)
        x += 5.0
    for line in title:
        sheet.text(x, base, line, size=TITLE, weight=Weight.MEDIUM if point.veto else Weight.REGULAR)
        base += STEP
    base += HINT_STEP - STEP
    for line in hint:
        sheet.text(LEFT + ITEM + 1.6, base, line, size=HINT_SIZE, ink=INK_2)
        base += HINT_STEP
    for at in range(3):
        left = LEFT + ITEM + POINT + BOX * (at + 0.5) - SIDE / 2
        sheet.box(left, drawn.y + (height - SIDE) / 2, SIDE, SIDE, ink=INK, line=0.8, radius=0.5)


def _open(drawn: Paper, paper: ChecklistPaper) -> None:
    """What was open before: looked at again on this walk, and carried over from nowhere else."""
    lines = max(1, len(paper.open) + bool(paper.more))
    drawn.room(6.0 + 5.0 * lines + SIGN)
    sheet, say = drawn.sheet, drawn.say
    sheet.text(LEFT, drawn.y + 4.0, say("checklist.open"), size=10, weight=Weight.BOLD, width=WIDTH, ink=TEAL)
    drawn.y += 5.6
    for number, what, due in paper.open:
        said = say("checklist.open_line", number=number, what=what, due=short_day(drawn.words, due))
        sheet.box(LEFT + 0.4, drawn.y + 0.7, 3.4, 3.4, ink=INK, line=0.7, radius=0.4)
        sheet.text(LEFT + 5.4, drawn.y + 3.7, said, size=9, width=WIDTH - 6)
        drawn.y += 5.0
    if paper.more or not paper.open:
        said = say("checklist.open_more", count=paper.more) if paper.more else say("checklist.open_none")
        sheet.text(LEFT, drawn.y + 3.7, said, size=9, ink=INK_2, width=WIDTH)
        drawn.y += 5.0


def _remarks(drawn: Paper) -> None:
    """Lines for whatever the list does not ask, as far as this side of the sheet has room."""
    lines = min(REMARKS, int((BOTTOM - drawn.y - 7.0 - SIGN) / LINE_APART))
    if lines < 1:
        return
    sheet = drawn.sheet
    sheet.text(LEFT, drawn.y + 6.0, drawn.say("checklist.else"), size=10, weight=Weight.BOLD, width=WIDTH, ink=TEAL)
    drawn.y += 7.0
    for _ in range(lines):
        drawn.y += LINE_APART
        sheet.rule(LEFT, drawn.y, RIGHT, drawn.y, width=0.5, ink=LINE)


def _sign(drawn: Paper) -> None:
    """Who walked, who went along, who entered it; a line each, and the date."""
    drawn.room(SIGN)
    sheet = drawn.sheet
    drawn.y += 5.0
    each = (WIDTH + 6.0) / 3
    for at, key in enumerate(("inspector", "companion", "entered")):
        x, wide = LEFT + at * each, each - 6.0
        sheet.text(x, drawn.y + 3.6, drawn.say(f"checklist.{key}"), size=9, weight=Weight.MEDIUM, width=wide)
        sheet.rule(x, drawn.y + 13.0, x + wide, drawn.y + 13.0, width=0.5)
        sheet.text(x + wide, drawn.y + 17.4, drawn.say("checklist.date"), size=8.5, ink=INK_2,
                   align=Align.RIGHT, width=wide)  # fmt: skip
    drawn.y += SIGN - 5.0
