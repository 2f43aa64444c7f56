"""The log of rounds: when, by which way, what came of it; last success and last failure are kept beyond it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from desktop.store.beside import put_setting, setting
from desktop.store.journal import Store

KEPT = 500
DONE = "done"
LAST_DONE, LAST_FAILED = "hub.last_done", "hub.last_failed"


@dataclass(frozen=True)
class Round:
    """`at` ms UTC, `way` `network` or `stick`, `outcome` a code of `sync_outcome.*`, else of `error.*`; counts in
    entries and items.
    """

    at: int
    way: str
    outcome: str
    pushed: int
    pulled: int


@dataclass(frozen=True)
class RoundResult:
    """One round over: `pushed` entries and `pulled` items of this round; the others as they stand after it, of all
    own entries.
    """

    site: str
    pushed: int
    acknowledged: int
    pulled: int
    flagged: int
    waiting: int


@dataclass(frozen=True)
class Packed:
    """What is on a stick: entries, and the first and last number of them; None when nothing waited."""

    facts: int
    first: int | None
    last: int | None


def note_round(store: Store, done: Round) -> None:
    with store.write() as txn:
        txn.execute(
            "INSERT INTO sync_rounds (at, way, outcome, pushed, pulled) VALUES (?, ?, ?, ?, ?)",
            (done.at, done.way, done.outcome, done.pushed, done.pulled),
        )
        txn.execute("DELETE FROM sync_rounds WHERE round <= (SELECT max(round) FROM sync_rounds) - ?", (KEPT,))
        put_setting(txn, LAST_DONE if done.outcome == DONE else LAST_FAILED, f"{done.at} {done.outcome}")


def rounds(connection: Connection, most: int) -> list[Round]:
    """The latest first."""
    rows = connection.exec_driver_sql(
        "SELECT at, way, outcome, pushed, pulled FROM sync_rounds ORDER BY round DESC LIMIT ?", (most,)
    )
    return [Round(*row) for row in rows]


def last(connection: Connection, name: str) -> tuple[int, str] | None:
    """When (ms UTC) and with which outcome a round last succeeded or failed: `LAST_DONE` or `LAST_FAILED`."""
    at, _, outcome = (setting(connection, name) or "").partition(" ")
    return (int(at), outcome) if at else None
