"""验真 at the hub, which knows the keys of all devices: by a paper's code or its file. No page is drawn here."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from sqlalchemy import Connection, text

from desktop.core import keys
from desktop.core.paper_check import CheckedPaper, Known, Looked, Verdict, check_code, check_file
from desktop.core.paper_code import PaperCode
from hub.reading import lines_of
from hub.supervision import Supervision


@dataclass(frozen=True)
class Answer:
    """`site` is the name of the place where the paper was made, empty where it is not known. `journal` of a genuine
    one: `here` where the hub holds the very entry at which it was made, `differs` where it holds another in its place,
    and `elsewhere` where the device has not sent it yet.
    """

    checked: CheckedPaper
    site: str
    journal: str = ""


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
        journal = self._journal(connection, checked.code) if checked.verdict is Verdict.GENUINE else ""
        site = checked.code.origin.site
        if site == self._hub.ground.site:
            return Answer(checked, self._hub.ground.name, journal)
        known = connection.execute(
            text(
                "SELECT s.name FROM sites s WHERE s.site = :site OR s.site = (SELECT a.site FROM site_aliases a"
                " WHERE a.alias = :site)"
            ),
            {"site": site},
        ).scalar()
        return Answer(checked, str(known or ""), journal)

    def _journal(self, connection: Connection, code: PaperCode) -> str:
        """What stands at the code's place in the journal of whoever signed it: the hub's own, or a device's log."""
        origin = code.origin
        if code.device == keys.key_id(self._hub.ground.public):
            rows = connection.execute(
                text("SELECT hash FROM journal WHERE epoch = :epoch AND seq = :seq"),
                {"epoch": origin.epoch, "seq": origin.seq},
            )
            found = [str(row[0]) for row in rows]
        else:
            found = self._of_device(connection, code)
        heads = [head[: len(origin.head)] for head in found]
        return "elsewhere" if not heads else "here" if origin.head in heads else "differs"

    def _of_device(self, connection: Connection, code: PaperCode) -> list[str]:
        """The hash at the code's place in each branch that the hub holds of the device's log."""
        named = connection.execute(text('SELECT device, "key" FROM devices WHERE "key" IS NOT NULL'))
        device = next((name for name, key in named if keys.key_id(bytes.fromhex(key)) == code.device), "")
        batches = connection.execute(
            text(
                "SELECT first, data FROM batches WHERE device = :device AND epoch = :epoch"
                " AND first <= :seq AND last >= :seq"
            ),
            {"device": device, "epoch": code.origin.epoch, "seq": code.origin.seq},
        )
        return [hashlib.sha256(lines_of(data)[code.origin.seq - first]).hexdigest() for first, data in batches]
