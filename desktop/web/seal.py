"""What the pages hand out and take back: sealed, so that nobody can make or change one.

`text = base64url(payload) + "." + base64url(MAC)`, where the payload is JSON with sorted keys and the MAC BLAKE2b of 32
bytes, keyed with the station's secret and personalised with the kind, so that a cookie is never taken for a form. It
is signed, not encrypted: nothing stands in it that its owner may not read.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any

SECRET_BYTES = 32
TEXT_MOST = 1024


class Seal:
    """`secret` is 32 random bytes that never leave the station."""

    def __init__(self, secret: bytes) -> None:
        if len(secret) != SECRET_BYTES:
            raise ValueError("secret")
        self._secret = secret

    def close(self, kind: str, payload: Mapping[str, str | int]) -> str:
        """A sealed text; `kind` is at most 16 ASCII letters."""
        data = json.dumps(dict(payload), sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()
        return f"{_spell(data)}.{_spell(self._mac(kind, data))}"

    def open(self, kind: str, text: str) -> dict[str, Any] | None:
        """What was sealed as this kind; None for anything else."""
        if len(text) > TEXT_MOST or not text.isascii():
            return None
        front, _, back = text.partition(".")
        try:
            data, mac = _read(front), _read(back)
        except (binascii.Error, ValueError):
            return None
        if not hmac.compare_digest(mac, self._mac(kind, data)) or _spell(data) != front or _spell(mac) != back:
            return None
        found: dict[str, Any] = json.loads(data)
        return found

    def _mac(self, kind: str, data: bytes) -> bytes:
        return hashlib.blake2b(data, digest_size=32, key=self._secret, person=kind.encode()).digest()


def _spell(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _read(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
