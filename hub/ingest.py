"""Taking batches: what is authentic is stored as it came, and receipted once it is durable.

The log of record is the batch, one row with the original bytes. One statement inserts it only if the log stands
where the batch begins; the primary key settles a race, and there is no lock. What the statement does not take is
looked at by itself: a resend, an overlap, a fork.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from desktop.core import batch as batches
from desktop.core import canonical
from desktop.core.batch import BadBatch, Header
from desktop.core.entry import NO_HASH
from desktop.core.receipt import PREAMBLE, Receipt
from desktop.core.signed import Signed, sign
from hub import branches
from hub.branches import Tip
from hub.database import Database, Session
from hub.denied import Denied
from hub.journal import Clock, hub_epoch
from hub.keys import HubKeys
from hub.members import KnownKeys

MAIN = ""
_COLUMNS = "device, epoch, branch, first, last, prev, head, count, overlap, at, held, data"
_TIP = (
    "(SELECT {what} FROM batches b WHERE b.device = v.device AND b.epoch = v.epoch AND b.branch = v.branch"
    " ORDER BY b.first DESC LIMIT 1)"
)


@dataclass(frozen=True)
class Push:
    """An authentic batch on its way in: every signature, link and hash of it has been checked."""

    header: Header
    data: bytes


@dataclass(frozen=True)
class Taken:
    """What became of a push: the log's tip now, or where the sender is to cut again (`expected`)."""

    tip: Tip
    expected: bool = False


@lru_cache(maxsize=128)
def _insert(count: int) -> str:
    """Takes `count` batches, each only where its log stands right before it; returns the keys of those taken."""
    row = f"({', '.join('?' * 12)})"
    return (
        f"WITH v ({_COLUMNS}) AS (VALUES {', '.join([row] * count)})"
        f" INSERT INTO batches ({_COLUMNS}) SELECT {_COLUMNS} FROM v"
        f" WHERE {_TIP.format(what='b.head')} = v.prev AND {_TIP.format(what='b.last')} = v.first - 1"
        f" OR v.first = 1 AND {_TIP.format(what='b.last')} IS NULL"
        " ON CONFLICT DO NOTHING RETURNING device, epoch, branch, first"
    )


def take(session: Session, pushes: Sequence[Push], now: int, branch: str = MAIN) -> list[bool]:
    """Stores what fits; tells for each push whether it was taken."""
    values: list[object] = []
    for push in pushes:
        h = push.header
        values += (h.device, h.epoch, branch, h.first, h.last, h.prev, h.head, h.count, 0, now, 0, push.data)
    taken = {tuple(row) for row in session.rows(_insert(len(pushes)), values)}
    answers = []
    for push in pushes:
        key = (push.header.device, push.header.epoch, branch, push.header.first)
        answers.append(key in taken)
        taken.discard(key)
    return answers


class Ingest:
    def __init__(self, database: Database, keys: HubKeys, clock: Clock, members: KnownKeys) -> None:
        self.database = database
        self._keys = keys
        self._clock = clock
        self.members = members

    def check(self, data: bytes) -> Push:
        """Reads a batch and checks all of it. Raises `Denied` for what is not authentic."""
        device = ""
        try:
            batch = batches.read(data)
            device = batch.header.device
            public = self.members.find(device)
            if public is None:
                raise Denied(403, "unknown_device", who=device)
            for _ in batches.links(batch, public):
                pass
        except BadBatch as error:
            raise Denied(413 if error.code == "too_large" else 400, error.code, who=device) from error
        return Push(batch.header, data)

    def store(self, pushes: Sequence[Push]) -> list[bytes | Denied]:
        """Stores pushes in one transaction and signs, after the commit, what each is answered with."""
        now = self._clock.now()
        with self.database.write() as session:
            epoch = hub_epoch(session)
            results: list[Taken] = []
            for push, taken in zip(pushes, take(session, pushes, now), strict=True):
                h = push.header
                results.append(Taken(Tip(MAIN, h.last, h.head)) if taken else self._look(session, push, now))
        answers: list[bytes | Denied] = []
        for push, result in zip(pushes, results, strict=True):
            tip = result.tip
            if result.expected:
                answers.append(Denied(409, "expected", hub_epoch=epoch, seq=tip.seq, head=tip.head))
                continue
            receipt = self.receipt(push.header, epoch, tip, now)
            forked = tip.branch != MAIN
            answers.append(canonical.encode({"forked": forked, "hub_epoch": epoch, "receipt": receipt_body(receipt)}))
        return answers

    def receipt(self, header: Header, epoch: str, tip: Tip, now: int) -> Signed:
        document = Receipt(1, self._keys.id, epoch, header.device, header.epoch, tip.seq, tip.head, now, tip.branch)
        return sign(self._keys.device, PREAMBLE, document)

    def _look(self, session: Session, push: Push, now: int) -> Taken:
        """A push that the main branch did not take as it is."""
        h = push.header
        tips = branches.tips(session, h.device, h.epoch)
        for tip in tips:
            if (tip.seq, tip.head) == (h.first - 1, h.prev) and take(session, [push], now, tip.branch)[0]:
                return Taken(Tip(tip.branch, h.last, h.head))
        if not tips:
            # first of its log: taken meanwhile in this very transaction, or it begins too late
            if h.first == 1 and take(session, [push], now)[0]:
                return Taken(Tip(MAIN, h.last, h.head))
            return Taken(Tip(MAIN, 0, NO_HASH), expected=True)
        return self._compare(session, push, tips, now)

    def _compare(self, session: Session, push: Push, tips: Sequence[Tip], now: int) -> Taken:
        """Compares with what is held of the same numbers: a resend, an overlap, or where the log parts."""
        h = push.header
        own = branches.hashes(push.data)
        main = next(tip for tip in tips if tip.branch == MAIN)
        best = 0
        for tip in tips:
            held = branches.held(session, h.device, h.epoch, tip.branch, h.first, h.last)
            same = 0
            while same < len(own) and held.get(h.first + same) == own[same]:
                same += 1
            if same and (h.first + same - 1 == min(h.last, tip.seq)):
                return Taken(tip, expected=h.last > tip.seq)
            if same or h.first == 1 or branches.at(session, h.device, h.epoch, tip.branch, h.first - 1) == h.prev:
                best = max(best, same + 1)
        if h.first > main.seq + 1 or (h.first == main.seq + 1 and not best):
            return Taken(main, expected=True)
        if not best:
            before = branches.at(session, h.device, h.epoch, MAIN, h.first - 1) or NO_HASH
            return Taken(Tip(MAIN, h.first - 1, before), expected=True)
        overlap = best - 1
        branch = own[overlap]
        session.execute(
            f"INSERT INTO batches ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?) ON CONFLICT DO NOTHING",
            (h.device, h.epoch, branch, h.first, h.last, h.prev, h.head, h.count, overlap, now, push.data),
        )
        return Taken(Tip(branch, h.last, h.head))


def receipt_body(document: Signed) -> dict[str, str]:
    return {"text": document.text, "signature": document.signature}
