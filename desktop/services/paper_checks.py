"""验真: what a paper's code or file says, by the keys known here; works with no network."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection

from desktop.core import business_day, keys
from desktop.core.paper_check import CheckedPaper, Known, Looked, check_code, check_file
from desktop.core.paper_code import Origin
from desktop.services.desk import Desk
from desktop.store.membership import read_membership


@dataclass(frozen=True)
class Answer:
    """`site` is the name of the place, empty where it is not known here. `journal`: `here` where this device holds the
    entry at which the paper was made, `differs` where it holds another in its place, else `elsewhere`."""

    checked: CheckedPaper
    site: str = ""
    journal: str = "elsewhere"


class PaperChecks:
    """Anybody may ask: nothing that is not on the paper is told but the name of the place."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def code(self, text: str) -> Answer:
        with self.desk.store.read() as connection:
            return self._answer(connection, check_code(text, self._known(connection)))

    def file(self, data: bytes, look: Callable[[], Looked]) -> Answer:
        with self.desk.store.read() as connection:
            return self._answer(connection, check_file(data, self._known(connection), look))

    def _known(self, connection: Connection) -> Known:
        """Devices known from the feed, the own ones, and the hub, which is a device too."""
        desk = self.desk
        known = {**desk.issuers, desk.key.key_id: desk.key.public}
        member = read_membership(connection, desk.key)
        if member is not None:
            known[keys.key_id(member.hub_key)] = member.hub_key
        return Known(known, desk.revoked)

    def _answer(self, connection: Connection, checked: CheckedPaper) -> Answer:
        if checked.code is None:
            return Answer(checked)
        origin = checked.code.origin
        return Answer(checked, self._name(connection, origin.site), _journal(connection, origin))

    def _name(self, connection: Connection, site: str) -> str:
        if site == self.desk.place.site:
            return self.desk.place.name
        row = connection.exec_driver_sql("SELECT name FROM sites WHERE site = ?", (site,)).fetchone()
        return str(row[0] or "") if row else ""


def _journal(connection: Connection, origin: Origin) -> str:
    row = connection.exec_driver_sql(
        "SELECT lower(hex(substr(j.hash, 1, 8))) FROM journal j JOIN logs l ON l.log = j.log"
        " WHERE l.epoch = ? AND j.seq = ?",
        (origin.epoch, origin.seq),
    ).fetchone()
    if row is None:
        return "elsewhere"
    return "here" if row[0] == origin.head else "differs"


def document(answer: Answer) -> dict[str, object]:
    """The JSON of `check-paper`; fields of a code are null where there is none."""
    checked, code = answer.checked, answer.checked.code
    about = code.about if code else None
    origin = code.origin if code else None
    return {
        "verdict": str(checked.verdict),
        "why": str(checked.why),
        "kind": origin.kind if origin else None,
        "site": origin.site if origin else None,
        "site_name": answer.site,
        "number": about.number if about else None,
        "whom": about.whom if about else None,
        "draft": about.draft if about else None,
        "practice": origin.practice if origin else None,
        "from": (about.first or None) if about else None,
        "to": (about.last or None) if about else None,
        "figures": dict(about.figures) if about else {},
        "made": business_day.stamp(origin.made * 1000) if origin else None,
        "device": code.device.hex() if code else None,
        "epoch": origin.epoch if origin else None,
        "seq": origin.seq if origin else None,
        "head": origin.head if origin else None,
        "journal": answer.journal,
        "digits": code.digits if code else None,
        "file": str(checked.file) if checked.file else None,
        "compared": list(checked.compared),
        "missing": list(checked.missing),
    }
