"""The secret in a link that the window shows as a code: 160 random bits, in letters that take the fewest modules."""

from __future__ import annotations

import hmac
import secrets
from base64 import b32encode

TOKEN_BYTES = 20


def new_token() -> str:
    return b32encode(secrets.token_bytes(TOKEN_BYTES)).decode()


def same_token(kept: str, given: str) -> bool:
    """In the same time whatever is given; never where nothing is kept."""
    return bool(kept) and given.isascii() and hmac.compare_digest(kept, given)
