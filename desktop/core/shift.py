"""The day at the counter 开站 · 交接班 · 日结: opened, handed over and closed, each by a named operator.

Closing is a reconciliation: captured = acknowledged by the hub + waiting + flagged, signed with the device's
key (Ed25519, RFC 8032) over a typed preamble and canonical JSON of the figures.
"""

from __future__ import annotations

import msgspec

from desktop.core import canonical, keys
from desktop.core.entry import Entry
from desktop.core.fact import Fact, Put, Value

PREAMBLE = b"quanyi/reconciliation/1\0"
# The parts that a reconciliation counts by, in the order of the paper, and the kinds' nouns that go there.
PARTS = ("visits", "meals", "voids", "standard", "referrals", "people", "day", "paper", "other")
_PART_OF = {
    "visit": "visits",
    "medicine": "visits",
    "meal": "meals",
    "inspection": "standard",
    "rectification": "standard",
    "referral": "referrals",
    "rider": "people",
    "card": "people",
    "day": "day",
    "shift": "day",
    "closing": "day",
    "hours": "day",
    "register": "paper",
    "sheet": "paper",
}


class DayOpened(Fact, frozen=True):
    """开站; `when` and `posted` (the posted opening, None on a day without one) in ms UTC; `hours` is the
    version of the posted hours.

    `inspection` is the self-check that was made with it.
    """

    KIND = "day.opened"
    when: int
    posted: int | None = None
    hours: str = ""
    inspection: str | None = None


class Counted(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Entries of one part: captured = acknowledged + waiting + flagged."""

    part: str
    captured: int
    acknowledged: int
    waiting: int
    flagged: int


class DayClosed(Fact, frozen=True):
    """日结: captured = acknowledged by the hub + waiting + flagged, in entries, this one among them.

    They are all own entries after the closing before: `first` to `last` of this epoch, and `earlier` ones of
    epochs before it. `head` is the hash of the entry before this one. `meals` count the business day's, held
    and voided ones apart; money in fen. `problems` are the rectifications that were open. `signature` is hex.
    """

    KIND = "day.closed"
    when: int
    captured: int
    acknowledged: int
    waiting: int
    flagged: int
    parts: list[Counted]
    first: int
    last: int
    earlier: int
    head: str
    meals: int
    held: int
    voided: int
    taken_fen: int
    subsidy_fen: int
    problems: list[str]
    signature: str = ""


class ShiftHandedOver(Fact, frozen=True):
    """交接班 from the entry's operator to `to`, both by their PIN. `number` counts those of the day here.

    `problems` are the open rectifications; `chase`, `loans` and `medicine` count what is to be chased, what is
    lent out, and warnings of the medicine box; `waiting` own entries that no hub acknowledged. `keys` are
    handed over; `lost_property` and `note` are hashes of notes.
    """

    KIND = "shift.handed_over"
    to: str
    number: int
    problems: list[str]
    chase: int
    loans: int
    medicine: int
    waiting: int
    keys: int
    lost_property: str | None = None
    note: str | None = None


def part_of(kind: str) -> str:
    """The part of the reconciliation to which a kind of fact belongs; `other` for one not known here."""
    return "voids" if kind == "meal.voided" else _PART_OF.get(kind.partition(".")[0], "other")


def balanced(fact: DayClosed) -> bool:
    """Whether every row of the figures and their sum agree."""
    rows = [(each.captured, each.acknowledged, each.waiting, each.flagged) for each in fact.parts]
    whole = (fact.captured, fact.acknowledged, fact.waiting, fact.flagged)
    agree = all(row[0] == sum(row[1:]) for row in (*rows, whole))
    return agree and whole == tuple(sum(column) for column in zip(*rows, strict=True))


def signed(fact: DayClosed, key: keys.DeviceKey, epoch: str, day: str) -> DayClosed:
    """The fact with its signature."""
    signature = key.sign(PREAMBLE, _figures(fact, key.device, epoch, day))
    return msgspec.structs.replace(fact, signature=signature.hex())


def signature_holds(entry: Entry, fact: DayClosed, public: bytes) -> bool:
    """Whether the figures of a stored closing are those that the device of this key signed."""
    try:
        signature = bytes.fromhex(fact.signature)
    except ValueError:
        return False
    return keys.verifies(public, PREAMBLE, _figures(fact, entry.device, entry.epoch, entry.day), signature)


def _figures(fact: DayClosed, device: str, epoch: str, day: str) -> bytes:
    figures = msgspec.to_builtins(fact)
    del figures["signature"]
    return canonical.encode({"device": device, "epoch": epoch, "day": day, "figures": figures})


def opened_rows(entry: Entry, fact: DayOpened) -> list[Put]:
    more: dict[str, Value] = {"posted": fact.posted, "hours": fact.hours, "inspection": fact.inspection}
    return [
        Put("days", _key(entry), {"opened_at": fact.when, "opened_by": entry.by}),
        Put("day_papers", _key(entry), more),
    ]


def closed_rows(entry: Entry, fact: DayClosed) -> list[Put]:
    values: dict[str, Value] = {
        "closed_at": fact.when,
        "closed_by": entry.by,
        "captured": fact.captured,
        "acknowledged": fact.acknowledged,
        "waiting": fact.waiting,
        "flagged": fact.flagged,
    }
    return [Put("days", _key(entry), values), Put("day_papers", _key(entry), {"closing": entry.id})]


def handed_over_rows(entry: Entry, fact: ShiftHandedOver) -> list[Put]:
    values: dict[str, Value] = {
        "day": entry.day,
        "at": entry.at,
        "number": fact.number,
        "giver": entry.by,
        "taker": fact.to,
        "problems": ",".join(fact.problems),
        "chase": fact.chase,
        "loans": fact.loans,
        "medicine": fact.medicine,
        "waiting": fact.waiting,
        "keys": fact.keys,
        "lost_property": fact.lost_property,
        "note": fact.note,
        "site": entry.site,
        "device": entry.device,
        "seq": entry.seq,
    }
    return [Put("hand_overs", {"fact": entry.id}, values)]


def _key(entry: Entry) -> dict[str, Value]:
    return {"site": entry.site, "day": entry.day, "device": entry.device}
