"""What lies beside the chain: sheets, notes, photos and settings, written in the transaction of their fact."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection

from desktop.core import sheet
from desktop.store.journal import Txn


def put_sheet(txn: Txn, subject: str, content: dict[str, str]) -> str:
    """Seals a sheet under its own key; returns the hash for the fact."""
    sealed = sheet.seal(content)
    txn.execute(
        "INSERT INTO sheets (hash, subject, key, sealed) VALUES (?, ?, ?, ?)",
        (sealed.hash, subject, sealed.key, sealed.sealed),
    )
    return sealed.hash


def put_note(txn: Txn, text: str, subject: str | None = None) -> str | None:
    """Keeps free text; returns its salted hash, None for an empty one."""
    if not text.strip():
        return None
    salt = sheet.salt_note()
    digest = sheet.note_hash(salt, text.strip())
    txn.execute(
        "INSERT INTO notes (hash, salt, text, subject) VALUES (?, ?, ?, ?)",
        (digest, salt, text.strip(), subject),
    )
    return digest


def note_text(connection: Connection, digest: str | None) -> str:
    """The text of a note; empty when it was forgotten or lies on another device."""
    if digest is None:
        return ""
    row = connection.exec_driver_sql("SELECT text FROM notes WHERE hash = ?", (digest,)).fetchone()
    return str(row[0]) if row else ""


def put_blob(txn: Txn, media: str, data: bytes) -> str:
    """Keeps a file by its SHA-256; the same bytes are kept once."""
    digest = hashlib.sha256(data).hexdigest()
    txn.execute("INSERT OR IGNORE INTO blobs (hash, media, data) VALUES (?, ?, ?)", (digest, media, data))
    return digest


def blob(connection: Connection, digest: str) -> bytes | None:
    row = connection.exec_driver_sql("SELECT data FROM blobs WHERE hash = ?", (digest,)).fetchone()
    return bytes(row[0]) if row else None


def put_setting(txn: Txn, name: str, value: str) -> None:
    txn.execute(
        "INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (name, value),
    )


def setting(connection: Connection, name: str) -> str | None:
    """Past SQLAlchemy's layers: a round asks a hundred times."""
    driver: Any = connection.connection.driver_connection
    row = driver.execute("SELECT value FROM settings WHERE name = ?", (name,)).fetchone()
    return str(row[0]) if row else None


def destroy_notes(txn: Txn, notes: Iterable[str]) -> None:
    """Destroys notes by their hashes; the chain keeps these, and nothing can be guessed from them."""
    for note in notes:
        txn.execute("DELETE FROM notes WHERE hash = ?", (note,))


def destroy_subject(txn: Txn, subject: str) -> None:
    """Destroys sheet, key, notes, ID number and search rows of a person; what remains under the id is nobody's."""
    txn.execute("DELETE FROM sheets WHERE subject = ?", (subject,))
    txn.execute("DELETE FROM notes WHERE subject = ?", (subject,))
    txn.execute("DELETE FROM booking_sheets WHERE subject = ?", (subject,))
    txn.execute("DELETE FROM persons WHERE rider = ?", (subject,))
    txn.execute("DELETE FROM person_terms WHERE rider = ?", (subject,))
