"""What a settlement asks for on its way to payment: the rules that desk and hub share."""

from __future__ import annotations

from desktop.core.errors import Refused
from desktop.core.settlement import MOVES, PUBLISHED_WORKDAYS, STATES, SettlementMoved
from desktop.core.words import Term
from desktop.core.workdays import Calendar


def require_state(to: str) -> None:
    """Raises `Refused` for a state that there is not."""
    if to not in STATES:
        raise Refused("settlement_state_unknown", state=to[:40], states=", ".join(STATES))


def require_move(state: str, to: str) -> None:
    """Raises `Refused` for a state that cannot follow."""
    if to not in MOVES[state]:
        raise Refused(
            "settlement_cannot_move", state=Term(f"settlement_state.{state}"), to=Term(f"settlement_state.{to}")
        )


def needed(state_day: str, subsidy_fen: int, body: SettlementMoved, note: str, today: str, calendar: Calendar) -> None:
    """What a state asks for: an invoice of the subsidy, five working days of 公示, a voucher, a reason.

    `state_day` is the day of the last move. Raises `Refused`.
    """
    if body.invoice_fen is not None and body.invoice_fen != subsidy_fen:
        raise Refused("invoice_differs", invoice=body.invoice_fen, subsidy=subsidy_fen)
    # nobody writes an invoice or a voucher over nothing (商户让利)
    owed = subsidy_fen != 0
    if body.to == "approved":
        open_until = calendar.after(state_day, PUBLISHED_WORKDAYS).day
        if today < open_until:
            raise Refused("still_published", day=open_until)
        if owed and (not body.invoice or body.invoice_fen is None):
            raise Refused("invoice_needed")
    if body.to == "paid" and owed and not body.voucher:
        raise Refused("voucher_needed")
    if body.to == "returned" and not note.strip():
        raise Refused("reason_needed")
