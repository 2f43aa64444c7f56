"""The code with which a clinic confirms by phone that somebody came: six digits on the slip, and the page's address.

Nobody but the desk that prints the slip and the hub can work the digits out: both come to the same secret by their
keys (X25519 of the device's and the hub's, NaCl `crypto_box_beforenm`), so that nothing about them stands in a fact or
is sent. digits = the first 8 bytes of HMAC-SHA256(secret, `quanyi/clinic-code/1\\0` + the referral's UUID), as a
big-endian number, modulo 1,000,000. `docs/codes.md` has the same for others to build from.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata
from uuid import UUID

import nacl.exceptions
from nacl.public import Box
from nacl.signing import SigningKey, VerifyKey

DIGITS = 6
WAY = "C"
_PREAMBLE = b"quanyi/clinic-code/1\0"
_LETTERS = 9
_GROUP = 3


def digits(seed: bytes, public: bytes, referral: str) -> str:
    """Six digits by one's own seed and the other's public key (Ed25519, 32 bytes each), the same from both sides.

    Raises `ValueError` for a public key that is none.
    """
    try:
        box = Box(SigningKey(seed).to_curve25519_private_key(), VerifyKey(public).to_curve25519_public_key())
    except (nacl.exceptions.CryptoError, nacl.exceptions.RuntimeError) as error:
        raise ValueError("key") from error
    made = hmac.new(box.shared_key(), _PREAMBLE + UUID(referral).bytes, hashlib.sha256).digest()
    return f"{int.from_bytes(made[:8], 'big') % 10**DIGITS:0{DIGITS}d}"


def clean_digits(text: str) -> str:
    """As typed, with spaces or in full-width digits, to plain digits; empty for what cannot be a code."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    return plain if len(plain) == DIGITS and plain.isascii() and plain.isdigit() else ""


def short(code: str) -> str:
    """`RQ4-7M2-K9D` as it stands in an address: `RQ47M2K9D`."""
    return re.sub(r"[^0-9A-Z]", "", code.upper())


def spelled(text: str) -> str:
    """The code on a slip of what stands in an address; empty for what cannot be one."""
    letters = short(text[:40])
    groups = (letters[at : at + _GROUP] for at in range(0, _LETTERS, _GROUP))
    return "-".join(groups) if len(letters) == _LETTERS else ""


def address(hub: str, code: str) -> str:
    """The page of a slip at the hub `https://hub.example`; in capitals where the address has no path, which a code
    holds in fewer modules (hosts know no case, RFC 3986, 3.2.2).
    """
    base = hub.rstrip("/")
    plain = "/" not in base.partition("://")[2]
    return f"{base.upper() if plain else base}/{WAY}/{short(code)}"
