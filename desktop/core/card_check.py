"""What a scanned card says, and whether it still stands: one answer, the same at every counter and at the hub."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from desktop.core import card


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


@dataclass(frozen=True)
class Issuers:
    """Public keys by the key id on cards, and the second (UTC) from which on a revoked one's cards do not hold."""

    known: dict[bytes, bytes]
    revoked: Mapping[bytes, int]


def look(
    text: str, issuers: Issuers, at: int, withdrawn: Callable[[str, int], bool], *, practice: bool = False
) -> Scanned:
    """Reads a scanned text at an instant (ms UTC); `withdrawn` answers for rider and second of issue. Never raises for
    what is on the paper.
    """
    try:
        read, trust = card.check(text, issuers.known, practice=practice)
    except card.OtherWorld:
        return Scanned(CardOutcome.REAL if practice else CardOutcome.PRACTICE, None)
    except card.NotACard:
        return Scanned(CardOutcome.NOT_A_CARD, None)
    return judged(read, issuers, at, withdrawn, known=trust is card.Trust.VERIFIED)


def judged(
    read: card.Card, issuers: Issuers, at: int, withdrawn: Callable[[str, int], bool], *, known: bool
) -> Scanned:
    """A card whose fields are sure; `known` where its issuer is."""
    # what a revoked device's key signed afterwards was signed by whoever has that key
    forged = read.issued > issuers.revoked.get(read.issuer, read.issued)
    if forged or withdrawn(read.rider, read.issued):
        return Scanned(CardOutcome.WITHDRAWN, read)
    if at // 1000 >= read.until:
        return Scanned(CardOutcome.EXPIRED, read)
    return Scanned(CardOutcome.GOOD if known else CardOutcome.UNVERIFIED, read)
