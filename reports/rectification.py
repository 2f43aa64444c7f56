"""A rectification on paper: 整改通知单 with a reply to tear off, and 整改销号单 with what was done, step by step.

Results have a word beside their sign; the day by which it is to be done is the largest thing on the notice.
"""

from __future__ import annotations

from desktop.core.standard_papers import RectificationPaper
from desktop.core.words import Words
from reports.dates import long_day
from reports.form import Field, form
from reports.ink import INK, INK_2, Align, Weight
from reports.month_tables import took
from reports.page import LEFT, RIGHT, WIDTH, Paper
from reports.proof import CODE, proof_code
from reports.sign import HEIGHT as SIGN_HEIGHT
from reports.sign import Party, sign_off, stamp
from reports.table import END, TAIL, Column, Table

REPLY_HEIGHT = 56.0
LABEL = 28.0
SEAL = CODE
ROW = 8.2
LONG = 46
"""Characters from which a value has a higher row."""


def rectification(paper: RectificationPaper, words: Words) -> bytes:
    """The paper's bytes."""
    kind = "rectification_closed" if paper.closing else "rectification"
    title, day = words.say(f"paper.{kind}.title"), long_day(words, paper.day)
    drawn = Paper(paper.frame, words, title, day, proof=paper.closing)
    say = drawn.say
    drawn.head(paper.frame.number, "", say("monthly.made", day=long_day(words, paper.frame.made[:10])))
    key = "lead_walk" if paper.inspection else "lead"
    if not paper.closing:
        drawn.paragraph(say("rectification.to", site=paper.frame.site), size=12, leading=1.6, indent=False)
    drawn.paragraph(
        say(f"{kind}.{key}", day=long_day(words, paper.day), walk=paper.inspection,
            item=paper.item, point=paper.point),
        size=12 if words.language == "zh" else 11, leading=1.6,
    )  # fmt: skip
    drawn.y += 3.0
    _facts(drawn, paper)
    if paper.closing:
        _closing(drawn, paper)
    else:
        _notice(drawn, paper)
    return drawn.finish()


def _facts(drawn: Paper, paper: RectificationPaper) -> None:
    say, words = drawn.say, drawn.words
    point = paper.point + (f"　{say('rectification.veto')}" if paper.veto else "")
    due = long_day(words, paper.due, weekday=True)
    rows = [
        (_high(paper.item), (Field(say("rectification.item"), paper.item),)),
        (_high(point), (Field(say("rectification.point"), point, note=""),)),
        (_high(paper.problem), (Field(say("rectification.problem"), paper.problem or say("nil")),)),
        (_high(paper.hint), (Field(say("rectification.hint"), paper.hint or say("nil")),)),
        (ROW, (Field(say("rectification.standard"), paper.standard),)),
        (ROW, (Field(say("rectification.found"), f"{paper.found}　{paper.finder}", 1.2),
               Field(say("rectification.severity"), paper.severity))),
        (11.0, (Field(say("rectification.due"), due, size=14, weight=Weight.BOLD),)),
    ]  # fmt: skip
    if paper.first_due:
        rows.append((ROW, (Field(say("rectification.extended"), long_day(words, paper.first_due)),)))
    if paper.closing:
        spent = took(drawn, paper.minutes) if paper.minutes is not None else say("nil")
        state = say("rectification_closed.late" if paper.late else "rectification_closed.on_time")
        rows.append(
            (
                12.0,
                (
                    Field(say("rectification_closed.closed"), paper.closed, 1.2, size=12, weight=Weight.BOLD),
                    Field(say("rectification_closed.took"), f"{spent}　{state}"),
                ),
            )
        )
    drawn.y += form(drawn.sheet, LEFT, drawn.y, WIDTH, rows, label=LABEL)


def _high(text: str) -> float:
    """The height of a row for as much text."""
    return ROW + 4.6 * min(4, len(text.encode("utf-8")) // (3 * LONG))


def _notice(drawn: Paper, paper: RectificationPaper) -> None:
    say, zh = drawn.say, drawn.words.language == "zh"
    drawn.y += 3.0
    for at in (1, 2, 3):
        drawn.paragraph(say(f"rectification.step_{at}"), size=11 if zh else 9.5, leading=1.6)
    drawn.room(SEAL)
    stamp(drawn.sheet, RIGHT - 25, drawn.y + SEAL / 2, 42, say("rectification.seal"), say("sign.date"))
    proof_code(drawn.sheet, LEFT - 2.5, drawn.y, CODE, SEAL, paper.frame)
    x, wide = LEFT + CODE - 1, WIDTH - CODE - 50
    drawn.sheet.text(x, drawn.y + 10, say("rectification.issuer"), size=10.5, width=wide)
    drawn.sheet.rule(x, drawn.y + 23, x + wide, drawn.y + 23, width=0.5)
    short = say("proof.short")
    drawn.sheet.block(x, drawn.y + 33, short, width=wide, height=12, size=8, ink=INK_2, leading=1.35)
    drawn.y += SEAL
    _reply(drawn, paper)


def _reply(drawn: Paper, paper: RectificationPaper) -> None:
    """The part that comes back, under a line to cut along."""
    drawn.room(REPLY_HEIGHT)
    sheet, say = drawn.sheet, drawn.say
    y = drawn.y + 2.0
    cut = say("rectification.cut")
    used = sheet.width(cut, size=8)
    number = sheet.width(paper.frame.number, size=8)
    sheet.text(LEFT, y + 1.0, cut, size=8, ink=INK_2)
    sheet.text(RIGHT, y + 1.0, paper.frame.number, size=8, ink=INK_2, align=Align.RIGHT)
    sheet.rule(LEFT + used + 2, y, RIGHT - number - 2, y, width=0.8, ink=INK, dash=(2.4, 1.8))
    middle = (LEFT + RIGHT) / 2
    reply = say("rectification.reply")
    sheet.text(middle, y + 8.0, reply, size=14, weight=Weight.BOLD, align=Align.CENTRE, width=WIDTH)
    rows = (
        (14.0, (Field(say("rectification.done"), ""),)),
        (8.5, (Field(say("rectification.done_at"), say("rectification.when")),
               Field(say("rectification.photos"), say("rectification.photos_value")))),
        (8.5, (Field(say("rectification.result"), say("rectification.result_value")),
               Field(say("rectification.in_time"), say("rectification.in_time_value")))),
        (11.0, (Field(say("rectification.by"), ""), Field(say("rectification.checked_by"), ""))),
    )  # fmt: skip
    drawn.y = y + 10.6
    drawn.y += form(sheet, LEFT, drawn.y, WIDTH, rows, label=LABEL)


def _closing(drawn: Paper, paper: RectificationPaper) -> None:
    say = drawn.say
    columns = (
        Column(say("rectification_closed.at"), 30),
        Column(say("rectification_closed.state"), 22),
        Column(say("rectification_closed.who"), 26, lines=2),
        Column(say("rectification_closed.note"), 84, lines=4),
    )
    rows = [(paper.found, say("rectification.found"), paper.finder, paper.problem or say("nil"))]
    rows += [
        (step.at, drawn.words.say(f"rectification_state.{step.state}"), step.by, step.note or say("nil"))
        for step in paper.steps
    ]
    table, rule = Table(drawn, columns, size=9), say("rectification_closed.rule")
    after = SIGN_HEIGHT + 11.0 + drawn.note_height(rule)
    keep = table.height(rows) + END + after if len(rows) <= TAIL else 20.0
    drawn.heading(say("rectification_closed.steps"), keep=keep)
    table.draw(rows, after=after)
    drawn.note(rule)
    drawn.room(SIGN_HEIGHT + 11.0)
    drawn.y += 4.0
    station = Party(
        say("sign.station", site=paper.frame.site), (say("sign.head"), say("rectification_closed.mender")),
        say("sign.station_hint"),
    )  # fmt: skip
    street = Party(say("sign.street"), (say("sign.head"), say("rectification_closed.checker")), say("sign.street_hint"))
    sign_off(drawn, (station, street))
    drawn.note(say("copies_station"))
