"""The hub's receipt: it has durably stored a log up to here. "Synced" means one of these, nothing less."""

from __future__ import annotations

import msgspec

PREAMBLE = b"quanyi/receipt/1\0"


class Receipt(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`seq` and `head` (hex) of the last stored entry of (device, epoch); `at` the hub's clock, ms UTC; `branch`
    is empty, or names the branch of a log that was found twice (the hash of its first entry of its own).
    """

    v: int
    hub: str
    hub_epoch: str
    device: str
    epoch: str
    seq: int
    head: str
    at: int
    branch: str = ""
