"""What lies beside the chain: sheets, notes and photos, by the hash that a fact names, in parts until whole."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from desktop.core.business_day import day_of, start_of
from desktop.core.stick import SheetKey
from hub.database import Session
from hub.denied import Denied
from hub.people import TO_OPEN, WAITING

SORTS = ("sheet", "note", "blob")
PART_MOST = 262_144
SIZE_MOST = 4 * 1024 * 1024
HASHES_MOST = 500
# What a device has begun and not finished; the oldest makes room.
UNFINISHED_MOST = 16
DAY_MS = 86_400_000
_HASH = re.compile(r"[0-9a-f]{64}")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_SEALED = re.compile(r"([0-9a-f]{2}){1,256}")


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


@dataclass(frozen=True)
class Shares:
    """What one device may send on a business day: things (a photo, a sheet, a sheet's key) and bytes. A demo's
    forty days come to a hundredth of it.
    """

    things: int = 20_000
    bytes: int = 256 * 1024 * 1024


class Beside:
    """Within one transaction; `shares` is None for a stick, which somebody at the hub takes in by hand."""

    def __init__(self, session: Session, device: str, now: int, shares: Shares | None = None) -> None:
        self._session = session
        self._device = device
        self._now = now
        self._shares = shares

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
        """Keeps a part; how far the content has come, and whether it is whole. Raises `Denied`: 400, 409, 413, or
        429 `beside_full` for a device that has sent its day's share.
        """
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
            more: dict[str, Any] = {"from": stands}
            raise Denied(409, "from", **more)
        self._count(int(begins == 0), len(data))
        if data:
            if begins == 0:
                self._make_room()
            self._session.execute(
                "INSERT INTO beside_parts (device, hash, begins, at, data) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT DO NOTHING",
                (self._device, digest, begins, self._now, data),
            )
        if begins + len(data) < size:
            return begins + len(data), False
        own = (self._device, digest)
        rows = self._session.rows("SELECT data FROM beside_parts WHERE device = ? AND hash = ? ORDER BY begins", own)
        content = b"".join(bytes(row[0]) for row in rows)
        self._session.execute("DELETE FROM beside_parts WHERE device = ? AND hash = ?", own)
        if hashlib.sha256(content).hexdigest() != digest:
            return 0, False
        self.keep(digest, sort, content)
        return size, True

    def _count(self, things: int, size: int) -> None:
        """Counts what is about to be written. Raises `Denied(429, "beside_full")` beyond a day's share."""
        if self._shares is None:
            return
        day = day_of(self._now)
        sums = self._session.row(
            "INSERT INTO beside_days (device, day, things, bytes) VALUES (?, ?, ?, ?) ON CONFLICT (device, day)"
            " DO UPDATE SET things = beside_days.things + excluded.things, bytes = beside_days.bytes + excluded.bytes"
            " RETURNING things, bytes",
            (self._device, day, things, size),
        )
        if sums[0] > self._shares.things or sums[1] > self._shares.bytes:
            left = start_of(day) + DAY_MS - self._now
            raise Denied(429, "beside_full", retry_after=max(1, left // 1_000 + 1))

    def _make_room(self) -> None:
        """The oldest of what this device has begun goes, where there is too much of it."""
        begun = self._session.rows(
            "SELECT hash FROM beside_parts WHERE device = ? AND begins = 0 ORDER BY at DESC, hash", (self._device,)
        )
        for (digest,) in begun[UNFINISHED_MOST - 1 :]:
            self._session.execute("DELETE FROM beside_parts WHERE device = ? AND hash = ?", (self._device, digest))

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
        """Sheets' keys, unless they are of somebody forgotten. Raises `Denied`: 400, 429 `beside_full`."""
        if len(keys) > HASHES_MOST:
            raise Denied(400, "body_wrong")
        for key in keys:
            if not (_HASH.fullmatch(key.hash) and _UUID.fullmatch(key.subject) and _SEALED.fullmatch(key.sealed)):
                raise Denied(400, "body_wrong")
        self._count(len(keys), sum(len(key.sealed) for key in keys))
        for key in keys:
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
            "SELECT begins + length(data) FROM beside_parts WHERE device = ? AND hash = ? ORDER BY begins DESC LIMIT 1",
            (self._device, digest),
        )
        return int(row[0]) if row else 0
