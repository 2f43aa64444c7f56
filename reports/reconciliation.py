"""The reconciliation of a day 日终对账单: captured = acknowledged + waiting + flagged, in figures and as a bar
that holds in black and white (solid, hatched, black), by kind. Code, place in the log, signature of the device and
signatures by hand are one block, so that a usual day is one page.
"""

from __future__ import annotations

import math

from desktop.core.day_papers import CountedLine, ReconciliationPaper
from desktop.core.money import yuan
from desktop.core.words import Words
from reports.dates import long_day
from reports.ink import FAINT, HINT, INK, INK_2, LINE, TEAL, WHITE, Align, Weight
from reports.outline import Segment
from reports.page import LEFT, RIGHT, WIDTH, Paper
from reports.proof import HEIGHT as PROOF
from reports.proof import TEXT as PROOF_TEXT
from reports.proof import proof_code
from reports.signing import signature_boxes
from reports.table import Cell, Column, Row, Table

FIGURES = ("captured", "acknowledged", "waiting", "flagged")
BAR = 6.6
HATCH = 2.0
SIGN_HEIGHT = 17.4
# Shares of the table by kind: its first two columns, and all together.
PART_WIDTH, CAPTURED_WIDTH, WIDTHS = 44, 30, 178
PAD = 0.3
MONEY = 5.4
KEPT = PROOF + 3.0
"""Code, place in the log and signatures stay together."""
FEW = 4
"""So many records in doubt and so many open problems stand beside one another."""
GUTTER = 6.0
HALF = (WIDTH - GUTTER) / 2


def reconciliation(paper: ReconciliationPaper, words: Words) -> bytes:
    """The paper's bytes."""
    say = words.say
    drawn = Paper(paper.frame, words, say("paper.reconciliation.title"), long_day(words, paper.day, weekday=True),
                  proof=False)  # fmt: skip
    number = drawn.say("number", number=paper.frame.number) if words.language == "zh" else paper.frame.number
    opened = drawn.say("reconciliation.opened", opened=paper.opened, closed=paper.closed)
    if not paper.opened:
        opened = drawn.say("reconciliation.not_opened", closed=paper.closed)
    drawn.head(number, opened, drawn.say("reconciliation.right", operator=paper.operator, device=paper.device))
    _equation(drawn, paper.whole)
    _bar(drawn, paper.whole)
    _by_part(drawn, paper)
    drawn.note(drawn.say("reconciliation.waiting_note", count=f"{paper.whole.waiting:,}"))
    if paper.flagged and len(paper.flagged) <= FEW and len(paper.problems) <= FEW:
        _beside(drawn, paper)
    else:
        if paper.flagged:
            _flagged(drawn, paper)
        _problems(drawn, paper)
    _sign(drawn, paper)
    return drawn.finish()


def _figures(line: CountedLine) -> tuple[int, int, int, int]:
    return line.captured, line.acknowledged, line.waiting, line.flagged


def _equation(drawn: Paper, whole: CountedLine) -> None:
    """Four large figures with = and + between them."""
    sheet, y = drawn.sheet, drawn.y
    sheet.rule(LEFT, y, RIGHT, y, width=0.8)
    each = WIDTH / 4
    for at, (key, value) in enumerate(zip(FIGURES, _figures(whole), strict=True)):
        middle = LEFT + each * (at + 0.45)
        label = drawn.say(f"reconciliation.{key}")
        sheet.text(middle, y + 5.6, label, size=9, ink=INK_2, align=Align.CENTRE, width=each - 4)
        sheet.text(middle, y + 14.2, f"{value:,}", size=22, weight=Weight.BOLD, align=Align.CENTRE, width=each - 8)
        if at:
            sign = "=" if at == 1 else "+"
            sheet.text(LEFT + each * (at - 0.04), y + 13.4, sign, size=16, ink=INK_2, align=Align.CENTRE)
    drawn.y = y + 17.6


def _bar(drawn: Paper, whole: CountedLine) -> None:
    """The three parts to scale, with a legend, and that they add up."""
    sheet, y = drawn.sheet, drawn.y
    total = max(1, whole.acknowledged + whole.waiting + whole.flagged)
    x = LEFT
    for value, draw in ((whole.acknowledged, _solid), (whole.waiting, _hatched), (whole.flagged, _black)):
        width = WIDTH * value / total
        if width > 0:
            draw(drawn, x, y, width, BAR)
        x += width
    sheet.box(LEFT, y, WIDTH, BAR, ink=INK, line=0.6)
    y += BAR + 2.6
    x = LEFT
    for key, value, draw in (
        ("legend_acknowledged", whole.acknowledged, _solid),
        ("legend_waiting", whole.waiting, _hatched),
        ("legend_flagged", whole.flagged, _black),
    ):
        draw(drawn, x, y, 4.2, 2.8)
        sheet.box(x, y, 4.2, 2.8, ink=INK, line=0.5)
        share = f"{value * 1000 / total / 10:.1f}".removesuffix(".0")
        text = drawn.say(f"reconciliation.{key}", share=share)
        x += 5.4 + sheet.text(x + 5.4, y + 2.6, text, size=8.5, width=32) + 5.0
    values = {key: f"{value:,}" for key, value in zip(FIGURES, _figures(whole), strict=True)}
    sheet.text(RIGHT - 0.4, y + 2.8, drawn.say("reconciliation.balanced", **values), size=10, weight=Weight.BOLD,
               align=Align.RIGHT, width=RIGHT - x - 8)  # fmt: skip
    text_width = sheet.width(drawn.say("reconciliation.balanced", **values), size=10, weight=Weight.BOLD)
    sheet.icon("check", RIGHT - 0.4 - min(text_width, RIGHT - x - 8) - 5.0, y - 0.6, 4.2, bold=1.3)
    drawn.y = y + 4.6


def _solid(drawn: Paper, x: float, y: float, width: float, height: float) -> None:
    drawn.sheet.box(x, y, width, height, fill=TEAL)


def _black(drawn: Paper, x: float, y: float, width: float, height: float) -> None:
    drawn.sheet.box(x, y, width, height, fill=INK)


def _hatched(drawn: Paper, x: float, y: float, width: float, height: float) -> None:
    """Slanted lines that end at the edges of the box."""
    drawn.sheet.box(x, y, width, height, fill=WHITE)
    segments: list[Segment] = []
    for number in range(1, math.ceil((width + height) / HATCH)):
        along = number * HATCH
        x1, y1 = (along, 0.0) if along <= width else (width, along - width)
        x2, y2 = (0.0, along) if along <= height else (along - height, height)
        segments += [Segment("M", (x + x1, y + y1)), Segment("L", (x + x2, y + y2))]
    if segments:
        drawn.sheet.shape(segments, ink=INK_2, line=1.1 if height > 4 else 0.7)


def _by_part(drawn: Paper, paper: ReconciliationPaper) -> None:
    say = drawn.say
    drawn.heading(say("reconciliation.by_part"), say("reconciliation.by_part_note"), keep=40)
    columns = (
        Column(say("reconciliation.part"), PART_WIDTH),
        Column(say("reconciliation.captured"), CAPTURED_WIDTH, Align.RIGHT, weight=Weight.MEDIUM),
        Column("", 8, Align.CENTRE, ink=INK_2),
        Column(say("reconciliation.acknowledged"), 30, Align.RIGHT),
        Column("", 8, Align.CENTRE, ink=INK_2),
        Column(say("reconciliation.waiting"), 18, Align.RIGHT),
        Column("", 8, Align.CENTRE, ink=INK_2),
        Column(say("reconciliation.flagged"), 18, Align.RIGHT),
        Column(say("reconciliation.same"), 14, Align.CENTRE),
    )

    def row(title: str, line: CountedLine) -> Row:
        captured, acknowledged, waiting, flagged = (f"{value:,}" for value in _figures(line))
        mark = "✓" if line.captured == line.acknowledged + line.waiting + line.flagged else "×"
        return (title, captured, "=", acknowledged, "+", waiting, "+", flagged, mark)

    rows = [row(say(f"reconciliation.{line.part}"), line) for line in paper.lines]
    Table(drawn, columns, pad=PAD).draw(rows, total=row(say("total"), paper.whole))
    _money(drawn, paper)


def _money(drawn: Paper, paper: ReconciliationPaper) -> None:
    """What the day's meals come to, under the table of counts."""
    sheet, say = drawn.sheet, drawn.say
    y = drawn.y - 0.8
    sheet.box(LEFT, y, WIDTH, MONEY, fill=FAINT)
    title = say("reconciliation.money", meals=paper.meals, held=paper.held, voided=paper.voided)
    sheet.text(LEFT + 0.6, y + 3.9, title, size=9, weight=Weight.MEDIUM, width=WIDTH - 1.2)
    y += MONEY
    for key, fen in (("taken", paper.taken_fen), ("subsidy", paper.subsidy_fen)):
        sheet.rule(LEFT, y, RIGHT, y, ink=LINE)
        sheet.text(LEFT + 0.6, y + 3.9, say(f"reconciliation.{key}"), size=9, width=52)
        sheet.text(
            LEFT + (PART_WIDTH + CAPTURED_WIDTH) * WIDTH / WIDTHS - 1.6,
            y + 3.9,
            yuan(fen),
            size=9,
            weight=Weight.MEDIUM,
            align=Align.RIGHT,
        )
        y += MONEY
    sheet.rule(LEFT, y, RIGHT, y, width=1.1)
    drawn.y = y + 1.2


def _beside(drawn: Paper, paper: ReconciliationPaper) -> None:
    """Few records in doubt at the left, few open problems at the right."""
    right = LEFT + HALF + GUTTER
    drawn.room(16.0 + 11.5 * (1 + max(len(paper.flagged), len(paper.problems))))
    top = drawn.y
    _flagged(drawn, paper, HALF)
    bottom, drawn.y = drawn.y, top
    _problems(drawn, paper, right, HALF)
    drawn.y = max(bottom, drawn.y)


def _flagged(drawn: Paper, paper: ReconciliationPaper, width: float = WIDTH) -> None:
    say = drawn.say
    narrow = width < WIDTH
    note = "" if narrow else say("reconciliation.flagged_note")
    drawn.heading(say("reconciliation.flagged_title"), note, keep=16, width=width)
    columns = (
        Column(say("reconciliation.seq"), 18 if narrow else 20),
        Column(say("reconciliation.time"), 20),
        Column(say("reconciliation.part"), 30 if narrow else 48, lines=2),
        Column(say("reconciliation.why"), 70 if narrow else 74, lines=3),
    )
    rows: list[Row] = [
        (f"{line.seq:,}", line.time, say(f"reconciliation.{line.part}"), say(f"reconciliation.{line.code}"))
        for line in paper.flagged
    ]
    Table(drawn, columns, pad=PAD, width=width).draw(rows)


def _problems(drawn: Paper, paper: ReconciliationPaper, x: float = LEFT, width: float = WIDTH) -> None:
    say = drawn.say
    narrow = width < WIDTH
    note = say("reconciliation.problems_note", count=len(paper.problems))
    drawn.heading(say("reconciliation.problems"), note, keep=14, x=x, width=width)
    if not paper.problems:
        drawn.nothing(say("reconciliation.no_problems"), x=x, width=width)
        return
    columns = (
        Column(say("reconciliation.problem"), 29 if narrow else 18),
        Column(say("reconciliation.what"), 62 if narrow else 84, lines=3 if narrow else 2),
        Column(say("reconciliation.due"), 36 if narrow else 34),
        Column(say("reconciliation.state"), 31 if narrow else 26, lines=2),
    )
    rows: list[Row] = [
        (
            problem.number,
            problem.what,
            problem.due,
            Cell(say("reconciliation.overdue"), Weight.BOLD)
            if problem.overdue
            else drawn.words.say(f"rectification_state.{problem.state}"),
        )
        for problem in paper.problems
    ]
    Table(drawn, columns, pad=PAD, x=x, width=width).draw(rows, after=0.0 if narrow else KEPT)


def _sign(drawn: Paper, paper: ReconciliationPaper) -> None:
    """The code; beside it where the entries lie in the log and the device's signature, by which a third party can check
    the figures; and who signs.
    """
    drawn.room(KEPT)
    sheet, say, y, frame = drawn.sheet, drawn.say, drawn.y + 3.0, paper.frame
    sheet.box(LEFT, y, WIDTH, PROOF, ink=HINT, line=0.6)
    proof_code(sheet, LEFT, y, PROOF_TEXT, PROOF, frame)
    x, room = LEFT + PROOF_TEXT, WIDTH - PROOF_TEXT - 2.5
    sheet.text(x, y + 6.2, f"{say('check')}　{frame.check}", size=12, weight=Weight.BOLD, width=room)
    key = "place_earlier" if paper.earlier else "place"
    place = say(
        f"reconciliation.{key}",
        first=f"{paper.first:,}",
        last=f"{paper.last:,}",
        earlier=f"{paper.earlier:,}",
        count=f"{paper.whole.captured:,}",
        head=_grouped(f"{paper.head[:12]}…{paper.head[-4:]}"),
    )
    at = y + 7.8
    at += sheet.block(x, at, place, width=room, height=8.0, size=8.5, weight=Weight.MEDIUM, leading=1.3)
    signed = say("reconciliation.signature", signature=paper.signature)
    at += sheet.block(x, at, signed, width=room, height=11.2, size=8, leading=1.25)
    sheet.text(x, at + 2.9, say("proof.short"), size=8, ink=INK_2, width=room)
    titles = (say("reconciliation.sign_keeper"), say("reconciliation.sign_reviewer"))
    top = y + PROOF - SIGN_HEIGHT - 1.6
    sign, date = say("reconciliation.sign"), say("reconciliation.sign_date")
    signature_boxes(sheet, x, top, room, SIGN_HEIGHT, titles, sign, date, gap=3.0)
    drawn.y = y + PROOF


def _grouped(digest: str) -> str:
    """`41B0 7CE9 D2F3 … 0A8D`."""
    begin, _, end = digest.upper().partition("…")
    return " ".join([*(begin[at : at + 4] for at in range(0, len(begin), 4)), "…", end])
