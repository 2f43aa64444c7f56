"""上岗练习单: what was practised, with ticks from the practice journal's facts, and two signatures."""

from __future__ import annotations

from desktop.core.practice_pages import ReadinessPaper
from desktop.core.words import Words
from reports.dates import long_day
from reports.ink import INK, INK_2, TEAL, Align, Weight
from reports.page import LEFT, RIGHT, WIDTH, Paper

ROW = 15.0


def readiness(data: ReadinessPaper, words: Words) -> bytes:
    """The page's bytes."""

    def say(key: str, **values: object) -> str:
        return words.say(f"paper.readiness.{key}", **values)

    paper = Paper(data.frame, words, say("title"), long_day(words, data.day), proof=False)
    done = sum(step.times > 0 for step in data.steps)
    paper.head(say("operator", name=data.operator), "", say("done", done=done, all=len(data.steps)))
    paper.y = 66
    paper.paragraph(say("what"))
    paper.y += 4
    sheet = paper.sheet
    for step in data.steps:
        top = paper.y
        sheet.box(LEFT + 1, top + 3, 8, 8, ink=INK, line=1.0, radius=1)
        if step.times:
            sheet.icon("check", LEFT + 1.6, top + 3.6, 6.8, ink=TEAL, bold=1.6)
        sheet.text(LEFT + 14, top + 7, say(f"step.{step.code}"), size=12, weight=Weight.MEDIUM, width=WIDTH - 60)
        sheet.text(LEFT + 14, top + 12.4, say(f"step.{step.code}_said"), size=9, ink=INK_2, width=WIDTH - 60)
        told = say("times", count=step.times, last=step.last) if step.times else say("never")
        sheet.text(RIGHT, top + 8.4, told, size=10.5, ink=INK if step.times else INK_2, align=Align.RIGHT, width=44)
        sheet.rule(LEFT, top + ROW, RIGHT, top + ROW, width=0.35)
        paper.y += ROW
    paper.y += 6
    paper.note(say("facts"))
    paper.y += 16
    for at, key in ((LEFT, "sign_operator"), (LEFT + 84, "sign_leader")):
        sheet.text(at, paper.y, say(key), size=10.5, width=30)
        sheet.rule(at + 30, paper.y + 1, at + 76, paper.y + 1)
    return paper.finish()
