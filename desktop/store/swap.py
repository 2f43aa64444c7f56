"""Putting a restored database in the place of another, so that it can be broken off anywhere and done again.

The marker `restoring` stands from before anything is moved until the restored folder is whole. It remembers
what the replaced database knew and the restored one does not: who was forgotten, which cards were withdrawn.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from pathlib import Path

from desktop.core.errors import Broken, EnvironmentFailed
from desktop.store.database import Database
from desktop.store.folder import RESTORING, Folder, replace_file

COMING = "coming.db"
ENDS = ("", "-wal", "-shm")
_KEPT = re.compile(r"replaced-([0-9]{13})\.db")
# Copies of the database that a kill may leave behind: of a backup, a check, a restore.
LEFT = (".copy", ".replay")


@dataclass(frozen=True)
class Remembered:
    """`forgotten` riders; `withdrawn` cards as (rider, issued, reason); `blanked` notes as (hash, the fact that
    names it, reason); `kept` the replaced file's name.
    """

    forgotten: frozenset[str] = frozenset()
    withdrawn: frozenset[tuple[str, int, str]] = frozenset()
    blanked: frozenset[tuple[str, str, str]] = frozenset()
    kept: str = ""

    def joined(self, other: Remembered) -> Remembered:
        return Remembered(
            self.forgotten | other.forgotten,
            self.withdrawn | other.withdrawn,
            self.blanked | other.blanked,
            self.kept,
        )


def read_marker(folder: Folder) -> Remembered:
    """What a restore that was broken off remembers; nothing where there is none."""
    try:
        table = json.loads((folder.path / RESTORING).read_text("utf-8"))
        withdrawn = frozenset((str(rider), int(issued), str(why)) for rider, issued, why in table["withdrawn"])
        blanked = frozenset((str(note), str(of), str(why)) for note, of, why in table["blanked"])
        return Remembered(frozenset(table["forgotten"]), withdrawn, blanked, str(table["kept"]))
    except (OSError, ValueError, KeyError, TypeError):
        return Remembered()


def read_database(place: Path, key: bytes) -> Remembered:
    """What a database that is to be replaced knows; nothing when it cannot be read."""
    if not place.exists():
        return Remembered()
    try:
        database = Database(place, key)
    except (Broken, EnvironmentFailed):
        return Remembered()
    try:
        with database.read() as connection:
            forgotten = connection.exec_driver_sql("SELECT rider FROM riders WHERE forgotten_day IS NOT NULL")
            gone = frozenset(row[0] for row in forgotten)
            cards = connection.exec_driver_sql(
                "SELECT rider, issued, withdrawn_reason FROM cards WHERE withdrawn_at IS NOT NULL"
            )
            withdrawn = frozenset((row[0], row[1], row[2]) for row in cards)
            notes = connection.exec_driver_sql("SELECT note, of, reason FROM blanked_notes")
            blanked = frozenset((row[0], row[1], row[2]) for row in notes)
        database.erase_log()
        return Remembered(gone, withdrawn, blanked)
    except (Broken, EnvironmentFailed):
        return Remembered()
    finally:
        database.close()


def begin(folder: Folder, remembered: Remembered, now: int) -> Remembered:
    """Sets the marker; from here on the folder says `half restored`."""
    kept = remembered.kept
    while not kept or (kept != remembered.kept and (folder.path / kept).exists()):
        kept, now = f"replaced-{now}.db", now + 1
    told = replace(remembered, kept=kept)
    table = {
        "forgotten": sorted(told.forgotten),
        "withdrawn": sorted(told.withdrawn),
        "blanked": sorted(told.blanked),
        "kept": kept,
    }
    replace_file(folder.path / RESTORING, json.dumps(table).encode())
    return told


def put_in_place(folder: Folder, kept: str) -> None:
    """Keeps the replaced database with its log beside, and moves the coming one in its place."""
    place = folder.path / kept
    if place.exists() and folder.database.exists():
        # the replaced one was kept before the restore was broken off: this is the half-restored one
        clear(folder.database)
    for end in ENDS:
        beside = Path(f"{folder.database}{end}")
        if beside.exists():
            beside.replace(Path(f"{place}{end}"))
    (folder.path / COMING).replace(folder.database)


def replaced(folder: Folder) -> list[tuple[Path, int]]:
    """Databases that restores replaced and kept, each with the time of its restore (ms UTC), oldest first."""
    found = [(place, match) for place in folder.path.iterdir() if (match := _KEPT.fullmatch(place.name))]
    return sorted(((place, int(match[1])) for place, match in found), key=lambda each: each[1])


def files_of(place: Path) -> list[Path]:
    """The files of a database that are there: itself last, so that what is left half done is found again."""
    return [file for end in reversed(ENDS) if (file := Path(f"{place}{end}")).exists()]


def finish(folder: Folder) -> None:
    (folder.path / RESTORING).unlink(missing_ok=True)


def clear(place: Path) -> None:
    """Removes a database file with its log."""
    for end in ENDS:
        Path(f"{place}{end}").unlink(missing_ok=True)


def clear_left(folder: Folder) -> None:
    """Removes copies that a kill left behind; called by whoever holds the folder."""
    for place in (*(Path(f"{folder.database}{end}") for end in LEFT), folder.path / COMING):
        clear(place)
