"""A fact → its derived rows. The one place from which desk and hub fill their tables."""

from __future__ import annotations

import msgspec

from desktop.core.clock import moved
from desktop.core.entry import Entry
from desktop.core.fact import RANKS, Fact, Put, Unknown
from desktop.core.joining import SiteJoined
from desktop.core.kinds import REGISTRY, fact_of
from desktop.core.meal import MealServed
from desktop.core.occurrences import occurrence_rows
from desktop.core.site import EpochOpened

# Facts about what was done at a place. Where the hub states one for a place, every device gets it, since the hub's log
# is one chain; it has rows at that place alone, or another station would count it as its own.
_SERVICES = ("meal.served", "meal.voided", "referral.moved", "rider.registered", "rider.shown")
AT_A_PLACE = frozenset(
    kind for kind in REGISTRY if kind.startswith(("visit.", "inspection.", "rectification.")) or kind in _SERVICES
)

# A clock that is this far behind the last entry is flagged; less is the jitter of time services.
CLOCK_TOLERANCE_MS = 2_000


def rows_of(
    entry: Entry, high_water: int, fact: Fact | Unknown | None = None, *, site: str | None = None, days: int = 0
) -> list[Put]:
    """The rows of an entry, given the latest `at` before it in its log (ms UTC, 0 for none).

    `fact` saves reading the body again where the writer still holds it. `site` is the id under which the rows of
    this place are kept, where that is not the entry's own (a place that joined a hub has two); `days` by how many
    its business day was corrected (`core/clock.py`).

    An entry whose clock is behind that is flagged and kept: a clock gone wrong never refuses a fact. Where
    the later of two facts decides, it is by this stamp, so that a clock set back cannot undo a state. An epoch
    goes on from the clock of the log that it continues.
    """
    known = fact or fact_of(entry)
    if isinstance(known, EpochOpened) and known.continues is not None:
        high_water = max(high_water, known.continues.high)
    puts = flag_rows(entry, high_water)
    if isinstance(known, Unknown):
        return [*puts, Put("flags", {"fact": entry.id, "code": "unknown_kind"}, {"detail": entry.v})]
    stamp = max(entry.at, high_water)
    # under which id a place joined is what that fact is about
    if site is not None and site != entry.site and not isinstance(known, SiteJoined):
        entry = msgspec.structs.replace(entry, site=site)
    if days:
        entry = msgspec.structs.replace(entry, day=moved(entry.day, days))
    for put in (*REGISTRY[entry.kind][1](entry, known), *occurrence_rows(entry, known)):
        if put.newer and put.newer not in RANKS:
            put.values[put.newer] = stamp
        puts.append(put)
    return puts


def received_rows(
    entry: Entry,
    high_water: int,
    fact: Fact | Unknown | None = None,
    *,
    site: str | None = None,
    days: int = 0,
    here: bool = True,
) -> list[Put]:
    """As `rows_of` for an entry that came from elsewhere: a body that is not of its kind is kept and flagged
    (`body_wrong`), since one odd fact never holds up the rest. `here` is false for what is said of another place.
    """
    if not here and entry.kind in AT_A_PLACE:
        return flag_rows(entry, high_water)
    try:
        fact = fact or fact_of(entry)
        if isinstance(fact, MealServed) and site is not None and fact.merchant == entry.site:
            # a merchant's own place has another id in its own rows, and is the merchant there
            fact = msgspec.structs.replace(fact, merchant=site)
        return rows_of(entry, high_water, fact, site=site, days=days)
    except (msgspec.ValidationError, ValueError, KeyError, TypeError, AttributeError):
        return [
            *flag_rows(entry, high_water),
            Put("flags", {"fact": entry.id, "code": "body_wrong"}, {"detail": entry.v}),
        ]


def flag_rows(entry: Entry, high_water: int) -> list[Put]:
    behind = high_water - entry.at
    if behind <= CLOCK_TOLERANCE_MS:
        return []
    return [Put("flags", {"fact": entry.id, "code": "clock_behind"}, {"detail": behind})]
