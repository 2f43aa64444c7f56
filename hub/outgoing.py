"""What goes into the feed, with gap-free positions: only the projector gives them, one transaction at a time."""

from __future__ import annotations

from typing import Any

import msgspec

from desktop.core import canonical
from desktop.core.feed import SORTS
from hub.database import Session
from hub.projection import write_many

POSITION = "position"
_NAMES = {sort: name for name, sort in SORTS.items()}


class Outgoing:
    """The feed of one transaction of the projector."""

    def __init__(self, session: Session) -> None:
        self._session = session
        row = session.row("SELECT value FROM hub_state WHERE name = ?", (POSITION,))
        self._start = self.position = int(row[0]) if row else 0
        self._rows: list[tuple[Any, ...]] = []

    def take(self) -> int:
        """The next position, for a batch or an entry of the hub."""
        self.position += 1
        return self.position

    def send(
        self, body: msgspec.Struct, *, audience: str = "", origin: str = "", source: str = "", until: int = 0
    ) -> None:
        """An item for all, a site or a device; `origin` the site and `source` the device that have it already."""
        text = canonical.encode(body).decode()
        self._rows.append((self.take(), audience, origin, source, _NAMES[type(body)], until, text))

    def flush(self) -> None:
        write_many(
            self._session,
            "INSERT INTO feed (position, audience, origin, source, sort, until, body) {rows}",
            "nttttnt",
            self._rows,
        )
        self._rows.clear()
        if self.position != self._start:
            self._session.execute(
                "INSERT INTO hub_state (name, value) VALUES (?, ?)"
                " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                (POSITION, str(self.position)),
            )
            self._start = self.position
