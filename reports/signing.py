"""Small boxes for one signature each, without a seal: who signs, a line, and the day."""

from __future__ import annotations

from collections.abc import Sequence

from reports.ink import INK, Align, Weight
from reports.sheet import Sheet


def signature_boxes(
    sheet: Sheet,
    x: float,
    y: float,
    width: float,
    height: float,
    titles: Sequence[str],
    sign: str,
    date: str,
    *,
    gap: float = 4.5,
) -> None:
    """Boxes beside one another, `width` mm together; `sign` and `date` are the labels in each."""
    each = (width - gap * (len(titles) - 1)) / len(titles)
    for number, title in enumerate(titles):
        left = x + number * (each + gap)
        sheet.box(left, y, each, height, ink=INK, line=0.8)
        sheet.text(left + 3.6, y + 6.0, title, size=9.5, width=each - 7)
        base = y + height - 4.2
        used = sheet.text(left + 3.6, base, sign, size=9.5, weight=Weight.MEDIUM, width=18)
        room = sheet.width(date, size=9.5) + 3.6
        sheet.rule(left + 5.4 + used, base + 1.2, left + each - room - 3.0, base + 1.2, width=0.5)
        sheet.text(left + each - 3.6, base, date, size=9.5, align=Align.RIGHT, width=room)
