"""A bar chart of whole numbers: bars that hold in black and white, the value on each."""

from __future__ import annotations

from collections.abc import Sequence

from reports.ink import HINT, INK, INK_2, LINE, MM, TEAL, Align, Weight
from reports.sheet import Sheet

LABEL = 7.0
"""Points; the only size under 8 that a paper may use."""


def ceiling(value: int) -> int:
    """The end of the scale: a round number divisible by four, at least 4."""
    step = 1
    while True:
        for factor in (1, 2, 5):
            if step * factor * 4 >= value:
                return step * factor * 4
        step *= 10


def bars(
    sheet: Sheet,
    x: float,
    y: float,
    width: float,
    height: float,
    labels: Sequence[str],
    values: Sequence[int],
) -> None:
    """Bars from a base line at `y` + `height` − 5 mm, in a box of `width` × `height` mm."""
    top, base = y + 4.0, y + height - 5.0
    scale = ceiling(max(values, default=0))
    left = x + 7.0
    for quarter in range(5):
        level = base - (base - top) * quarter / 4
        if quarter:
            sheet.rule(left, level, x + width, level, ink=LINE)
        label = str(scale * quarter // 4)
        sheet.text(left - 1.2, level + 0.9, label, size=LABEL, ink=INK_2, align=Align.RIGHT)
    each = (x + width - left) / max(1, len(values))
    bar = min(each * 0.72, 7.0)
    for at, (label, value) in enumerate(zip(labels, values, strict=True)):
        middle = left + each * (at + 0.5)
        high = (base - top) * value / scale
        if value:
            sheet.box(middle - bar / 2, base - high, bar, high, fill=TEAL, ink=INK, line=0.4)
            sheet.text(middle, base - high - 0.9, str(value), size=LABEL, weight=Weight.MEDIUM, align=Align.CENTRE)
        sheet.text(middle, base + 3.4, label, size=LABEL, ink=INK_2, align=Align.CENTRE, width=each + LABEL / MM)
    sheet.rule(left, base, x + width, base, width=0.8, ink=INK if any(values) else HINT)
