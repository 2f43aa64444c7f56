"""The frozen data of what goes with a day at the counter: the guided steps of 开站, 交接班 and 日结, the view for a
visiting inspector, today's figures for the work group.

Times of a day are `HH:MM` in Shanghai, money is fen, names of operators stand in full where the operator is at the
counter and masked where a review looks on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from desktop.core.brief import Brief
    from desktop.core.pages import GivenAnswer, Todo

# Before the code of a flow: what Today is asked about when its steps are to stand open.
STEPS = "steps:"
# Where a station is opened and its day closed, from wherever that begins.
OPENING, CLOSING = ("today", f"{STEPS}open_day"), ("today", f"{STEPS}close_day")
# The steps of each flow, in order; the last one is where it is signed.
FLOWS: Mapping[str, tuple[str, ...]] = {
    "open_day": ("check", "know", "open"),
    "hand_over": ("pass_on", "things", "sign"),
    "close_day": ("left", "figures", "close"),
}


@dataclass(frozen=True)
class Check:
    """An act of the one-minute self-check: its item and what is done."""

    checkpoint: str
    item: str
    titles: Mapping[str, str]


@dataclass(frozen=True)
class Before:
    """The last hand-over here: when (`YYYY-MM-DD HH:MM`), by whom to whom, and what was left."""

    when: str
    giver: str
    taker: str
    keys: int
    lost_property: str
    note: str


@dataclass(frozen=True)
class Sums:
    """Entries of one part (an empty `part` is the sum): captured = acknowledged + waiting + flagged."""

    part: str
    captured: int
    acknowledged: int
    waiting: int
    flagged: int


@dataclass(frozen=True)
class DayPage:
    """All that the steps show, read in one go.

    `posted` are today's hours as pairs; `opened` and `closed` are empty while they are not. `left` is what is
    unfinished and matters, with where it is seen to. `on_hand` counts what goes along at a hand-over, by name.
    `closing` is the day that a closing now would close; `rows` what it would sign, without the sum. `may` are the
    flows that this operator may do, `roles` who may do each.
    """

    day: str
    operator: str
    posted: tuple[tuple[str, str], ...]
    opened: str
    closed: str
    checks: tuple[Check, ...]
    left: tuple[Todo, ...]
    before: Before | None
    takers: tuple[tuple[str, str], ...]
    on_hand: tuple[tuple[str, int], ...]
    closing: str
    rows: tuple[Sums, ...]
    whole: Sums
    brief: Brief
    may: frozenset[str]
    roles: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Opened:
    """`late` minutes after the posted hour; `passed` and `failed` of the self-check, both 0 where it is to do."""

    late: int
    passed: int
    failed: int


@dataclass(frozen=True)
class HandedOver:
    fact: str
    taker: str


@dataclass(frozen=True)
class Closed:
    """The day that was closed and what was signed."""

    day: str
    whole: Sums


@dataclass(frozen=True)
class SeenItem:
    """One of the standard's groups as it stands: `state` met, unmet or open (never looked at); `since` a day;
    `open` its open rectifications.
    """

    item: str
    state: str
    since: str
    open: int


@dataclass(frozen=True)
class SeenJob:
    """An open rectification; `due` as extended, `overdue` when it has passed."""

    number: int
    titles: Mapping[str, str]
    state: str
    due: str
    overdue: bool


@dataclass(frozen=True)
class SeenPaper:
    """A paper that is ready: its kind, and what it is made for (`month` or `day`, perhaps empty)."""

    kind: str
    month: str = ""
    day: str = ""


@dataclass(frozen=True)
class ReviewPage:
    """What a visiting inspector is shown: nothing personal, and no figure that is not one of the services'."""

    day: str
    station: str
    posted: tuple[tuple[str, str], ...]
    opened: str
    closed: str
    compliant: bool
    items: tuple[SeenItem, ...]
    jobs: tuple[SeenJob, ...]
    box: int
    brief: Brief
    papers: tuple[SeenPaper, ...]
    facts: int
    waiting: int


class DayCounter(Protocol):
    """What the day's panels ask. Every method may raise `Trouble`; writes are durable when they return."""

    def page(self) -> DayPage: ...
    def open_day(self, answers: tuple[GivenAnswer, ...], begun: int) -> Opened: ...
    def hand_over(self, to: str, pin: str, keys: int, lost_property: str, note: str) -> HandedOver: ...
    def close_day(self) -> Closed: ...
    def paper(self, kind: str, month: str, day: str, fact: str, language: str) -> bytes: ...
    def review_page(self) -> ReviewPage: ...
    def brief(self) -> Brief: ...
