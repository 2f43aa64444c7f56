"""The hub's keys: the seed that signs, and the raw key of a SQLite database, in a file of mode 0600.

The file lies outside the database and its backups, so that a database that was copied or restored elsewhere is
not the hub. Keys for other purposes are worked out from the seed, each under a name of its own.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from desktop.core.errors import EnvironmentFailed, Refused
from desktop.core.keys import DeviceKey


@dataclass(frozen=True)
class HubKeys:
    """`seed` of the Ed25519 key and `database`, the raw key of a SQLite file; 32 bytes each."""

    seed: bytes
    database: bytes

    @cached_property
    def device(self) -> DeviceKey:
        """The hub's own key: it is a device."""
        return DeviceKey(self.seed)

    @property
    def id(self) -> str:
        return self.device.device

    def purpose(self, name: str) -> bytes:
        """A key of 32 bytes for one purpose (`challenge`, `phone`, `code`)."""
        return hashlib.blake2b(name.encode(), key=self.seed, person=b"quanyi-hub", digest_size=32).digest()


def new_keys() -> HubKeys:
    return HubKeys(secrets.token_bytes(32), secrets.token_bytes(32))


def write_keys(place: Path, keys: HubKeys) -> None:
    """Makes the key file; raises `Refused("hub_key_exists")` rather than write over one."""
    text = json.dumps({"v": 1, "seed": keys.seed.hex(), "database": keys.database.hex()})
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise Refused("hub_key_exists", file=str(place)) from error
    except OSError as error:
        raise EnvironmentFailed("disk_failed", detail=str(error)) from error
    with os.fdopen(handle, "w") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())


def read_keys(place: Path) -> HubKeys:
    """Raises `EnvironmentFailed`: `hub_key_missing`, or `hub_key_unreadable` for a file that is no key file or that
    others may read.
    """
    try:
        if os.name == "posix" and place.stat().st_mode & 0o077:
            raise EnvironmentFailed("hub_key_unreadable", file=str(place))
        plain = json.loads(place.read_text("utf-8"))
        keys = HubKeys(bytes.fromhex(plain["seed"]), bytes.fromhex(plain["database"]))
    except FileNotFoundError as error:
        raise EnvironmentFailed("hub_key_missing", file=str(place)) from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise EnvironmentFailed("hub_key_unreadable", file=str(place)) from error
    if len(keys.seed) != 32 or len(keys.database) != 32:
        raise EnvironmentFailed("hub_key_unreadable", file=str(place))
    return keys
