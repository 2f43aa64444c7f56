"""Notes and photos of findings, for devices of that place: what a supervisor found there is put right there."""

from __future__ import annotations

import re
from collections.abc import Sequence

from desktop.core.told import BLOB, NOTE, TOLD_MOST
from hub.database import Session
from hub.denied import Denied
from hub.members import Member

_HASH = re.compile(r"[0-9a-f]{64}")
# Bytes of one answer, beyond which the rest is asked for again.
BYTES_MOST = 2 * 1024 * 1024


def told_to(session: Session, asker: Member, hashes: Sequence[str]) -> list[dict[str, str]]:
    """Those that findings at the asker's own place name; what is not here, or another's, is left out. Raises
    `Denied(400)`.
    """
    if len(hashes) > TOLD_MOST or not all(_HASH.fullmatch(digest) for digest in hashes):
        raise Denied(400, "body_wrong")
    found: list[dict[str, str]] = []
    size = 0
    for digest in dict.fromkeys(hashes):
        sort = _sort(session, asker.site, digest)
        data = _content(session, digest) if sort else None
        if data is None:
            continue
        size += len(data)
        if found and size > BYTES_MOST:
            break
        found.append({"hash": digest, "sort": sort, "data": data.hex()})
    return found


def _sort(session: Session, site: str, digest: str) -> str:
    """What a finding at that place calls it; empty where none does."""
    row = session.row(
        "SELECT f.photos FROM findings f JOIN inspections i ON i.inspection = f.inspection WHERE i.site = ?"
        " AND (f.note = ? OR f.reason = ? OR f.photos LIKE ?) LIMIT 1",
        (site, digest, digest, f"%{digest}%"),
    )
    if row is None:
        return ""
    return BLOB if digest in (row[0] or "") else NOTE


def _content(session: Session, digest: str) -> bytes | None:
    own = session.row("SELECT salt, text FROM notes WHERE hash = ?", (digest,))
    if own is not None:
        return bytes(own[0]) + str(own[1]).encode()
    found = session.row("SELECT data FROM beside WHERE hash = ?", (digest,))
    return bytes(found[0]) if found is not None else None
