"""Review of held meals: a named decision, by somebody who had no hand in them (`separation.toml`)."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.core import business_day
from desktop.core.entry import Entry
from desktop.core.errors import Refused
from desktop.core.roles import Operator
from desktop.core.settlement import DECISIONS, MealReviewed
from desktop.core.words import Term
from desktop.services.desk import Desk, allowed
from desktop.services.duties import require_apart
from desktop.store.beside import put_note
from desktop.tables.settling import done_about_meals

WAITING_MOST = 200


@dataclass(frozen=True)
class Waiting:
    """A meal that waits for a decision; money in fen, `at` ms UTC."""

    fact: str
    day: str
    at: int
    merchant: str
    rider: str
    held: str
    subsidy_fen: int


class Reviews:
    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    @allowed("review")
    def review(self, by: Operator, meal: str, decision: str, reason: str) -> Entry:
        """`pay`, `refuse` or `void`, with a reason; the first decision stands. Raises `Refused`."""
        if decision not in DECISIONS:
            raise Refused("decision_unknown", decision=decision[:20], decisions=", ".join(DECISIONS))
        if not reason.strip():
            raise Refused("reason_needed")
        with self.desk.store.write() as txn:
            row = txn.rows(
                "SELECT held, voided, decision, rider FROM meals WHERE fact = ? AND day NOT NULL",
                (meal,),
            )
            if not row:
                raise Refused("meal_unknown", fact=meal[:40])
            held, voided, decided, rider = row[0]
            if decided is not None:
                raise Refused("already_decided", decision=Term(f"decision.{decided}"))
            if voided is not None:
                raise Refused("already_voided")
            if held is None:
                raise Refused("not_held")
            require_apart(self.desk, by.id, "review", done_about_meals(txn.connection, [meal]))
            note = put_note(txn, reason, rider)
            assert note is not None
            day = business_day.day_of(self.desk.now())
            return txn.append(MealReviewed(meal, decision, note), day=day, by=by.id)

    @allowed("review")
    def waiting(self, by: Operator, after: str = "") -> tuple[Waiting, ...]:
        """Held meals without a decision, by fact id after `after`, at most 200."""
        with self.desk.store.read() as connection:
            rows = connection.exec_driver_sql(
                "SELECT fact, day, at, merchant, rider, held, subsidy_fen FROM meals"
                " WHERE held NOT NULL AND decision IS NULL AND voided IS NULL AND fact > ? ORDER BY fact LIMIT ?",
                (after, WAITING_MOST),
            ).fetchall()
        return tuple(Waiting(*row) for row in rows)
