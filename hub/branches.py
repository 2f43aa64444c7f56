"""Branches of a log: what the hub holds under the same numbers twice, because two machines wrote one epoch.

The main branch has no name; another is named by the hash of its first entry that differs. Slow, and rarely needed.
"""

from __future__ import annotations

from dataclasses import dataclass

from desktop.core import batch as batches
from desktop.core.entry import hash_of
from hub.database import Session


@dataclass(frozen=True)
class Tip:
    """The last entry of a branch: its number and hash in hex."""

    branch: str
    seq: int
    head: str


def tips(session: Session, device: str, epoch: str) -> list[Tip]:
    """The ends of all branches of a log, the main one first; none for a log that is not known."""
    rows = session.rows(
        "SELECT b.branch, b.last, b.head FROM batches b WHERE b.device = ? AND b.epoch = ? AND b.first ="
        " (SELECT max(c.first) FROM batches c WHERE c.device = b.device AND c.epoch = b.epoch AND c.branch = b.branch)"
        " ORDER BY b.branch",
        (device, epoch),
    )
    return [Tip(*row) for row in rows]


def hashes(data: bytes) -> list[str]:
    """The hashes of a batch's entries; the batch was checked when it came."""
    lines = batches.unpacked(batches.read(bytes(data)).packed).split(b"\n")
    return [hash_of(line) for line in lines[:-1]]


def held(session: Session, device: str, epoch: str, branch: str, first: int, last: int) -> dict[int, str]:
    """Hashes by number that a branch holds from `first` to `last`; below where it parts, the main one's."""
    found: dict[int, str] = {}
    begins = None
    rows = session.rows(
        "SELECT first, data FROM batches WHERE device = ? AND epoch = ? AND branch = ? AND first <= ? AND last >= ?"
        " ORDER BY first",
        (device, epoch, branch, last, first),
    )
    for start, data in rows:
        begins = start if begins is None else begins
        found |= {start + at: digest for at, digest in enumerate(hashes(data)) if first <= start + at <= last}
    if branch and (begins is None or begins > first):
        below = held(session, device, epoch, "", first, last if begins is None else begins - 1)
        parts = session.row(
            "SELECT min(first) FROM batches WHERE device = ? AND epoch = ? AND branch = ?", (device, epoch, branch)
        )[0]
        found |= {number: digest for number, digest in below.items() if number < parts}
    return found


def at(session: Session, device: str, epoch: str, branch: str, seq: int) -> str | None:
    """The hash of one entry of a branch; None where there is none."""
    return held(session, device, epoch, branch, seq, seq).get(seq)
