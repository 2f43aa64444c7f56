"""What each answer of the hub means: the table of `docs/sync-protocol.md`, status by status."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from desktop.core.enrolment import CERTIFICATE_PREAMBLE, Certificate
from desktop.core.keys import DeviceKey
from desktop.core.signed import Signed, sign
from desktop.sync.client import Client, document
from desktop.sync.trouble import Elsewhere, Final, Later, Revoked
from desktop.sync.waiting import LONGEST_S, wait_after
from tests.sync.small_hub import Answer, SmallHub

KEY = DeviceKey(b"\x03" * 32)


@pytest.fixture
def hub() -> Iterator[SmallHub]:
    made = SmallHub()
    yield made
    made.close()


@pytest.fixture
def client(hub: SmallHub) -> Iterator[Client]:
    hub.state.devices[KEY.device] = (KEY.public.hex(), "site")
    made = Client(hub.serve(), KEY)
    yield made
    made.close()


def always(hub: SmallHub, answer: Answer, path: str = "/v1/feed") -> None:
    hub.odd = lambda _method, asked: answer if asked == path else None


@pytest.mark.parametrize("status", [400, 413, 422])
def test_final_for_these_bytes(hub: SmallHub, client: Client, status: int) -> None:
    always(hub, (status, {"error": "entry_wrong"}))
    with pytest.raises(Final) as final:
        client.post("/v1/feed", {})
    assert (final.value.status, final.value.code) == (status, "entry_wrong")


@pytest.mark.parametrize(
    ("status", "code"),
    [
        *((status, "hub_busy") for status in (408, 425, 500, 502, 503, 504)),
        (429, "hub_too_often"),
        *((status, "hub_other_version") for status in (404, 405, 410)),
        *((status, "hub_strange") for status in (201, 204, 402, 418, 451)),
    ],
)
def test_later(hub: SmallHub, client: Client, status: int, code: str) -> None:
    always(hub, (status, {"error": "whatever"}))
    with pytest.raises(Later) as later:
        client.post("/v1/feed", {})
    assert later.value.trouble.code == code


def test_409_says_where(hub: SmallHub, client: Client) -> None:
    always(hub, (409, {"error": "expected", "seq": 7}))
    with pytest.raises(Elsewhere) as elsewhere:
        client.post("/v1/feed", {})
    assert elsewhere.value.answer["seq"] == 7


def test_401_takes_a_new_challenge_once(hub: SmallHub, client: Client) -> None:
    always(hub, (401, {"error": "challenge"}))
    with pytest.raises(Later) as later:
        client.post("/v1/feed", {}, signed=True)
    assert later.value.trouble.code == "hub_unsigned"
    assert hub.served == ["/v1/challenge", "/v1/feed"] * 2


def test_an_old_challenge_is_replaced(hub: SmallHub, client: Client) -> None:
    client.post("/v1/beside/wanted", {"v": 1, "hashes": []}, signed=True)
    hub._challenges.clear()
    assert client.post("/v1/beside/wanted", {"v": 1, "hashes": []}, signed=True) == {"wanted": []}


def test_403_shows_the_certificate_once(hub: SmallHub) -> None:
    client = Client(hub.serve(), KEY, certificate(hub))
    asked = {"v": 1, "hashes": []}
    assert client.post("/v1/beside/wanted", asked, signed=True) == {"wanted": []}
    assert hub.served.count("/v1/certificate") == 1
    hub.state.devices.clear()
    hub.odd = lambda _method, path: (400, {"error": "proof_wrong"}) if path == "/v1/certificate" else None
    with pytest.raises(Final) as final:
        client.post("/v1/beside/wanted", asked, signed=True)
    assert final.value.code == "unknown_device"
    client.close()


def test_403_revoked(hub: SmallHub, client: Client) -> None:
    hub.state.revoked.add(KEY.device)
    with pytest.raises(Revoked):
        client.post("/v1/beside/wanted", {"v": 1, "hashes": []}, signed=True)


def test_nobody_there() -> None:
    hub = SmallHub()
    url = hub.serve()
    hub.close()
    client = Client(url, KEY)
    with pytest.raises(Later) as later:
        client.post("/v1/feed", {})
    assert later.value.trouble.code == "hub_unreachable"
    client.close()


def test_an_answer_of_another_shape_is_no_answer() -> None:
    with pytest.raises(Later) as later:
        document({"text": 7, "signature": ""}, Signed)
    assert later.value.trouble.code == "hub_strange"


def test_waiting_doubles_up_to_five_minutes() -> None:
    assert [wait_after(failures, 0, 0.5) for failures in (1, 2, 3, 4)] == [1, 2, 4, 8]
    assert wait_after(50, 0, 0.5) == LONGEST_S
    assert (wait_after(1, 0, 0), wait_after(1, 0, 1)) == (0.5, 1.5)
    assert wait_after(9, 42, 0.1) == 42


def certificate(hub: SmallHub) -> Signed:
    text = Certificate(
        *(1, hub.key.device, hub.key.public.hex(), KEY.device, KEY.public.hex(), "site", "station", "驿站", "", 0)
    )
    return sign(hub.key, CERTIFICATE_PREAMBLE, text)
