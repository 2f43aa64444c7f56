"""What networks do: answers lost at every place, slow and half-open lines, a portal that says 200 to everything.

Nothing is there twice, nothing is missing, and the counter does not wait.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from desktop.sync.client import Client
from desktop.sync.line import Line
from desktop.sync.round import run_round
from desktop.sync.trouble import Later
from tests.stations import Station
from tests.sync import devices
from tests.sync.conftest import Town
from tests.sync.proxy import Portal, Proxy

# Bytes between two cuts; a prime, so that the cuts fall into every part of header and body.
STEP = 149


@pytest.fixture
def proxy(town: Town) -> Iterator[Proxy]:
    made = Proxy(urlsplit(town.url).port or 0)
    yield made
    made.close()


def through(station: Station, url: str, *, silence: float = 20.0, whole: float = 90.0) -> Line:
    line = devices.line(station)
    line.connect = lambda member, key: Client(url, key, member.certificate, silence=silence, whole=whole)
    return line


def try_round(line: Line) -> bool:
    try:
        run_round(line)
    except Later:
        return False
    return True


@pytest.mark.parametrize("direction", ["request", "answer"])
def test_cut_after_every_byte_region(town: Town, proxy: Proxy, direction: str) -> None:
    station = town.station()
    devices.sync(station)
    devices.visit(station, 2)
    assert try_round(through(station, proxy.url))
    whole = proxy.passed[direction]
    assert whole > 1_000
    failed = 0
    for count in range(0, whole, STEP):
        devices.visit(station, 2)
        proxy.cut_after(direction, count)
        failed += not try_round(through(station, proxy.url))
        assert proxy.has_cut
        assert try_round(through(station, proxy.url))
        assert devices.stands(station).waiting == 0
        assert devices.all_at_hub(town.hub, station)
    assert failed >= whole // STEP - 1
    assert station.faults() == []


def test_a_receipt_that_was_lost_is_given_again(town: Town, proxy: Proxy) -> None:
    """The batch arrived, its answer did not: still waiting here, and there once."""
    station = town.station()
    devices.sync(station)
    devices.visit(station, 3)
    proxy.cut_after("answer", 10)
    assert not try_round(through(station, proxy.url))
    assert devices.stands(station).waiting == 3
    assert devices.all_at_hub(town.hub, station)
    devices.sync(station)
    assert devices.stands(station).waiting == 0
    assert devices.all_at_hub(town.hub, station)


def test_the_counter_does_not_wait_for_a_dead_line(town: Town, proxy: Proxy) -> None:
    station = town.station()
    proxy.swallow = True
    ended: list[bool] = []
    line = through(station, proxy.url)
    thread = threading.Thread(target=lambda: ended.append(try_round(line)))
    thread.start()
    assert proxy.came.wait(10)
    facts = devices.visit(station, 10)
    # the round still hangs, and all of it is saved
    assert thread.is_alive()
    assert len(station.rows("SELECT fact FROM visits")) == len(facts) == 10
    proxy.close()
    thread.join(20)
    assert ended == [False]
    assert devices.stands(station).acknowledged == 0


def test_a_line_that_drips_is_given_up(town: Town, proxy: Proxy) -> None:
    station = town.station()
    waiting = devices.stands(station).waiting
    proxy.drip = 0.01
    with pytest.raises(Later) as later:
        run_round(through(station, proxy.url, whole=0.3))
    assert later.value.trouble.code == "hub_slow"
    assert devices.stands(station).waiting == waiting
    devices.sync(station)
    assert devices.all_at_hub(town.hub, station)


def test_a_half_open_line_is_given_up(town: Town, proxy: Proxy) -> None:
    station = town.station()
    proxy.swallow = True
    with pytest.raises(Later) as later:
        run_round(through(station, proxy.url, silence=0.2))
    assert later.value.trouble.code == "hub_unreachable"


@pytest.mark.parametrize("status", [200, 302, 400, 403, 404, 409, 500])
def test_a_portal_moves_nothing(town: Town, portal: Portal, status: int) -> None:
    station = town.station()
    devices.visit(station, 2)
    waiting = devices.stands(station).waiting
    portal.status = status
    with pytest.raises(Later):
        run_round(through(station, portal.url))
    assert devices.stands(station).waiting == waiting
    assert station.rows("SELECT count(*) FROM receipts") == [(0,)]
    devices.sync(station)
    assert devices.all_at_hub(town.hub, station)


@pytest.fixture
def portal() -> Iterator[Portal]:
    made = Portal()
    yield made
    made.close()
