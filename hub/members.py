"""Devices that the hub took in. Their keys never change, so that each worker may remember them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from desktop.core import enrolment, keys, signed
from desktop.core.signed import Signed
from hub.database import Database, Session

# Remembered by a worker; ten times the stations of a city.
REMEMBERED_MOST = 20_000

_COLUMNS = "device, key, site, role, name, community, at, revoked_at, text, signature"


@dataclass(frozen=True)
class Member:
    """`key` 64 hex digits; `revoked_at` ms UTC, 0 while it is not; the certificate as it was signed."""

    device: str
    key: str
    site: str
    role: str
    name: str
    community: str
    at: int
    revoked_at: int
    text: str
    signature: str

    @property
    def public(self) -> bytes:
        return bytes.fromhex(self.key)

    @property
    def certificate(self) -> Signed:
        return Signed(self.text, self.signature)


def find_member(session: Session, device: str) -> Member | None:
    if "\0" in device:
        return None
    row: Any = session.row(f"SELECT {_COLUMNS} FROM members WHERE device = ?", (device,))
    return Member(*row) if row else None


def find_members(session: Session, devices: Sequence[str]) -> dict[str, Member]:
    rows: list[Any] = session.rows_in(f"SELECT {_COLUMNS} FROM members WHERE device IN", devices)
    return {row[0]: Member(*row) for row in rows}


def all_members(session: Session) -> list[Member]:
    return [Member(*row) for row in session.rows(f"SELECT {_COLUMNS} FROM members ORDER BY at, device")]


def admit(session: Session, device_key: keys.DeviceKey, certificate: enrolment.Certificate) -> Member:
    """Signs the certificate and keeps the device."""
    document = signed.sign(device_key, enrolment.CERTIFICATE_PREAMBLE, certificate)
    return keep(session, certificate, document)


def keep(session: Session, certificate: enrolment.Certificate, document: Signed) -> Member:
    member = Member(
        certificate.device,
        certificate.key,
        certificate.site,
        certificate.role,
        certificate.name,
        certificate.community,
        certificate.at,
        0,
        document.text,
        document.signature,
    )
    values = (member.device, member.key, member.site, member.role, member.name, member.community, member.at, 0)
    session.execute(
        f"INSERT INTO members ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (device) DO NOTHING",
        (*values, member.text, member.signature),
    )
    return member


class KnownKeys:
    """Public keys by device, as far as this worker has met them."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: dict[str, bytes] = {}

    def remembered(self, device: str) -> bytes | None:
        return self._known.get(device)

    def find(self, device: str) -> bytes | None:
        """The key of a device, 32 bytes; None for one that is not known."""
        found = self._known.get(device)
        if found is None:
            with self._database.read() as session:
                member = find_member(session, device)
            if member is None:
                return None
            if len(self._known) >= REMEMBERED_MOST:
                self._known.clear()
            found = self._known[device] = member.public
        return found
