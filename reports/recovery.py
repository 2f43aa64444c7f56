"""The sheet with the recovery code 恢复码, A4: eight groups in large type, when it is needed, where it belongs."""

from __future__ import annotations

from desktop.core.recovery_paper import RecoverySheet, TrialPage
from desktop.core.words import Words
from reports.ink import INK, INK_2, Align, Weight
from reports.page import LEFT, WIDTH, Paper

ROW, BOX = 17.0, 46.0


def recovery(data: RecoverySheet, words: Words) -> bytes:
    """The sheet's bytes, one page."""
    paper = Paper(data.frame, words, words.say("paper.recovery.title"), "", proof=False)
    paper.head("", words.say("paper.recovery.secret"), "")
    paper.y = 66
    paper.paragraph(words.say("paper.recovery.what"))
    paper.y += 5
    _code(paper, data.code)
    for key in ("when", "keep", "never"):
        paper.heading(words.say(f"paper.recovery.{key}_title"), keep=12)
        paper.paragraph(words.say(f"paper.recovery.{key}"))
    paper.y += 14
    sheet = paper.sheet
    for at, key in ((LEFT, "kept_by"), (LEFT + 84, "kept_where")):
        sheet.text(at, paper.y, words.say(f"paper.recovery.{key}"), size=10.5, width=30)
        sheet.rule(at + 30, paper.y + 1, at + 76, paper.y + 1)
    return paper.finish()


def _code(paper: Paper, code: str) -> None:
    """Two lines of four groups, numbered, so that nobody loses the place while typing."""
    sheet, groups = paper.sheet, code.split("-")
    sheet.box(LEFT, paper.y, WIDTH, 2 * ROW + 2, ink=INK, line=1.2, radius=2)
    step = WIDTH / 4
    for number, group in enumerate(groups):
        x = LEFT + (number % 4 + 0.5) * step
        y = paper.y + 12 + (number // 4) * ROW
        sheet.text(x - 17, y - 4, str(number + 1), size=8, ink=INK_2)
        sheet.text(x, y, group, size=22, weight=Weight.BOLD, spacing=0.12, align=Align.CENTRE, width=BOX)
    paper.y += 2 * ROW + 6


def trial_page(data: TrialPage, words: Words) -> bytes:
    """A page to try a printer with: head and foot as on every paper, a line of 100 mm to lay a ruler on."""
    paper = Paper(data.frame, words, words.say("paper.trial.title"), "", proof=False)
    paper.head("", "", data.frame.made)
    paper.y = 72
    paper.paragraph(words.say("paper.trial.said"))
    y = paper.y + 16
    paper.sheet.rule(LEFT, y, LEFT + 100, y, width=1)
    for at in range(0, 101, 10):
        paper.sheet.rule(LEFT + at, y - (4 if at % 50 == 0 else 2.4), LEFT + at, y, width=1)
    paper.sheet.text(LEFT, y + 6, words.say("paper.trial.ruler"), size=9, ink=INK_2)
    paper.y = y + 16
    return paper.finish()
