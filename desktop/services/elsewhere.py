"""What the hub told of riders, cards and meals of other places, as a counter uses it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from desktop.core.meal_rules import EarlierMeal
from desktop.store.home import Home
from desktop.store.journal import Txn


@dataclass(frozen=True)
class KnownRider:
    """A rider as far as it is known here: `verified_until` the first day on which verification is over."""

    known: bool
    verified_until: str | None


def group_here(txn: Txn, rider: str) -> str | None:
    """The group of somebody who was registered here, or found in the whole city; None for others and forgotten."""
    row = txn.rows(
        'SELECT coalesce(r."group", f."group") FROM (SELECT ? rider) i LEFT JOIN riders r USING (rider)'
        " LEFT JOIN rider_searches f USING (rider) WHERE r.forgotten_day IS NULL LIMIT 1",
        (rider,),
    )
    return str(row[0][0]) if row and row[0][0] is not None else None


class Asks(Protocol):
    """What rows are read with: a transaction, or a connection that only reads."""

    def rows(self, sql: str, values: Sequence[object] = ()) -> Sequence[Any]: ...


def card_withdrawn(txn: Asks, rider: str, issued: int) -> bool:
    """Whether a card issued elsewhere was withdrawn, as the hub says."""
    row = txn.rows("SELECT withdrawn FROM known_cards WHERE rider = ? AND issued = ?", (rider, issued))
    return bool(row) and row[0][0] != ""


def rider_known(txn: Txn, ids: list[str]) -> KnownRider:
    """By this place's own facts and by what the hub told, over all ids of one person."""
    marks = ", ".join("?" * len(ids))
    own = txn.rows(
        f"SELECT verified_until, registered_day FROM riders WHERE rider IN ({marks}) AND forgotten_day IS NULL", ids
    )
    told = txn.rows(f"SELECT verified FROM known_cards WHERE rider IN ({marks}) AND withdrawn <> 'forgotten'", ids)
    until = [row[0] for row in (*own, *told) if row[0]]
    return KnownRider(bool(told) or any(row[1] is not None for row in own), max(until, default=None))


def earlier_meals(txn: Txn, ids: list[str], month: str) -> list[EarlierMeal]:
    """Meals of a month that stand, here and elsewhere; the merchant of one elsewhere is the name of the place."""
    marks = ", ".join("?" * len(ids))
    span = (*ids, month, month + "~")
    own = txn.rows(
        "SELECT fact, day, period, at, merchant FROM meals"
        f" WHERE rider IN ({marks}) AND day >= ? AND day <= ? AND voided IS NULL",
        span,
    )
    told = txn.rows(
        "SELECT fact, day, period, at, name FROM meals_elsewhere"
        f" WHERE rider IN ({marks}) AND day >= ? AND day <= ? AND voided = ''"
        " AND fact NOT IN (SELECT fact FROM meals WHERE day NOT NULL)",
        span,
    )
    here = [EarlierMeal(*row) for row in own]
    return here + [EarlierMeal(fact, day, period, at, "", place) for fact, day, period, at, place in told]


class Asked(Protocol):
    """A transaction, or a reader that knows where it stands."""

    @property
    def home(self) -> Home: ...
    def rows(self, sql: str, values: Sequence[object] = ...) -> Sequence[Any]: ...


def granted(txn: Asked, merchant: str, device: str, month: str) -> tuple[int, int] | None:
    """What a merchant may spend on this device in a month (fen), and portions a day: by its own id, or by the
    one under which the hub knows it (a merchant's own till is known by the hub's id for its place).
    """
    own = txn.home.joined if merchant == txn.home.local else merchant
    row = txn.rows(
        "SELECT fen, portions_a_day FROM allotments WHERE device = ? AND month = ? AND merchant IN"
        " (?, ?, (SELECT known FROM aliases WHERE alias = ?)) ORDER BY granted_at DESC LIMIT 1",
        (device, month, merchant, own, merchant),
    )
    return (row[0][0], row[0][1]) if row else None
