"""SVG outlines as straight lines and Bézier curves, the only two kinds that a PDF path has.

The grammar is that of SVG 1.1, 8.3 (commands M L H V C S Z A, absolute and relative); arcs are turned into
cubic curves as in its appendix F.6.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

_NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_COMMAND = re.compile(r"([MmLlHhVvCcSsZzAa])([^A-DF-Za-df-z]*)")
_NUMBERS = re.compile(_NUMBER)
_ARC = re.compile(
    rf"[\s,]*({_NUMBER})[\s,]*({_NUMBER})[\s,]*({_NUMBER})[\s,]*([01])[\s,]*([01])[\s,]*({_NUMBER})[\s,]*({_NUMBER})"
)
_STEP = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "A": 7}
_CIRCLE = 0.5522847498


@dataclass(frozen=True, slots=True)
class Segment:
    """`kind` is M, L, C or Z; `points` are x, y one after another."""

    kind: str
    points: tuple[float, ...] = ()


def path(data: str) -> list[Segment]:
    """The segments of an SVG path's `d`."""
    pen = _Pen()
    for letter, rest in _COMMAND.findall(data):
        if letter in "Zz":
            pen.close()
            continue
        values = _arguments(letter, rest)
        step = _STEP[letter.upper()]
        for at in range(0, len(values), step):
            kind = {"M": "L", "m": "l"}.get(letter, letter) if at else letter
            pen.draw(kind, values[at : at + step])
    return pen.segments


def rounded(x: float, y: float, width: float, height: float, radius: float) -> list[Segment]:
    """A rectangle with round corners."""
    if radius <= 0:
        return path(f"M{x} {y}h{width}v{height}h{-width}z")
    r = min(radius, width / 2, height / 2)
    w, h = width - 2 * r, height - 2 * r
    return path(
        f"M{x + r} {y}h{w}a{r} {r} 0 0 1 {r} {r}v{h}a{r} {r} 0 0 1 {-r} {r}"
        f"h{-w}a{r} {r} 0 0 1 {-r} {-r}v{-h}a{r} {r} 0 0 1 {r} {-r}z"
    )


def circle(cx: float, cy: float, r: float) -> list[Segment]:
    k = r * _CIRCLE
    return [
        Segment("M", (cx + r, cy)),
        Segment("C", (cx + r, cy + k, cx + k, cy + r, cx, cy + r)),
        Segment("C", (cx - k, cy + r, cx - r, cy + k, cx - r, cy)),
        Segment("C", (cx - r, cy - k, cx - k, cy - r, cx, cy - r)),
        Segment("C", (cx + k, cy - r, cx + r, cy - k, cx + r, cy)),
        Segment("Z"),
    ]


def _arguments(letter: str, rest: str) -> list[float]:
    if letter in "Aa":
        return [float(value) for match in _ARC.findall(rest) for value in match]
    return [float(value) for value in _NUMBERS.findall(rest)]


class _Pen:
    def __init__(self) -> None:
        self.segments: list[Segment] = []
        self._x = self._y = self._start_x = self._start_y = 0.0
        self._control: tuple[float, float] | None = None

    def close(self) -> None:
        self.segments.append(Segment("Z"))
        self._x, self._y, self._control = self._start_x, self._start_y, None

    def draw(self, letter: str, values: list[float]) -> None:
        kind = letter.upper()
        if letter.islower():
            values = self._absolute(kind, values)
        control = None
        if kind in "HV":
            values = [values[0], self._y] if kind == "H" else [self._x, values[0]]
            kind = "L"
        if kind == "S":
            first = self._mirrored()
            values, kind = [*first, *values], "C"
        if kind == "A":
            self.segments += _arc(self._x, self._y, values)
        else:
            self.segments.append(Segment(kind, tuple(values)))
        if kind == "C":
            control = (values[2], values[3])
        self._x, self._y, self._control = values[-2], values[-1], control
        if kind == "M":
            self._start_x, self._start_y = self._x, self._y

    def _absolute(self, kind: str, values: list[float]) -> list[float]:
        if kind == "H":
            return [values[0] + self._x]
        if kind == "V":
            return [values[0] + self._y]
        if kind == "A":
            return [*values[:5], values[5] + self._x, values[6] + self._y]
        return [value + (self._y if at % 2 else self._x) for at, value in enumerate(values)]

    def _mirrored(self) -> tuple[float, float]:
        if self._control is None:
            return self._x, self._y
        return 2 * self._x - self._control[0], 2 * self._y - self._control[1]


def _arc(x1: float, y1: float, values: list[float]) -> list[Segment]:
    rx, ry, turn, large, sweep, x2, y2 = values
    if not rx or not ry or (x1, y1) == (x2, y2):
        return [Segment("L", (x2, y2))]
    phi = math.radians(turn)
    cos, sin = math.cos(phi), math.sin(phi)
    dx, dy = (x1 - x2) / 2, (y1 - y2) / 2
    px, py = cos * dx + sin * dy, cos * dy - sin * dx
    scale = math.sqrt(max(1.0, (px / rx) ** 2 + (py / ry) ** 2))
    rx, ry = abs(rx) * scale, abs(ry) * scale
    below = (rx * py) ** 2 + (ry * px) ** 2
    root = math.sqrt(max(0.0, ((rx * ry) ** 2 - below) / below))
    if bool(large) == bool(sweep):
        root = -root
    qx, qy = root * rx * py / ry, -root * ry * px / rx
    cx, cy = cos * qx - sin * qy + (x1 + x2) / 2, sin * qx + cos * qy + (y1 + y2) / 2
    begin = math.atan2((py - qy) / ry, (px - qx) / rx)
    end = math.atan2((-py - qy) / ry, (-px - qx) / rx)
    if sweep and end < begin:
        end += 2 * math.pi
    if not sweep and end > begin:
        end -= 2 * math.pi
    parts = max(1, math.ceil(abs(end - begin) / (math.pi / 2) - 1e-9))
    step = (end - begin) / parts
    k = 4 / 3 * math.tan(step / 4)

    def place(u: float, v: float) -> tuple[float, float]:
        return cx + cos * rx * u - sin * ry * v, cy + sin * rx * u + cos * ry * v

    segments = []
    for part in range(parts):
        a, b = begin + part * step, begin + (part + 1) * step
        first = place(math.cos(a) - k * math.sin(a), math.sin(a) + k * math.cos(a))
        second = place(math.cos(b) + k * math.sin(b), math.sin(b) - k * math.cos(b))
        segments.append(Segment("C", (*first, *second, *place(math.cos(b), math.sin(b)))))
    return segments


def placed(segment: Segment, scale: float, x: float, y: float) -> Segment:
    """A segment of a drawing made larger by `scale`, its origin at x, y."""
    return Segment(segment.kind, tuple(v * scale + (y if at % 2 else x) for at, v in enumerate(segment.points)))
