"""The line icons of the desk, read from `resources/icons/` as outlines on their own grid."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass, field
from functools import cache

from desktop.core.visitor_pages import ITEM_ICONS
from reports.outline import Segment, circle, path, rounded
from resources import read_text

OF_ITEM = {**ITEM_ICONS, "tables_and_chairs": "table", "site": "home"}
"""The icon of each item of the standard; the desk's services share them."""

_TABLE = '<svg viewBox="0 0 24 24"><path d="M2 9h12M3.6 9v10M12.4 9v10M17 4v15M17 13.4h4.6V19"/></svg>'


@dataclass(frozen=True, slots=True)
class Stroke:
    segments: tuple[Segment, ...]
    width: float


@dataclass(frozen=True, slots=True)
class Icon:
    """Strokes on a square grid of `grid` units; a stroke's width is in the same units."""

    grid: float
    strokes: tuple[Stroke, ...]


@cache
def icon(name: str) -> Icon:
    """The icon `resources/icons/{name}.svg`; an unknown name raises `FileNotFoundError`."""
    text = _TABLE if name == "table" else read_text("icons", f"{name}.svg")
    root = ElementTree.fromstring(text)
    grid = float(root.attrib["viewBox"].split()[2])
    reader = _Reader()
    reader.walk(root, 1.0, 0.0, 0.0, float(root.attrib.get("stroke-width", "1.8")))
    return Icon(grid, tuple(reader.strokes))


@dataclass
class _Reader:
    """Walks an SVG tree; a group may move and scale (uniformly), a background rectangle is left out."""

    strokes: list[Stroke] = field(default_factory=list)

    def walk(self, node: ElementTree.Element, scale: float, x: float, y: float, width: float) -> None:
        for name, values in re.findall(r"(translate|scale)\(([^)]*)\)", node.attrib.get("transform", "")):
            numbers = [float(value) for value in values.replace(",", " ").split()]
            if name == "scale":
                scale *= numbers[0]
            else:
                x, y = x + scale * numbers[0], y + scale * numbers[1]
        width = float(node.attrib.get("stroke-width", width))
        segments = self._shape(node)
        if segments and node.attrib.get("fill", "none") in ("none", "currentColor"):
            moved = tuple(_moved(segment, scale, x, y) for segment in segments)
            self.strokes.append(Stroke(moved, width * scale))
        for child in node:
            self.walk(child, scale, x, y, width)

    @staticmethod
    def _shape(node: ElementTree.Element) -> list[Segment]:
        def number(name: str) -> float:
            return float(node.attrib.get(name, "0"))

        match node.tag.rpartition("}")[2]:
            case "path":
                return path(node.attrib["d"])
            case "circle":
                return circle(number("cx"), number("cy"), number("r"))
            case "rect":
                return rounded(number("x"), number("y"), number("width"), number("height"), number("rx"))
            case "line":
                return path(f"M{number('x1')} {number('y1')}L{number('x2')} {number('y2')}")
            case "polyline":
                return path("M" + node.attrib["points"])
        return []


def _moved(segment: Segment, scale: float, x: float, y: float) -> Segment:
    points = (value * scale + (y if at % 2 else x) for at, value in enumerate(segment.points))
    return Segment(segment.kind, tuple(points))
