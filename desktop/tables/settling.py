"""The queries behind settlement, alike on SQLite and PostgreSQL.

A merchant goes by a list of ids: a desk knows one, a hub also those under which it was named locally. Days are
asked for from `-01` to `-31` of a month, which sorts alike under every collation.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import fields
from typing import Any

from sqlalchemy import Connection, TextClause, bindparam, text

from desktop.core.settlement import Draft, Settled, SettledMeal, draft

PAGE = 2_000
APART_PAGE = 500
_NAMES = (
    "fact", "day", "at", "period", "list_fen", "price_fen", "subsidy_fen", "voided", "held", "decision",
)  # fmt: skip
# What `Settled` is read by.
SETTLED = f"SELECT {', '.join(each.name for each in fields(Settled))} FROM settlements"
_MEAL = ", ".join(f"m.{name}" for name in _NAMES)


def _ids(sql: str, *names: str) -> TextClause:
    return text(sql).bindparams(*(bindparam(name, expanding=True) for name in names))


_STANDING = _ids(
    "SELECT number FROM settlements WHERE merchant IN :ids AND month = :month AND state <> 'returned' LIMIT 1", "ids"
)
_EARLIER = _ids(
    "SELECT min(month), max(month) FROM settlements WHERE merchant IN :ids AND month < :month AND state <> 'returned'",
    "ids",
)
_SETTLED = _ids(
    "SELECT m.fact, sum(l.fen) FROM meals m JOIN settlement_lines l ON l.meal = m.fact"
    " JOIN settlements s ON s.settlement = l.settlement"
    " WHERE m.merchant IN :ids AND m.day >= :first AND m.day <= :last AND s.state <> 'returned' GROUP BY m.fact",
    "ids",
)
_CHANGED = _ids(
    f"SELECT {_MEAL} FROM meals m WHERE m.merchant IN :ids AND m.day >= :first AND m.day <= :last"
    " AND EXISTS (SELECT 1 FROM settlements s WHERE s.merchant IN :ids AND s.month = substr(m.day, 1, 7)"
    " AND s.state <> 'returned') ORDER BY m.day, m.at, m.fact",
    "ids",
)
_MEALS = _ids(
    f"SELECT {_MEAL} FROM meals m WHERE m.merchant IN :ids AND m.day >= :first AND m.day <= :last"
    " AND (m.day, m.at, m.fact) > (:day, :at, :fact) ORDER BY m.day, m.at, m.fact LIMIT :most",
    "ids",
)
_HANDS = _ids('SELECT DISTINCT m."by", m.source, m.rider FROM meals m WHERE m.fact IN :meals', "meals")
_JOINED = _ids("SELECT rider, same FROM joined_riders WHERE rider IN :riders OR same IN :riders", "riders")
_ACTS = _ids('SELECT DISTINCT act, "by" FROM rider_acts WHERE rider IN :riders', "riders")


def standing_number(connection: Connection, ids: Sequence[str], month: str) -> str | None:
    """The number under which a merchant's month stands settled, None while it does not."""
    row = connection.execute(_STANDING, {"ids": list(ids), "month": month}).fetchone()
    return str(row[0]) if row else None


def draft_of(connection: Connection, ids: Sequence[str], month: str) -> Draft:
    """What a month comes to now, with the adjustments of settled months before it."""
    first, last = _earlier_months(connection, ids, month)
    settled = _settled_fen(connection, ids, first or month, month)
    earlier = _changed(connection, ids, first, last) if first else iter(())
    return draft(meals_of(connection, ids, month), earlier, settled)


def _span(ids: Sequence[str], first: str, last: str) -> dict[str, Any]:
    return {"ids": list(ids), "first": f"{first}-01", "last": f"{last}-31"}


def _earlier_months(connection: Connection, ids: Sequence[str], month: str) -> tuple[str, str]:
    """First and last month before this one that stands settled; empty texts when there is none."""
    row = connection.execute(_EARLIER, {"ids": list(ids), "month": month}).one()
    return row[0] or "", row[1] or ""


def _settled_fen(connection: Connection, ids: Sequence[str], first: str, last: str) -> dict[str, int]:
    """What stands settled for each meal of these months, fen, in settlements that were not returned."""
    return {row[0]: int(row[1]) for row in connection.execute(_SETTLED, _span(ids, first, last))}


def _changed(connection: Connection, ids: Sequence[str], first: str, last: str) -> Iterator[SettledMeal]:
    """Meals of earlier months that stand settled as a whole; a month that was never settled waits for its own."""
    for row in connection.execute(_CHANGED, _span(ids, first, last)):
        yield SettledMeal(*row)


def meals_of(connection: Connection, ids: Sequence[str], month: str) -> Iterator[SettledMeal]:
    """A merchant's meals of a month in order of day and time, read in pages."""
    after: dict[str, Any] = {"day": month, "at": 0, "fact": ""}
    while True:
        rows = connection.execute(_MEALS, {**_span(ids, month, month), **after, "most": PAGE}).fetchall()
        for row in rows:
            yield SettledMeal(*row)
        if len(rows) < PAGE:
            return
        after = {"day": rows[-1][1], "at": rows[-1][2], "fact": rows[-1][0]}


def done_about_meals(connection: Connection, meals: Sequence[str]) -> Mapping[str, Set[str]]:
    """Who served these meals or entered them from paper, and everybody who ever registered or verified their
    riders, under whichever of their ids: act → operators' ids, as `separation.require` asks for.
    """
    done: dict[str, set[str]] = {act: set() for act in ("meal", "paper_entry", "register", "verify_rider")}
    riders: set[str] = set()
    for part in _parts(meals):
        for served, source, rider in connection.execute(_HANDS, {"meals": part}):
            done["paper_entry" if source == "paper" else "meal"].add(served)
            riders.add(rider)
    for part in _parts(sorted(with_joined(connection, riders))):
        for act, operator in connection.execute(_ACTS, {"riders": part}):
            done[act].add(operator)
    return done


def with_joined(connection: Connection, riders: Set[str]) -> Set[str]:
    """These ids and all that `riders.joined` says are of the same persons."""
    every, new = set(riders), set(riders)
    while new:
        found: set[str] = set()
        for part in _parts(sorted(new)):
            for pair in connection.execute(_JOINED, {"riders": part}):
                found.update(pair)
        new = found - every
        every |= new
    return every


def _parts(ids: Sequence[str]) -> Iterator[list[str]]:
    for at in range(0, len(ids), APART_PAGE):
        yield list(ids[at : at + APART_PAGE])
