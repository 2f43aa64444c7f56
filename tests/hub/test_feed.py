"""The feed misses nothing while many write, and shows a place no more than it needs."""

from __future__ import annotations

import random
import threading
import uuid

import pytest

from desktop.core import sheet, stick
from desktop.core.enrolment import Certificate
from desktop.core.rider import CardIssued, RiderRegistered
from hub.ingest import Ingest
from hub.members import admit
from hub.projector import Projector
from tests.hub.conftest import Hub
from tests.hub.device import Device
from tests.hub.test_beside import put, register
from tests.hub.test_project import pages

WRITERS, EACH = 16, 40


class _Undone(Exception):
    """A writer's transaction that is rolled back."""


def known(hub: Hub, count: int) -> list[Device]:
    """Devices that the hub knows, without a network."""
    found = []
    with hub.parts.database.write() as session:
        for number in range(count):
            device = Device(hub.client, hub.parts.clock.now() - 3_600_000)
            hub_key = hub.parts.keys.device.public.hex()
            key = device.key.public.hex()
            device.certificate = Certificate(
                1, hub.parts.keys.id, hub_key, device.id, key, device.log.site, "station", f"{number}", "", 0
            )
            admit(session, hub.parts.keys.device, device.certificate)
            found.append(device)
    return found


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
@pytest.mark.parametrize("locked", [True, False])
def test_sixteen_writers_with_delays_and_roll_backs_leave_no_gap(hub: Hub, locked: bool) -> None:
    """A reader that follows the cursor sees every item. The control numbers items as each writer comes, outside of
    the projector's lock, and loses some.
    """
    devices = known(hub, WRITERS)
    reader = known(hub, 1)[0]
    ingest: Ingest = hub.parts.ingest
    made, going = threading.Barrier(WRITERS + 1), threading.Event()
    database = hub.parts.database
    if not locked:
        with database.write() as session:
            session.execute("CREATE SEQUENCE loose START 1")

    def write(device: Device, chance: random.Random) -> None:
        made.wait()
        for number in range(EACH):
            device.log.append(CardIssued(str(uuid.uuid4()), "courier", number + 1, 730, "ab" * 6))
            data = device.log.batch(len(device.log.entries), len(device.log.entries))
            if locked:
                if number == 0:
                    assert ingest.store(ingest.check(device.log.batch(1, 1)))
                assert ingest.store(ingest.check(data))
                continue
            try:
                with database.write() as session:
                    session.execute(
                        "INSERT INTO feed (position, audience, origin, source, sort, until, body)"
                        " VALUES (nextval('loose'), '', '', '', 'card', 0, '{}')"
                    )
                    session.row("SELECT pg_sleep(?)", (chance.random() / 100,))
                    if chance.random() < 0.2:
                        raise _Undone
            except _Undone:
                continue

    threads = [
        threading.Thread(target=write, args=(device, random.Random(number))) for number, device in enumerate(devices)
    ]
    projectors = [threading.Thread(target=Projector(hub.parts).loop, args=(going,)) for _ in range(2)]
    for thread in (*threads, *projectors):
        thread.start()
    made.wait()
    seen: set[int] = set()
    cursor = 0
    while True:
        alive = any(thread.is_alive() for thread in threads)
        with database.read() as session:
            rows = session.rows(
                "SELECT position FROM feed WHERE sort = 'card' AND position > ? ORDER BY position", (cursor,)
            )
        seen |= {row[0] for row in rows}
        cursor = max([cursor, *seen])
        if not alive:
            break
    for thread in threads:
        thread.join()
    if locked:
        Projector(hub.parts).all()
    going.set()
    for thread in projectors:
        thread.join()
    with database.read() as session:
        rows = session.rows("SELECT position FROM feed WHERE sort = 'card' ORDER BY position")
        after = session.rows("SELECT position FROM feed WHERE sort = 'card' AND position > ?", (cursor,))
    missed = len(rows) - len(seen) - len(after)
    assert reader.certificate is not None
    if locked:
        assert (len(rows), missed) == (WRITERS * EACH, 0)
    else:
        assert missed > 0, "numbers that commit out of order are missed by a reader: the test can tell"


def test_another_places_personal_data_is_never_shown(served: Hub) -> None:
    one, two = served.device(), served.device()
    rider, _ = register(served, one, "欧阳修远", "15011112222")
    sealed = sheet.seal({"name": "操作员张三"})
    put(one, sealed.sealed, "sheet")
    key = stick.seal_to(one.hub_key, sealed.key).hex()
    body = {"v": 1, "keys": [{"hash": sealed.hash, "subject": str(uuid.uuid4()), "sealed": key}]}
    one.ask("POST", "/v1/sheet-keys", body)
    one.log.append(RiderRegistered(str(uuid.uuid4()), "courier", "5a" * 32, "2026.1"))
    one.receipt(one.push(one.log.batch(4)))
    Projector(served.parts).all()
    everything = str([item for page in pages(two) for item in page.items])
    assert rider in everything
    for secret in ("修远", "15011112222", "1501111", "张三", sealed.key.hex(), one.log.entries[-1][0].decode()):
        assert secret not in everything
    assert one.certificate is not None
    assert {item.sort for page in pages(two) for item in page.items} <= {"entry", "device", "card", "meal", "joined"}
