"""What is unfinished and matters before a day ends or goes to somebody else. It is told, and never in the way."""

from __future__ import annotations

from sqlalchemy import Connection

from desktop.core import business_day
from desktop.core.pages import Hint, Todo
from desktop.services.chase import chase_list
from desktop.services.desk import Desk
from desktop.services.medicine_stock import live_lines, medicine_todo
from desktop.services.rectifications import open_jobs

# Who did not say goodbye is taken to have left after this long.
STAY_MS = 2 * business_day.HOUR_MS


def inside_now(connection: Connection, day: str, now: int) -> int:
    """People in the station who have not said goodbye."""
    return int(
        connection.exec_driver_sql(
            "SELECT coalesce(sum(count), 0) FROM visits"
            " WHERE day = ? AND voided IS NULL AND ended_at IS NULL AND at > ?",
            (day, now - STAY_MS),
        ).scalar_one()
    )


def left_to_do(connection: Connection, desk: Desk, day: str) -> tuple[Todo, ...]:
    """The gravest first, each with where it is seen to."""
    found = [*_people(connection, desk, day), *_jobs(connection, day), *_held(connection)]
    found += medicine_todo(connection, desk, day)
    found += _count_of_the_box(connection, desk, day)
    chased = len(chase_list(connection, desk, day))
    if chased:
        found.append(_todo("chase", chased, "phone", "health", "plain"))
    return tuple(found)


def _todo(kind: str, count: int, icon: str, page: str, urgency: str) -> Todo:
    return Todo(kind, Hint(f"left.{kind}", {"count": count}, icon), Hint(f"left.{kind}_why"), page, "", urgency)


def _people(connection: Connection, desk: Desk, day: str) -> list[Todo]:
    inside = inside_now(connection, day, desk.now())
    return [_todo("inside", inside, "people", "visits", "attention")] if inside else []


def _jobs(connection: Connection, day: str) -> list[Todo]:
    due = sum(job.due <= day for job in open_jobs(connection))
    return [_todo("jobs", due, "warn", "inspect.jobs", "wrong")] if due else []


def _held(connection: Connection) -> list[Todo]:
    """Along the index of held meals without a decision."""
    held = connection.exec_driver_sql(
        "SELECT count(*) FROM meals WHERE held IS NOT NULL AND decision IS NULL AND voided IS NULL"
    ).scalar_one()
    return [_todo("held", held, "meals", "meals.held", "attention")] if held else []


def _count_of_the_box(connection: Connection, desk: Desk, day: str) -> list[Todo]:
    """A box with something in it, of which nothing was counted today."""
    lines = len(live_lines(connection, desk.rules.medicine, desk.place.site))
    counted = connection.exec_driver_sql(
        "SELECT 1 FROM medicine_moves WHERE site = ? AND day = ? AND kind = 'counted' LIMIT 1", (desk.place.site, day)
    ).fetchone()
    return [_todo("box", lines, "medicine", "inspect.box", "plain")] if lines and counted is None else []
