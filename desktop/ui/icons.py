"""Line icons from SVG files, tinted and scaled. A file says `currentColor` where the tint goes.

Small ones are kept as they were drawn: a list that is scrolled draws some thirty in a frame, and an SVG costs half a
millisecond each time.
"""

from __future__ import annotations

from functools import cache
from math import ceil, floor
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF
from PySide6.QtGui import QColor, QPainter, QPixmap, QTransform
from PySide6.QtSvg import QSvgRenderer

# Icons that are kept, and up to which size, px.
KEPT_MOST, KEPT_SIZE = 600, 64


class Icons:
    """Draws the icons of a folder; each is parsed once a tint."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._sources: dict[str, str] = {}
        self._renderers: dict[tuple[str, str, float], QSvgRenderer] = {}
        self._drawn: dict[tuple[str, str, float, float, float, float, float], QPixmap] = {}

    def draw(self, painter: QPainter, name: str, box: QRectF, color: str = "#000000", stroke: float = 1.8) -> None:
        """Draws `name` (`today`, `items/microwave`) into a box. Raises FileNotFoundError."""
        renderer = self._renderer(name, color, stroke)
        if max(box.width(), box.height()) > KEPT_SIZE or not _only_moved(painter):
            renderer.render(painter, box)
            return
        left, top = floor(box.left()), floor(box.top())
        # where it falls between pixels belongs to the picture
        place = (box.left() - left, box.top() - top, box.width(), box.height())
        key = (name, color, stroke, *place)
        if key not in self._drawn:
            if len(self._drawn) >= KEPT_MOST:
                self._drawn.clear()
            self._drawn[key] = _drawn(renderer, box.translated(-left, -top))
        painter.drawPixmap(left, top, self._drawn[key])

    def fill(self, painter: QPainter, name: str, box: QRectF, swap: tuple[tuple[str, str], ...]) -> None:
        """Draws a picture of several colours, some of them swapped for those of the theme."""
        key = (name, repr(swap), 0.0)
        if key not in self._renderers:
            source = self._source(name)
            for old, new in swap:
                source = source.replace(old, new)
            self._renderers[key] = QSvgRenderer(QByteArray(source.encode()))
        self._renderers[key].render(painter, box)

    def _renderer(self, name: str, color: str, stroke: float) -> QSvgRenderer:
        key = (name, color, stroke)
        if key not in self._renderers:
            source = self._source(name).replace("currentColor", color)
            if stroke != 1.8:
                source = source.replace('stroke-width="1.8"', f'stroke-width="{stroke}"')
            self._renderers[key] = QSvgRenderer(QByteArray(source.encode()))
        return self._renderers[key]

    def _source(self, name: str) -> str:
        if name not in self._sources:
            self._sources[name] = (self._folder / f"{name}.svg").read_text(encoding="utf-8")
        return self._sources[name]


def _only_moved(painter: QPainter) -> bool:
    """Whether a pixel of a picture is a pixel of what is painted on."""
    return painter.deviceTransform().type() in _moved()


@cache
def _moved() -> tuple[QTransform.TransformationType, ...]:
    """Looked up when it is first needed: making an enumeration of Qt's costs more than painting the first page."""
    kinds = QTransform.TransformationType
    return kinds.TxNone, kinds.TxTranslate


def _drawn(renderer: QSvgRenderer, box: QRectF) -> QPixmap:
    made = QPixmap(ceil(box.right()) + 1, ceil(box.bottom()) + 1)
    made.fill(QColor(0, 0, 0, 0))
    painter = QPainter(made)
    renderer.render(painter, box)
    painter.end()
    return made
