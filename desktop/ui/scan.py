"""What a scan does, wherever it comes from: a meal on the page of meals, a visit everywhere else."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Protocol, runtime_checkable

from desktop.core import card
from desktop.core.pages import Hint, ScanAnswer, Tone
from desktop.core.paper_code import looks_like_paper
from desktop.ui.stage import Desk

# A whole card within what a scanner typed: some add a prefix (]Q3) or a suffix of their own.
_CARD = re.compile(r"QY[1P][A-Z2-7]{156}", re.IGNORECASE)


@runtime_checkable
class Till(Protocol):
    """What takes scans itself: the page of meals, or a form that asks for a card."""

    def takes_scans(self) -> bool: ...
    def scan(self, code: str) -> None: ...


@runtime_checkable
class Tester(Till, Protocol):
    """What tries readers out: it takes every scan as it came, and nothing is recorded."""

    def tests(self) -> bool: ...
    def test(self, text: str) -> None: ...


# What a broken code of ours is made of, and how much longer than a card a text may be that holds a whole one.
_PIECES = re.compile(r"[A-Z1-7]{12,}", re.IGNORECASE)
_AROUND = 16


def is_broken(text: str) -> bool:
    """Whether a text is a card of which letters are missing, or two cards whose letters are mixed: two scanners
    at once are one keyboard to the system. A whole card, and what is none of ours, are not.
    """
    found = _CARD.search(text)
    if found is None:
        return _PIECES.fullmatch(text) is not None
    return len(text) > card.LENGTH + _AROUND and not _is_card(found.group(0))


def _is_card(text: str) -> bool:
    try:
        card.read(text)
    except card.NotACard:
        return False
    return True


def broken_answer() -> ScanAnswer:
    """To scan again; nothing was recorded."""
    hints = (Hint("hint.scan_again", {}, "scan"), Hint("hint.one_at_a_time", {}, "info"))
    return ScanAnswer("scan_broken", Tone.ATTENTION, hints=hints)


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
        if isinstance(till, Tester) and till.tests():
            till.test(text)
            return
        paper = looks_like_paper(text)
        if not paper and is_broken(text):
            self._desk.stage.show_answer(broken_answer())
            return
        code = text if paper else card_in(text)
        if not paper and till is not None and till.takes_scans():
            till.scan(code)
            return

        def then(answer: ScanAnswer) -> None:
            self._desk.stage.show_answer(answer)
            self._answered(code, answer)

        self._desk.tasks.run_write(lambda: self._desk.counter.scan_visit(code), then, self._desk.stage.show_trouble)
