"""Posters, A4 or A3, in colour or in black for laser printers: the station's, and what hangs at a merchant's.

A URL of up to 38 characters in capitals makes 25 modules, one of up to 61 (or 42 bytes) 29; with the quiet zone they
fill the frame at 23 or 21/150 inch a module, 3.9 or 3.6 mm (docs/decisions/0106). A solid area bands on worn drums, so
the black version has a rule instead of the band. An A3 poster is the A4 one enlarged; its modules are whole dots again.
"""

from __future__ import annotations

import math

from desktop.core.papers import MerchantPoster, Poster
from desktop.core.words import Words
from reports.code import code, draw
from reports.ink import BLACK, INK, INK_2, MM, PX_MM, WARM, WHITE, Align, Ink, Weight
from reports.outline import Segment
from reports.page import about
from reports.sheet import A3, A4, Sheet

MARGIN = 16.0
RIGHT = A4.width - MARGIN
MIDDLE = A4.width / 2
FRAME = 134.0
FRAME_TOP = 67.0
PX_A_METRE = 2 * 1000 * math.tan(math.radians(67 / 2)) / 1920
"""Millimetres of paper to a pixel of a phone's frame a metre away (docs/decisions/0106)."""
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
    sheet = _sheet(poster, words)
    accent = INK if poster.mono else WARM
    _top(sheet, words, "poster", poster.mono, _station(poster, words), poster.hours)
    module = _code(sheet, poster.url, accent)
    _steps(sheet, words, "poster", accent)
    sheet.rule(MARGIN, 229.0, RIGHT, 229.0, width=0.7, ink=accent)
    _services(sheet, words, accent)
    _last_word(sheet, words.say("paper.poster.no_phone"), words.say("paper.poster.no_phone_answer"))
    _foot(sheet, words, poster, poster.community, words.say("paper.poster.no_gate"), module)
    return sheet.finish()


def merchant_poster(poster: MerchantPoster, words: Words) -> bytes:
    """As the station's: what a meal costs, when there is one, and what to bring."""
    sheet = _sheet(poster, words)
    accent = INK if poster.mono else WARM
    brand = words.say("paper.brand")
    _top(sheet, words, "merchant_poster", poster.mono, poster.merchant, brand, price=poster.price)
    module = _code(sheet, poster.url, accent)
    _steps(sheet, words, "merchant_poster", accent, price=poster.price)
    sheet.rule(MARGIN, 229.0, RIGHT, 229.0, width=0.7, ink=accent)
    _periods(sheet, poster, accent)
    _last_word(sheet, words.say("paper.merchant_poster.no_card"), words.say("paper.merchant_poster.no_card_answer"))
    _foot(sheet, words, poster, poster.merchant, words.say("paper.merchant_poster.once"), module)
    return sheet.finish()


def _sheet(poster: Poster | MerchantPoster, words: Words) -> Sheet:
    kind = "poster" if isinstance(poster, Poster) else "merchant_poster"
    said = about(f"{words.say(f'paper.{kind}.title')} {poster.code}", poster.frame, words)
    sheet = Sheet(A4, said, onto=A3 if poster.large else A4)
    sheet.bookmark(said.title, 0, 0)
    return sheet


def _top(sheet: Sheet, words: Words, kind: str, mono: bool, name: str, beside: str, *, price: str = "") -> None:
    text = INK if mono else WHITE
    if mono:
        sheet.box(MARGIN, 57.0, RIGHT - MARGIN, 2.4, fill=INK)
    else:
        width = A4.width + 0.5
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
    sheet.icon("brand_mono", MARGIN, 11.0, side, ink=WHITE if mono else WARM)
    hours = min(60.0, sheet.width(beside, size=15, weight=Weight.BOLD))
    bold = Weight.BOLD
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
    sheet.text(RIGHT, 18.0, beside, size=15, weight=bold, ink=text, align=Align.RIGHT, width=60)
    headline = words.say(f"paper.{kind}.headline", price=price)
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
        words.say(f"paper.{kind}.subline"),
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


def readable_from(module: int) -> float:
    """Metres, in halves, from which a module of so many 1/150 inch has two pixels in a phone's frame."""
    return math.floor(2 * module * PX_MM / (2 * PX_A_METRE)) / 2


def _code(sheet: Sheet, url: str, accent: Ink) -> int:
    """Gives the size of a module in 1/150 inch of the paper."""
    left = MIDDLE - FRAME / 2
    sheet.box(left, FRAME_TOP, FRAME, FRAME, ink=accent, line=1.4 * MM, radius=7)
    drawn = code(url, mask=None)
    module = drawn.module((FRAME - 1.4) * sheet.scale)
    side = drawn.extent(module) / sheet.scale
    draw(sheet, drawn, MIDDLE - side / 2, FRAME_TOP + (FRAME - side) / 2, module, BLACK)
    return module


def _steps(sheet: Sheet, words: Words, kind: str, accent: Ink, *, price: str = "") -> None:
    each = (RIGHT - MARGIN) / 3
    room = each - 17.0
    titles = [words.say(f"paper.{kind}.step_{number}", price=price) for number in (1, 2, 3)]
    size = sheet.common_size(titles, size=18, width=room, weight=Weight.BOLD)
    for at, title in enumerate(titles):
        x, number = MARGIN + each * at, str(at + 1)
        sheet.round(x + 5.6, 212.4, 5.6, fill=accent)
        sheet.text(x + 5.6, 214.9, number, size=20, weight=Weight.BOLD, ink=WHITE, align=Align.CENTRE)
        sheet.text(x + 14, 213.5, title, size=size, weight=Weight.BOLD, width=room)
        note = words.say(f"paper.{kind}.step_{number}_note")
        sheet.text(x + 14, 220.0, note, size=12, ink=INK_2, width=room)


def _services(sheet: Sheet, words: Words, accent: Ink) -> None:
    each = (RIGHT - MARGIN) / len(SERVICES)
    names = [words.say(f"paper.poster.{key}") for _, key in SERVICES]
    size = sheet.common_size(names, size=14, width=each - 1.5, weight=Weight.MEDIUM)
    for at, ((icon, _), name) in enumerate(zip(SERVICES, names, strict=True)):
        middle = MARGIN + each * (at + 0.5)
        sheet.icon(icon, middle - 6.5, 233.8, 13, ink=accent, bold=1.05)
        sheet.text(middle, 255.0, name, size=size, weight=Weight.MEDIUM, align=Align.CENTRE, width=each - 1.5)


def _periods(sheet: Sheet, poster: MerchantPoster, accent: Ink) -> None:
    """When there is a meal: a column a period."""
    each = (RIGHT - MARGIN) / max(1, len(poster.periods))
    names = [name for name, _ in poster.periods]
    size = sheet.common_size(names, size=16, width=each - 2, weight=Weight.BOLD)
    times = sheet.common_size([span for _, span in poster.periods], size=15, width=each - 2)
    for at, (name, span) in enumerate(poster.periods):
        middle = MARGIN + each * (at + 0.5)
        sheet.text(middle, 241.0, name, size=size, weight=Weight.BOLD, ink=accent, align=Align.CENTRE, width=each - 2)
        sheet.text(middle, 250.5, span, size=times, align=Align.CENTRE, width=each - 2)


def _last_word(sheet: Sheet, ask: str, answer: str) -> None:
    size = 17.0
    gap = 2.0
    long = sheet.width(ask, size=size, weight=Weight.BOLD) + gap + sheet.width(answer, size=size)
    if long > RIGHT - MARGIN:
        size *= (RIGHT - MARGIN) / long
        long = RIGHT - MARGIN
    x = MIDDLE - long / 2
    x += sheet.text(x, 271.0, ask, size=size, weight=Weight.BOLD) + gap
    sheet.text(x, 271.0, answer, size=size)


def _foot(sheet: Sheet, words: Words, poster: Poster | MerchantPoster, whose: str, middle: str, module: int) -> None:
    third = (RIGHT - MARGIN) / 3 - 2
    phone = sheet.width(poster.phone, size=9) + 3 if poster.phone else 0.0
    used = sheet.text(MARGIN, 287.5, whose, size=9, ink=INK_2, width=third - phone)
    sheet.text(MARGIN + used + 3, 287.5, poster.phone, size=9, ink=INK_2)
    said = words.say("paper.poster.range", module=f"{module * PX_MM:.1f}", metres=f"{readable_from(module):g}")
    sheet.text(MIDDLE, 282.0, said, size=8, ink=INK_2, align=Align.CENTRE, width=RIGHT - MARGIN)
    sheet.text(MIDDLE, 287.5, middle, size=9, ink=INK_2, align=Align.CENTRE, width=third)
    right = words.say("paper.poster.code", code=poster.code, month=poster.month)
    sheet.text(RIGHT, 287.5, right, size=9, ink=INK_2, align=Align.RIGHT, width=third)
