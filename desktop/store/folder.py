"""A data folder: one encrypted file, a plain label without any personal data, and a lock.

The label `folder.json` says which format and which key the folder has, so that a folder of a newer version,
one in use, one that was half restored and one opened with another key are each told apart before anything is
touched.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
from dataclasses import dataclass
from pathlib import Path

from desktop.core.errors import EnvironmentFailed, Refused

FORMAT = 1
DATABASE = "station.db"
LABEL = "folder.json"
END = "end.json"
LOCK = "lock"
RESTORING = "restoring"
MAKING = "making"


def key_check(key: bytes) -> str:
    """Tells a key from another without telling the key: 8 bytes of SHA-256, hex."""
    import hashlib  # loads OpenSSL, and the window paints before it has a key to check

    return hashlib.sha256(b"quanyi/key-check/1\0" + key).hexdigest()[:16]


@dataclass(frozen=True)
class Label:
    format: int
    folder: str
    check: str


@dataclass(frozen=True)
class End:
    """The last entry of this device's log: its epoch, number and hash."""

    epoch: str
    seq: int
    hash: str


class Folder:
    """A data folder at `path`. `hold` takes the lock, which a kill releases."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock: int | None = None

    @property
    def database(self) -> Path:
        return self.path / DATABASE

    @property
    def exists(self) -> bool:
        return (self.path / LABEL).exists()

    @property
    def taken(self) -> bool:
        """Whether it holds a station, or may: one that lost its label is not made anew either."""
        return self.exists or (self.database.exists() and not (self.path / MAKING).exists())

    @property
    def half_restored(self) -> bool:
        return (self.path / RESTORING).exists()

    def hold(self, *, create: bool = False) -> None:
        """Takes the folder for this process; raises `EnvironmentFailed("folder_in_use")`."""
        try:
            if create:
                self.path.mkdir(parents=True, exist_ok=True)
            if not self.path.is_dir():
                raise Refused("folder_missing", folder=str(self.path))
            lock = os.open(self.path / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise EnvironmentFailed("folder_unusable", folder=str(self.path), detail=error.strerror) from error
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(lock)
            raise EnvironmentFailed("folder_in_use", folder=str(self.path)) from error
        self._lock = lock

    def release(self) -> None:
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def label(self, *, half: bool = False) -> Label:
        """Reads the label; raises for a missing, newer or half-restored folder (`half`: that one may be)."""
        if not half and (self.path / RESTORING).exists():
            raise EnvironmentFailed("folder_half_restored", folder=str(self.path))
        try:
            table = json.loads((self.path / LABEL).read_text("utf-8"))
            label = Label(int(table["format"]), str(table["folder"]), str(table["check"]))
        except FileNotFoundError as error:
            raise Refused("folder_missing", folder=str(self.path)) from error
        except OSError as error:
            raise EnvironmentFailed("folder_unusable", folder=str(self.path), detail=error.strerror) from error
        except (ValueError, KeyError, TypeError) as error:
            raise EnvironmentFailed("folder_label_damaged", folder=str(self.path)) from error
        if label.format > FORMAT:
            raise EnvironmentFailed("folder_newer", folder=str(self.path), format=label.format)
        return label

    def write_label(self, label: Label) -> None:
        text = json.dumps({"format": label.format, "folder": label.folder, "check": label.check}) + "\n"
        (self.path / END).unlink(missing_ok=True)
        replace_file(self.path / LABEL, text.encode())

    def drop_label(self) -> None:
        """Of a folder whose making was refused."""
        (self.path / LABEL).unlink(missing_ok=True)

    def note_end(self, end: End) -> None:
        """Remembers where the log stood when the folder was closed, so that a log cut short is noticed."""
        if self.known_end() != end:
            text = json.dumps({"epoch": end.epoch, "seq": end.seq, "hash": end.hash}) + "\n"
            replace_file(self.path / END, text.encode())

    def known_end(self) -> End | None:
        """Where the log stood at the last closing; None when that is not known (a kill, a restore, no file)."""
        try:
            table = json.loads((self.path / END).read_text("utf-8"))
            return End(str(table["epoch"]), int(table["seq"]), str(table["hash"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def check_key(self, key: bytes) -> None:
        if self.label().check != key_check(key):
            raise EnvironmentFailed("key_other", folder=str(self.path))


def replace_file(place: Path, data: bytes) -> None:
    """Writes beside, syncs, renames, syncs the folder: the file is the old one or the new one, never half."""
    beside = place.with_name(place.name + ".new")
    try:
        with beside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(place)
        sync_folder(place.parent)
    except OSError as error:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise EnvironmentFailed("output_unwritable", file=str(place), detail=error.strerror) from error


def sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
