"""The figures of a closing 日结: every own entry after the closing before, by part, each counted once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import Connection

from desktop.core.shift import PARTS, Counted, DayClosed, part_of
from desktop.store.journal import Head
from desktop.store.standing import ODD, held_by_log

PAGE = 500


class Reader(Protocol):
    """What the figures are read from: a transaction that is under way, or a look ahead."""

    @property
    def connection(self) -> Connection: ...
    @property
    def head(self) -> Head: ...
    def rows(self, sql: str, values: Sequence[object] = ()) -> Sequence[Any]: ...


@dataclass(frozen=True)
class Ahead:
    """Reads what a closing would count now; writes nothing."""

    connection: Connection
    head: Head

    def rows(self, sql: str, values: Sequence[object] = ()) -> Sequence[Any]:
        return self.connection.exec_driver_sql(sql, tuple(values)).fetchall()


@dataclass
class Run:
    """Entries of a run: `first` is the first one of this epoch, `earlier` those of epochs before it."""

    first: int
    earlier: int = 0
    captured: Counter[str] = field(default_factory=Counter)
    flagged: Counter[str] = field(default_factory=Counter)
    acknowledged: Counter[str] = field(default_factory=Counter)

    def add(self, part: str, *, flagged: bool, held: bool = False) -> None:
        """`held` by the hub, as a receipt says; what is flagged is counted as that and nothing else."""
        self.captured[part] += 1
        self.flagged[part] += flagged
        self.acknowledged[part] += held and not flagged

    def waiting(self, part: str) -> int:
        return self.captured[part] - self.acknowledged[part] - self.flagged[part]

    def counted(self) -> list[Counted]:
        """A row for every part."""
        return [
            Counted(part, self.captured[part], self.acknowledged[part], self.waiting(part), self.flagged[part])
            for part in PARTS
        ]


def run_of(txn: Reader) -> Run:
    """All own entries after the latest own closing, in the order in which they were written."""
    own = "log IN (SELECT log FROM logs WHERE own = 1)"
    before = txn.rows(
        f"SELECT arrived FROM journal WHERE kind = ? AND {own} ORDER BY arrived DESC LIMIT 1", (DayClosed.KIND,)
    )
    arrived = before[0][0] if before else 0
    run = Run(first=txn.head.seq + 1)
    held = held_by_log(txn.connection)
    while True:
        page = txn.rows(
            f"SELECT arrived, log, seq, fact, kind FROM journal WHERE arrived > ? AND {own} ORDER BY arrived LIMIT ?",
            (arrived, PAGE),
        )
        facts = [str(UUID(bytes=row[3])) for row in page]
        marks = ", ".join("?" * len(facts))
        odd = {row[0] for row in txn.rows(f"SELECT fact FROM ({ODD}) WHERE fact IN ({marks})", facts)}
        for (_, log, seq, _, kind), fact in zip(page, facts, strict=True):
            run.add(part_of(kind), flagged=fact in odd, held=seq <= held.get(log, 0))
            if log == txn.head.log:
                run.first = min(run.first, seq)
            else:
                run.earlier += 1
        if len(page) < PAGE:
            return run
        arrived = page[-1][0]
