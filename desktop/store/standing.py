"""Where this device's own entries stand: captured = acknowledged + waiting + flagged, each entry in one of them.

An entry is flagged while something about it needs a hand: a flag of this device, or a verdict of the hub that is
neither settled nor put aside. What is not flagged is acknowledged where a receipt of the hub's present epoch
covers it, and waits otherwise.
"""

from __future__ import annotations

import threading
from collections import Counter
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


_OF_DAYS = "json_extract(CAST(j.data AS TEXT), '$.day') BETWEEN ? AND ?"


def by_days(connection: Connection, first: str, last: str) -> dict[str, Standing]:
    """Own entries of these business days (both ends included) by kind; reads every own entry once."""
    bound = (hub_epoch(connection), first, last)
    rows = connection.exec_driver_sql(
        # every entry is read, so in the order in which they lie: along an index it takes three times as long
        f"WITH held AS MATERIALIZED ({_HELD}) SELECT j.kind, count(*), coalesce(sum(j.seq > h.held), 0)"
        f" FROM journal j NOT INDEXED CROSS JOIN held h ON h.log = j.log WHERE {_OF_DAYS} GROUP BY j.kind",
        bound,
    ).fetchall()
    odd = connection.exec_driver_sql(
        f"WITH held AS ({_HELD}) SELECT j.kind, count(*), coalesce(sum(j.seq > h.held), 0) FROM ({ODD}) o"
        " JOIN journal j ON j.fact = unhex(replace(o.fact, '-', '')) JOIN held h ON h.log = j.log"
        f" WHERE {_OF_DAYS} GROUP BY j.kind",
        bound,
    ).fetchall()
    flagged = {kind: (count, waits) for kind, count, waits in odd}
    found = {}
    for kind, count, waiting in rows:
        odd_all, odd_waiting = flagged.get(kind, (0, 0))
        found[kind] = Standing(count, count - waiting - (odd_all - odd_waiting), waiting - odd_waiting, odd_all)
    return found


class KindCounts:
    """How many entries of each kind each log has; counts on from where it stopped, since nothing is ever taken away."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[int, str]] = Counter()
        self._upto = 0
        self._counting = threading.Lock()

    def count(self, connection: Connection) -> dict[tuple[int, str], int]:
        """By log and kind, as the connection sees the journal."""
        with self._counting:
            last = int(connection.exec_driver_sql("SELECT coalesce(max(arrived), 0) FROM journal").scalar_one())
            if last > self._upto:
                # from the beginning the index alone is read, in its order; later only what has come since. A column for
                # each log, since grouping by two columns would sort a million rows in memory
                how = "NOT INDEXED" if self._upto else "INDEXED BY ix_journal_kind_arrived_log"
                logs = [int(row[0]) for row in connection.exec_driver_sql("SELECT log FROM logs ORDER BY log")]
                sums = ", ".join(f"sum(log = {log})" for log in logs)
                rows = connection.exec_driver_sql(
                    f"SELECT kind, {sums} FROM journal {how} WHERE arrived > ? GROUP BY kind", (self._upto,)
                )
                for kind, *counts in rows:
                    self._counts.update({(log, kind): count for log, count in zip(logs, counts, strict=True) if count})
                self._upto = last
            return dict(self._counts)


def by_kind(connection: Connection, counts: KindCounts | None = None) -> dict[str, Standing]:
    """As `standing`, apart by kind of fact. With `counts` of before, only what has come since is counted."""
    held = held_by_log(connection)
    captured, waiting, odd, odd_waiting = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for (log, kind), count in (counts or KindCounts()).count(connection).items():
        if log in held:
            captured[kind] += count
            waiting[kind] += 0 if held[log] else count
    for log, covered in held.items():
        if covered:
            rows = connection.exec_driver_sql(
                "SELECT kind, count(*) FROM journal WHERE log = ? AND seq > ? GROUP BY kind", (log, covered)
            )
            waiting.update({row[0]: row[1] for row in rows})
    flagged = connection.exec_driver_sql(
        f"SELECT j.log, j.kind, j.seq FROM ({ODD}) o JOIN journal j ON j.fact = unhex(replace(o.fact, '-', ''))"
    )
    for log, kind, seq in flagged:
        if log in held:
            odd[kind] += 1
            odd_waiting[kind] += seq > held[log]
    return {
        kind: Standing(
            count,
            count - waiting[kind] - (odd[kind] - odd_waiting[kind]),
            waiting[kind] - odd_waiting[kind],
            odd[kind],
        )
        for kind, count in captured.items()
    }
