"""The compliance calendar: what each item of the standard was on each day of a month.

A day's cell is where its answers and closed rectifications left the item at the day's end, as the living state of the
standard is (`standard_state.py`), so that the calendar and the state never contradict each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection

from desktop.core import business_day
from desktop.core.inspect_pages import GOOD, CalendarRow, Cell
from desktop.core.standard import Item
from desktop.services.desk import Desk

MEDICINE_BOX = "medicine_box"
ANSWERS_MOST = 100_000


@dataclass
class _Day:
    """The last result of each checkpoint on a day, and those that failed at any time of it."""

    results: dict[str, str] = field(default_factory=dict)
    failed: dict[str, None] = field(default_factory=dict)


def first_day(connection: Connection, site: str) -> str:
    """The day of the first inspection, empty when there was none."""
    return str(connection.exec_driver_sql("SELECT min(day) FROM inspections WHERE site = ?", (site,)).scalar() or "")


def calendar_rows(connection: Connection, desk: Desk, days: tuple[str, ...], today: str) -> tuple[CalendarRow, ...]:
    """The seven and the group `site` over some days of one month."""
    site = desk.place.site
    told = _days(connection, site, days)
    first = first_day(connection, site)
    box = _box(connection, desk, days)
    return tuple(_row(item, days, told, (first, today), box) for item in desk.rules.standard.items)


def _days(connection: Connection, site: str, days: tuple[str, ...]) -> Mapping[str, _Day]:
    answers = connection.exec_driver_sql(
        "SELECT f.answered_at, i.day, f.checkpoint, f.result FROM inspections i JOIN findings f USING (inspection)"
        " WHERE i.site = ? AND i.day >= ? AND i.day <= ? LIMIT ?",
        (site, days[0], days[-1], ANSWERS_MOST),
    ).fetchall()
    closed = connection.exec_driver_sql(
        "SELECT m.at, m.day, r.checkpoint FROM rectification_moves m JOIN rectifications r USING (rectification)"
        " WHERE m.state = 'closed' AND r.site = ? AND m.day >= ? AND m.day <= ? LIMIT ?",
        (site, days[0], days[-1], ANSWERS_MOST),
    ).fetchall()
    events = [(at, 0, day, point, result) for at, day, point, result in answers]
    events += [(at, 1, day, point, "pass") for at, day, point in closed]
    told: dict[str, _Day] = {}
    for _, closes, day, point, result in sorted(events):
        here = told.setdefault(day, _Day())
        if closes and point not in here.failed:
            continue  # what is put right on a later day was not looked at by a walk of that day
        here.results[point] = result
        if result == "fail":
            here.failed[point] = None
    return told


def _row(
    item: Item, days: tuple[str, ...], told: Mapping[str, _Day], span: tuple[str, str], box: Mapping[str, Cell]
) -> CalendarRow:
    cells = []
    for day in days:
        cell = _cell(item, told.get(day, _Day()), day, span)
        if item.code == MEDICINE_BOX and day in box and cell.state in ("pass", "mended", "none", "today"):
            # expired medicine stands there whoever looked or not; what expires soon is told of a box that is good
            worse = box[day]
            if worse.state == "expired" or cell.state in GOOD:
                cell = Cell(worse.state, cell.failed, worse.count)
        cells.append(cell)
    seen = [cell.state for cell in cells if cell.state in (*GOOD, "fail", "expired")]
    rate = sum(state in GOOD for state in seen) * 100 // len(seen) if seen else None
    return CalendarRow(item.code, item.shorts, tuple(cells), rate)


def _cell(item: Item, told: _Day, day: str, span: tuple[str, str]) -> Cell:
    first, today = span
    results = [told.results[point.code] for point in item.checkpoints if point.code in told.results]
    if not results:
        if day > today:
            return Cell("later")
        if day == today:
            return Cell("today")
        return Cell("none" if first and day >= first else "before")
    failed = tuple(point.titles for point in item.checkpoints if point.code in told.failed)
    if "fail" in results:
        return Cell("fail", failed)
    if failed:
        return Cell("mended", failed)
    return Cell("pass" if "pass" in results else "na")


def _box(connection: Connection, desk: Desk, days: tuple[str, ...]) -> Mapping[str, Cell]:
    """What had expired, or was to expire soon, in the box at the end of each day up to today."""
    soon = desk.rules.medicine.soon_days
    today = business_day.day_of(desk.now())
    past = [day for day in days if day <= today]
    if not past:
        return {}
    horizon = business_day.plus_days(past[-1], soon)
    lines = connection.exec_driver_sql(
        "SELECT line, expiry, opened_day, opened_until FROM medicine_lines WHERE site = ? AND product NOT NULL"
        " AND min(expiry, coalesce(opened_until, expiry)) <= ? AND (expiry >= ? OR line IN (SELECT line FROM"
        # what is left, or was until something was done about it in these days
        " medicine_moves WHERE site = ? GROUP BY line HAVING sum(delta) <> 0 OR max(day) >= ?))",
        (desk.place.site, horizon, past[0], desk.place.site, past[0]),
    ).fetchall()
    moves = connection.exec_driver_sql(
        "SELECT line, day, delta FROM medicine_moves WHERE site = ? AND day <= ? LIMIT ?",
        (desk.place.site, past[-1], ANSWERS_MOST),
    ).fetchall()
    moved: dict[str, list[tuple[str, int]]] = {}
    for line, day, delta in moves:
        moved.setdefault(line, []).append((day, delta))
    found = {}
    for day in past:
        states = [_line_state(line, moved.get(line[0], ()), day, soon) for line in lines]
        for state in ("expired", "soon"):
            if state in states:
                found[day] = Cell(state, (), states.count(state))
                break
    return found


def _line_state(
    line: tuple[str, str, str | None, str | None], moved: Iterable[tuple[str, int]], day: str, soon: int
) -> str:
    _, expiry, opened, opened_until = line
    if sum(delta for at, delta in moved if at <= day) <= 0:
        return ""
    until = min(expiry, opened_until) if opened and opened_until and opened <= day else expiry
    if until < day:
        return "expired"
    return "soon" if until <= business_day.plus_days(day, soon) else ""
