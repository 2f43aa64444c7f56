"""One visit, recorded twice: by the station while its line was down, and by the hub from the person's own phone.

Each side saw nothing of the other. Within the half hour in which a second scan adds to the visit in hand it is one, and
the station's stands: somebody was seen there. The hub says so by a fact, so that figures of both sides count it once.
Somebody without a name is nobody that could be known again, and counts at both.
"""

from __future__ import annotations

import functools

import resources
from desktop.core import business_day
from desktop.core.consent import parse_consents
from desktop.core.rulebook import parse_choices
from desktop.core.visit import VisitVoided
from hub.database import Session
from hub.journal import Journal
from hub.seen import Seen

DUPLICATE = "duplicate"


@functools.cache
def _window_ms() -> int:
    consent = parse_consents(resources.read_text("rules", "consent.toml")).current
    return parse_choices(resources.read_text("rules", "reasons.toml"), consent).already_here_minutes * 60_000


def count_once(session: Session, journal: Journal, seen: Seen) -> None:
    """Voids what the hub itself recorded of a visit that the station recorded, too."""
    if not seen.visits:
        return
    hub = journal.keys.id
    near = {(fact.rider, source.site) for _, fact, source in seen.visits if source.device != hub}
    own = {(entry.id, fact.rider, entry.site, fact.when) for entry, fact, _ in seen.visits if entry.device == hub}
    for fact, rider, site, at in session.rows_in(
        "SELECT fact, rider, site, at FROM visits WHERE device = ? AND how = 'self' AND rider IS NOT NULL"
        " AND day IS NOT NULL AND voided IS NULL AND rider IN",
        sorted({str(rider) for rider, _ in near}),
        (hub,),
    ):
        if (rider, site) in near:
            own.add((fact, rider, site, at))
    for fact, rider, site, at in sorted(own, key=lambda each: (each[3], each[0])):
        if _at_station(session, hub, str(rider), site, at):
            journal.append(session, VisitVoided(fact, DUPLICATE), site=site)


def _at_station(session: Session, hub: str, rider: str, site: str, at: int) -> bool:
    """Whether the station has a visit of this person within the half hour."""
    first, last = at - _window_ms(), at + _window_ms()
    row = session.row(
        "SELECT 1 FROM visits WHERE day >= ? AND day <= ? AND at > ? AND at < ? AND rider = ? AND site = ?"
        " AND device <> ? AND voided IS NULL LIMIT 1",
        (business_day.day_of(first), business_day.day_of(last), first, last, rider, site, hub),
    )
    return row is not None
