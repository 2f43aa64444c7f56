"""The frozen data of 整改通知单, 整改销号单 and 驿站情况一页通."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.core.figures_papers import FigureLine
from desktop.core.papers import Frame


@dataclass(frozen=True)
class JobStep:
    """A move of a rectification: when, to which state, by whom (masked), and the note."""

    at: str
    state: str
    by: str
    note: str


@dataclass(frozen=True)
class RectificationPaper:
    """A rectification: the notice with a reply to tear off, or with `closing` the paper of its end.

    `due` is the day in force, `first_due` that before an extension (empty without one); `closed` a time, `minutes`
    from found to closed.
    """

    frame: Frame
    closing: bool
    day: str
    inspection: str
    item: str
    point: str
    hint: str
    veto: bool
    problem: str
    standard: str
    found: str
    finder: str
    severity: str
    due: str
    first_due: str
    steps: tuple[JobStep, ...]
    closed: str = ""
    minutes: int | None = None
    late: bool = False


@dataclass(frozen=True)
class StandingItem:
    """An item of the standard now: `state` is `met`, `unmet` or `open`, `since` a day or empty."""

    title: str
    state: str
    since: str
    blocked: str


@dataclass(frozen=True)
class StationSheet:
    """The station on a page: where, when, what is there, who works with it, and the month and year in figures."""

    frame: Frame
    today: str
    place: tuple[str, ...]
    hours: str
    phone: str
    began: str
    compliant: bool
    standard: str
    items: tuple[StandingItem, ...]
    running: bool
    month: str
    figures: tuple[FigureLine, ...]
    people: int
    verified: int
    cards: int
    merchants: tuple[str, ...]
    partners: tuple[str, ...]
    operators: int
    supervisors: int
    open_jobs: int
    late_jobs: int
    joined: bool
    entries: int
    waiting: int
