"""Challenges of the hub, over which a device signs: good for ten minutes, kept nowhere, so that every worker and
every restarted one knows them again.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

from hub.journal import Clock
from hub.keys import HubKeys

GOOD_MS = 600_000


class Challenges:
    def __init__(self, keys: HubKeys, clock: Clock) -> None:
        self._key = keys.purpose("challenge")
        self._clock = clock

    def make(self) -> str:
        """`TIME.CHANCE.CODE` in hex."""
        text = f"{self._clock.now():x}.{secrets.token_hex(8)}"
        return f"{text}.{self._code(text)}"

    def good(self, challenge: str) -> bool:
        text, _, code = challenge.rpartition(".")
        if not challenge.isascii() or not hmac.compare_digest(code, self._code(text)):
            return False
        made = int(text.partition(".")[0], 16)
        return -GOOD_MS <= self._clock.now() - made <= GOOD_MS

    def _code(self, text: str) -> str:
        return hmac.new(self._key, text.encode(), hashlib.sha256).hexdigest()[:32]
