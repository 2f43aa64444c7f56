"""Upkeep: what stands in the journal, whether it verifies, and a checked copy of it."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from desktop import __version__
from desktop.core.errors import EnvironmentFailed, Refused
from desktop.core.kinds import REGISTRY
from desktop.services.desk import Desk
from desktop.store import backup, replay
from desktop.store.beside import put_setting, setting
from desktop.store.membership import read_membership
from desktop.store.standing import cannot_send, standing

PAGE = 1_000
# The setting that remembers where backups were put.
BACKUPS = "backups"
FOLDERS_MOST = 8
# The setting that remembers the last backup that was made and checked.
LAST_BACKUP = "backup.last"


@dataclass(frozen=True)
class LastBackup:
    """When it was made (ms UTC), where it was put, and how many entries it holds."""

    at: int
    file: str
    facts: int


class Upkeep:
    """Needs no operator: support staff and schedulers run these, and none shows personal data."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def status(self) -> dict[str, object]:
        """The keys of the contract's `status`."""
        store = self.desk.store
        with store.read() as connection:
            stands = standing(connection)
            member = read_membership(connection, self.desk.key)
            return {
                "version": __version__,
                "site": store.home.named,
                "name": self.desk.place.name,
                "device": store.device,
                "epoch": store.head.epoch,
                "facts": stands.captured,
                "acknowledged": stands.acknowledged,
                "waiting": stands.waiting,
                "flagged": stands.flagged,
                "head": store.head.hash,
                "clock": "suspect" if self.desk.clock_suspect() else "ok",
                "hub": member.url if member else None,
                "cannot_send": cannot_send(connection, store.device),
            }

    def facts(self, kind: str | None = None, after: int = 0) -> Iterator[bytes]:
        """Own entries as stored, bytes unchanged, oldest first; `after` a number in today's epoch."""
        if kind is not None and kind not in REGISTRY:
            raise Refused("fact_kind_unknown", kind=kind[:40])
        with self.desk.store.read() as connection:
            arrived = 0
            if after:
                row = connection.exec_driver_sql(
                    "SELECT arrived FROM journal WHERE log = ? AND seq = ?", (self.desk.store.head.log, after)
                ).fetchone()
                arrived = row[0] if row else 2**62
            chosen = "log IN (SELECT log FROM logs WHERE own = 1) AND " + ("" if kind is None else "kind = ? AND ")
            values: tuple[object, ...] = () if kind is None else (kind,)
            while True:
                rows = connection.exec_driver_sql(
                    f"SELECT arrived, data FROM journal WHERE {chosen}arrived > ? ORDER BY arrived LIMIT ?",
                    (*values, arrived, PAGE),
                ).fetchall()
                for row in rows:
                    yield bytes(row[1])
                if len(rows) < PAGE:
                    return
                arrived = rows[-1][0]

    def verify(self) -> replay.Verdict:
        return replay.verify(self.desk.store.database, self.desk.secrets.database)

    def rebuild(self) -> tuple[replay.Verdict, int]:
        """The verdict of the replay, and how many whole seconds it took."""
        began = time.monotonic()
        with self.desk.store.alone():
            verdict = replay.rebuild(self.desk.store.database, self.desk.secrets.database)
        return verdict, round(time.monotonic() - began)

    def back_up(self, place: Path) -> backup.Header:
        """A checked copy at `place`; its folder is remembered, since the copy is to be deleted when it is old."""
        # a disk that is full must not keep anybody from a backup on a stick
        with contextlib.suppress(EnvironmentFailed):
            self._remember(place.absolute().parent)
        header = backup.back_up(self.desk.store.database, self.desk.secrets.database, place, self.desk.now())
        done = {"at": self.desk.now(), "file": str(place.absolute()), "facts": header.facts}
        with contextlib.suppress(EnvironmentFailed), self.desk.store.write() as txn:
            put_setting(txn, LAST_BACKUP, json.dumps(done, ensure_ascii=False))
        return header

    def last_backup(self) -> LastBackup | None:
        """The last one that was made here and found good; None before the first."""
        with self.desk.store.read() as connection:
            kept = setting(connection, LAST_BACKUP)
        return LastBackup(**json.loads(kept)) if kept else None

    def _remember(self, folder: Path) -> None:
        known = self.backup_folders()
        if folder not in known and folder.is_dir():
            kept = [str(each) for each in (*known, folder)][-FOLDERS_MOST:]
            with self.desk.store.write() as txn:
                put_setting(txn, BACKUPS, json.dumps(kept, ensure_ascii=False))

    def backup_folders(self) -> tuple[Path, ...]:
        """Where backups were put, the latest new one last; some may not be there now."""
        with self.desk.store.read() as connection:
            return tuple(Path(each) for each in json.loads(setting(connection, BACKUPS) or "[]"))
