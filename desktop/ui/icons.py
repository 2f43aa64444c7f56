"""Line icons from SVG files, tinted and scaled. A file says `currentColor` where the tint goes."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtSvg import QSvgRenderer


class Icons:
    """Draws the icons of a folder; each is parsed once a tint."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._sources: dict[str, str] = {}
        self._renderers: dict[tuple[str, str, float], QSvgRenderer] = {}

    def draw(self, painter: QPainter, name: str, box: QRectF, color: str = "#000000", stroke: float = 1.8) -> None:
        """Draws `name` (`today`, `items/microwave`) into a box. Raises FileNotFoundError."""
        self._renderer(name, color, stroke).render(painter, box)

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
