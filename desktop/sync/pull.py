"""Pulling: feed pages until there is no more, each applied and the cursor moved before the next is asked for."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.core.errors import EnvironmentFailed
from desktop.core.feed import ITEMS_MOST, Ask, Compared
from desktop.core.signed import BadDocument, Signed
from desktop.store import membership, outbox
from desktop.store.inbox import take_page
from desktop.store.journal import Store
from desktop.store.membership import Membership
from desktop.sync.client import Client, document, unsigned
from desktop.sync.trouble import Later, Over


@dataclass
class Pulled:
    """`items` came, `odd` of them do not fit; `keys` of devices changed; `compared` what the hub makes of what it
    holds, None while it is not yet sure.
    """

    items: int = 0
    odd: int = 0
    keys: bool = False
    compared: Compared | None = None


def ask_of(store: Store, software: str) -> Ask:
    """What this device asks for now."""
    with store.read() as connection:
        cursor = membership.read_cursor(connection)
        found = outbox.covered(connection, store.device, cursor.hub_epoch)
    outbox.keep_sums(store, found)
    return Ask(1, cursor.hub_epoch, cursor.after, ITEMS_MOST, found.heads, found.sums, store.clock.now(), software)


def pull(store: Store, client: Client, member: Membership, software: str) -> Pulled:
    """All pages. Raises `Later`, `Over` and `Revoked`; what was applied until then stays."""
    pulled = Pulled()
    ask = ask_of(store, software)
    while True:
        answer = document(client.post("/v1/feed", ask, signed=True), Signed)
        try:
            taken = take_page(store, member, answer)
        except BadDocument as error:
            raise unsigned(error) from error
        page = taken.page
        assert page is not None
        pulled.items += taken.items
        pulled.odd += taken.odd
        pulled.keys |= taken.keys
        pulled.compared = page.compared
        again = ask_of(store, software)
        if not page.more and not taken.stale:
            return pulled
        if (again.hub_epoch, again.after) == (ask.hub_epoch, ask.after):
            if page.hub_epoch != again.hub_epoch:
                raise Over
            # a page that leads nowhere would be asked for for ever
            raise Later(EnvironmentFailed("hub_confused"))
        ask = again
