"""The frozen data of the board of slips: whom to call today, slips by state, and what a new slip asks.

And what the page asks: `HealthCounter`. What is known of the marked slip, and what may be done with it, is a plain
detail with its acts (`core/plain.py`, section `slips`). No word of anybody's health is anywhere in it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

# States whose slips stand as cards, and those that are a row with a count.
LIVING = ("issued", "booked", "attended")
RESTING = ("closed", "no_show", "expired", "cancelled")
# What a card's button does next: book a slot, note the visit, take the stub in; empty for nothing.
BOOK, ATTEND, STUB = "book", "attended", "stub"
CARDS_MOST = 40
LISTED_MOST = 200


@dataclass(frozen=True)
class SlipCard:
    """A slip: `day` is that of issuing, of the booked slot (with its `time`) or of the last state, as the state is.
    `why` is why it is to be chased (empty while it is not), `days` since when. `turn` in a slot's line, 0 for none.
    """

    referral: str
    name: str
    phone: str
    group: str
    kind: str
    partner: str
    code: str
    state: str
    day: str
    time: str = ""
    turn: int = 0
    why: str = ""
    days: int = 0
    next: str = ""


@dataclass(frozen=True)
class Column:
    """Slips of a state: how many there are, and the first cards, the longest waiting on top."""

    state: str
    count: int
    cards: tuple[SlipCard, ...]


@dataclass(frozen=True)
class Board:
    """`calls` are the slips to chase today, the longest waiting first; `resting` counts by state."""

    calls: tuple[SlipCard, ...] = ()
    columns: tuple[Column, ...] = ()
    resting: tuple[tuple[str, int], ...] = ()
    may_issue: bool = True


@dataclass(frozen=True)
class SlotChoice:
    """A slot that can still be asked for; `free` 0 means a turn in its line."""

    slot: str
    partner: str
    day: str
    time: str
    free: int


@dataclass(frozen=True)
class SlipForm:
    """Partners as (id, name), slots to come, of whichever partner."""

    partners: tuple[tuple[str, str], ...] = ()
    slots: tuple[SlotChoice, ...] = ()


@dataclass(frozen=True)
class SlipPerson:
    """Whom a slip may be for; `checked` is the day of this year's check, empty while they may have one."""

    rider: str
    name: str
    phone: str
    group: str
    checked: str = ""


@dataclass(frozen=True)
class NewSlip:
    rider: str
    kind: str
    partner: str
    slot: str = ""
    reason: str = ""
    consent: bool = False


@dataclass(frozen=True)
class SlipMade:
    """`state` is what it is in at once: `issued`, `booked`, `waiting`; the paper is empty where none could be made."""

    referral: str
    name: str
    state: str
    paper: bytes = field(default=b"", repr=False)


class HealthCounter(Protocol):
    """What the page asks. Every method may raise `desktop.core.errors.Trouble`; called on worker threads."""

    def board(self) -> Board: ...
    def listed(self, state: str) -> tuple[SlipCard, ...]:
        """Slips of a state, the latest first, at most `LISTED_MOST`."""

    def form(self) -> SlipForm: ...
    def whom(self, text: str) -> tuple[SlipPerson, ...]:
        """People by card, name, initials or phone tail."""

    def issue(self, slip: NewSlip, language: str) -> SlipMade: ...
