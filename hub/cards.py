"""Cards and meals for other places: as little as a counter needs, masked."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.core.feed import FeedCard, FeedMeal
from hub.database import Session
from hub.outgoing import Outgoing
from hub.seen import Seen

DAYS = 40
DAY_MS = 86_400_000


def send_cards(session: Session, outgoing: Outgoing, carded: Mapping[str, set[str]]) -> None:
    """Every card of these riders as it stands now; to all but the one place whose facts changed it."""
    rows = session.rows_in(
        'SELECT c.rider, c.issued, c."group", r.verified_until, p.name, p.tail, c.withdrawn_reason, r.forgotten_day'
        " FROM cards c LEFT JOIN riders r ON r.rider = c.rider LEFT JOIN people p ON p.rider = c.rider"
        " WHERE c.rider IN",
        sorted(carded),
    )
    for rider, issued, group, verified, name, tail, withdrawn, forgotten in rows:
        sites = carded[rider]
        card = FeedCard(
            rider,
            issued,
            group or "",
            verified or "",
            name or "",
            tail or "",
            withdrawn or "",
            forgotten is not None,
        )
        outgoing.send(card, origin=next(iter(sites)) if len(sites) == 1 else "")


def send_meals(session: Session, outgoing: Outgoing, seen: Seen, now: int) -> None:
    """Meals of the last 40 days, and what was voided of them."""
    merchants = sorted({fact.merchant for _, fact, _ in seen.meals})
    named = session.rows_in("SELECT merchant, name FROM merchants WHERE merchant IN", merchants)
    names = {row[0]: row[1] for row in named}
    for entry, fact, source in seen.meals:
        # a till's clock may say anything
        until = min(fact.when, source.arrived) + DAYS * DAY_MS
        if until > now and entry.id not in seen.voids:
            meal = FeedMeal(
                entry.id,
                fact.rider,
                entry.day,
                fact.period,
                fact.when,
                fact.merchant,
                names.get(fact.merchant) or "",
                "",
            )
            outgoing.send(meal, origin=source.site, until=until)
    rows = session.rows_in(
        "SELECT m.fact, m.rider, m.day, m.period, m.at, m.merchant, n.name, m.voided, m.site FROM meals m"
        " LEFT JOIN merchants n ON n.merchant = m.merchant WHERE m.day IS NOT NULL AND m.voided IS NOT NULL"
        " AND m.fact IN",
        sorted(set(seen.voids) | {fact.meal for _, fact, _ in seen.reviewed}),
    )
    for fact_id, rider, day, period, at, merchant, name, voided, site in rows:
        until = min(at, now) + DAYS * DAY_MS
        if until > now:
            outgoing.send(
                FeedMeal(fact_id, rider, day, period, at, merchant, name or "", voided), origin=site or "", until=until
            )
