"""Blank registers for bad days 应急登记本, A4: rows to write in by hand, the number of the sheet printed.

Cells are as high as a hand needs (10 mm and more); what repeats is written as a figure or a letter, whose
meaning stands at the foot. A row of a meal has a cell for the signature.
"""

from __future__ import annotations

from collections.abc import Sequence

from desktop.core.day_papers import BlankRegister
from desktop.core.register import GROUP_MARKS, SERVICE_MARKS
from desktop.core.words import Words
from reports.ink import FAINT, HINT, INK, INK_2, TEAL, Align, Weight
from reports.page import about, brand_line, logo, punch_marks
from reports.sheet import A4, Sheet

LEFT, RIGHT = 25.0, 185.0
WIDTH = RIGHT - LEFT
GRID_TOP, GRID_BOTTOM = 56.0, 246.0
HEAD = 9.0
GAP = "\u3000"

# Columns by kind: word, share of the width.
COLUMNS: dict[str, tuple[tuple[str, float], ...]] = {
    "visits": (("row", 11), ("time", 22), ("group", 15), ("count", 15), ("services", 37), ("who_visits", 68)),
    "meals": (("row", 11), ("time", 24), ("who", 83), ("signature", 50)),
}


def register(paper: BlankRegister, words: Words) -> bytes:
    """The sheets' bytes, a page each."""
    title = words.say(f"paper.register.title_{paper.kind}")
    span = f"{paper.numbers[0]}–{paper.numbers[-1]}"
    sheet = Sheet(A4, about(f"{title} {span}", paper.frame, words))
    for page, number in enumerate(paper.numbers, 1):
        if page > 1:
            sheet.next_page()
        sheet.bookmark(f"{title} {number}", 0, 0)
        punch_marks(sheet)
        _head(sheet, paper, words, title, number)
        _grid(sheet, paper, words)
        _foot(sheet, paper, words, page)
    return sheet.finish()


def _head(sheet: Sheet, paper: BlankRegister, words: Words, title: str, number: str) -> None:
    def say(key: str) -> str:
        return words.say(f"paper.register.{key}")

    logo(sheet, LEFT, 13.0, 10.0)
    spacing = 0.06 if words.language == "zh" else 0.0
    used = 2.4 + sheet.text(RIGHT, 19.4, number, size=20, weight=Weight.BOLD, align=Align.RIGHT, width=54, whole=True)
    used += 3 + sheet.text(RIGHT - used, 19.4, say("number"), size=9.5, ink=INK_2, align=Align.RIGHT, width=14)
    room = WIDTH - 12.6 - used
    sheet.text(LEFT + 12.6, 18.6, title, size=17, weight=Weight.BOLD, spacing=spacing, width=room)
    sheet.text(LEFT + 12.6, 23.4, brand_line(paper.frame, words), size=9, ink=INK_2, width=room)
    if paper.copy:
        sheet.text(LEFT, 43.2, say("copy"), size=11, weight=Weight.BOLD, width=WIDTH)
    sheet.rule(LEFT, 27.0, RIGHT, 27.0, width=1.6, ink=TEAL)
    sheet.rule(LEFT, 27.8, RIGHT, 27.8, width=0.5, ink=TEAL)
    sheet.block(LEFT, 29.4, say(f"note_{paper.kind}"), width=WIDTH, height=9.0, size=9.5, ink=INK_2, leading=1.35)
    keys = ("date", "merchant", "keeper") if paper.kind == "meals" else ("date", "keeper")
    _lines(sheet, words, 50.6, keys)


def _lines(sheet: Sheet, words: Words, y: float, keys: Sequence[str]) -> None:
    """Labels with a line after each to write on; the date has its own words where the language gives them."""
    each = (WIDTH + 6.0) / len(keys)
    for at, key in enumerate(keys):
        x = LEFT + at * each
        label = words.say(f"paper.register.{key}")
        used = sheet.text(x, y, label, size=11, weight=Weight.MEDIUM, width=each - 8)
        if used < each * 0.6:
            sheet.rule(x + used + 1.6, y + 1.4, x + each - 6.0, y + 1.4, width=0.5)


def _grid(sheet: Sheet, paper: BlankRegister, words: Words) -> None:
    columns = COLUMNS[paper.kind]
    scale = WIDTH / sum(share for _, share in columns)
    height = (GRID_BOTTOM - GRID_TOP - HEAD) / paper.rows
    sheet.box(LEFT, GRID_TOP, WIDTH, HEAD, fill=FAINT)
    x = LEFT
    for at, (key, share) in enumerate(columns):
        wide = share * scale
        title = words.say(f"paper.register.{key}")
        sheet.block(
            x + 1,
            GRID_TOP,
            title,
            width=wide - 2,
            height=HEAD,
            size=10,
            weight=Weight.MEDIUM,
            align=Align.CENTRE,
            middle=True,
            leading=1.15,
        )
        if at:
            sheet.rule(x, GRID_TOP, x, GRID_BOTTOM, width=0.5)
        x += wide
    first = columns[0][1] * scale
    second = columns[1][1] * scale
    for row in range(paper.rows):
        y = GRID_TOP + HEAD + row * height
        sheet.rule(LEFT, y, RIGHT, y, width=0.9 if row and row % 5 == 0 else 0.5)
        sheet.text(LEFT + first / 2, y + height / 2 + 1.4, str(row + 1), size=11, align=Align.CENTRE)
        sheet.text(LEFT + first + second / 2, y + height / 2 + 1.2, ":", size=12, ink=INK_2, align=Align.CENTRE)
    sheet.box(LEFT, GRID_TOP, WIDTH, GRID_BOTTOM - GRID_TOP, ink=INK, line=1.0)


def _foot(sheet: Sheet, paper: BlankRegister, words: Words, page: int) -> None:
    def say(key: str, **values: object) -> str:
        return words.say(f"paper.register.{key}", **values)

    y = GRID_BOTTOM + 5.2
    if paper.kind == "visits":
        groups = [words.say(f"group.{code}") for code in paper.groups]
        services = [words.say(f"service.{code}") for code in paper.services]
        for key, codes, names in (("groups", GROUP_MARKS, groups), ("services_list", SERVICE_MARKS, services)):
            coded = [say("coded", code=code, name=name) for code, name in zip(codes, names, strict=True)]
            sheet.text(LEFT, y, say(key, list=GAP.join(coded)), size=9, weight=Weight.MEDIUM, width=WIDTH)
            y += 5.2
    sheet.text(LEFT, y, say("once"), size=9, ink=INK_2, width=WIDTH)
    _lines(sheet, words, 270.6, ("entered", "entered_day", "reviewed"))
    frame = paper.frame
    sheet.rule(LEFT, 279.4, RIGHT, 279.4, width=0.5, ink=HINT)
    sheet.text(
        LEFT, 283.9, words.say("paper.made", made=frame.made, software=frame.software), size=8, ink=INK_2, width=66
    )
    check = f"{words.say('paper.check')} {frame.check}"
    sheet.text((LEFT + RIGHT) / 2, 283.9, check, size=8, weight=Weight.MEDIUM, align=Align.CENTRE, width=50)
    place = say("foot", page=page, pages=len(paper.numbers))
    sheet.text(RIGHT, 283.9, place, size=8, ink=INK_2, align=Align.RIGHT, width=46)
