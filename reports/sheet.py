"""A canvas in millimetres from the top left corner of the page, with text that stays in its box.

Page sizes are whole multiples of 1/150 inch: at 150 dpi every renderer then maps a page to whole pixels,
counted from the top or from the bottom, and what is placed on that grid falls on whole pixels.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, cast

from PIL import Image
from reportlab import rl_config
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFName, PDFStream
from reportlab.pdfgen.canvas import Canvas

from desktop.core.watch import Watch, watch_now
from reports.fonts import Fonts, fonts, printable
from reports.icons import icon
from reports.ink import DRAFT, INK, MM, PX, PX_MM, Align, Ink, Weight
from reports.lines import Fitted, fit_block, fit_line, wrap
from reports.mark import mark_now
from reports.outline import Segment, rounded
from reports.pen import Pen

# Streams stay as zlib packs them: base 85 makes a file a quarter larger, and takes a tenth of its making.
rl_config.useA85 = 0

SHORT = 0.005
"""Points that a page is short of whole pixels: renderers round up, and some by a pixel too many."""
HAIR = 0.35
"""Points: the thinnest line that a cheap printer holds."""


@dataclass(frozen=True, slots=True)
class Size:
    """A page in whole units of 1/150 inch."""

    width_px: int
    height_px: int

    @property
    def width(self) -> float:
        """Millimetres."""
        return self.width_px * PX_MM

    @property
    def height(self) -> float:
        """Millimetres."""
        return self.height_px * PX_MM


A4 = Size(1240, 1754)
"""209.97 × 297.01 mm; ISO 216 allows ±2 mm."""
A3 = Size(1754, 2480)
LABEL = Size(295, 177)
"""49.95 × 29.97 mm, on a label of 50 × 30 mm."""
A5_LANDSCAPE = Size(1240, 874)
CR80 = Size(506, 319)
"""85.68 × 54.02 mm, the 1012 × 638 dots of a 300 dpi card printer (ISO/IEC 7810 ID-1: 85.60 × 53.98)."""


@dataclass(frozen=True, slots=True)
class About:
    """What the file says about itself: `language` is a BCP 47 tag, `made` `YYYY-MM-DD HH:MM` in Shanghai."""

    title: str
    subject: str
    author: str
    language: str
    made: str


class Sheet:
    """Draws on the pages of one PDF. Lengths and places are in mm from the top left, sizes of type in pt."""

    def __init__(self, size: Size, about: About, *, onto: Size | None = None) -> None:
        """With `onto` all is drawn as on a page of `size` and enlarged to a page of that size."""
        onto = onto or size
        self.size, self.scale = size, onto.height_px / size.height_px
        self.fonts: Fonts = fonts()
        self.page = 1
        self.watch: Watch = watch_now()
        self._height = size.height_px * PX - SHORT
        self._buffer = io.BytesIO()
        self._canvas = Canvas(
            self._buffer,
            pagesize=(onto.width_px * PX - SHORT, onto.height_px * PX - SHORT),
            pageCompression=1,
            invariant=1,
            lang=about.language,
            initialFontName=cast(Any, Weight.REGULAR.value),
        )
        self._canvas.setTitle(about.title)
        self._canvas.setSubject(about.subject)
        self._canvas.setAuthor(about.author)
        self._canvas.setCreator(about.author)
        digits = "".join(char for char in about.made if char.isdigit())
        if len(digits) == 12:
            self._canvas.setDateFormatter(lambda *_: f"D:{digits}00+08'00'")
        self._pen = Pen(self._canvas, self._height, self.fonts)
        self._begin_page()

    def _begin_page(self) -> None:
        """The mark lies under everything else, so large that no part of the page can be cut out without it."""
        if self.scale != 1:
            self._canvas.scale(self.scale, self.scale)
        said = mark_now()
        if not said:
            return
        width, height = self.size.width, self.size.height
        size = min(width, height) / 3.2 * 72 / 25.4 / max(2, len(said) * (1 if ord(said[0]) > 0x2E80 else 0.55))
        rows = max(1, round(height / 100))
        for row in range(rows):
            y = height * (row + 0.5) / rows
            for x in (width * 0.3, width * 0.75):
                self.turned(x, y, said, size=size, degrees=30, weight=Weight.BOLD, ink=DRAFT)

    # text

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = 10.5,
        weight: Weight = Weight.REGULAR,
        ink: Ink = INK,
        align: Align = Align.LEFT,
        spacing: float = 0.0,
        width: float | None = None,
        whole: bool = False,
    ) -> float:
        """One line with its baseline at `y`; gives its width in mm.

        `x` is the left edge, the middle or the right edge as `align` says. With `width` the line shrinks,
        and at the smallest size is elided (not if `whole`), to stay in it. `spacing` between characters is
        in em.
        """
        text = printable(text)
        long = self.fonts.width(text, weight, size, spacing)
        if width is not None and long > width * MM:
            fitted = fit_line(self.fonts, text, weight, size, width * MM, spacing, whole)
            text, size = fitted.lines[0], fitted.size
            long = self.fonts.width(text, weight, size, spacing)
        left = x * MM
        if align is not Align.LEFT:
            left -= long if align is Align.RIGHT else long / 2
        if not text:
            return 0.0
        self._pen.write(left, self._height - y * MM, text, weight, size, ink, spacing)
        return long / MM

    def width(self, text: str, *, size: float, weight: Weight = Weight.REGULAR, spacing: float = 0.0) -> float:
        """The width in mm that `text` would take."""
        return self.fonts.width(printable(text), weight, size, spacing) / MM

    def common_size(self, texts: Iterable[str], *, size: float, width: float, weight: Weight = Weight.REGULAR) -> float:
        """The size of at most `size` at which each of several labels fits `width` mm, so that they match."""
        fits = (fit_line(self.fonts, text, weight, size, width * MM).size for text in texts)
        return min(fits, default=size)

    def wrapped(
        self, text: str, *, size: float, width: float, weight: Weight = Weight.REGULAR, indent: float = 0.0
    ) -> list[str]:
        """The lines of `text` in a column of `width` mm."""
        return wrap(self.fonts, text, weight, size, width * MM, indent * MM)

    def fitted(
        self,
        text: str,
        *,
        size: float,
        width: float,
        height: float,
        weight: Weight = Weight.REGULAR,
        leading: float = 1.4,
    ) -> Fitted:
        """Lines and size at which `text` stays in a box of `width` × `height` mm."""
        return fit_block(self.fonts, text, weight, size, width * MM, height * MM, leading)

    def block(
        self,
        x: float,
        y: float,
        text: str,
        *,
        width: float,
        height: float,
        size: float = 10.5,
        weight: Weight = Weight.REGULAR,
        ink: Ink = INK,
        align: Align = Align.LEFT,
        leading: float = 1.4,
        middle: bool = False,
    ) -> float:
        """Wrapped text that stays in a box whose top left corner is `x`, `y`; gives the height used in mm.

        `middle` centres the lines between top and bottom.
        """
        fitted = self.fitted(text, size=size, width=width, height=height, weight=weight, leading=leading)
        step = fitted.size * leading / MM
        used = step * len(fitted.lines)
        top = y + (height - used) / 2 if middle else y
        at = {Align.LEFT: x, Align.CENTRE: x + width / 2, Align.RIGHT: x + width}[align]
        for number, line in enumerate(fitted.lines):
            base = top + step * number + step / 2 + 0.36 * fitted.size / MM
            self.text(at, base, line, size=fitted.size, weight=weight, ink=ink, align=align)
        return used

    def turned(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float,
        degrees: float,
        weight: Weight = Weight.REGULAR,
        ink: Ink = INK,
        spacing: float = 0.0,
    ) -> None:
        """A line centred on `x`, `y` and turned by `degrees` against the clock."""
        with self._pen.moved(x * MM, self._height - y * MM, degrees):
            half = self.fonts.width(text, weight, size, spacing) / 2
            self._pen.write(-half, -0.36 * size, printable(text), weight, size, ink, spacing)

    # shapes

    def rule(
        self,
        x1: float,
        y1: float,
        x2: float,
        y2: float,
        *,
        width: float = HAIR,
        ink: Ink = INK,
        dash: tuple[float, ...] = (),
    ) -> None:
        """A straight line `width` points thick; `dash` in points."""
        self._pen.stroke(ink, width, dash)
        self._pen.line(x1 * MM, self._height - y1 * MM, x2 * MM, self._height - y2 * MM)

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: Ink | None = None,
        ink: Ink | None = None,
        line: float = HAIR,
        dash: tuple[float, ...] = (),
        radius: float = 0.0,
    ) -> None:
        """A rectangle with fill, edge (`ink`, `line` points) or both; `radius` in mm."""
        if fill:
            self._pen.fill(fill)
        if ink:
            self._pen.stroke(ink, line, dash)
        if radius:
            self._pen.path(rounded(x, y, width, height, radius), bool(ink), bool(fill))
            return
        self._canvas.rect(
            x * MM,
            self._height - (y + height) * MM,
            width * MM,
            height * MM,
            stroke=int(ink is not None),
            fill=int(fill is not None),
        )

    def round(
        self,
        x: float,
        y: float,
        radius: float,
        *,
        fill: Ink | None = None,
        ink: Ink | None = None,
        line: float = HAIR,
        dash: tuple[float, ...] = (),
    ) -> None:
        """A circle around `x`, `y`."""
        if fill:
            self._pen.fill(fill)
        if ink:
            self._pen.stroke(ink, line, dash)
        self._canvas.circle(
            x * MM,
            self._height - y * MM,
            radius * MM,
            stroke=int(ink is not None),
            fill=int(fill is not None),
        )

    def shape(
        self,
        segments: Iterable[Segment],
        *,
        fill: Ink | None = None,
        ink: Ink | None = None,
        line: float = HAIR,
        dash: tuple[float, ...] = (),
    ) -> None:
        """An outline in mm from the top left."""
        if fill:
            self._pen.fill(fill)
        if ink:
            self._pen.stroke(ink, line, dash)
        self._pen.path(segments, bool(ink), bool(fill))

    def icon(self, name: str, x: float, y: float, side: float, *, ink: Ink = INK, bold: float = 1.0) -> None:
        """A line icon in a square of `side` mm; `bold` multiplies its strokes."""
        drawing = icon(name)
        scale = side / drawing.grid
        for stroke in drawing.strokes:
            self._pen.stroke(ink, stroke.width * scale * MM * bold, (), soft=True)
            moved = [
                Segment(s.kind, tuple(v * scale + (y if at % 2 else x) for at, v in enumerate(s.points)))
                for s in stroke.segments
            ]
            self._pen.path(moved, True, False)

    def cells(self, cells: Iterable[tuple[int, int, int, int]], ink: Ink) -> None:
        """Many filled rectangles at once: x, y, width, height in 1/150 inch of the paper from the top left.

        Each is drawn a hundredth of a pixel short of its edges, since a renderer may paint every pixel
        that a shape so much as touches (ISO 32000-1, 10.6.5).
        """
        self._pen.fill(ink)
        pixel = PX / self.scale
        drawn = "\n".join(f"{x}.01 {y}.01 {w - 1}.98 {h - 1}.98 re" for x, y, w, h in cells)
        self._canvas.addLiteral(f"q {pixel} 0 0 {-pixel} 0 {self._height:.3f} cm\n{drawn}\nf Q")

    def picture(self, jpeg: bytes, x: float, y: float, width: float, height: float) -> bool:
        """A picture, whole and centred in its box; false (and nothing drawn) if the bytes are no picture."""
        try:
            with Image.open(io.BytesIO(jpeg)) as image:
                image.load()
                wide, high = image.size
            reader = ImageReader(io.BytesIO(jpeg))
        except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
            return False
        scale = min(width / wide, height / high)
        w, h = wide * scale, high * scale
        left, top = x + (width - w) / 2, y + (height - h) / 2
        self._canvas.drawImage(reader, left * MM, self._height - (top + h) * MM, w * MM, h * MM)
        return True

    # pages

    def bookmark(self, title: str, level: int, y: float) -> None:
        """An entry of the outline that leads to `y` on this page."""
        key = f"b{self.page}-{round(y * 100)}-{level}"
        self._canvas.bookmarkHorizontalAbsolute(key, self._height - max(0.0, y) * MM)
        self._canvas.addOutlineEntry(printable(title), key, level, closed=False)
        self._canvas.showOutline()

    def later(self, name: str) -> None:
        """Leaves a place on this page for what `fill_in` draws under the same name, once all is known."""
        self._canvas.doForm(name)

    @contextmanager
    def fill_in(self, name: str) -> Iterator[None]:
        """Draws what `later` left a place for; in page coordinates."""
        self.watch.check()
        self._pen.forget()
        self._canvas.beginForm(name)
        yield
        self._canvas.endForm()
        self._pen.forget()

    def next_page(self) -> None:
        self.watch.check()
        self._close_page()
        self._pen.forget()
        self.page += 1
        self._begin_page()

    def finish(self) -> bytes:
        with self.fonts.lock:
            self._close_page()
            self._canvas.save()
        return self._buffer.getvalue()

    def _close_page(self) -> None:
        """Packs it at once: hundreds of pages as they were written take more room than all else."""
        self._canvas.showPage()
        page = cast(Any, self._canvas)._doc.Pages.pages[-1]
        how = PDFDictionary({"Filter": PDFName("FlateDecode")})
        page.Contents, page.stream = PDFStream(how, zlib.compress(page.stream.encode())), None
