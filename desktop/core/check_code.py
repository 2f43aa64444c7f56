"""The short check code on every page of a paper: 58 bits over kind, site, journal head and subject."""

from __future__ import annotations

import hashlib

_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def check_code(kind: str, site: str, head: str, subject: str) -> str:
    """`XXXX-XXXX-XXXX`; `head` is the hash of the last entry when the paper was made."""
    digest = hashlib.sha256(f"{kind}\0{site}\0{head}\0{subject}".encode()).digest()
    bits = int.from_bytes(digest[:8], "big")
    letters = "".join(_LETTERS[bits // len(_LETTERS) ** place % len(_LETTERS)] for place in range(12))
    return "-".join(letters[at : at + 4] for at in (0, 4, 8))
