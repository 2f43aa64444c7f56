"""Meals without a window: the merchant chosen, the answer that stands, the meal that is being voided."""

from __future__ import annotations

from typing import Protocol

from desktop.core.pages import MealsPage, ScanAnswer
from desktop.core.till_pages import Budget
from desktop.ui.stage import Desk


class MealsShown(Protocol):
    def show_page(self, page: MealsPage, alone: bool) -> None: ...
    def show_answer(self, answer: ScanAnswer | None) -> None: ...
    def show_void(self, fact: str) -> None: ...
    def show_budget(self, budget: Budget | None) -> None: ...
    def show_paper(self, paper: bytes) -> None: ...
    def show_tail(self, asked: ScanAnswer | None) -> None: ...


class MealsPresenter:
    """Attributes:
    answer: what the big block shows; None while it asks for a card.
    asked: the meal after which the tail of the phone is asked for; None for none.
    voiding: the meal whose reason is asked for.
    paper: the end of shift that is looked at (PDF), empty for none.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._view: MealsShown | None = None
        self._page: MealsPage | None = None
        self._merchant: str | None = None
        self._asked = 0
        self.answer: ScanAnswer | None = None
        self.asked: ScanAnswer | None = None
        self.voiding = ""
        self.paper = b""
        self._budget: Budget | None = None

    def attach(self, view: MealsShown) -> None:
        self._view = view

    def open(self, subject: str) -> None:
        if subject:
            self._merchant = subject
        self.refresh()

    def refresh(self) -> None:
        self._asked += 1
        asked, merchant = self._asked, self._merchant

        def then(page: MealsPage) -> None:
            if asked != self._asked:
                return
            self._page = page
            self._merchant = page.merchant.id if page.merchant else None
            self.show()
            self._ask_budget()

        self._desk.tasks.run_read(lambda: self._desk.counter.meals_page(merchant), then, self._desk.stage.show_trouble)

    def show(self) -> None:
        if self._page is None or self._view is None:
            return
        self._view.show_page(self._page, set(self._desk.status.roles) == {"merchant"})
        self._view.show_answer(self.answer)
        self._view.show_void(self.voiding)
        self._view.show_budget(self._budget)
        self._view.show_paper(self.paper)
        self._view.show_tail(self.asked)

    def _ask_budget(self) -> None:
        merchant, counter = self._merchant, self._desk.counter
        if merchant is None:
            return

        def then(budget: Budget | None) -> None:
            if merchant == self._merchant:
                self._budget = budget
                if self._view is not None:
                    self._view.show_budget(budget)

        self._desk.tasks.run_read(lambda: counter.till.budget(merchant), then, self._desk.stage.show_trouble)

    def make_paper(self) -> None:
        """交班单 of the day so far, to look at and to keep; scans go on meanwhile and put it away."""
        merchant, counter, language = self._merchant, self._desk.counter, self._desk.stage.words.language
        if merchant is None:
            return

        def then(paper: bytes) -> None:
            self._show_paper(paper)

        self._desk.tasks.run_read(
            lambda: counter.till.shift_paper(merchant, language), then, self._desk.stage.show_trouble
        )

    def close_paper(self) -> None:
        self._show_paper(b"")

    def save_paper(self, place: str) -> None:
        paper, counter, stage = self.paper, self._desk.counter, self._desk.stage
        said = stage.words.say("plain.said.saved", file=place)
        self._desk.tasks.run_read(
            lambda: counter.save_paper(place, paper), lambda _: stage.show_toast(said), stage.show_trouble
        )

    def _show_paper(self, paper: bytes) -> None:
        self.paper = paper
        if self._view is not None:
            self._view.show_paper(paper)

    def choose(self, merchant: str) -> None:
        """Another merchant's till; the answer to the last one's scan does not follow."""
        self._merchant = merchant
        self.answer = None
        self.voiding = ""
        self._ask_tail(None)
        self.refresh()

    def takes_scans(self) -> bool:
        return self._merchant is not None

    def scan(self, code: str) -> None:
        """A card for the chosen merchant. It is saved before anything turns green."""
        merchant = self._merchant
        if merchant is None:
            return

        def then(answer: ScanAnswer) -> None:
            self.answer = answer
            self.voiding = ""
            self.close_paper()
            self._desk.stage.play_sound(answer)
            if self._view is not None:
                self._view.show_answer(answer)
                self._view.show_void("")
            self._ask_tail(answer if answer.ask_tail else None)

        self._desk.tasks.run_write(
            lambda: self._desk.counter.scan_meal(code, merchant), then, self._desk.stage.show_trouble
        )

    def answer_tail(self, result: str) -> None:
        """相符 or 不符, by one key; the next scan leaves it unanswered. Neither stops anybody from eating."""
        asked, stage, counter = self.asked, self._desk.stage, self._desk.counter
        if asked is None or asked.fact is None:
            return
        fact, said = asked.fact, stage.words.say(f"ui.till.tail_said_{result}")
        self._ask_tail(None)
        self._desk.tasks.run_write(
            lambda: counter.till.answer_tail(fact, result), lambda _none: stage.show_toast(said), stage.show_trouble
        )

    def _ask_tail(self, asked: ScanAnswer | None) -> None:
        self.asked = asked
        if self._view is not None:
            self._view.show_tail(asked)

    def clear(self) -> None:
        """The answer has stood long enough to be taken for the next person's."""
        self.answer = None
        if self._view is not None:
            self._view.show_answer(None)

    def ask_void(self, fact: str) -> None:
        self.voiding = fact
        if self._view is not None:
            self._view.show_void(fact)

    def keep(self) -> None:
        self.ask_void("")

    def void(self, reason: str) -> None:
        fact, self.voiding = self.voiding, ""
        if not fact:
            return
        words = self._desk.stage.words
        said = words.say("ui.meals.voided", reason=words.say(f"void.{reason}"))

        def then(_: None) -> None:
            if self.answer is not None and self.answer.fact == fact:
                self.clear()
            if self.asked is not None and self.asked.fact == fact:
                self._ask_tail(None)
            self._desk.stage.show_toast(said)

        self._desk.tasks.run_write(
            lambda: self._desk.counter.void_meal(fact, reason), then, self._desk.stage.show_trouble
        )
        if self._view is not None:
            self._view.show_void("")
