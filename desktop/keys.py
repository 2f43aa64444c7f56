"""The device's secrets: in the OS keyring, and where there is none in a file only the owner may read.

They lie outside the database and its backups, so that a restored copy can never pass for this device.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import keyring
import keyring.errors

from desktop.core.errors import EnvironmentFailed
from desktop.core.keys import Secrets

SERVICE = "quanyi"
FILE = "device.key"
NOTE = "acknowledged.json"


def save(folder: Path, name: str, secrets: Secrets) -> None:
    """Keeps the secrets of the folder called `name`."""
    text = json.dumps({"seed": secrets.seed.hex(), "database": secrets.database.hex()})
    try:
        keyring.set_password(SERVICE, name, text)
    except keyring.errors.KeyringError:
        _write(folder / FILE, text)


def load(folder: Path, name: str) -> Secrets:
    """The secrets of a folder; raises `EnvironmentFailed("key_missing")`."""
    text: str | None = None
    try:
        text = keyring.get_password(SERVICE, name)
    except keyring.errors.KeyringError:
        text = None
    place = folder / FILE
    if text is None and not place.exists():
        raise EnvironmentFailed("key_missing", folder=str(folder))
    try:
        table = json.loads(place.read_text("ascii") if text is None else text)
        secrets = Secrets(bytes.fromhex(table["seed"]), bytes.fromhex(table["database"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise EnvironmentFailed("key_damaged", folder=str(folder)) from error
    if len(secrets.seed) != 32 or len(secrets.database) != 32:
        raise EnvironmentFailed("key_damaged", folder=str(folder))
    return secrets


def note(folder: Path, name: str, text: str) -> None:
    """Keeps a line beside the key of the folder called `name`: what the hub last acknowledged."""
    try:
        keyring.set_password(SERVICE, f"{name}.acknowledged", text)
    except keyring.errors.KeyringError:
        try:
            _write(folder / NOTE, text)
        except OSError as error:
            raise EnvironmentFailed("disk_failed", detail=error.strerror) from error


def noted(folder: Path, name: str) -> str:
    """The line kept beside the key; empty where there is none."""
    try:
        return keyring.get_password(SERVICE, f"{name}.acknowledged") or ""
    except keyring.errors.KeyringError:
        try:
            return (folder / NOTE).read_text("ascii")
        except (OSError, ValueError):
            return ""


def _write(place: Path, text: str) -> None:
    beside = place.with_name(place.name + ".new")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())
    beside.replace(place)
