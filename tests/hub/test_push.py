"""Push, resend, overlap, fork, revocation: §5 of the protocol over HTTP with two workers."""

from __future__ import annotations

import json
import struct
import zlib

import pytest
import zstandard

from desktop.core import batch, canonical, keys
from hub.projector import Projector
from tests.hub.conftest import Hub
from tests.hub.device import Device, Log


def fill(device: Device, count: int) -> None:
    for number in range(count):
        device.log.append({"n": number}, kind="something.new")


def test_a_log_is_pushed_and_receipted(served: Hub) -> None:
    device = served.device()
    fill(device, 5)
    receipt = device.receipt(device.push())
    assert (receipt.device, receipt.epoch, receipt.seq) == (device.id, device.log.epoch, 6)
    assert receipt.head == device.log.head
    assert receipt.branch == ""


def test_a_resend_and_a_part_of_it_get_a_receipt_again(served: Hub) -> None:
    device = served.device()
    fill(device, 9)
    first = device.receipt(device.push())
    again = device.receipt(device.push())
    part = device.receipt(device.push(device.log.batch(3, 5)))
    assert {(each.seq, each.head) for each in (first, again, part)} == {(10, device.log.head)}
    with served.parts.database.read() as session:
        assert session.row("SELECT count(*) FROM batches WHERE device = ?", (device.id,))[0] == 1


def test_an_overlap_and_a_gap_are_told_where_the_hub_stands(served: Hub) -> None:
    device = served.device()
    fill(device, 9)
    device.receipt(device.push(device.log.batch(1, 4)))
    for first in (3, 8):
        answer = device.push(device.log.batch(first, 10))
        assert answer.status_code == 409
        said = answer.json()
        assert (said["error"], said["seq"], said["head"]) == ("expected", 4, device.log.entries[3][1])
    assert device.receipt(device.push(device.log.batch(5, 10))).seq == 10


def test_a_log_that_is_not_known_begins_at_one(served: Hub) -> None:
    device = served.device()
    fill(device, 3)
    said = device.push(device.log.batch(2, 4)).json()
    assert (said["error"], said["seq"], said["head"]) == ("expected", 0, "0" * 64)


def test_two_disks_of_one_key_are_kept_as_two_branches(served: Hub) -> None:
    device = served.device()
    fill(device, 9)
    device.receipt(device.push())
    other = device.log.copy()
    for log, kind in ((device.log, "here.happened"), (other, "there.happened")):
        for number in range(20):
            log.append({"n": number}, kind=kind)
    assert device.receipt(device.push(device.log.batch(11, 30))).branch == ""
    answer = device.push(other.batch(11, 20))
    assert answer.json()["forked"] is True
    receipt = device.receipt(answer)
    assert (receipt.branch, receipt.seq) == (other.entries[10][1], 20)
    more = device.receipt(device.push(other.batch(21, 30)))
    assert (more.branch, more.seq, more.head) == (receipt.branch, 30, other.head)
    assert device.receipt(device.push(other.batch(11, 20))).branch == receipt.branch
    Projector(served.parts).all()
    with served.parts.database.read() as session:
        rows = session.rows("SELECT branch, sum(count) FROM log_sums WHERE device = ? GROUP BY branch", (device.id,))
        codes = session.rows("SELECT code FROM verdicts WHERE device = ? AND code = 'forked'", (device.id,))
    assert {row[0]: int(row[1]) for row in rows} == {"": 30, receipt.branch: 20}, "40 of 40 facts"
    assert len(codes) == 1


def test_a_device_is_led_back_to_where_its_log_parted(served: Hub) -> None:
    """It has 1,500 entries of its own behind the place, and begins to send at their end."""
    device = served.device()
    fill(device, 9)
    other = device.log.copy()
    fill(device, 1_500)
    for number in range(1_500):
        other.append({"n": number}, kind="there.happened")
    device.receipt(device.push(device.log.batch(1, 1_000)))
    device.receipt(device.push(device.log.batch(1_001, 1_510)))
    first, rounds = 1_511, 0
    other.append({"n": 1}, kind="there.happened")
    while True:
        answer = device.push(other.batch(first, min(first + 999, 1_511)))
        rounds += 1
        assert rounds < 10
        if answer.status_code == 200:
            break
        said = answer.json()
        assert said["head"] != other.entries[said["seq"] - 1][1]
        first = max(1, said["seq"] - 999)
    assert device.receipt(answer).branch == other.entries[10][1]


def test_a_revoked_device_is_stored_receipted_and_held(served: Hub) -> None:
    device = served.device()
    fill(device, 2)
    device.receipt(device.push())
    served.run("revoke", device.id, "--reason", "电脑丢了")
    fill(device, 2)
    assert device.receipt(device.push(device.log.batch(4, 5))).seq == 5
    Projector(served.parts).all()
    with served.parts.database.read() as session:
        held = session.rows("SELECT first, held FROM batches WHERE device = ? ORDER BY first", (device.id,))
    assert [tuple(row) for row in held] == [(1, 0), (4, 1)]
    body = {"v": 1, "hub_epoch": "", "after": 0, "limit": 10, "heads": [], "sums": [], "clock": 0, "software": ""}
    answer = device.ask("POST", "/v1/feed", body)
    assert (answer.status_code, answer.json()) == (403, {"error": "revoked"})


def test_an_unknown_device_shows_its_certificate(served: Hub) -> None:
    device = served.device()
    stranger = Device(served.client, device.log.now)
    answer = stranger.push()
    assert (answer.status_code, answer.json()) == (403, {"error": "unknown_device"})
    shown = {"text": device.shown.text, "signature": "00" * 64}
    assert served.client.post("/v1/certificate", content=canonical.encode(shown)).status_code == 403


def _hostile(device: Device) -> dict[str, tuple[bytes, int, str]]:
    good = device.log.batch()
    header_length = struct.unpack(">I", good[4:8])[0]
    body = 8 + header_length + 64
    frame = zstandard.ZstdCompressor().compress
    plain = batch.unpacked(good[body:])
    stranger = keys.DeviceKey(b"\1" * 32)
    forged = Log(stranger, device.log.now)
    forged.key = stranger
    bomb = zstandard.ZstdCompressor(level=19).compress(b"\0" * (200 * 1024 * 1024))
    return {
        "nothing": (b"", 400, "not_a_batch"),
        "text": (b"<html>sign in</html>", 400, "not_a_batch"),
        "magic": (b"QYB2" + good[4:], 400, "not_a_batch"),
        "length": (good[:4] + struct.pack(">I", 2**31) + good[8:], 400, "not_a_batch"),
        "signature": (good[: body - 64] + bytes(64) + good[body:], 400, "signature_wrong"),
        "one bit": (good[:body] + frame(plain.replace(b'"n":0', b'"n":1', 1)), 400, "chain_broken"),
        "a line less": (good[:body] + frame(plain[: plain.rindex(b"\n", 0, -1) + 1]), 400, "count_wrong"),
        "no zstd": (good[:body] + zlib.compress(plain), 400, "zstd_wrong"),
        "two frames": (good[:body] + frame(plain) + frame(b""), 400, "zstd_wrong"),
        "bomb": (good[:body] + bomb, 413, "too_large"),
        "large": (good + bytes(4 * 1024 * 1024), 413, "too_large"),
        "another's": (forged.batch(), 403, "unknown_device"),
    }


HOSTILE = (
    "nothing", "text", "magic", "length", "signature", "one bit", "a line less", "no zstd", "two frames", "bomb",
    "large", "another's",
)  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_not_authentic_is_refused_and_leaves_nothing(served: Hub, name: str) -> None:
    device = served.device()
    fill(device, 3)
    data, status, code = _hostile(device)[name]
    answer = device.push(data)
    assert (answer.status_code, answer.json()["error"]) == (status, code)
    with served.parts.database.read() as session:
        assert session.row("SELECT count(*) FROM batches WHERE device = ?", (device.id,))[0] == 0
    assert device.receipt(device.push()).seq == 4


def test_receipts_say_the_hub_epoch(served: Hub) -> None:
    device = served.device()
    answer = device.push()
    assert device.receipt(answer).hub_epoch == answer.json()["hub_epoch"] == json.loads(answer.text)["hub_epoch"]
