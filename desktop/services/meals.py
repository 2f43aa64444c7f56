"""Meals 用餐: one scan at a till, decided by the programme, saved before it is shown."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.core.card import Card
from desktop.core.entry import Entry
from desktop.core.errors import Refused
from desktop.core.meal import MealServed, MealVoided
from desktop.core.meal_rules import Decision, EarlierMeal, MealOutcome, Till, decide
from desktop.core.programme import Serving
from desktop.core.roles import Operator
from desktop.services.desk import Desk, allowed
from desktop.services.master import Master
from desktop.services.scanning import CardOutcome, scan
from desktop.store.beside import put_note
from desktop.store.journal import Txn


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


class Meals:
    def __init__(self, desk: Desk, master: Master) -> None:
        self.desk = desk
        self._master = master

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
        )

    def _append(self, txn: Txn, by: Operator, read: Card, merchant: str, decision: Decision, at: int) -> Entry:
        programme = self.desk.rules.programme
        package = programme.packages[0]
        assert decision.serving is not None
        body = MealServed(
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
        )
        return txn.append(body, day=decision.serving.day, by=by.id)

    def _till(self, txn: Txn, read: Card, outcome: CardOutcome, serving: Serving | None, merchant: str) -> Till:
        """What this till knows; nothing is asked of the tables while no period runs."""
        day = serving.day if serving else ""
        month = day[:7]
        device = self.desk.store.device
        rider = txn.rows(
            "SELECT verified_until, registered_day, forgotten_day FROM riders WHERE rider = ?", (read.rider,)
        )
        earlier = txn.rows(
            "SELECT fact, day, period, at, merchant FROM meals"
            " WHERE rider = ? AND day >= ? AND day <= ? AND voided IS NULL",
            (read.rider, month, month + "~"),
        )
        spent = txn.rows(
            "SELECT coalesce(sum(subsidy_fen), 0), count(*) FILTER (WHERE day = ?) FROM meals"
            " WHERE merchant = ? AND day >= ? AND day <= ? AND device = ? AND voided IS NULL",
            (day, merchant, month, month + "~", device),
        )[0]
        unverified = txn.rows(
            "SELECT count(*) FROM meals WHERE day = ? AND device = ? AND held IS NOT NULL AND voided IS NULL",
            (day, device),
        )[0][0]
        granted = txn.rows(
            "SELECT fen, portions_a_day FROM allotments WHERE merchant = ? AND device = ? AND month = ?",
            (merchant, device, month),
        )
        return Till(
            group=read.group,
            issuer_known=outcome is CardOutcome.GOOD,
            rider_known=bool(rider) and rider[0][1] is not None and rider[0][2] is None,
            verified_until=rider[0][0] if rider else None,
            earlier=[EarlierMeal(*row) for row in earlier],
            unverified_today=unverified,
            portions_today=spent[1],
            portions_a_day=granted[0][1] if granted else 0,
            spent_fen=spent[0],
            allotment_fen=granted[0][0] if granted else None,
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
                "SELECT day FROM meals WHERE fact = ? AND day NOT NULL", (fact,)
            ).fetchone()
            if row is None:
                raise Refused("meal_unknown", fact=fact[:40])
            closed = connection.exec_driver_sql(
                "SELECT 1 FROM days WHERE day = ? AND device = ? AND closed_at IS NOT NULL",
                (row[0], self.desk.store.device),
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
