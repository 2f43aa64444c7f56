"""Pushing: batches of what no receipt covers, the older epochs first, until all is held or the hub says later.

Nothing counts as sent but by a receipt that was checked. A batch may be cut off anywhere, come twice, or be
answered with where the hub stands; the next one is cut from there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import msgspec

from desktop.core import batch, keys
from desktop.core.errors import EnvironmentFailed
from desktop.core.signed import BadDocument, Signed
from desktop.store import membership, outbox
from desktop.store.beside import put_setting
from desktop.store.epoch import continue_epoch
from desktop.store.inbox import take_receipt
from desktop.store.journal import Store
from desktop.store.membership import Membership
from desktop.store.outbox import OwnLog
from desktop.sync.client import BATCH, Client, document, unsigned
from desktop.sync.trouble import Elsewhere, Final, Later

# A hub that keeps saying it stands elsewhere is not waited for in this round.
ELSEWHERE_MOST = 6


class _Accepted(msgspec.Struct):
    receipt: Signed
    hub_epoch: str
    forked: bool


class _Stands(msgspec.Struct):
    hub_epoch: str
    seq: int
    head: str


class _Shown(msgspec.Struct):
    hub_epoch: str


@dataclass
class Push:
    """One round's pushing for a device. `moved` hears of each receipt, `sent` counts entries that a receipt of this
    round covers; `refused` are (epoch, first, code) of what the hub refused for good.
    """

    store: Store
    key: keys.DeviceKey
    client: Client
    member: Membership
    moved: Callable[[], None] = lambda: None
    sent: int = 0
    refused: list[tuple[str, int, str]] = field(default_factory=list)
    _from: dict[str, int] = field(default_factory=dict)
    _most: dict[str, int] = field(default_factory=dict)
    _elsewhere: int = 0

    def run(self) -> None:
        """Raises `Later`; what was receipted until then stays so."""
        while True:
            with self.store.read() as connection:
                epoch = membership.hub_epoch(connection)
                logs = outbox.own_logs(connection, self.store.device, epoch)
                blocked = outbox.refused(connection)
            log = next(
                (each for each in logs if self._next(each) <= each.last and not self._blocked(each, blocked)), None
            )
            if log is None:
                break
            self._send(log)
        self._leave_fork(logs)

    def _next(self, log: OwnLog) -> int:
        return self._from.get(log.epoch, log.held) + 1

    def _blocked(self, log: OwnLog, blocked: dict[str, int]) -> bool:
        return blocked.get(log.epoch) == self._next(log)

    def _send(self, log: OwnLog) -> None:
        first = self._next(log)
        with self.store.read() as connection:
            entries = outbox.entries_from(connection, log.log, first, self._most.get(log.epoch, batch.ENTRIES_MOST))
        data = batch.make(self.key, entries, self.store.device, log.epoch, first)
        try:
            answer = document(self.client.send("POST", "/v1/batches", data, BATCH), _Accepted)
        except Elsewhere as elsewhere:
            self._go_to(log, document(elsewhere.answer, _Stands))
            return
        except Final as final:
            self._refuse(log, first, len(entries), final)
            return
        try:
            receipt = take_receipt(self.store, self.member, answer.receipt)
        except BadDocument as error:
            raise unsigned(error) from error
        last = first + len(entries) - 1
        if receipt.epoch != log.epoch or receipt.seq < last:
            raise unsigned(BadDocument("receipt: too short"))
        self.sent += len(entries)
        self.moved()
        self._most.pop(log.epoch, None)
        if log.epoch in self._from:
            # beside a receipt that is further than the hub now stands, the place is remembered until it is passed
            self._from[log.epoch] = last
            if last >= log.held:
                del self._from[log.epoch]

    def _go_to(self, log: OwnLog, stands: _Stands) -> None:
        """The hub stands elsewhere: shows it the receipt that is ahead, then goes on from where it stands."""
        self._elsewhere += 1
        if self._elsewhere > ELSEWHERE_MOST + log.last // 500:
            raise Later(EnvironmentFailed("hub_confused"))
        with self.store.read() as connection:
            epoch = membership.hub_epoch(connection)
            known = outbox.hash_at(connection, log.log, stands.seq)
        if stands.hub_epoch == epoch and stands.seq < log.held:
            self.show_receipt(log.epoch)
        else:
            take_epoch(self.store, stands.hub_epoch)
        # where the log has parted from what the hub holds, it is sent again until the hub has found where
        self._from[log.epoch] = stands.seq if known == stands.head else max(0, stands.seq - batch.ENTRIES_MOST)

    def show_receipt(self, epoch: str) -> bool:
        """Shows a hub that stands behind it its own receipt for a log; true when that began a new hub epoch."""
        with self.store.read() as connection:
            hub_epoch = membership.hub_epoch(connection)
            receipt = outbox.receipt_of(connection, hub_epoch, self.store.device, epoch)
        if receipt is None:
            return False
        try:
            shown = document(self.client.post("/v1/receipt", receipt), _Shown)
        except Final:
            return False
        return shown.hub_epoch != hub_epoch and take_epoch(self.store, shown.hub_epoch)

    def _refuse(self, log: OwnLog, first: int, count: int, final: Final) -> None:
        """Refused for good: cut smaller, to find the one entry; that one is not sent again as it is."""
        if count > 1:
            self._most[log.epoch] = count // 2
            return
        self.refused.append((log.epoch, first, final.code))
        with self.store.write() as txn:
            known = outbox.refused(txn.connection)
            put_setting(txn, membership.REFUSED, msgspec.json.encode({**known, log.epoch: first}).decode())

    def _leave_fork(self, logs: list[OwnLog]) -> None:
        """The hub found today's log twice (two machines with one key): a new epoch continues what is here."""
        head = self.store.head
        if any(log.branch and log.epoch == head.epoch for log in logs):
            continue_epoch(self.store, public=self.key.public, reason="fork")
            self.run()


def take_epoch(store: Store, named: str) -> bool:
    with store.read() as connection:
        if membership.hub_epoch(connection) == named:
            return True
    with store.write() as txn:
        return membership.take_epoch(txn, named)
