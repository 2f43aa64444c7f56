"""What the medicine box holds: its lines with their balances, one line found for an act, and what is warned of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from desktop.core.errors import Refused
from desktop.core.medicine_list import MedicineList
from desktop.core.medicine_rules import Line, State
from desktop.core.pages import Hint, Todo
from desktop.services.desk import Desk

# More lines than any box holds.
LINES_MOST = 500
NAMES_SHOWN = 3
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

_COLUMNS = (
    "l.line, l.product, l.form, l.batch, l.expiry, l.good_days, l.unit, l.source, l.contains_alcohol,"
    " l.stocked_day, l.opened_day, l.opened_until,"
    " (SELECT coalesce(sum(m.delta), 0) FROM medicine_moves m WHERE m.line = l.line)"
)


def _line(listed: MedicineList, row: Sequence[Any]) -> Line:
    line, product, form, batch, expiry, good_days, unit, source, contains_alcohol, *rest = row
    name = listed.titled(product, "zh")
    return Line(line, product, name, form, batch, expiry, good_days, unit, source, bool(contains_alcohol), *rest)


def live_lines(connection: Connection, listed: MedicineList, site: str) -> list[Line]:
    """The lines that are not used up, the soonest to expire first."""
    rows = connection.exec_driver_sql(
        # by their movements: what the last device saw may leave out what another one did meanwhile
        f"SELECT {_COLUMNS} FROM medicine_lines l WHERE l.line IN (SELECT line FROM medicine_moves WHERE site = ?"
        " GROUP BY line HAVING sum(delta) > 0) AND l.product NOT NULL LIMIT ?",
        (site, LINES_MOST),
    ).fetchall()
    return sorted((_line(listed, row) for row in rows), key=lambda line: (line.until, line.name, line.batch, line.line))


def line_of(connection: Connection, listed: MedicineList, line: str) -> Line | None:
    """A line by its id, used up or not."""
    row = connection.exec_driver_sql(
        f"SELECT {_COLUMNS} FROM medicine_lines l WHERE l.line = ? AND l.product NOT NULL", (line,)
    ).fetchone()
    return _line(listed, row) if row else None


def find_line(connection: Connection, site: str, listed: MedicineList, text: str, today: str, *, take: bool) -> Line:
    """A line by its id, or by the name of a product that is in the box.

    To take from, a name finds the line that expires first and is still good, opened before unopened; for other
    acts it must be the only one. Raises `Refused`.
    """
    known = line_of(connection, listed, text.strip())
    if known is not None:
        return known
    if _ID.fullmatch(text.strip()):
        raise Refused("medicine_line_unknown", line=text.strip())
    product = listed.product(text)
    lines = [line for line in live_lines(connection, listed, site) if line.product == product.code]
    if not lines:
        raise Refused("medicine_none", name=product.titles["zh"])
    if take:
        good = [line for line in lines if line.state(today, 0) in (State.OK, State.SOON)]
        return min(good or lines, key=lambda line: (line.opened is None, line.until))
    if len(lines) > 1:
        batches = "；".join(f"{line.batch} {line.line}" for line in lines)
        raise Refused("medicine_several", name=product.titles["zh"], count=len(lines), batches=batches)
    return lines[0]


def medicine_todo(connection: Connection, desk: Desk, day: str) -> list[Todo]:
    """What the Today page says of the box: expired lines to take out now, those that expire soon to replace."""
    listed = desk.rules.medicine
    by_state: dict[State, list[Line]] = {}
    for line in live_lines(connection, listed, desk.place.site):
        by_state.setdefault(line.state(day, listed.soon_days), []).append(line)
    found = []
    for state, urgency in ((State.EXPIRED, "wrong"), (State.SOON, "attention")):
        lines = by_state.get(state, [])
        if lines:
            title = Hint(f"todo.medicine_{state}", {"count": len(lines)}, "medicine")
            detail = Hint(f"todo.medicine_{state}_why", {"names": _names(listed, lines), "day": lines[0].until})
            found.append(Todo("medicine", title, detail, "inspect.box", lines[0].line, urgency))
    return found


def warned_lines(connection: Connection, desk: Desk, day: str) -> int:
    """Lines of the box that are expired or soon will be."""
    listed = desk.rules.medicine
    lines = live_lines(connection, listed, desk.place.site)
    return sum(line.state(day, listed.soon_days) in (State.EXPIRED, State.SOON) for line in lines)


def _names(listed: MedicineList, lines: Sequence[Line]) -> dict[str, str]:
    """The first few names by language."""
    said: dict[str, str] = {}
    for language, comma in (("zh", "、"), ("en", ", ")):
        names = list(dict.fromkeys(listed.titled(line.product, language) for line in lines))
        said[language] = comma.join(names[:NAMES_SHOWN]) + ("…" if len(names) > NAMES_SHOWN else "")
    return said
