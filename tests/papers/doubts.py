"""The list of doubts against the journal: each rule once more, as SQL over meals that stand."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from desktop.core.list_papers import ListPaper
from desktop.core.merchant_record import Record, hours_text
from desktop.core.words import Words
from tests.ledger import rows

HOURS = Record(opens=600, closes=840, closed=[7])
MOST_A_DAY = 2
# As the papers' rules, so that a history of some dozen acts meets them.
RULES: Mapping[str, Mapping[str, int]] = {
    "quick": {"seconds": 3_600},
    "same_order": {"cards": 2},
    "out_of_hours": {"minutes": 0},
    "closed_day": {},
    "unreachable": {"minutes": 600},
    "one_registrar": {"per_mille": 500, "least": 2},
    "limit_run": {"days": 2},
    "voids": {"per_mille": 30, "least": 2},
}
_STANDING = "SELECT * FROM meals WHERE month = :month AND state <> 'voided'"
_OWN = f"SELECT * FROM ({_STANDING}) WHERE merchant = :merchant"
_ELSEWHERE = f"SELECT * FROM ({_STANDING}) WHERE merchant <> :merchant"
# A rule's doubts: how many meals stand behind each, and what its sentence says.
_SQL: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "quick": (
        f"SELECT 2, (at - before) / 1000, day_before FROM (SELECT at, lag(at) OVER w AS before, lag(day) OVER w AS"
        f" day_before FROM ({_OWN}) WINDOW w AS (PARTITION BY device ORDER BY at, day, id))"
        " WHERE at - before <= 3600000",
        ("seconds", "day"),
    ),
    "same_order": (
        f"WITH pairs AS (SELECT DISTINCT rider, next, day FROM (SELECT rider, day, lead(rider) OVER (PARTITION BY day"
        f" ORDER BY at, id) AS next FROM ({_OWN})) WHERE next <> rider) SELECT DISTINCT 4, 2, f.day, p.day FROM pairs p"
        " JOIN (SELECT rider, next, min(day) AS day FROM pairs GROUP BY 1, 2) f USING (rider, next)"
        " WHERE p.day > f.day",
        ("cards", "first", "second"),
    ),
    "unreachable": (
        f"SELECT 2, abs(o.at - e.at) / 60000, o.day FROM ({_OWN}) o JOIN ({_ELSEWHERE}) e USING (rider)"
        " WHERE abs(o.at - e.at) < 600 * 60000",
        ("minutes", "day"),
    ),
    "one_registrar": (
        f"WITH cards AS (SELECT DISTINCT o.rider, r.by AS who FROM ({_OWN}) o JOIN j r ON r.kind = 'rider.registered'"
        " AND r.body ->> 'rider' = o.rider), most AS (SELECT count(*) AS n FROM cards GROUP BY who ORDER BY 1 DESC"
        " LIMIT 1) SELECT n, n, (SELECT count(*) FROM cards) AS every FROM most WHERE every >= 2 AND n * 2 > every",
        ("count", "cards"),
    ),
    "limit_run": (
        f"WITH full AS (SELECT rider, day, count(*) AS n FROM ({_STANDING}) WHERE rider IN (SELECT rider FROM ({_OWN}))"
        f" GROUP BY 1, 2 HAVING n = {MOST_A_DAY}), runs AS (SELECT rider, count(*) AS n, min(day) AS first,"
        " max(day) AS last FROM (SELECT *, julianday(day) - row_number() OVER (PARTITION BY rider ORDER BY day) AS run"
        " FROM full) GROUP BY rider, run) SELECT 2 * n, n, first, last FROM (SELECT *, row_number() OVER (PARTITION BY"
        " rider ORDER BY n DESC, first) AS place FROM runs) WHERE place = 1 AND n >= 2",
        ("days", "first", "last"),
    ),
    "voids": (
        "SELECT 0, count(*) FILTER (WHERE state = 'voided') AS v, count(*) AS every FROM meals"
        " WHERE merchant = :merchant AND month = :month HAVING every >= 2 AND v * 1000 > every * 30",
        ("voided", "meals"),
    ),
}
_OUTSIDE = (
    "SELECT iif(strftime('%w', day) = '0', 'closed_day', 'out_of_hours') AS rule, day, count(*) FROM"
    f" (SELECT *, (at - strftime('%s', day) * 1000 + 28800000) / 60000 AS minute FROM ({_OWN}))"
    " WHERE NOT (minute BETWEEN 600 AND 839 AND strftime('%w', day) <> '0') GROUP BY 1, 2"
)


def hold_doubts(
    paper: ListPaper, plain: sqlite3.Connection, words: Words, merchant: str, month: str, *, hours: bool
) -> None:
    """A line for each doubt, with its sentence and how many meals stand behind it. `hours`: the merchant has some."""
    bound = {"merchant": merchant, "month": month}
    wanted: list[tuple[str, int]] = []
    for rule, (sql, names) in _SQL.items():
        for count, *values in rows(plain, sql, **bound):
            wanted.append((words.say(f"doubt.{rule}", **dict(zip(names, values, strict=True))), count))
    for rule, day, count in rows(plain, _OUTSIDE, **bound) if hours else ():
        said = words.say(f"doubt.{rule}", day=day, count=count, hours=hours_text(HOURS))
        wanted.append((said, count))
    assert sorted((row[1], row[2]) for row in paper.rows) == sorted(wanted)
    assert [row[0] for row in paper.rows] == [str(at) for at in range(1, len(wanted) + 1)]
    assert str(len(wanted)) in paper.lead[0]
