"""The hub's own journal, written by hand: its entries go to everybody by the feed."""

from __future__ import annotations

from desktop.core.entry import NO_HASH, THE_APP, Entry, hash_of, to_bytes
from desktop.core.fact import Fact
from desktop.core.feed import FeedEntry
from desktop.core.site import EpochOpened
from desktop.store.journal import RandomIds
from tests.sync import devices
from tests.sync.small_hub import SmallHub


class HubJournal:
    def __init__(self, hub: SmallHub) -> None:
        self._hub, self._count, self._head = hub, 0, NO_HASH
        self.append(EpochOpened(hub.key.public.hex(), "hub", "init"))

    def append(self, body: Fact, *, site: str = devices.SITE, at: int = 0) -> str:
        """An entry about `site`; returns its id."""
        self._count += 1
        fact = RandomIds().fact()
        entry = Entry(
            *(1, self._hub.key.device, "00aa00aa00aa00aa", self._count, self._head),
            *(fact, body.KIND, at or self._hub.now, "2026-11-17", site, THE_APP, body),
        )
        data = to_bytes(entry)
        self._head = hash_of(data)
        self._hub.say(FeedEntry(data.decode()))
        return fact
