"""Held meals: a named decision, by somebody who neither registered the rider nor served the meal."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, text

from desktop.core import business_day, card
from desktop.core.errors import Refused
from desktop.core.separation import require
from desktop.core.settlement import DECISIONS, MealReviewed
from desktop.tables.settling import done_about_meals
from hub.settlement import known_name
from hub.supervision import Supervision, Supervisor, allowed

PAGE = 50
_COLUMNS = (
    "m.fact, m.day, m.at, m.merchant, m.rider, m.card_issued, m.period, m.held, m.held_beside, m.subsidy_fen,"
    " m.voided, m.decision, m.decision_reason, m.decided_by, m.site, s.name"
)
# A till of a merchant stands in no community: only those who answer for more than a street see it.
_IN_SCOPE = "((s.community >= :low AND s.community <= :high) OR (:all = 1 AND coalesce(s.community, '') = ''))"


@dataclass(frozen=True)
class HeldMeal:
    """A held meal as a supervisor sees it; `card` the last four of the card's number, money in fen, `at` ms UTC."""

    fact: str
    day: str
    time: str
    merchant: str
    card: str
    period: str
    held: str
    beside: str
    subsidy_fen: int
    voided: str
    decision: str
    reason: str
    decided_by: str
    place: str


class Held:
    def __init__(self, hub: Supervision) -> None:
        self.hub = hub

    @allowed("held_see")
    def waiting(self, by: Supervisor, after: str = "") -> tuple[HeldMeal, ...]:
        """Held meals of the scope without a decision, by fact id after `after`, at most 50."""
        with self.hub.ground.read() as connection:
            rows = connection.execute(
                text(
                    f"SELECT {_COLUMNS} FROM meals m LEFT JOIN sites s ON s.site = m.site WHERE m.held IS NOT NULL"
                    f" AND m.decision IS NULL AND m.voided IS NULL AND m.day IS NOT NULL AND m.fact > :after"
                    f" AND {_IN_SCOPE} ORDER BY m.fact LIMIT :most"
                ),
                {"after": after, "most": PAGE, **scope_of(by)},
            ).fetchall()
            return tuple(self._meal(connection, *row) for row in rows)

    @allowed("held_see")
    def one(self, by: Supervisor, fact: str) -> tuple[HeldMeal, HeldMeal | None]:
        """A meal of the scope, and the one beside which it is held. Raises `Refused("meal_unknown")`."""
        with self.hub.ground.read() as connection:
            found = self._find(connection, by, fact)
            if found is None:
                raise Refused("meal_unknown", fact=fact[:40])
            # the other may lie in another street: a decision needs it all the same
            other = self._find(connection, None, found.beside) if found.beside else None
            return found, other

    def _find(self, connection: Connection, by: Supervisor | None, fact: str) -> HeldMeal | None:
        scope = f" AND {_IN_SCOPE}" if by else ""
        row = connection.execute(
            text(
                f"SELECT {_COLUMNS} FROM meals m LEFT JOIN sites s ON s.site = m.site"
                f" WHERE m.fact = :fact AND m.day IS NOT NULL{scope}"
            ),
            {"fact": fact, **(scope_of(by) if by else {})},
        ).fetchone()
        return self._meal(connection, *row) if row else None

    def _meal(
        self,
        connection: Connection,
        fact: str,
        day: str,
        at: int,
        merchant: str,
        rider: str,
        issued: int,
        period: str,
        held: str | None,
        beside: str | None,
        subsidy_fen: int,
        voided: str | None,
        decision: str | None,
        reason: str | None,
        decided_by: str | None,
        _site: str,
        place: str | None,
    ) -> HeldMeal:
        return HeldMeal(
            fact,
            day,
            business_day.clock_time(at),
            known_name(connection, merchant),
            card.card_number(rider, issued)[-4:],
            period,
            held or "",
            beside or "",
            subsidy_fen,
            voided or "",
            decision or "",
            self.hub.ground.note(connection, reason) if reason else "",
            decided_by or "",
            place or "",
        )

    @allowed("review")
    def decide(self, by: Supervisor, meal: str, decision: str, reason: str) -> str:
        """`pay`, `refuse` or `void`, with a reason; the first decision stands. Raises `Refused`."""
        if decision not in DECISIONS:
            raise Refused("decision_unknown", decision=decision[:20], decisions=", ".join(DECISIONS))
        if not reason.strip():
            raise Refused("reason_needed")
        with self.hub.ground.write() as txn:
            row = txn.connection.execute(
                text(
                    "SELECT m.held, m.voided, m.decision, m.rider, m.site FROM meals m"
                    " LEFT JOIN sites s ON s.site = m.site"
                    f" WHERE m.fact = :meal AND m.day IS NOT NULL AND {_IN_SCOPE}"
                ),
                {"meal": meal, **scope_of(by)},
            ).fetchone()
            if row is None:
                raise Refused("meal_unknown", fact=meal[:40])
            held, voided, decided, rider, site = row
            _open(held, voided, decided)
            separated = self.hub.rules(txn.connection).separation
            require(separated, done_about_meals(txn.connection, [meal]), "review", by.id)
            note = txn.note(reason.strip(), rider)
            assert note is not None
            return txn.append(MealReviewed(meal, decision, note), by=by.id, site=site)


def _open(held: str | None, voided: str | None, decided: str | None) -> None:
    """Raises `Refused` for a meal on which nothing is to be decided."""
    if decided is not None:
        raise Refused("already_decided", decision=decided)
    if voided is not None:
        raise Refused("already_voided")
    if held is None:
        raise Refused("not_held")


def scope_of(by: Supervisor) -> dict[str, object]:
    """The places of `_IN_SCOPE`."""
    low, high = by.span
    return {"low": low, "high": high, "all": int(not by.street_only)}
