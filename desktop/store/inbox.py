"""What the hub sent: receipts and feed pages, checked, then kept in short transactions.

Everything may come twice, in any order, and by network and stick at once: it changes nothing the second time.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import msgspec

from desktop.core import feed, receipt, signed
from desktop.core.feed import Item, Page
from desktop.core.receipt import Receipt
from desktop.core.signed import BadDocument, Signed
from desktop.store import membership
from desktop.store.beside import put_setting
from desktop.store.journal import Store, Txn
from desktop.store.membership import Membership
from desktop.store.outbox import hash_at
from desktop.store.received import Took, forget, forget_joined, take_entry

ITEMS_A_TRANSACTION = 200
# The counter gets its turn between two transactions: a lock that is taken again at once is not fair.
PAUSE_S = 0.005


@dataclass
class Taken:
    """What came of a page: items that were new or known, odd ones that did not fit (`odd`), whether keys of
    devices changed, and whether the page could be used: `stale` ones are of a hub epoch that is over, or begin
    behind what is here.
    """

    items: int = 0
    odd: int = 0
    keys: bool = False
    forgot: bool = False
    stale: bool = False
    page: Page | None = field(default=None, repr=False)


def take_receipt(store: Store, member: Membership, given: Signed) -> Receipt:
    """Keeps a receipt of this hub for a log of this device. Raises `BadDocument`, for one about other bytes too."""
    found = signed.read(given, member.hub_key, receipt.PREAMBLE, Receipt)
    if (found.hub, found.device) != (member.hub, store.device) or found.seq < 1:
        raise BadDocument("receipt: for another")
    with store.write() as txn:
        log = txn.rows("SELECT log FROM logs WHERE own = 1 AND device = ? AND epoch = ?", (found.device, found.epoch))
        if not log:
            raise BadDocument("receipt: no such log")
        # beyond the last entry here only after a restore: the hub holds more than this backup did
        if hash_at(txn.connection, log[0][0], found.seq) not in (None, found.head):
            raise BadDocument("receipt: of other bytes")
        membership.take_epoch(txn, found.hub_epoch)
        txn.execute(
            "INSERT INTO receipts (hub_epoch, device, epoch, seq, head, at, text, signature)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (hub_epoch, device, epoch) DO UPDATE SET seq = excluded.seq,"
            " head = excluded.head, at = excluded.at, text = excluded.text, signature = excluded.signature"
            " WHERE excluded.seq >= receipts.seq",
            (
                *(found.hub_epoch, found.device, found.epoch, found.seq),
                *(found.head, found.at, given.text, given.signature),
            ),
        )
    return found


def take_page(store: Store, member: Membership, given: Signed) -> Taken:
    """Applies a page of the feed and moves the cursor behind it. Raises `BadDocument`."""
    page = signed.read(given, member.hub_key, feed.PAGE_PREAMBLE, Page)
    if (page.hub, page.device) != (member.hub, store.device):
        raise BadDocument("page: for another")
    taken = Taken(page=page)
    with store.write() as txn:
        taken.stale = not membership.take_epoch(txn, page.hub_epoch)
        taken.stale |= page.after > membership.read_cursor(txn.connection).after
    if taken.stale:
        return taken
    for at in range(0, len(page.items), ITEMS_A_TRANSACTION):
        with store.write() as txn:
            for item in page.items[at : at + ITEMS_A_TRANSACTION]:
                _take_item(txn, member, item, taken)
        time.sleep(PAUSE_S)
    with store.write() as txn:
        cursor = membership.read_cursor(txn.connection)
        # the hub may have gone over to another epoch by the other way meanwhile
        if cursor.hub_epoch == page.hub_epoch:
            put_setting(txn, membership.CURSOR, str(max(cursor.after, page.next)))
        put_setting(txn, membership.CLOCK_OFF, str(store.clock.now() - page.now))
        if page.compared is not None:
            put_setting(txn, membership.COMPARED, msgspec.json.encode(page.compared).decode())
    if taken.forgot:
        with store.alone():
            store.database.erase_log()
    return taken


def _take_item(txn: Txn, member: Membership, item: Item, taken: Taken) -> None:
    try:
        body = feed.body_of(item)
    except msgspec.ValidationError:
        taken.odd += 1
        return
    taken.items += 1
    if isinstance(body, feed.FeedEntry):
        came = take_entry(txn, member.hub, body.text)
        taken.odd += came is Took.ODD
        taken.forgot |= came is Took.FORGOTTEN
    elif body is not None:
        taken.keys |= isinstance(body, feed.FeedDevice)
        taken.forgot |= isinstance(body, feed.FeedJoined) or (isinstance(body, feed.FeedCard) and body.forgotten)
        _TAKE[type(body)](txn, body)


def _take_device(txn: Txn, body: feed.FeedDevice) -> None:
    _put(txn, "known_devices", ("device",), msgspec.structs.asdict(body))


def _take_card(txn: Txn, body: feed.FeedCard) -> None:
    values = msgspec.structs.asdict(body)
    values.pop("forgotten")
    _put(txn, "known_cards", ("rider", "issued"), values)
    if body.forgotten:
        forget(txn, body.rider)


def _take_meal(txn: Txn, body: feed.FeedMeal) -> None:
    _put(txn, "meals_elsewhere", ("fact",), msgspec.structs.asdict(body))


def _take_verdict(txn: Txn, body: feed.FeedVerdict) -> None:
    values = msgspec.structs.asdict(body)
    values["detail"] = msgspec.json.encode(body.detail).decode()
    values["done"] = int(body.done)
    _put(txn, "verdicts", ("verdict",), values)


def _take_joined(txn: Txn, body: feed.FeedJoined) -> None:
    txn.execute("INSERT OR IGNORE INTO joined_elsewhere (rider, same) VALUES (?, ?)", (body.rider, body.same))
    forget_joined(txn, body.rider)


_TAKE: dict[type[msgspec.Struct], Callable[[Txn, Any], None]] = {
    feed.FeedDevice: _take_device,
    feed.FeedCard: _take_card,
    feed.FeedMeal: _take_meal,
    feed.FeedVerdict: _take_verdict,
    feed.FeedJoined: _take_joined,
}


def _put(txn: Txn, table: str, key: tuple[str, ...], values: dict[str, Any]) -> None:
    """Sets a private row; what else stands in it (when somebody saw it) stays."""
    columns = ", ".join(f'"{name}"' for name in values)
    changes = ", ".join(f'"{name}" = excluded."{name}"' for name in values if name not in key)
    txn.execute(
        f'INSERT INTO "{table}" ({columns}) VALUES ({", ".join("?" * len(values))})'
        f" ON CONFLICT ({', '.join(key)}) DO UPDATE SET {changes}",
        tuple(values.values()),
    )
