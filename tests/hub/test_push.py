"""Enrol, push, receipt: what the protocol says of §4 and §5, over HTTP with two workers."""

from __future__ import annotations

from tests.hub.conftest import Hub


def test_a_log_is_pushed_and_receipted(served: Hub) -> None:
    device = served.device()
    for number in range(5):
        device.log.append({"n": number}, kind="something.new")
    receipt = device.receipt(device.push())
    assert (receipt.device, receipt.epoch, receipt.seq) == (device.id, device.log.epoch, 6)
    assert receipt.head == device.log.head
    assert receipt.branch == ""
