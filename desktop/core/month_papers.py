"""The frozen data of the station's month 泉新泉驿服务月报.

Counts are of the figures' units (`core/figures.py`): visits are 人次, persons 人数, and nothing adds the two. Money in
fen, lengths of time in minutes, days `YYYY-MM-DD`, times `YYYY-MM-DD HH:MM` in Shanghai.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from desktop.core.day_papers import CountedLine, HoursLine
from desktop.core.figures_papers import FigureLine
from desktop.core.papers import Frame
from desktop.core.periods import Span


@dataclass(frozen=True)
class MerchantMonth:
    """A merchant's meals: `periods` as many as `MonthlyPaper.periods`, voided ones in none of the counts before."""

    name: str
    periods: tuple[int, ...]
    meals: int
    voided: int
    held: int
    refused: int
    taken_fen: int
    subsidy_fen: int


@dataclass(frozen=True)
class SlipsMonth:
    """How far the slips issued in the month have come when the paper was made; each stage holds those after it.

    `booked` were booked, or came without; `closed` are those whose stub came back. `standing` counts by state those
    that did not attend.
    """

    issued: int
    booked: int
    attended: int
    closed: int
    standing: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class ItemDays:
    """An item of the standard: what it was on each day (a state of `inspect_pages.CELLS`)."""

    item: str
    title: str
    cells: tuple[str, ...]
    good: int
    seen: int


@dataclass(frozen=True)
class MonthJob:
    """A rectification that was open in the month. `closed` is empty while it is not, `minutes` from found to closed."""

    number: str
    item: str
    what: str
    found: str
    due: str
    closed: str
    minutes: int | None
    state: str
    late: bool


@dataclass(frozen=True)
class MonthlyPaper:
    """`days` are all days of the month, those to come and those before the first record with None; `hours` visits by
    weekday (Monday first) and hour.

    `figures` are those of `FIGURES` by code, the first of them compared. `joined` is whether there is a hub that could
    acknowledge; `parts` count own entries of the month's days.
    """

    frame: Frame
    month: str
    running: bool
    span: Span
    before: Span
    began: str
    figures: Mapping[str, FigureLine]
    days: tuple[tuple[str, int | None], ...]
    off: frozenset[str]
    hours: tuple[tuple[int, ...], ...]
    groups: tuple[tuple[str, int], ...]
    services: tuple[tuple[str, int], ...]
    periods: tuple[tuple[str, str], ...]
    merchants: tuple[MerchantMonth, ...]
    slips: SlipsMonth
    partners: tuple[str, ...]
    standard: tuple[ItemDays, ...]
    jobs: tuple[MonthJob, ...]
    posted: str
    hours_version: str
    grace: int
    kept: tuple[HoursLine, ...]
    joined: bool
    parts: tuple[CountedLine, ...]

    def value(self, code: str) -> int:
        """A figure of the month; 0 where it has no value."""
        return self.figures[code].value or 0


# Figures of the month that are compared, in the order of their table.
COMPARED = (
    "visits_times",
    "visits_persons",
    "visits_by_how.anonymous",
    "meals_count",
    "meals_persons",
    "meals_subsidy_fen",
    "riders_registered",
    "referrals_issued",
    "referrals_attended",
    "compliant_rate",
    "inspections_count",
    "rectifications_opened",
    "rectifications_closed",
    "rectifications_on_time_rate",
    "rectifications_overdue",
    "days_opened",
    "open_minutes",
)
# Others that sentences and notes are made of.
BESIDE = (
    "visits_voided",
    "medicine_uses",
    "meals_voided",
    "meals_held",
    "meals_refused",
    "meals_taken_fen",
    "visits_by_how.registered",
    "visits_by_how.self",
    "visits_by_how.paper",
    "visits_by_presence.screen",
    "visits_by_presence.poster",
    "compliant_days",
    "inspected_days",
)
FIGURES = (*COMPARED, *BESIDE)
