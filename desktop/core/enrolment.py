"""Joining a hub: a one-time code, proof that the device has its key, and the certificate that the hub signs."""

from __future__ import annotations

import secrets

import msgspec
from nacl.bindings import crypto_core_ed25519_is_valid_point

from desktop.core import canonical, keys

PROOF_PREAMBLE = b"quanyi/enrol/1\0"
CERTIFICATE_PREAMBLE = b"quanyi/certificate/1\0"
CODE_HOURS = 48
# Without letters that are mistaken for one another; 12 of them are 58 bits.
_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


class Request(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`key` 64 hex digits; `proof` 128 hex digits over `PROOF_PREAMBLE` + canonical JSON of {code, key}."""

    v: int
    code: str
    key: str
    role: str
    proof: str


class Certificate(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the hub signs about a device: shown again to a hub that was restored and has forgotten it."""

    v: int
    hub: str
    hub_key: str
    device: str
    key: str
    site: str
    role: str
    name: str
    community: str
    at: int


def new_code() -> str:
    """`7K2M-9QXA-B3CD`, valid once and for 48 hours."""
    letters = "".join(secrets.choice(_LETTERS) for _ in range(12))
    return "-".join(letters[at : at + 4] for at in (0, 4, 8))


def clean_code(text: str) -> str:
    """A code as typed: capitals, grouped by hyphens; what is no code stays as it is."""
    letters = "".join(letter for letter in text.upper() if letter in _LETTERS)
    return "-".join(letters[at : at + 4] for at in (0, 4, 8)) if len(letters) == 12 else text.strip()


def _claim(code: str, public: str) -> bytes:
    return canonical.encode({"code": code, "key": public})


def request(key: keys.DeviceKey, code: str, role: str) -> Request:
    public = key.public.hex()
    return Request(1, code, public, role, key.sign(PROOF_PREAMBLE, _claim(code, public)).hex())


def proven(asked: Request) -> bytes | None:
    """The public key (32 bytes) of a request whose proof holds; None for weak keys, too."""
    try:
        public, proof = bytes.fromhex(asked.key), bytes.fromhex(asked.proof)
    except ValueError:
        return None
    if len(public) != 32 or len(proof) != 64 or not sound(public):
        return None
    return public if keys.verifies(public, PROOF_PREAMBLE, _claim(asked.code, asked.key), proof) else None


def sound(public: bytes) -> bool:
    """A point of the main subgroup, on the curve and not of small order."""
    return len(public) == 32 and bool(crypto_core_ed25519_is_valid_point(public))
