"""The day's panels: the guided steps of 开站, 交接班 and 日结, the review's view, today's text for the work group.

It asks the services of the day and works out no figure of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import Connection

from desktop.core import business_day
from desktop.core.brief import Brief
from desktop.core.day_pages import (
    FLOWS,
    Before,
    Check,
    Closed,
    DayPage,
    HandedOver,
    Opened,
    ReviewPage,
    SeenItem,
    SeenJob,
    SeenPaper,
    Sums,
)
from desktop.core.pages import GivenAnswer
from desktop.core.roles import Operator
from desktop.core.shift import DayClosed
from desktop.services.day_left import left_to_do
from desktop.services.figures import day_figures
from desktop.services.hours import spans_of
from desktop.services.medicine_stock import warned_lines
from desktop.services.office import Office
from desktop.services.operators import operator_name
from desktop.services.papers import Papers, Wanted
from desktop.services.reconciling import Run
from desktop.services.rectifications import Job, open_jobs
from desktop.services.shifts import ON_HAND
from desktop.store.beside import note_text
from desktop.store.standing import unacknowledged

JOBS_MOST = 50


class DayDesk:
    """Fulfils `day_pages.DayCounter`; `by` is who is at the counter."""

    def __init__(self, office: Office, by: Callable[[], Operator]) -> None:
        self._office = office
        self._desk = office.desk
        self._by = by

    def page(self) -> DayPage:
        by, desk = self._by(), self._desk
        day = business_day.day_of(desk.now())
        closing, run = self._office.days.would_close(by)
        with desk.store.read() as connection:
            opened, closed = self._times(connection, day)
            known = [each for each in self._office.operators.all() if each.id != by.id]
            allows = desk.rules.roles.allows
            takers = (each for each in known if allows(Operator(each.id, frozenset(each.roles)), "hand_over"))
            return DayPage(
                day=day,
                operator=operator_name(connection, by.id),
                posted=self._posted(connection, day),
                opened=opened,
                closed=closed,
                checks=self._checks(),
                left=left_to_do(connection, desk, day),
                before=self._before(connection),
                takers=tuple((each.id, each.name) for each in takers),
                on_hand=self._on_hand(connection),
                closing=closing,
                rows=_rows(run),
                whole=_whole(run),
                brief=self._brief(connection, closing),
                may=frozenset(flow for flow in FLOWS if allows(by, flow)),
                roles={flow: self._roles_of(flow) for flow in FLOWS},
            )

    def open_day(self, answers: tuple[GivenAnswer, ...], begun: int) -> Opened:
        opening = self._office.shifts.open(self._by(), answers, begun)
        done = opening.inspected
        return Opened(opening.late, done.passed if done else 0, done.failed if done else 0)

    def hand_over(self, to: str, pin: str, keys: int, lost_property: str, note: str) -> HandedOver:
        entry = self._office.shifts.hand_over(self._by(), to, pin, keys=keys, lost_property=lost_property, note=note)
        with self._desk.store.read() as connection:
            return HandedOver(entry.id, operator_name(connection, to))

    def close_day(self) -> Closed:
        entry = self._office.days.close(self._by())
        body = entry.body
        assert isinstance(body, DayClosed)
        return Closed(entry.day, Sums("", body.captured, body.acknowledged, body.waiting, body.flagged))

    def paper(self, kind: str, month: str, day: str, fact: str, language: str) -> bytes:
        """A paper of the day, or one that is shown to a review, as PDF. Raises `Refused`."""
        printer = self._desk.printer
        papers = Papers(self._desk, self._office, printer.words[language])
        data = papers.freeze(self._by(), Wanted(kind, month or None, day or None, fact or None))
        return printer.render(data, language)

    def brief(self) -> Brief:
        self._by()
        with self._desk.store.read() as connection:
            return self._brief(connection, business_day.day_of(self._desk.now()))

    def review_page(self) -> ReviewPage:
        by, desk = self._by(), self._desk
        day = business_day.day_of(desk.now())
        compliant, items = self._office.standard.now(by)
        with desk.store.read() as connection:
            opened, closed = self._times(connection, day)
            jobs = open_jobs(connection, JOBS_MOST)
            return ReviewPage(
                day=day,
                station=desk.place.name,
                posted=self._posted(connection, day),
                opened=opened,
                closed=closed,
                compliant=compliant,
                items=tuple(SeenItem(each.item, each.state, each.since, len(each.jobs)) for each in items),
                jobs=tuple(self._seen(job, day) for job in jobs),
                box=warned_lines(connection, desk, day),
                brief=self._brief(connection, day),
                papers=self._papers(connection, day),
                facts=desk.store.head.seq,
                waiting=unacknowledged(connection),
            )

    # --- what they are made of --------------------------------------------------------------------------------

    def _times(self, connection: Connection, day: str) -> tuple[str, str]:
        """When a day was opened and closed here, `HH:MM` or empty."""
        row = connection.exec_driver_sql(
            "SELECT opened_at, closed_at FROM days WHERE site = ? AND day = ? AND device = ?",
            (self._desk.place.site, day, self._desk.store.device),
        ).fetchone() or (None, None)
        opened, closed = (business_day.clock_time(at) if at else "" for at in row)
        return opened, closed

    def _posted(self, connection: Connection, day: str) -> tuple[tuple[str, str], ...]:
        spans = spans_of(connection, self._desk, day)
        return tuple((business_day.clock_time(begin), business_day.clock_time(end)) for begin, end in spans)

    def _checks(self) -> tuple[Check, ...]:
        asked = self._desk.rules.standard.asked("opening")
        return tuple(Check(point.code, item.code, point.titles) for item in asked for point in item.checkpoints)

    def _before(self, connection: Connection) -> Before | None:
        row = connection.exec_driver_sql(
            "SELECT at, giver, taker, keys, lost_property, note FROM hand_overs WHERE site = ?"
            " ORDER BY day DESC, at DESC LIMIT 1",
            (self._desk.place.site,),
        ).fetchone()
        if row is None:
            return None
        giver, taker = (operator_name(connection, each) for each in row[1:3])
        lost, note = (note_text(connection, each) for each in row[4:6])
        return Before(business_day.stamp(row[0])[:16].replace("T", " "), giver, taker, row[3], lost, note)

    def _on_hand(self, connection: Connection) -> tuple[tuple[str, int], ...]:
        """As a hand-over would write it down now."""
        day = self._desk.rules.programme.business_day(self._desk.now())
        counts = {name: count(connection, self._desk, day) for name, count in ON_HAND.items()}
        jobs = len(open_jobs(connection, JOBS_MOST))
        return (("problems", jobs), *counts.items(), ("waiting", unacknowledged(connection)))

    def _brief(self, connection: Connection, day: str) -> Brief:
        desk = self._desk
        figures = day_figures(connection, desk.rules.figures, day)
        opened, closed = self._times(connection, day)
        rows = connection.exec_driver_sql(
            "SELECT checkpoint, result FROM checkpoint_states WHERE site = ?", (desk.place.site,)
        ).fetchall()
        score = desk.rules.standard.score({row[0]: row[1] for row in rows})
        overdue = sum(job.due < day for job in open_jobs(connection, figures.open_rectifications or 1))
        return Brief(
            station=desk.place.name,
            day=day,
            opened=opened,
            closed=closed,
            visits=figures.visits,
            persons=figures.persons,
            meals=figures.meals,
            taken_fen=figures.taken_fen,
            held=figures.meals_held,
            met=len(score.met),
            compliant=score.compliant,
            open_jobs=figures.open_rectifications,
            overdue=overdue,
            medicine=warned_lines(connection, desk, day),
            seen=bool(rows),
        )

    def _seen(self, job: Job, day: str) -> SeenJob:
        point = self._desk.rules.standard.checkpoint(job.checkpoint)
        titles: Mapping[str, str] = point.titles if point else {"zh": job.checkpoint, "en": job.checkpoint}
        return SeenJob(job.number, titles, job.state, job.due, job.due < day)

    def _papers(self, connection: Connection, day: str) -> tuple[SeenPaper, ...]:
        """Those that there is something for, none of which shows a name or phone in full."""
        month = business_day.month_of(day)
        found = [SeenPaper("daily", day=day), SeenPaper("figures", month), SeenPaper("hours", month)]
        sql = "SELECT day FROM inspections ORDER BY day DESC LIMIT 1"
        inspected = connection.exec_driver_sql(sql).scalar()
        closed = connection.exec_driver_sql(
            "SELECT max(day) FROM days WHERE site = ? AND device = ? AND closed_at NOT NULL",
            (self._desk.place.site, self._desk.store.device),
        ).scalar()
        if inspected:
            found.insert(1, SeenPaper("inspection", day=str(inspected)))
        if closed:
            found.append(SeenPaper("reconciliation", day=str(closed)))
        return (*found, SeenPaper("medicine", month))

    def _roles_of(self, action: str) -> tuple[str, ...]:
        allowed = self._desk.rules.roles.actions.get(action, frozenset())
        return tuple(role for role in self._desk.rules.roles.titles if role in allowed)


def _rows(run: Run) -> tuple[Sums, ...]:
    return tuple(
        Sums(each.part, each.captured, each.acknowledged, each.waiting, each.flagged)
        for each in run.counted()
        if each.captured
    )


def _whole(run: Run) -> Sums:
    rows = _rows(run)
    names = ("captured", "acknowledged", "waiting", "flagged")
    return Sums("", *(sum(getattr(row, name) for row in rows) for name in names))
