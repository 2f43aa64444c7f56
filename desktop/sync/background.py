"""Rounds in the background, on a thread of its own: when something waits, and every few minutes.

It reads on read connections and writes in short transactions, so that the counter never waits for the network.
"""

from __future__ import annotations

import logging
import random
import threading
import time
from collections.abc import Callable

from desktop.core.errors import EnvironmentFailed, Trouble
from desktop.sync.trouble import Later
from desktop.sync.waiting import wait_after

EVERY_S = 180.0
LOOK_S = 5.0


class Background:
    """`act` makes one round, `pending` says whether something waits; both are called on this thread. `told` hears
    after each round what it came to: None, or the trouble.
    """

    def __init__(
        self,
        act: Callable[[], object],
        pending: Callable[[], bool],
        told: Callable[[Exception | None], None],
        *,
        look: float = LOOK_S,
        every: float = EVERY_S,
        now: Callable[[], float] = time.monotonic,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._act, self._pending, self._told = act, pending, told
        self._look, self._every = look, every
        self._now, self._chance = now, chance
        self._wake = threading.Event()
        self._over = threading.Event()
        self._failures = 0
        self._not_before = 0.0
        self._due = 0.0
        self._said = threading.Condition()
        self._asked = self._answered = 0
        self._came: Exception | None = None
        self._thread = threading.Thread(target=self._loop, name="sync", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def nudge(self) -> None:
        """Looks at once; somebody asked for a round."""
        self._not_before = self._due = 0.0
        self._wake.set()

    def round_now(self) -> None:
        """A round made on this thread at once, waited for on the caller's. Raises what it came to, and
        `EnvironmentFailed("hub_round_broken")` when the program ends meanwhile.
        """
        with self._said:
            self._asked += 1
            wanted = self._asked
            self._wake.set()
            self._said.wait_for(lambda: self._answered >= wanted or self._over.is_set())
            if self._answered < wanted:
                raise EnvironmentFailed("hub_round_broken")
            came = self._came
        if came is not None:
            raise came

    def stop(self, timeout: float = 5.0) -> bool:
        """Ends after the round in hand; false when that takes longer than `timeout` seconds."""
        self._over.set()
        self._wake.set()
        with self._said:
            self._said.notify_all()
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _loop(self) -> None:
        while not self._over.is_set():
            self.step()
            self._wake.wait(self._look)
            self._wake.clear()

    def step(self) -> bool:
        """One look; whether a round was made."""
        now, asked = self._now(), self._asked
        came: Exception | None = None
        try:
            if asked == self._answered and (now < self._not_before or (now < self._due and not self._pending())):
                return False
            self._act()
        except Later as later:
            self._failed(later.wait)
            came = later.trouble
        except Trouble as trouble:
            self._failed(0.0)
            came = trouble
        except Exception as bug:
            # a mistake of ours: told loudly, and no reason to stop sending until the next start
            logging.getLogger(__name__).exception("a round failed")
            self._failed(0.0)
            came = bug
        else:
            self._failures = 0
            self._not_before = 0.0
            self._due = self._now() + self._every
        with self._said:
            self._answered, self._came = asked, came
            self._said.notify_all()
        self._told(came)
        return True

    def _failed(self, asked: float) -> None:
        self._failures += 1
        self._not_before = self._now() + wait_after(self._failures, asked, self._chance())
