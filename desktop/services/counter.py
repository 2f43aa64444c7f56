"""The window's counter: asks the services and answers with the frozen data of pages (`core/pages.py`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from desktop.core import business_day, pages
from desktop.core.errors import Refused
from desktop.core.inspection import KINDS
from desktop.core.pages import ScanAnswer, Status
from desktop.core.paper_code import looks_like_paper
from desktop.core.plain import PlainDetail, PlainDone, PlainSection
from desktop.core.roles import Operator
from desktop.services import today_page
from desktop.services.day_desk import DayDesk
from desktop.services.day_left import STAY_MS
from desktop.services.health_desk import HealthDesk
from desktop.services.hub_desk import HubDesk
from desktop.services.inspect_desk import InspectDesk
from desktop.services.office import Office
from desktop.services.outputs import write_output
from desktop.services.page_rows import ROWS_MOST, job_row, meal_rows, visit_row
from desktop.services.paper_desk import PaperDesk
from desktop.services.paper_scan import scanned_paper
from desktop.services.people import Rider
from desktop.services.people_desk import PeopleDesk
from desktop.services.practice import Practice
from desktop.services.rectifications import open_jobs
from desktop.services.scan_answers import ScanAnswers
from desktop.services.searches import AskEverywhere, ask_nobody
from desktop.services.seat import Seat
from desktop.services.sections.registry import Sections
from desktop.services.serving import Serving
from desktop.services.settings_desk import SettingsDesk
from desktop.services.sheet_desk import SheetDesk
from desktop.services.tablets import TabletScreens
from desktop.services.till_desk import TillDesk
from desktop.services.visit_history import VisitHistory
from desktop.services.visitor import Visitor
from desktop.store.standing import flagged, unacknowledged


def _person_rows(found: Iterable[Rider]) -> tuple[pages.PersonRow, ...]:
    return tuple(
        pages.PersonRow(each.rider, each.name, each.group, each.phone[-4:], each.verified_until) for each in found
    )


class OfficeCounter:
    """Fulfils `pages.Counter` for one signed-in operator."""

    def __init__(self, office: Office, by: Operator | None = None, everywhere: AskEverywhere = ask_nobody) -> None:
        self._office = office
        self._desk = office.desk
        self._by = by
        self._everywhere = everywhere
        self._sections = Sections(office)
        self._answers = ScanAnswers(office)
        self._hub = HubDesk(office, lambda: self._operator)
        self._day = DayDesk(office, lambda: self._operator)
        self._sheet = SheetDesk(office, lambda: self._operator)
        self.seat = Seat(office, lambda: self._operator)
        self.serving = Serving(office, lambda: self._operator)
        self.visitor = Visitor(office, self.serving.where)
        self.tablets = TabletScreens(office, lambda: self._operator, self.serving.where, self.visitor)
        self.practice = Practice(office, lambda: self._operator)
        self._health = HealthDesk(office, lambda: self._operator)
        self._people = PeopleDesk(office, lambda: self._operator)
        self._inspecting = InspectDesk(office, lambda: self._operator, self.serving.where)
        self._visiting = VisitHistory(office.desk)
        self._till = TillDesk(office, lambda: self._operator)
        self.settings = SettingsDesk(office, lambda: self._operator)
        self._papers = PaperDesk(office, lambda: self._operator)

    @property
    def office(self) -> Office:
        return self._office

    @property
    def hub(self) -> HubDesk:
        return self._hub

    @property
    def day(self) -> DayDesk:
        return self._day

    @property
    def sheet(self) -> SheetDesk:
        return self._sheet

    @property
    def health(self) -> HealthDesk:
        return self._health

    @property
    def people(self) -> PeopleDesk:
        return self._people

    @property
    def inspecting(self) -> InspectDesk:
        return self._inspecting

    @property
    def visiting(self) -> VisitHistory:
        return self._visiting

    @property
    def till(self) -> TillDesk:
        return self._till

    @property
    def papers(self) -> PaperDesk:
        return self._papers

    @property
    def _operator(self) -> Operator:
        if self._by is None:
            raise Refused("pin_needed", variable="QUANYI_PIN")
        return self._by

    # --- who is here -------------------------------------------------------------------------------------

    def operators(self) -> tuple[pages.OperatorRow, ...]:
        return tuple(pages.OperatorRow(known.id, known.name, known.roles) for known in self._office.operators.all())

    def sign_in(self, operator: str, pin: str) -> Status:
        self._inspecting.phone_camera.drop()
        self._by = self._office.operators.sign_in(operator, pin)
        return self.status()

    def sign_in_as(self, name: str | None, pin: str) -> Status:
        """By name, or the first operator; raises `Refused`."""
        return self.sign_in(self._office.operators.choose(name).id, pin)

    def sign_out(self) -> None:
        self._inspecting.phone_camera.drop()
        self._by = None

    def status(self) -> Status:
        """With an empty operator while nobody has signed in."""
        by = self._by or Operator("", frozenset())
        name = next((known.name for known in self._office.operators.all() if known.id == by.id), "")
        with self._desk.store.read() as connection:
            return Status(
                self._desk.place.name,
                name,
                tuple(sorted(by.roles)),
                unacknowledged(connection),
                flagged(connection),
                "suspect" if self._desk.clock_suspect() else "ok",
                self._desk.place.role,
                self._office.hub.status(),
            )

    def run_retention(self) -> None:
        """Today's run of retention by the app itself, when it is still to come. Raises `Trouble`."""
        self._office.retention.run_at_opening()

    # --- today -------------------------------------------------------------------------------------------

    def today_page(self) -> pages.TodayPage:
        return today_page.today_page(self._desk)

    # --- visits ------------------------------------------------------------------------------------------

    def visits_page(self) -> pages.VisitsPage:
        day = business_day.day_of(self._desk.now())
        with self._desk.store.read() as connection:
            rows = connection.exec_driver_sql(
                'SELECT v.fact, v.at, p.name, p.phone, v."group", coalesce(v.services, v.first_services), v.count,'
                " v.how, v.presence, v.trust, v.ended_at, v.voided FROM visits v LEFT JOIN persons p USING (rider)"
                " WHERE v.day = ? ORDER BY v.at DESC LIMIT ?",
                (day, ROWS_MOST),
            ).fetchall()
            inside, visits = connection.exec_driver_sql(
                "SELECT coalesce(sum(count) FILTER (WHERE ended_at IS NULL AND at > ?), 0), coalesce(sum(count), 0)"
                " FROM visits WHERE day = ? AND voided IS NULL",
                (self._desk.now() - STAY_MS, day),
            ).one()
        return pages.VisitsPage(day, inside, visits, tuple(visit_row(*row) for row in rows))

    def scan_visit(self, text: str) -> ScanAnswer:
        if looks_like_paper(text):
            return scanned_paper(self._office.desk, text)
        return self._answers.visit(self._office.visits.by_card(self._operator, text, []))

    def visit_of(self, rider: str) -> ScanAnswer:
        return self._answers.visit(self._office.visits.by_search(self._operator, rider, []))

    def anonymous_visit(self, group: str, count: int) -> ScanAnswer:
        return self._answers.visit(self._office.visits.anonymous(self._operator, group, [], count))

    def set_services(self, fact: str, services: tuple[str, ...]) -> None:
        self._office.visits.set_services(self._operator, fact, list(services))

    def leave(self, fact: str) -> None:
        self._office.visits.check_out(self._operator, fact)

    def void_visit(self, fact: str, reason: str) -> None:
        self._office.visits.void(self._operator, fact, reason)

    def search(self, text: str) -> tuple[pages.PersonRow, ...]:
        return _person_rows(self._office.people.find(self._operator, text))

    def search_everywhere(self, phone: str) -> tuple[pages.PersonRow, ...]:
        """Asks the hub for a full phone; takes as long as the network does, up to ten seconds. Raises `Trouble`."""
        return _person_rows(self._office.searches.everywhere(self._operator, phone, self._everywhere))

    # --- meals -------------------------------------------------------------------------------------------

    def meals_page(self, merchant: str | None) -> pages.MealsPage:
        now = self._desk.now()
        programme = self._desk.rules.programme
        day = programme.business_day(now)
        merchants = tuple(pages.Merchant(id, name) for id, name in self._office.master.merchants())
        chosen = next((each for each in merchants if each.id == merchant), merchants[0] if merchants else None)
        serving = programme.serving(now)
        with self._desk.store.read() as connection:
            rows, sums, by_period = meal_rows(connection, chosen.id if chosen else "", day)
        return pages.MealsPage(
            day=day,
            merchant=chosen,
            merchants=merchants,
            periods=tuple(
                pages.PeriodTab(
                    period.code,
                    period.titles,
                    f"{period.begin // 60}:{period.begin % 60:02d}",
                    f"{period.end // 60}:{period.end % 60:02d}",
                    serving is not None and serving.period.code == period.code,
                )
                for period in programme.periods
            ),
            count=sums[0],
            taken_fen=sums[1],
            subsidy_fen=sums[2],
            held=sums[3],
            by_period=by_period,
            rows=rows,
            void_reasons=tuple(self._desk.rules.choices.void),
        )

    def scan_meal(self, text: str, merchant: str) -> ScanAnswer:
        return self._answers.meal(self._office.meals.serve(self._operator, text, merchant))

    def void_meal(self, fact: str, reason: str) -> None:
        self._office.meals.void(self._operator, fact, reason)

    # --- plain sections ------------------------------------------------------------------------------------

    def plain_section(self, code: str, picked: Mapping[str, str]) -> PlainSection:
        return self._sections.section(self._operator, code, picked)

    def plain_detail(self, code: str, row: str) -> PlainDetail | None:
        return self._sections.detail(self._operator, code, row)

    def plain_act(self, code: str, act: str, row: str, values: Mapping[str, str], language: str) -> PlainDone:
        return self._sections.act(self._operator, code, act, row, values, language)

    def save_paper(self, place: str, paper: bytes) -> None:
        write_output(Path(place).expanduser(), paper)
        self.practice.note_paper()

    # --- the standard --------------------------------------------------------------------------------------

    def inspect_page(self, kind: str) -> pages.InspectPage:
        day = business_day.day_of(self._desk.now())
        rules = self._desk.rules
        with self._desk.store.read() as connection:
            jobs = open_jobs(connection)
            today = connection.exec_driver_sql("SELECT count(*) FROM inspections WHERE day = ?", (day,)).scalar_one()
        by = self._operator
        kinds = tuple(each for each in KINDS if rules.roles.allows(by, f"inspect_{each}"))
        return pages.InspectPage(
            day=day,
            kind=kind,
            kinds=kinds,
            nth_today=today + 1,
            items=tuple(
                pages.ItemView(
                    item.code,
                    item.titles,
                    item.shorts,
                    tuple(
                        pages.PointView(
                            point.code,
                            point.titles,
                            point.hints,
                            point.severity,
                            point.veto,
                            rules.calendar.after(day, rules.standard.severities[point.severity]).day,
                            rules.calendar.after(day, rules.standard.severities[point.severity]).certain,
                        )
                        for point in item.checkpoints
                    ),
                    sum(job.item == item.code for job in jobs),
                )
                for item in rules.standard.asked(kind)
            ),
            open=tuple(job_row(rules.standard, job, day) for job in jobs),
            severities=tuple(rules.standard.severities.items()),
        )

    def complete_inspection(
        self, kind: str, begun: int, answers: tuple[pages.GivenAnswer, ...]
    ) -> pages.InspectionDone:
        return self._inspecting.complete(kind, begun, answers, {})

    def report_rectified(self, rectification: str, note: str, photo: bytes) -> None:
        self._office.rectifications.rectify(self._operator, rectification, note, [photo])

    def recheck(self, rectification: str, passed: bool, note: str) -> None:
        self._office.rectifications.recheck(self._operator, rectification, passed, note)
