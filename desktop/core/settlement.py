"""A month's settlement 补贴结算 of one merchant, as a draft: which meals count, which are void or held.

What a merchant may be owed is the subsidy only, fen. Freezing, numbering and states come with the facts of
settlement; a draft is only ever worked out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class SettledMeal:
    """A meal as settlement sees it; `voided` and `held` are codes or None."""

    fact: str
    day: str
    at: int
    period: str
    list_fen: int
    price_fen: int
    subsidy_fen: int
    voided: str | None
    held: str | None


@dataclass(frozen=True)
class Draft:
    """`captured` = `counted` + `voided` + `held`, in meals and in fen."""

    counted: tuple[SettledMeal, ...]
    voided: tuple[SettledMeal, ...]
    held: tuple[SettledMeal, ...]

    @property
    def lines(self) -> int:
        return len(self.counted)

    @property
    def subsidy_fen(self) -> int:
        return sum(meal.subsidy_fen for meal in self.counted)

    @property
    def taken_fen(self) -> int:
        """What riders paid at the merchant's own till, fen."""
        return sum(meal.price_fen for meal in self.counted)


def draft(meals: Iterable[SettledMeal]) -> Draft:
    """Sorts meals into the three; a voided meal is void even where it was held."""
    counted: list[SettledMeal] = []
    voided: list[SettledMeal] = []
    held: list[SettledMeal] = []
    for meal in meals:
        if meal.voided is not None:
            voided.append(meal)
        elif meal.held is not None:
            held.append(meal)
        else:
            counted.append(meal)
    return Draft(tuple(counted), tuple(voided), tuple(held))
