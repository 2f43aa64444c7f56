"""This place under its two ids: the one it was made with, and the hub's once it has joined.

Derived rows are kept under the first for ever, so that joining changes no row and a replay comes to the same;
entries written after joining bear the hub's.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

LOCAL, JOINED, BEFORE = "site", "hub.site", "hub.sites"


@dataclass(frozen=True)
class Home:
    """`local` is the id in derived rows, `joined` the hub's (empty before joining), `before` all ids that hubs
    ever gave this place: what an earlier hub said of it still is about here.
    """

    local: str
    joined: str = ""
    before: frozenset[str] = frozenset()

    @property
    def named(self) -> str:
        """The id in new entries."""
        return self.joined or self.local

    def of(self, site: str, *, own: bool) -> str:
        """The id for the rows of an entry about `site`; `own` for logs of this place's devices, which speak of
        no other place.
        """
        return self.local if own or site == self.joined or site in self.before else site

    def is_here(self, site: str) -> bool:
        """Whether an id for rows, as `of` gives it, is this place's."""
        return site == self.local

    def joining(self, site: str) -> Home:
        """This place once a hub has called it `site`."""
        return Home(self.local, site, self.before | {site})


def read_home(connection: Connection) -> Home | None:
    """As the settings say; None for a database without a place."""
    rows = connection.exec_driver_sql(
        "SELECT name, value FROM settings WHERE name IN (?, ?, ?)", (LOCAL, JOINED, BEFORE)
    ).fetchall()
    known = {row[0]: str(row[1]) for row in rows}
    if LOCAL not in known:
        return None
    return Home(known[LOCAL], known.get(JOINED, ""), frozenset(known.get(BEFORE, "").split()))
