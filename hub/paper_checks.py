"""验真 at the hub, which knows the keys of all devices: by a paper's code or its file. No page is drawn here."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, text

from desktop.core import keys
from desktop.core.paper_check import CheckedPaper, Known, Looked, check_code, check_file
from hub.supervision import Supervision


@dataclass(frozen=True)
class Answer:
    """`site` is the name of the place where the paper was made, empty where it is not known."""

    checked: CheckedPaper
    site: str


class PaperChecks:
    """Open to everybody: nothing is told that is not on the paper, but the name of the place."""

    def __init__(self, hub: Supervision) -> None:
        self._hub = hub

    def code(self, given: str) -> Answer:
        with self._hub.ground.read() as connection:
            return self._answer(connection, check_code(given, self._known(connection)))

    def file(self, data: bytes) -> Answer:
        """By the line that a device wrote behind it, else by the code that the file says of itself."""
        with self._hub.ground.read() as connection:
            return self._answer(connection, check_file(data, self._known(connection), Looked))

    def _known(self, connection: Connection) -> Known:
        own = self._hub.ground.public
        known, revoked = {keys.key_id(own): own}, {}
        for public, at in connection.execute(text('SELECT "key", revoked_at FROM devices WHERE "key" IS NOT NULL')):
            raw = bytes.fromhex(public)
            known[keys.key_id(raw)] = raw
            if at is not None:
                revoked[keys.key_id(raw)] = int(at) // 1000
        return Known(known, revoked)

    def _answer(self, connection: Connection, checked: CheckedPaper) -> Answer:
        if checked.code is None:
            return Answer(checked, "")
        site = checked.code.origin.site
        if site == self._hub.ground.site:
            return Answer(checked, self._hub.ground.name)
        known = connection.execute(
            text(
                "SELECT s.name FROM sites s WHERE s.site = :site OR s.site = (SELECT a.site FROM site_aliases a"
                " WHERE a.alias = :site)"
            ),
            {"site": site},
        ).scalar()
        return Answer(checked, str(known or ""))
