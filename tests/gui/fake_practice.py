"""Practice without a store."""

from __future__ import annotations

from desktop.core.practice_pages import STEPS, PracticePage, PracticeStep


class FakePractice:
    """Attributes:
    shown: the page; a real station's at first.
    """

    def __init__(self) -> None:
        self.shown = PracticePage(False)

    def begin(self) -> None:
        steps = [PracticeStep(code, number % 3, "12:03" if number % 3 else "") for number, code in enumerate(STEPS)]
        self.shown = PracticePage(True, tuple(steps))

    def page(self) -> PracticePage:
        return self.shown

    def readiness(self, language: str) -> bytes:
        return b"%PDF readiness " + language.encode()
