"""Doubts 疑点 of a merchant's month, the tail question at the till, and the month's sample with its calls."""

from __future__ import annotations

import secrets

from sqlalchemy import Connection

from desktop.core import business_day
from desktop.core.doubt import (
    CALL_RESULTS,
    TAIL_RESULTS,
    CallbackRecorded,
    Doubt,
    MealSeen,
    SampleDrawn,
    TailAnswered,
    asks_tail,
    doubts_of,
    sample_size,
)
from desktop.core.entry import THE_APP, Entry
from desktop.core.errors import Refused
from desktop.core.merchant_hours import hours_doubts
from desktop.core.roles import Operator
from desktop.services.desk import Desk, allowed
from desktop.services.duties import require_apart
from desktop.services.merchant_records import posted_hours
from desktop.services.settlements import Settlements
from desktop.store.beside import put_note, put_setting, setting
from desktop.store.journal import Txn
from desktop.tables.meal_states import meal_state
from desktop.tables.settling import done_about_meals
from desktop.tables.settling_paper import Sample, sample_of

PENDING, SECRET = "tail.pending", "tail.secret"
_SEEN = (
    "SELECT m.fact, m.day, m.at, m.merchant, m.rider, m.device, r.registered_by FROM meals m"
    " LEFT JOIN riders r USING (rider)"
)
_STANDS = f"{meal_state('m')} <> 'voided'"


class Doubts:
    def __init__(self, desk: Desk, settlements: Settlements) -> None:
        self.desk = desk
        self._settlements = settlements

    @allowed("doubts")
    def of(self, by: Operator, merchant: str, month: str) -> tuple[Doubt, ...]:
        """The doubts of a merchant's month: marks with a reason and the facts behind, never a refusal."""
        month = self._settlements.past_month(month)
        with self.desk.store.read() as connection:
            meals = _seen(connection, merchant, month)
            voided = connection.exec_driver_sql(
                "SELECT count(*) FROM meals WHERE merchant = ? AND day >= ? AND day <= ?"
                f" AND {meal_state()} = 'voided'",
                (merchant, month, month + "~"),
            ).scalar_one()
            elsewhere = _elsewhere(connection, merchant, month, {meal.rider for meal in meals})
            posted = posted_hours(connection, merchant)
        rules, limits = self.desk.rules.doubts, self.desk.rules.programme.limits
        found = doubts_of(merchant, meals, elsewhere, voided, limits.day, rules)
        return (*found, *hours_doubts(meals, posted, rules))

    # --- the tail question ---------------------------------------------------------------------------------

    def ask(self, txn: Txn, by: Operator, meal: str, rider: str, day: str) -> bool:
        """Called in a meal's transaction: settles the question before, and says whether this meal asks one.

        With the phone's tail unknown here nothing is asked.
        """
        pending = setting(txn.connection, PENDING)
        if pending:
            txn.append(TailAnswered(pending, "unanswered"), day=day, by=by.id)
        known = txn.rows("SELECT 1 FROM persons WHERE rider = ?", (rider,))
        asked = bool(known) and asks_tail(self._secret(txn), meal, self.desk.rules.doubts.tail_one_in)
        if asked or pending:
            put_setting(txn, PENDING, meal if asked else "")
        return asked

    def _secret(self, txn: Txn) -> bytes:
        found = setting(txn.connection, SECRET)
        if found is None:
            found = secrets.token_hex(32)
            put_setting(txn, SECRET, found)
        return bytes.fromhex(found)

    @allowed("meal")
    def answer(self, by: Operator, meal: str, result: str) -> Entry:
        """One key after the green: 相符 or 不符. Raises `Refused` when this meal is not being asked."""
        if result not in TAIL_RESULTS[:2]:
            raise Refused("tail_result_unknown", result=result[:20])
        with self.desk.store.write() as txn:
            if setting(txn.connection, PENDING) != meal:
                raise Refused("tail_not_asked")
            put_setting(txn, PENDING, "")
            day = self.desk.rules.programme.business_day(self.desk.now())
            return txn.append(TailAnswered(meal, result), day=day, by=by.id)

    # --- the month's sample ----------------------------------------------------------------------------------

    @allowed("sample")
    def draw(self, by: Operator, merchant: str, month: str) -> Sample:
        """Draws 5 % of the meals that count in a month that is over, at least 10, once. Raises `Refused`."""
        month = self._settlements.month_over(month)
        made = self._settlements.draft(by, merchant, month)
        if not made.counted:
            raise Refused("settlement_empty", month=month)
        with self.desk.store.write() as txn:
            if txn.rows("SELECT 1 FROM samples WHERE merchant = ? AND month = ?", (merchant, month)):
                raise Refused("sample_drawn", month=month)
            size = sample_size(len(made.counted), self.desk.rules.doubts)
            meals = secrets.SystemRandom().sample([meal.fact for meal in made.counted], size)
            sample = self.desk.store.ids.other()
            body = SampleDrawn(sample, merchant, month, len(made.counted), sorted(meals))
            txn.append(body, day=business_day.day_of(self.desk.now()), by=by.id)
        return self.sample(sample)

    @allowed("sample")
    def call(self, by: Operator, sample: str, meal: str, result: str, note: str = "") -> Entry:
        """What the rider said on the phone; by somebody who did not serve the meal. Raises `Refused`."""
        if result not in CALL_RESULTS:
            raise Refused("call_result_unknown", result=result[:20], results=", ".join(CALL_RESULTS))
        with self.desk.store.write() as txn:
            row = txn.rows(
                "SELECT m.rider FROM callbacks c JOIN meals m ON m.fact = c.meal WHERE c.sample = ? AND c.meal = ?",
                (sample, meal),
            )
            if not row:
                raise Refused("not_in_sample", fact=meal[:40])
            require_apart(self.desk, by.id, "call_back", done_about_meals(txn.connection, [meal]))
            body = CallbackRecorded(sample, meal, result, put_note(txn, note, row[0][0]))
            return txn.append(body, day=business_day.day_of(self.desk.now()), by=by.id)

    def sample(self, sample: str) -> Sample:
        with self.desk.store.read() as connection:
            found = sample_of(connection, "s.sample = :sample", {"sample": sample})
        if found is None:
            raise Refused("sample_unknown", sample=sample[:40])
        return found


def _seen(connection: Connection, merchant: str, month: str) -> list[MealSeen]:
    rows = connection.exec_driver_sql(
        f"{_SEEN} WHERE m.merchant = ? AND m.day >= ? AND m.day <= ? AND {_STANDS} ORDER BY m.day, m.at, m.fact",
        (merchant, month, month + "~"),
    )
    return [_meal(*row) for row in rows]


def _elsewhere(connection: Connection, merchant: str, month: str, riders: set[str]) -> list[MealSeen]:
    """Meals of the same cards at other merchants, by the index on rider and day."""
    found: list[MealSeen] = []
    for rider in sorted(riders):
        rows = connection.exec_driver_sql(
            f"{_SEEN} WHERE m.rider = ? AND m.day >= ? AND m.day <= ? AND m.merchant <> ? AND {_STANDS}",
            (rider, month, month + "~", merchant),
        )
        found.extend(_meal(*row) for row in rows)
    return found


def _meal(fact: str, day: str, at: int, merchant: str, rider: str, device: str, registered_by: str | None) -> MealSeen:
    # who registered on their own phone was registered by nobody
    registered_by = None if registered_by == THE_APP else registered_by
    return MealSeen(fact, day, at, business_day.minute_of_day(at), merchant, rider, device, registered_by)
