"""Comparing both sides after a round: heads, counts and fen by kind, over just what the device's receipts cover."""

from __future__ import annotations

import msgspec

from desktop.core.entry import NO_HASH, hash_of
from desktop.core.feed import Ask, Compared, Head, Sum
from hub.branches import at, tips
from hub.database import Session
from hub.reading import entries_of, entry_of
from hub.states import fen_of, kind_of


def compare(session: Session, device: str, ask: Ask) -> Compared | None:
    """Both sides' heads and sums, over just the entries that the device's heads cover; None while the projector
    has not worked on all of them.
    """
    if session.row("SELECT 1 FROM batches WHERE device = ? AND position IS NULL AND held = 0 LIMIT 1", (device,)):
        return None
    heads: list[Head] = []
    sums: dict[str, list[int]] = {}
    for head in ask.heads:
        stands = _covered(session, device, head, sums)
        if stands != head:
            heads.append(stands)
    said = {each.kind: [each.count, each.fen] for each in ask.sums}
    differing = [
        Sum(kind, *sums.get(kind, [0, 0]))
        for kind in sorted(sums.keys() | said.keys())
        if sums.get(kind, [0, 0]) != said.get(kind, [0, 0])
    ]
    return Compared(not heads and not differing, heads, differing)


def _covered(session: Session, device: str, head: Head, sums: dict[str, list[int]]) -> Head:
    """Adds what a log comes to up to a head; the hub's own entry of that number, or its last one."""
    state = session.row(
        "SELECT seq FROM log_states WHERE device = ? AND epoch = ? AND branch = ''", (device, head.epoch)
    )
    last = int(state[0]) if state else 0
    forked = session.row(
        "SELECT 1 FROM batches WHERE device = ? AND epoch = ? AND branch <> '' LIMIT 1", (device, head.epoch)
    )
    if not forked and last >= head.seq:
        rows = session.rows(
            "SELECT kind, count, fen FROM log_sums WHERE device = ? AND epoch = ? AND branch = ''", (device, head.epoch)
        )
        for kind, count, fen in rows:
            _add(sums, kind, int(count), int(fen))
        return _without_later(session, device, head, last, sums)
    return _walked(session, device, head, sums)


def _without_later(session: Session, device: str, head: Head, last: int, sums: dict[str, list[int]]) -> Head:
    """Takes off what the hub holds beyond a head: a receipt that was lost on its way."""
    ends = (
        session.row(
            "SELECT head FROM batches WHERE device = ? AND epoch = ? AND branch = '' AND last = ?"
            " ORDER BY first DESC LIMIT 1",
            (device, head.epoch, head.seq),
        )
        if head.seq == last
        else None
    )
    found = ends[0] if ends else ""
    if head.seq < last or not ends:
        rows = session.rows(
            "SELECT data FROM batches WHERE device = ? AND epoch = ? AND branch = '' AND last >= ? ORDER BY first",
            (device, head.epoch, head.seq),
        )
        for (data,) in rows:
            for line, entry in entries_of(bytes(data)):
                if entry.seq == head.seq:
                    found = hash_of(line)
                elif entry.seq > head.seq:
                    _add(sums, kind_of(entry), -1, -fen_of(entry))
    return msgspec.structs.replace(head, hash=found)


def _walked(session: Session, device: str, head: Head, sums: dict[str, list[int]]) -> Head:
    """The slow way, for a log with branches or one that ends before the head: entry by entry on the branch that
    has this head.
    """
    branch = next(
        (
            tip.branch
            for tip in tips(session, device, head.epoch)
            if at(session, device, head.epoch, tip.branch, head.seq) == head.hash
        ),
        "",
    )
    best = Head(head.epoch, 0, NO_HASH)
    rows = session.rows(
        "SELECT data FROM batches WHERE device = ? AND epoch = ? AND branch IN ('', ?) ORDER BY first, branch",
        (device, head.epoch, branch),
    )
    begins = session.row(
        "SELECT min(first + overlap) FROM batches WHERE device = ? AND epoch = ? AND branch = ?",
        (device, head.epoch, branch),
    )[0]
    chosen: dict[int, bytes] = {}
    for (data,) in rows:
        for line, entry in entries_of(bytes(data)):
            if entry.seq <= head.seq:
                chosen.setdefault(entry.seq, line)
    if branch:
        for (data,) in session.rows(
            "SELECT data FROM batches WHERE device = ? AND epoch = ? AND branch = ? ORDER BY first",
            (device, head.epoch, branch),
        ):
            for line, entry in entries_of(bytes(data)):
                if begins <= entry.seq <= head.seq:
                    chosen[entry.seq] = line
    for seq in sorted(chosen):
        entry = entry_of(chosen[seq])
        _add(sums, kind_of(entry), 1, fen_of(entry))
        best = Head(head.epoch, seq, hash_of(chosen[seq]))
    return best


def _add(sums: dict[str, list[int]], kind: str, count: int, fen: int) -> None:
    found = sums.setdefault(kind, [0, 0])
    found[0] += count
    found[1] += fen
    if found == [0, 0]:
        del sums[kind]
