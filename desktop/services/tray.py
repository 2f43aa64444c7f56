"""The repair tray: what the hub and this device make of own facts, in rows that a person can see to."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import msgspec
from sqlalchemy import Connection

from desktop.core.business_day import clock_time
from desktop.core.hub_pages import GATHERED, TrayRow
from desktop.core.pages import Hint, Todo
from desktop.core.people import masked_name
from desktop.services.desk import Desk
from desktop.store import rounds
from desktop.store.membership import read_membership
from desktop.store.standing import UNSEEN_FLAGS, unacknowledged

TRAY_MOST = 200
_OPEN = "WHERE v.done = 0 AND v.seen_at IS NULL"
_IN_RUNS = ", ".join(f"'{code}'" for code in GATHERED)
_DAY = "json_extract(CAST(j.data AS TEXT), '$.day')"
_JOURNAL = "journal j ON j.fact = unhex(replace(v.fact, '-', ''))"


def tray(connection: Connection) -> tuple[TrayRow, ...]:
    """The latest first; runs of the same thing as one row, above the rest."""
    alone = connection.exec_driver_sql(
        f"SELECT v.verdict, v.fact, v.code, v.detail, v.at FROM verdicts v {_OPEN} AND v.code NOT IN ({_IN_RUNS})"
        " ORDER BY v.at DESC, v.verdict LIMIT ?",
        (TRAY_MOST,),
    ).fetchall()
    return (*_runs(connection), *(_row(connection, *each) for each in alone))


def tray_rows(connection: Connection) -> int:
    """How many rows the tray has, without reading what they are about."""
    return int(
        connection.exec_driver_sql(
            f"SELECT (SELECT count(*) FROM verdicts v {_OPEN} AND v.code NOT IN ({_IN_RUNS})) + (SELECT count(*) FROM"
            f" (SELECT v.code FROM verdicts v {_OPEN} AND v.code IN ({_IN_RUNS})"
            f" UNION SELECT v.code FROM ({UNSEEN_FLAGS}) v JOIN {_JOURNAL} JOIN logs l ON l.log = j.log AND l.own = 1))"
        ).scalar_one()
    )


def hub_todo(connection: Connection, _desk: Desk, _day: str) -> list[Todo]:
    """What Today says of the tray: that there is something, and how much."""
    count = tray_rows(connection)
    title = Hint("todo.hub", {"count": count}, "hub")
    return [Todo("hub", title, Hint("todo.hub_why"), "hub", "", "attention")] if count else []


def waiting_todo(connection: Connection, desk: Desk) -> list[Todo]:
    """What Today says of entries that no hub acknowledged: nothing while rounds succeed, since being on the way is no
    work; that the network is away once one failed. Of a device that joined no hub nothing waits.
    """
    if read_membership(connection, desk.key) is None:
        return []
    latest = next(iter(rounds.rounds(connection, 1)), None)
    waiting = unacknowledged(connection)
    if not waiting or latest is None or latest.outcome == rounds.DONE:
        return []
    title = Hint("todo.waiting", {"count": waiting}, "sync")
    return [Todo("waiting", title, Hint("todo.waiting_why"), "hub", "", "plain")]


def _runs(connection: Connection) -> Iterator[TrayRow]:
    """Of verdicts those about a fact that is not here count too, of flags only those of own entries."""
    rows = connection.exec_driver_sql(
        "SELECT code, count(*), min(day), max(day), min(kind), max(kind), max(at), min(fact) FROM ("
        f"SELECT v.code, v.fact, v.at, j.kind, {_DAY} AS day FROM verdicts v LEFT JOIN {_JOURNAL}"
        f" {_OPEN} AND v.code IN ({_IN_RUNS})"
        f" UNION ALL SELECT v.code, v.fact, 0, j.kind, {_DAY} FROM ({UNSEEN_FLAGS}) v JOIN {_JOURNAL}"
        " JOIN logs l ON l.log = j.log AND l.own = 1"
        ") GROUP BY code ORDER BY code"
    )
    for code, count, first, last, kind, other, at, fact in rows:
        yield TrayRow(
            verdict="",
            fact=str(fact),
            code=str(code),
            kind=str(kind or "") if kind == other else "",
            day=str(first or ""),
            at=int(at),
            detail={},
            count=int(count),
            last_day=str(last or ""),
        )


def _row(connection: Connection, verdict: str, fact: str, code: str, detail: str, at: int) -> TrayRow:
    """One verdict, with who, where and when as far as it is known here; names masked."""
    told = msgspec.json.decode(detail, type=dict[str, str])
    found = connection.exec_driver_sql(
        "SELECT kind, json_extract(CAST(data AS TEXT), '$.day') FROM journal WHERE fact = ?", (_key(fact),)
    ).fetchone()
    kind, day = (str(found[0]), str(found[1])) if found else ("", "")
    when, rider, place = _about(connection, kind, fact, told)
    other = connection.exec_driver_sql(
        "SELECT coalesce(n.name, nullif(e.name, ''), ''), e.at FROM meals_elsewhere e"
        " LEFT JOIN merchants n ON n.merchant = e.merchant WHERE e.fact = ?",
        (told.get("beside", ""),),
    ).fetchone()
    if other is not None:
        told = {**told, "other_place": str(other[0]), "other_time": clock_time(int(other[1]))}
    person = connection.exec_driver_sql("SELECT name FROM persons WHERE rider = ?", (rider,)).fetchone()
    return TrayRow(
        verdict,
        fact,
        code,
        kind,
        day,
        at,
        told,
        name=masked_name(str(person[0])) if person and person[0] else "",
        place=place,
        time=clock_time(when) if when else "",
        subject=rider,
    )


def _about(connection: Connection, kind: str, fact: str, detail: dict[str, str]) -> tuple[int | None, str, str]:
    """When (ms UTC), about whom (a rider's id), and at which merchant's."""
    if kind == "meal.served":
        row = connection.exec_driver_sql(
            "SELECT m.at, m.rider, n.name FROM meals m LEFT JOIN merchants n ON n.merchant = m.merchant"
            " WHERE m.fact = ?",
            (fact,),
        ).fetchone()
    elif kind == "visit.recorded":
        row = connection.exec_driver_sql("SELECT at, rider, '' FROM visits WHERE fact = ?", (fact,)).fetchone()
    else:
        row = None
    return (row[0], str(row[1] or ""), str(row[2] or "")) if row else (None, detail.get("rider", ""), "")


def _key(fact: str) -> bytes:
    try:
        return UUID(fact).bytes
    except ValueError:
        return b""
