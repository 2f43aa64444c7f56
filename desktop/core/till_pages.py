"""The frozen data of a merchant's till: what may still be spent this month, and the paper at the end of a shift."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from desktop.core.papers import Frame


@dataclass(frozen=True)
class Budget:
    """What a merchant may spend on this device in a month, fen; `portions_a_day` 0 for no limit."""

    month: str
    granted_fen: int
    spent_fen: int
    portions_a_day: int
    served_today: int

    @property
    def left_fen(self) -> int:
        return max(0, self.granted_fen - self.spent_fen)

    @property
    def portions_left(self) -> int:
        return max(0, self.portions_a_day - self.served_today)


@dataclass(frozen=True)
class TillLine:
    """A meal period's meals that stand, money in fen."""

    titles: Mapping[str, str]
    count: int
    taken_fen: int
    subsidy_fen: int


@dataclass(frozen=True)
class TillPaper:
    """交班单 of a till, A5: one merchant's business day on this device, up to `time`. `voids` reasons with counts;
    `held` meals wait for a decision and earn nothing yet; `left_fen` of the month's allotment, None without one.
    """

    frame: Frame
    day: str
    time: str
    merchant: str
    operator: str
    lines: tuple[TillLine, ...]
    held: int
    voids: tuple[tuple[str, int], ...]
    waiting: int
    left_fen: int | None

    @property
    def count(self) -> int:
        return sum(line.count for line in self.lines)

    @property
    def taken_fen(self) -> int:
        return sum(line.taken_fen for line in self.lines)

    @property
    def subsidy_fen(self) -> int:
        return sum(line.subsidy_fen for line in self.lines)


class TillCounter(Protocol):
    """What a till asks besides its page. May raise `desktop.core.errors.Trouble`; called on worker threads."""

    def budget(self, merchant: str) -> Budget | None:
        """None where nothing limits it."""

    def answer_tail(self, meal: str, result: str) -> None:
        """`match` or `mismatch`; raises `Refused` once the next meal is served."""

    def shift_paper(self, merchant: str, language: str) -> bytes:
        """The paper (PDF) of the business day so far."""
