"""Reading a card at the counter: what it says, and whether it still stands."""

from __future__ import annotations

from desktop.core import card_check
from desktop.core.card_check import CardOutcome, Issuers, Scanned
from desktop.services.desk import Desk
from desktop.services.elsewhere import Asks, card_withdrawn

__all__ = ["CardOutcome", "Scanned", "scan"]


def scan(desk: Desk, txn: Asks, text: str, at: int) -> Scanned:
    """Reads a scanned text at an instant (ms UTC). Never raises for what is on the paper."""

    def withdrawn(rider: str, issued: int) -> bool:
        row = txn.rows("SELECT withdrawn_at FROM cards WHERE rider = ? AND issued = ?", (rider, issued))
        return (bool(row) and row[0][0] is not None) or card_withdrawn(txn, rider, issued)

    return card_check.look(text, Issuers(desk.issuers, desk.revoked), at, withdrawn, practice=desk.practice)
