"""Joining: codes, proofs, weak keys; a hub that was restored to yesterday."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest

from desktop.core import canonical, enrolment, keys
from hub.enrolment import CODE_MS
from tests.hub.conftest import Hub
from tests.hub.device import Device

WEAK = [
    "00" * 32,
    "01" + "00" * 31,
    "ec" + "ff" * 30 + "7f",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
]


def now() -> int:
    return time.time_ns() // 1_000_000


def test_a_code_is_good_once_and_again_for_the_same_key(served: Hub) -> None:
    code = served.code("第一驿站")
    device = Device(served.client, now())
    assert device.enrol(code).status_code == 200
    first = device.certificate
    assert first is not None
    assert (first.name, first.role, first.device) == ("第一驿站", "station", device.id)
    assert device.enrol(code.lower().replace("-", " ")).status_code == 200, "as it was typed"
    assert device.certificate == first
    other = Device(served.client, now())
    answer = other.enrol(code)
    assert (answer.status_code, answer.json()) == (403, {"error": "code_wrong"})


def test_a_code_that_is_unknown_used_or_expired_gets_one_answer(served: Hub) -> None:
    expired = served.code()
    hidden = served.parts.enrolment._hidden(expired)
    with served.parts.database.write() as session:
        session.execute("UPDATE codes SET at = ? WHERE code = ?", (now() - CODE_MS - 1_000, hidden))
    for code in (expired, "AAAA-AAAA-AAAA", ""):
        answer = Device(served.client, now()).enrol(code)
        assert (answer.status_code, answer.text) == (403, '{"error":"code_wrong"}')


def test_a_merchants_code_is_not_a_stations(served: Hub) -> None:
    code = served.parts.enrolment.new_merchant("大明湖餐馆", "00000000-0000-0000-0000-000000000000").code
    device = Device(served.client, now())
    assert device.enrol(code, "station").json() == {"error": "role_wrong"}
    assert device.enrol(code, "merchant").status_code == 200


@pytest.mark.parametrize("key", WEAK)
def test_weak_keys_and_wrong_proofs_are_refused(served: Hub, key: str) -> None:
    asked = {"v": 1, "code": served.code(), "key": key, "role": "station", "proof": "00" * 64}
    answer = served.client.post("/v1/enrol", content=canonical.encode(asked))
    assert (answer.status_code, answer.json()) == (400, {"error": "proof_wrong"})


def test_the_proof_is_over_this_code(served: Hub) -> None:
    key = keys.DeviceKey(b"\7" * 32)
    asked = enrolment.request(key, served.code(), "station")
    other = {"v": 1, "code": served.code(), "key": asked.key, "role": "station", "proof": asked.proof}
    assert served.client.post("/v1/enrol", content=canonical.encode(other)).json() == {"error": "proof_wrong"}


def test_bodies_are_canonical_json(served: Hub) -> None:
    for body in (b"", b"{}", b'{"v": 1}', b"[" * 5_000, b'{"a":1e400}', b"\xff", b'{"v":1,"v":1}'):
        answer = served.client.post("/v1/enrol", content=body)
        assert (answer.status_code, answer.json()) == (400, {"error": "body_wrong"})


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_a_hub_restored_to_yesterday_gets_everything_again(hub: Hub, tmp_path: Path) -> None:
    """Its database is copied, goes on, and is put back; a device that joined meanwhile is unknown to it."""
    with hub.serve(workers=1):
        old = hub.device()
        for number in range(4):
            old.log.append({"n": number}, kind="something.new")
        old.receipt(old.push(old.log.batch(1, 3)))
    hub.close()
    hub._parts.clear()
    data = Path(hub.db).parent
    shutil.copytree(data, tmp_path / "yesterday")
    with hub.serve(workers=1):
        for device in (old,):
            device.client = hub.client
        new = hub.device()
        last = old.receipt(old.push(old.log.batch(4, 5)))
        shown = old.push(old.log.batch(4, 5)).json()["receipt"]
        new.receipt(new.push())
    hub.close()
    hub._parts.clear()
    shutil.rmtree(data)
    shutil.copytree(tmp_path / "yesterday", data)
    # a hub that kept its position beside its key knows by itself (`test_position`); here only devices can tell it
    Path(f"{hub.key}.position").unlink(missing_ok=True)
    with hub.serve(workers=1):
        old.client = new.client = hub.client
        old.log.append({"n": 5}, kind="something.new")
        said = old.push(old.log.batch(6, 6)).json()
        assert (said["error"], said["seq"], said["hub_epoch"]) == ("expected", 3, last.hub_epoch)
        epoch = hub.client.post("/v1/receipt", content=canonical.encode(shown)).json()["hub_epoch"]
        assert epoch != last.hub_epoch
        assert hub.client.post("/v1/receipt", content=canonical.encode(shown)).json()["hub_epoch"] == epoch
        again = old.receipt(old.push(old.log.batch(4, 6)))
        assert (again.seq, again.hub_epoch) == (6, epoch)
        assert new.push().json() == {"error": "unknown_device"}
        shown = {"text": new.shown.text, "signature": new.shown.signature}
        assert hub.client.post("/v1/certificate", content=canonical.encode(shown)).json() == {}
        assert new.receipt(new.push()).seq == 1
    assert hub.run("verify")["facts"] == 7
