"""The last entry that the hub acknowledged, kept beside the key and outside the database.

A database that lacks it is an older copy: its log must not go on under numbers that are taken already, so it opens a
new epoch. The log's end at the last closing (`store/folder.py`) tells the same of what no hub has seen; that is
damage, unless the hub holds all of it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from desktop.core import keys
from desktop.core.entry import NO_HASH
from desktop.core.errors import Broken
from desktop.store.epoch import continue_epoch
from desktop.store.folder import End, Folder
from desktop.store.journal import Store
from desktop.store.outbox import hash_at


class Notes(Protocol):
    def note(self, folder: Path, name: str, text: str) -> None: ...
    def noted(self, folder: Path, name: str) -> str: ...


def beside_key(notes: Notes, folder: Folder, device: str) -> Callable[[End], None]:
    """Keeps an end beside the key of this folder; writes only what is new."""
    name = folder.label(half=True).folder if folder.exists else ""

    def remember(end: End) -> None:
        text = json.dumps({"device": device, "epoch": end.epoch, "seq": end.seq, "hash": end.hash})
        if notes.noted(folder.path, name) != text:
            notes.note(folder.path, name, text)

    return remember


def known(notes: Notes, folder: Folder, device: str) -> End | None:
    """What was last acknowledged of this device's log; None when nothing was."""
    try:
        table = json.loads(notes.noted(folder.path, folder.label(half=True).folder))
        return End(str(table["epoch"]), int(table["seq"]), str(table["hash"])) if table["device"] == device else None
    except (ValueError, KeyError, TypeError):
        return None


def begin(notes: Notes, folder: Folder, store: Store) -> None:
    """After a new epoch was opened: of it nothing is acknowledged, and what was before it decides nothing more."""
    if known(notes, folder, store.device) is not None:
        beside_key(notes, folder, store.device)(End(store.head.epoch, 0, NO_HASH))


def go_on(notes: Notes, folder: Folder, store: Store, key: keys.DeviceKey) -> None:
    """Called when a folder is opened. Raises `Broken("log_cut")` for a tail that is lost for good."""
    held, end = known(notes, folder, store.device), folder.known_end()
    if (
        end is not None
        and not _stands(store, end)
        and not (held is not None and held.epoch == end.epoch and held.seq >= end.seq)
    ):
        raise Broken("log_cut", seq=end.seq)
    if held is not None and not _stands(store, held):
        continue_epoch(store, public=key.public, reason="behind")
        begin(notes, folder, store)


def _stands(store: Store, end: End) -> bool:
    with store.database.read() as connection:
        row = connection.exec_driver_sql("SELECT log FROM logs WHERE own = 1 AND epoch = ?", (end.epoch,)).fetchone()
        return row is not None and hash_at(connection, row[0], end.seq) == end.hash
