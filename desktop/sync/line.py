"""A device's line to its hub: what rounds, sticks and joining work with, and their end in the log of rounds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from desktop.core import keys
from desktop.core.errors import Refused
from desktop.store import membership, outbox
from desktop.store.folder import End
from desktop.store.journal import Store
from desktop.store.membership import Membership
from desktop.store.persons import Terms, no_terms
from desktop.store.rounds import RoundResult
from desktop.store.standing import standing
from desktop.sync.client import Client


def _no_end(_end: End) -> None:
    return None


def _nothing() -> None:
    return None


@dataclass
class Line:
    """`remember` keeps the last acknowledged entry outside the database; `learn` is called when keys of devices
    came; `terms` are what somebody is found by; `connect` makes a client for a membership; `moved` hears of each
    receipt while a round goes on.
    """

    store: Store
    key: keys.DeviceKey
    software: str
    remember: Callable[[End], None] = _no_end
    learn: Callable[[], None] = _nothing
    terms: Terms = no_terms
    connect: Callable[[Membership, keys.DeviceKey], Client] = field(
        default=lambda member, key: Client(member.url, key, member.certificate)
    )
    moved: Callable[[], None] = _nothing

    def member(self) -> Membership:
        """Raises `Refused("hub_none")` before joining, and where a backup brought another device's certificate."""
        with self.store.read() as connection:
            found = membership.read_membership(connection, self.key)
        if found is None:
            raise Refused("hub_none")
        return found

    def joined(self) -> bool:
        with self.store.read() as connection:
            return membership.read_membership(connection, self.key) is not None

    def client(self) -> Client:
        return self.connect(self.member(), self.key)

    def note_held(self) -> None:
        """Keeps the newest acknowledged entry beside the key."""
        with self.store.read() as connection:
            logs = outbox.own_logs(connection, self.store.device, membership.hub_epoch(connection))
            held = next((log for log in reversed(logs) if log.held), None)
            digest = outbox.hash_at(connection, held.log, held.held) if held else None
        if held is not None and digest is not None:
            self.remember(End(held.epoch, held.held, digest))

    def result(self, pushed: int, pulled: int) -> RoundResult:
        with self.store.read() as connection:
            stands = standing(connection)
        return RoundResult(self.member().site, pushed, stands.acknowledged, pulled, stands.flagged, stands.waiting)
