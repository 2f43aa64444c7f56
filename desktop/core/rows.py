"""A fact → its derived rows. The one place from which desk and hub fill their tables."""

from __future__ import annotations

import msgspec

from desktop.core.clock import moved
from desktop.core.entry import Entry
from desktop.core.fact import RANKS, Fact, Put, Unknown
from desktop.core.kinds import REGISTRY, fact_of
from desktop.core.occurrences import occurrence_rows
from desktop.core.site import EpochOpened

# Kinds that are about one place alone: what the hub says of another place by them is kept, since a chain with gaps
# could not be checked, and has no rows here.
OF_ONE_PLACE = frozenset(
    ("inspection.completed", "rectification.opened", "rectification.moved", "rectification.extended")
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
    if site is not None and site != entry.site:
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
    (`body_wrong`), since one odd fact never holds up the rest. `here` tells whether it is about this place.
    """
    if not here and entry.kind in OF_ONE_PLACE:
        return flag_rows(entry, high_water)
    try:
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
