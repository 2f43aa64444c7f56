"""The side of the services of the calendar and of the lists that a walk goes by."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from desktop.core import business_day, pages
from desktop.core.inspect_pages import CalendarPage, DueView, MedicineLine, WalkLists
from desktop.core.medicine_rules import Line, State
from desktop.core.roles import Operator
from desktop.services.compliance import calendar_rows, first_day
from desktop.services.medicine_stock import live_lines
from desktop.services.office import Office
from desktop.services.page_rows import job_row
from desktop.services.phone_camera import PhoneCamera
from desktop.services.rectifications import open_jobs


class InspectDesk:
    """Fulfils `inspect_pages.InspectCounter`; `by` is who is at the counter, `where` phones find pages."""

    def __init__(self, office: Office, by: Callable[[], Operator], where: Callable[[], str]) -> None:
        self._office = office
        self._desk = office.desk
        self._by = by
        self.phone_camera = PhoneCamera(where, lambda kind: office.desk.rules.roles.require(by(), f"inspect_{kind}"))

    def calendar(self, month: str) -> CalendarPage:
        desk = self._desk
        desk.rules.roles.require(self._by(), "standard_state")
        today = business_day.day_of(desk.now())
        begin, end = business_day.month_span(business_day.parse_month(month) if month else business_day.month_of(today))
        days = _days(begin, end)
        with desk.store.read() as connection:
            rows = calendar_rows(connection, desk, days, today)
            first = first_day(connection, desk.place.site)
            jobs = open_jobs(connection)
            lines = live_lines(connection, desk.rules.medicine, desk.place.site)
        warned = tuple(line for line in map(self._line, lines) if line.state in (State.EXPIRED, State.SOON, State.ODD))
        return CalendarPage(
            begin[:7],
            today,
            first[:7],
            days,
            frozenset(day for day in days if not desk.rules.calendar.is_workday(day)),
            rows,
            tuple(job_row(desk.rules.standard, job, today) for job in jobs),
            warned,
        )

    def lists(self) -> WalkLists:
        desk, by = self._desk, self._by()
        today = business_day.day_of(desk.now())
        with desk.store.read() as connection:
            lines = live_lines(connection, desk.rules.medicine, desk.place.site)
        calendar = desk.rules.calendar
        dues = []
        for severity, workdays in desk.rules.standard.severities.items():
            due = calendar.after(today, workdays)
            dues.append(DueView(severity, due.day, due.certain, calendar.counted(today, workdays)))
        may_count = desk.rules.roles.allows(by, "medicine_count")
        return WalkLists(tuple(map(self._line, lines)), may_count, desk.rules.tools, tuple(dues))

    def complete(
        self, kind: str, begun: int, answers: tuple[pages.GivenAnswer, ...], counted: Mapping[str, int]
    ) -> pages.InspectionDone:
        by, desk = self._by(), self._desk
        with desk.store.write():
            done = self._office.inspections.complete(by, kind, answers, begun)
            for line, number in counted.items():
                self._office.medicine.count(by, line, number)
        self.phone_camera.drop()  # what comes now would belong to no walk
        today = business_day.day_of(desk.now())
        with desk.store.read() as connection:
            jobs = [job for job in open_jobs(connection) if job.rectification in done.rectifications]
        rows = tuple(job_row(desk.rules.standard, job, today) for job in jobs)
        return pages.InspectionDone(done.inspection, done.compliant, done.met, done.passed, done.failed, rows)

    def _line(self, line: Line) -> MedicineLine:
        listed = self._desk.rules.medicine
        today = business_day.day_of(self._desk.now())
        return MedicineLine(
            line.line,
            {language: listed.titled(line.product, language) for language in ("zh", "en")},
            line.batch,
            line.until,
            (date.fromisoformat(line.until) - date.fromisoformat(today)).days,
            line.left,
            line.unit,
            str(line.state(today, listed.soon_days)),
        )


def _days(begin: str, end: str) -> tuple[str, ...]:
    first = date.fromisoformat(begin)
    return tuple((first + timedelta(days=at)).isoformat() for at in range((date.fromisoformat(end) - first).days + 1))
