"""Taking batches: what is authentic is stored as it came, and receipted once it is durable.

The log of record is the batch, one row with the original bytes. One statement, a transaction by itself, inserts it
only if the log stands where the batch begins; the primary key settles a race, and there is no lock. What the statement
does not take is looked at by itself: a resend, an overlap, a fork.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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
from hub.journal import EPOCH, Clock, hub_epoch
from hub.keys import HubKeys
from hub.members import KnownKeys
from hub.projection import many

MAIN = ""
_COLUMNS = "device, epoch, branch, first, last, prev, head, count, overlap, at, held, data"
_KINDS = "tttnnttnnnnb"
_TIP = (
    "(SELECT {what} FROM batches b WHERE b.device = v.device AND b.epoch = v.epoch AND b.branch = v.branch"
    " ORDER BY b.first DESC LIMIT 1)"
)
# Takes batches, each only where its log stands right before it; returns the keys of those taken, and the hub's epoch.
_TAKE = (
    f"WITH v ({_COLUMNS}) AS ({{rows}})"
    f" INSERT INTO batches ({_COLUMNS}) SELECT {_COLUMNS} FROM v"
    f" WHERE {_TIP.format(what='b.head')} = v.prev AND {_TIP.format(what='b.last')} = v.first - 1"
    f" OR v.first = 1 AND {_TIP.format(what='b.last')} IS NULL"
    " ON CONFLICT DO NOTHING RETURNING device, epoch, branch, first,"
    f" (SELECT value FROM hub_state WHERE name = '{EPOCH}')"
)


@dataclass(frozen=True)
class Push:
    """An authentic batch on its way in: every signature, link and hash of it has been checked."""

    header: Header
    data: bytes


@dataclass(frozen=True)
class Kept:
    """What became of a push: the log's tip now, or where the sender is to cut again (`expected`); under which epoch
    of the hub, and when (ms UTC).
    """

    tip: Tip
    hub_epoch: str
    at: int
    expected: bool = False


@dataclass(frozen=True)
class Taken:
    """Which of some pushes were taken, and the hub's epoch, empty where none was."""

    each: list[bool]
    hub_epoch: str


def take(session: Session, pushes: Sequence[Push], now: int, branch: str = MAIN) -> Taken:
    """Stores what fits, in one statement."""
    rows = []
    for push in pushes:
        h = push.header
        rows.append((h.device, h.epoch, branch, h.first, h.last, h.prev, h.head, h.count, 0, now, 0, push.data))
    found = session.rows(*many(session, _TAKE, _KINDS, rows))
    keys = {tuple(row[:4]) for row in found}
    each = []
    for push in pushes:
        key = (push.header.device, push.header.epoch, branch, push.header.first)
        each.append(key in keys)
        keys.discard(key)
    return Taken(each, str(found[0][4]) if found else "")


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

    def keep(self, pushes: Sequence[Push]) -> list[Kept]:
        """Stores pushes. When it returns they are durable."""
        now = self._clock.now()
        with self.database.single() as session:
            taken = take(session, pushes, now)
        kept = []
        for push, good in zip(pushes, taken.each, strict=True):
            if good:
                kept.append(Kept(Tip(MAIN, push.header.last, push.header.head), taken.hub_epoch, now))
            else:
                with self.database.write() as session:
                    kept.append(self._look(session, push, hub_epoch(session), now))
        return kept

    def answer(self, push: Push, kept: Kept) -> bytes:
        """The body that a push is answered with: its signed receipt. Raises `Denied(409, "expected")`."""
        tip = kept.tip
        if kept.expected:
            raise Denied(409, "expected", hub_epoch=kept.hub_epoch, seq=tip.seq, head=tip.head)
        receipt = receipt_body(self.receipt(push.header, kept.hub_epoch, tip, kept.at))
        return canonical.encode({"forked": tip.branch != MAIN, "hub_epoch": kept.hub_epoch, "receipt": receipt})

    def store(self, push: Push) -> bytes:
        """One push by itself, stored and answered. Raises `Denied`."""
        (kept,) = self.keep([push])
        return self.answer(push, kept)

    def receipt(self, header: Header, epoch: str, tip: Tip, now: int) -> Signed:
        document = Receipt(1, self._keys.id, epoch, header.device, header.epoch, tip.seq, tip.head, now, tip.branch)
        return sign(self._keys.device, PREAMBLE, document)

    def _look(self, session: Session, push: Push, epoch: str, now: int) -> Kept:
        """A push that the main branch did not take as it is."""
        h = push.header
        tips = branches.tips(session, h.device, h.epoch)
        for tip in tips:
            if (tip.seq, tip.head) == (h.first - 1, h.prev) and take(session, [push], now, tip.branch).each[0]:
                return Kept(Tip(tip.branch, h.last, h.head), epoch, now)
        if not tips:
            # first of its log: it came twice in one group, or it begins too late
            if h.first == 1 and take(session, [push], now).each[0]:
                return Kept(Tip(MAIN, h.last, h.head), epoch, now)
            return Kept(Tip(MAIN, 0, NO_HASH), epoch, now, expected=True)
        tip, expected = self._compare(session, push, tips, now)
        return Kept(tip, epoch, now, expected)

    def _compare(self, session: Session, push: Push, tips: Sequence[Tip], now: int) -> tuple[Tip, bool]:
        """Compares with what is held of the same numbers: a resend, an overlap, or where the log parts. Tells the tip
        now, and whether the sender is to cut again behind it.
        """
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
                return tip, h.last > tip.seq
            if same or h.first == 1 or branches.at(session, h.device, h.epoch, tip.branch, h.first - 1) == h.prev:
                best = max(best, same + 1)
        if h.first > main.seq + 1 or (h.first == main.seq + 1 and not best):
            return main, True
        if not best:
            before = branches.at(session, h.device, h.epoch, MAIN, h.first - 1) or NO_HASH
            return Tip(MAIN, h.first - 1, before), True
        overlap = best - 1
        branch = own[overlap]
        session.execute(
            f"INSERT INTO batches ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?) ON CONFLICT DO NOTHING",
            (h.device, h.epoch, branch, h.first, h.last, h.prev, h.head, h.count, overlap, now, push.data),
        )
        return Tip(branch, h.last, h.head), False


def receipt_body(document: Signed) -> dict[str, str]:
    return {"text": document.text, "signature": document.signature}
