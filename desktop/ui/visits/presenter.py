"""Visits without a window: what is marked, what was toggled, the number for the anonymous, the search."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from desktop.core.pages import PersonRow, ScanAnswer, VisitRow, VisitsPage
from desktop.ui import speech
from desktop.ui.stage import Desk
from desktop.ui.visits.past import Past

# The order of the toggles and of their digits.
SERVICES = (
    "rest",
    "water",
    "charging",
    "meal_heating",
    "medicine",
    "tools",
    "warm_or_cool",
    "handover",
    "other",
)
GROUPS = ("courier", "delivery_rider", "ride_hailing_driver", "truck_driver", "live_streamer", "other_outdoor")
VOID_REASONS = ("mis_scan", "duplicate", "other")
MEDICINE = "medicine"


class VisitsShown(Protocol):
    """What the presenter needs of its view."""

    def show_page(self, page: VisitsPage, marked: str) -> None: ...
    def show_person(self, row: VisitRow | None) -> None: ...
    def show_void(self, asking: bool) -> None: ...
    def show_count(self, count: int) -> None: ...
    def show_found(self, query: str, found: tuple[PersonRow, ...] | None) -> None: ...


class VisitsPresenter:
    """Attributes:
    marked: the visit that the right panel is about.
    past: the visits of days gone by.
    count: how many anonymous people the next press of a group records.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._view: VisitsShown | None = None
        self._page: VisitsPage | None = None
        self._wanted: dict[str, tuple[str, ...]] = {}
        self._asked = 0
        self._searched = 0
        self._query = ""
        self._found: tuple[PersonRow, ...] | None = None
        self._voiding = False
        self.past = Past(desk, self._show_person)
        self.marked = ""
        self.count = 1

    def attach(self, view: VisitsShown) -> None:
        self._view = view

    def open(self, subject: str) -> None:
        if subject:
            self.mark(subject)
        self.refresh()

    def refresh(self) -> None:
        self._asked += 1
        asked = self._asked

        def then(page: VisitsPage) -> None:
            if asked == self._asked:
                self._page = page
                self._show_list()

        self._desk.tasks.run_read(self._desk.counter.visits_page, then, self._desk.stage.show_trouble)
        self.past.refresh()

    def step_day(self, by: int) -> None:
        """◀ and ▶: a day with visits back or forward; past the newest one is today's live list."""
        if self._page is not None:
            self.past.step(self._page.day, by)

    def show(self) -> None:
        self.past.show()
        if self._page is not None:
            self._show_list()
        if self._view is not None:
            self._view.show_count(self.count)
            self._view.show_void(self._voiding)
            self._view.show_found(self._query, self._found)

    def answered(self, answer: ScanAnswer) -> None:
        """A scan was answered: its row is marked, here already or with the next list."""
        if answer.fact:
            self._voiding = False
            self.past.leave()
            self.marked = answer.fact
            self._show_list()

    def mark(self, fact: str) -> None:
        if fact != self.marked:
            self._voiding = False
        self.marked = fact
        self._show_list()

    def toggle(self, service: str) -> None:
        """A service of the marked visit on or off; medicine only ever counts once more, without a person."""
        row = self._row(self.marked)
        if row is None or row.voided:
            return
        if service == MEDICINE:
            self._record_medicine(row)
            return
        used = set(self._services(row)) ^ {service}
        wanted = tuple(code for code in SERVICES if code in used)
        self._wanted[row.fact] = wanted
        self._show_person()

        def then(_: None) -> None:
            self._settle(row.fact, wanted)

        def failed(error: Exception) -> None:
            self._wanted.pop(row.fact, None)
            self._show_person()
            self._desk.stage.show_trouble(error)

        fact = row.fact
        self._desk.tasks.run_write(lambda: self._desk.counter.set_services(fact, wanted), then, failed)

    def leave(self, fact: str) -> None:
        row = self._row(fact)
        if row is None or row.ended or row.voided:
            return
        words = self._desk.stage.words
        said = words.say("ui.visits.left", name=self._name(row))
        self._write(lambda: self._desk.counter.leave(fact), said)

    def ask_void(self) -> None:
        if self._row(self.marked) is not None:
            self._set_voiding(True)

    def keep(self) -> None:
        self._set_voiding(False)

    def void(self, reason: str) -> None:
        row = self._row(self.marked)
        if row is None:
            return
        self._set_voiding(False)
        words = self._desk.stage.words
        said = words.say("ui.visits.voided", name=self._name(row), reason=words.say(f"void.{reason}"))
        fact = row.fact
        self._write(lambda: self._desk.counter.void_visit(fact, reason), said)

    def set_count(self, count: int) -> None:
        self.count = max(1, min(99, count))

    def anonymous(self, group: str) -> None:
        """Records `count` people of a group; the answer is shown, and can be taken back for a while."""
        count, self.count = self.count, 1
        if self._view is not None:
            self._view.show_count(1)

        def then(answer: ScanAnswer) -> None:
            self.answered(answer)
            self._desk.stage.show_answer(answer)
            fact = answer.fact
            if fact:
                words = self._desk.stage.words
                said = words.say("ui.visits.anonymous_done", group=speech.group_word(words, group), count=count)
                self._desk.stage.show_toast(said, lambda: self._take_back(fact))

        self._desk.tasks.run_write(
            lambda: self._desk.counter.anonymous_visit(group, count), then, self._desk.stage.show_trouble
        )

    def search(self, text: str) -> None:
        """By name, pinyin initials, last four digits; the answer to an older question is dropped."""
        self._query = text.strip()
        self._searched += 1
        searched = self._searched
        if not self._query:
            self._found = None
            self._show_found()
            return

        def then(found: tuple[PersonRow, ...]) -> None:
            if searched == self._searched:
                self._found = found
                self._show_found()

        query = self._query
        self._desk.tasks.run_read(lambda: self._desk.counter.search(query), then, self._desk.stage.show_trouble)

    def search_everywhere(self, phone: str) -> None:
        """Asks the whole city for a full phone; scans and other searches go on meanwhile."""
        self._query = phone.strip()
        self._searched += 1
        searched = self._searched
        words, stage = self._desk.stage.words, self._desk.stage
        stage.show_toast(words.say("ui.visits.everywhere_asked"))

        def then(found: tuple[PersonRow, ...]) -> None:
            if not found:
                stage.show_toast(words.say("ui.visits.everywhere_none"))
            elif searched == self._searched:
                self._found = found
                self._show_found()

        query = self._query
        self._desk.tasks.run_read(lambda: self._desk.counter.search_everywhere(query), then, stage.show_trouble)

    def choose(self, rider: str) -> None:
        """Checks in somebody found by search."""
        self.search("")

        def then(answer: ScanAnswer) -> None:
            self.answered(answer)
            self._desk.stage.show_answer(answer)

        self._desk.tasks.run_write(lambda: self._desk.counter.visit_of(rider), then, self._desk.stage.show_trouble)

    def _take_back(self, fact: str) -> None:
        said = self._desk.stage.words.say("ui.visits.taken_back")
        self._write(lambda: self._desk.counter.void_visit(fact, "mis_scan"), said)

    def _record_medicine(self, row: VisitRow) -> None:
        wanted = tuple(code for code in SERVICES if code in self._services(row) or code == MEDICINE)
        said = self._desk.stage.words.say("ui.visits.medicine_done")
        fact = row.fact
        self._write(lambda: self._desk.counter.set_services(fact, wanted), said)

    def _write(self, func: Callable[[], None], said: str) -> None:
        def then(_: None) -> None:
            self._desk.stage.show_toast(said)

        self._desk.tasks.run_write(func, then, self._desk.stage.show_trouble)

    def _settle(self, fact: str, wanted: tuple[str, ...]) -> None:
        """A toggle is durable: the list says so at once, before it is read anew."""
        if self._page is not None:
            rows = tuple(replace(row, services=wanted) if row.fact == fact else row for row in self._page.rows)
            self._page = replace(self._page, rows=rows)
        if self._wanted.get(fact) == wanted:
            del self._wanted[fact]
        self._show_list()

    def _services(self, row: VisitRow) -> tuple[str, ...]:
        return self._wanted.get(row.fact, row.services)

    def _row(self, fact: str) -> VisitRow | None:
        rows = self._page.rows if self._page else ()
        return next((row for row in rows if row.fact == fact), None) or self.past.row(fact)

    def _name(self, row: VisitRow) -> str:
        return row.name or self._desk.stage.words.say("ui.visits.anonymous")

    def _set_voiding(self, asking: bool) -> None:
        self._voiding = asking
        if self._view is not None:
            self._view.show_void(asking)

    def _show_list(self) -> None:
        if self._page is None or self._view is None:
            return
        if self._page.rows and not self.marked:
            self.marked = self._page.rows[0].fact
        self._view.show_page(self._page, self.marked)
        self._view.show_void(self._voiding)
        self._show_person()

    def _show_person(self) -> None:
        if self._view is None:
            return
        row = self._row(self.marked)
        self._view.show_person(replace(row, services=self._services(row)) if row else None)

    def _show_found(self) -> None:
        if self._view is not None:
            self._view.show_found(self._query, self._found)
