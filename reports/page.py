"""The page kit of A4 papers: margins, head, running header and footer, punch marks, page x of y.

A paper is drawn once, from top to bottom: what needs the number of pages (footer, the 骑缝章 half shape of
papers of several pages) is left a place for and filled in at the end. Both sides have the 25 mm that binding takes,
so that a sheet is bound whether it is printed on one side or on both, and a signed file needs no second version.
"""

from __future__ import annotations

from desktop.core.papers import Frame
from desktop.core.words import Words
from reports.ink import DRAFT, HINT, INK, INK_2, TEAL, WHITE, Align, Weight
from reports.outline import path
from reports.proof import HEIGHT as PROOF
from reports.proof import proof
from reports.sheet import A4, About, Sheet

LEFT = 25.0
RIGHT = 185.0
WIDTH = RIGHT - LEFT
TOP = 25.0
BOTTOM = 274.0
"""Content ends here, 23 mm above the edge."""
GREY_RULE = 0.5
HEADING = 5.2 + 5.5 + 1.6
"""What a heading takes, mm, with the space around it."""
NUMERALS = "一二三四五六七八九十"


def brand_line(frame: Frame, words: Words) -> str:
    """`泉新泉驿·甸柳一社区站`; a site whose name already begins with the brand is left as it is."""
    brand = words.say("paper.brand")
    return frame.site if frame.site.startswith(brand) else f"{brand}{words.say('paper.dot')}{frame.site}"


def about(title: str, frame: Frame, words: Words) -> About:
    """What the file says about itself."""
    subject = " ".join(part for part in (frame.number, words.say("paper.check"), frame.check) if part)
    language = "zh-CN" if words.language == "zh" else "en"
    return About(f"{title} · {frame.site}", subject, frame.software, language, frame.made, frame.code)


class Paper:
    """An A4 paper being drawn: `sheet` to draw on, `y` how far down the page the content has come (mm).

    `title` is the name of the paper, `period` what it is about (a day, a month). A `draft` carries the
    mark 草稿 across every page. Without `proof` no block of the code is drawn: a form that nobody has filled in.
    """

    def __init__(self, frame: Frame, words: Words, title: str, period: str, *, draft: bool = False,
                 proof: bool = True) -> None:  # fmt: skip
        self.frame = frame
        self.words = words
        self.sheet = Sheet(A4, about(f"{title} {period}".strip(), frame, words))
        self.y = TOP
        self._title = title
        self._period = period
        self._draft = draft
        self._sections = 0
        self._proved = not (proof and frame.code)
        self._begin_page()

    def say(self, key: str, **values: object) -> str:
        return self.words.say(f"paper.{key}", **values)

    # flow

    def fits(self, height: float) -> bool:
        """Whether `height` mm are left on this page."""
        return self.y + height <= BOTTOM + 0.01

    def room(self, height: float) -> None:
        """Goes to the next page unless `height` mm are left on this one."""
        if not self.fits(height):
            self.next_page()

    def next_page(self, *, header: bool = True) -> None:
        """Without `header` for a page that has a head of its own."""
        self._end_page()
        self.sheet.next_page()
        self._begin_page()
        if header:
            self._running_header()
        self.y = TOP

    def finish(self) -> bytes:
        """Closes the last page, fills in every footer, and gives the file's bytes."""
        self.prove()
        self._end_page()
        for page in range(1, self.sheet.page + 1):
            with self.sheet.fill_in(f"foot-{page}"):
                self._footer(page, self.sheet.page)
        return self.sheet.finish()

    def prove(self) -> None:
        """The code by which the paper is checked, once, where its frame has one."""
        if self._proved:
            return
        self._proved = True
        self.room(PROOF)
        proof(self.sheet, LEFT, self.y, WIDTH, self.frame, self.words)
        self.y += PROOF + 2.0

    # what papers are made of

    def head(self, left: str, centre: str, right: str, *, issuer: str = "") -> None:
        """The head of the first page: issuer, title, period, and a line of three parts."""
        sheet = self.sheet
        middle = (LEFT + RIGHT) / 2
        issuer = issuer or brand_line(self.frame, self.words)
        sheet.text(
            middle,
            21.3,
            issuer,
            size=13,
            weight=Weight.BOLD,
            ink=TEAL,
            spacing=0.12 if self.words.language == "zh" else 0.02,
            width=WIDTH,
            align=Align.CENTRE,
        )
        sheet.rule(LEFT, 25.4, RIGHT, 25.4, width=1.6, ink=TEAL)
        sheet.rule(LEFT, 26.1, RIGHT, 26.1, width=0.5, ink=TEAL)
        spacing = 0.16 if self.words.language == "zh" else 0.02
        bold, centred = Weight.BOLD, Align.CENTRE
        sheet.text(middle, 39.4, self._title, size=21, weight=bold, spacing=spacing, width=WIDTH, align=centred)
        sheet.text(middle, 47.0, self._period, size=11, ink=INK_2, width=WIDTH, align=centred)
        sheet.bookmark(self._title, 0, 0)
        end = LEFT + sheet.text(LEFT, 56.6, left, size=9, ink=INK_2, width=50, whole=True) + 3
        begin = RIGHT - sheet.text(RIGHT, 56.6, right, size=9, ink=INK_2, width=56, align=Align.RIGHT) - 3
        half = sheet.width(centre, size=9) / 2
        middle = max(end + half, min(middle, begin - half)) if 2 * half <= begin - end else (end + begin) / 2
        sheet.text(middle, 56.6, centre, size=9, ink=INK_2, width=begin - end, align=Align.CENTRE)
        self.y = 60.0

    def heading(self, text: str, note: str = "", *, keep: float = 24.0, x: float = LEFT, width: float = WIDTH) -> None:
        """A numbered heading with a small note after it, together with `keep` mm of what follows."""
        self.room(5.2 + 5.5 + keep)
        if self.y > TOP:
            self.y += 5.2
        zh = self.words.language == "zh"
        number = NUMERALS[self._sections] if zh else str(self._sections + 1)
        self._sections += 1
        title = self.say("section", number=number, title=text)
        long = self.sheet.text(x, self.y + 4.2, title, size=12, weight=Weight.BOLD, width=width)
        if note:
            room = width - long - 2.5
            self.sheet.text(x + long + 2.5, self.y + 4.2, note, size=9, ink=INK_2, width=room)
        self.sheet.bookmark(title, 1, self.y - 2)
        self.y += 5.5 + 1.6

    def paragraph(self, text: str, *, size: float = 10.5, leading: float = 1.7, indent: bool = True) -> None:
        """Running text; in Chinese the first line is indented by two characters and lines are justified."""
        zh = self.words.language == "zh"
        first = 2 * size * 25.4 / 72 if indent and zh else 0.0
        lines = self.sheet.wrapped(text, size=size, width=WIDTH, indent=first)
        step = size * leading * 25.4 / 72
        for number, line in enumerate(lines):
            self.room(step)
            x = LEFT + (0.0 if number else first)
            spare = RIGHT - x - self.sheet.width(line, size=size)
            last = number == len(lines) - 1
            spacing = 0.0 if last or not zh else _justify(spare, line, size)
            self.sheet.text(x, self.y + step / 2 + 0.127 * size, line, size=size, spacing=spacing)
            self.y += step

    def paragraph_height(self, text: str, *, size: float = 10.5, leading: float = 1.7) -> float:
        """What `paragraph` takes, mm: so that it is kept with what it is about."""
        first = 2 * size * 25.4 / 72 if self.words.language == "zh" else 0.0
        return len(self.sheet.wrapped(text, size=size, width=WIDTH, indent=first)) * size * leading * 25.4 / 72

    def note(self, text: str) -> None:
        """A small remark over the whole width; one of a few lines stays on one page."""
        lines = self.sheet.wrapped(text, size=8, width=WIDTH)
        self.room(4.2 * min(len(lines), 4))
        for line in lines:
            self.room(4.2)
            self.sheet.text(LEFT, self.y + 3.2, line, size=8, ink=INK_2)
            self.y += 4.2

    def note_height(self, text: str) -> float:
        """What `note` takes, mm: so that it is kept with the table it is about."""
        return 4.2 * len(self.sheet.wrapped(text, size=8, width=WIDTH))

    def nothing(self, text: str, *, x: float = LEFT, width: float = WIDTH) -> None:
        """A line that says that there is nothing to list."""
        self.room(7)
        self.sheet.text(x, self.y + 4.4, text, size=9, ink=INK_2, width=width)
        self.y += 7

    # what stands on every page

    def _begin_page(self) -> None:
        sheet = self.sheet
        if self._draft:
            for y in (95, 205):
                sheet.turned(
                    105,
                    y,
                    self.say("draft_mark"),
                    size=96 if self.words.language == "zh" else 76,
                    degrees=30,
                    weight=Weight.BOLD,
                    ink=DRAFT,
                    spacing=0.2,
                )
        if sheet.page % 2:
            punch_marks(sheet)

    def _end_page(self) -> None:
        self.sheet.later(f"foot-{self.sheet.page}")

    def _running_header(self) -> None:
        sheet = self.sheet
        logo(sheet, LEFT, 13.3, 4.4)
        site, right = brand_line(self.frame, self.words), f"{self._title}　{self._period}"
        room = max(WIDTH / 2, WIDTH - 12 - sheet.width(site, size=8, weight=Weight.MEDIUM))
        used = sheet.text(RIGHT, 16.9, right, size=8, ink=INK_2, align=Align.RIGHT, width=room)
        sheet.text(LEFT + 5.9, 16.9, site, size=8, weight=Weight.MEDIUM, width=WIDTH - used - 9)
        sheet.rule(LEFT, 19.5, RIGHT, 19.5, width=GREY_RULE, ink=HINT)

    def _footer(self, page: int, pages: int) -> None:
        sheet = self.sheet
        sheet.rule(LEFT, 279.4, RIGHT, 279.4, width=GREY_RULE, ink=HINT)
        made = self.say("made", made=self.frame.made, software=self.frame.software)
        check = f"{self.say('check')} {self.frame.check}" if self.frame.check else ""
        sheet.text(LEFT, 283.9, made, size=8, ink=INK_2, width=66)
        sheet.text((LEFT + RIGHT) / 2, 283.9, check, size=8, weight=Weight.MEDIUM, align=Align.CENTRE, width=50)
        number = self.say("page", page=page, pages=pages)
        sheet.text(RIGHT, 283.9, number, size=8, ink=INK_2, align=Align.RIGHT, width=40)
        if pages > 1:
            self._seam()

    def _seam(self) -> None:
        """Half of the seal that is set across the edges of a fanned paper 骑缝章: 9 × 42 mm."""
        width, middle = self.sheet.size.width, 139.0
        outline = path(f"M{width} {middle - 21}h-3.4a5.6 5.6 0 0 0 -5.6 5.6v30.8a5.6 5.6 0 0 0 5.6 5.6h3.4")
        self.sheet.shape(outline, ink=HINT, line=0.5, dash=(1.6, 1.4))
        if self.words.language != "zh":
            self.sheet.turned(width - 4.6, middle, self.say("seam"), size=7.5, degrees=-90, ink=HINT)
            return
        for at, char in enumerate(self.say("seam")):
            self.sheet.text(width - 4.6, middle - 3.6 + 3.6 * at, char, size=7.5, ink=HINT, align=Align.CENTRE)


def punch_marks(sheet: Sheet) -> None:
    """Where a sheet is folded and punched, at the edge that is bound: on odd pages, since on the back of a sheet that
    is the other edge.
    """
    for mark, long in ((108.5, 4.0), (148.5, 6.0), (188.5, 4.0)):
        sheet.rule(6, mark, 6 + long, mark, ink=HINT)


def logo(sheet: Sheet, x: float, y: float, side: float, *, mono: bool = False) -> None:
    """The mark of the brand on its ground: teal, or the ink of a black and white paper."""
    sheet.box(x, y, side, side, fill=INK if mono else TEAL, radius=side * 0.25)
    sheet.icon("brand_mono", x, y, side, ink=WHITE)


def _justify(spare: float, line: str, size: float) -> float:
    """Space between characters, in em, that fills a line; none where the line is too short for it."""
    each = spare / max(1, len(line) - 1) * 72 / 25.4 / size
    return each if 0 < each < 0.12 else 0.0
