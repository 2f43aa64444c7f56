"""Phones at a hub that two workers serve, on either database."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from desktop.core import checkin_code
from desktop.core.people import masked_name
from desktop.core.site import short_site
from hub.projector import Projector
from hub.replay import verify
from tests.hub.conftest import Hub
from tests.hub.device import Device
from tests.web.phone import Form, HubPhone


@pytest.fixture
def device(served: Hub) -> Device:
    made = served.device()
    Projector(served.parts).all()
    return made


@pytest.fixture
def phone(served: Hub, device: Device) -> Iterator[HubPhone]:
    assert device.certificate is not None
    made = HubPhone(short_site(device.certificate.site), url=str(served.client.base_url))
    yield made
    made.client.close()


def visits(hub: Hub, device: Device) -> list[tuple[str, str]]:
    """Presence and group of all at the device's station."""
    assert device.certificate is not None
    with hub.parts.database.read() as session:
        rows = session.rows(
            'SELECT presence, "group" FROM visits WHERE site = ? AND voided IS NULL', (device.certificate.site,)
        )
    return [(row[0], row[1]) for row in rows]


def test_one_form_at_two_workers_at_once_is_one_visit(served: Hub, device: Device, phone: HubPhone) -> None:
    fields = Form(phone.poster().text, f"{phone.base}/in").fields | {"group": "courier"}
    cookies = dict(phone.client.cookies)

    def send(_number: int) -> str:
        # a connection of its own each, which go to the workers in turn
        with httpx.Client(base_url=phone.client.base_url, follow_redirects=True, cookies=cookies) as client:
            return client.post(f"{phone.base}/in", data=fields).text

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(send, range(8)))
    assert all("签到成功" in answer for answer in answers)
    assert visits(served, device) == [("poster", "courier")]
    Projector(served.parts).all()
    assert verify(served.parts).faults == []


def test_by_the_screen_with_a_name_and_forgotten(served: Hub, device: Device, phone: HubPhone) -> None:
    assert device.certificate is not None
    now = served.parts.clock.now() // 1000
    code = checkin_code.show(device.key, device.certificate.site, now).text
    assert "签到成功" in phone.register(phone.get(f"/S/{code}"), "单春秀", "15966670021").text
    Projector(served.parts).all()
    assert visits(served, device) == [("screen", "delivery_rider")]
    shown = phone.send(phone.get(f"{phone.base}/mine"), "/mine/all").text
    assert "15966670021" in shown
    assert "入站 1 次" in shown
    assert "已经删掉了" in phone.send(phone.get(f"{phone.base}/mine/forget"), "/mine/forgotten").text
    Projector(served.parts).all()
    assert "第一次来" in phone.poster().text
    with served.parts.database.read() as session:
        assert session.rows("SELECT * FROM people WHERE tail = '0021' AND name = ?", (masked_name("单春秀"),)) == []
    assert visits(served, device) == [("screen", "delivery_rider")]
    assert verify(served.parts).faults == []
