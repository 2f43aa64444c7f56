"""What lies beside the chain: a person's sheet under its own key, and salted notes.

A sheet is a NaCl SecretBox of canonical JSON under a random key of 32 bytes; the chain holds the SHA-256 of
nonce + ciphertext, and destroying the key destroys the sheet. A note is free text with a salt of 16 bytes;
the chain holds SHA-256 over salt + text, so that a short note cannot be guessed from its hash.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass

import nacl.exceptions
import nacl.secret

from desktop.core import canonical

KEY_BYTES = 32
SALT_BYTES = 16


class Unreadable(ValueError):
    """The key is not the sheet's, or the sheet was altered."""


@dataclass(frozen=True)
class SealedSheet:
    """A sealed sheet, its key, and the hash (hex) that stands in the chain."""

    hash: str
    key: bytes
    sealed: bytes


def seal(content: dict[str, str]) -> SealedSheet:
    """Seals a person's data under a new key."""
    key = secrets.token_bytes(KEY_BYTES)
    sealed = bytes(nacl.secret.SecretBox(key).encrypt(canonical.encode(content)))
    return SealedSheet(hashlib.sha256(sealed).hexdigest(), key, sealed)


def unseal(key: bytes, sealed: bytes) -> dict[str, str]:
    """The data in a sheet; raises `Unreadable`."""
    try:
        plain = nacl.secret.SecretBox(key).decrypt(sealed)
    except (nacl.exceptions.CryptoError, nacl.exceptions.ValueError, nacl.exceptions.TypeError) as error:
        raise Unreadable from error
    return {str(name): str(value) for name, value in canonical.decode(plain).items()}


def salt_note() -> bytes:
    return secrets.token_bytes(SALT_BYTES)


def note_hash(salt: bytes, text: str) -> str:
    return hashlib.sha256(salt + text.encode()).hexdigest()
