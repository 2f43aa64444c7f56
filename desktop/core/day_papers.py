"""Frozen data of the day's papers: hand-over, reconciliation, closing notice, hours of a month, registers.

As in `papers.py`: days `YYYY-MM-DD`, times `HH:MM`, money in fen, names masked.
"""

from __future__ import annotations

from dataclasses import dataclass

from desktop.core.papers import Frame


@dataclass(frozen=True)
class Problem:
    """An open rectification: `due` a day, `overdue` when it has passed."""

    number: str
    what: str
    due: str
    overdue: bool
    state: str


@dataclass(frozen=True)
class HandoverPaper:
    """交接班单, A5. `problems` in order of their due day; counts as written down at the hand-over."""

    frame: Frame
    day: str
    time: str
    giver: str
    taker: str
    problems: tuple[Problem, ...]
    chase: int
    loans: int
    medicine: int
    waiting: int
    keys: int
    lost_property: str
    note: str


@dataclass(frozen=True)
class CountedLine:
    """Entries of one part: captured = acknowledged + waiting + flagged."""

    part: str
    captured: int
    acknowledged: int
    waiting: int
    flagged: int


@dataclass(frozen=True)
class FlaggedLine:
    """A flagged entry: its number, time, part, and the code of what is odd about it."""

    seq: int
    time: str
    part: str
    code: str


@dataclass(frozen=True)
class ReconciliationPaper:
    """日终对账单. `first` to `last` the entries of this epoch, `earlier` those of epochs before it.

    `head` is the hash of the last entry before the closing, `signature` 128 hex digits; it was checked.
    """

    frame: Frame
    day: str
    opened: str
    closed: str
    operator: str
    device: str
    lines: tuple[CountedLine, ...]
    whole: CountedLine
    first: int
    last: int
    earlier: int
    head: str
    signature: str
    meals: int
    held: int
    voided: int
    taken_fen: int
    subsidy_fen: int
    flagged: tuple[FlaggedLine, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class ClosingNotice:
    """A notice for the door. `first` and `last` are days or `YYYY-MM-DD HH:MM`; `back` when it opens again,
    `back_hours` that day's posted hours (empty when none are known), `reason` in words.
    """

    frame: Frame
    first: str
    last: str
    reason: str
    note: str
    back: str
    back_hours: str
    hours: str
    phone: str
    today: str


@dataclass(frozen=True)
class HoursLine:
    """A day of the month's table; minutes, times empty where there are none. States as `hours.RealDay`."""

    day: str
    kind: str
    due: int
    planned: int
    added: int
    opened: str
    closed: str
    real: int
    late: int
    short: int
    state: str


@dataclass(frozen=True)
class HoursPaper:
    frame: Frame
    month: str
    hours: str
    version: str
    grace: int
    lines: tuple[HoursLine, ...]


@dataclass(frozen=True)
class BlankRegister:
    """Blank sheets with these `numbers`, `rows` to write in on each; `kind` is `visits` or `meals`.

    `copy` when these numbers went out on paper before: 副本 stands on each page.
    """

    frame: Frame
    kind: str
    numbers: tuple[str, ...]
    rows: int
    groups: tuple[str, ...]
    services: tuple[str, ...]
    book: str = ""
    copy: bool = False
