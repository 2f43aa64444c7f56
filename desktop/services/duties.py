"""Who did what about the thing in hand 不相容岗位分离, told by the facts; `separation.toml` is the rule."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Set

from sqlalchemy import Connection

from desktop.core.separation import require
from desktop.services.desk import Desk

# Under which a pair may hold, see `only` in the data.
FOUND_BY_SUPERVISOR = "found_by_supervisor"

Done = Mapping[str, Set[str]]


def require_apart(desk: Desk, by: str, act: str, done: Done, circumstances: Collection[str] = ()) -> None:
    """Raises `Refused("duties_separated")` when `by` did what shuts `act` out; `done`: act → operators' ids."""
    require(desk.rules.separation, done, act, by, circumstances)


def done_about_job(connection: Connection, rectification: str) -> Done:
    """Who reported a rectification as put right, and who checked it again."""
    rows = connection.exec_driver_sql(
        'SELECT state, "by" FROM rectification_moves WHERE rectification = ?', (rectification,)
    ).fetchall()
    return {
        "rectify": {by for state, by in rows if state == "awaiting"},
        "recheck": {by for state, by in rows if state != "awaiting"},
    }
