"""Judging: what only the hub can see, in the transaction that wrote the rows, by one projector at a time.

Nothing here refuses. A double meal is held by a fact of the hub; the rest are verdicts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from desktop.core.joining import MealHeld, MealReleased
from desktop.core.settlement import MealReviewed
from hub.budgets import judge_budgets
from hub.database import Session
from hub.journal import Journal
from hub.seen import Seen
from hub.verdicts import Verdicts

DOUBLE = "double_meal"
TWICE = "decided_twice"


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
        self._verdicts.settle_for(DOUBLE, [fact.meal for _, fact, _ in seen.reviewed])
        self._decisions(seen)
        self._doubles(seen)
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
        """One meal a period, over all tills and all ids of a person: the earliest by trusted time stands."""
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
        groups: dict[tuple[str, str, str], list[_Meal]] = {}
        for meal in self._meals(wanted, set() if seen.joined else days):
            groups.setdefault((persons.get(meal.rider, meal.rider), meal.day, meal.period), []).append(meal)
        for group in groups.values():
            if len(group) > 1 or group[0].beside:
                self._settle_group(group)

    def _settle_group(self, group: list[_Meal]) -> None:
        standing = sorted((meal for meal in group if not meal.voided), key=lambda meal: (meal.at, meal.fact))
        for meal in group:
            first = standing[0].fact if standing else None
            doubled = not meal.voided and meal.fact != first
            if meal.decision is not None:
                continue
            if doubled and first is not None and meal.beside != first:
                self._journal.append(self._session, MealHeld(meal.fact, DOUBLE, first), site=meal.site)
                self._verdicts.find(DOUBLE, meal.fact, meal.device, {"beside": first, "period": meal.period})
            elif not doubled and meal.beside:
                self._journal.append(self._session, MealReleased(meal.fact, meal.own), site=meal.site)
                self._verdicts.settle_for(DOUBLE, [meal.fact])

    def _meals(self, riders: Iterable[str], days: set[str]) -> Iterable[_Meal]:
        rows = self._session.rows_in(
            "SELECT m.fact, m.rider, m.day, m.period, coalesce(t.at, m.at), m.voided, m.held_beside, m.decision,"
            " m.site, m.device, h.held FROM meals m LEFT JOIN trusted_times t ON t.fact = m.fact"
            " LEFT JOIN till_holds h ON h.fact = m.fact WHERE m.day IS NOT NULL AND m.rider IN",
            sorted(riders),
        )
        for row in rows:
            if not days or row[2] in days:
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
