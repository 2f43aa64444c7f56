"""What needs the caretaker now: the data of the Today page."""

from __future__ import annotations

from sqlalchemy import Connection

from desktop.core import business_day
from desktop.core.day_pages import CLOSING, OPENING
from desktop.core.pages import Hint, Step, TodayPage, Todo
from desktop.core.people import masked_name
from desktop.services.chase import chase_list
from desktop.services.day_left import inside_now
from desktop.services.desk import Desk
from desktop.services.figures import day_figures, hours_of
from desktop.services.hours import spans_of
from desktop.services.medicine_stock import medicine_todo
from desktop.services.merchant_records import merchant_todo
from desktop.services.operators import operator_name
from desktop.services.rectifications import Job, open_jobs
from desktop.services.tray import hub_todo, waiting_todo

SEATS = 12
TODO_MOST = 12
# Parts with something to say on the page, in this order: a new one adds a line.
SOURCES = (medicine_todo, merchant_todo, hub_todo)
CHASED_MOST = 5


def today_page(desk: Desk) -> TodayPage:
    now = desk.now()
    day = business_day.day_of(now)
    with desk.store.read() as connection:
        figures = day_figures(connection, desk.rules.figures, day)
        weeks = [
            hours_of(connection, desk.rules.figures, business_day.plus_days(day, -7 * week)) for week in range(1, 5)
        ]
        week_ago = connection.exec_driver_sql(
            "SELECT coalesce(sum(count), 0) FROM visits WHERE day = ? AND voided IS NULL AND at <= ?",
            (business_day.plus_days(day, -7), now - 7 * business_day.DAY_MS),
        ).scalar_one()
        seen = [hours for hours in weeks if sum(hours)] or [[0] * 24]
        inside = inside_now(connection, day, now)
        opened, closed, steps = _steps(connection, desk, day)
        todo = _todo(connection, desk, day, opened=opened, closed=closed)
    return TodayPage(
        day=day,
        inside=inside,
        seats=SEATS,
        visits=figures.visits,
        persons=figures.persons,
        visits_week_ago=week_ago,
        by_hour=figures.by_hour,
        usual_by_hour=tuple(round(sum(hours[hour] for hours in seen) / len(seen)) for hour in range(24)),
        hour_now=business_day.hour_of(now),
        meals=figures.meals,
        taken_fen=figures.taken_fen,
        todo=tuple(todo[:TODO_MOST]),
        steps=tuple(steps),
        opened=opened,
        closed=closed,
    )


def _todo(connection: Connection, desk: Desk, day: str, *, opened: bool, closed: bool) -> list[Todo]:
    """What to do, by due time: the day itself first, then rectifications, what runs out, referrals to chase, and
    what waits for a network, which needs nobody.
    """
    found: list[Todo] = []
    ends = spans_of(connection, desk, day)[-1:]
    if opened and not closed and ends and desk.now() >= ends[0][1]:
        why = Hint("todo.close_day_why", {"time": business_day.clock_time(ends[0][1])})
        found.append(Todo("close_day", Hint("todo.close_day", {}, "lock"), why, *CLOSING, "plain"))
    if not opened and not closed:
        found.append(Todo("open_day", Hint("todo.open_day", {}, "home"), Hint("todo.open_day_why"), *OPENING, "plain"))
    inspected = connection.exec_driver_sql("SELECT 1 FROM inspections WHERE day = ? LIMIT 1", (day,)).fetchone()
    if inspected is None and not closed:
        title = Hint("todo.inspect", {}, "inspect")
        found.append(Todo("inspect", title, Hint("todo.inspect_why"), "inspect", "", "plain"))
    found.extend(_job_todo(desk, job, day) for job in open_jobs(connection))
    for source in SOURCES:
        found.extend(source(connection, desk, day))
    for each in chase_list(connection, desk, day)[:CHASED_MOST]:
        title = Hint(f"todo.{each.why}", {"name": each.name}, "phone")
        detail = Hint(f"todo.{each.why}_since", {"day": each.since})
        found.append(Todo("referral", title, detail, "health", each.referral, "attention"))
    return [*found, *waiting_todo(connection, desk)]


def _job_todo(desk: Desk, job: Job, day: str) -> Todo:
    point = desk.rules.standard.checkpoint(job.checkpoint)
    titles = point.titles if point else {"zh": job.checkpoint, "en": job.checkpoint}
    kind = "recheck" if job.state == "awaiting" else "rectification"
    late = job.due < day
    detail = Hint("todo.overdue" if late else "todo.due_today" if job.due == day else "todo.due", {"day": job.due})
    urgency = "wrong" if job.due <= day else "attention"
    return Todo(kind, Hint(f"todo.{kind}", {"what": titles}, "warn"), detail, "inspect", job.rectification, urgency)


def _steps(connection: Connection, desk: Desk, day: str) -> tuple[bool, bool, list[Step]]:
    """The day in order, and whether it was opened and closed."""
    row = connection.exec_driver_sql(
        "SELECT opened_at, opened_by, closed_at, closed_by FROM days WHERE day = ? AND device = ? AND site = ?",
        (day, desk.store.device, desk.place.site),
    ).fetchone() or (None, None, None, None)
    walk = connection.exec_driver_sql(
        'SELECT ended, "by" FROM inspections WHERE day = ? ORDER BY ended LIMIT 1', (day,)
    ).fetchone() or (None, None)
    parts = (("open", row[0], row[1]), ("inspect", walk[0], walk[1]), ("close", row[2], row[3]))
    steps = [
        Step(
            key,
            at is not None,
            masked_name(operator_name(connection, by)) if by else "",
            business_day.clock_time(at) if at else "",
        )
        for key, at, by in parts
    ]
    return row[0] is not None, row[2] is not None, steps
