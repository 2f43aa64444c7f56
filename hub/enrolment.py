"""Taking devices in: one-time codes, proof that a device has its key, the hub's signed certificate."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

import uuid_utils.compat

from desktop.core import enrolment, keys, signed
from desktop.core.divisions import Divisions
from desktop.core.enrolment import CERTIFICATE_PREAMBLE, CODE_HOURS, Certificate
from desktop.core.errors import Refused
from desktop.core.joining import DeviceEnrolled
from desktop.core.signed import BadDocument, Signed
from desktop.core.site import MerchantAdded, SiteCreated
from hub.database import Database, Session
from hub.denied import Denied
from hub.journal import Journal
from hub.members import Member, admit, find_member, keep

CODE_MS = CODE_HOURS * 3_600_000
NAME_MOST = 60


@dataclass(frozen=True)
class Code:
    """A one-time code and the place that it is for."""

    code: str
    site: str


class Enrolment:
    def __init__(self, database: Database, journal: Journal, divisions: Divisions) -> None:
        self._database = database
        self._journal = journal
        self._keys = journal.keys
        self._divisions = divisions

    def new_station(self, name: str, community: str, by: str) -> Code:
        """A new station; raises `Refused` for an empty name or an unknown community."""
        return self._new_place("station", clean_name(name), self._divisions.community(community).code, by)

    def new_merchant(self, name: str, by: str) -> Code:
        return self._new_place("merchant", clean_name(name), "", by)

    def another(self, site: str) -> Code:
        """A code for another PC of a place that is known; raises `Refused("site_unknown")`."""
        with self._database.write() as session:
            row = session.row("SELECT role, name, community FROM codes WHERE site = ? ORDER BY at LIMIT 1", (site,))
            row = row or session.row("SELECT role, name, community FROM members WHERE site = ? LIMIT 1", (site,))
            if row is None:
                raise Refused("site_unknown", site=site[:40])
            return self._keep_code(session, site, *row)

    def _new_place(self, role: str, name: str, community: str, by: str) -> Code:
        site = str(uuid_utils.compat.uuid4())
        with self._database.write() as session:
            self._journal.append(session, SiteCreated(role, name, community), site=site, by=by)
            if role == "merchant":
                self._journal.append(session, MerchantAdded(site, name), site=site, by=by)
            return self._keep_code(session, site, role, name, community)

    def _keep_code(self, session: Session, site: str, role: str, name: str, community: str) -> Code:
        code = enrolment.new_code()
        session.execute(
            "INSERT INTO codes (code, site, role, name, community, at, device) VALUES (?, ?, ?, ?, ?, ?, '')",
            (self._hidden(code), site, role, name, community, self._journal.clock.now()),
        )
        return Code(code, site)

    def _hidden(self, code: str) -> str:
        """A code as it is kept: whoever reads the database cannot use it."""
        return hmac.new(self._keys.purpose("code"), enrolment.clean_code(code).encode(), hashlib.sha256).hexdigest()

    def take(self, asked: enrolment.Request) -> Signed:
        """The certificate for a code and a proof. Raises `Denied`: `proof_wrong`, `code_wrong`, `role_wrong`."""
        public = enrolment.proven(asked)
        if asked.v != 1 or public is None:
            raise Denied(400, "proof_wrong")
        device, hidden, now = keys.device_id(public), self._hidden(asked.code), self._journal.clock.now()
        with self._database.write() as session:
            row = session.row("SELECT site, role, name, community, at, device FROM codes WHERE code = ?", (hidden,))
            if row is None or now - row[4] > CODE_MS or row[5] not in ("", device):
                raise Denied(403, "code_wrong")
            site, role, name, community = row[:4]
            if asked.role != role:
                raise Denied(409, "role_wrong")
            known = find_member(session, device)
            if known is not None and (known.site != site or known.revoked_at):
                raise Denied(403, "code_wrong")
            taken = session.execute(
                "UPDATE codes SET device = ? WHERE code = ? AND device IN ('', ?)", (device, hidden, device)
            )
            if not taken:
                raise Denied(403, "code_wrong")
            if known is None:
                key = public.hex()
                hub_key = self._keys.device.public.hex()
                certificate = Certificate(1, self._keys.id, hub_key, device, key, site, role, name, community, now)
                known = admit(session, self._keys.device, certificate)
                self._journal.append(session, DeviceEnrolled(device, key, site), site=site)
        return known.certificate

    def recognise(self, document: Signed) -> Member:
        """A device shows its certificate to a hub that was restored. Raises `Denied(403, "certificate_wrong")`."""
        try:
            shown = signed.read(document, self._keys.device.public, CERTIFICATE_PREAMBLE, Certificate)
        except BadDocument as error:
            raise Denied(403, "certificate_wrong") from error
        with self._database.write() as session:
            known = find_member(session, shown.device)
            if known is None:
                known = keep(session, shown, document)
                self._journal.append(session, DeviceEnrolled(shown.device, shown.key, shown.site), site=shown.site)
        return known


def clean_name(name: str) -> str:
    """A place's name; raises `Refused` when empty or longer than 60 characters."""
    clean = " ".join(name.split())
    if not clean:
        raise Refused("site_name_empty")
    if len(clean) > NAME_MOST:
        raise Refused("site_name_too_long", most=NAME_MOST, length=len(clean))
    return clean
