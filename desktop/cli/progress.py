"""How far something long has come, told on stderr twice a second at most."""

from __future__ import annotations

import sys
import time

from desktop.core.words import Words

EVERY_SECONDS = 0.5


class Progress:
    """Says nothing of what is done within the first half second."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._next = time.monotonic() + EVERY_SECONDS

    def told(self, done: int, total: int) -> None:
        now = time.monotonic()
        if now >= self._next:
            self._next = now + EVERY_SECONDS
            print(self._words.say("cli.progress", done=f"{done:,}", total=f"{total:,}"), file=sys.stderr, flush=True)
