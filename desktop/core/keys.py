"""The device's key: an Ed25519 seed that signs cards (and later batches), and what others know of it.

A device's id is bound to its key: a UUID of version 8 (RFC 9562) made of SHA-256 over
`quanyi/device/1\\0` + public key. The key id on a card is the first six bytes of the same digest.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

import nacl.exceptions
from nacl.signing import SigningKey, VerifyKey

KEY_ID_BYTES = 6


def _digest(public: bytes) -> bytes:
    return hashlib.sha256(b"quanyi/device/1\0" + public).digest()


def device_id(public: bytes) -> str:
    """The UUID text that belongs to a public key of 32 bytes."""
    raw = bytearray(_digest(public)[:16])
    raw[6] = raw[6] & 0x0F | 0x80
    raw[8] = raw[8] & 0x3F | 0x80
    return str(UUID(bytes=bytes(raw)))


def key_id(public: bytes) -> bytes:
    return _digest(public)[:KEY_ID_BYTES]


@dataclass(frozen=True)
class DeviceKey:
    """A signing key from its seed of 32 bytes."""

    seed: bytes

    @cached_property
    def _signing(self) -> SigningKey:
        return SigningKey(self.seed)

    @cached_property
    def public(self) -> bytes:
        return bytes(self._signing.verify_key)

    @cached_property
    def device(self) -> str:
        return device_id(self.public)

    @cached_property
    def key_id(self) -> bytes:
        return key_id(self.public)

    def sign(self, preamble: bytes, message: bytes) -> bytes:
        """64 bytes over a typed preamble and the message, so that no signature serves two purposes."""
        return self._signing.sign(preamble + message).signature


def verifies(public: bytes, preamble: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the signature is the key's; false too for malformed and small-order keys."""
    try:
        VerifyKey(public).verify(preamble + message, signature)
    except (nacl.exceptions.BadSignatureError, nacl.exceptions.ValueError, nacl.exceptions.TypeError):
        return False
    except nacl.exceptions.RuntimeError:
        return False
    return True


@dataclass(frozen=True)
class Secrets:
    """What a device keeps outside its database: the seed of its key and the raw key of the file, 32 bytes each."""

    seed: bytes
    database: bytes
