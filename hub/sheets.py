"""Sheets for another PC of a place: who was registered there is found by name on each of its computers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from desktop.core import stick
from desktop.core.finding import SHEETS_MOST
from desktop.core.stick import BadStick
from hub.database import Session
from hub.denied import Denied
from hub.keys import HubKeys
from hub.members import Member

_HASH = re.compile(r"[0-9a-f]{64}")


def sheets_for(session: Session, keys: HubKeys, asker: Member, hashes: Sequence[str]) -> list[dict[str, str]]:
    """Those of people whom a device of the asker's own place registered, or the hub for that place, each key sealed to
    the asker. What is not here, or is another place's, is left out. Raises `Denied(400)`.
    """
    if len(hashes) > SHEETS_MOST or not all(_HASH.fullmatch(digest) for digest in hashes):
        raise Denied(400, "body_wrong")
    rows = session.rows_in(
        "SELECT k.hash, k.subject, k.sealed, b.data FROM sheet_keys k JOIN beside b ON b.hash = k.hash"
        " JOIN riders r ON r.rider = k.subject AND r.sheet = k.hash AND r.forgotten_day IS NULL"
        " JOIN occurrences o ON o.subject = k.subject AND o.kind = 'rider.registered'"
        " LEFT JOIN members m ON m.device = o.device WHERE (m.site = ? OR (o.device = ? AND o.site = ?)) AND k.hash IN",
        sorted(set(hashes)),
        (asker.site, keys.id, asker.site),
    )
    found: dict[str, dict[str, str]] = {}
    for digest, subject, sealed, data in rows:
        try:
            key = stick.open_with(keys.seed, bytes.fromhex(sealed))
        except (BadStick, ValueError):
            continue
        given = {"subject": subject, "data": bytes(data).hex(), "key": stick.seal_to(asker.public, key).hex()}
        found[digest] = {"hash": digest, **given}
    return list(found.values())
