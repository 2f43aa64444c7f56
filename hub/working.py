"""A fact's rows at the hub: those of `core/rows.py` under the hub's id of the place, within what a database takes."""

from __future__ import annotations

from desktop.core import escrow, phone_till
from desktop.core.entry import Entry
from desktop.core.fact import Fact, Put, Unknown
from desktop.core.joining import (
    AliasDeclared,
    DeviceEnrolled,
    DeviceRevoked,
    MealHeld,
    MealReleased,
    RidersJoined,
    SiteJoined,
)
from desktop.core.kinds import fact_of
from desktop.core.meal import MealServed
from desktop.core.publishing import ProgrammePublished, StandardPublished
from desktop.core.rows import rows_of
from hub.projection import check
from hub.states import FEN_MOST

# PostgreSQL's text holds no NUL, however it is written.
NUL = b"\\u0000"
# Facts that only a hub states: from a device they are kept, and have no effect.
HUBS_OWN = frozenset(
    fact.KIND
    for fact in (
        DeviceEnrolled,
        DeviceRevoked,
        AliasDeclared,
        RidersJoined,
        MealHeld,
        MealReleased,
        ProgrammePublished,
        StandardPublished,
        *(escrow.EscrowKeeperNamed, escrow.EscrowSealed, escrow.EscrowAsked, escrow.EscrowAgreed),
        *(escrow.EscrowShown, escrow.EscrowDestroyed),
        *(phone_till.PhoneTillOpened, phone_till.PhoneTillEnded, phone_till.PhoneTillClosed),
    )
)


class Unreadable(ValueError):
    """A fact whose rows cannot be worked out: it is kept, flagged, and holds up nothing."""


def work_out(entry: Entry, line: bytes, high: int, site: str | None, days: int = 0) -> tuple[Fact | Unknown, list[Put]]:
    """The fact in an entry and its rows, given the latest clock before it (ms UTC); `site` the hub's id of a
    device's place, None for the hub's own entries; `days` by how many its day was corrected. Raises `Unreadable`.
    """
    if NUL in line:
        raise Unreadable("NUL")
    if site is not None and entry.kind in HUBS_OWN:
        raise Unreadable("hub_only")
    try:
        fact = fact_of(entry)
        puts = rows_of(entry, high, fact, site=site, days=days)
        if isinstance(fact, SiteJoined) and site is not None:
            # whichever hub it joined then: here the id from before is an alias of the place that it is here
            puts = [put._replace(values={**put.values, "site": site}) for put in puts]
        check(puts)
        if isinstance(fact, MealServed) and abs(fact.subsidy_fen) > FEN_MOST:
            raise ValueError("subsidy_fen")
    except Exception as error:
        # whatever a body from outside makes our own rules stumble over is its fault, not a reason to stop
        raise Unreadable(type(error).__name__) from error
    if site is not None:
        # what a place is called, and what it may spend, is the hub's to say
        puts = [put for put in puts if put.table not in ("sites", "allotments")]
    return fact, puts
