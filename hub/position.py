"""How far the hub has come, kept beside its key and outside its database, as a device keeps its own.

A database that lacks it is an older copy that was put back. It must not go on under numbers and feed positions that
devices have seen already, so a new hub epoch is opened before anything is written.

The projector keeps it, behind its commits and at most once a second: a push pays nothing for it, and what devices
may have seen of the feed has its position from the projector. After a power cut it may be a second old, which only
means that a copy of that very second is not told from the present one; a device's receipt then tells it
(`hub/restored.py`).
"""

from __future__ import annotations

import contextlib
import json
import os
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from hub.database import JOURNAL_LOCK, Session
from hub.outgoing import POSITION
from hub.parts import Parts

EVERY_S = 1.0


@dataclass(frozen=True)
class Position:
    """The end of the hub's own journal (`epoch`, `number` and `hash` of its last entry), and the last feed position."""

    epoch: str
    number: int
    hash: str
    feed: int


def place_of(key: Path) -> Path:
    """The file beside a key file."""
    return key.with_name(f"{key.name}.position")


def read_position(key: Path) -> Position | None:
    """What was last kept; None where nothing was, or what is there cannot be read: then nothing can be told."""
    try:
        plain = json.loads(place_of(key).read_text("utf-8"))
        return Position(str(plain["epoch"]), int(plain["number"]), str(plain["hash"]), int(plain["feed"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def position_in(session: Session) -> Position | None:
    """Where a database stands; None before `init`."""
    last = session.row("SELECT epoch, number, hash FROM journal ORDER BY number DESC LIMIT 1")
    feed = session.row("SELECT value FROM hub_state WHERE name = ?", (POSITION,))
    return Position(last[0], int(last[1]), last[2], int(feed[0]) if feed else 0) if last else None


def keep_position(key: Path, position: Position) -> bool:
    """Puts it beside the key, whole or not at all; False when the disk refuses, which holds nothing up."""
    place = place_of(key)
    beside = place.with_name(f"{place.name}.new")
    try:
        with beside.open("wb") as file:
            file.write(json.dumps(asdict(position)).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, place)
    except OSError:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
        return False
    return True


def lacks(session: Session, kept: Position) -> bool:
    """Whether a database is behind what was kept, or has gone on another way."""
    found = position_in(session)
    here = session.row("SELECT epoch, hash FROM journal WHERE number = ?", (kept.number,))
    return found is None or here is None or (here[0], here[1]) != (kept.epoch, kept.hash) or found.feed < kept.feed


def go_on(parts: Parts) -> bool:
    """Called before anything is written; whether the database had been put back, and a new hub epoch was opened."""
    key = parts.database.place.key
    kept = read_position(key)
    if kept is None:
        return False
    with parts.database.read() as session:
        if not lacks(session, kept):
            return False
    with parts.database.write() as session:
        session.lock(JOURNAL_LOCK)
        # another process may have been quicker
        kept = read_position(key)
        if kept is None or not lacks(session, kept):
            return False
        parts.journal.begin(session, "behind")
        found = position_in(session)
        assert found is not None
        # before the commit: should that fail, the next start opens an epoch once more
        keep_position(key, found)
    return True


class Keeper:
    """Keeps the position from time to time; one for each that works as the projector."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._kept = read_position(parts.database.place.key)
        self._next = 0.0

    def step(self, *, now: bool = False) -> bool:
        """Keeps where the database stands, when a second has gone by since the last time (or `now`); False when
        the disk refuses.
        """
        if not now and time.monotonic() < self._next:
            return True
        self._next = time.monotonic() + EVERY_S
        with self._parts.database.read() as session:
            found = position_in(session)
        if found is None or found == self._kept:
            return True
        if not keep_position(self._parts.database.place.key, found):
            return False
        self._kept = found
        return True
