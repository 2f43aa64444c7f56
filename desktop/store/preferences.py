"""Where the machine's preferences are kept: a plain file in the data folder, outside the database and its backups."""

from __future__ import annotations

from pathlib import Path

from desktop.core.preferences import Preferences, parse_preferences, spell_preferences
from desktop.store.folder import replace_file

FILE = "preferences.json"
LENGTH_MOST = 64_000


def read_preferences(folder: Path) -> Preferences:
    """As they were kept; the usual ones where there are none or the file cannot be read."""
    try:
        with (folder / FILE).open("rb") as file:
            data = file.read(LENGTH_MOST)
    except OSError:
        return Preferences()
    return parse_preferences(data.decode("utf-8", "replace"))


def keep_preferences(folder: Path, preferences: Preferences) -> None:
    """Raises `EnvironmentFailed("output_unwritable")`; nothing is done where the folder is not there yet."""
    if folder.is_dir():
        replace_file(folder / FILE, spell_preferences(preferences).encode())
