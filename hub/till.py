"""A merchant's till on a phone 手机核销: the same rules as at the counter, on what the hub knows of all places.

A meal is written under the journal's lock, so that two phones cannot serve one person twice; what tills serve that the
hub has not heard of yet is found by the judge, as between any two tills.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, text

from desktop.core import business_day, card
from desktop.core.card_check import CardOutcome, Scanned
from desktop.core.errors import Refused
from desktop.core.meal import MealVoided
from desktop.core.meal_hints import Told, meal_hints
from desktop.core.meal_rules import MealOutcome, Till, decide, served
from desktop.core.meal_tones import meal_tone
from desktop.core.pages import Hint, Tone
from desktop.core.phone_till import SOURCE, PhoneTillClosed
from desktop.core.programme import Programme
from desktop.tables.meal_states import meal_state
from desktop.tables.settling import with_joined
from hub.settlement import known_name
from hub.supervision import Supervision, Supervisor, allowed
from hub.till_cards import earlier_meals, rider_known, scan

ROWS_MOST = 200


@dataclass(frozen=True)
class Cashier:
    """Who serves where, `site` the merchant's place; `since` the end of the last shift (ms UTC, 0 for none)."""

    operator: str
    merchant: str
    site: str
    name: str
    until: str
    since: int


@dataclass(frozen=True)
class TillAnswer:
    """The answer to a scan, money in fen; `name` is masked."""

    outcome: str
    tone: Tone
    name: str = ""
    group: str = ""
    hints: tuple[Hint, ...] = ()
    time: str = ""
    price_fen: int = 0
    list_fen: int = 0
    fact: str = ""


@dataclass(frozen=True)
class TillMeal:
    """A line of the shift; `card` the last four of the card's number, `state` as `meal_states` has it."""

    fact: str
    time: str
    name: str
    card: str
    period: str
    state: str


@dataclass(frozen=True)
class TillShift:
    """The meals of a shift, the newest first, and what those that were not voided come to in fen."""

    cashier: Cashier
    day: str
    lines: tuple[TillMeal, ...]
    meals: int
    taken_fen: int
    subsidy_fen: int
    held: int
    left_fen: int


class PhoneTill:
    def __init__(self, hub: Supervision) -> None:
        self.hub = hub

    @allowed("till_serve")
    def shift(self, by: Supervisor) -> TillShift:
        """Raises `Refused("phone_till_over")` for somebody who may not serve any more."""
        with self.hub.ground.read() as connection:
            return self._shift(connection, by)

    @allowed("till_serve")
    def serve(self, by: Supervisor, given: str, fact: str) -> TillAnswer:
        """A meal on a card's text or number. `fact` is the id that was made with the page: sent twice it is one meal.
        Raises `Refused` for somebody who may not serve, not for outcomes.
        """
        with self.hub.ground.write() as txn:
            connection, now = txn.connection, self.hub.ground.now()
            cashier = self._cashier(connection, by)
            programme = self.hub.rules(connection).programme
            before = self._before(connection, by, fact, programme)
            if before is not None:
                return before
            scanned = scan(connection, given, now)
            read = scanned.card
            if read is None or not scanned.stands:
                return self._answer(connection, programme, now, Told(str(scanned.outcome)), read)
            ids = sorted(with_joined(connection, {read.rider}))
            till = self._till(connection, cashier, programme, scanned, ids, now)
            decision = decide(programme, now, till, programme.packages[0].list_fen)
            if decision.outcome is not MealOutcome.SERVED:
                earlier = decision.earlier
                where = known_name(connection, earlier.merchant) or earlier.place if earlier else ""
                today = programme.business_day(now)
                had = sum(meal.day == today for meal in till.earlier)
                told = Told(str(decision.outcome), earlier=earlier, where=where, had=had)
                return self._answer(connection, programme, now, told, read)
            assert decision.serving is not None
            body = served(programme, read, cashier.merchant, decision, now, SOURCE)
            txn.append(body, by=by.id, site=cashier.site, fact=fact, day=decision.serving.day)
            told = Told("served", decision.held, served=True)
            return self._answer(connection, programme, now, told, read, fact)

    @allowed("till_void")
    def void(self, by: Supervisor, fact: str, reason: str) -> None:
        """A meal of one's own shift. Raises `Refused`; later it is 冲销, a supervisor's."""
        if reason not in self.hub.rulebook.choices.void:
            raise Refused("void_reason_unknown", reason=reason[:40], reasons=", ".join(self.hub.rulebook.choices.void))
        with self.hub.ground.write() as txn:
            connection = txn.connection
            cashier = self._cashier(connection, by)
            row = connection.execute(
                text(
                    "SELECT day, at, voided FROM meals WHERE fact = :fact AND day IS NOT NULL AND site = :site"
                    ' AND "by" = :by AND source = :source'
                ),
                {"fact": fact, "site": cashier.site, "by": by.id, "source": SOURCE},
            ).fetchone()
            if row is None:
                raise Refused("meal_unknown", fact=fact[:40])
            day, at, voided = row
            if voided is not None:
                raise Refused("already_voided")
            today = self.hub.rules(connection).programme.business_day(self.hub.ground.now())
            if day != today or at <= cashier.since:
                raise Refused("phone_till_void_late")
            txn.append(MealVoided(fact, reason, False), by=by.id, site=cashier.site, day=today)

    @allowed("till_serve")
    def close(self, by: Supervisor) -> TillShift:
        """收工: the shift ends, with its sums as a fact. Raises `Refused("phone_till_nothing")` for an empty one."""
        with self.hub.ground.write() as txn:
            now = self._shift(txn.connection, by)
            if not now.lines:
                raise Refused("phone_till_nothing")
            body = PhoneTillClosed(
                by.id, now.cashier.merchant, now.day, now.meals, now.taken_fen, now.subsidy_fen, now.held
            )
            txn.append(body, by=by.id, site=now.cashier.site, day=now.day)
            return now

    # --- who serves, and what was served ---------------------------------------------------------------------------

    def _cashier(self, connection: Connection, by: Supervisor) -> Cashier:
        row = connection.execute(
            text(
                "SELECT t.merchant, t.site, s.name, t.until, coalesce(t.closed_at, 0) FROM phone_tills t"
                " LEFT JOIN sites s ON s.site = t.site WHERE t.operator = :by AND t.ended_at IS NULL"
                " AND t.until >= :today"
            ),
            {"by": by.id, "today": self._today(connection)},
        ).fetchone()
        if row is None:
            raise Refused("phone_till_over")
        return Cashier(by.id, row[0], row[1], row[2] or "", row[3], int(row[4]))

    def _today(self, connection: Connection) -> str:
        return self.hub.rules(connection).programme.business_day(self.hub.ground.now())

    def _shift(self, connection: Connection, by: Supervisor) -> TillShift:
        cashier, day = self._cashier(connection, by), self._today(connection)
        rows = connection.execute(
            text(
                f"SELECT m.fact, m.at, p.name, m.rider, m.card_issued, m.period, {meal_state('m')}, m.price_fen,"
                " m.subsidy_fen FROM meals m LEFT JOIN people p ON p.rider = m.rider"
                " WHERE m.merchant = :merchant AND m.day = :day AND m.at > :since"
                ' AND m."by" = :by AND m.source = :source'
                " ORDER BY m.at DESC, m.fact DESC"
            ),
            {"merchant": cashier.merchant, "day": day, "since": cashier.since, "by": by.id, "source": SOURCE},
        ).fetchall()
        lines = tuple(
            TillMeal(
                row[0],
                business_day.clock_time(row[1]),
                row[2] or "",
                card.card_number(row[3], row[4])[-4:],
                row[5],
                row[6],
            )
            for row in rows[:ROWS_MOST]
        )
        standing = [row for row in rows if row[6] != "voided"]
        return TillShift(
            cashier,
            day,
            lines,
            len(standing),
            sum(int(row[7]) for row in standing),
            sum(int(row[8]) for row in standing if row[6] == "counted"),
            sum(row[6] == "held" for row in standing),
            max(0, self._granted(connection, cashier, day[:7])[0] - self._spent(connection, cashier, day[:7])),
        )

    def _before(self, connection: Connection, by: Supervisor, fact: str, programme: Programme) -> TillAnswer | None:
        """The answer to a page that was sent already."""
        row = connection.execute(
            text('SELECT rider, "group", card_issued, held, "by", at FROM meals WHERE fact = :fact'), {"fact": fact}
        ).fetchone()
        if row is None:
            return None
        if row[4] != by.id:
            raise Refused("meal_unknown", fact=fact[:40])
        read = card.Card(row[0], row[1], b"", row[2], 0, "")
        return self._answer(connection, programme, int(row[5]), Told("served", row[3], served=True), read, fact)

    # --- what a till knows ------------------------------------------------------------------------------------------

    def _till(
        self, connection: Connection, cashier: Cashier, programme: Programme, scanned: Scanned, ids: list[str], at: int
    ) -> Till:
        assert scanned.card is not None
        serving = programme.serving(at)
        day = serving.day if serving else ""
        fen, portions = self._granted(connection, cashier, day[:7])
        until, known = rider_known(connection, ids)
        counts = connection.execute(
            text(
                "SELECT count(*), count(*) FILTER (WHERE verified = 'unknown') FROM meals WHERE merchant = :merchant"
                " AND device = :device AND voided IS NULL AND day = :day"
            ),
            {"merchant": cashier.merchant, "device": self.hub.ground.site, "day": day},
        ).one()
        return Till(
            group=scanned.card.group,
            issuer_known=scanned.outcome is CardOutcome.GOOD,
            rider_known=known,
            verified_until=until,
            earlier=earlier_meals(connection, ids, day[:7]),
            unverified_today=int(counts[1]),
            portions_today=int(counts[0]),
            portions_a_day=portions,
            spent_fen=self._spent(connection, cashier, day[:7]),
            allotment_fen=fen,
        )

    def _granted(self, connection: Connection, cashier: Cashier, month: str) -> tuple[int, int]:
        """What may be spent by phone in a month, fen, and portions a day: nothing where nobody granted it."""
        row = connection.execute(
            text(
                "SELECT fen, portions_a_day FROM allotments WHERE device = :device AND month = :month"
                " AND merchant = :merchant"
            ),
            {"device": self.hub.ground.site, "month": month, "merchant": cashier.merchant},
        ).fetchone()
        return (int(row[0] or 0), int(row[1] or 0)) if row else (0, 0)

    def _spent(self, connection: Connection, cashier: Cashier, month: str) -> int:
        return int(
            connection.execute(
                text(
                    "SELECT coalesce(sum(subsidy_fen), 0) FROM meals WHERE merchant = :merchant AND device = :device"
                    " AND voided IS NULL AND day >= :first AND day <= :last"
                ),
                {
                    "merchant": cashier.merchant,
                    "device": self.hub.ground.site,
                    "first": f"{month}-01",
                    "last": f"{month}-31",
                },
            ).scalar_one()
        )

    def _answer(
        self,
        connection: Connection,
        programme: Programme,
        now: int,
        told: Told,
        read: card.Card | None,
        fact: str = "",
    ) -> TillAnswer:
        sql = text("SELECT name FROM people WHERE rider = :rider")
        name = connection.execute(sql, {"rider": read.rider}).scalar() if read else ""
        return TillAnswer(
            told.outcome,
            meal_tone(told.outcome),
            str(name or ""),
            read.group if read else "",
            meal_hints(programme, now, told),
            business_day.clock_time(now),
            programme.price_fen if fact else 0,
            programme.packages[0].list_fen if fact else 0,
            fact,
        )
