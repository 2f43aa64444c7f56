"""What stands under the answer to a scan at a till: what was in the way, why it is held, when the next meal is."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.core import business_day
from desktop.core.meal_rules import EarlierMeal
from desktop.core.pages import Hint
from desktop.core.programme import Programme


@dataclass(frozen=True)
class Told:
    """`where` names the place of the meal before, `had` is how many the rider has had on the running business day."""

    outcome: str
    held: str | None = None
    served: bool = False
    earlier: EarlierMeal | None = None
    where: str = ""
    had: int = 0


def meal_hints(programme: Programme, now: int, told: Told) -> tuple[Hint, ...]:
    """At most two lines; `now` ms UTC."""
    if told.earlier is not None:
        at, today = told.earlier.at, business_day.day_of(now)
        when = business_day.clock_time(at)
        if business_day.day_of(at) != today:
            when = f"{business_day.day_of(at)[5:]} {when}"
        before = Hint("hint.had_before", {"time": when, "where": told.where}, "clock")
        return before, _next_meal(programme, now, told.had)
    if told.held is not None:
        return (Hint(f"held.{told.held}", {}, "info"),)
    if told.outcome == "out_of_hours":
        return Hint("hint.out_of_hours", {}, "info"), _next_meal(programme, now, 0)
    return () if told.served else (Hint(f"hint.{told.outcome}", {}, "info"),)


def _next_meal(programme: Programme, now: int, had: int) -> Hint:
    """By the period, or tomorrow where a rider had all of today's."""
    if programme.limits.day and had >= programme.limits.day:
        return Hint("hint.next_day", {}, "info")
    following = programme.following(now)
    return Hint("hint.next_meal", {"period": following.titles, "time": following.begins}, "info")
