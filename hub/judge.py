"""Judging: what only the hub can see, in the transaction that wrote the rows, by one projector at a time.

Nothing here refuses. A double meal is held by a fact of the hub; the rest are verdicts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from desktop.core.joining import MealHeld, MealReleased
from desktop.core.programme import Limits
from desktop.core.settlement import MealReviewed
from hub.budgets import judge_budgets
from hub.database import Session
from hub.journal import Journal
from hub.one_visit import count_once
from hub.rider_limits import limits_a_month, limits_of
from hub.seen import Seen
from hub.verdicts import Verdicts

DOUBLE = "double_meal"
TWICE = "decided_twice"
OVER = "over_limit"
HELD_FOR = (DOUBLE, OVER)


@dataclass(frozen=True)
class _Meal:
    """A meal as doubles are found by: `at` is its trusted time, ms UTC."""

    fact: str
    rider: str
    day: str
    period: str
    at: int
    voided: str | None
    beside: str | None
    decision: str | None
    site: str
    device: str
    own: str | None
    held: str | None
    version: str


def over_limits(meals: Iterable[_Meal], limits: Mapping[str, Limits]) -> dict[str, tuple[str, str]]:
    """Fact → (why it is held, beside which meal), of one person's meals: in the order of trusted time as many stand
    as the programme allows in a period, on a day, in a month; what is beyond waits for a named decision.
    """
    stand: list[_Meal] = []
    held: dict[str, tuple[str, str]] = {}
    for meal in sorted(meals, key=lambda each: (each.at, each.fact)):
        if meal.voided:
            continue
        most = limits[meal.version]
        month = [each for each in stand if each.day[:7] == meal.day[:7]]
        day = [each for each in month if each.day == meal.day]
        period = [each for each in day if each.period == meal.period]
        if most.period and len(period) >= most.period:
            held[meal.fact] = (DOUBLE, period[most.period - 1].fact)
        elif most.day and len(day) >= most.day:
            held[meal.fact] = (OVER, day[most.day - 1].fact)
        elif most.month and len(month) >= most.month:
            held[meal.fact] = (OVER, month[most.month - 1].fact)
        else:
            stand.append(meal)
    return held


class Judge:
    def __init__(self, session: Session, journal: Journal, verdicts: Verdicts) -> None:
        self._session = session
        self._journal = journal
        self._verdicts = verdicts

    def judge(self, seen: Seen) -> None:
        for odd in seen.odd:
            self._verdicts.find(odd.code, odd.fact, odd.device, odd.detail)
        self._keep_times(seen)
        self._references(seen)
        for code in HELD_FOR:
            self._verdicts.settle_for(code, [fact.meal for _, fact, _ in seen.reviewed])
        self._decisions(seen)
        self._doubles(seen)
        count_once(self._session, self._journal, seen)
        judge_budgets(self._session, self._verdicts, seen)

    def _keep_times(self, seen: Seen) -> None:
        """Times that cannot be, and what tills hold meals for themselves: rows have no room for either."""
        late, holds = [], []
        for entry, fact, source in seen.meals:
            if fact.when > source.arrived:
                late.append((entry.id, source.arrived))
            if fact.held:
                holds.append((entry.id, fact.held[:100]))
        self._session.many("INSERT INTO trusted_times (fact, at) VALUES (?, ?) ON CONFLICT (fact) DO NOTHING", late)
        self._session.many("INSERT INTO till_holds (fact, held) VALUES (?, ?) ON CONFLICT (fact) DO NOTHING", holds)

    def _references(self, seen: Seen) -> None:
        """What speaks of a thing that is not here yet waits for it, and harms nobody."""
        self._verdicts.settle_for("missing_reference", seen.came)
        for fact, device, thing in seen.waiting:
            self._verdicts.find("missing_reference", fact, device, {"missing": thing})

    def _decisions(self, seen: Seen) -> None:
        """Of two decisions on a meal the first in feed order stands: the hub says so, and the second is told."""
        for entry, fact, source in seen.reviewed:
            if fact.stands is not None:
                continue
            made = self._session.execute(
                'INSERT INTO first_decisions (meal, fact, decision, reason, "by", again) VALUES (?, ?, ?, ?, ?, 0)'
                " ON CONFLICT (meal) DO NOTHING",
                (fact.meal, entry.id, fact.decision, fact.reason, entry.by),
            )
            if made:
                continue
            first, decision, reason, by, again = self._session.row(
                'SELECT fact, decision, reason, "by", again FROM first_decisions WHERE meal = ?', (fact.meal,)
            )
            self._verdicts.find(TWICE, entry.id, source.device, {"stands": decision})
            if not again:
                self._session.execute("UPDATE first_decisions SET again = 1 WHERE meal = ?", (fact.meal,))
                said = MealReviewed(fact.meal, decision, reason, first)
                self._journal.append(self._session, said, site=entry.site, by=by)

    def _doubles(self, seen: Seen) -> None:
        """So many meals a period, a day and a month, over all tills and all ids of a person: the earliest by trusted
        time stand.
        """
        riders = {fact.rider for _, fact, _ in seen.meals}
        days = {entry.day for entry, _, _ in seen.meals}
        if seen.voids:
            rows = self._session.rows_in(
                "SELECT DISTINCT rider, day FROM meals WHERE day IS NOT NULL AND fact IN", sorted(seen.voids)
            )
            riders |= {row[0] for row in rows}
            days |= {row[1] for row in rows}
        for joined in seen.joined:
            riders |= {joined.rider, joined.same}
            days = set()
        if not riders:
            return
        persons = self._persons()
        wanted = set(riders)
        if persons:
            chosen = {persons.get(rider, rider) for rider in riders}
            wanted |= {rider for rider, person in persons.items() if person in chosen} | chosen
        monthly = limits_a_month(self._session)
        spans = {day[:7] if monthly else day for day in days}
        meals = list(self._meals(wanted, set() if seen.joined else spans))
        limits = limits_of(self._session, {meal.version for meal in meals})
        groups: dict[tuple[str, str], list[_Meal]] = {}
        for meal in meals:
            span = meal.day[:7] if monthly else meal.day
            groups.setdefault((persons.get(meal.rider, meal.rider), span), []).append(meal)
        for group in groups.values():
            if len(group) > 1 or group[0].beside:
                self._settle_group(group, limits)

    def _settle_group(self, group: list[_Meal], limits: Mapping[str, Limits]) -> None:
        wanted = over_limits(group, limits)
        for meal in group:
            if meal.decision is not None:
                continue
            found = wanted.get(meal.fact)
            if found is None:
                if meal.beside:
                    self._journal.append(self._session, MealReleased(meal.fact, meal.own), site=meal.site)
                    for code in HELD_FOR:
                        self._verdicts.settle_for(code, [meal.fact])
                continue
            why, beside = found
            if meal.beside == beside and (meal.held == why or meal.held not in HELD_FOR):
                continue
            self._journal.append(self._session, MealHeld(meal.fact, why, beside), site=meal.site)
            for code in HELD_FOR:
                if code != why:
                    self._verdicts.settle_for(code, [meal.fact])
            self._verdicts.find(why, meal.fact, meal.device, {"beside": beside, "period": meal.period})

    def _meals(self, riders: Iterable[str], spans: set[str]) -> Iterable[_Meal]:
        """Those within the days, or months, `spans`; all where there are none."""
        # a person's years of meals are not read for the sake of one day
        between = (min(spans), f"{max(spans)}-99") if spans else ("", "9999-99-99")
        rows = self._session.rows_in(
            "SELECT m.fact, m.rider, m.day, m.period, coalesce(t.at, m.at), m.voided, m.held_beside, m.decision,"
            " m.site, m.device, h.held, m.held, coalesce(m.programme_version, '')"
            " FROM meals m LEFT JOIN trusted_times t ON t.fact = m.fact"
            " LEFT JOIN till_holds h ON h.fact = m.fact WHERE m.day >= ? AND m.day <= ? AND m.rider IN",
            sorted(riders),
            between,
        )
        for row in rows:
            if not spans or row[2] in spans or row[2][:7] in spans:
                yield _Meal(*row)

    def _persons(self) -> dict[str, str]:
        """Every joined id → the least id of the person."""
        parent: dict[str, str] = {}

        def root(rider: str) -> str:
            while parent.setdefault(rider, rider) != rider:
                rider = parent[rider]
            return rider

        for rider, same in self._session.rows("SELECT rider, same FROM joined_riders"):
            low, high = sorted((root(rider), root(same)))
            parent[high] = low
        return {rider: root(rider) for rider in list(parent)}
