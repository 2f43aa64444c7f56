"""Practice 练习: what somebody has tried so far, and the page that says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from desktop.core.papers import Frame

STEPS = ("scan", "anonymous", "meal", "void", "inspection", "referral", "paper")
"""What a new caretaker shows before they sit at a real counter, in this order."""


@dataclass(frozen=True)
class PracticeStep:
    """One of `STEPS`; `times` it was done, `last` when (`HH:MM`), empty for never."""

    code: str
    times: int
    last: str


@dataclass(frozen=True)
class PracticePage:
    """`practising`: this is the practice station; else there is only the way to it."""

    practising: bool
    steps: tuple[PracticeStep, ...] = ()

    @property
    def done(self) -> int:
        return sum(step.times > 0 for step in self.steps)


@dataclass(frozen=True)
class ReadinessPaper:
    """上岗练习单: who practised what on which day."""

    frame: Frame
    day: str
    operator: str
    steps: tuple[PracticeStep, ...]


class PracticeCounter(Protocol):
    """May raise `desktop.core.errors.Trouble`; called on worker threads."""

    def page(self) -> PracticePage: ...
    def readiness(self, language: str) -> bytes:
        """The page as PDF."""
