"""Form tables: boxes of label and value, all lines drawn, as on a form that is filled in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reports.ink import FAINT, INK, INK_2, Weight
from reports.sheet import Sheet

INNER = 0.5
OUTER = 0.8
UNDER = 4.6
"""Millimetres for the note under a value."""
AIR = 1.8
"""Millimetres that stay free above and below a value, together."""


@dataclass(frozen=True, slots=True)
class Field:
    """A label cell and its value; `share` is the part of the row that both take, sizes are in points.

    `note` stands smaller under the value.
    """

    label: str
    value: str
    share: float = 1.0
    size: float = 10.0
    weight: Weight = Weight.REGULAR
    note: str = ""


def form(
    sheet: Sheet,
    x: float,
    y: float,
    width: float,
    rows: Sequence[tuple[float, Sequence[Field]]],
    *,
    label: float = 26.0,
    label_size: float = 9.5,
) -> float:
    """Draws rows of (height in mm, fields) at `x`, `y`; gives the whole height in mm.

    Values wrap and shrink to stay in their cells; `label` is the width of a label cell.
    """
    top = y
    for number, (height, fields) in enumerate(rows):
        left = x
        total = sum(field.share for field in fields)
        for at, field in enumerate(fields):
            wide = width * field.share / total
            _field(sheet, field, (left, y, wide, height), label, label_size)
            sheet.rule(left + label, y, left + label, y + height, width=INNER)
            if at:
                sheet.rule(left, y, left, y + height, width=INNER)
            left += wide
        if number:
            sheet.rule(x, y, x + width, y, width=INNER)
        y += height
    sheet.box(x, top, width, y - top, ink=INK, line=OUTER)
    return y - top


def _field(
    sheet: Sheet, field: Field, place: tuple[float, float, float, float], label: float, label_size: float
) -> None:
    """A label cell and its value at left, top, width and height, mm."""
    left, y, wide, height = place
    sheet.box(left, y, label, height, fill=FAINT)
    sheet.block(
        left + 2,
        y,
        field.label,
        width=label - 3,
        height=height,
        size=label_size,
        weight=Weight.MEDIUM,
        middle=True,
        leading=1.2,
    )
    part = height - UNDER if field.note else height
    sheet.block(
        left + label + 2.4,
        y + AIR / 2,
        field.value,
        width=wide - label - 4,
        height=part - AIR,
        size=field.size,
        weight=field.weight,
        middle=True,
        leading=1.25,
    )
    if field.note:
        sheet.block(
            left + label + 2.4,
            y + part - AIR / 2,
            field.note,
            width=wide - label - 4,
            height=height - part - AIR / 2,
            size=field.size - 2,
            ink=INK_2,
            leading=1.2,
        )
