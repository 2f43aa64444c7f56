"""Settlement 补贴结算 over all sites: by merchant and month, frozen under a number with its paper, up to payment.

A merchant's month takes its meals under every id that it goes by. It waits while a merchant is unmatched that
served up to that month, since it may be this one.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, text

from desktop.core import business_day
from desktop.core.errors import Refused
from desktop.core.separation import require
from desktop.core.settlement import Draft, Settled, SettlementClosed, SettlementMoved, number_of
from desktop.core.settlement_moves import needed, require_move, require_state
from desktop.tables.meal_states import meal_state
from desktop.tables.settling import SETTLED, done_about_meals, draft_of, standing_number
from hub.merchants import Known, known_behind, known_one, known_page, waiting_names
from hub.settlement_paper import settlement_paper
from hub.supervision import Supervision, Supervisor, allowed


@dataclass(frozen=True)
class MonthLine:
    """A merchant's month on the list: what its meals come to now (all that are not voided, those that are owed for,
    and those that wait), and what stands settled (None: nothing).
    """

    merchant: str
    name: str
    meals: int
    counted: int
    held: int
    subsidy_fen: int
    settled: Settled | None


@dataclass(frozen=True)
class Move:
    state: str
    day: str
    by: str
    invoice: str
    invoice_fen: int | None
    voucher: str
    note: str


class Settlements:
    def __init__(self, hub: Supervision) -> None:
        self.hub = hub

    @allowed("settlement_see")
    def month(self, by: Supervisor, month: str, after: tuple[str, str] = ("", "")) -> tuple[MonthLine, ...]:
        """A page of merchants in order of name, with their month."""
        month = self.past_month(month)
        with self.hub.ground.read() as connection:
            known = known_page(connection, after)
            sums = _sums(connection, [one for each in known for one in each.ids], month)
            standing = {one.merchant: one for one in _standing(connection, known, month)}
            return tuple(_month_line(each, sums, standing) for each in known)

    @allowed("settlement_see")
    def draft(self, by: Supervisor, merchant: str, month: str) -> tuple[Known, Draft]:
        """What a merchant's month comes to now; nothing is kept."""
        month = self.past_month(month)
        with self.hub.ground.read() as connection:
            known = known_one(connection, merchant)
            return known, draft_of(connection, known.ids, month)

    @allowed("settlement_see")
    def one(self, by: Supervisor, settlement: str) -> tuple[Settled, str, tuple[Move, ...]]:
        """A settlement, its merchant's name and its way so far."""
        with self.hub.ground.read() as connection:
            found = settled_one(connection, settlement)
            name = known_name(connection, found.merchant)
            rows = connection.execute(
                text(
                    'SELECT state, day, "by", invoice, invoice_fen, voucher, note FROM settlement_moves'
                    " WHERE settlement = :id ORDER BY at, fact"
                ),
                {"id": settlement},
            ).fetchall()
            note = self.hub.ground.note
            moves = tuple(
                Move(row[0], row[1], row[2], row[3] or "", row[4], row[5] or "", note(connection, row[6] or ""))
                for row in rows
            )
            return found, name, moves

    @allowed("settlement_see")
    def paper(self, by: Supervisor, settlement: str) -> bytes:
        """The paper as it was frozen; raises `Refused`."""
        with self.hub.ground.read() as connection:
            found = self.hub.ground.blob(connection, settled_one(connection, settlement).paper)
        if found is None:
            raise Refused("paper_not_here")
        return found

    @allowed("settlement_see")
    def draft_paper(self, by: Supervisor, merchant: str, month: str) -> bytes:
        """The month as it stands, without a number, marked 草稿."""
        month = self.past_month(month)
        with self.hub.ground.read() as connection:
            known = known_one(connection, merchant)
            made = draft_of(connection, known.ids, month)
            return self.hub.render(settlement_paper(connection, self.hub, known, month, made), "zh")

    @allowed("settle")
    def close(self, by: Supervisor, merchant: str, month: str) -> str:
        """Freezes a month that is over under a number, with its paper; returns the settlement's id.

        Raises `Refused`: not over, settled, a merchant unmatched, nothing to settle, duties not apart.
        """
        month = self.month_over(month)
        settlement = self.hub.ground.other_id()
        # drawn from a snapshot: a paper of thousands of lines takes seconds, and no other decision waits for it
        with self.hub.ground.read() as connection:
            known = known_one(connection, merchant)
            ready = self._ready(connection, by, known, month)
            pdf = self._drawn(connection, known, month, *ready)
        with self.hub.ground.write() as txn:
            connection = txn.connection
            now = self._ready(connection, by, known, month)
            if now != ready:
                # the month changed while it was drawn
                ready, pdf = now, self._drawn(connection, known, month, *now)
            number, made = ready
            rules = self.hub.rules(connection)
            body = SettlementClosed(
                settlement=settlement,
                number=number,
                merchant=merchant,
                month=month,
                programme_version=rules.programme.version,
                lines=list(made.lines),
                subsidy_fen=made.subsidy_fen,
                held=len(made.held),
                paper=txn.blob("application/pdf", pdf),
            )
            txn.append(body, by=by.id, site=merchant)
        return settlement

    def _drawn(self, connection: Connection, known: Known, month: str, number: str, made: Draft) -> bytes:
        return self.hub.render(settlement_paper(connection, self.hub, known, month, made, number), "zh")

    def _ready(self, connection: Connection, by: Supervisor, known: Known, month: str) -> tuple[str, Draft]:
        waiting = waiting_names(connection, month)
        if waiting:
            raise Refused("merchants_unmatched", names="、".join(waiting))
        standing = standing_number(connection, (known.merchant,), month)
        if standing:
            raise Refused("already_settled", number=standing)
        made = draft_of(connection, known.ids, month)
        if not made.lines:
            raise Refused("settlement_empty", month=month)
        meals = [line.meal for line in made.lines]
        require(self.hub.rules(connection).separation, done_about_meals(connection, meals), "settle", by.id)
        prefix = number_of(self.hub.ground.site, month, 0).removesuffix("0000")
        before = connection.execute(
            text("SELECT count(*) FROM settlements WHERE month = :month AND substr(number, 1, :length) = :prefix"),
            {"month": month, "length": len(prefix), "prefix": prefix},
        ).scalar_one()
        return number_of(self.hub.ground.site, month, before + 1), made

    @allowed("settle_move")
    def move(
        self,
        by: Supervisor,
        settlement: str,
        to: str,
        *,
        invoice: str = "",
        invoice_fen: int | None = None,
        voucher: str = "",
        note: str = "",
    ) -> str:
        """The next state; returns the fact. Raises `Refused` for one that cannot follow or lacks what it needs."""
        require_state(to)
        today = self.today()
        with self.hub.ground.write() as txn:
            now = settled_one(txn.connection, settlement)
            require_move(now.state, to)
            if to != "confirmed":
                lines = txn.connection.execute(
                    text("SELECT meal FROM settlement_lines WHERE settlement = :id"), {"id": settlement}
                ).scalars()
                done = done_about_meals(txn.connection, [str(line) for line in lines])
                require(self.hub.rules(txn.connection).separation, done, "settle_move", by.id)
            body = SettlementMoved(settlement, to, invoice.strip() or None, invoice_fen, voucher.strip() or None)
            needed(now.state_day, now.subsidy_fen, body, note, today, self.hub.rulebook.calendar)
            kept = SettlementMoved(settlement, to, body.invoice, invoice_fen, body.voucher, txn.note(note))
            return txn.append(kept, by=by.id, site=now.merchant)

    def today(self) -> str:
        return business_day.day_of(self.hub.ground.now())

    def last_month(self) -> str:
        return business_day.month_of(business_day.plus_months(self.today()[:7] + "-01", -1))

    def month_over(self, month: str) -> str:
        """A month that is over, `YYYY-MM`, with its last night's period ended; raises `Refused`."""
        month = self.past_month(month)
        with self.hub.ground.read() as connection:
            programme = self.hub.rules(connection).programme
        if month >= business_day.month_of(programme.business_day(self.hub.ground.now())):
            raise Refused("month_not_over", month=month)
        return month

    def past_month(self, month: str) -> str:
        """A month that has begun; raises `Refused`."""
        try:
            parsed = business_day.parse_month(month)
        except ValueError as error:
            raise Refused("month_wrong", month=month[:20]) from error
        if parsed > business_day.month_of(self.today()):
            raise Refused("month_ahead", month=parsed)
        return parsed


def settled_one(connection: Connection, settlement: str) -> Settled:
    """Raises `Refused("settlement_unknown")`."""
    row = connection.execute(
        text(f"{SETTLED} WHERE settlement = :id AND number IS NOT NULL"), {"id": settlement}
    ).fetchone()
    if row is None:
        raise Refused("settlement_unknown", settlement=settlement[:40])
    return Settled(*row)


def known_name(connection: Connection, merchant: str) -> str:
    """A merchant's name by any of its ids; empty for none."""
    try:
        return known_one(connection, known_behind(connection, merchant)).name
    except Refused:
        found = connection.execute(text("SELECT name FROM merchants WHERE merchant = :id"), {"id": merchant}).scalar()
        return str(found or "")


def _standing(connection: Connection, known: tuple[Known, ...], month: str) -> tuple[Settled, ...]:
    if not known:
        return ()
    rows = connection.execute(
        text(f"{SETTLED} WHERE merchant IN :ids AND month = :month AND state <> 'returned'").bindparams(
            bindparam("ids", expanding=True)
        ),
        {"ids": [each.merchant for each in known], "month": month},
    )
    return tuple(Settled(*row) for row in rows)


def _sums(connection: Connection, ids: list[str], month: str) -> dict[str, tuple[int, int, int, int]]:
    """(meals, counted, held, fen due) of a month by id of a merchant, held and voided ones without due."""
    if not ids:
        return {}
    rows = connection.execute(
        text(
            f"SELECT merchant, count(*) FILTER (WHERE {meal_state()} <> 'voided'),"
            f" count(*) FILTER (WHERE {meal_state()} = 'counted'), count(*) FILTER (WHERE {meal_state()} = 'held'),"
            f" sum(subsidy_fen) FILTER (WHERE {meal_state()} = 'counted')"
            " FROM meals WHERE merchant IN :ids AND day >= :first AND day <= :last GROUP BY merchant"
        ).bindparams(bindparam("ids", expanding=True)),
        {"ids": ids, "first": f"{month}-01", "last": f"{month}-31"},
    )
    return {row[0]: (int(row[1]), int(row[2]), int(row[3]), int(row[4] or 0)) for row in rows}


def _month_line(known: Known, sums: dict[str, tuple[int, int, int, int]], standing: dict[str, Settled]) -> MonthLine:
    parts = [sums[one] for one in known.ids if one in sums]
    meals, counted, held, fen = (sum(part[at] for part in parts) for at in range(4))
    return MonthLine(known.merchant, known.name, meals, counted, held, fen, standing.get(known.merchant))
