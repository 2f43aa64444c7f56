"""Registrations that may be one person (equal phones), and a supervisor's word that they are."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, text

from desktop.core import canonical
from desktop.core.errors import Refused
from desktop.core.joining import RidersJoined
from hub.supervision import Supervision, Supervisor, allowed

PAGE = 50


@dataclass(frozen=True)
class Registration:
    """One of the two: masked name, last four digits, group, and the place that registered them."""

    rider: str
    name: str
    tail: str
    group: str
    place: str


@dataclass(frozen=True)
class Alike:
    verdict: str
    one: Registration
    other: Registration


class Persons:
    def __init__(self, hub: Supervision) -> None:
        self.hub = hub

    @allowed("persons_see")
    def alike(self, by: Supervisor, after: str = "") -> tuple[tuple[Alike, ...], str]:
        """Pairs that nobody has joined, each once, by verdict id after `after`, at most 50; and where the next page
        begins, empty at the end.
        """
        with self.hub.ground.read() as connection:
            rows = connection.execute(
                text(
                    "SELECT verdict, detail FROM verdicts WHERE code = 'same_person' AND done = 0"
                    " AND verdict > :after ORDER BY verdict LIMIT :most"
                ),
                {"after": after, "most": PAGE},
            ).fetchall()
            pairs = [(row[0], canonical.decode(row[1].encode())) for row in rows]
            found = tuple(
                Alike(verdict, _registration(connection, told["rider"]), _registration(connection, told["same"]))
                for verdict, told in pairs
                # both directions are told, each to its own device
                if told["rider"] < told["same"] or not _told(connection, told["same"], told["rider"])
            )
            # whoever was forgotten meanwhile has no phone any more
            shown = tuple(each for each in found if each.one.tail and each.other.tail)
            return shown, pairs[-1][0] if len(pairs) == PAGE else ""

    @allowed("persons_join")
    def join(self, by: Supervisor, verdict: str, sure: bool) -> str:
        """They are one person. The fact's id. Raises `Refused`."""
        with self.hub.ground.write() as txn:
            found = txn.connection.execute(
                text("SELECT detail FROM verdicts WHERE verdict = :verdict AND code = 'same_person' AND done = 0"),
                {"verdict": verdict},
            ).scalar()
            if found is None:
                raise Refused("persons_unknown")
            if not sure:
                raise Refused("persons_not_sure")
            told = canonical.decode(str(found).encode())
            if txn.connection.execute(
                text("SELECT 1 FROM joined_riders WHERE rider = :rider AND same = :same"), told
            ).fetchone():
                raise Refused("persons_unknown")
            return txn.append(RidersJoined(told["rider"], told["same"]), by=by.id, site=self.hub.ground.site)


def _told(connection: Connection, rider: str, same: str) -> bool:
    """Whether the other direction is open, too."""
    detail = canonical.encode({"rider": rider, "same": same}).decode()
    found = connection.execute(
        text("SELECT 1 FROM verdicts WHERE code = 'same_person' AND done = 0 AND detail = :detail"), {"detail": detail}
    )
    return found.fetchone() is not None


def _registration(connection: Connection, rider: str) -> Registration:
    row = connection.execute(
        text(
            "SELECT coalesce(p.name, ''), coalesce(p.tail, ''), coalesce(r.\"group\", ''), coalesce(s.name, '')"
            " FROM riders r LEFT JOIN people p ON p.rider = r.rider"
            " LEFT JOIN occurrences o ON o.subject = r.rider AND o.kind = 'rider.registered'"
            " LEFT JOIN sites s ON s.site = o.site WHERE r.rider = :rider LIMIT 1"
        ),
        {"rider": rider},
    ).fetchone()
    return Registration(rider, *row) if row else Registration(rider, "", "", "", "")
