"""The call-back list of a month's sample 电话回访单: a line a meal, with room for what was said."""

from __future__ import annotations

from desktop.core.papers import CallbackPaper
from desktop.core.words import Words
from reports.dates import long_month, short_day
from reports.ink import Align
from reports.page import HEADING, Paper
from reports.sign import HEIGHT as SIGN_HEIGHT
from reports.sign import Party, sign_off
from reports.table import Column, Table


def callbacks(paper: CallbackPaper, words: Words) -> bytes:
    """The list's bytes; it shows full phones, so printing it is a named operator's act."""
    drawn = Paper(paper.frame, words, words.say("paper.callbacks.title"), long_month(words, paper.month))
    say = drawn.say
    drawn.head(
        say("callbacks.merchant", merchant=paper.merchant),
        say("callbacks.size", size=len(paper.lines), population=paper.population),
        "",
    )
    drawn.note(say("callbacks.how"))
    drawn.y += 2.0
    columns = (
        Column(say("settlement.row"), 9, Align.RIGHT),
        Column(say("settlement.day"), 20),
        Column(say("settlement.time"), 13),
        Column(say("settlement.meal_period"), 16),
        Column(say("callbacks.name"), 20),
        Column(say("callbacks.phone"), 30),
        Column(say("callbacks.result"), 54, lines=2),
    )
    blank, dash = say("callbacks.choices"), say("nil")
    rows = [
        (
            str(number),
            short_day(words, line.day),
            line.time,
            line.period,
            line.name or dash,
            line.phone or dash,
            line.result or blank,
        )
        for number, line in enumerate(paper.lines, 1)
    ]
    Table(drawn, columns, pad=1.6).draw(rows, after=SIGN_HEIGHT + HEADING + 6)
    drawn.heading(say("callbacks.signed"), keep=SIGN_HEIGHT + 6)
    sign_off(
        drawn,
        (
            Party(say("callbacks.caller"), (say("callbacks.caller_signs"),), say("sign.station_hint")),
            Party(say("sign.street"), (say("sign.reviewer"),), say("sign.street_hint")),
        ),
    )
    return drawn.finish()
