"""Reading a card at the counter: what it says, and whether it still stands."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from desktop.core import card
from desktop.services.desk import Desk
from desktop.services.elsewhere import Asks, card_withdrawn


class CardOutcome(StrEnum):
    """The contract's card outcomes, `GOOD` for one that stands, and the two of a card from the other world."""

    GOOD = "good"
    UNVERIFIED = "accepted_unverified"
    EXPIRED = "card_expired"
    WITHDRAWN = "card_withdrawn"
    NOT_A_CARD = "not_a_card"
    PRACTICE = "practice_card"
    REAL = "real_card"


@dataclass(frozen=True)
class Scanned:
    """A card as read; `card` is None when it is none of ours."""

    outcome: CardOutcome
    card: card.Card | None

    @property
    def stands(self) -> bool:
        return self.outcome in (CardOutcome.GOOD, CardOutcome.UNVERIFIED)


def scan(desk: Desk, txn: Asks, text: str, at: int) -> Scanned:
    """Reads a scanned text at an instant (ms UTC). Never raises for what is on the paper."""
    try:
        read, trust = card.check(text, desk.issuers, practice=desk.practice)
    except card.OtherWorld:
        return Scanned(CardOutcome.REAL if desk.practice else CardOutcome.PRACTICE, None)
    except card.NotACard:
        return Scanned(CardOutcome.NOT_A_CARD, None)
    row = txn.rows("SELECT withdrawn_at FROM cards WHERE rider = ? AND issued = ?", (read.rider, read.issued))
    withdrawn = bool(row) and row[0][0] is not None
    # what a revoked device's key signed afterwards was signed by whoever has that key
    forged = read.issued > desk.revoked.get(read.issuer, read.issued)
    if withdrawn or forged or card_withdrawn(txn, read.rider, read.issued):
        return Scanned(CardOutcome.WITHDRAWN, read)
    if at // 1000 >= read.until:
        return Scanned(CardOutcome.EXPIRED, read)
    return Scanned(CardOutcome.UNVERIFIED if trust is card.Trust.UNKNOWN_ISSUER else CardOutcome.GOOD, read)
