"""Doubts 疑点 about the time of day: a meal outside the merchant's own hours, or on a day when it is closed.

The hours are those of the merchant's record as it stood when the meal was eaten; before the first record, that one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from desktop.core.business_day import previous, start_of
from desktop.core.doubt import Doubt, DoubtRules, MealSeen
from desktop.core.hours import MINUTE_MS
from desktop.core.merchant_record import DAY_MINUTES, Record, hours_text

OUT_OF_HOURS, CLOSED_DAY = "out_of_hours", "closed_day"


@dataclass(frozen=True)
class Posted:
    """A merchant's record from a moment on, ms UTC."""

    since: int
    record: Record


def hours_doubts(meals: Iterable[MealSeen], posted: Sequence[Posted], rules: DoubtRules) -> tuple[Doubt, ...]:
    """A doubt a day and a kind. `posted` in order of time; without any, or without hours in it, nothing is told."""
    if not posted:
        return ()
    grace = rules.rules.get(OUT_OF_HOURS, {}).get("minutes", 0)
    found: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for meal in meals:
        record = next((each.record for each in reversed(posted) if each.since <= meal.at), posted[0].record)
        rule = outside(record, meal.day, (meal.at - start_of(meal.day)) // MINUTE_MS, grace)
        if rule in rules.rules:
            found[meal.day, rule, hours_text(record)].append(meal.fact)
    return tuple(
        Doubt(rule, tuple(facts), {"day": day, "count": len(facts), "hours": hours})
        for (day, rule, hours), facts in found.items()
    )


def outside(record: Record, day: str, minute: int, grace: int = 0) -> str:
    """How a meal lies outside: `out_of_hours`, `closed_day`, or empty. `minute` counts from the midnight at which
    the business day began, so that a night meal's may be more than a day's; hours may cross midnight, ends excluded.
    """
    rests = _rests(record, day)
    if record.opens is None or record.closes is None:
        return CLOSED_DAY if rests else ""
    closes = record.closes + (DAY_MINUTES if record.closes <= record.opens else 0)
    # the evening before may still go on
    for began, at in ((day, minute), (previous(day), minute + DAY_MINUTES)):
        if not _rests(record, began) and record.opens - grace <= at < closes + grace:
            return ""
    return CLOSED_DAY if rests else OUT_OF_HOURS


def _rests(record: Record, day: str) -> bool:
    return date.fromisoformat(day).isoweekday() in record.closed
