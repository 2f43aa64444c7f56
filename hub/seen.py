"""What a run of the projector saw, for the judge: gathered fact by fact, looked at once all rows are written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from desktop.core.entry import Entry
from desktop.core.fact import Fact, Unknown
from desktop.core.joining import RidersJoined
from desktop.core.meal import MealServed, MealVoided
from desktop.core.rider import CardIssued, CardWithdrawn, RiderForgotten, RiderRegistered, RiderVerified
from desktop.core.settlement import MealReviewed
from desktop.core.visit import VisitRecorded

SKEW_MS = 300_000


@dataclass(frozen=True)
class Source:
    """Whose entries these are, and when they arrived (ms UTC)."""

    device: str
    site: str
    arrived: int


@dataclass(frozen=True)
class Odd:
    """A fact that a verdict is due for."""

    fact: str
    device: str
    code: str
    detail: dict[str, str]


@dataclass
class Seen:
    meals: list[tuple[Entry, MealServed, Source]] = field(default_factory=list)
    voids: dict[str, list[tuple[Entry, Source]]] = field(default_factory=dict)
    # fact, device and the thing that it waits for; and facts that had waited
    waiting: list[tuple[str, str, str]] = field(default_factory=list)
    came: list[str] = field(default_factory=list)
    carded: dict[str, set[str]] = field(default_factory=dict)
    registered: set[str] = field(default_factory=set)
    forgotten: dict[str, set[str]] = field(default_factory=dict)
    joined: list[RidersJoined] = field(default_factory=list)
    reviewed: list[tuple[Entry, MealReviewed, Source]] = field(default_factory=list)
    # of somebody with a name
    visits: list[tuple[Entry, VisitRecorded, Source]] = field(default_factory=list)
    odd: list[Odd] = field(default_factory=list)

    def glance(self, entry: Entry, fact: Fact | Unknown, source: Source) -> None:
        """What is odd in an entry whatever becomes of it."""
        if entry.at > source.arrived + SKEW_MS:
            ahead = str((entry.at - source.arrived) // 1_000)
            self.odd.append(Odd(entry.id, source.device, "clock_skewed", {"seconds": ahead}))
        if isinstance(fact, Unknown):
            self.odd.append(Odd(entry.id, source.device, "unknown_kind", {"kind": entry.kind[:80]}))

    def look(self, entry: Entry, fact: Fact | Unknown, source: Source) -> None:
        """A fact that is taken."""
        act = _LOOKS.get(type(fact))
        if act is not None:
            act(self, entry, fact, source)

    def card(self, rider: str, source: Source) -> None:
        self.carded.setdefault(rider, set()).add(source.site)


def _served(seen: Seen, entry: Entry, fact: MealServed, source: Source) -> None:
    seen.meals.append((entry, fact, source))


def _voided(seen: Seen, entry: Entry, fact: MealVoided, source: Source) -> None:
    seen.voids.setdefault(fact.meal, []).append((entry, source))


def _reviewed(seen: Seen, entry: Entry, fact: MealReviewed, source: Source) -> None:
    seen.reviewed.append((entry, fact, source))


def _visited(seen: Seen, entry: Entry, fact: VisitRecorded, source: Source) -> None:
    if fact.rider is not None:
        seen.visits.append((entry, fact, source))


def _forgotten(seen: Seen, _entry: Entry, fact: RiderForgotten, source: Source) -> None:
    seen.forgotten.setdefault(fact.rider, set()).add(source.site)
    seen.card(fact.rider, source)


_LOOKS: dict[type, Callable[[Seen, Entry, Any, Source], None]] = {
    MealServed: _served,
    VisitRecorded: _visited,
    MealVoided: _voided,
    MealReviewed: _reviewed,
    RiderForgotten: _forgotten,
    RiderRegistered: lambda seen, _entry, fact, _source: seen.registered.add(fact.rider),
    RiderVerified: lambda seen, _entry, fact, source: seen.card(fact.rider, source),
    CardIssued: lambda seen, _entry, fact, source: seen.card(fact.rider, source),
    CardWithdrawn: lambda seen, _entry, fact, source: seen.card(fact.rider, source),
    RidersJoined: lambda seen, _entry, fact, _source: seen.joined.append(fact),
}
