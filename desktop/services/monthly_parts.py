"""Parts of the month's paper that are no figures of the dictionary: slips as a cohort, jobs, what the hub has."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import Connection

from desktop.core import business_day
from desktop.core.day_papers import CountedLine
from desktop.core.hours import MINUTE_MS
from desktop.core.month_papers import MonthJob, SlipsMonth
from desktop.core.periods import Span
from desktop.core.shift import PARTS, part_of
from desktop.core.words import Words
from desktop.services.desk import Desk
from desktop.store.standing import by_days

JOBS_MOST = 2_000
_STAGE = {"booked": 1, "attended": 2, "closed": 3}
# What a slip is that has come to none of the stages after its booking.
_ENDED = ("attended", "closed")


def slips(connection: Connection, span: Span) -> SlipsMonth:
    """The slips issued in a span, each once, by the furthest stage that it ever came to."""
    rows = connection.exec_driver_sql(
        "SELECT r.referral, r.state, m.state FROM referrals r LEFT JOIN referral_moves m USING (referral)"
        " WHERE r.issued_day BETWEEN ? AND ?",
        (span.first, span.last),
    ).fetchall()
    furthest: dict[str, int] = {}
    states: dict[str, str] = {}
    for referral, state, moved in rows:
        furthest[referral] = max(furthest.get(referral, 0), _STAGE.get(moved, 0))
        states[referral] = state
    reached = Counter(furthest.values())
    standing = Counter(state for slip, state in states.items() if furthest[slip] < _STAGE["attended"])
    return SlipsMonth(
        issued=len(furthest),
        booked=reached[1] + reached[2] + reached[3],
        attended=reached[2] + reached[3],
        closed=reached[3],
        standing=tuple((state, count) for state, count in sorted(standing.items()) if state not in _ENDED),
    )


def partners(connection: Connection, span: Span) -> tuple[str, ...]:
    """Names of those to whom slips of a span were issued."""
    rows = connection.exec_driver_sql(
        "SELECT DISTINCT t.name FROM referrals r JOIN partners t USING (partner)"
        " WHERE r.issued_day BETWEEN ? AND ? AND t.name NOT NULL ORDER BY t.name",
        (span.first, span.last),
    )
    return tuple(str(name) for name in rows.scalars())


def jobs(connection: Connection, desk: Desk, words: Words, span: Span, today: str) -> tuple[MonthJob, ...]:
    """Rectifications found by the end of a span and not closed before it, by their number."""
    rows = connection.exec_driver_sql(
        "SELECT r.number, r.item, r.checkpoint, r.opened_at, coalesce(r.extended_due, r.due), r.state,"
        " max(m.at) FILTER (WHERE m.state = 'closed') AS closed_at,"
        " max(m.day) FILTER (WHERE m.state = 'closed') AS closed_day"
        " FROM rectifications r LEFT JOIN rectification_moves m USING (rectification)"
        " WHERE r.number NOT NULL AND r.site = ? AND r.opened_day <= ?"
        " GROUP BY r.rectification HAVING closed_day IS NULL OR closed_day >= ?"
        " ORDER BY r.opened_day, r.number LIMIT ?",
        (desk.place.site, span.last, span.first, JOBS_MOST),
    ).fetchall()
    shorts = {item.code: item.shorts[words.language] for item in desk.rules.standard.items}
    found = []
    for number, item, checkpoint, opened, due, state, closed, closed_day in rows:
        point = desk.rules.standard.checkpoint(checkpoint)
        found.append(
            MonthJob(
                number=f"{number:03d}",
                item=shorts.get(item, item),
                what=point.titles[words.language] if point else checkpoint,
                found=_minute(opened),
                due=due,
                closed=_minute(closed) if closed else "",
                minutes=max(0, closed - opened) // MINUTE_MS if closed else None,
                state=state,
                late=(closed_day or today) > due,
            )
        )
    return tuple(found)


def acknowledged(connection: Connection, span: Span) -> tuple[CountedLine, ...]:
    """Own entries of a span's days by part: captured = acknowledged + waiting + flagged; parts with none left out."""
    sums: dict[str, list[int]] = {}
    for kind, stands in by_days(connection, span.first, span.last).items():
        part = sums.setdefault(part_of(kind), [0, 0, 0, 0])
        for at, count in enumerate((stands.captured, stands.acknowledged, stands.waiting, stands.flagged)):
            part[at] += count
    return tuple(CountedLine(part, *sums[part]) for part in PARTS if part in sums)


def _minute(at: int) -> str:
    return business_day.stamp(at)[:16].replace("T", " ")
