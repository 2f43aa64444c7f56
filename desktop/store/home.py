"""This place under its two ids: the one it was made with, and the hub's once it has joined.

Derived rows are kept under the first for ever, so that joining changes no row and a replay comes to the same;
entries written after joining bear the hub's.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

LOCAL, JOINED = "site", "hub.site"


@dataclass(frozen=True)
class Home:
    """`local` is the id in derived rows, `joined` the hub's (empty before joining)."""

    local: str
    joined: str = ""

    @property
    def named(self) -> str:
        """The id in new entries."""
        return self.joined or self.local

    def of(self, site: str, *, own: bool) -> str:
        """The id for the rows of an entry about `site`; `own` for logs of this place's devices, which speak of
        no other place.
        """
        return self.local if own or site == self.joined else site


def read_home(connection: Connection) -> Home | None:
    """As the settings say; None for a database without a place."""
    rows = connection.exec_driver_sql(
        "SELECT name, value FROM settings WHERE name IN (?, ?)", (LOCAL, JOINED)
    ).fetchall()
    known = {row[0]: str(row[1]) for row in rows}
    return Home(known[LOCAL], known.get(JOINED, "")) if LOCAL in known else None
