"""A folder that is being made, so that a making that was broken off can begin again.

The mark `making` is set before anything else, only where there is neither label nor database, and the label is
written last, after the first facts. A folder with the mark and without a label therefore holds nothing that was
ever said to be saved. Whoever opens a folder takes the mark away.
"""

from __future__ import annotations

import contextlib
import secrets

from desktop.core.errors import Refused
from desktop.core.keys import Secrets
from desktop.core.site import EpochOpened, OperatorAdded, SiteCreated
from desktop.store.database import Database
from desktop.store.folder import MAKING as MARK
from desktop.store.folder import Folder, replace_file

# The facts that a folder is made with.
FIRST = (EpochOpened.KIND, SiteCreated.KIND, OperatorAdded.KIND)


def begin(folder: Folder) -> str:
    """Sets the mark in a folder that is held; the name under which its keys are kept, the same one when it begins
    again. Raises `Refused("folder_taken")`.
    """
    if folder.taken:
        raise Refused("folder_taken", folder=str(folder.path))
    with contextlib.suppress(OSError, ValueError):
        name = (folder.path / MARK).read_text("ascii").strip()
        if name:
            return name
    name = secrets.token_hex(8)
    replace_file(folder.path / MARK, f"{name}\n".encode())
    return name


def require_nothing_recorded(folder: Folder, known: Secrets) -> None:
    """Raises `Refused("folder_taken")` where a database holds more than what it was made with, mark or no mark."""
    database = Database(folder.database, known.database)
    try:
        with database.read() as connection:
            if connection.exec_driver_sql("SELECT 1 FROM sqlite_master WHERE name = 'journal'").fetchone() is None:
                return
            marks = ", ".join("?" * len(FIRST))
            more = connection.exec_driver_sql(f"SELECT 1 FROM journal WHERE kind NOT IN ({marks}) LIMIT 1", FIRST)
            if more.fetchone() is not None:
                raise Refused("folder_taken", folder=str(folder.path))
    finally:
        database.close()


def done(folder: Folder) -> None:
    """Takes the mark away; what cannot be taken away now is taken away by the next opening."""
    with contextlib.suppress(OSError):
        (folder.path / MARK).unlink(missing_ok=True)
