"""The clock and the ids of a demo: set by its story, the same for the same seed."""

from __future__ import annotations

import random
from uuid import UUID


class DemoClock:
    """A clock that stands where it was set, ms UTC."""

    def __init__(self, at: int) -> None:
        self.at = at

    def now(self) -> int:
        return self.at


class DemoIds:
    """Ids from a seed: UUIDv7 by the demo's clock, UUIDv4 for the rest (RFC 9562)."""

    def __init__(self, chance: random.Random, clock: DemoClock) -> None:
        self._chance = chance
        self._clock = clock

    def fact(self) -> str:
        bits = self._clock.at << 80 | 7 << 76 | self._chance.getrandbits(76)
        return str(UUID(int=bits & ~(3 << 62) | 2 << 62))

    def other(self) -> str:
        return str(UUID(int=self._chance.getrandbits(128), version=4))
