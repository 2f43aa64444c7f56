"""The figures of a closing 日结: every own entry after the closing before, by part, each counted once."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from uuid import UUID

from desktop.core.shift import PARTS, Counted, DayClosed, part_of
from desktop.store.journal import Txn

PAGE = 500


@dataclass
class Run:
    """Entries of a run: `first` is the first one of this epoch, `earlier` those of epochs before it."""

    first: int
    earlier: int = 0
    captured: Counter[str] = field(default_factory=Counter)
    flagged: Counter[str] = field(default_factory=Counter)

    def add(self, part: str, *, flagged: bool) -> None:
        self.captured[part] += 1
        self.flagged[part] += flagged

    def counted(self) -> list[Counted]:
        """A row for every part; before there is a hub nothing is acknowledged, and all but the flagged waits."""
        return [
            Counted(part, self.captured[part], 0, self.captured[part] - self.flagged[part], self.flagged[part])
            for part in PARTS
        ]


def run_of(txn: Txn) -> Run:
    """All own entries after the latest own closing, in the order in which they were written."""
    own = "log IN (SELECT log FROM logs WHERE own = 1)"
    before = txn.rows(
        f"SELECT arrived FROM journal WHERE kind = ? AND {own} ORDER BY arrived DESC LIMIT 1", (DayClosed.KIND,)
    )
    arrived = before[0][0] if before else 0
    run = Run(first=txn.head.seq + 1)
    while True:
        page = txn.rows(
            f"SELECT arrived, log, seq, fact, kind FROM journal WHERE arrived > ? AND {own} ORDER BY arrived LIMIT ?",
            (arrived, PAGE),
        )
        facts = [str(UUID(bytes=row[3])) for row in page]
        marks = ", ".join("?" * len(facts))
        odd = {row[0] for row in txn.rows(f"SELECT DISTINCT fact FROM flags WHERE fact IN ({marks})", facts)}
        for (_, log, seq, _, kind), fact in zip(page, facts, strict=True):
            run.add(part_of(kind), flagged=fact in odd)
            if log == txn.head.log:
                run.first = min(run.first, seq)
            else:
                run.earlier += 1
        if len(page) < PAGE:
            return run
        arrived = page[-1][0]
