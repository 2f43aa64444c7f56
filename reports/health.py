"""A referral slip for a health check or the green channel 体检就医: A5 with a stub that the station keeps.

Only the slip has the full name; the stub has the masked one and the consent with a signature. Its large code proves
the slip as every paper's does, says which referral it is when it comes back, and holds no result. Where there is a hub,
a small one beside six digits leads the clinic's phone to the page at which it confirms.
"""

from __future__ import annotations

from desktop.core.papers import HealthSlip
from desktop.core.words import Words
from reports.code import LABEL_MODULE, code, draw
from reports.dates import long_day, short_day
from reports.form import Field, form
from reports.ink import HINT, INK_2, TEAL, WARM, Align, Weight
from reports.page import about, logo
from reports.sheet import A5_LANDSCAPE, Sheet
from reports.sign import stamp

STUB_LEFT, STUB_RIGHT, PERFORATION = 15.0, 57.5, 63.0
LEFT, RIGHT = 74.0, 198.0
FORM_WIDTH = 78.0
CODE_WIDTH = 45.0
"""With the quiet zone; 53 or 57 modules then are 4/150 inch each, as on other papers."""
CONFIRM_WIDTH = 21.0
"""Of the clinic's code, with its quiet zone: an address of 61 characters still has modules of half a millimetre."""


def health_slip(slip: HealthSlip, words: Words) -> bytes:
    """The slip's bytes, one page."""
    title = words.say(f"paper.health.{slip.kind}_title")
    sheet = Sheet(A5_LANDSCAPE, about(f"{title} {slip.code}", slip.frame, words))
    sheet.bookmark(title, 0, 0)
    for y, long in ((34.0, 4.0), (114.0, 4.0)):
        sheet.rule(5, y, 5 + long, y, ink=HINT)
    _stub(sheet, slip, words)
    _perforation(sheet, slip)
    _head(sheet, slip, words)
    _facts(sheet, slip, words)
    _code(sheet, slip, words)
    _steps(sheet, slip, words)
    _foot(sheet, slip, words)
    return sheet.finish()


def _stub(sheet: Sheet, slip: HealthSlip, words: Words) -> None:
    def say(key: str) -> str:
        return words.say(f"paper.health.{key}")

    width = STUB_RIGHT - STUB_LEFT
    sheet.text(STUB_LEFT, 15.4, say("stub"), size=15, weight=Weight.BOLD, spacing=0.1, width=width)
    sheet.text(STUB_LEFT, 20.2, say("stub_note"), size=8.5, ink=INK_2, width=width)
    rows = (
        ("number", slip.frame.number),
        ("name", slip.masked_name),
        ("phone", slip.phone),
        ("group", words.say(f"group.{slip.group}")),
        ("service", say(slip.kind)),
        ("partner", slip.partner),
        ("issued", slip.issued),
        ("operator", slip.operator),
        ("until", long_day(words, slip.until)),
    )
    label = 12.6 if words.language == "zh" else 15.0
    for at, (key, value) in enumerate(rows):
        y = 28.4 + 7.2 * at
        sheet.text(STUB_LEFT, y, say(key), size=9, ink=INK_2, width=label - 1)
        sheet.block(
            STUB_LEFT + label,
            y - 4.9,
            value,
            width=width - label,
            height=7.0,
            size=9.5,
            weight=Weight.MEDIUM,
            leading=1.15,
            middle=True,
        )
    sheet.block(STUB_LEFT, 89.6, slip.consent, width=width, height=41.0, size=9, leading=1.45)
    sheet.rule(STUB_LEFT, 134.4, STUB_RIGHT, 134.4, width=0.5)
    sheet.text(STUB_LEFT, 138.6, say("signed"), size=8.5, ink=INK_2, width=20)
    sheet.text(STUB_RIGHT, 138.6, say("signed_date"), size=8.5, ink=INK_2, align=Align.RIGHT, width=20)


def _perforation(sheet: Sheet, slip: HealthSlip) -> None:
    """The dashed line, with the number across it so that stub and slip can be matched."""
    height = sheet.size.height
    number = slip.frame.number or slip.code
    half = min(34.0, sheet.width(number, size=9, spacing=0.12) / 2 + 2.5)
    for top, bottom in ((0.0, height / 2 - half), (height / 2 + half, height)):
        sheet.rule(PERFORATION, top, PERFORATION, bottom, width=0.8, dash=(3, 2.4))
    sheet.turned(PERFORATION, height / 2, number, size=9, degrees=-90, spacing=0.12)


def _head(sheet: Sheet, slip: HealthSlip, words: Words) -> None:
    logo(sheet, LEFT, 11.2, 9.2)
    title = words.say(f"paper.health.{slip.kind}_title")
    spacing = 0.08 if words.language == "zh" else 0.0
    sheet.text(LEFT + 11.4, 16.6, title, size=17, weight=Weight.BOLD, spacing=spacing, width=61)
    line = words.say(f"paper.health.{slip.kind}_line")
    sheet.text(LEFT + 11.4, 21.0, line, size=8.5, ink=INK_2, width=61)
    for y, key, value in ((15.2, "number", slip.frame.number), (20.2, "station", slip.frame.site)):
        if not value:
            continue
        used = sheet.text(
            RIGHT, y, value, size=9, weight=Weight.MEDIUM, align=Align.RIGHT, width=38, whole=key == "number"
        )
        label = words.say(f"paper.health.{key}")
        sheet.text(RIGHT - used - 1.4, y, label, size=9, ink=INK_2, align=Align.RIGHT, width=14)
    sheet.rule(LEFT, 24.2, RIGHT, 24.2, width=1.6, ink=TEAL)
    sheet.rule(LEFT, 25.0, RIGHT, 25.0, width=0.5, ink=TEAL)


def _facts(sheet: Sheet, slip: HealthSlip, words: Words) -> None:
    def say(key: str) -> str:
        return words.say(f"paper.health.{key}")

    form(
        sheet,
        LEFT,
        28.6,
        FORM_WIDTH,
        (
            (13.6, (Field(say("name"), slip.full_name, size=15, weight=Weight.BOLD),)),
            (8.2, (Field(say("phone"), slip.phone, size=11),)),
            (8.2, (Field(say("group"), words.say(f"group.{slip.group}"), size=11),)),
            (13.0, (Field(say("partner"), slip.partner, size=11, note=slip.partner_note),)),
            (8.2, (Field(say("service"), say(slip.kind), size=11),)),
            (8.2, (Field(say("until"), long_day(words, slip.until), size=11, weight=Weight.BOLD),)),
        ),
        label=22.0,
        label_size=10,
    )


def _code(sheet: Sheet, slip: HealthSlip, words: Words) -> None:
    left = LEFT + FORM_WIDTH + 1.5
    middle = (left + RIGHT) / 2 + 0.75
    side = CODE_WIDTH
    if slip.frame.code:
        drawn = code(slip.frame.code)
        module = drawn.module(CODE_WIDTH)
        side = drawn.extent(module)
        draw(sheet, drawn, middle - side / 2, 28.6 - 1.0, module)
    y = 28.6 + side + 2.6
    if slip.confirm_at:
        _confirm(sheet, slip, words, left, y - 3.4)
        return
    width = RIGHT - LEFT - FORM_WIDTH - 1.5
    style = Align.CENTRE
    sheet.text(middle, y, words.say("paper.health.scan"), size=9, weight=Weight.MEDIUM, align=style, width=width)
    sheet.text(middle, y + 4.6, words.say("paper.health.scan_note"), size=8.5, ink=INK_2, align=style, width=width)
    sheet.text(middle, y + 10.0, slip.code, size=11.5, weight=Weight.BOLD, align=style, spacing=0.06, width=width)


def _confirm(sheet: Sheet, slip: HealthSlip, words: Words, x: float, y: float) -> None:
    """What the clinic's phone opens, with the code that it is asked for there."""
    drawn = code(slip.confirm_at)
    module = max(1, min(LABEL_MODULE, drawn.module(CONFIRM_WIDTH)))
    side = draw(sheet, drawn, x - 1.0, y, module)
    at = x - 1.0 + side
    width = RIGHT - at
    digits = f"{slip.confirm_code[:3]} {slip.confirm_code[3:]}"
    sheet.text(at, y + 4.8, words.say("paper.health.confirm"), size=8.5, weight=Weight.MEDIUM, width=width)
    sheet.text(at, y + 9.8, digits, size=13, weight=Weight.BOLD, spacing=0.06, width=width)
    sheet.text(at, y + 13.6, words.say("paper.health.confirm_note"), size=8, ink=INK_2, width=width)
    sheet.text(at, y + 17.8, slip.code, size=9, weight=Weight.BOLD, width=width)


def _steps(sheet: Sheet, slip: HealthSlip, words: Words) -> None:
    top, bottom = 90.2, 115.2
    sheet.box(LEFT, top, 1.6, bottom - top, fill=WARM)
    width = FORM_WIDTH - 5.5
    title = words.say("paper.health.steps")
    used = sheet.text(LEFT + 5.5, top + 4.9, title, size=11.5, weight=Weight.BOLD, width=width)
    if slip.kind == "green_channel":
        danger = words.say("paper.health.danger")
        sheet.text(
            LEFT + 5.5 + used + 4,
            top + 4.9,
            danger,
            size=9.5,
            weight=Weight.BOLD,
            width=RIGHT - LEFT - used - 50,
        )
    phone = slip.partner_phone or words.say("paper.health.ask_station")
    for number in (1, 2, 3):
        y = top + 5.2 + 6.2 * number
        sheet.text(LEFT + 5.5, y, str(number), size=10, weight=Weight.BOLD)
        booked = number == 1 and slip.appointment_day
        step = words.say("paper.health.booked_1" if booked else f"paper.health.{slip.kind}_{number}", phone=phone)
        sheet.text(LEFT + 11, y, step, size=10, width=FORM_WIDTH - 9)


def _appointment(slip: HealthSlip, words: Words) -> str:
    """The slot booked, or blanks to write it in."""
    if not slip.appointment_day:
        return words.say("paper.health.appointment_value")
    return f"{short_day(words, slip.appointment_day)}　{slip.appointment_time}"


def _foot(sheet: Sheet, slip: HealthSlip, words: Words) -> None:
    def say(key: str) -> str:
        return words.say(f"paper.health.{key}")

    form(
        sheet,
        LEFT,
        117.4,
        FORM_WIDTH,
        (
            (8.2, (Field(say("appointment"), _appointment(slip, words)),)),
            (8.2, (Field(say("attended"), say("attended_value")),)),
        ),
        label=24.0,
        label_size=9.5,
    )
    stamp(sheet, RIGHT - 18.5, 114.6, 37.0, say("seal"), "")
    sheet.rule(LEFT, 135.8, RIGHT, 135.8, width=0.6, ink=TEAL)
    lost = words.say("paper.health.lost", phone=slip.station_phone) if slip.station_phone else say("lost_no_phone")
    sheet.text(LEFT, 139.8, lost, size=8, ink=INK_2, width=84)
    frame = slip.frame
    if frame.check:
        check = f"{words.say('paper.check')} {frame.check}"
        sheet.text(RIGHT, 139.8, check, size=8, weight=Weight.MEDIUM, align=Align.RIGHT, width=50, whole=True)
    made = words.say("paper.made", made=frame.made, software=frame.software)
    sheet.text(LEFT, 143.6, made, size=8, ink=INK_2, width=RIGHT - LEFT)
