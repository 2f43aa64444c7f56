"""Sums of a settlement's meals in fen: the bridge 采集 − 作废 − 待核 = 应结, and the sums so far."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from desktop.core.papers import MealLine


@dataclass(frozen=True, slots=True)
class Sums:
    """So many meals, and in fen their list prices, what people paid, and the subsidy."""

    count: int = 0
    list_fen: int = 0
    price_fen: int = 0
    subsidy_fen: int = 0

    def __add__(self, line: MealLine) -> Sums:
        return Sums(
            self.count + 1,
            self.list_fen + line.list_fen,
            self.price_fen + line.price_fen,
            self.subsidy_fen + line.subsidy_fen,
        )


@dataclass(frozen=True, slots=True)
class Bridge:
    """From all that was collected to what is due."""

    collected: Sums
    voided: Sums
    held: Sums
    refused: Sums
    due: Sums


def add_up(lines: Iterable[MealLine]) -> Sums:
    total = Sums()
    for line in lines:
        total += line
    return total


def bridge(lines: Sequence[MealLine]) -> Bridge:
    """The rows of the bridge; a state that is none of the four raises `ValueError`."""
    unknown = {line.state for line in lines} - {"counted", "voided", "held", "refused"}
    if unknown:
        raise ValueError(f"unknown states of meals: {sorted(unknown)}")
    return Bridge(
        add_up(lines),
        *(add_up(line for line in lines if line.state == state) for state in ("voided", "held", "refused", "counted")),
    )


class Running:
    """Sums of the counted meals after so many rows, asked in the order of the rows."""

    def __init__(self, lines: Sequence[MealLine]) -> None:
        self._lines = lines
        self._at = 0
        self._sums = Sums()

    def after(self, rows: int) -> Sums:
        if rows < self._at:
            self._at, self._sums = 0, Sums()
        while self._at < rows:
            line = self._lines[self._at]
            self._at += 1
            if line.state == "counted":
                self._sums += line
        return self._sums
