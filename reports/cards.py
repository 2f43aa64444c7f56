"""Rider cards: eight to an A4 page to cut and laminate, on a CR80 card front and back, or on a label of 50 × 30 mm.

The code is a card text of 159 characters: 45 modules of 4/150 inch and the quiet zone make 35.9 mm, which
leaves it whole inside the 43 mm under the band. On a label they are 3/150 inch: 26.9 mm of its 30.
"""

from __future__ import annotations

from desktop.core.papers import LABEL as LABELS
from desktop.core.papers import CardFace, CardRoll, CardSheet, Frame, SingleCard
from desktop.core.words import Words
from reports.code import CARD_MODULE, LABEL_MODULE, code, draw
from reports.ink import BLACK, HINT, INK, INK_2, LINE, WARM, WHITE, Align, Ink, Weight
from reports.page import about, logo
from reports.sheet import A4, CR80, LABEL, Sheet

WIDTH, HEIGHT = 85.6, 54.0
"""ISO/IEC 7810 ID-1, mm."""
ORIGIN_X, ORIGIN_Y = 15.4, 24.5
GAP = 8.0
BAND = 11.0
COLUMNS, ROWS = 2, 4
TEXT_X = 4.6
SCALE_LINE = 50.0
"""A line of this many mm shows whether the printer kept the scale."""


def card_sheet(sheet: CardSheet, words: Words) -> bytes:
    """A4 pages of eight cards with crop marks and a line to check the scale; no cards make one blank page."""
    title = words.say("paper.cards.title")
    drawn = Sheet(A4, about(f"{title} {sheet.batch}".strip(), sheet.frame, words))
    drawn.bookmark(title, 0, 0)
    each = COLUMNS * ROWS
    pages = max(1, -(-len(sheet.cards) // each))
    for page in range(pages):
        drawn.watch.step(page * each, len(sheet.cards))
        if page:
            drawn.next_page()
        _page(drawn, sheet, words, page + 1, pages)
        for at, face in enumerate(sheet.cards[page * each : (page + 1) * each]):
            x = ORIGIN_X + at % COLUMNS * (WIDTH + GAP)
            y = ORIGIN_Y + at // COLUMNS * (HEIGHT + GAP)
            _crop_marks(drawn, x, y)
            _front(drawn, face, words, x, y, edge=True)
    return drawn.finish()


def card_single(face: CardFace, frame: Frame, words: Words) -> bytes:
    """One CR80 card: the front, and the back with what it is good for."""
    drawn = Sheet(CR80, about(f"{words.say('paper.cards.title')} {face.number}", frame, words))
    drawn.bookmark(face.number, 0, 0)
    _front(drawn, face, words, 0, 0, edge=False)
    drawn.next_page()
    _back(drawn, frame, words)
    return drawn.finish()


def card_roll(roll: CardRoll, words: Words) -> bytes:
    """One after the other: a label a page, or front and back of a card; no cards make one blank page."""
    size = LABEL if roll.form == LABELS else CR80
    drawn = Sheet(size, about(words.say("paper.cards.title"), roll.frame, words))
    drawn.bookmark(words.say("paper.cards.title"), 0, 0)
    for number, face in enumerate(roll.cards):
        drawn.watch.step(number, len(roll.cards))
        if number:
            drawn.next_page()
        if size is LABEL:
            _label(drawn, face, words)
            continue
        _front(drawn, face, words, 0, 0, edge=False)
        drawn.next_page()
        _back(drawn, roll.frame, words)
    return drawn.finish()


def single(card: SingleCard, words: Words) -> bytes:
    """`card_single` of one record."""
    return card_single(card.face, card.frame, words)


def _page(drawn: Sheet, sheet: CardSheet, words: Words, page: int, pages: int) -> None:
    left, right = ORIGIN_X, ORIGIN_X + COLUMNS * WIDTH + GAP
    logo(drawn, left, 8.9, 4.4)
    title = words.say("paper.cards.sheet_title", count=len(sheet.cards))
    used = drawn.text(left + 5.9, 12.4, title, size=8.5, weight=Weight.MEDIUM, width=50)
    parts = (sheet.frame.site, words.say("paper.cards.batch", batch=sheet.batch) if sheet.batch else "")
    line = "　".join(part for part in parts if part)
    drawn.text(left + 5.9 + used + 4, 12.4, line, size=8, ink=INK_2, width=right - 60 - left - 12 - used)
    drawn.text(right, 12.4, words.say("paper.cards.scale"), size=8, ink=INK_2, align=Align.RIGHT, width=60)
    base = 287.2
    drawn.text(left, base, words.say("paper.cards.cut"), size=8, ink=INK_2, width=66)
    x, y = 85.0, base - 0.8
    drawn.rule(x, y, x + SCALE_LINE, y, width=0.6)
    for end in (x, x + SCALE_LINE):
        drawn.rule(end, y - 1.6, end, y + 1.6, width=0.6)
    drawn.text(x + SCALE_LINE + 2, base, words.say("paper.cards.line"), size=8, ink=INK_2, width=30)
    number = words.say("paper.page", page=page, pages=pages)
    drawn.text(right, base, number, size=8, ink=INK_2, align=Align.RIGHT, width=26)
    check = f"{words.say('paper.check')} {sheet.frame.check}" if sheet.frame.check else ""
    made = words.say("paper.made", made=sheet.frame.made, software=sheet.frame.software)
    drawn.text(left, base + 4.4, made, size=8, ink=HINT, width=80)
    drawn.text(right, base + 4.4, check, size=8, ink=INK_2, align=Align.RIGHT, width=60)


def _crop_marks(drawn: Sheet, x: float, y: float) -> None:
    """3 mm long, 1 mm away from each corner."""
    for corner_x, out_x in ((x, -1), (x + WIDTH, 1)):
        for corner_y, out_y in ((y, -1), (y + HEIGHT, 1)):
            drawn.rule(corner_x + out_x, corner_y, corner_x + 4 * out_x, corner_y, width=0.5)
            drawn.rule(corner_x, corner_y + out_y, corner_x, corner_y + 4 * out_y, width=0.5)


def _front(drawn: Sheet, face: CardFace, words: Words, x: float, y: float, *, edge: bool) -> None:
    bleed = 0.0 if edge else 0.2
    drawn.box(x, y - bleed, WIDTH + bleed, BAND + bleed, fill=WARM)
    _badge(drawn, x + 3.4, y + 2.2, 6.6)
    brand = f"{words.say('paper.brand')}　{words.say('paper.cards.name')}"
    drawn.text(x + 12.2, y + 7.1, brand, size=11.5, weight=Weight.BOLD, ink=WHITE, width=WIDTH - 16)
    drawn_code = code(face.text)
    side = drawn_code.extent(CARD_MODULE)
    code_x = x + WIDTH - side - 1.4
    text_width = code_x - x - TEXT_X
    high = drawn.block(
        x + TEXT_X,
        y + 13.4,
        face.name,
        width=text_width,
        height=9.6,
        size=17,
        weight=Weight.BOLD,
        leading=1.25,
    )
    group = words.say(f"group.{face.group}")
    drawn.text(x + TEXT_X, y + 13.4 + max(high, 7.4) + 3.9, group, size=10, ink=INK_2, width=text_width)
    for label, value, base in (
        (words.say("paper.cards.number"), face.number, 34.0),
        (words.say("paper.cards.until"), face.until, 44.3),
    ):
        drawn.text(x + TEXT_X, y + base, label, size=7.5, ink=INK_2, width=text_width)
        drawn.text(x + TEXT_X, y + base + 4.7, value, size=10.5, weight=Weight.MEDIUM, width=text_width)
    draw(drawn, drawn_code, code_x, y + BAND + (HEIGHT - BAND - side) / 2, CARD_MODULE, INK)
    if edge:
        drawn.box(x, y, WIDTH, HEIGHT, ink=LINE)


def _label(drawn: Sheet, face: CardFace, words: Words) -> None:
    """Black only, for a label printer: the code at the left over the whole height, the words beside it."""
    drawn_code = code(face.text)
    side = drawn_code.extent(LABEL_MODULE)
    edge = (LABEL.height - side) / 2
    draw(drawn, drawn_code, 0, edge, LABEL_MODULE, BLACK)
    x = side + 0.4
    width = LABEL.width - x - 1.6
    _badge(drawn, x, 2.6, 4.0, ground=BLACK, ink=WHITE)
    drawn.text(x + 5.0, 5.6, words.say("paper.cards.short"), size=8, weight=Weight.BOLD, ink=BLACK, width=width - 5.0)
    drawn.block(x, 7.8, face.name, width=width, height=9.4, size=12, weight=Weight.BOLD, ink=BLACK, leading=1.2)
    group = words.say(f"group.{face.group}")
    drawn.text(x, 20.3, group, size=7.5, ink=BLACK, width=width, whole=True)
    drawn.text(x, 24.0, face.number, size=8, weight=Weight.MEDIUM, ink=BLACK, width=width, whole=True)
    until = f"{words.say('paper.cards.to')} {face.until}"
    drawn.text(x, 27.6, until, size=7.5, ink=BLACK, width=width, whole=True)


def _badge(drawn: Sheet, x: float, y: float, side: float, *, ground: Ink = WHITE, ink: Ink = WARM) -> None:
    drawn.box(x, y, side, side, fill=ground, radius=side * 0.22)
    drawn.icon("brand_mono", x, y, side, ink=ink)


def _back(drawn: Sheet, frame: Frame, words: Words) -> None:
    left, right = 5.0, CR80.width - 5.0
    title = words.say("paper.cards.back_title")
    used = drawn.text(left, 9.6, title, size=12, weight=Weight.BOLD, width=44)
    drawn.text(
        right,
        9.6,
        words.say("paper.cards.issued_by", site=frame.site),
        size=8,
        ink=INK_2,
        align=Align.RIGHT,
        width=right - left - used - 3,
    )
    for at, (name, key) in enumerate((("rest", "use_1"), ("meals", "use_2"), ("health", "use_3"))):
        y = 14.6 + 6.6 * at
        drawn.icon(name, left, y, 4.6, ink=WARM)
        drawn.text(left + 7, y + 3.6, words.say(f"paper.cards.{key}"), size=9.5, width=right - left - 7)
    drawn.rule(left, 36.4, right, 36.4, ink=HINT)
    for at, key in enumerate(("back_1", "back_2", "back_3")):
        ink = INK_2 if at == 2 else INK
        text = words.say(f"paper.cards.{key}")
        drawn.text(left, 41.0 + 4.4 * at, text, size=8.5, ink=ink, width=right - left)
