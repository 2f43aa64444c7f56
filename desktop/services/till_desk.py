"""The side of the services of a merchant's till."""

from __future__ import annotations

from collections.abc import Callable

from desktop.core.roles import Operator
from desktop.core.till_pages import Budget
from desktop.services.office import Office
from desktop.services.papers import Papers, Wanted
from desktop.services.till_paper import budget


class TillDesk:
    """Fulfils `till_pages.TillCounter`; `by` is who is at the counter."""

    def __init__(self, office: Office, by: Callable[[], Operator]) -> None:
        self._office, self._by = office, by

    def budget(self, merchant: str) -> Budget | None:
        self._by()
        with self._office.desk.store.read() as connection:
            return budget(connection, self._office.desk, merchant)

    def answer_tail(self, meal: str, result: str) -> None:
        self._office.doubts.answer(self._by(), meal, result)

    def shift_paper(self, merchant: str, language: str) -> bytes:
        printer = self._office.desk.printer
        papers = Papers(self._office.desk, self._office, printer.words[language])
        return printer.render(papers.freeze(self._by(), Wanted("till", id=merchant)), language)
