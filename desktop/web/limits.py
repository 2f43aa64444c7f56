"""How often something may be asked for, counted in memory by the minute: of an address, and of all together.

A page that is asked for too often answers with a sentence and 429; nothing that was recorded before is touched.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

MINUTE_MS = 60_000
NAMES_MOST = 10_000


@dataclass(frozen=True)
class Limits:
    """Times a minute. `pages`, `acts` and `guesses` are of one address (behind one, all phones of a place may stand:
    WLAN boxes translate), `guesses_all` of the four digits by everybody: of 10,000 two are good at a time, so that a
    minute of guessing finds one with at most 0.6 %.
    """

    pages: int = 1_200
    acts: int = 300
    guesses: int = 5
    guesses_all: int = 30
    acts_all: int = 600


class TooMany(Exception):
    """Beyond a limit; `seconds` until the next minute begins."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Rate:
    """Counts by name within the present minute; `now` in ms UTC."""

    def __init__(self, now: Callable[[], int], limits: Limits) -> None:
        self._now = now
        self.limits = limits
        self._minute = 0
        self._counts: dict[tuple[str, str], int] = {}

    def count(self, what: str, address: str) -> None:
        """One more `what` (a field of `Limits`) of an address. Raises `TooMany`."""
        self._add(what, address, getattr(self.limits, what))

    def count_all(self, what: str) -> None:
        """One more of everybody. Raises `TooMany`."""
        self._add(what, "*", getattr(self.limits, what))

    def check(self, what: str, address: str) -> None:
        """Raises `TooMany` where one more would be too many; counts nothing."""
        self._turn()
        if self._counts.get((what, address), 0) >= getattr(self.limits, what):
            raise self._beyond()

    def _add(self, what: str, address: str, most: int) -> None:
        self._turn()
        counted = self._counts[what, address] = self._counts.get((what, address), 0) + 1
        if counted > most:
            raise self._beyond()

    def _turn(self) -> None:
        minute = self._now() // MINUTE_MS
        if minute != self._minute or len(self._counts) > NAMES_MOST:
            self._minute, self._counts = minute, {}

    def _beyond(self) -> TooMany:
        return TooMany(-(-(MINUTE_MS - self._now() % MINUTE_MS) // 1000))
