"""The cover of what is bound: whose it is, what it is, of when, and lines to write on."""

from __future__ import annotations

from desktop.core.list_papers import ListPaper
from reports.form import Field, form
from reports.ink import INK_2, TEAL, Align, Weight
from reports.page import LEFT, RIGHT, WIDTH, Paper, brand_line, logo

ROW = 12.0
INSET = 18.0
"""Of the form from the text's edges, mm."""


def cover(drawn: Paper, paper: ListPaper) -> None:
    """Draws the cover on the page in hand, which has nothing else on it."""
    sheet, words = drawn.sheet, drawn.words
    zh, middle = words.language == "zh", (LEFT + RIGHT) / 2
    logo(sheet, middle - 9, 42, 18)
    site = brand_line(paper.frame, words)
    sheet.text(middle, 72, site, size=18, weight=Weight.BOLD, ink=TEAL, align=Align.CENTRE, width=WIDTH)
    sheet.rule(LEFT, 79, RIGHT, 79, width=1.6, ink=TEAL)
    sheet.rule(LEFT, 79.8, RIGHT, 79.8, width=0.5, ink=TEAL)
    title = drawn.say(f"{paper.kind}.cover.title")
    spacing = 0.3 if zh else 0.02
    sheet.text(middle, 112, title, size=40, weight=Weight.BOLD, spacing=spacing, align=Align.CENTRE, width=WIDTH)
    sheet.text(middle, 128, paper.period, size=20, ink=INK_2, align=Align.CENTRE, width=WIDTH)
    sheet.bookmark(title, 0, 0)
    rows = [(ROW, (Field(label, value, size=12, weight=Weight.MEDIUM),)) for label, value in paper.cover]
    form(sheet, LEFT + INSET, 154, WIDTH - 2 * INSET, rows, label=40.0, label_size=11)
