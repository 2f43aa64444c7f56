"""Where this device's own entries stand: captured = acknowledged + waiting + flagged, each entry in one of them.

An entry is flagged while something about it needs a hand: a flag of this device, or a verdict of the hub that is
neither settled nor put aside. What is not flagged is acknowledged where a receipt of the hub's present epoch
covers it, and waits otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from desktop.store.membership import hub_epoch

# Up to which entry (its `arrived`) somebody has seen to the flags of a code: a setting for each.
SEEN = "hub.seen."
# Flags of this device that nobody has seen to yet.
UNSEEN_FLAGS = (
    f"SELECT f.fact, f.code FROM flags f LEFT JOIN settings s ON s.name = '{SEEN}' || f.code WHERE s.value IS NULL OR"
    " (SELECT arrived FROM journal WHERE fact = unhex(replace(f.fact, '-', ''))) > CAST(s.value AS INTEGER)"
)
# Facts that need a hand: text ids as flags and verdicts have them, to be met with the journal's 16 bytes.
ODD = f"SELECT fact FROM ({UNSEEN_FLAGS}) UNION SELECT fact FROM verdicts WHERE done = 0 AND seen_at IS NULL"
_HELD = (
    "SELECT l.log, l.device, (SELECT max(seq) FROM journal j WHERE j.log = l.log) AS last, coalesce(r.seq, 0) AS held"
    " FROM logs l LEFT JOIN receipts r ON r.hub_epoch = ? AND r.device = l.device AND r.epoch = l.epoch"
    " WHERE l.own = 1"
)


@dataclass(frozen=True)
class Standing:
    captured: int
    acknowledged: int
    waiting: int
    flagged: int


def held_by_log(connection: Connection) -> dict[int, int]:
    """How far the hub's receipts go, by own log."""
    rows = connection.exec_driver_sql(f"SELECT log, held FROM ({_HELD})", (hub_epoch(connection),))
    return {row[0]: row[1] for row in rows}


def own_facts(connection: Connection) -> int:
    """Entries of this device's own logs: the last number of each."""
    return int(
        connection.exec_driver_sql(
            "SELECT coalesce(sum((SELECT max(seq) FROM journal WHERE journal.log = logs.log)), 0)"
            " FROM logs WHERE own = 1"
        ).scalar_one()
    )


def unacknowledged(connection: Connection) -> int:
    """Own entries that no receipt covers; before there is a hub, all of them."""
    return int(
        connection.exec_driver_sql(
            f"SELECT coalesce(sum(max(coalesce(last, 0) - held, 0)), 0) FROM ({_HELD})", (hub_epoch(connection),)
        ).scalar_one()
    )


def waiting_of(connection: Connection, first: str, last: str) -> int:
    """Own entries of these business days (both ends included) that no receipt covers; reads only what waits."""
    return int(
        connection.exec_driver_sql(
            f"SELECT count(*) FROM ({_HELD}) h JOIN journal j ON j.log = h.log AND j.seq > h.held"
            " WHERE json_extract(CAST(j.data AS TEXT), '$.day') BETWEEN ? AND ?",
            (hub_epoch(connection), first, last),
        ).scalar_one()
    )


def cannot_send(connection: Connection, device: str) -> int:
    """Own entries that another device wrote, which this one replaced, and that the hub lacks as far as is known:
    only the key that wrote them can sign them.
    """
    return int(
        connection.exec_driver_sql(
            f"SELECT coalesce(sum(max(coalesce(last, 0) - held, 0)), 0) FROM ({_HELD}) WHERE device <> ?",
            (hub_epoch(connection), device),
        ).scalar_one()
    )


def standing(connection: Connection) -> Standing:
    """All own entries."""
    captured = own_facts(connection)
    waiting = unacknowledged(connection)
    odd, odd_waiting = connection.exec_driver_sql(
        f"WITH held AS ({_HELD}) SELECT count(*), coalesce(sum(j.seq > h.held), 0) FROM ({ODD}) o"
        " JOIN journal j ON j.fact = unhex(replace(o.fact, '-', '')) JOIN held h ON h.log = j.log",
        (hub_epoch(connection),),
    ).one()
    return Standing(captured, captured - waiting - (odd - odd_waiting), waiting - odd_waiting, odd)


def flagged(connection: Connection) -> int:
    return standing(connection).flagged


def by_kind(connection: Connection) -> dict[str, Standing]:
    """As `standing`, apart by kind of fact; reads the whole journal's index."""
    rows = connection.exec_driver_sql(
        f"WITH held AS ({_HELD}), odd AS (SELECT unhex(replace(fact, '-', '')) AS fact FROM ({ODD}))"
        " SELECT j.kind, count(*), sum(o.fact IS NULL AND j.seq <= h.held),"
        " sum(o.fact IS NULL AND j.seq > h.held), sum(o.fact IS NOT NULL)"
        " FROM journal j JOIN held h ON h.log = j.log LEFT JOIN odd o ON o.fact = j.fact GROUP BY j.kind",
        (hub_epoch(connection),),
    )
    return {row[0]: Standing(*row[1:]) for row in rows}
