"""People over sites: sheets that the hub can open, equal phones, finding by the full number, forgetting.

A phone is kept only as a keyed hash, under a key that is worked out from the hub's seed and lies outside the
database.
"""

from __future__ import annotations

import hashlib
import hmac

import uuid_utils.compat

from desktop.core import canonical, sheet, stick
from desktop.core.canonical import NotCanonical
from desktop.core.errors import Refused
from desktop.core.people import clean_phone, masked_name
from desktop.core.rider import RiderForgotten
from desktop.core.stick import BadStick
from hub.database import Database, Session
from hub.escrow import Escrow
from hub.journal import Clock, Journal
from hub.keys import HubKeys
from hub.members import Member
from hub.seen import Seen, Source
from hub.verdicts import Verdicts, verdict_id

# States of a sheet's key: to be looked into, done, waiting for the sheet, not to be opened, waiting for the fact that
# registers whose it is (an operator's waits for ever).
TO_OPEN, OPENED, WAITING, UNREADABLE, UNREGISTERED = 0, 1, 2, 3, 4
TOGETHER = 500
NAME_MOST = 200
ELSEWHERE = "elsewhere"
SAME = "same_person"


def phone_hash(keys: HubKeys, phone: str) -> str:
    return hmac.new(keys.purpose("phone"), phone.encode(), hashlib.sha256).hexdigest()


class People:
    """Within a transaction of the projector."""

    def __init__(self, session: Session, keys: HubKeys, journal: Journal, escrow: Escrow) -> None:
        self._session = session
        self._keys = keys
        self._journal = journal
        self._escrow = escrow

    def follow(self, seen: Seen, verdicts: Verdicts) -> None:
        """Destroys who was forgotten, and looks into sheets that came."""
        self._forget(seen)
        self._settle_joined(seen, verdicts)
        for rider in sorted(seen.registered):
            self._session.execute(
                "UPDATE sheet_keys SET opened = ? WHERE subject = ? AND opened = ?", (TO_OPEN, rider, UNREGISTERED)
            )
        rows = self._session.rows(
            "SELECT k.hash, k.subject, k.device, k.sealed, b.data FROM sheet_keys k"
            " LEFT JOIN beside b ON b.hash = k.hash WHERE k.opened = ? ORDER BY k.hash LIMIT ?",
            (TO_OPEN, TOGETHER),
        )
        for digest, subject, device, sealed, data in rows:
            state = UNREADABLE
            registered = self._registered(subject)
            if data is None:
                state = WAITING
            elif registered is None:
                state = UNREGISTERED
            else:
                content = self._open(sealed, bytes(data))
                if content is not None:
                    state = OPENED
                    self._keep(subject, digest, device, content, seen, verdicts)
            self._session.execute("UPDATE sheet_keys SET opened = ? WHERE hash = ?", (state, digest))

    def _open(self, sealed: str, data: bytes) -> dict[str, str] | None:
        try:
            key = stick.open_with(self._keys.seed, bytes.fromhex(sealed))
            return sheet.unseal(key, data)
        except (BadStick, sheet.Unreadable, NotCanonical, ValueError, AttributeError):
            return None

    def _keep(
        self, rider: str, digest: str, device: str, content: dict[str, str], seen: Seen, verdicts: Verdicts
    ) -> None:
        """Only a rider's sheet has a phone; an operator's is left alone."""
        try:
            phone = clean_phone(content.get("phone", ""))
        except Refused:
            return
        hidden = phone_hash(self._keys, phone)
        name = masked_name(content.get("name", ""))[:NAME_MOST].replace("\0", "")
        self._session.execute(
            "INSERT INTO people (rider, phone, name, tail, sheet) VALUES (?, ?, ?, ?, ?) ON CONFLICT (rider) DO UPDATE"
            " SET phone = excluded.phone, name = excluded.name, tail = excluded.tail, sheet = excluded.sheet",
            (rider, hidden, name, phone[-4:], digest),
        )
        seen.card(rider, Source(device, "", 0))
        for (same,) in self._session.rows(
            "SELECT rider FROM people WHERE phone = ? AND rider <> ?"
            " AND NOT EXISTS (SELECT 1 FROM joined_riders j WHERE (j.rider = people.rider AND j.same = ?)"
            " OR (j.same = people.rider AND j.rider = ?)) ORDER BY rider LIMIT 20",
            (hidden, rider, rider, rider),
        ):
            for one, other in ((rider, same), (same, rider)):
                registered = self._registered(one)
                if registered is not None:
                    verdicts.find(SAME, *registered, {"rider": one, "same": other}, other=other)

    def _registered(self, rider: str) -> tuple[str, str] | None:
        """The fact that registered somebody, and its device."""
        row = self._session.row(
            "SELECT fact, device FROM occurrences WHERE subject = ? AND kind = 'rider.registered' ORDER BY at LIMIT 1",
            (rider,),
        )
        return (row[0], row[1]) if row else None

    def _forget(self, seen: Seen) -> None:
        """Destroys keys, sheets and search rows of whoever was forgotten, under all ids of the person; what stands
        behind publicly paid meals goes into escrow first.
        """
        every: set[str] = set()
        for rider in sorted({*seen.forgotten, *self._joined_to_forgotten(seen)}):
            if rider not in every:
                ids = same_person(self._session, rider)
                self._put_away(ids)
                self._say(ids, seen)
                every |= set(ids)
        for rider in sorted(every):
            sheets = [row[0] for row in self._session.rows("SELECT hash FROM sheet_keys WHERE subject = ?", (rider,))]
            named = self._session.row("SELECT sheet FROM riders WHERE rider = ?", (rider,))
            sheets += [named[0]] if named and named[0] else []
            for digest in sheets:
                self._session.execute("INSERT INTO discarded (hash) VALUES (?) ON CONFLICT DO NOTHING", (digest,))
                self._session.execute("DELETE FROM beside WHERE hash = ?", (digest,))
                self._session.execute("DELETE FROM beside_parts WHERE hash = ?", (digest,))
                self._session.execute("DELETE FROM sheet_keys WHERE hash = ?", (digest,))
            self._session.execute("DELETE FROM sheet_keys WHERE subject = ?", (rider,))
            self._session.execute("DELETE FROM people WHERE rider = ?", (rider,))
            self._session.execute("DELETE FROM notes WHERE subject = ?", (rider,))
            self._session.execute(
                "INSERT INTO forgotten (rider, at) VALUES (?, 0) ON CONFLICT (rider) DO NOTHING", (rider,)
            )

    def _settle_joined(self, seen: Seen, verdicts: Verdicts) -> None:
        """Somebody said that they are one person: nobody has to look any more."""
        told: set[str] = set()
        for joined in seen.joined:
            ids = same_person(self._session, joined.rider)
            for one in ids:
                registered = self._registered(one)
                if registered is not None:
                    told |= {verdict_id(SAME, registered[0], other) for other in ids if other != one}
        verdicts.settle_these(SAME, sorted(told))

    def _joined_to_forgotten(self, seen: Seen) -> set[str]:
        """Who turns out to be the same person as somebody who was forgotten before."""
        found: set[str] = set()
        for joined in seen.joined:
            ids = same_person(self._session, joined.rider)
            if self._session.rows_in("SELECT rider FROM forgotten WHERE rider IN", ids):
                found |= set(ids)
        return found

    def _say(self, ids: list[str], seen: Seen) -> None:
        """Where other places hold something of a person (they registered them, or found them by the phone), the hub
        says by a fact of its own that they were forgotten: entries of one place do not reach another.
        """
        for rider in ids:
            if self._session.row("SELECT 1 FROM forgotten WHERE rider = ?", (rider,)):
                continue
            home = self._session.row(
                "SELECT coalesce(m.site, o.site) FROM occurrences o LEFT JOIN members m ON m.device = o.device"
                " WHERE o.subject = ? AND o.kind = 'rider.registered' LIMIT 1",
                (rider,),
            )
            sought = self._session.row(
                "SELECT 1 FROM people p JOIN searches s ON s.phone = p.phone AND s.found > 0 WHERE p.rider = ? LIMIT 1",
                (rider,),
            )
            # of an id that nobody registered nobody holds anything, and what the hub said itself reaches everybody
            if home and "" not in seen.forgotten.get(rider, ()) and (sought or seen.forgotten.get(rider) != {home[0]}):
                self._journal.append(self._session, RiderForgotten(rider, None, ELSEWHERE))

    def _put_away(self, ids: list[str]) -> None:
        """Into escrow, of each id what the hub can still open."""
        until = self._escrow.until(ids)
        if not until:
            return
        for rider in ids:
            rows = self._session.rows(
                "SELECT k.sealed, b.data FROM sheet_keys k JOIN beside b ON b.hash = k.hash WHERE k.subject = ?"
                " ORDER BY b.at DESC, k.hash",
                (rider,),
            )
            contents = (self._open(sealed, bytes(data)) for sealed, data in rows)
            content = next((each for each in contents if each is not None), None)
            if content is not None:
                self._escrow.keep(rider, content, until)


def same_person(session: Session, rider: str) -> list[str]:
    """All ids of the person with this id, itself among them, in order."""
    rows = session.rows(
        "WITH RECURSIVE ids (id) AS (SELECT CAST(? AS VARCHAR) UNION SELECT CASE WHEN j.rider = ids.id THEN j.same"
        " ELSE j.rider END FROM ids JOIN joined_riders j ON ids.id IN (j.rider, j.same))"
        " SELECT id FROM ids ORDER BY id",
        (rider,),
    )
    return [row[0] for row in rows]


def find_people(
    database: Database, keys: HubKeys, clock: Clock, asker: Member, phone: str, by: str
) -> list[dict[str, str]]:
    """Those with this full number, their sheets sealed to the asking device. Logged with device and operator.

    A number that nobody has takes as long: a sheet is opened and sealed either way.
    """
    try:
        hidden = phone_hash(keys, clean_phone(phone))
    except Refused:
        hidden = phone_hash(keys, "")
    found: list[dict[str, str]] = []
    with database.write() as session:
        rows = session.rows(
            'SELECT p.rider, r."group", k.sealed, b.data FROM people p JOIN sheet_keys k ON k.hash = p.sheet'
            " JOIN beside b ON b.hash = p.sheet LEFT JOIN riders r ON r.rider = p.rider"
            " WHERE p.phone = ? ORDER BY p.rider LIMIT 20",
            (hidden,),
        )
        session.execute(
            "INSERT INTO searches (search, at, device, by, phone, found) VALUES (?, ?, ?, ?, ?, ?)",
            (str(uuid_utils.compat.uuid7()), clock.now(), asker.device, by[:64], hidden, len(rows)),
        )
    nobody = sheet.seal({"company": "", "name": "", "phone": ""})
    sealed_nobody = stick.seal_to(keys.device.public, nobody.key).hex()
    for rider, group, sealed, data in rows or [("", "", sealed_nobody, nobody.sealed)]:
        key = stick.open_with(keys.seed, bytes.fromhex(sealed))
        content = canonical.encode(sheet.unseal(key, bytes(data)))
        box = stick.seal_to(asker.public, content).hex()
        if rider:
            found.append({"rider": rider, "group": group or "", "sealed": box})
    return found
