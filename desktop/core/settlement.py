"""Settlement 补贴结算: what a merchant is owed for a month, frozen under a number, and its way to payment.

What may be owed is the subsidy only, fen. A meal's due is its subsidy while it counts, else nothing. A
settlement of a month takes the month's meals, and beside them, as 以前月份调整, every meal of an earlier settled
month whose due is no longer what was settled (a late fact, a void, a decision). After it, settled equals due
for each of them: nothing is paid twice, nothing is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import msgspec

from desktop.core.entry import Entry
from desktop.core.fact import Fact, Put, Value
from desktop.core.precedence import rank_of

DECISIONS = ("pay", "refuse", "void")
REVIEW = "review"
"""The void reason of a meal that a review voided."""
# draft → 商户确认 → 公示 → 审核 → 已付款; 退回 from each before payment ends the number.
MOVES = {
    "draft": ("confirmed", "returned"),
    "confirmed": ("published", "returned"),
    "published": ("approved", "returned"),
    "approved": ("paid", "returned"),
    "paid": (),
    "returned": (),
}
STATES = tuple(MOVES)
PUBLISHED_WORKDAYS = 5


class MealReviewed(Fact, frozen=True):
    """A named decision on a held meal: `pay` in good faith, `refuse`, `void`; `reason` is a note's hash."""

    KIND = "meal.reviewed"
    meal: str
    decision: str
    reason: str
    stands: str | None = None
    """Said by the hub alone, when it was decided twice: the decision that came first in its feed."""


class Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A frozen line: `fen` is what is owed for the meal here, negative where it was settled too high before."""

    meal: str
    fen: int
    adjustment: bool


class SettlementClosed(Fact, frozen=True):
    """A month frozen under a number; `paper` is the SHA-256 of its PDF, kept as a blob for ever."""

    KIND = "settlement.closed"
    settlement: str
    number: str
    merchant: str
    month: str
    programme_version: str
    lines: list[Line]
    subsidy_fen: int
    held: int
    paper: str


class SettlementMoved(Fact, frozen=True):
    """`invoice_fen` equals the subsidy; `voucher` the number of the payment."""

    KIND = "settlement.moved"
    settlement: str
    to: str
    invoice: str | None = None
    invoice_fen: int | None = None
    voucher: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class SettledMeal:
    """A meal as settlement sees it; `voided`, `held` and `decision` are codes or None."""

    fact: str
    day: str
    at: int
    period: str
    list_fen: int
    price_fen: int
    subsidy_fen: int
    voided: str | None
    held: str | None
    decision: str | None = None

    @property
    def state(self) -> str:
        """`voided`, `refused`, `held` or `counted`; a till's void stands whatever was decided, and that of a review
        while it is the decision that stands.
        """
        overruled = self.voided == REVIEW and self.decision is not None
        if self.decision == "void" or (self.voided is not None and not overruled):
            return "voided"
        if self.decision == "refuse":
            return "refused"
        return "held" if self.held is not None and self.decision is None else "counted"

    @property
    def due_fen(self) -> int:
        return self.subsidy_fen if self.state == "counted" else 0


@dataclass(frozen=True)
class Settled:
    """A settlement as it stands; `state_day` is the day of its last move, `paper` its PDF's SHA-256, `closed_by` who
    drew it up.
    """

    settlement: str
    number: str
    merchant: str
    month: str
    lines: int
    subsidy_fen: int
    held: int
    state: str
    state_day: str
    paper: str
    closed_by: str


@dataclass(frozen=True)
class Draft:
    """`captured` = `counted` + `voided` + `held` + `refused`, in meals and in fen; `lines` what is owed now."""

    counted: tuple[SettledMeal, ...]
    voided: tuple[SettledMeal, ...]
    held: tuple[SettledMeal, ...]
    refused: tuple[SettledMeal, ...]
    lines: tuple[Line, ...]

    @property
    def subsidy_fen(self) -> int:
        """The sum of the lines, adjustments included, fen."""
        return sum(line.fen for line in self.lines)

    @property
    def taken_fen(self) -> int:
        """What riders paid at the merchant's own till, fen."""
        return sum(meal.price_fen for meal in self.counted)


def draft(
    meals: Iterable[SettledMeal],
    earlier: Iterable[SettledMeal] = (),
    settled: Mapping[str, int] | None = None,
) -> Draft:
    """What a month comes to. `earlier` are meals of months before that were settled (all or those that may have
    changed), `settled` what stands settled for a meal, fen, in settlements that were not returned.
    """
    before = settled or {}
    sorted_meals: dict[str, list[SettledMeal]] = {"counted": [], "voided": [], "held": [], "refused": []}
    lines: list[Line] = []
    for meal in meals:
        sorted_meals[meal.state].append(meal)
        line = _line(meal, before, late=False)
        if line is not None:
            lines.append(line)
    for meal in earlier:
        line = _line(meal, before, late=True)
        if line is not None:
            lines.append(line)
    return Draft(
        tuple(sorted_meals["counted"]),
        tuple(sorted_meals["voided"]),
        tuple(sorted_meals["held"]),
        tuple(sorted_meals["refused"]),
        tuple(lines),
    )


def _line(meal: SettledMeal, settled: Mapping[str, int], *, late: bool) -> Line | None:
    """The line that brings what is settled for a meal to what is due; None when it is there already."""
    if meal.fact not in settled:
        return Line(meal.fact, meal.due_fen, late) if meal.state == "counted" else None
    change = meal.due_fen - settled[meal.fact]
    return Line(meal.fact, change, True) if change else None


def number_of(site: str, month: str, running: int) -> str:
    """`JS-7K2M-2026-11-0001`: four letters of the site's id, the month, and a count within it."""
    return f"JS-{site.replace('-', '')[:4].upper()}-{month}-{running:04d}"


def reviewed_rows(entry: Entry, fact: MealReviewed) -> list[Put]:
    """Of two decisions the first stands, in whatever order they come: the earlier by its clock, until the hub has
    said which came first in its feed.
    """
    key: dict[str, Value] = {"fact": fact.meal}
    values: dict[str, Value] = {
        "decision": fact.decision,
        "decided_at": entry.at,
        "decided_by": entry.by,
        "decision_reason": fact.reason,
        "decision_rank": rank_of(entry, above=fact.stands is not None),
    }
    puts = [Put("meals", key, values, newer="decision_rank")]
    if fact.decision == "void":
        # a void gives back limits and allotment, whoever decides it
        void: dict[str, Value] = {
            "voided": REVIEW,
            "voided_at": entry.at,
            "voided_by": entry.by,
            "voided_late": 1,
            "void_rank": rank_of(entry),
        }
        puts.append(Put("meals", key, void, newer="void_rank"))
    return puts


def closed_rows(entry: Entry, fact: SettlementClosed) -> list[Put]:
    key: dict[str, Value] = {"settlement": fact.settlement}
    values: dict[str, Value] = {
        "number": fact.number,
        "merchant": fact.merchant,
        "month": fact.month,
        "lines": len(fact.lines),
        "subsidy_fen": fact.subsidy_fen,
        "held": fact.held,
        "paper": fact.paper,
        "closed_day": entry.day,
        "closed_at": entry.at,
        "closed_by": entry.by,
    }
    puts = [
        Put("settlements", key, values),
        Put("settlements", key, {"state": "draft", "moved_at": entry.at, "state_day": entry.day}, newer="moved_at"),
    ]
    for line in fact.lines:
        place: dict[str, Value] = {"settlement": fact.settlement, "meal": line.meal}
        puts.append(Put("settlement_lines", place, {"fen": line.fen, "adjustment": int(line.adjustment)}))
    return puts


def moved_rows(entry: Entry, fact: SettlementMoved) -> list[Put]:
    key: dict[str, Value] = {"settlement": fact.settlement}
    state: dict[str, Value] = {"state": fact.to, "moved_at": entry.at, "state_day": entry.day}
    move: dict[str, Value] = {
        "settlement": fact.settlement,
        "state": fact.to,
        "at": entry.at,
        "day": entry.day,
        "by": entry.by,
        "invoice": fact.invoice,
        "invoice_fen": fact.invoice_fen,
        "voucher": fact.voucher,
        "note": fact.note,
    }
    return [
        Put("settlements", key, state, newer="moved_at"),
        Put("settlement_moves", {"fact": entry.id}, move),
    ]
