"""Signed requests, limits, and what is told to those who run the hub."""

from __future__ import annotations

import time

from desktop.core import request
from tests.hub.conftest import Hub
from tests.hub.device import Device

ASK = {"v": 1, "hub_epoch": "", "after": 0, "limit": 10, "heads": [], "sums": [], "clock": 0, "software": ""}


def test_a_request_is_signed_over_a_challenge_its_body_and_target(served: Hub) -> None:
    device = served.device()
    assert device.ask("POST", "/v1/feed", ASK).status_code == 200
    unsigned = served.client.post("/v1/feed", content=b"{}")
    assert (unsigned.status_code, unsigned.json()["error"]) == (401, "not_signed")
    device.challenge = "18c.00.00"
    answer = device.ask("POST", "/v1/feed", ASK)
    assert (answer.status_code, answer.json()["error"]) == (401, "challenge_wrong")
    device.challenge = answer.json()["challenge"]
    assert device.ask("POST", "/v1/feed", ASK).status_code == 200, "the answer's own challenge is good"
    headers = request.headers(device.key, "POST", "/v1/feed", b"other", device.challenge)
    answer = served.client.post("/v1/feed", content=b"{}", headers=headers)
    assert (answer.status_code, answer.json()["error"]) == (401, "signature_wrong")
    headers = request.headers(device.key, "POST", "/v1/find", b"{}", device.challenge)
    assert served.client.post("/v1/feed", content=b"{}", headers=headers).status_code == 401


def test_a_stranger_gets_nothing(served: Hub) -> None:
    stranger = Device(served.client, 0)
    for method, target in (
        ("POST", "/v1/feed"),
        ("POST", "/v1/find"),
        ("POST", "/v1/sheets"),
        ("POST", "/v1/beside/wanted"),
        ("PUT", f"/v1/beside/{'0' * 64}?sort=blob&from=0&size=1"),
        ("POST", "/v1/sheet-keys"),
    ):
        answer = stranger.ask(method, target, b"{}")
        assert (answer.status_code, answer.json()) == (403, {"error": "unknown_device"}), target


def test_unknown_paths_and_methods_are_told_in_json(served: Hub) -> None:
    assert served.client.get("/nothing").json() == {"error": "not_found"}
    answer = served.client.delete("/v1/feed")
    assert (answer.status_code, answer.json()) == (405, {"error": "method_wrong"})


def test_whoever_asks_too_often_is_told_when_to_come_again(hub: Hub) -> None:
    with hub.serve("--per-device", "3", "--per-address", "12", "--guesses", "5"):
        device = Device(hub.client, time.time_ns() // 1_000_000)
        answers = [device.enrol("AAAA-AAAA-AAAA") for _ in range(6)]
        assert [answer.status_code for answer in answers] == [403] * 5 + [429], "over both workers"
        assert 1 <= int(answers[-1].headers["Retry-After"]) <= 60
        codes = [hub.client.get("/v1/challenge").status_code for _ in range(40)]
        assert codes.count(429) >= 40 - 2 * 12
        assert codes[-1] == 429


def test_health_figures_and_the_description_of_every_operation(served: Hub) -> None:
    assert served.client.get("/healthz").json()["ok"] is True
    assert "quanyi_hub_requests_total" in served.client.get("/metrics").text
    document = served.client.get("/openapi.json").json()
    operations = [each for path in document["paths"].values() for each in path.values()]
    assert len(operations) >= 11
    assert all(each.get("description") for each in operations)
    assert "EnrolmentRequest" in str(document) or "Request" in document["components"]["schemas"]
