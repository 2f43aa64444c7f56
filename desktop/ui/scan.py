"""What a scan does, wherever it comes from: a meal on the page of meals, a visit everywhere else."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Protocol, runtime_checkable

from desktop.core.pages import ScanAnswer
from desktop.ui.stage import Desk

# A whole card within what a scanner typed: some add a prefix (]Q3) or a suffix of their own.
_CARD = re.compile(r"QY[1P][A-Z2-7]{156}", re.IGNORECASE)


@runtime_checkable
class Till(Protocol):
    """What takes scans itself: the page of meals, or a form that asks for a card."""

    def takes_scans(self) -> bool: ...
    def scan(self, code: str) -> None: ...


def card_in(text: str) -> str:
    """The card in a scanned text; all of the text when there is none."""
    found = _CARD.search(text)
    return found.group(0) if found else text


@runtime_checkable
class Marks(Protocol):
    """A page that marks whose card was scanned while it stood in front."""

    def scanned(self, code: str) -> None: ...


class Scans:
    """Sends a scan where it belongs."""

    def __init__(self, desk: Desk, answered: Callable[[str, ScanAnswer], None]) -> None:
        self._desk = desk
        self._answered = answered

    def heard(self, text: str, till: Till | None) -> None:
        """`till` is what takes scans itself on the page in front."""
        code = card_in(text)
        if till is not None and till.takes_scans():
            till.scan(code)
            return

        def then(answer: ScanAnswer) -> None:
            self._desk.stage.show_answer(answer)
            self._answered(code, answer)

        self._desk.tasks.run_write(lambda: self._desk.counter.scan_visit(code), then, self._desk.stage.show_trouble)
