"""May this person eat for 9.90? One decision from what a till knows, the same at every counter.

The order of the answers is that of a patient cashier: first whether there is a programme and a period, then
the person, then what they had, then what is left to serve.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from desktop.core.card import Card
from desktop.core.meal import MealServed
from desktop.core.programme import Programme, Serving


class MealOutcome(StrEnum):
    SERVED = "served"
    ALREADY_SERVED = "already_served"
    OUT_OF_HOURS = "out_of_hours"
    NOT_ELIGIBLE = "not_eligible"
    NOT_VERIFIED = "not_verified"
    SOLD_OUT = "sold_out"
    BUDGET_SPENT = "budget_spent"
    PROGRAMME_OVER = "programme_over"


class Held(StrEnum):
    """Why a meal that was served waits for a named decision."""

    UNKNOWN_ISSUER = "unknown_issuer"
    VERIFICATION_UNKNOWN = "verification_unknown"
    PAPER = "paper"


@dataclass(frozen=True)
class EarlierMeal:
    """A meal of the same rider that stands (not voided); `day` as stored, `at` ms UTC. One that the hub told of
    has the name of its place and no merchant known here.
    """

    fact: str
    day: str
    period: str
    at: int
    merchant: str
    place: str = ""


@dataclass(frozen=True)
class Till:
    """What one till knows at the moment of the scan; money in fen.

    `allotment_fen` None means unlimited, `portions_a_day` 0 no limit. `verified_until` is the first day on
    which verification no longer holds, None for never verified. `rider_known` is false for a card whose
    rider this device has never seen; `issuer_known` for its issuer.
    """

    group: str
    issuer_known: bool
    rider_known: bool
    verified_until: str | None
    earlier: Sequence[EarlierMeal]
    unverified_today: int
    portions_today: int
    portions_a_day: int
    spent_fen: int
    allotment_fen: int | None


@dataclass(frozen=True)
class Decision:
    """`day` and `period` are set wherever a period runs; `earlier` the meal that stands in the way."""

    outcome: MealOutcome
    serving: Serving | None = None
    subsidy_fen: int = 0
    verified: str = "unknown"
    held: Held | None = None
    earlier: EarlierMeal | None = None


def decide(programme: Programme, at: int, till: Till, list_fen: int) -> Decision:
    """The outcome of a scan at an instant (ms UTC), by `rules.md` Meals."""
    serving = programme.serving(at)
    if serving is None:
        return Decision(MealOutcome.OUT_OF_HOURS)
    if not programme.first_day <= serving.day <= programme.last_day:
        return Decision(MealOutcome.PROGRAMME_OVER, serving)
    if till.group not in programme.groups:
        return Decision(MealOutcome.NOT_ELIGIBLE, serving)
    before = _over_limit(programme, serving, till.earlier)
    if before is not None:
        return Decision(MealOutcome.ALREADY_SERVED, serving, earlier=before)
    verified, held = _verification(serving.day, till)
    if verified == "no":
        return Decision(MealOutcome.NOT_VERIFIED, serving)
    if held is not None and till.unverified_today >= programme.limits.unverified_a_day:
        return Decision(MealOutcome.NOT_VERIFIED, serving)
    if till.portions_a_day and till.portions_today >= till.portions_a_day:
        return Decision(MealOutcome.SOLD_OUT, serving)
    subsidy = programme.funding.subsidy(list_fen, programme.price_fen)
    if subsidy and till.allotment_fen is not None and till.spent_fen + subsidy > till.allotment_fen:
        return Decision(MealOutcome.BUDGET_SPENT, serving)
    return Decision(MealOutcome.SERVED, serving, subsidy, verified, held)


def served(
    programme: Programme, read: Card, merchant: str, decision: Decision, at: int, source: str = "till"
) -> MealServed:
    """The fact of a decision to serve; it holds what it was decided by. `at` ms UTC."""
    assert decision.serving is not None
    package = programme.packages[0]
    return MealServed(
        rider=read.rider,
        group=read.group,
        merchant=merchant,
        programme=programme.id,
        programme_version=programme.version,
        period=decision.serving.period.code,
        package=package.code,
        list_fen=package.list_fen,
        price_fen=programme.price_fen,
        subsidy_fen=decision.subsidy_fen,
        when=at,
        card_issued=read.issued,
        issuer=read.issuer.hex(),
        verified=decision.verified,
        held=decision.held,
        source=source,
    )


def decide_paper(
    programme: Programme, serving: Serving, group: str, verified_until: str | None, list_fen: int
) -> Decision:
    """A meal that was written on paper 补录: it happened, so no limit refuses it, and it is held whatever it is.

    Only what the programme does not cover at all is no meal of it.
    """
    if not programme.first_day <= serving.day <= programme.last_day:
        return Decision(MealOutcome.PROGRAMME_OVER, serving)
    if group not in programme.groups:
        return Decision(MealOutcome.NOT_ELIGIBLE, serving)
    verified = "yes" if verified_until is not None and serving.day < verified_until else "no"
    subsidy = programme.funding.subsidy(list_fen, programme.price_fen)
    return Decision(MealOutcome.SERVED, serving, subsidy, verified, Held.PAPER)


def _over_limit(programme: Programme, serving: Serving, earlier: Sequence[EarlierMeal]) -> EarlierMeal | None:
    """The latest meal of the first limit that is reached, or None."""
    same_month = [meal for meal in earlier if meal.day[:7] == serving.day[:7]]
    same_day = [meal for meal in same_month if meal.day == serving.day]
    same_period = [meal for meal in same_day if meal.period == serving.period.code]
    limits = programme.limits
    for most, meals in ((limits.period, same_period), (limits.day, same_day), (limits.month, same_month)):
        if most and len(meals) >= most:
            return max(meals, key=lambda meal: meal.at)
    return None


def _verification(day: str, till: Till) -> tuple[str, Held | None]:
    if not till.issuer_known:
        return "unknown", Held.UNKNOWN_ISSUER
    if not till.rider_known:
        return "unknown", Held.VERIFICATION_UNKNOWN
    if till.verified_until is None or day >= till.verified_until:
        return "no", None
    return "yes", None
