"""Walks the hub's logs: every batch of every device, and the hub's own entries; changes nothing."""

from __future__ import annotations

from dataclasses import dataclass, field

from desktop.core import batch as batches
from desktop.core import entry as entries
from desktop.core.batch import BadBatch
from desktop.core.entry import NO_HASH
from hub.database import Session
from hub.members import find_member


@dataclass
class Walked:
    """What a walk found; `tables` rows by name, `faults` codes."""

    facts: int = 0
    epochs: int = 0
    head: str = NO_HASH
    tables: dict[str, int] = field(default_factory=dict)
    faults: list[dict[str, object]] = field(default_factory=list)


def walk_devices(session: Session, walked: Walked) -> None:
    """Every batch of every device: signature, links, and that each begins where the one before it ends."""
    logs = session.rows("SELECT DISTINCT device, epoch, branch FROM batches ORDER BY device, epoch, branch")
    for device, epoch, branch in logs:
        member = find_member(session, device)
        if member is None:
            walked.faults.append({"fault": "device_unknown", "device": device})
            continue
        walked.epochs += not branch
        last, head = 0, ""
        keys = session.rows(
            "SELECT first, overlap FROM batches WHERE device = ? AND epoch = ? AND branch = ? ORDER BY first",
            (device, epoch, branch),
        )
        for first, overlap in keys:
            data = bytes(
                session.row(
                    "SELECT data FROM batches WHERE device = ? AND epoch = ? AND branch = ? AND first = ?",
                    (device, epoch, branch, first),
                )[0]
            )
            try:
                batch = batches.read(data)
                count = sum(1 for _ in batches.links(batch, member.public))
            except BadBatch as error:
                walked.faults.append({"fault": error.code, "device": device, "epoch": epoch, "seq": first})
                break
            header = batch.header
            begins = header.first == 1 if not branch and not last else not last or first == last + 1
            links = begins and (not last or header.prev == head)
            if (header.device, header.epoch, header.first) != (device, epoch, first) or not links:
                walked.faults.append({"fault": "chain_broken", "device": device, "epoch": epoch, "seq": first})
            last, head = header.last, header.head
            walked.facts += count - overlap


def walk_own(session: Session, hub: str, walked: Walked) -> None:
    epoch, seq, head = "", 0, NO_HASH
    for row in session.rows("SELECT epoch, seq, hash, data FROM journal ORDER BY number"):
        data = bytes(row[3])
        try:
            entry = entries.from_bytes(data)
        except entries.BadEntry:
            walked.faults.append({"fault": "entry_wrong", "device": hub, "epoch": row[0], "seq": row[1]})
            continue
        if row[0] != epoch:
            epoch, seq = row[0], 0
        fits = (entry.device, entry.epoch, entry.seq, entry.prev) == (hub, epoch, seq + 1, head)
        if not fits or entries.hash_of(data) != row[2] or entry.seq != row[1]:
            walked.faults.append({"fault": "chain_broken", "device": hub, "epoch": epoch, "seq": row[1]})
        seq, head = row[1], row[2]
    walked.head = head
