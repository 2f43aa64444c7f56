"""The state of the hub in figures, and its devices."""

from __future__ import annotations

from hub.database import Session
from hub.journal import hub_epoch
from hub.members import all_members
from hub.parts import Parts


def status(parts: Parts) -> dict[str, object]:
    """`facts` are those received from devices, `held` meals that wait for a decision, `held_batches` what came from
    devices after they were revoked, `waiting` batches that the projector has not come to.
    """
    with parts.database.read() as session:
        return {
            "hub": parts.keys.id,
            "devices": _one(session, "SELECT count(*) FROM members"),
            "facts": _one(session, "SELECT coalesce(sum(count - overlap), 0) FROM batches"),
            "own_facts": _one(session, "SELECT count(*) FROM journal"),
            "batches": _one(session, "SELECT count(*) FROM batches"),
            "held": _one(
                session,
                "SELECT count(*) FROM meals WHERE held IS NOT NULL AND decision IS NULL AND voided IS NULL",
            ),
            "held_batches": _one(session, "SELECT count(*) FROM batches WHERE held = 1"),
            "waiting": _one(session, "SELECT count(*) FROM batches WHERE position IS NULL AND held = 0"),
            "forked": _one(session, "SELECT count(DISTINCT device) FROM batches WHERE branch <> ''"),
            "hub_epoch": hub_epoch(session),
        }


def _one(session: Session, sql: str) -> int:
    return int(session.row(sql)[0])


def devices(parts: Parts) -> list[dict[str, object]]:
    """Every device that was taken in, with what arrived from it and when it was last here (ms UTC, 0 for never)."""
    with parts.database.read() as session:
        facts = {
            row[0]: int(row[1])
            for row in session.rows("SELECT device, sum(count - overlap) FROM batches GROUP BY device")
        }
        pushed = {row[0]: int(row[1]) for row in session.rows("SELECT device, max(at) FROM batches GROUP BY device")}
        contacts = {row[0]: (row[1], row[2]) for row in session.rows("SELECT device, at, agree FROM contacts")}
        return [
            {
                "device": member.device,
                "site": member.site,
                "role": member.role,
                "name": member.name,
                "facts": facts.get(member.device, 0),
                "last": max(pushed.get(member.device, 0), contacts.get(member.device, (0, 0))[0]),
                "agree": {0: False, 1: True}.get(contacts.get(member.device, (0, -1))[1]),
                "revoked": bool(member.revoked_at),
            }
            for member in all_members(session)
        ]
