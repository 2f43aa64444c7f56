"""Who did what about the thing in hand 不相容岗位分离, told by the facts; `separation.toml` is the rule."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence, Set

from sqlalchemy import Connection

from desktop.core.separation import require
from desktop.services.desk import Desk

PART = 500
# Under which a pair may hold, see `only` in the data.
FOUND_BY_SUPERVISOR = "found_by_supervisor"

Done = Mapping[str, Set[str]]


def require_apart(desk: Desk, by: str, act: str, done: Done, circumstances: Collection[str] = ()) -> None:
    """Raises `Refused("duties_separated")` when `by` did what shuts `act` out; `done`: act → operators' ids."""
    require(desk.rules.separation, done, act, by, circumstances)


def done_about_meals(connection: Connection, meals: Sequence[str]) -> Done:
    """Who served these meals or entered them from paper, and who registered and last verified their riders."""
    done: dict[str, set[str]] = {act: set() for act in ("meal", "paper_entry", "register", "verify_rider")}
    for at in range(0, len(meals), PART):
        part = tuple(meals[at : at + PART])
        rows = connection.exec_driver_sql(
            'SELECT DISTINCT m."by", m.source, r.registered_by, r.verified_by FROM meals m'
            f" LEFT JOIN riders r USING (rider) WHERE m.fact IN ({', '.join('?' * len(part))})",
            part,
        )
        for served, source, registered, verified in rows:
            named = {
                "paper_entry" if source == "paper" else "meal": served,
                "register": registered,
                "verify_rider": verified,
            }
            for act, operator in named.items():
                if operator is not None:
                    done[act].add(operator)
    return done


def done_about_job(connection: Connection, rectification: str) -> Done:
    """Who reported a rectification as put right, and who checked it again."""
    rows = connection.exec_driver_sql(
        'SELECT state, "by" FROM rectification_moves WHERE rectification = ?', (rectification,)
    ).fetchall()
    return {
        "rectify": {by for state, by in rows if state == "awaiting"},
        "recheck": {by for state, by in rows if state != "awaiting"},
    }
