"""Facts about a rider 服务对象: registered, verified, carded, forgotten. Never a name, never a phone."""

from __future__ import annotations

from desktop.core.card import card_number
from desktop.core.entry import Entry
from desktop.core.fact import Fact, Put


class RiderRegistered(Fact, frozen=True):
    """`sheet` is the hash of the sealed sheet with name and phone; `consent` the version agreed to."""

    KIND = "rider.registered"
    rider: str
    group: str
    sheet: str
    consent: str


class RiderVerified(Fact, frozen=True):
    """Proof of work was seen by `by`; no copy is kept. `until` is the first day on which meals ask again."""

    KIND = "rider.verified"
    rider: str
    proof: str
    until: str


class CardIssued(Fact, frozen=True):
    """`issued` in seconds UTC, `issuer` the key id in hex."""

    KIND = "card.issued"
    rider: str
    group: str
    issued: int
    valid_days: int
    issuer: str


class CardWithdrawn(Fact, frozen=True):
    """Lost or replaced: the card of this rider issued at this second is 已停用."""

    KIND = "card.withdrawn"
    rider: str
    issued: int
    reason: str


class RiderForgotten(Fact, frozen=True):
    """Personal data destroyed; `note` is the hash of the reason, `reason` its code where the app did it by itself:
    `no_service` for so long as the consent says, or `own_phone`: the person asked for it on their own phone.
    """

    KIND = "rider.forgotten"
    rider: str
    note: str | None
    reason: str | None = None


class RiderShown(Fact, frozen=True):
    """Somebody looked on their own phone at all that is held about them: `form` is `page`, or `copy` for a file."""

    KIND = "rider.shown"
    rider: str
    form: str


def shown_rows(entry: Entry, fact: RiderShown) -> list[Put]:
    values: dict[str, str | int | None] = {"rider": fact.rider, "form": fact.form, "day": entry.day, "at": entry.at}
    return [Put("riders_shown", {"fact": entry.id}, values)]


def registered_rows(entry: Entry, fact: RiderRegistered) -> list[Put]:
    values: dict[str, str | int | None] = {
        "group": fact.group,
        "sheet": fact.sheet,
        "consent": fact.consent,
        "registered_day": entry.day,
        "registered_by": entry.by,
    }
    return [Put("riders", {"rider": fact.rider}, values), _act(entry, fact.rider, "register")]


def verified_rows(entry: Entry, fact: RiderVerified) -> list[Put]:
    values: dict[str, str | int | None] = {
        "proof": fact.proof,
        "verified_until": fact.until,
        "verified_by": entry.by,
        "verified_at": entry.at,
    }
    return [
        Put("riders", {"rider": fact.rider}, values, newer="verified_at"),
        _act(entry, fact.rider, "verify_rider"),
    ]


def _act(entry: Entry, rider: str, act: str) -> Put:
    """Who had this hand in the rider, kept for each time: `act` as `separation.toml` names it."""
    values: dict[str, str | int | None] = {"rider": rider, "act": act, "by": entry.by, "at": entry.at}
    # one fact, one row: `newer` decides nothing here
    return Put("rider_acts", {"fact": entry.id}, values, newer="at")


def issued_rows(entry: Entry, fact: CardIssued) -> list[Put]:
    values: dict[str, str | int | None] = {
        "group": fact.group,
        "valid_days": fact.valid_days,
        "issuer": fact.issuer,
        "number": card_number(fact.rider, fact.issued),
        "issued_day": entry.day,
    }
    return [Put("cards", {"rider": fact.rider, "issued": fact.issued}, values)]


def withdrawn_rows(entry: Entry, fact: CardWithdrawn) -> list[Put]:
    values: dict[str, str | int | None] = {"withdrawn_at": entry.at, "withdrawn_reason": fact.reason}
    return [Put("cards", {"rider": fact.rider, "issued": fact.issued}, values)]


def forgotten_rows(entry: Entry, fact: RiderForgotten) -> list[Put]:
    return [Put("riders", {"rider": fact.rider}, {"forgotten_day": entry.day, "forgotten_by": entry.by})]
