"""The recovery code: shown once, printed and locked away; it opens a backup on another machine.

160 random bits as 32 letters of Crockford's base32 in groups of four. The database key is wrapped under it
with a NaCl SecretBox whose key is BLAKE2b of the bits: a code this long needs no slow hash.
"""

from __future__ import annotations

import hashlib
import secrets

import nacl.exceptions
import nacl.secret

from desktop.core.errors import Refused

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 32


def new_code() -> str:
    letters = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
    return "-".join(letters[at : at + 4] for at in range(0, _LENGTH, 4))


def read_code(text: str) -> str:
    """The 32 letters of a code as typed; O, I and L are forgiven. Raises `Refused("recovery_wrong")`."""
    letters = text.upper().translate(str.maketrans("OIL", "011", "- \t\n"))
    if len(letters) != _LENGTH or any(letter not in _LETTERS for letter in letters):
        raise Refused("recovery_wrong")
    return letters


def _box(code: str) -> nacl.secret.SecretBox:
    digest = hashlib.blake2b(read_code(code).encode(), digest_size=32, person=b"quanyi/recovery/")
    return nacl.secret.SecretBox(digest.digest())


def wrap(code: str, key: bytes) -> bytes:
    return bytes(_box(code).encrypt(key))


def unwrap(code: str, wrapped: bytes) -> bytes:
    """The database key; raises `Refused("recovery_wrong")`."""
    try:
        return _box(code).decrypt(wrapped)
    except (nacl.exceptions.CryptoError, nacl.exceptions.ValueError, nacl.exceptions.TypeError) as error:
        raise Refused("recovery_wrong") from error
