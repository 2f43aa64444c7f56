"""A clock that was wrong for days, put right: the business day of a run of facts is moved, the facts are not.

The machine's own clock stays in `at` as it was. Every figure, paper and settlement goes by the day, so that a
correction moves a meal into its month; what was settled already becomes an adjustment of the next one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import msgspec

from desktop.core.entry import Entry
from desktop.core.fact import Fact, Put, Value

# Ten years: a clock that lost its battery stands at the year of its making.
DAYS_MOST = 3_660


class ClockCorrected(Fact, frozen=True):
    """The entries `from` to `to` (numbers of `epoch`, a log of this device) happened `days` later than their day
    says (earlier, below nothing).
    """

    KIND = "clock.corrected"
    epoch: str
    begin: int = msgspec.field(name="from")
    end: int = msgspec.field(name="to")
    days: int


@dataclass(frozen=True)
class Correction:
    """A run of one log whose days are moved."""

    device: str
    epoch: str
    begin: int
    end: int
    days: int


def correction_of(entry: Entry, fact: ClockCorrected) -> Correction:
    return Correction(entry.device, fact.epoch, fact.begin, fact.end, fact.days)


def days_off(entry: Entry, corrections: Iterable[Correction]) -> int:
    """By how many days an entry's day is moved by all corrections together; one of more than `DAYS_MOST` is none."""
    return sum(
        each.days
        for each in corrections
        if (each.device, each.epoch) == (entry.device, entry.epoch)
        and each.begin <= entry.seq <= each.end
        and abs(each.days) <= DAYS_MOST
    )


def moved(day: str, days: int) -> str:
    """`YYYY-MM-DD` so many days later. Raises `OverflowError` beyond the calendar."""
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def corrected_rows(entry: Entry, fact: ClockCorrected) -> list[Put]:
    values: dict[str, Value] = {
        "device": entry.device,
        "epoch": fact.epoch,
        "first": fact.begin,
        "last": fact.end,
        "days": fact.days,
        "at": entry.at,
        "by": entry.by,
    }
    return [Put("clock_corrections", {"fact": entry.id}, values)]
