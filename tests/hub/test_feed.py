"""The feed misses nothing while many write, and shows a place no more than it needs."""

from __future__ import annotations

import uuid

import pytest

from desktop.core import sheet, stick
from desktop.core.rider import RiderRegistered
from hub.projector import Projector
from tests.hub.conftest import Hub
from tests.hub.device import Device
from tests.hub.test_beside import put, register
from tests.hub.test_project import pages
from tests.torture.feed_gap import WRITERS, admitted, follow

EACH = 40


def known(hub: Hub, count: int, *, together: bool = False) -> list[Device]:
    """Devices that the hub knows, without a network: each at a place of its own, or all at one."""
    return admitted(hub.parts, count, together=together)


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
@pytest.mark.parametrize("locked", [True, False])
def test_sixteen_writers_with_delays_and_roll_backs_leave_no_gap(hub: Hub, locked: bool) -> None:
    """A reader that follows the cursor sees every item. The control numbers items as each writer comes, outside of
    the projector's lock, and loses some. `make torture NAME=feed_gap` writes 5,000.
    """
    run = follow(hub.parts, EACH, locked=locked)
    assert run.undone > 0
    if locked:
        assert (len(run.stands), run.missed) == (WRITERS * EACH, 0)
    else:
        assert run.missed > 0, "numbers that commit out of order are missed by a reader: the test can tell"


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
