"""The feed: signed pages of what a device needs from the hub, in the order in which the hub's projector gave
it places. A cursor is good only with the hub epoch that it came with.
"""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

PAGE_PREAMBLE = b"quanyi/feed/1\0"
ITEMS_MOST = 500

T = TypeVar("T", bound=msgspec.Struct)


class Head(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a log stands: its last entry and that entry's hash in hex."""

    epoch: str
    seq: int
    hash: str


class Sum(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Of one kind of fact: how many, and what they come to in fen (0 where no money is in it)."""

    kind: str
    count: int
    fen: int


class Ask(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a device asks for: the page behind `after`; `heads` and `sums` of what it holds receipts for, by
    which both sides compare. `clock` is the device's own, ms UTC.
    """

    v: int
    hub_epoch: str
    after: int
    limit: int
    heads: list[Head]
    sums: list[Sum]
    clock: int
    software: str


class Item(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A thing of the feed: `sort` is a key of `SORTS`, `body` that sort's fields."""

    position: int
    sort: str
    body: dict[str, Any]


class Compared(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the hub makes of a device's heads and sums: `agree` when all are equal, else its own of what differs."""

    agree: bool
    heads: list[Head]
    sums: list[Sum]


class Page(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Signed over `PAGE_PREAMBLE`. `next` is the cursor behind it, `more` whether another page waits; `compared`
    is None while the hub has not yet worked on all that the device holds receipts for. `now` is ms UTC.
    """

    v: int
    hub: str
    hub_epoch: str
    device: str
    after: int
    next: int
    more: bool
    items: list[Item]
    compared: Compared | None
    now: int


class FeedEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An entry of the hub or of another device of the same site; `text` its original bytes as UTF-8."""

    text: str


class FeedDevice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A device's key; cards that it issued after `revoked` (seconds UTC, 0 while it is not) do not hold."""

    device: str
    key: str
    site: str
    name: str
    revoked: int


class FeedCard(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A card issued elsewhere: as little as a counter needs. `verified` a day or empty, `withdrawn` a reason or
    empty, `tail` the phone's last four digits or empty.
    """

    rider: str
    issued: int
    group: str
    verified: str
    name: str
    tail: str
    withdrawn: str
    forgotten: bool


class FeedMeal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A meal elsewhere, for the limits of a rider; `voided` a reason or empty. `at` ms UTC."""

    fact: str
    rider: str
    day: str
    period: str
    at: int
    merchant: str
    name: str
    voided: str


class FeedVerdict(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the hub makes of one of the device's facts: `code` is a key of the words `verdict.*`, `detail` values
    to fill in; `done` when nothing needs a hand any more.
    """

    verdict: str
    fact: str
    code: str
    detail: dict[str, str]
    at: int
    done: bool


class FeedJoined(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Two ids of one person: limits run over both."""

    rider: str
    same: str


SORTS: dict[str, type[msgspec.Struct]] = {
    "entry": FeedEntry,
    "device": FeedDevice,
    "card": FeedCard,
    "meal": FeedMeal,
    "verdict": FeedVerdict,
    "joined": FeedJoined,
}


def item(position: int, body: msgspec.Struct) -> Item:
    sort = next(name for name, known in SORTS.items() if type(body) is known)
    return Item(position, sort, msgspec.to_builtins(body))


def body_of(found: Item) -> msgspec.Struct | None:
    """The item's body, typed; None for a sort of a later version. Raises `msgspec.ValidationError`."""
    known = SORTS.get(found.sort)
    return msgspec.convert(found.body, known) if known else None
