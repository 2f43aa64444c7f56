"""Guessing at the hub: full phone numbers and PINs, of somebody and of nobody, by the thousand.

Times are those of the thread's processor, so that whatever else the machine does is not measured.
"""

from __future__ import annotations

import statistics
import tempfile
import threading
import time
import uuid
from collections.abc import Callable
from pathlib import Path

import httpx

from desktop.core import canonical, request, sheet, stick
from desktop.core.errors import Refused
from desktop.core.rider import RiderRegistered
from hub.api import build
from hub.limits import MINUTE_MS, Limits
from hub.locks import TRIES
from hub.members import find_member
from hub.parts import Parts
from hub.people import find_people, phone_hash
from hub.signer import Gate
from hub.supervisors import Supervisors
from tests.hub.in_process import InProcess
from tests.hub.ring import WIDE, Ring, made_ring
from tests.hub.servers import SUPERVISOR, new_parts
from tests.hub.test_beside import put
from tests.out import Measurement

NUMBERS, FEW = 10_000, 200
KNOWN = "13900001234"
# Medians of known and unknown within this of each other.
ALIKE = 1.5


def guessing(*, few: bool = False) -> Measurement:
    """The value is the ratio of the medians, whichever way it is above one, the larger of phones and PINs. The
    control is a search that answers at once when nobody has the number.
    """
    count = FEW if few else NUMBERS
    with tempfile.TemporaryDirectory(prefix="quanyi-guess-") as place:
        folder = Path(place)
        with new_parts(str(folder / "data" / "hub.db"), folder) as parts, made_ring(parts) as ring:
            _register(ring)
            phones = _phones(parts, ring, count, _find)
            hasty = _phones(parts, ring, min(count, 400), _hasty)
            pins, locked = _pins(parts, 3 if few else 20)
            burst = _burst(parts, ring)
    worst = max(phones, pins)
    return Measurement(
        value=round(worst, 3),
        unit="times as long",
        limit=ALIKE,
        holds=worst <= ALIKE and burst == [200] * 5 + [429] * 5 and locked,
        n=count,
        control={"what": "a search that answers at once", "ratio": round(hasty, 2), "fails": hasty > ALIKE},
        more={"phones": round(phones, 3), "pins": round(pins, 3), "burst": burst, "pin_locks_out": locked},
    )


def _register(ring: Ring) -> None:
    device, rider = ring.devices["device"], str(uuid.uuid4())
    sealed = sheet.seal({"name": "王小明", "phone": KNOWN, "company": ""})
    device.log.append(RiderRegistered(rider, "courier", sealed.hash, "2026.1"))
    put(device, sealed.sealed, "sheet")
    key = stick.seal_to(device.hub_key, sealed.key).hex()
    device.ask("POST", "/v1/sheet-keys", {"v": 1, "keys": [{"hash": sealed.hash, "subject": rider, "sealed": key}]})
    device.receipt(device.push(device.log.batch(len(device.log.entries))))
    ring.project()


Search = Callable[[Parts, Ring, str], object]


def _find(parts: Parts, ring: Ring, phone: str) -> object:
    with parts.database.read() as session:
        asker = find_member(session, ring.devices["other"].id)
    assert asker is not None
    return find_people(parts.database, parts.keys, parts.clock, asker, phone, "")


def _hasty(parts: Parts, ring: Ring, phone: str) -> object:
    with parts.database.read() as session:
        if not session.row("SELECT 1 FROM people WHERE phone = ?", (phone_hash(parts.keys, phone),)):
            return []
    return _find(parts, ring, phone)


def _phones(parts: Parts, ring: Ring, count: int, search: Search) -> float:
    """Known and unknown in turn."""
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(count):
        known = number % 2
        phone = KNOWN if known else f"137{number:08d}"
        began = time.thread_time()
        search(parts, ring, phone)
        times[known].append(time.thread_time() - began)
    return _ratio(*times)


def _pins(parts: Parts, count: int) -> tuple[float, bool]:
    """The ratio, and whether a name that nobody has locks as the other does."""
    supervisors = Supervisors(parts.database, parts.journal)
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(count):
        with parts.database.write() as session:
            session.execute("DELETE FROM sign_ins")
        for known, name in enumerate(("没有这个人", SUPERVISOR)):
            began = time.thread_time()
            _refused(supervisors, name)
            times[known].append(time.thread_time() - began)
    ways = []
    for name in ("没有这个人", SUPERVISOR):
        with parts.database.write() as session:
            session.execute("DELETE FROM sign_ins")
        ways.append([_refused(supervisors, name) == "pin_locked" for _ in range(TRIES + 2)])
    return _ratio(*(each[1:] for each in times)), ways[0] == ways[1] == [False] * (TRIES - 1) + [True] * 3


def _refused(supervisors: Supervisors, name: str) -> str:
    try:
        supervisors.sign_in(name, "000001")
    except Refused as refused:
        return refused.code
    return ""


def _burst(parts: Parts, ring: Ring) -> list[int]:
    """Ten searches of a device within a minute at the limits as they are, at two workers in turn."""
    body = canonical.encode({"v": 1, "phone": KNOWN, "by": ""})
    limits = Limits(WIDE.device, WIDE.address)
    apps = [build(Gate(parts, limits)) for _ in range(2)]
    workers = [httpx.Client(transport=InProcess(app, app.application), base_url="http://hub") for app in apps]
    while parts.clock.now() % MINUTE_MS > 45_000:
        # a burst that a minute ends in the middle of is two bursts
        threading.Event().wait(1)
    key = ring.devices["other"].key
    statuses = []
    for number in range(10):
        headers = request.headers(key, "POST", "/v1/find", body, ring.challenge)
        statuses.append(workers[number % 2].post("/v1/find", content=body, headers=headers).status_code)
    for worker in workers:
        worker.close()
    return statuses


def _ratio(one: list[float], other: list[float]) -> float:
    first, second = statistics.median(one), statistics.median(other)
    return max(first, second) / min(first, second)
