"""Sheets, notes and photos by hash; people by their full phone; forgetting."""

from __future__ import annotations

import hashlib
import secrets
import statistics
import time
import uuid

import pytest

from desktop.core import sheet, stick
from desktop.core.canonical import decode
from desktop.core.errors import Refused
from desktop.core.rider import CardIssued, RiderForgotten, RiderRegistered
from hub.beside import UNFINISHED_MOST
from hub.members import Member
from hub.people import find_people
from hub.projector import Projector
from tests.hub.conftest import Hub
from tests.hub.device import Device
from tests.hub.filled import SUPERVISOR, office_of
from tests.hub.test_project import bodies

PHONE = "13900001234"


def put(device: Device, content: bytes, sort: str = "blob", step: int = 200_000) -> None:
    digest = hashlib.sha256(content).hexdigest()
    for at in range(0, len(content), step):
        part = content[at : at + step]
        answer = device.ask("PUT", f"/v1/beside/{digest}?sort={sort}&from={at}&size={len(content)}", part)
        assert answer.status_code == 200, answer.text
    assert answer.json() == {"from": len(content), "done": True}


def register(hub: Hub, device: Device, name: str, phone: str) -> tuple[str, str]:
    """A rider with a sheet that the hub can open; rider and the fact's id."""
    rider = str(uuid.uuid4())
    sealed = sheet.seal({"name": name, "phone": phone, "company": ""})
    fact = device.log.append(RiderRegistered(rider, "courier", sealed.hash, "2026.1"))
    device.log.append(CardIssued(rider, "courier", device.log.now // 1000, 730, "ab" * 6))
    put(device, sealed.sealed, "sheet")
    key = stick.seal_to(device.hub_key, sealed.key).hex()
    body = {"v": 1, "keys": [{"hash": sealed.hash, "subject": rider, "sealed": key}]}
    assert device.ask("POST", "/v1/sheet-keys", body).json() == {}
    assert device.push().status_code == 200
    Projector(hub.parts).all()
    return rider, fact


def test_a_photo_goes_on_where_it_was_cut(served: Hub) -> None:
    device = served.device()
    content = secrets.token_bytes(400_000)
    digest = hashlib.sha256(content).hexdigest()
    target = f"/v1/beside/{digest}?sort=blob&from={{}}&size=400000"
    wanted = {"v": 1, "hashes": [digest]}
    assert device.ask("POST", "/v1/beside/wanted", wanted).json() == {"wanted": [{"hash": digest, "from": 0}]}
    assert device.ask("PUT", target.format(0), content[:100_000]).json() == {"from": 100_000, "done": False}
    answer = device.ask("PUT", target.format(0), content[:100_000])
    assert (answer.status_code, answer.json()) == (409, {"error": "from", "from": 100_000})
    assert device.ask("POST", "/v1/beside/wanted", wanted).json() == {"wanted": [{"hash": digest, "from": 100_000}]}
    for at in (100_000, 300_000):
        device.ask("PUT", target.format(at), content[at : at + 200_000])
    assert device.ask("POST", "/v1/beside/wanted", wanted).json() == {"wanted": []}
    assert device.ask("PUT", target.format(0), b"").json() == {"from": 400_000, "done": True}


def test_content_with_another_hash_is_refused_and_begins_anew(served: Hub) -> None:
    device = served.device()
    digest = secrets.token_hex(32)
    answer = device.ask("PUT", f"/v1/beside/{digest}?sort=note&from=0&size=3", b"abc")
    assert (answer.status_code, answer.json()) == (400, {"error": "hash_wrong"})
    body = {"v": 1, "hashes": [digest]}
    assert device.ask("POST", "/v1/beside/wanted", body).json() == {"wanted": [{"hash": digest, "from": 0}]}


def test_somebody_is_found_by_the_full_phone_and_the_search_is_logged(served: Hub) -> None:
    one, two = served.device(), served.device()
    rider, _ = register(served, one, "王小明", PHONE)
    (found,) = two.ask("POST", "/v1/find", {"v": 1, "phone": "139 0000 1234", "by": rider}).json()["found"]
    assert (found["rider"], found["group"]) == (rider, "courier")
    content = decode(stick.open_with(two.key.seed, bytes.fromhex(found["sealed"])))
    assert (content["name"], content["phone"]) == ("王小明", PHONE)
    for phone in ("13900009999", "1390000", ""):
        assert two.ask("POST", "/v1/find", {"v": 1, "phone": phone, "by": rider}).json() == {"found": []}
    with served.parts.database.read() as session:
        rows = session.rows("SELECT by, found FROM searches WHERE device = ? ORDER BY search", (two.id,))
        everything = str(session.rows("SELECT * FROM searches")) + str(session.rows("SELECT * FROM people"))
    assert [tuple(row) for row in rows] == [(rider, 1), (rider, 0), (rider, 0), (rider, 0)]
    assert PHONE not in everything
    (card,) = [body for body in bodies(two, "card") if body["rider"] == rider][-1:]
    assert (card["name"], card["tail"]) == ("王**", "1234")


def test_a_number_that_nobody_has_takes_as_long(served: Hub) -> None:
    """In time of this thread's processor."""
    device = served.device()
    register(served, device, "王小明", "13900005678")
    asker = Member(device.id, device.key.public.hex(), device.log.site, "station", "", "", 0, 0, "", "")
    parts = served.parts
    took: dict[str, list[float]] = {"13900005678": [], "13900009999": []}
    found: dict[str, int] = {}
    for _ in range(40):
        for phone, times in took.items():
            began = time.thread_time()
            found[phone] = len(find_people(parts.database, parts.keys, parts.clock, asker, phone, ""))
            times.append(time.thread_time() - began)
    known, unknown = (statistics.median(times) for times in took.values())
    assert list(found.values()) == [1, 0]
    assert 0.7 < unknown / known < 1.4, (known, unknown)


def test_a_device_sends_no_more_than_its_share_of_a_day(hub: Hub) -> None:
    """Over both workers; another device's share is its own, and what came before stays."""
    with hub.serve("--beside-mib", "1", workers=2):
        one, two = hub.device(), hub.device()
        put(one, secrets.token_bytes(600_000))
        content = secrets.token_bytes(600_000)
        target = f"/v1/beside/{hashlib.sha256(content).hexdigest()}?sort=blob&from={{}}&size=600000"
        assert one.ask("PUT", target.format(0), content[:200_000]).json()["from"] == 200_000
        assert one.ask("PUT", target.format(200_000), content[200_000:400_000]).json()["from"] == 400_000
        for _ in range(3):
            answer = one.ask("PUT", target.format(400_000), content[400_000:])
            assert (answer.status_code, answer.json()) == (429, {"error": "beside_full"})
            assert 1 <= int(answer.headers["Retry-After"]) <= 86_400
        key = {"hash": "ab" * 32, "subject": str(uuid.uuid4()), "sealed": "00" * 256}
        body = {"v": 1, "keys": [key] * 200}
        assert one.ask("POST", "/v1/sheet-keys", body).status_code == 429, "keys count too"
        put(two, content)
        assert one.ask("PUT", target.format(0), b"").json() == {"from": 600_000, "done": True}
        with hub.parts.database.write() as session:
            session.execute("DELETE FROM beside_days")
        put(one, secrets.token_bytes(600_000))


def test_what_is_begun_and_never_finished_makes_room(served: Hub) -> None:
    device = served.device()
    digests = [secrets.token_hex(32) for _ in range(UNFINISHED_MOST + 3)]
    for digest in digests:
        device.ask("PUT", f"/v1/beside/{digest}?sort=blob&from=0&size=1000", b"begun")
    with served.parts.database.read() as session:
        rows = session.rows("SELECT hash FROM beside_parts WHERE device = ?", (device.id,))
    assert len(rows) == UNFINISHED_MOST
    assert digests[-1] in {row[0] for row in rows}


def test_nobody_spoils_what_another_is_sending(served: Hub) -> None:
    one, two = served.device(), served.device()
    content = secrets.token_bytes(1_000)
    target = f"/v1/beside/{hashlib.sha256(content).hexdigest()}?sort=blob&from={{}}&size=1000"
    assert two.ask("PUT", target.format(0), b"\0" * 900).json() == {"from": 900, "done": False}
    assert one.ask("PUT", target.format(0), content).json() == {"from": 1_000, "done": True}


def test_equal_phones_are_one_person_perhaps(served: Hub) -> None:
    one, two = served.device(), served.device()
    first, fact = register(served, one, "李雷", "13812345678")
    second, other = register(served, two, "李雷", "13812345678")
    (verdict,) = [body for body in bodies(one, "verdict") if body["code"] == "same_person"]
    assert (verdict["fact"], verdict["detail"]) == (fact, {"rider": first, "same": second})
    (verdict,) = [body for body in bodies(two, "verdict") if body["code"] == "same_person"]
    assert verdict["fact"] == other


def test_a_forgotten_sheet_is_destroyed_and_never_taken_again(served: Hub) -> None:
    one, two = served.device(), served.device()
    rider, _ = register(served, one, "韩梅梅", "13700001111")
    with served.parts.database.read() as session:
        digest = session.row("SELECT sheet FROM riders WHERE rider = ?", (rider,))[0]
        content = bytes(session.row("SELECT data FROM beside WHERE hash = ?", (digest,))[0])
    two.log.append(RiderForgotten(rider, None))
    two.receipt(two.push())
    Projector(served.parts).all()
    assert two.ask("POST", "/v1/find", {"v": 1, "phone": "13700001111", "by": rider}).json() == {"found": []}
    put(one, content, "sheet")
    with served.parts.database.read() as session:
        for table, column in (("beside", "hash"), ("sheet_keys", "hash"), ("people", "sheet")):
            assert not session.row(f"SELECT 1 FROM {table} WHERE {column} = ?", (digest,)), table
    card = [body for body in bodies(one, "card") if body["rider"] == rider][-1]
    assert (card["forgotten"], card["name"], card["tail"]) == (True, "", "")


def test_a_supervisor_joins_two_registrations_of_one_person(served: Hub) -> None:
    one, two = served.device(), served.device()
    first, _ = register(served, one, "李雷", "13812345699")
    second, _ = register(served, two, "李雷", "13812345699")
    persons = office_of(served).persons
    (pair,) = [each for each in persons.alike(SUPERVISOR)[0] if {each.one.rider, each.other.rider} == {first, second}]
    assert (pair.one.name, pair.one.tail, pair.one.place) == ("李*", "5699", "泉城路驿站")
    with pytest.raises(Refused, match="persons_not_sure"):
        persons.join(SUPERVISOR, pair.verdict, False)
    persons.join(SUPERVISOR, pair.verdict, True)
    with pytest.raises(Refused, match="persons_unknown"):
        persons.join(SUPERVISOR, pair.verdict, True)
    Projector(served.parts).all()
    assert not [each for each in persons.alike(SUPERVISOR)[0] if first in (each.one.rider, each.other.rider)]
    for device in (one, two):
        told = [body["done"] for body in bodies(device, "verdict") if body["code"] == "same_person"]
        assert told == [False, True]
        assert {"rider": pair.one.rider, "same": pair.other.rider} in bodies(device, "joined")


def test_a_second_pc_gets_the_sheets_of_its_place_and_another_place_none(served: Hub) -> None:
    one, far = served.device(), served.device()
    rider, _ = register(served, one, "周立新", "13511110000")
    assert one.certificate is not None
    two = served.device(served.parts.enrolment.another(one.certificate.site).code)
    with served.parts.database.read() as session:
        digest = session.row("SELECT sheet FROM riders WHERE rider = ?", (rider,))[0]
    wanted = {"v": 1, "hashes": [digest, secrets.token_hex(32)]}
    (given,) = two.ask("POST", "/v1/sheets", wanted).json()["sheets"]
    data = bytes.fromhex(given["data"])
    assert (given["hash"], given["subject"]) == (hashlib.sha256(data).hexdigest(), rider)
    key = stick.open_with(two.key.seed, bytes.fromhex(given["key"]))
    assert sheet.unseal(key, data)["name"] == "周立新"
    assert far.ask("POST", "/v1/sheets", wanted).json() == {"sheets": []}
    for hashes in (["x"], [digest] * 101):
        assert two.ask("POST", "/v1/sheets", {"v": 1, "hashes": hashes}).status_code == 400
    one.log.append(RiderForgotten(rider, None))
    one.receipt(one.push(one.log.batch(4)))
    Projector(served.parts).all()
    assert two.ask("POST", "/v1/sheets", wanted).json() == {"sheets": []}
