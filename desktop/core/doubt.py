"""Doubts 疑点: marks on meals that ask for a look, and never refuse. Rules are data, reasons are words.

A doubt names its rule, the facts behind it and the figures for its sentence (`doubt.<rule>` in the catalogue).
Beside them stand the tail question after one meal in twenty, and the month's sample with its call-backs.
"""

from __future__ import annotations

import hashlib
import hmac
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from desktop.core.entry import Entry
from desktop.core.fact import Fact, Put, Value

TAIL_RESULTS = ("match", "mismatch", "unanswered")
CALL_RESULTS = ("confirmed", "denied", "unreachable")


class TailAnswered(Fact, frozen=True):
    """After the green: the phone's tail was `match`, `mismatch`, or the next scan came first: `unanswered`."""

    KIND = "tail.answered"
    meal: str
    result: str


class SampleDrawn(Fact, frozen=True):
    """Meals of a merchant's month drawn for a call, out of `population` that count."""

    KIND = "sample.drawn"
    sample: str
    merchant: str
    month: str
    population: int
    meals: list[str]


class CallbackRecorded(Fact, frozen=True):
    KIND = "callback.recorded"
    sample: str
    meal: str
    result: str
    note: str | None = None


@dataclass(frozen=True)
class MealSeen:
    """A meal that stands, as the rules see it; `at` ms UTC, `minute` of the local day, `registered_by` an id."""

    fact: str
    day: str
    at: int
    minute: int
    merchant: str
    rider: str
    device: str
    registered_by: str | None


@dataclass(frozen=True)
class Doubt:
    """A rule that a month's meals meet; `values` fill in its sentence."""

    rule: str
    facts: tuple[str, ...]
    values: Mapping[str, int | str]


@dataclass(frozen=True)
class DoubtRules:
    """The numbers of `doubts.toml` by rule; a rule that is not there is not asked."""

    version: str
    rules: Mapping[str, Mapping[str, int]]
    tail_one_in: int
    sample_per_mille: int
    sample_least: int


def parse_doubts(text: str) -> DoubtRules:
    table = tomllib.loads(text)
    sample = table["sample"]
    return DoubtRules(table["version"], table["rules"], table["tail"]["one_in"], sample["per_mille"], sample["least"])


def asks_tail(secret: bytes, meal: str, one_in: int) -> bool:
    """Whether a meal asks the tail question: by a keyed hash that nobody at the till can foresee."""
    digest = hmac.new(secret, meal.encode(), hashlib.sha256).digest()
    return int.from_bytes(digest[:8], "big") % one_in == 0


def sample_size(population: int, rules: DoubtRules) -> int:
    """5 % of the meals that count, at least 10 a merchant, all where there are fewer."""
    share = -(-population * rules.sample_per_mille // 1000)
    return min(max(share, rules.sample_least), population)


def doubts_of(
    merchant: str,
    meals: Sequence[MealSeen],
    elsewhere: Sequence[MealSeen],
    voided: int,
    most_a_day: int,
    rules: DoubtRules,
) -> tuple[Doubt, ...]:
    """All doubts of one merchant's month. `meals` are its own in order of time, `elsewhere` those of the same
    cards at other merchants, `voided` how many of its meals were voided, `most_a_day` the daily limit a rider.
    """
    found: list[Doubt] = []
    known = rules.rules
    if "quick" in known:
        found += _quick(meals, known["quick"]["seconds"])
    if "same_order" in known:
        found += _same_order(meals, known["same_order"]["cards"])
    if "unreachable" in known:
        found += _unreachable(meals, elsewhere, known["unreachable"]["minutes"])
    if "one_registrar" in known:
        found += _one_registrar(meals, known["one_registrar"])
    if "limit_run" in known and most_a_day:
        found += _limit_run(meals, elsewhere, known["limit_run"]["days"], most_a_day)
    if "voids" in known:
        found += _voids(meals, voided, known["voids"])
    return tuple(found)


def _quick(meals: Iterable[MealSeen], seconds: int) -> list[Doubt]:
    by_till: dict[str, list[MealSeen]] = defaultdict(list)
    for meal in meals:
        by_till[meal.device].append(meal)
    return [
        Doubt("quick", (one.fact, two.fact), {"seconds": (two.at - one.at) // 1000, "day": one.day})
        for till in by_till.values()
        for one, two in pairwise(sorted(till, key=lambda meal: meal.at))
        if two.at - one.at <= seconds * 1000
    ]


def _same_order(meals: Iterable[MealSeen], cards: int) -> list[Doubt]:
    """The same run of cards, in the same order, on two days."""
    days: dict[str, list[MealSeen]] = defaultdict(list)
    for meal in meals:
        days[meal.day].append(meal)
    first: dict[tuple[str, ...], tuple[str, tuple[str, ...]]] = {}
    found: dict[tuple[str, str], Doubt] = {}
    for day in sorted(days):
        row = days[day]
        for at in range(len(row) - cards + 1):
            run = row[at : at + cards]
            riders, facts = tuple(meal.rider for meal in run), tuple(meal.fact for meal in run)
            if len(set(riders)) < cards:
                continue
            before = first.setdefault(riders, (day, facts))
            if before[0] != day and (before[0], day) not in found:
                values: dict[str, int | str] = {"cards": cards, "first": before[0], "second": day}
                found[before[0], day] = Doubt("same_order", (*before[1], *facts), values)
    return list(found.values())


def _unreachable(meals: Iterable[MealSeen], elsewhere: Iterable[MealSeen], minutes: int) -> list[Doubt]:
    others: dict[str, list[MealSeen]] = defaultdict(list)
    for meal in elsewhere:
        others[meal.rider].append(meal)
    return [
        Doubt("unreachable", (meal.fact, other.fact), {"minutes": abs(meal.at - other.at) // 60_000, "day": meal.day})
        for meal in meals
        for other in others[meal.rider]
        if abs(meal.at - other.at) < minutes * 60_000
    ]


def _one_registrar(meals: Sequence[MealSeen], rule: Mapping[str, int]) -> list[Doubt]:
    cards = {meal.rider: meal for meal in meals if meal.registered_by is not None}
    if len(cards) < rule["least"]:
        return []
    operator, count = Counter(str(meal.registered_by) for meal in cards.values()).most_common(1)[0]
    if count * 1000 <= len(cards) * rule["per_mille"]:
        return []
    facts = tuple(meal.fact for meal in cards.values() if meal.registered_by == operator)
    return [Doubt("one_registrar", facts, {"count": count, "cards": len(cards)})]


def _limit_run(meals: Sequence[MealSeen], elsewhere: Iterable[MealSeen], days: int, most_a_day: int) -> list[Doubt]:
    """A card whose daily limit was used to the last meal on so many days of the calendar in a row."""
    facts: dict[str, list[MealSeen]] = {rider: [] for rider in sorted({meal.rider for meal in meals})}
    for meal in (*meals, *elsewhere):
        if meal.rider in facts:
            facts[meal.rider].append(meal)
    found: list[Doubt] = []
    for had in facts.values():
        counts = Counter(meal.day for meal in had)
        run = _longest_run(sorted(day for day, count in counts.items() if count == most_a_day))
        if len(run) >= days:
            behind = tuple(meal.fact for meal in sorted(had, key=lambda meal: meal.at) if meal.day in run)
            found.append(Doubt("limit_run", behind, {"days": len(run), "first": run[0], "last": run[-1]}))
    return found


def _longest_run(days: Sequence[str]) -> list[str]:
    best: list[str] = []
    run: list[str] = []
    for day in days:
        follows = run and date.fromisoformat(run[-1]) + timedelta(days=1) == date.fromisoformat(day)
        run = [*run, day] if follows else [day]
        best = run if len(run) > len(best) else best
    return best


def _voids(meals: Sequence[MealSeen], voided: int, rule: Mapping[str, int]) -> list[Doubt]:
    total = len(meals) + voided
    if total < rule["least"] or voided * 1000 <= total * rule["per_mille"]:
        return []
    return [Doubt("voids", (), {"voided": voided, "meals": total})]


def tail_rows(entry: Entry, fact: TailAnswered) -> list[Put]:
    return [Put("tails", {"meal": fact.meal}, {"result": fact.result, "answered_at": entry.at})]


def sample_rows(entry: Entry, fact: SampleDrawn) -> list[Put]:
    values: dict[str, Value] = {
        "merchant": fact.merchant,
        "month": fact.month,
        "population": fact.population,
        "drawn_day": entry.day,
        "drawn_by": entry.by,
    }
    puts = [Put("samples", {"sample": fact.sample}, values)]
    for meal in fact.meals:
        nothing: dict[str, Any] = {"called_at": entry.at, "result": None}
        puts.append(Put("callbacks", {"sample": fact.sample, "meal": meal}, nothing, newer="called_at"))
    return puts


def callback_rows(entry: Entry, fact: CallbackRecorded) -> list[Put]:
    values: dict[str, Value] = {
        "result": fact.result,
        "note": fact.note,
        "called_by": entry.by,
        "called_at": entry.at,
    }
    return [Put("callbacks", {"sample": fact.sample, "meal": fact.meal}, values, newer="called_at")]
