"""The frozen data of the visits of all time, by the page, and what the list of them asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from desktop.core.pages import VisitRow

# Rows of a page; pages never reach over the end of a day.
PAGE_ROWS = 100


@dataclass(frozen=True)
class VisitDays:
    """Every day that has visits, the newest first, and how many rows (voided ones too) each has."""

    days: tuple[str, ...]
    rows: tuple[int, ...]


@dataclass(frozen=True)
class VisitPart:
    """Rows of a day from its `skip`-th on, newest first; `visits` 人次 of the whole day."""

    day: str
    skip: int
    rows: tuple[VisitRow, ...]
    visits: int


class VisitsCounter(Protocol):
    """What the list of all visits asks. May raise `desktop.core.errors.Trouble`; called on worker threads."""

    def days(self) -> VisitDays: ...
    def part(self, day: str, skip: int) -> VisitPart:
        """A page of a day: at most `PAGE_ROWS` rows."""
