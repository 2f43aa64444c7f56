"""A backup that says it is good has been opened, checked and replayed.

The file: `QYB1`, four bytes length (big-endian), a JSON header, then a copy of the encrypted database. The
header holds the database key wrapped by the recovery code, and SHA-256 of what follows; the device's own key
is never in it, so that a restore cannot pass for the device that made it.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import os
import shutil
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from desktop.core.errors import Broken, EnvironmentFailed, Refused
from desktop.store import beside
from desktop.store.database import Database
from desktop.store.folder import FORMAT, sync_folder
from desktop.store.replay import Verdict, verify

MAGIC = b"QYB1"
HEADER_MOST = 65_536
CHUNK = 1 << 20
WRAPPED = "recovery.wrapped"


@dataclass(frozen=True)
class Header:
    """What a backup says of itself; `made` ms UTC, `wrapped` the database key under the recovery code."""

    format: int
    made: int
    facts: int
    head: str
    digest: str
    wrapped: bytes


def back_up(database: Database, key: bytes, place: Path, made: int) -> Header:
    """Writes a checked copy to `place`. Raises `EnvironmentFailed` when it cannot be written, and `Broken`
    when the copy does not verify; a file under that name is replaced only by a good one.
    """
    copy = Path(f"{database.path}.copy")
    beside_place = place.with_name(place.name + ".new")
    copy.unlink(missing_ok=True)
    try:
        with database.side() as connection:
            connection.exec_driver_sql("VACUUM INTO ?", (str(copy),))
        verdict = _checked(copy, key)
        with database.read() as connection:
            wrapped = base64.b64decode(beside.setting(connection, WRAPPED) or "")
        header = Header(FORMAT, made, verdict.facts, verdict.head, _digest(copy), wrapped)
        try:
            _assemble(header, copy, beside_place)
            if read_header(beside_place) != header or _payload_digest(beside_place) != header.digest:
                raise Broken("backup_unreadable", file=str(place))
            beside_place.replace(place)
            sync_folder(place.parent)
        except OSError as error:
            raise EnvironmentFailed("output_unwritable", file=str(place), detail=error.strerror) from error
        return header
    finally:
        copy.unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            beside_place.unlink()


def read_header(place: Path) -> Header:
    """The header of a backup; raises `Refused("backup_not_ours")` or `EnvironmentFailed`."""
    try:
        with place.open("rb") as file:
            return _header(file)
    except OSError as error:
        raise EnvironmentFailed("input_unreadable", file=str(place), detail=error.strerror) from error


def unpack(place: Path, key: bytes, into: Path) -> Header:
    """Takes the database out of a backup to `into`, then opens, walks and replays it before saying so."""
    header = read_header(place)
    if header.format > FORMAT:
        raise EnvironmentFailed("folder_newer", folder=str(place), format=header.format)
    try:
        if _payload_digest(place) != header.digest:
            raise Broken("backup_damaged", file=str(place))
        with place.open("rb") as file, into.open("wb") as out:
            _header(file)
            shutil.copyfileobj(file, out, CHUNK)
            out.flush()
            os.fsync(out.fileno())
    except OSError as error:
        raise EnvironmentFailed("output_unwritable", file=str(into), detail=error.strerror) from error
    try:
        verdict = _checked(into, key)
    except Broken as error:
        # whole, as its digest says, and yet not to be opened
        if error.code == "database_damaged":
            raise EnvironmentFailed("key_other", folder=str(place)) from error
        raise
    if (verdict.facts, verdict.head) != (header.facts, header.head):
        raise Broken("backup_damaged", file=str(place))
    return header


def _checked(copy: Path, key: bytes) -> Verdict:
    database = Database(copy, key)
    try:
        # a photo that was lost must not keep a station from its backups: that is for `verify` to say
        verdict = verify(database, key, beside=False)
        database.erase_log()
    finally:
        database.close()
    if not verdict.ok:
        raise Broken("backup_damaged", file=copy.name)
    for end in ("-wal", "-shm"):
        Path(f"{copy}{end}").unlink(missing_ok=True)
    return verdict


def _assemble(header: Header, copy: Path, place: Path) -> None:
    table = {
        "format": header.format,
        "made": header.made,
        "facts": header.facts,
        "head": header.head,
        "digest": header.digest,
        "wrapped": base64.b64encode(header.wrapped).decode(),
    }
    text = json.dumps(table, sort_keys=True).encode()
    with place.open("wb") as out, copy.open("rb") as source:
        out.write(MAGIC + struct.pack(">I", len(text)) + text)
        shutil.copyfileobj(source, out, CHUNK)
        out.flush()
        os.fsync(out.fileno())


def _header(file: BinaryIO) -> Header:
    start = file.read(8)
    if len(start) != 8 or start[:4] != MAGIC:
        raise Refused("backup_not_ours", file=file.name)
    length = struct.unpack(">I", start[4:])[0]
    if length > HEADER_MOST:
        raise Refused("backup_not_ours", file=file.name)
    try:
        table = json.loads(file.read(length))
        return Header(
            int(table["format"]),
            int(table["made"]),
            int(table["facts"]),
            str(table["head"]),
            str(table["digest"]),
            base64.b64decode(table["wrapped"]),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise Refused("backup_not_ours", file=file.name) from error


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    while chunk := file.read(CHUNK):
        yield chunk


def _digest(place: Path) -> str:
    digest = hashlib.sha256()
    with place.open("rb") as file:
        for chunk in _chunks(file):
            digest.update(chunk)
    return digest.hexdigest()


def _payload_digest(place: Path) -> str:
    digest = hashlib.sha256()
    with place.open("rb") as file:
        _header(file)
        for chunk in _chunks(file):
            digest.update(chunk)
    return digest.hexdigest()
