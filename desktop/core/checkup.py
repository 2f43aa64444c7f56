"""Check-up batches 体检批次 as facts: slots with places, who holds one, who waits, and what became of the lists.

The state of a referral is said by `referral.moved`; the facts here say which place it holds or waits for, and
are appended together with it. A change of the slot is one fact: the row takes the new slot, the old is free.
"""

from __future__ import annotations

import msgspec

from desktop.core.entry import Entry
from desktop.core.fact import Fact, Put, Value

# What a referral's row among the bookings says: it holds a place, waits in line, or gave it back.
BOOKED, WAITING, RELEASED = "booked", "waiting", "released"
# States of a referral that keep the place they were booked on.
HOLDING = frozenset({"booked", "attended", "closed"})


class Slot(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`begin` and `end` are minutes of the local day."""

    slot: str
    day: str
    begin: int
    end: int
    places: int


class Quota(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """So many places of a batch for one street (nine digits)."""

    street: str
    places: int


class CheckupBatchOpened(Fact, frozen=True):
    """`number` counts this device's batches of the year; `groups` empty means all; no `quotas`: no limits.

    `bring` are codes of `health.toml`; `unit_fen` is what `payer` pays the hospital a check.
    """

    KIND = "checkup_batch.opened"
    batch: str
    number: int
    partner: str
    package: str
    first: str
    last: str
    slots: list[Slot]
    quotas: list[Quota]
    groups: list[str]
    unit_fen: int
    payer: str
    bring: list[str]
    fasting: bool


class SlotBooked(Fact, frozen=True):
    """A referral holds a place. `how`: `asked`, `changed` (instead of another slot) or `line` (its turn came).

    `street` is the one whose quota it uses, `changes` how often the slot was changed.
    """

    KIND = "slot.booked"
    referral: str
    batch: str
    slot: str
    street: str
    how: str
    changes: int
    instead_of: str | None = None


class SlotAwaited(Fact, frozen=True):
    """A referral waits in line for a slot; `turn` is its number in the batch's line, drawn in order of asking."""

    KIND = "slot.awaited"
    referral: str
    batch: str
    slot: str
    street: str
    turn: int


class SlotReleased(Fact, frozen=True):
    """A place given back, or a place in line left; `reason` is the state that the referral went to."""

    KIND = "slot.released"
    referral: str
    batch: str
    slot: str
    reason: str


def opened_rows(entry: Entry, fact: CheckupBatchOpened) -> list[Put]:
    batch: dict[str, Value] = {
        "number": fact.number,
        "partner": fact.partner,
        "package": fact.package,
        "first_day": fact.first,
        "last_day": fact.last,
        "groups": ",".join(fact.groups),
        "has_quotas": int(bool(fact.quotas)),
        "unit_fen": fact.unit_fen,
        "payer": fact.payer,
        "bring": ",".join(fact.bring),
        "fasting": int(fact.fasting),
        "opened_day": entry.day,
        "opened_at": entry.at,
        "opened_by": entry.by,
        "site": entry.site,
    }
    puts = [Put("checkup_batches", {"batch": fact.batch}, batch)]
    for slot in fact.slots:
        values: dict[str, Value] = {
            "batch": fact.batch,
            "day": slot.day,
            "begins": slot.begin,
            "ends": slot.end,
            "places": slot.places,
        }
        puts.append(Put("checkup_slots", {"slot": slot.slot}, values))
    for quota in fact.quotas:
        key: dict[str, Value] = {"batch": fact.batch, "street": quota.street}
        puts.append(Put("checkup_quotas", key, {"places": quota.places}))
    return puts


def _standing(
    entry: Entry,
    referral: str,
    standing: str,
    batch: str,
    slot: str,
    street: str | None,
    turn: int | None = None,
    changes: int = 0,
) -> list[Put]:
    """Where a referral stands among the bookings. All three facts set all columns, so that the newest decides."""
    values: dict[str, Value] = {
        "batch": batch,
        "slot": slot,
        "standing": standing,
        "street": street,
        "turn": turn,
        "changes": changes,
        "set_day": entry.day,
        "set_by": entry.by,
        "set_at": entry.at,
    }
    return [Put("bookings", {"referral": referral}, values, newer="set_at")]


def booked_rows(entry: Entry, fact: SlotBooked) -> list[Put]:
    return _standing(entry, fact.referral, BOOKED, fact.batch, fact.slot, fact.street, None, fact.changes)


def awaited_rows(entry: Entry, fact: SlotAwaited) -> list[Put]:
    return _standing(entry, fact.referral, WAITING, fact.batch, fact.slot, fact.street, fact.turn)


def released_rows(entry: Entry, fact: SlotReleased) -> list[Put]:
    return _standing(entry, fact.referral, RELEASED, fact.batch, fact.slot, None)
