"""What the canvas is told: text in runs, outlines, and colours and lines only when they change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import cast

from reportlab.pdfgen.canvas import Canvas

from reports.fonts import RARE, Fonts, Run
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

    def forget(self) -> None:
        """To be called where the canvas starts afresh: a new page, a form, a saved state."""
        self._filled = None
        self._stroked = None

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
        for run in self._fonts.runs(text, weight):
            self._run(run, x, y, weight, size, spacing)
            x += self._fonts.width(run.text, weight, size) + len(run.text) * spacing * size

    def fill(self, ink: Ink) -> None:
        if self._filled != ink:
            self._canvas.setFillColorRGB(ink.red, ink.green, ink.blue)
            self._filled = ink

    def stroke(self, ink: Ink, width: float, dash: tuple[float, ...], soft: bool = False) -> None:
        """Colour, thickness and dashes of lines; `soft` rounds ends and corners."""
        old = self._stroked
        new = (ink, round(width, 3), dash, soft)
        if old == new:
            return
        if old is None or old[0] != ink:
            self._canvas.setStrokeColorRGB(ink.red, ink.green, ink.blue)
        if old is None or old[1] != new[1]:
            self._canvas.setLineWidth(new[1])
        if old is None or old[2] != dash:
            self._canvas.setDash(list(dash))
        if old is None or old[3] != soft:
            self._canvas.setLineCap(int(soft))
            self._canvas.setLineJoin(int(soft))
        self._stroked = new

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
        canvas = self._canvas
        canvas.setFont(run.face, size)
        if run.actual:
            stands_for = run.actual.encode("utf-16-be").hex().upper()
            canvas.addLiteral(f"/Span <</ActualText <FEFF{stands_for}>>> BDC")
        if run.face == RARE and _THICKER[weight]:
            self.stroke(cast(Ink, self._filled), size * _THICKER[weight], ())
            canvas.drawString(x, y, run.text, mode=2, charSpace=spacing * size)
        else:
            canvas.drawString(x, y, run.text, charSpace=spacing * size)
        if run.actual:
            canvas.addLiteral("EMC")
