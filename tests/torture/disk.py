"""A model of a disk that loses power: what was synced stays, of the rest any part may have arrived.

Each write that was not yet followed by a sync of its file arrives whole, not at all, or in some of its
512-byte sectors, in any order among the others; sizes likewise. Names are as after some beginning of the
folder's changes since its last sync, since no file system takes those out of order.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from tests.torture.tracing import Event

SECTOR = 512
# How much of what was not synced arrives, from nothing to all; drawn anew for each state.
SHARES = (0.0, 0.0, 0.1, 0.5, 0.9, 1.0)


@dataclass
class _File:
    """Bytes as synced, and what was done since: (offset, bytes) or (size, None) for a cut."""

    synced: bytearray = field(default_factory=bytearray)
    waiting: list[tuple[int, bytes | None]] = field(default_factory=list)

    def length(self) -> int:
        """As the program sees it."""
        length = len(self.synced)
        for at, data in self.waiting:
            length = at if data is None else max(length, at + len(data))
        return length

    def sync(self) -> None:
        for at, data in self.waiting:
            _apply(self.synced, at, data)
        self.waiting.clear()

    def crashed(self, chance: random.Random, share: float) -> bytearray:
        left = bytearray(self.synced)
        for at, data in self.waiting:
            if data is None:
                if chance.random() < share:
                    _apply(left, at, None)
            else:
                _arrive(left, at, data, chance, share)
        return left


def _apply(content: bytearray, at: int, data: bytes | None) -> None:
    if data is None:
        del content[at:]
        content.extend(bytes(at - len(content)))
        return
    content.extend(bytes(max(at - len(content), 0)))
    content[at : at + len(data)] = data


def _arrive(content: bytearray, at: int, data: bytes, chance: random.Random, share: float) -> None:
    """A write as the disk may have taken it; sectors lie at multiples of 512 of the file."""
    torn = chance.random() < 0.3
    if not torn:
        if chance.random() < share:
            _apply(content, at, data)
        return
    begin = 0
    while begin < len(data):
        end = min(begin + SECTOR - (at + begin) % SECTOR, len(data))
        if chance.random() < share:
            _apply(content, at + begin, data[begin:end])
        begin = end


class Disk:
    """A folder on this disk. `take` follows events, `crash` leaves a state of it somewhere."""

    def __init__(self, folder: Path) -> None:
        files = {file.name: _File(bytearray(file.read_bytes())) for file in folder.iterdir() if file.is_file()}
        self._synced = dict(files)
        self._names = files
        self._changes: list[tuple[str, str, _File]] = []

    def take(self, event: Event) -> None:
        if event.what in ("create", "empty"):
            if event.name not in self._names:
                self._names[event.name] = _File()
                self._changes.append(("add", event.name, self._names[event.name]))
            elif event.what == "empty":
                self._names[event.name].waiting.append((0, None))
        elif event.what == "append":
            file = self._names[event.name]
            file.waiting.append((file.length(), event.data))
        elif event.what == "write":
            self._names[event.name].waiting.append((event.at, event.data))
        elif event.what == "cut":
            self._names[event.name].waiting.append((event.at, None))
        elif event.what == "sync":
            self._names[event.name].sync()
        elif event.what == "unlink":
            self._changes.append(("drop", event.name, self._names.pop(event.name)))
        elif event.what == "rename":
            moved, to = self._names.pop(event.name), event.data.decode()
            self._names[to] = moved
            self._changes += [("drop", event.name, moved), ("add", to, moved)]
        elif event.what == "sync_folder":
            self._synced = dict(self._names)
            self._changes.clear()

    def take_all(self, events: Iterable[Event]) -> None:
        for event in events:
            self.take(event)

    def crash(self, place: Path, chance: random.Random) -> None:
        """Writes one of the states that the disk may be in into an empty folder."""
        share = chance.choice(SHARES)
        names = dict(self._synced)
        for what, name, file in self._changes[: chance.randint(0, len(self._changes))]:
            if what == "add":
                names[name] = file
            else:
                names.pop(name, None)
        for name, file in names.items():
            (place / name).write_bytes(file.crashed(chance, share))
        if chance.random() < 0.3:
            # the index of the log is shared memory; what is left of it may be anything
            (place / "station.db-shm").write_bytes(chance.randbytes(32_768))
