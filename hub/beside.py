"""What lies beside the chain: sheets, notes and photos, by the hash that a fact names, in parts until whole."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

import msgspec

from desktop.core.stick import SheetKey
from hub.database import Session
from hub.denied import Denied
from hub.people import TO_OPEN, WAITING

SORTS = ("sheet", "note", "blob")
PART_MOST = 262_144
SIZE_MOST = 4 * 1024 * 1024
HASHES_MOST = 500
_HASH = re.compile(r"[0-9a-f]{64}")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Wanted(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    v: int
    hashes: list[str]


class SheetKeys(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    v: int
    keys: list[SheetKey]


class Find(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`phone` in full, `by` the operator who looks."""

    v: int
    phone: str
    by: str


class Beside:
    def __init__(self, session: Session, device: str, now: int) -> None:
        self._session = session
        self._device = device
        self._now = now

    def wanted(self, hashes: Sequence[str]) -> list[dict[str, object]]:
        """Which of these the hub lacks, and from which byte on. Raises `Denied(400)` for what is no hash."""
        if len(hashes) > HASHES_MOST or not all(_HASH.fullmatch(digest) for digest in hashes):
            raise Denied(400, "body_wrong")
        known: set[str] = set()
        for table in ("beside", "discarded"):
            known |= {row[0] for row in self._session.rows_in(f"SELECT hash FROM {table} WHERE hash IN", list(hashes))}
        return [
            {"hash": digest, "from": self._length(digest)} for digest in dict.fromkeys(hashes) if digest not in known
        ]

    def put(self, digest: str, sort: str, begins: int, size: int, data: bytes) -> tuple[int, bool]:
        """Keeps a part; how far the content has come, and whether it is whole. Raises `Denied`."""
        if not _HASH.fullmatch(digest) or sort not in SORTS or not 0 <= begins <= size <= SIZE_MOST:
            raise Denied(400, "part_wrong")
        if len(data) > PART_MOST or begins + len(data) > size:
            raise Denied(413, "too_large")
        if self._session.row(
            "SELECT 1 FROM beside WHERE hash = ? UNION ALL SELECT 1 FROM discarded WHERE hash = ?", (digest, digest)
        ):
            return size, True
        stands = self._length(digest)
        if begins != stands:
            raise Denied(409, "from", **{"from": stands})
        if data:
            self._session.execute(
                "INSERT INTO beside_parts (hash, begins, at, data) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                (digest, begins, self._now, data),
            )
        if begins + len(data) < size:
            return begins + len(data), False
        rows = self._session.rows("SELECT data FROM beside_parts WHERE hash = ? ORDER BY begins", (digest,))
        content = b"".join(bytes(row[0]) for row in rows)
        self._session.execute("DELETE FROM beside_parts WHERE hash = ?", (digest,))
        if hashlib.sha256(content).hexdigest() != digest:
            return 0, False
        self.keep(digest, sort, content)
        return size, True

    def keep(self, digest: str, sort: str, content: bytes) -> None:
        """Whole content with the right hash, unless it is of somebody forgotten."""
        if self._session.row("SELECT 1 FROM discarded WHERE hash = ?", (digest,)):
            return
        self._session.execute(
            "INSERT INTO beside (hash, sort, size, at, device, data) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            (digest, sort, len(content), self._now, self._device, content),
        )
        self._session.execute(
            "UPDATE sheet_keys SET opened = ? WHERE hash = ? AND opened = ?", (TO_OPEN, digest, WAITING)
        )

    def keep_keys(self, keys: Sequence[SheetKey]) -> None:
        """Sheets' keys, unless they are of somebody forgotten. Raises `Denied(400)`."""
        if len(keys) > HASHES_MOST:
            raise Denied(400, "body_wrong")
        for key in keys:
            if not (_HASH.fullmatch(key.hash) and _UUID.fullmatch(key.subject) and 0 < len(key.sealed) <= 512):
                raise Denied(400, "body_wrong")
            if self._session.row(
                "SELECT 1 FROM discarded WHERE hash = ? UNION ALL SELECT 1 FROM forgotten WHERE rider = ?",
                (key.hash, key.subject),
            ):
                self._session.execute("INSERT INTO discarded (hash) VALUES (?) ON CONFLICT DO NOTHING", (key.hash,))
                self._session.execute("DELETE FROM beside WHERE hash = ?", (key.hash,))
                continue
            here = self._session.row("SELECT 1 FROM beside WHERE hash = ?", (key.hash,))
            self._session.execute(
                "INSERT INTO sheet_keys (hash, subject, device, sealed, opened) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT (hash) DO NOTHING",
                (key.hash, key.subject, self._device, key.sealed, TO_OPEN if here else WAITING),
            )

    def _length(self, digest: str) -> int:
        row = self._session.row(
            "SELECT begins + length(data) FROM beside_parts WHERE hash = ? ORDER BY begins DESC LIMIT 1", (digest,)
        )
        return int(row[0]) if row else 0
