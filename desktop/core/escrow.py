"""Facts of the escrow 封存: identities behind publicly paid meals, kept sealed at the hub until a day, and opened by
two named supervisors together. Only a hub states them; never a name, never a phone.
"""

from __future__ import annotations

from desktop.core.entry import Entry
from desktop.core.fact import Fact, Put, Value

# Who an identity was shown to: whoever asked, and whoever agreed.
ASKED, AGREED = "asked", "agreed"


class EscrowKeeperNamed(Fact, frozen=True):
    """A supervisor holds a code from here on: `key` is the public half in hex, the code is nowhere but with them."""

    KIND = "escrow.keeper_named"
    keeper: str
    key: str


class EscrowSealed(Fact, frozen=True):
    """The identity of somebody who was forgotten went into escrow, up to and without the day `until`."""

    KIND = "escrow.sealed"
    rider: str
    until: str


class EscrowAsked(Fact, frozen=True):
    """A keeper asks to see an identity: `note` is the hash of the reason, `lapses` when (ms UTC)."""

    KIND = "escrow.asked"
    opening: str
    rider: str
    note: str
    lapses: int


class EscrowAgreed(Fact, frozen=True):
    """Another keeper agreed, with their own code."""

    KIND = "escrow.agreed"
    opening: str


class EscrowShown(Fact, frozen=True):
    """The identity was shown, once, to the one who `asked` or to the one who `agreed` (`to`)."""

    KIND = "escrow.shown"
    opening: str
    to: str


class EscrowDestroyed(Fact, frozen=True):
    """The time was over: nobody can open it any more."""

    KIND = "escrow.destroyed"
    rider: str


def named_rows(entry: Entry, fact: EscrowKeeperNamed) -> list[Put]:
    values: dict[str, Value] = {"key": fact.key, "named_at": entry.at}
    return [Put("escrow_keepers", {"keeper": fact.keeper}, values, newer="named_at")]


def sealed_rows(entry: Entry, fact: EscrowSealed) -> list[Put]:
    return [Put("escrows", {"rider": fact.rider}, {"until": fact.until, "kept_at": entry.at})]


def asked_rows(entry: Entry, fact: EscrowAsked) -> list[Put]:
    values: dict[str, Value] = {
        "rider": fact.rider,
        "note": fact.note,
        "lapses": fact.lapses,
        "asked_at": entry.at,
        "asked_by": entry.by,
    }
    return [Put("escrow_openings", {"opening": fact.opening}, values)]


def agreed_rows(entry: Entry, fact: EscrowAgreed) -> list[Put]:
    values: dict[str, Value] = {"agreed_at": entry.at, "agreed_by": entry.by}
    return [Put("escrow_openings", {"opening": fact.opening}, values)]


def shown_rows(entry: Entry, fact: EscrowShown) -> list[Put]:
    column = "asked_shown_at" if fact.to == ASKED else "agreed_shown_at"
    return [Put("escrow_openings", {"opening": fact.opening}, {column: entry.at})]


def destroyed_rows(entry: Entry, fact: EscrowDestroyed) -> list[Put]:
    return [Put("escrows", {"rider": fact.rider}, {"destroyed_at": entry.at})]
