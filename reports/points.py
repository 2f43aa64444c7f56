"""The checkpoints of an inspection, item by item: the item's cell spans its rows, the head repeats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.core.papers import CheckedItem, CheckedPoint
from reports.icons import OF_ITEM
from reports.ink import INK, INK_2, LINE, MM, TEAL, WHITE, WRONG, Weight
from reports.page import LEFT, RIGHT, Paper

ITEM, POINT, RESULT, NOTE = 42.0, 54.0, 21.0, 43.0
PAD = 0.9
ITEM_LEAST = 15.0
"""Millimetres that an item takes at least: a name of two lines and its state."""
LINE_HEIGHT = 9 * 1.47 / MM
SMALL_STEP = 8 * 1.3 / MM
_RESULTS = {"pass": "✓", "fail": "×", "na": "—", "open": "—"}


@dataclass(frozen=True, slots=True)
class _Row:
    point: CheckedPoint
    title: tuple[str, ...]
    size: float
    hint: tuple[str, ...]
    note: tuple[str, ...]
    height: float


def draw_items(drawn: Paper, items: Sequence[CheckedItem]) -> None:
    """A table of items and their checkpoints at the paper's `y`, over as many pages as it needs."""
    _head(drawn)
    for number, item in enumerate(items, 1):
        rows = [_row(drawn, point) for point in item.points]
        if not drawn.fits(_together(rows)):
            _turn(drawn)
        top = drawn.y
        label = str(number) if len(items) > 1 else ""
        need = _item(drawn, item, label)
        for row in rows:
            if not drawn.fits(row.height):
                _turn(drawn)
                top = drawn.y
                need = _item(drawn, item, label)
            elif row is not rows[0]:
                drawn.sheet.rule(LEFT + ITEM, drawn.y, RIGHT, drawn.y, ink=LINE)
            _point(drawn, row)
        drawn.y = max(drawn.y, top + need)
        last = number == len(items)
        drawn.sheet.rule(LEFT, drawn.y, RIGHT, drawn.y, width=1.1 if last else 0.5, ink=INK if last else LINE)
    drawn.y += 1.5


def first_height(drawn: Paper, items: Sequence[CheckedItem]) -> float:
    """Millimetres that a heading keeps together with: the table's head and its first item."""
    rows = [_row(drawn, point) for point in items[0].points] if items else []
    return LINE_HEIGHT + 1.56 + _together(rows)


def _together(rows: Sequence[_Row]) -> float:
    return min(max(ITEM_LEAST, sum(row.height for row in rows)), 90.0)


def _head(drawn: Paper) -> None:
    sheet, y = drawn.sheet, drawn.y
    sheet.rule(LEFT, y, RIGHT, y, width=1.1)
    base = y + 0.78 + LINE_HEIGHT / 2 + 0.36 * 9 / MM
    x = LEFT + 0.6
    for key, width in (("item", ITEM), ("point", POINT), ("result", RESULT), ("note", NOTE)):
        title = drawn.say(f"inspection.{key}")
        sheet.text(x, base, title, size=9, weight=Weight.MEDIUM, width=width - 2)
        x += width + (1.0 if x < LEFT + 1 else 0.0)
    drawn.y += LINE_HEIGHT + 1.56
    sheet.rule(LEFT, drawn.y, RIGHT, drawn.y, width=0.6)


def _turn(drawn: Paper) -> None:
    drawn.sheet.rule(LEFT, drawn.y, RIGHT, drawn.y, width=1.1)
    drawn.next_page()
    _head(drawn)


def _item(drawn: Paper, item: CheckedItem, label: str) -> float:
    """Icon, name and state; gives the height in mm that they need, however few the checkpoints."""
    sheet, y = drawn.sheet, drawn.y
    sheet.icon(OF_ITEM.get(item.code, "inspect"), LEFT + 0.8, y + 1.6, 6.0)
    title = f"{label}　{item.title}" if label else item.title
    used = sheet.block(
        LEFT + 8.6,
        y + PAD,
        title,
        width=ITEM - 10,
        height=9.0,
        size=9.5,
        weight=Weight.MEDIUM,
        leading=1.35,
    )
    met = item.state == "met"
    state = drawn.say(f"inspection.state_{item.state}")
    weight = Weight.REGULAR if met else Weight.BOLD
    ink = INK_2 if met else INK
    sheet.text(LEFT + 8.6, y + PAD + used + 3.2, state, size=8, weight=weight, ink=ink, width=ITEM - 10)
    return max(13.0, PAD + used + 3.2 + 1.6)


def _row(drawn: Paper, point: CheckedPoint) -> _Row:
    sheet = drawn.sheet
    mark = drawn.say("inspection.veto") + " " if point.veto else ""
    title = sheet.fitted(mark + point.title, size=9, width=POINT - 2.6, height=2 * 9 * 1.3 / MM + 0.5, leading=1.3)
    hint: tuple[str, ...] = ()
    if point.result == "fail" and point.hint:
        hint = sheet.fitted(point.hint, size=8, width=POINT - 2.6, height=3 * SMALL_STEP, leading=1.3).lines
    remark = point.note
    if point.photos:
        numbers = ", ".join(str(number) for number in point.photos)
        if drawn.words.language == "zh":
            numbers = "、".join(str(number) for number in point.photos)
        seen = drawn.say("inspection.see_photos", numbers=numbers)
        remark = f"{remark}\n{seen}".strip()
    note: tuple[str, ...] = ()
    if remark:
        note = sheet.fitted(remark, size=8, width=NOTE - 1.2, height=6 * SMALL_STEP, leading=1.3).lines
    left = LINE_HEIGHT + (len(title.lines) - 1) * title.size * 1.3 / MM + len(hint) * SMALL_STEP
    right = LINE_HEIGHT + max(0, len(note) - 1) * SMALL_STEP
    return _Row(point, title.lines, title.size, hint, note, max(left, right) + 2 * PAD)


def _point(drawn: Paper, row: _Row) -> None:
    sheet = drawn.sheet
    base = drawn.y + PAD + LINE_HEIGHT / 2 + 0.36 * 9 / MM
    x = LEFT + ITEM + 1.6
    at = base
    for line in row.title:
        sheet.text(x, at, line, size=row.size, width=POINT - 2.6)
        at += row.size * 1.3 / MM
    for line in row.hint:
        sheet.text(x, at, line, size=8, ink=INK_2, width=POINT - 2.6)
        at += SMALL_STEP
    _result(drawn, row.point.result, LEFT + ITEM + POINT + 1.0, base)
    for number, line in enumerate(row.note):
        place = base - 0.1 + number * SMALL_STEP
        sheet.text(LEFT + ITEM + POINT + RESULT, place, line, size=8, width=NOTE - 1.0)
    drawn.y += row.height


def _result(drawn: Paper, result: str, x: float, base: float) -> None:
    """Never by colour alone: a sign, a word, and for a fail a filled box."""
    sheet = drawn.sheet
    word = drawn.say(f"inspection.{result}")
    room = RESULT - 3.0
    if result == "fail":
        size = 9.0
        long = min(room, sheet.width(f"× {word}", size=size, weight=Weight.BOLD) + 2.4)
        sheet.box(x - 0.6, base - 3.7, long, 5.0, fill=WRONG)
        sheet.text(x + 0.6, base, f"× {word}", size=size, weight=Weight.BOLD, ink=WHITE, width=long - 2.0)
        return
    sign = _RESULTS[result]
    ink = INK if result == "pass" else INK_2
    if result == "pass":
        sheet.text(x, base, sign, size=9, weight=Weight.BOLD, ink=TEAL)
    else:
        sheet.text(x, base, sign, size=9, ink=INK_2)
    sheet.text(x + 4.0, base, word, size=9, ink=ink, width=room - 4.0)
