"""A notice for the door 停开告示, A4: readable from two metres, and it says when the door opens again."""

from __future__ import annotations

from desktop.core.day_papers import ClosingNotice
from desktop.core.words import Words
from reports.dates import long_day
from reports.ink import INK, INK_2, TEAL, Align, Weight
from reports.page import about, brand_line
from reports.proof import CODE, proof_code
from reports.sheet import A4, Sheet
from reports.sign import stamp

LEFT, RIGHT = 25.0, 185.0
WIDTH = RIGHT - LEFT
MIDDLE = (LEFT + RIGHT) / 2


def closing_notice(notice: ClosingNotice, words: Words) -> bytes:
    """The notice's bytes, one page."""

    def say(key: str, **values: object) -> str:
        return words.say(f"paper.closing_notice.{key}", **values)

    sheet = Sheet(A4, about(f"{say('title')} {notice.first}", notice.frame, words))
    sheet.bookmark(say("title"), 0, 0)
    centred = Align.CENTRE
    site = brand_line(notice.frame, words)
    zh = words.language == "zh"
    sheet.text(MIDDLE, 32, site, size=20, weight=Weight.BOLD, ink=TEAL, align=centred, width=WIDTH)
    sheet.rule(LEFT, 39, RIGHT, 39, width=2.4, ink=TEAL)
    sheet.rule(LEFT, 40.4, RIGHT, 40.4, width=0.6, ink=TEAL)
    spacing = 0.14 if zh else 0.0
    sheet.text(MIDDLE, 76, say("headline"), size=72, weight=Weight.BOLD, spacing=spacing, align=centred, width=WIDTH)
    _span(sheet, notice, words)
    sheet.text(MIDDLE, 152, say("reason", reason=notice.reason), size=22, align=centred, width=WIDTH)
    if notice.note:
        sheet.block(LEFT + 6, 158, notice.note, width=WIDTH - 12, height=20, size=15, align=centred, leading=1.4)
    if notice.back:
        _back(sheet, notice, words)
    sheet.block(LEFT, 209, say("sorry"), width=WIDTH, height=12, size=13, leading=1.4)
    hours = sheet.text(LEFT, 228, say("hours", hours=notice.hours), size=13, width=WIDTH - (62 if notice.phone else 0))
    if notice.phone:
        phone, room = say("phone", phone=notice.phone), WIDTH - hours - 5
        sheet.text(RIGHT, 228, phone, size=16, weight=Weight.BOLD, align=Align.RIGHT, width=room)
    _foot(sheet, notice, words)
    return sheet.finish()


def _foot(sheet: Sheet, notice: ClosingNotice, words: Words) -> None:
    """Who says so, with the code by which it is checked at the left and a place for the seal at the right."""
    frame = notice.frame
    top, bottom = 233.5, 233.5 + CODE
    proof_code(sheet, LEFT - 3, top, CODE, CODE, frame)
    x, room = LEFT + CODE - 3, WIDTH - CODE - 45
    sheet.block(x, top + 2, brand_line(frame, words), width=room, height=12, size=11, weight=Weight.MEDIUM, leading=1.3)
    sheet.text(x, top + 20, long_day(words, notice.today), size=11, ink=INK_2, width=room)
    sheet.text(x, top + 30, f"{words.say('paper.check')} {frame.check}", size=9, weight=Weight.MEDIUM, width=room)
    said = words.say("paper.closing_notice.code")
    sheet.block(x, top + 31.5, said, width=room, height=8, size=8, ink=INK_2, leading=1.3)
    made = words.say("paper.made", made=frame.made, software=frame.software)
    sheet.text(x, bottom - 2, made, size=8, ink=INK_2, width=room)
    stamp(sheet, RIGHT - 23, top + CODE / 2, 42, words.say("paper.sign.station_hint"), "")


def _span(sheet: Sheet, notice: ClosingNotice, words: Words) -> None:
    """From and to, each on a line of its own, the days in large type."""
    label = 20.0
    for y, key, value in ((104.0, "first", notice.first), (126.0, "last", notice.last)):
        sheet.text(LEFT + 4, y, words.say(f"paper.closing_notice.{key}"), size=20, ink=INK_2, width=label - 2)
        shown = _moment(words, value)
        end = words.say("paper.closing_notice.until_end") if key == "last" and len(value) == 10 else ""
        room = WIDTH - label - 6
        after = sheet.width(end, size=15) + 3 if end else 0.0
        used = sheet.text(LEFT + label + 2, y, shown, size=32, weight=Weight.BOLD, width=room - after)
        if end:
            sheet.text(LEFT + label + 5 + used, y, end, size=15, ink=INK_2, width=after)
    sheet.rule(LEFT, 138, RIGHT, 138, width=0.6)


def _back(sheet: Sheet, notice: ClosingNotice, words: Words) -> None:
    sheet.box(LEFT, 182, WIDTH, 24, ink=INK, line=1.6)
    day = long_day(words, notice.back, weekday=True)
    back = words.say("paper.closing_notice.back", day=day, hours=notice.back_hours)
    sheet.block(
        LEFT + 5,
        182,
        back,
        width=WIDTH - 10,
        height=24,
        size=20,
        weight=Weight.BOLD,
        align=Align.CENTRE,
        middle=True,
        leading=1.3,
    )


def _moment(words: Words, text: str) -> str:
    """A day with its weekday, or a day with a time."""
    day, _, time = text.partition(" ")
    return f"{long_day(words, day)}　{time}" if time else long_day(words, day, weekday=True)
