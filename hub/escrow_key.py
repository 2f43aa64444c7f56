"""Locks of the escrow: what two keepers must take off, one after the other, and the hub cannot.

A keeper's code is 28 letters by chance (137 bits), shown once. BLAKE2b of it is the seed of an Ed25519 key; the hub
keeps the public half and nothing else. A lock for a pair is a sealed box within a sealed box.
"""

from __future__ import annotations

import hashlib
import secrets

from desktop.core.errors import Refused
from desktop.core.keys import DeviceKey
from desktop.core.stick import BadStick, open_with, seal_to

# As in codes of joining: without letters that are mistaken for one another.
_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 28


def new_code() -> str:
    """`7K2M-9QXA-…`, seven groups of four."""
    letters = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
    return "-".join(letters[at : at + 4] for at in range(0, _LENGTH, 4))


def key_of(code: str) -> DeviceKey:
    """The key that a code stands for, however it was typed. Raises `Refused("escrow_code_wrong")`."""
    letters = "".join(letter for letter in code.upper() if letter in _LETTERS)
    if len(letters) != _LENGTH:
        raise Refused("escrow_code_wrong")
    return DeviceKey(hashlib.blake2b(letters.encode(), digest_size=32, person=b"quanyi/escrow/1").digest())


def lock(key: bytes, outer: bytes, inner: bytes) -> bytes:
    """A key of 32 bytes that the holders of `outer` and `inner` (public keys of 32 bytes) open together."""
    return seal_to(outer, seal_to(inner, key))


def take_off(key: DeviceKey, box: bytes) -> bytes:
    """What is under one lock. Raises `Refused("escrow_code_wrong")`."""
    try:
        return open_with(key.seed, box)
    except BadStick as error:
        raise Refused("escrow_code_wrong") from error
