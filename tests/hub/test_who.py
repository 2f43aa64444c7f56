"""Who may do what at the hub: every operation by everybody, as one table says. A route that is not in it fails.

Each denial is one line of the log. What belongs to another street or another station is denied alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from fastapi.routing import APIRoute
from starlette.routing import Route
from structlog.testing import capture_logs

from desktop.core import batch, canonical, request
from desktop.core.publishing import ProgrammePublished, StandardPublished
from hub.api import build
from hub.limits import Limits
from hub.pages.phones import ADDRESSES, AT
from hub.signer import Gate
from tests.hub.device import Log
from tests.hub.in_process import InProcess
from tests.hub.ring import PEOPLE, ROLES, SIGNED, Ring, made_ring
from tests.hub.servers import new_parts

EVERYBODY = frozenset(ROLES)
MEMBERS = frozenset({"device", "other"})
DISTRICT = frozenset({"supervisor"})
SUPERVISORS = frozenset({"street", "supervisor"})
CASHIERS = frozenset({"cashier"})

# Whom each operation is open to. To whom it is not: devices and strangers of the pages are sent to the sign-in.
WHO = {
    "GET /openapi.json": EVERYBODY,
    "GET /healthz": EVERYBODY,
    "GET /metrics": EVERYBODY,
    "GET /v1/challenge": EVERYBODY,
    # these three and the batch bear their own signature or code
    "POST /v1/batches": EVERYBODY,
    "POST /v1/enrol": EVERYBODY,
    "POST /v1/certificate": EVERYBODY,
    "POST /v1/receipt": EVERYBODY,
    "POST /v1/feed": MEMBERS,
    "POST /v1/find": MEMBERS,
    "POST /v1/beside/wanted": MEMBERS,
    "PUT /v1/beside/{digest}": MEMBERS,
    "POST /v1/sheet-keys": MEMBERS,
    "POST /v1/sheets": MEMBERS,
    "POST /v1/told": MEMBERS,
    "GET /sign-in": EVERYBODY,
    "POST /sign-in": EVERYBODY,
    "POST /sign-out": SUPERVISORS | CASHIERS,
    "GET /static/{name}": EVERYBODY,
    "GET /check-paper": EVERYBODY,
    "POST /check-paper": EVERYBODY,
    **{f"GET /{way}/{{code}}": EVERYBODY for way in "PpMmSs"},
    **{f"{method} {AT}/{{at}}{address}": EVERYBODY for method, address in ADDRESSES},
    **{f"{method} /{way}/{{code}}": EVERYBODY for way in "Cc" for method in ("GET", "POST")},
    "GET /": SUPERVISORS,
    "GET /stations/{site}": SUPERVISORS,
    "GET /checks": SUPERVISORS,
    "GET /checks/new/{site}": SUPERVISORS,
    "POST /checks/new/{site}": SUPERVISORS,
    "GET /checks/{draft}": SUPERVISORS,
    "POST /checks/{draft}": SUPERVISORS,
    "GET /checks/{draft}/summary": SUPERVISORS,
    "POST /checks/{draft}/summary": SUPERVISORS,
    "GET /checks/{draft}/photos/{photo}": SUPERVISORS,
    "POST /checks/{draft}/photos/{photo}": SUPERVISORS,
    "GET /inspections/{inspection}": SUPERVISORS,
    "GET /inspections/{inspection}/paper": SUPERVISORS,
    "GET /held": SUPERVISORS,
    "GET /held/{fact}": SUPERVISORS,
    "POST /held/{fact}": SUPERVISORS,
    "GET /settlements": DISTRICT,
    "GET /settlements/{settlement}": DISTRICT,
    "POST /settlements/{settlement}": DISTRICT,
    "GET /settlements/{settlement}/paper": DISTRICT,
    "GET /drafts/{merchant}/{month}": DISTRICT,
    "POST /drafts/{merchant}/{month}": DISTRICT,
    "GET /drafts/{merchant}/{month}/paper": DISTRICT,
    "GET /matching": DISTRICT,
    "POST /matching": DISTRICT,
    "GET /samples": SUPERVISORS,
    "POST /samples": DISTRICT,
    "GET /samples/{sample}": SUPERVISORS,
    "POST /samples/{sample}": DISTRICT,
    "GET /samples/{sample}/list": DISTRICT,
    "POST /samples/{sample}/list": DISTRICT,
    "GET /allotments": DISTRICT,
    "POST /allotments": DISTRICT,
    "GET /slots": SUPERVISORS,
    "POST /slots": DISTRICT,
    "GET /slots/{batch}": SUPERVISORS,
    "GET /devices": SUPERVISORS,
    "POST /devices": DISTRICT,
    "GET /devices/{device}/revoke": DISTRICT,
    "POST /devices/{device}/revoke": DISTRICT,
    "GET /phone-tills": DISTRICT,
    "POST /phone-tills": DISTRICT,
    "GET /till": CASHIERS,
    "POST /till": CASHIERS,
    # before the end of the shift, in which the meal was served
    "GET /till/void/{meal}": CASHIERS,
    "POST /till/void/{meal}": CASHIERS,
    "GET /till/shift": CASHIERS,
    "POST /till/shift": CASHIERS,
    "GET /supervisors": DISTRICT,
    "POST /supervisors": DISTRICT,
    "GET /persons": DISTRICT,
    "POST /persons": DISTRICT,
    "GET /escrow": DISTRICT,
    "POST /escrow": DISTRICT,
    "GET /escrow/{rider}": DISTRICT,
    "POST /escrow/{rider}": DISTRICT,
    "GET /escrow-openings/{opening}": DISTRICT,
    "POST /escrow-openings/{opening}": DISTRICT,
}
# What bears a signature, or the token of a form that was never asked for here.
OWN_TOKEN = frozenset({"POST /v1/batches", "POST /sign-in", "POST /C/{code}", "POST /c/{code}"})
# Open to everybody, and nothing comes of it: there is no click to forge.
WRITES_NOTHING = frozenset({"/check-paper"})
ASKED = {
    "POST /v1/feed": {
        "v": 1, "hub_epoch": "", "after": 0, "limit": 1, "heads": [], "sums": [], "clock": 0, "software": "",
    },
    "POST /v1/find": {"v": 1, "phone": "13900001234", "by": "x"},
    "POST /v1/beside/wanted": {"v": 1, "hashes": []},
    "POST /v1/sheet-keys": {"v": 1, "keys": []},
    "POST /v1/sheets": {"v": 1, "hashes": []},
    "POST /v1/told": {"v": 1, "hashes": []},
}  # fmt: skip


@pytest.fixture(scope="module")
def ring(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ring]:
    folder = tmp_path_factory.mktemp("ring")
    with new_parts(str(folder / "data" / "hub.db"), folder) as parts, made_ring(parts) as made:
        yield made


def operations(ring: Ring) -> dict[str, Any]:
    return {
        f"{method} {route.path}": route
        for route in ring.app.application.routes
        if isinstance(route, APIRoute | Route)
        for method in (route.methods or set()) - {"HEAD"}
    }


def test_the_table_names_every_route(ring: Ring) -> None:
    assert set(operations(ring)) == set(WHO)


def ask(ring: Ring, role: str, operation: str) -> tuple[int, str]:
    """Status, and where to the answer leads."""
    method, path = operation.split()
    target = ring.path(role, path)
    if path.startswith("/v1/beside/{"):
        target += "?sort=blob&from=0&size=10"
    if path.startswith("/v1"):
        body = canonical.encode(ASKED[operation]) if operation in ASKED else b""
        answer = ring.ask(role, method, target, body)
    elif method == "POST":
        answer = ring.form(role, target, {})
    else:
        answer = ring.ask(role, method, target)
    return answer.status_code, answer.headers.get("location", "")


def denial(operation: str, role: str) -> int:
    if operation.split()[1].startswith("/v1"):
        return 401 if role in PEOPLE else 403
    return 403 if role in SIGNED else 303


@pytest.mark.parametrize("operation", WHO)
def test_each_operation_is_open_to_whom_the_table_says(ring: Ring, operation: str) -> None:
    """An empty form, an empty body: a rule may refuse it, the door does not. A denial changes nothing."""
    for role in ROLES:
        before = ring.entries()
        with capture_logs() as logs:
            status, where = ask(ring, role, operation)
        denials = [line for line in logs if line["event"] == "denied"]
        if operation in OWN_TOKEN:
            assert status in (400, 403), "neither a batch nor a form of ours"
            continue
        if role in WHO[operation]:
            assert status < 500, (role, status)
            assert status not in (401, 403), (role, status)
            assert not denials, (role, denials)
            assert not where.startswith("/sign-in") or operation == "POST /sign-out", (role, where)
            continue
        assert status == denial(operation, role), role
        assert status != 303 or where.startswith("/sign-in"), role
        assert ring.entries() == before, role
        if operation == "POST /sign-out":
            continue
        (line,) = denials
        assert (line["method"], line["route"], line["status"]) == (*operation.split(), status)
        assert line["who"] == who(ring, role, operation)


def who(ring: Ring, role: str, operation: str) -> str:
    """Pages see no device: it is nobody there."""
    if role in SIGNED:
        return "" if operation.split()[1].startswith("/v1") else ring.people[role].id
    return ring.devices[role].id if role in ring.devices and operation.split()[1].startswith("/v1") else ""


def test_forms_hold_no_field_that_is_not_described(ring: Ring) -> None:
    """And every form that writes has its token; a page's own lead to it, not to the sign-out beside them."""
    seen = 0
    for path, each in ring.document()["paths"].items():
        if "post" not in each or path.startswith(("/v1", "/sign-out")):
            continue
        target = ring.path("supervisor", path)
        schema = each["post"]["requestBody"]["content"]["application/x-www-form-urlencoded"]["schema"]
        shown = ring.ask("supervisor", "GET", target).text
        for head, form in re.findall(r'<form([^>]*method="post"[^>]*)>(.*?)</form>', shown, re.S):
            if re.findall(r'action="([^"?]*)', head) not in ([], [target]):
                continue
            named = set(re.findall(r' name="(\w+)"', form))
            assert named <= set(schema["properties"]), path
            assert "csrf" in named or path in WRITES_NOTHING, path
            seen += 1
    assert seen >= 8


def test_a_street_is_denied_what_is_another_streets(ring: Ring) -> None:
    """As if it were not there; the district gets at it."""
    far, fact = ring.known["site"][1], ring.known["fact"][-1]
    assert fact not in ring.known["fact"][:3]
    asks = (("GET", f"/stations/{far}"), ("GET", f"/held/{fact}"), ("POST", f"/held/{fact}"))
    for method, target in asks:
        before = ring.entries()
        with capture_logs() as logs:
            given = {"decision": "pay", "reason": "看了点餐记录"}
            answer = ring.ask("street", "GET", target) if method == "GET" else ring.form("street", target, given)
        assert answer.status_code == 404, target
        assert ring.entries() == before
        (line,) = (line for line in logs if line["event"] == "denied")
        assert (line["status"], line["who"]) == (404, ring.people["street"].id)
        if method == "GET":
            assert ring.ask("supervisor", "GET", target).status_code == 200, target


def test_a_device_cannot_speak_for_another_station(ring: Ring) -> None:
    """By a signature of its own under the other's name, by the other's log, by the other's certificate altered."""
    mine, theirs = ring.devices["other"], ring.devices["device"]
    body = canonical.encode(ASKED["POST /v1/feed"])
    signed = request.headers(mine.key, "POST", "/v1/feed", body, ring.challenge) | {request.DEVICE: theirs.id}
    forged = Log(mine.key, theirs.log.now)
    forged.append({"n": 1}, kind="something.new")
    # the other's name in the header, the entries one's own; and the other's entries under one's own signature
    stolen = batch.make(mine.key, theirs.log.entries, theirs.id, theirs.log.epoch, 1)
    renamed = batch.make(mine.key, theirs.log.entries, mine.id, theirs.log.epoch, 1)
    text = theirs.shown.text.replace(theirs.id, mine.id)
    shown = canonical.encode({"text": text, "signature": theirs.shown.signature})
    for method, target, data, headers, status, code in (
        ("POST", "/v1/feed", body, signed, 401, "signature_wrong"),
        ("POST", "/v1/batches", stolen, {}, 400, "signature_wrong"),
        ("POST", "/v1/batches", renamed, {}, 400, "chain_broken"),
        ("POST", "/v1/certificate", shown, {}, 403, "certificate_wrong"),
    ):
        with capture_logs() as logs:
            answer = ring.client.request(method, target, content=data, headers=headers)
        assert (answer.status_code, answer.json()["error"]) == (status, code)
        (line,) = (line for line in logs if line["event"] == "denied")
        assert (line["status"], line["code"]) == (status, code)
        assert line["who"] in ("", mine.id, theirs.id)


def test_the_log_of_denials_holds_nobodys_name_and_no_flood(ring: Ring) -> None:
    for said in ("13900001234", "王小明".encode().decode("latin-1"), "../../etc/passwd"):
        headers = {request.DEVICE: said.encode("latin-1"), request.CHALLENGE: b"x", request.SIGNATURE: b"x"}
        with capture_logs() as logs:
            assert ring.client.post("/v1/feed", content=b"{}", headers=headers).status_code == 403
        (line,) = (line for line in logs if line["event"] == "denied")
        assert (line["who"], line["route"]) == ("", "/v1/feed")
    limits = Limits(device=10**9, address=3, guesses=10**9)
    application = build(Gate(ring.parts, limits))
    transport = InProcess(application, application.application)
    with httpx.Client(transport=transport, base_url="http://hub.test") as client, capture_logs() as logs:
        statuses = [client.get("/v1/challenge").status_code for _ in range(40)]
    assert statuses.count(429) >= 40 - 2 * 3
    assert 1 <= len([line for line in logs if line["event"] == "denied"]) <= 2, "one a minute"


def test_a_device_gets_nothing_of_another_stations_log(ring: Ring) -> None:
    log = ring.devices["device"].log
    secret = log.append({"note": "only here"}, kind="something.new")
    ring.devices["device"].push(log.batch(len(log.entries)))
    ring.project()
    everything = canonical.encode({**ASKED["POST /v1/feed"], "limit": 500})
    shown = ring.ask("other", "POST", "/v1/feed", everything).text
    assert secret not in shown
    assert "something.new" not in shown
    assert ring.ask("device", "POST", "/v1/feed", everything).status_code == 200


def test_only_the_hub_publishes_what_is_in_force(ring: Ring) -> None:
    """A device that states a programme is kept and flagged; the pages go on with the rules that they had."""
    log = ring.devices["other"].log
    body = {"version": "2099.1", "digest": "ab" * 32, "text": "broken = "}
    log.append(body, kind=ProgrammePublished.KIND)
    log.append(body, kind=StandardPublished.KIND)
    assert ring.devices["other"].push(log.batch(len(log.entries) - 1)).status_code == 200
    ring.project()
    with ring.parts.database.read() as session:
        assert session.rows("SELECT version FROM published") == []
        codes = session.rows("SELECT code FROM verdicts WHERE device = ?", (ring.devices["other"].id,))
    assert [row[0] for row in codes].count("rule_broken") == 2
    assert ring.ask("supervisor", "GET", "/").status_code == 200
