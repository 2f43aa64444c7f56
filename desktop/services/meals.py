"""Meals 用餐: one scan at a till, decided by the programme, saved before it is shown."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.core.card import Card
from desktop.core.entry import Entry
from desktop.core.errors import Refused
from desktop.core.meal import MealVoided
from desktop.core.meal_rules import Decision, EarlierMeal, MealOutcome, Till, decide, decide_paper, served
from desktop.core.programme import Serving
from desktop.core.roles import Operator
from desktop.services import elsewhere
from desktop.services.desk import Desk, allowed
from desktop.services.doubts import Doubts
from desktop.services.master import Master
from desktop.services.scanning import CardOutcome, scan
from desktop.store.beside import put_note
from desktop.store.journal import Txn
from desktop.store.received import same_person


@dataclass(frozen=True)
class Served:
    """The outcome of a scan at a till, money in fen. `earlier` is the meal that stands in the way."""

    outcome: str
    fact: str | None = None
    period: str | None = None
    price_fen: int = 0
    subsidy_fen: int = 0
    list_fen: int = 0
    held: str | None = None
    earlier: EarlierMeal | None = None
    rider: str | None = None
    group: str = ""
    ask_tail: bool = False


class Meals:
    def __init__(self, desk: Desk, master: Master, doubts: Doubts) -> None:
        self.desk = desk
        self._master = master
        self._doubts = doubts

    @allowed("meal")
    def serve(self, by: Operator, text: str, merchant: str, stated: int | None = None) -> Served:
        """A 9.9-yuan meal on a card at a merchant. Raises `Refused` only for bad input, not for outcomes."""
        at = self.desk.moment(stated)
        programme = self.desk.rules.programme
        package = programme.packages[0]
        with self.desk.store.write() as txn:
            # inside, where it reads on the writer's warm connection
            self._master.merchant_name(merchant)
            scanned = scan(self.desk, txn, text, at)
            if scanned.card is None or not scanned.stands:
                read = scanned.card
                return Served(scanned.outcome, rider=read.rider if read else None, group=read.group if read else "")
            read = scanned.card
            serving = programme.serving(at)
            till = self._till(txn, read, scanned.outcome, serving, merchant)
            decision = decide(programme, at, till, package.list_fen)
            period = decision.serving.period.code if decision.serving else None
            if decision.outcome is not MealOutcome.SERVED:
                return Served(
                    decision.outcome,
                    period=period,
                    earlier=decision.earlier,
                    rider=read.rider,
                    group=read.group,
                )
            entry = self._append(txn, by, read, merchant, decision, at)
            asked = self._doubts.ask(txn, by, entry.id, read.rider, entry.day)
        return Served(
            "served",
            entry.id,
            period,
            programme.price_fen,
            decision.subsidy_fen,
            package.list_fen,
            decision.held,
            None,
            read.rider,
            read.group,
            asked,
        )

    @allowed("meal")
    def on_paper(self, by: Operator, card: Card, merchant: str, serving: Serving, at: int) -> Served:
        """A meal from a signed row of a paper register, on the card's own day of serving: held, never refused
        for a limit. The outcome is `served`, `not_eligible` or `programme_over`.
        """
        programme = self.desk.rules.programme
        list_fen = programme.packages[0].list_fen
        with self.desk.store.write() as txn:
            rider = txn.rows("SELECT verified_until FROM riders WHERE rider = ?", (card.rider,))
            decision = decide_paper(programme, serving, card.group, rider[0][0] if rider else None, list_fen)
            if decision.outcome is not MealOutcome.SERVED:
                return Served(decision.outcome, period=serving.period.code, rider=card.rider, group=card.group)
            entry = self._append(txn, by, card, merchant, decision, at, source="paper")
        return Served("served", entry.id, serving.period.code, held=decision.held, rider=card.rider, group=card.group)

    def _append(
        self,
        txn: Txn,
        by: Operator,
        read: Card,
        merchant: str,
        decision: Decision,
        at: int,
        source: str = "till",
    ) -> Entry:
        assert decision.serving is not None
        body = served(self.desk.rules.programme, read, merchant, decision, at, source)
        return txn.append(body, day=decision.serving.day, by=by.id)

    def _till(self, txn: Txn, read: Card, outcome: CardOutcome, serving: Serving | None, merchant: str) -> Till:
        """What this till knows; nothing is asked of the tables while no period runs."""
        day = serving.day if serving else ""
        month = day[:7]
        device = self.desk.store.device
        ids = same_person(txn, read.rider)
        rider = elsewhere.rider_known(txn, ids)
        spent = txn.rows(
            "SELECT coalesce(sum(subsidy_fen), 0) FROM meals"
            " WHERE merchant = ? AND device = ? AND voided IS NULL AND day >= ? AND day <= ?",
            (merchant, device, month, month + "~"),
        )[0][0]
        portions = txn.rows(
            "SELECT count(*) FROM meals WHERE merchant = ? AND device = ? AND voided IS NULL AND day = ?",
            (merchant, device, day),
        )[0][0]
        unverified = txn.rows(
            # by how it was served: what a hub holds later as a double was not unverified
            "SELECT count(*) FROM meals WHERE day = ? AND device = ? AND verified = 'unknown' AND voided IS NULL"
            " AND source <> 'paper'",
            (day, device),
        )[0][0]
        granted = elsewhere.granted(txn, merchant, device, month)
        # a hub hands out what may be spent: with one, nothing granted is nothing to spend
        unlimited = None if not txn.home.joined else 0
        return Till(
            group=read.group,
            issuer_known=outcome is CardOutcome.GOOD,
            rider_known=rider.known,
            verified_until=rider.verified_until,
            earlier=elsewhere.earlier_meals(txn, ids, month),
            unverified_today=unverified,
            portions_today=portions,
            portions_a_day=granted[1] if granted else 0,
            spent_fen=spent,
            allotment_fen=granted[0] if granted else unlimited,
        )

    def knows(self, fact: str) -> bool:
        """Whether this is a meal's fact (and not, say, a visit's)."""
        with self.desk.store.read() as connection:
            found = connection.exec_driver_sql("SELECT 1 FROM meals WHERE fact = ? AND day NOT NULL", (fact,))
            return found.fetchone() is not None

    def void(self, by: Operator, fact: str, reason: str, note: str = "") -> Entry:
        """作废 on the same business day before end of shift; later 冲销, by a supervisor. Raises `Refused`."""
        if reason not in self.desk.rules.choices.void:
            raise Refused("void_reason_unknown", reason=reason[:40], reasons=", ".join(self.desk.rules.choices.void))
        with self.desk.store.read() as connection:
            row = connection.exec_driver_sql(
                'SELECT day, at, "by" FROM meals WHERE fact = ? AND day NOT NULL', (fact,)
            ).fetchone()
            if row is None:
                raise Refused("meal_unknown", fact=fact[:40])
            # the shift in which it was served ends with the day, or when who served it hands over
            closed = connection.exec_driver_sql(
                "SELECT 1 FROM days WHERE day = ? AND device = ? AND closed_at IS NOT NULL"
                " UNION ALL SELECT 1 FROM hand_overs WHERE day = ? AND giver = ? AND at >= ?",
                (row[0], self.desk.store.device, row[0], row[2], row[1]),
            ).fetchone()
        late = closed is not None or row[0] != self.desk.rules.programme.business_day(self.desk.now())
        return self._void_late(by, fact, reason, note) if late else self._void_today(by, fact, reason, note)

    @allowed("void_meal")
    def _void_today(self, by: Operator, fact: str, reason: str, note: str) -> Entry:
        return self._append_void(by, fact, reason, note, late=False)

    @allowed("void_meal_late")
    def _void_late(self, by: Operator, fact: str, reason: str, note: str) -> Entry:
        return self._append_void(by, fact, reason, note, late=True)

    def _append_void(self, by: Operator, fact: str, reason: str, note: str, *, late: bool) -> Entry:
        with self.desk.store.write() as txn:
            row = txn.rows("SELECT voided, rider FROM meals WHERE fact = ?", (fact,))
            if row[0][0] is not None:
                raise Refused("already_voided")
            day = self.desk.rules.programme.business_day(self.desk.now())
            return txn.append(MealVoided(fact, reason, late, put_note(txn, note, row[0][1])), day=day, by=by.id)
