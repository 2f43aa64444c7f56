"""Charts of a month: visits by day, weekday by hour, the way of slips, and the standard by day.

They hold in black and white: weekdays are filled and days off outlined, every bar and cell has its figure, a day's
state has a sign. Lengths in mm.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from desktop.core.month_papers import ItemDays, SlipsMonth
from reports.bars import LABEL, ceiling
from reports.ink import DAY_OFF, HEAT, HINT, INK, INK_2, LINE, TEAL, WHITE, WRONG, Align, Ink, Weight
from reports.outline import path
from reports.page import LEFT, RIGHT, Paper
from reports.sheet import Sheet

DAYS_HEIGHT, HEAT_ROW, ITEM_ROW = 38.0, 5.4, 5.4
SMALL = 6.6


@dataclass(frozen=True, slots=True)
class DayBar:
    """A day of the month: `count` None while it is to come, and before the first record."""

    label: str
    weekday: str
    count: int | None
    off: bool


def day_bars(sheet: Sheet, y: float, days: Sequence[DayBar], average: int | None) -> None:
    """Bars in a box of `DAYS_HEIGHT`; `average` in tenths is a dashed line."""
    top, base, left = y + 4.0, y + DAYS_HEIGHT - 8.0, LEFT + 8.0
    scale = ceiling(max((day.count or 0 for day in days), default=0))
    for quarter in range(5):
        level = base - (base - top) * quarter / 4
        if quarter:
            sheet.rule(left, level, RIGHT, level, ink=LINE)
        label = f"{scale * quarter // 4:,}"
        sheet.text(left - 1.2, level + 0.9, label, size=LABEL, ink=INK_2, align=Align.RIGHT, width=7)
    each = (RIGHT - left) / max(1, len(days))
    bar = each * 0.72
    if average:
        level = base - (base - top) * average / 10 / scale
        sheet.rule(left, level, RIGHT, level, width=0.7, dash=(2.4, 1.8))
    size = sheet.common_size((f"{day.count:,}" for day in days if day.count), size=LABEL, width=each - 0.2)
    for at, day in enumerate(days):
        middle = left + each * (at + 0.5)
        if day.count:
            high = (base - top) * day.count / scale
            fill = WHITE if day.off else TEAL
            sheet.box(middle - bar / 2, base - high, bar, high, fill=fill, ink=TEAL, line=0.8)
            shown = f"{day.count:,}"
            wide = sheet.width(shown, size=size)
            sheet.box(middle - wide / 2 - 0.1, base - high - 3.1, wide + 0.2, 2.6, fill=WHITE)
            sheet.text(middle, base - high - 0.9, shown, size=size, align=Align.CENTRE)
        elif day.count == 0:
            sheet.text(middle, base - 0.9, "0", size=LABEL, ink=INK_2, align=Align.CENTRE)
        weight = Weight.BOLD if day.off else Weight.REGULAR
        sheet.text(middle, base + 3.2, day.label, size=SMALL, ink=INK, weight=weight, align=Align.CENTRE)
        sheet.text(middle, base + 6.2, day.weekday, size=SMALL, ink=INK_2, weight=weight, align=Align.CENTRE,
                   width=each - 0.2)  # fmt: skip
    sheet.rule(left, base, RIGHT, base, width=0.8)


def heat_bounds(most: int) -> tuple[int, ...]:
    """The least count of each step above nothing's: four even parts of a round end, at least 1 apart."""
    step = max(1, -(-ceiling(most) // 5)) if most else 1
    return tuple(step * part for part in range(1, 5))


def heat_map(drawn: Paper, hours: Sequence[Sequence[int]], weekdays: Sequence[str], first: int, last: int) -> None:
    """Weekday by hour from `first` to `last` (both shown), sums right and below, at the paper's `y`."""
    sheet, left, right = drawn.sheet, LEFT + 12.0, RIGHT - 14.0
    each = (right - left) / (last - first + 1)
    bounds = heat_bounds(max(max(row) for row in hours))
    size = sheet.common_size(
        (f"{count:,}" for row in hours for count in row), size=8.0, width=each - 0.4, weight=Weight.BOLD
    )
    y = drawn.y
    for hour in range(first, last + 1):
        label = drawn.say("monthly.hour", hour=hour)
        sheet.text(left + each * (hour - first + 0.5), y + 3.4, label, size=LABEL, ink=INK_2, align=Align.CENTRE,
                   width=each - 0.2)  # fmt: skip
    sheet.text(RIGHT, y + 3.4, drawn.say("total"), size=8, ink=INK_2, align=Align.RIGHT, width=13)
    y += 4.8
    for row, weekday in zip(hours, weekdays, strict=True):
        base = y + HEAT_ROW / 2 + 1.0
        sheet.text(left - 2.0, base, weekday, size=8.0, align=Align.RIGHT, width=10)
        for hour in range(first, last + 1):
            step = sum(row[hour] >= bound for bound in bounds)
            x = left + each * (hour - first)
            sheet.box(x, y, each, HEAT_ROW, fill=HEAT[step], ink=LINE)
            dark = step == len(HEAT) - 1
            sheet.text(x + each / 2, base, f"{row[hour]:,}", size=size, align=Align.CENTRE,
                       weight=Weight.BOLD if dark else Weight.REGULAR, ink=WHITE if dark else INK)  # fmt: skip
        sheet.text(RIGHT, base, f"{sum(row):,}", size=8.5, weight=Weight.MEDIUM, align=Align.RIGHT, width=13)
        y += HEAT_ROW
    sheet.rule(LEFT, y, RIGHT, y, width=0.6)
    sheet.text(left - 2.0, y + 4.2, drawn.say("total"), size=8, weight=Weight.MEDIUM, align=Align.RIGHT, width=10)
    sums = [sum(row[hour] for row in hours) for hour in range(24)]
    less = sheet.common_size((f"{count:,}" for count in sums), size=8.5, width=each - 0.4)
    for hour in range(first, last + 1):
        sheet.text(left + each * (hour - first + 0.5), y + 4.2, f"{sums[hour]:,}", size=less, align=Align.CENTRE)
    whole = f"{sum(sums):,}"
    sheet.text(RIGHT, y + 4.2, whole, size=8.5, weight=Weight.BOLD, align=Align.RIGHT, width=13)
    drawn.y = y + 6.6


def heat_height() -> float:
    return 4.8 + 7 * HEAT_ROW + 6.6


def funnel(drawn: Paper, slips: SlipsMonth, labels: Sequence[str], notes: Sequence[str]) -> None:
    """Four bars to scale, each with its count and its share of the first; notes at their right."""
    sheet, left, widest = drawn.sheet, LEFT + 20.0, 86.0
    unit = drawn.words.say("figures.unit.slips") if drawn.words.language == "zh" else ""
    counts = (slips.issued, slips.booked, slips.attended, slips.closed)
    for at, (count, label, note) in enumerate(zip(counts, labels, notes, strict=True)):
        y = drawn.y + at * 7.8
        long = widest * count / slips.issued if slips.issued else 0.0
        sheet.text(LEFT, y + 3.9, label, size=9, width=19)
        sheet.box(left, y, widest, 5.6, ink=LINE)
        if long:
            sheet.box(left, y, long, 5.6, fill=TEAL)
        share = drawn.say("monthly.share", percent=tenths(count, slips.issued)) if slips.issued else ""
        said = f"{count:,}{unit}　{share}".rstrip()
        wide = sheet.width(said, size=9, weight=Weight.BOLD)
        inside = long > wide + 3
        sheet.text(left + 2 if inside else left + long + 1.6, y + 4.0, said, size=9, weight=Weight.BOLD,
                   ink=WHITE if inside else INK)  # fmt: skip
        sheet.block(left + widest + 4, y - 1.0, note, width=RIGHT - left - widest - 4, height=7.6, size=8, ink=INK_2,
                    leading=1.2, middle=True)  # fmt: skip
    drawn.y += 4 * 7.8


def tenths(part: int, whole: int) -> str:
    """A share in percent with one decimal, rounded half up; `whole` above 0."""
    thousandths = (2000 * part + whole) // (2 * whole)
    return f"{thousandths // 10}.{thousandths % 10}"


def standard_days(
    drawn: Paper, items: Sequence[ItemDays], days: Sequence[str], weekdays: Sequence[str], off: frozenset[str]
) -> None:
    """Eight rows by the days of a month, each with the days on which it was good of those looked at."""
    sheet, left, right = drawn.sheet, LEFT + 31.0, RIGHT - 17.0
    each = (right - left) / max(1, len(days))
    top = drawn.y
    high = 6.4 + ITEM_ROW * len(items)
    for at, day in enumerate(days):
        x = left + each * at
        if day in off:
            sheet.box(x, top, each, high, fill=DAY_OFF)
        middle = x + each / 2
        sheet.text(middle, top + 2.6, str(int(day[8:])), size=SMALL, align=Align.CENTRE)
        label = weekdays[date.fromisoformat(day).weekday()]
        sheet.text(middle, top + 5.4, label, size=SMALL, ink=INK_2, align=Align.CENTRE, width=each - 0.2)
    sheet.text(RIGHT, top + 5.4, drawn.say("monthly.good_days"), size=8, ink=INK_2, align=Align.RIGHT, width=16.5)
    y = top + 6.4
    sheet.rule(LEFT, y, RIGHT, y, width=0.6)
    for number, item in enumerate(items, 1):
        base = y + ITEM_ROW / 2 + 1.1
        sheet.text(LEFT, base, str(number) if item.item != "site" else "+", size=8.5, ink=INK_2)
        sheet.text(LEFT + 4.4, base, item.title, size=8.5, width=26.0)
        for at, state in enumerate(item.cells):
            sign(sheet, left + each * (at + 0.5), y + ITEM_ROW / 2, state)
        said = f"{item.good} / {item.seen}" if item.seen else drawn.say("nil")
        sheet.text(RIGHT, base, said, size=8.5, align=Align.RIGHT, width=16)
        y += ITEM_ROW
        sheet.rule(LEFT, y, RIGHT, y, ink=LINE)
    drawn.y = y


def sign(sheet: Sheet, x: float, y: float, state: str) -> None:
    """What an item was on a day, around `x`, `y`: each state by its shape, none by its colour alone."""
    if state == "pass":
        sheet.round(x, y, 0.9, fill=TEAL)
    elif state == "mended":
        sheet.shape(path(f"M{x} {y - 1.5}l1.75 3.0h-3.5z"), fill=WHITE, ink=INK, line=0.8)
    elif state in ("fail", "expired"):
        sheet.box(x - 1.7, y - 1.7, 3.4, 3.4, fill=WRONG, ink=INK, line=0.5)
        for turn in (1, -1):
            sheet.rule(x - 0.85, y - 0.85 * turn, x + 0.85, y + 0.85 * turn, width=1.1, ink=WHITE)
    elif state == "soon":
        sheet.round(x, y, 1.1, fill=WHITE, ink=INK, line=0.8)
        sheet.round(x, y, 0.35, fill=INK)
    elif state == "na":
        sheet.rule(x - 0.7, y + 1.0, x + 0.7, y - 1.0, width=0.7, ink=INK_2)
    elif state in ("none", "today"):
        sheet.rule(x - 0.9, y, x + 0.9, y, width=0.8, ink=INK_2)
    # before the first inspection, and on days to come, there is nothing to show


def swatch(sheet: Sheet, x: float, y: float, fill: Ink | None, text: str, edge: Ink = HINT) -> float:
    """A small box of a legend with its text; gives the width taken."""
    sheet.box(x, y - 2.5, 2.8, 2.8, fill=fill, ink=edge, line=0.6)
    return 3.8 + sheet.text(x + 3.8, y, text, size=8, ink=INK_2) + 3.0
