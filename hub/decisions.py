"""What a supervisor decides about devices that are lost. Entries of the hub's own journal."""

from __future__ import annotations

from desktop.core import sheet
from desktop.core.errors import Refused
from desktop.core.joining import DeviceRevoked
from hub.database import Session
from hub.members import find_member
from hub.parts import Parts
from hub.supervisors import Supervisor


class Decisions:
    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def revoke(self, by: Supervisor, device: str, reason: str) -> str:
        """What the device sends from now on is stored and held; the fact's id. Raises `Refused`."""
        with self._parts.database.write() as session:
            member = find_member(session, device)
            if member is None:
                raise Refused("device_unknown", device=device[:40])
            if member.revoked_at:
                raise Refused("device_revoked", device=device)
            note = self._note(session, reason)
            now = self._parts.clock.now()
            session.execute("UPDATE members SET revoked_at = ? WHERE device = ?", (now, device))
            return self._parts.journal.append(session, DeviceRevoked(device, note), site=member.site, by=by.id).id

    def _note(self, session: Session, text: str) -> str:
        """Keeps a reason beside the chain; its hash."""
        clean = text.strip()
        if not clean:
            raise Refused("reason_needed")
        salt = sheet.salt_note()
        digest = sheet.note_hash(salt, clean)
        session.execute(
            "INSERT INTO notes (hash, salt, text, subject) VALUES (?, ?, ?, '') ON CONFLICT (hash) DO NOTHING",
            (digest, salt, clean[:1_000]),
        )
        return digest
