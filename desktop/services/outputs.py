"""Files that go out of the program: written whole or not at all."""

from __future__ import annotations

import hashlib
from pathlib import Path

from desktop.store.folder import replace_file


def write_output(place: Path, data: bytes) -> None:
    """Writes a file beside and renames it; raises `EnvironmentFailed("output_unwritable")`."""
    replace_file(place, data)


def digest_of(data: bytes) -> str:
    """SHA-256, hex."""
    return hashlib.sha256(data).hexdigest()
