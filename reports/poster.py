"""The station's check-in poster, A4, in colour or in black for laser printers.

A URL of up to 42 bytes makes 29 modules; with the quiet zone they fill 131 mm at 21/150 inch = 3.56 mm a
module. A solid area bands on worn drums, so the black version has a rule instead of the band.
"""

from __future__ import annotations

from desktop.core.papers import Poster
from desktop.core.words import Words
from reports.code import code, draw
from reports.ink import BLACK, INK, INK_2, MM, WARM, WHITE, Align, Ink, Weight
from reports.outline import Segment
from reports.page import about
from reports.sheet import A4, Sheet

MARGIN = 16.0
RIGHT = A4.width - MARGIN
MIDDLE = A4.width / 2
FRAME = 134.0
FRAME_TOP = 67.0
SERVICES = (
    ("rest", "rest"),
    ("meal_heating", "meal"),
    ("charging", "charging"),
    ("water", "water"),
    ("warm_or_cool", "warm"),
    ("medicine", "medicine"),
    ("tools", "tools"),
)


def poster(poster: Poster, words: Words) -> bytes:
    """The poster's bytes; `poster.mono` has no large solid area."""
    sheet = Sheet(A4, about(f"{words.say('paper.poster.title')} {poster.code}", poster.frame, words))
    accent = INK if poster.mono else WARM
    _top(sheet, poster, words, accent)
    _code(sheet, poster, accent)
    _steps(sheet, words, accent)
    sheet.rule(MARGIN, 229.0, RIGHT, 229.0, width=0.7, ink=accent)
    _services(sheet, words, accent)
    _no_phone(sheet, words)
    _foot(sheet, poster, words)
    return sheet.finish()


def _top(sheet: Sheet, poster: Poster, words: Words, accent: Ink) -> None:
    text = INK if poster.mono else WHITE
    if poster.mono:
        sheet.box(MARGIN, 57.0, RIGHT - MARGIN, 2.4, fill=INK)
    else:
        width = A4.width
        wave = [
            Segment("M", (0, 0)),
            Segment("L", (width, 0)),
            Segment("L", (width, 60.2)),
            Segment("C", (width * 0.8, 63.6, width * 0.55, 64.4, width * 0.4, 61.4)),
            Segment("C", (width * 0.27, 58.8, width * 0.14, 58.4, 0, 61.8)),
            Segment("Z"),
        ]
        sheet.shape(wave, fill=WARM)
    side = 10.2
    sheet.box(MARGIN, 11.0, side, side, fill=text, radius=2.2)
    sheet.icon("brand_mono", MARGIN, 11.0, side, ink=WHITE if poster.mono else accent)
    hours = min(60.0, sheet.width(poster.hours, size=15, weight=Weight.BOLD))
    bold = Weight.BOLD
    name = _station(poster, words)
    sheet.block(
        MARGIN + side + 3,
        11.0,
        name,
        width=RIGHT - MARGIN - side - hours - 9,
        height=side,
        size=15,
        weight=bold,
        ink=text,
        leading=1.2,
        middle=True,
    )
    sheet.text(RIGHT, 18.0, poster.hours, size=15, weight=bold, ink=text, align=Align.RIGHT, width=60)
    headline = words.say("paper.poster.headline")
    room = RIGHT - MARGIN
    sheet.text(
        MIDDLE,
        42.6,
        headline,
        size=50,
        weight=Weight.BOLD,
        ink=text,
        align=Align.CENTRE,
        spacing=0.06,
        width=room,
    )
    sheet.text(
        MIDDLE,
        52.0,
        words.say("paper.poster.subline"),
        size=17,
        weight=Weight.MEDIUM,
        ink=text,
        align=Align.CENTRE,
        spacing=0.08,
        width=room,
    )


def _station(poster: Poster, words: Words) -> str:
    brand = words.say("paper.brand")
    if poster.station.startswith(brand):
        return poster.station
    return f"{brand}{words.say('paper.dot')}{poster.station}"


def _code(sheet: Sheet, poster: Poster, accent: Ink) -> None:
    left = MIDDLE - FRAME / 2
    sheet.box(left, FRAME_TOP, FRAME, FRAME, ink=accent, line=1.4 * MM, radius=7)
    drawn = code(poster.url, mask=None)
    module = drawn.module(FRAME - 1.4)
    side = drawn.extent(module)
    draw(sheet, drawn, MIDDLE - side / 2, FRAME_TOP + (FRAME - side) / 2, module, BLACK)


def _steps(sheet: Sheet, words: Words, accent: Ink) -> None:
    each = (RIGHT - MARGIN) / 3
    room = each - 17.0
    titles = [words.say(f"paper.poster.step_{number}") for number in (1, 2, 3)]
    size = sheet.common_size(titles, size=18, width=room, weight=Weight.BOLD)
    for at, title in enumerate(titles):
        x, number = MARGIN + each * at, str(at + 1)
        sheet.round(x + 5.6, 212.4, 5.6, fill=accent)
        sheet.text(x + 5.6, 214.9, number, size=20, weight=Weight.BOLD, ink=WHITE, align=Align.CENTRE)
        sheet.text(x + 14, 213.5, title, size=size, weight=Weight.BOLD, width=room)
        note = words.say(f"paper.poster.step_{number}_note")
        sheet.text(x + 14, 220.0, note, size=12, ink=INK_2, width=room)


def _services(sheet: Sheet, words: Words, accent: Ink) -> None:
    each = (RIGHT - MARGIN) / len(SERVICES)
    names = [words.say(f"paper.poster.{key}") for _, key in SERVICES]
    size = sheet.common_size(names, size=14, width=each - 1.5, weight=Weight.MEDIUM)
    for at, ((icon, _), name) in enumerate(zip(SERVICES, names, strict=True)):
        middle = MARGIN + each * (at + 0.5)
        sheet.icon(icon, middle - 6.5, 233.8, 13, ink=accent, bold=1.05)
        sheet.text(middle, 255.0, name, size=size, weight=Weight.MEDIUM, align=Align.CENTRE, width=each - 1.5)


def _no_phone(sheet: Sheet, words: Words) -> None:
    ask, answer = words.say("paper.poster.no_phone"), words.say("paper.poster.no_phone_answer")
    size = 17.0
    gap = 2.0
    long = sheet.width(ask, size=size, weight=Weight.BOLD) + gap + sheet.width(answer, size=size)
    if long > RIGHT - MARGIN:
        size *= (RIGHT - MARGIN) / long
        long = RIGHT - MARGIN
    x = MIDDLE - long / 2
    x += sheet.text(x, 271.0, ask, size=size, weight=Weight.BOLD) + gap
    sheet.text(x, 271.0, answer, size=size)


def _foot(sheet: Sheet, poster: Poster, words: Words) -> None:
    third = (RIGHT - MARGIN) / 3 - 2
    phone = sheet.width(poster.phone, size=9) + 3
    used = sheet.text(MARGIN, 287.5, poster.community, size=9, ink=INK_2, width=third - phone)
    sheet.text(MARGIN + used + 3, 287.5, poster.phone, size=9, ink=INK_2)
    no_gate = words.say("paper.poster.no_gate")
    sheet.text(MIDDLE, 287.5, no_gate, size=9, ink=INK_2, align=Align.CENTRE, width=third)
    right = words.say("paper.poster.code", code=poster.code, month=poster.month)
    sheet.text(RIGHT, 287.5, right, size=9, ink=INK_2, align=Align.RIGHT, width=third)
