"""The medicine box's papers, piece by piece, against the journal."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Sequence

from desktop.core.inspect_pages import CalendarRow
from desktop.core.medicine_papers import DisposalPaper, MedicineRegister
from tests.ledger import one, rows

_COLUMNS = {"stocked": 1, "taken": -1, "counted": 1, "disposed": -1}


def hold_register(paper: MedicineRegister | None, plain: sqlite3.Connection, month: str, today: str) -> None:
    """Every product's month, every movement with what its batch held after it, and what lay in the box at the end."""
    first = f"{month}-01"
    by_line = dict(rows(plain, "SELECT line, product FROM box"))
    before = Counter[str]()
    sums: dict[str, Counter[str]] = {}
    for line, delta in rows(
        plain, "SELECT line, delta FROM moves JOIN box USING (line) WHERE day < :first", first=first
    ):
        before[line] += delta
    moved = rows(
        plain,
        "SELECT day, kind, line, delta FROM moves JOIN box USING (line) WHERE substr(day, 1, 7) = :month"
        " ORDER BY day, stamp, id, delta",
        month=month,
    )
    left, lines = Counter(before), []
    for day, kind, line, delta in moved:
        left[line] += delta
        lines.append((day, kind, max(delta, 0), max(-delta, 0), left[line]))
        sums.setdefault(by_line[line], Counter())[kind] += delta
    shown = [] if paper is None else [(m.day, m.kind, m.came, m.went, m.left) for m in paper.moves]
    assert shown == lines
    holding = sorted((line, pieces) for line, pieces in left.items() if pieces)
    if paper is None:
        assert not holding
        return
    assert paper.as_of == min(today, one(plain, "SELECT date(:first, '+1 month', '-1 day')", first=first))
    assert sorted(each.left for each in paper.holdings) == sorted(pieces for _, pieces in holding)
    products = sorted({by_line[line] for line in (*before, *left) if before[line] or left[line]} | set(sums))
    wanted = []
    for product in products:
        of = [line for line, known in by_line.items() if known == product]
        kinds = sums.get(product, Counter())
        row = [sum(before[line] for line in of)]
        row += [sign * kinds[kind] for kind, sign in _COLUMNS.items()]
        row.append(sum(left[line] for line in of))
        # batches of one product that make up for each other are no line
        if any(row) or product in sums:
            wanted.append(tuple(row))
    found = [(s.before, s.stocked, s.taken, s.difference, s.disposed, s.after) for s in paper.sums]
    assert sorted(found) == sorted(wanted)
    for first_, stocked, taken, difference, disposed, after in found:
        assert first_ + stocked - taken + difference - disposed == after


def hold_disposal(paper: DisposalPaper, plain: sqlite3.Connection, fact: str) -> None:
    wanted = rows(plain, "SELECT value ->> 'quantity' FROM j, json_each(body, '$.lines') WHERE j.id = :fact", fact=fact)
    assert sorted(line.quantity for line in paper.lines) == sorted(row[0] for row in wanted)
    number = one(plain, "SELECT body ->> 'number' FROM j WHERE id = :fact", fact=fact)
    assert str(number) in paper.frame.number


def hold_calendar(rows_: Sequence[CalendarRow], plain: sqlite3.Connection, days: Sequence[str]) -> None:
    """How many lines of the box had expired on each day, whatever became of them since."""
    (box,) = [row for row in rows_ if row.item == "medicine_box"]
    opened = (
        "(SELECT x.body ->> '{}' FROM (SELECT *, day AS opened FROM j) x WHERE x.kind = 'medicine.opened'"
        " AND x.body ->> 'line' = b.line ORDER BY x.stamp DESC, x.arrived DESC LIMIT 1)"
    )
    since = opened.format("until").replace("x.body ->> 'until'", "x.day")
    expired = (
        "SELECT count(*) FROM (SELECT (SELECT sum(delta) FROM moves m WHERE m.line = b.line AND m.day <= :day) AS left,"
        " (SELECT s.body ->> 'expiry' FROM j s WHERE s.kind = 'medicine.stocked' AND s.body ->> 'line' = b.line)"
        f" AS expiry, {opened.format('until')} AS until, {since} AS since FROM box b) WHERE left > 0"
        " AND iif(since <= :day, min(expiry, until), expiry) < :day"
    )
    for day, cell in zip(days, box.cells, strict=True):
        # nothing is told of days before the first walk
        if cell.state != "before":
            count = cell.count if cell.state == "expired" else 0
            assert count == one(plain, expired, day=day), day
