"""What the canvas is told: text in runs, outlines, and colours, faces and lines only when they change.

Text and straight lines are written into the page's stream (ISO 32000-1, 9.4 and 8.5.2) and not through the canvas's own
methods, which take three times as long: a settlement has a million of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import cast

from reportlab.pdfgen.canvas import Canvas

from reports.fonts import RARE, Fonts, Glyphs, Run
from reports.ink import MM, Ink, Weight
from reports.outline import Segment

_THICKER = {Weight.REGULAR: 0.0, Weight.MEDIUM: 0.015, Weight.BOLD: 0.03}
"""The rare face has one weight: its outline is drawn this thick, in em, where the text is heavier."""


class Pen:
    """Writes on one canvas and remembers its colours; places are in points, as the canvas has them."""

    def __init__(self, canvas: Canvas, height: float, fonts: Fonts) -> None:
        self._canvas = canvas
        self._height = height
        self._fonts = fonts
        self._filled: Ink | None = None
        self._stroked: tuple[Ink, float, tuple[float, ...], bool] | None = None
        self._face: tuple[str, float] | None = None
        self._glyphs: dict[str, Glyphs] = {}
        self._add = canvas.addLiteral

    def forget(self) -> None:
        """To be called where the canvas starts afresh: a new page, a form, a saved state."""
        self._filled = None
        self._stroked = None
        self._face = None

    @contextmanager
    def moved(self, x: float, y: float, degrees: float) -> Iterator[None]:
        """The origin at `x`, `y`, turned against the clock."""
        self._canvas.saveState()
        self._canvas.translate(x, y)
        self._canvas.rotate(degrees)
        self.forget()
        yield
        self._canvas.restoreState()
        self.forget()

    def write(self, x: float, y: float, text: str, weight: Weight, size: float, ink: Ink, spacing: float = 0.0) -> None:
        """A line of text; `spacing` between characters in em."""
        self.fill(ink)
        runs = self._fonts.runs(text, weight)
        for run in runs:
            self._run(run, x, y, weight, size, spacing)
            if len(runs) > 1:
                x += self._fonts.width(run.text, weight, size) + len(run.text) * spacing * size

    def fill(self, ink: Ink) -> None:
        if self._filled != ink:
            self._add(f"{ink.red:.4g} {ink.green:.4g} {ink.blue:.4g} rg")
            self._filled = ink

    def stroke(self, ink: Ink, width: float, dash: tuple[float, ...], soft: bool = False) -> None:
        """Colour, thickness and dashes of lines; `soft` rounds ends and corners."""
        old = self._stroked
        new = (ink, round(width, 3), dash, soft)
        if old == new:
            return
        if old is None or old[0] != ink:
            self._add(f"{ink.red:.4g} {ink.green:.4g} {ink.blue:.4g} RG")
        if old is None or old[1] != new[1]:
            self._add(f"{new[1]:.3f} w")
        if old is None or old[2] != dash:
            self._canvas.setDash(list(dash))
        if old is None or old[3] != soft:
            self._canvas.setLineCap(int(soft))
            self._canvas.setLineJoin(int(soft))
        self._stroked = new

    def line(self, x1: float, y1: float, x2: float, y2: float) -> None:
        """A straight line as `stroke` said."""
        self._add(f"{x1:.3f} {y1:.3f} m {x2:.3f} {y2:.3f} l S")

    def path(self, segments: Iterable[Segment], stroke: bool, fill: bool) -> None:
        """An outline in mm from the top left."""
        path = self._canvas.beginPath()
        for segment in segments:
            p = self._points(segment.points)
            match segment.kind:
                case "M":
                    path.moveTo(p[0], p[1])
                case "L":
                    path.lineTo(p[0], p[1])
                case "C":
                    path.curveTo(p[0], p[1], p[2], p[3], p[4], p[5])
                case _:
                    path.close()
        self._canvas.drawPath(path, stroke=int(stroke), fill=int(fill))

    def _points(self, points: Sequence[float]) -> list[float]:
        return [self._height - value * MM if at % 2 else value * MM for at, value in enumerate(points)]

    def _run(self, run: Run, x: float, y: float, weight: Weight, size: float, spacing: float) -> None:
        glyphs = self._glyphs.get(run.face)
        if glyphs is None:
            glyphs = self._glyphs[run.face] = self._fonts.glyphs(run.face, self._canvas)
        thick = run.face == RARE and _THICKER[weight]
        said = []
        if run.actual:
            stands_for = run.actual.encode("utf-16-be").hex().upper()
            said.append(f"/Span <</ActualText <FEFF{stands_for}>>> BDC")
        if thick:
            self.stroke(cast(Ink, self._filled), size * _THICKER[weight], ())
        said.append(f"BT {x:.3f} {y:.3f} Td")
        if thick:
            said.append("2 Tr")
        if spacing:
            said.append(f"{spacing * size:.4g} Tc")
        for name, codes in glyphs.spelt(run.text):
            face = (name, size)
            if self._face != face:
                self._face = face
                said.append(f"{name} {size:.4g} Tf")
            said.append(f"<{codes}> Tj")
        if spacing:
            said.append("0 Tc")
        if thick:
            said.append("0 Tr")
        said.append("ET")
        if run.actual:
            said.append("EMC")
        self._add(" ".join(said))
