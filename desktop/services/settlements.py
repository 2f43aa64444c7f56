"""Settlement 补贴结算: the draft of a month, freezing it under a number, and its states up to payment."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection

from desktop.core import business_day
from desktop.core.entry import Entry
from desktop.core.errors import Refused
from desktop.core.roles import Operator
from desktop.core.settlement import (
    Draft,
    Settled,
    SettlementClosed,
    SettlementMoved,
    number_of,
)
from desktop.core.settlement_moves import needed, require_move, require_state
from desktop.services.desk import Desk, allowed
from desktop.services.duties import require_apart
from desktop.services.master import Master
from desktop.store.beside import blob, put_blob, put_note
from desktop.tables.settling import SETTLED, done_about_meals, draft_of, standing_number

# Renders the paper of a settlement that is about to be frozen: id, number, draft → PDF bytes.
RenderSettlement = Callable[[Connection, str, str, str, str, Draft], bytes]


class Settlements:
    def __init__(self, desk: Desk, master: Master, render: RenderSettlement) -> None:
        self.desk = desk
        self._master = master
        self._render = render

    @allowed("settle_draft")
    def draft(self, by: Operator, merchant: str, month: str) -> Draft:
        """The draft of a merchant's month, adjustments of settled months before included; nothing is kept."""
        self._master.merchant_name(merchant)
        month = self.past_month(month)
        with self.desk.store.read() as connection:
            return draft_of(connection, (merchant,), month)

    @allowed("settle")
    def close(self, by: Operator, merchant: str, month: str) -> Settled:
        """Freezes a month that is over under a number, with its paper. Raises `Refused`: at a place that has joined
        a hub, for a month not over or settled already, nothing to settle, or an operator who had a hand in it.
        """
        self._require_alone()
        name = self._master.merchant_name(merchant)
        month = self.month_over(month)
        today = business_day.day_of(self.desk.now())
        settlement = self.desk.store.ids.other()
        # drawn from a snapshot: a paper of thousands of lines takes seconds, and no till waits for it
        with self.desk.store.read() as connection:
            ready = self._ready(connection, by, merchant, month)
            pdf = self._render(connection, merchant, name, month, *ready)
        with self.desk.store.write() as txn:
            self._require_alone()
            now = self._ready(txn.connection, by, merchant, month)
            if now != ready:
                # the month changed while it was drawn
                ready, pdf = now, self._render(txn.connection, merchant, name, month, *now)
            number, made = ready
            body = SettlementClosed(
                settlement=settlement,
                number=number,
                merchant=merchant,
                month=month,
                programme_version=self.desk.rules.programme.version,
                lines=list(made.lines),
                subsidy_fen=made.subsidy_fen,
                held=len(made.held),
                paper=put_blob(txn, "application/pdf", pdf),
            )
            txn.append(body, day=today, by=by.id)
        with self.desk.store.read() as connection:
            return _settled(connection, settlement)

    def _require_alone(self) -> None:
        """A merchant's month lies at many tills: once there is a hub, only it sees all of them and settles."""
        if self.hub_settles:
            raise Refused("hub_settles")

    @property
    def hub_settles(self) -> bool:
        """Whether this place has joined a hub: then a desk only works out drafts."""
        return bool(self.desk.store.home.joined)

    def _ready(self, connection: Connection, by: Operator, merchant: str, month: str) -> tuple[str, Draft]:
        """The number a month would be settled under now, and its draft. Raises `Refused`."""
        standing = standing_number(connection, (merchant,), month)
        if standing:
            raise Refused("already_settled", number=standing)
        made = draft_of(connection, (merchant,), month)
        if not made.lines:
            raise Refused("settlement_empty", month=month)
        require_apart(self.desk, by.id, "settle", done_about_meals(connection, [line.meal for line in made.lines]))
        before = connection.exec_driver_sql("SELECT count(*) FROM settlements WHERE month = ?", (month,)).scalar_one()
        return number_of(self.desk.place.site, month, before + 1), made

    def move(
        self,
        by: Operator,
        settlement: str,
        to: str,
        *,
        invoice: str | None = None,
        invoice_fen: int | None = None,
        voucher: str | None = None,
        note: str = "",
    ) -> tuple[Entry, str]:
        """The next state; raises `Refused` for one that cannot follow, or that lacks what it needs."""
        require_state(to)
        act = self._confirm if to == "confirmed" else self._advance
        return act(by, settlement, SettlementMoved(settlement, to, invoice, invoice_fen, voucher), note), to

    @allowed("settle_confirm")
    def _confirm(self, by: Operator, settlement: str, body: SettlementMoved, note: str) -> Entry:
        return self._move(by, settlement, body, note)

    @allowed("settle_move")
    def _advance(self, by: Operator, settlement: str, body: SettlementMoved, note: str) -> Entry:
        return self._move(by, settlement, body, note, apart=True)

    def _move(self, by: Operator, settlement: str, body: SettlementMoved, note: str, *, apart: bool = False) -> Entry:
        today = business_day.day_of(self.desk.now())
        with self.desk.store.write() as txn:
            now = _settled(txn.connection, settlement)
            require_move(now.state, body.to)
            if apart:
                lines = txn.rows("SELECT meal FROM settlement_lines WHERE settlement = ?", (settlement,))
                done = done_about_meals(txn.connection, [row[0] for row in lines])
                require_apart(self.desk, by.id, "settle_move", done)
            needed(now.state_day, now.subsidy_fen, body, note, today, self.desk.rules.calendar)
            kept = SettlementMoved(
                settlement, body.to, body.invoice, body.invoice_fen, body.voucher, put_note(txn, note)
            )
            return txn.append(kept, day=today, by=by.id)

    @allowed("settle_draft")
    def one(self, by: Operator, settlement: str) -> Settled:
        """A settlement as it stands; raises `Refused` for an unknown one."""
        with self.desk.store.read() as connection:
            return _settled(connection, settlement)

    @allowed("settle_draft")
    def of(self, by: Operator, merchant: str) -> tuple[Settled, ...]:
        """A merchant's settlements, newest month first, at most 36: where the money is."""
        self._master.merchant_name(merchant)
        with self.desk.store.read() as connection:
            rows = connection.exec_driver_sql(
                "SELECT settlement FROM settlements WHERE merchant = ? ORDER BY month DESC, closed_at DESC LIMIT 36",
                (merchant,),
            ).fetchall()
            return tuple(_settled(connection, row[0]) for row in rows)

    def this_month(self) -> str:
        """The month that tills are working on: the old one until its last night's period has ended."""
        return business_day.month_of(self.desk.rules.programme.business_day(self.desk.now()))

    def month_over(self, text: str) -> str:
        """A month that is over, `YYYY-MM`; raises `Refused`."""
        month = self.past_month(text)
        if month >= self.this_month():
            raise Refused("month_not_over", month=month)
        return month

    def past_month(self, text: str) -> str:
        """A month that has begun, `YYYY-MM`; raises `Refused`."""
        try:
            month = business_day.parse_month(text)
        except ValueError as error:
            raise Refused("month_wrong", month=text[:20]) from error
        if month > business_day.month_of(business_day.day_of(self.desk.now())):
            raise Refused("month_ahead", month=month)
        return month


def _settled(connection: Connection, settlement: str) -> Settled:
    row = connection.exec_driver_sql(
        f"{SETTLED} WHERE settlement = ? AND number NOT NULL",
        (settlement,),
    ).fetchone()
    if row is None:
        raise Refused("settlement_unknown", settlement=settlement[:40])
    return Settled(*row)


def stored_paper(connection: Connection, settlement: str) -> bytes | None:
    """The paper of a settlement as it was frozen; None for an unknown one."""
    row = connection.exec_driver_sql("SELECT paper FROM settlements WHERE settlement = ?", (settlement,)).fetchone()
    return blob(connection, row[0]) if row and row[0] else None
