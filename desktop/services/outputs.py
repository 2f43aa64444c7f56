"""Files that go out of the program, written whole or not at all, and those that somebody hands in."""

from __future__ import annotations

import errno
import hashlib
import os
from pathlib import Path

from desktop.core.errors import EnvironmentFailed, Refused
from desktop.store.folder import replace_file

PAPER_BYTES_MOST = 60_000_000


def write_output(place: Path, data: bytes) -> None:
    """Writes a file beside and renames it; raises `EnvironmentFailed("output_unwritable")`."""
    replace_file(place, data)


def may_write(place: Path) -> None:
    """Tries a file of no length beside it and takes it away; raises `EnvironmentFailed("output_unwritable")`. For what
    is recorded before its file is written: one that cannot be written is then not recorded.
    """
    trial = place.with_name(f".{place.name}.trial")
    try:
        trial.write_bytes(b"")
        trial.unlink()
        if place.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    except OSError as error:
        raise EnvironmentFailed("output_unwritable", file=str(place), detail=error.strerror) from error


def read_input(place: Path) -> bytes:
    """A paper's file. Raises `Refused`: `paper_file_missing`, `paper_file_too_big`, `paper_file_unreadable`."""
    try:
        if place.stat().st_size > PAPER_BYTES_MOST:
            raise Refused("paper_file_too_big")
        return place.read_bytes()
    except FileNotFoundError as error:
        raise Refused("paper_file_missing", file=str(place)[:80]) from error
    except (OSError, ValueError) as error:
        raise Refused("paper_file_unreadable") from error


def digest_of(data: bytes) -> str:
    """SHA-256, hex."""
    return hashlib.sha256(data).hexdigest()
