"""The hub's store as the supervisors' side sees it: transactions, what lies beside the chain, who was heard of when."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator, Mapping, Sequence

import uuid_utils.compat
from sqlalchemy import Connection, bindparam, text

from desktop.core import sheet, stick
from desktop.core.canonical import NotCanonical
from desktop.core.fact import Fact, Put
from desktop.core.rows import rows_of
from desktop.core.stick import BadStick
from hub.database import JOURNAL_LOCK, Session
from hub.parts import Parts
from hub.supervision import Writer

NAME = "汇总平台"


class HubWriter:
    """One transaction that appends to the hub's journal; the rows of its facts are written with them, as the
    projector will write them again: what somebody decided shows at once, and a second decision sees the first.
    """

    def __init__(self, parts: Parts, session: Session) -> None:
        self._parts = parts
        self._session = session

    @property
    def connection(self) -> Connection:
        return self._session.connection

    def append(self, body: Fact, *, by: str, site: str, day: str = "") -> str:
        entry = self._parts.journal.append(self._session, body, site=site, by=by, day=day)
        for put in rows_of(entry, 0, body):
            _write(self._session, put)
        return entry.id

    def note(self, words: str, subject: str | None = None) -> str | None:
        if not words.strip():
            return None
        salt = sheet.salt_note()
        digest = sheet.note_hash(salt, words.strip())
        self._session.execute(
            "INSERT INTO notes (hash, salt, text, subject) VALUES (?, ?, ?, ?)",
            (digest, salt, words.strip(), subject or ""),
        )
        return digest

    def blob(self, media: str, data: bytes) -> str:
        digest = hashlib.sha256(data).hexdigest()
        self._session.execute(
            "INSERT INTO beside (hash, sort, size, at, device, data) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            (digest, "blob", len(data), self._parts.clock.now(), self._parts.keys.id, data),
        )
        return digest


class HubGround:
    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    @property
    def site(self) -> str:
        return self._parts.keys.id

    @property
    def name(self) -> str:
        return NAME

    @property
    def public(self) -> bytes:
        return self._parts.keys.device.public

    def now(self) -> int:
        return self._parts.clock.now()

    def other_id(self) -> str:
        return str(uuid_utils.compat.uuid4())

    @contextlib.contextmanager
    def read(self) -> Iterator[Connection]:
        with self._parts.database.read() as session:
            yield session.connection

    @contextlib.contextmanager
    def write(self) -> Iterator[Writer]:
        """One after another over all workers: what is looked at here is still so when it is decided."""
        with self._parts.database.write() as session:
            session.lock(JOURNAL_LOCK)
            yield HubWriter(self._parts, session)

    @contextlib.contextmanager
    def side(self) -> Iterator[Connection]:
        with self._parts.database.write() as session:
            yield session.connection

    def blob(self, connection: Connection, digest: str) -> bytes | None:
        return _content(connection, digest)

    def note(self, connection: Connection, digest: str) -> str:
        own = connection.execute(text("SELECT text FROM notes WHERE hash = :hash"), {"hash": digest}).scalar()
        if own is not None:
            return str(own)
        found = _content(connection, digest)
        return found[sheet.SALT_BYTES :].decode("utf-8", "replace") if found else ""

    def head(self, connection: Connection) -> tuple[str, int, str]:
        found = connection.execute(text("SELECT epoch, seq, hash FROM journal ORDER BY number DESC LIMIT 1")).fetchone()
        return (found[0], int(found[1]), found[2]) if found else ("", 0, "")

    def contacts(self, connection: Connection, devices: Sequence[str]) -> Mapping[str, int]:
        if not devices:
            return {}
        rows = connection.execute(
            text(
                "SELECT device, max(at) FROM (SELECT device, at FROM contacts WHERE device IN :devices"
                " UNION ALL SELECT device, max(at) FROM batches WHERE device IN :devices GROUP BY device) t"
                " GROUP BY device"
            ).bindparams(bindparam("devices", expanding=True)),
            {"devices": list(devices)},
        )
        return {row[0]: int(row[1]) for row in rows if row[1]}

    def verdicts(self, connection: Connection, devices: Sequence[str]) -> Mapping[str, int]:
        if not devices:
            return {}
        rows = connection.execute(
            text(
                "SELECT device, count(*) FROM verdicts WHERE device IN :devices AND done = 0 GROUP BY device"
            ).bindparams(bindparam("devices", expanding=True)),
            {"devices": list(devices)},
        )
        return {row[0]: int(row[1]) for row in rows}

    def phones(self, connection: Connection, riders: Sequence[str]) -> Mapping[str, tuple[str, str]]:
        if not riders:
            return {}
        rows = connection.execute(
            text(
                "SELECT r.rider, k.sealed, b.data FROM riders r JOIN sheet_keys k ON k.hash = r.sheet"
                " JOIN beside b ON b.hash = r.sheet WHERE r.rider IN :riders AND r.forgotten_day IS NULL"
            ).bindparams(bindparam("riders", expanding=True)),
            {"riders": list(riders)},
        )
        found: dict[str, tuple[str, str]] = {}
        for rider, sealed, data in rows:
            with contextlib.suppress(BadStick, sheet.Unreadable, NotCanonical, ValueError):
                person = sheet.unseal(stick.open_with(self._parts.keys.seed, bytes.fromhex(sealed)), bytes(data))
                found[rider] = (person.get("name", ""), person.get("phone", ""))
        return found


def _content(connection: Connection, digest: str) -> bytes | None:
    found = connection.execute(text("SELECT data FROM beside WHERE hash = :hash"), {"hash": digest}).scalar()
    return bytes(found) if found is not None else None


def _write(session: Session, put: Put) -> None:
    """One derived row, as `core/rows.py` says."""
    every = {**put.key, **put.values}
    names = ", ".join(f'"{name}"' for name in every)
    target = ", ".join(f'"{name}"' for name in put.key)
    changes = ", ".join(f'"{name}" = excluded."{name}"' for name in put.values)
    newer = put.newer
    where = f' WHERE "{put.table}"."{newer}" IS NULL OR excluded."{newer}" >= "{put.table}"."{newer}"' if newer else ""
    session.execute(
        f'INSERT INTO "{put.table}" ({names}) VALUES ({", ".join("?" * len(every))})'
        f" ON CONFLICT ({target}) DO UPDATE SET {changes}{where}",
        list(every.values()),
    )
