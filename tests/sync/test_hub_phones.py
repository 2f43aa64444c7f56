"""Who checks in at the hub, on mobile data: the station's desk takes it in by the feed and counts it once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from desktop.core.business_day import day_of
from desktop.core.site import short_site
from desktop.services.figures import day_figures
from hub.replay import verify
from tests.stations import MINUTE, Station
from tests.sync.test_real_hub import City, city, running
from tests.web.phone import HubPhone

__all__ = ["city", "running"]
Take = Callable[[Station], HubPhone]


@pytest.fixture
def take(city: City) -> Iterator[Take]:
    """Phones of people who stand in a station."""
    taken: list[HubPhone] = []

    def one(station: Station) -> HubPhone:
        taken.append(HubPhone(short_site(station.desk.store.home.joined), url=city.url))
        return taken[-1]

    yield one
    for phone in taken:
        phone.client.close()


def visits(station: Station) -> list[tuple[Any, ...]]:
    return station.rows("SELECT how, presence, voided, site FROM visits WHERE day IS NOT NULL ORDER BY at")


def counted(station: Station) -> int:
    """人次 of today, as the page Today has it."""
    day = day_of(station.clock.now())
    with station.desk.store.read() as connection:
        return day_figures(connection, station.desk.rules.figures, day).visits


def test_it_is_the_stations_visit_and_nobody_elses(city: City, take: Take) -> None:
    one, two = city.station(0), city.station(1)
    city.sync(one, two)
    phone = take(one)
    assert "签到成功" in phone.send(phone.poster(), group="courier").text
    assert "已经签过了" in phone.send(phone.poster()).text
    city.sync(one, two)
    assert visits(one) == [("self", "poster", None, one.desk.store.home.local)]
    assert visits(two) == []
    assert (counted(one), counted(two)) == (1, 0)
    for station in (one, two):
        assert station.faults() == []
        before = visits(station)
        assert station.office.upkeep.rebuild()[0].ok
        assert visits(station) == before
    assert verify(city.hub.parts).faults == []


def test_a_name_that_was_left_at_the_hub_is_verified_at_the_counter(city: City, take: Take) -> None:
    one, two = city.station(0), city.station(1)
    phone = take(one)
    done = phone.register(phone.poster(), "单春秀", "15966670011")
    assert "签到成功" in done.text
    assert "到柜台领服务卡" in done.text
    city.sync(one, two)
    city.sync(one, two)
    (found,) = one.office.people.find(one.by, "0011")
    assert (found.name, found.verified_until) == ("单**", "")
    assert two.office.people.find(two.by, "0011") == ()
    assert two.rows("SELECT 1 FROM riders WHERE rider = ?", (found.rider,)) == []
    one.office.people.verify(one.by, found.rider, "badge")
    one.office.people.reissue(one.by, found.rider)
    city.sync(one, two)
    # one tap from now on, at the other station too, and the page knows that they were looked at
    again = take(two)
    again.client.cookies = phone.client.cookies
    page = again.poster()
    assert "单**，您好" in page.text
    assert "还差一步" not in again.send(page).text
    city.sync(one, two)
    assert (counted(one), counted(two)) == (1, 1)
    assert one.faults() == two.faults() == []


def test_recorded_at_the_counter_too_while_the_line_was_down(city: City, take: Take) -> None:
    """Two facts, one visit: the station's stands, whichever of the two the hub heard of first."""
    one = city.station(0)
    phone = take(one)
    phone.register(phone.poster(), "马向阳", "13812340428")
    city.sync(one)
    city.sync(one)
    rider = one.office.people.find(one.by, "0428")[0].rider
    one.office.visits.void(one.by, one.rows("SELECT fact FROM visits")[0][0], "other")
    city.sync(one)
    # neither side hears of the other from here on
    assert "签到成功" in phone.send(phone.poster()).text
    city.right(one)
    one.clock.pass_by(MINUTE)
    assert one.office.visits.by_search(one.by, rider, ["water"]).outcome == "checked_in"
    city.sync(one)
    city.sync(one)
    assert [row[:3] for row in visits(one)] == [
        ("self", "poster", "other"),
        ("self", "poster", "duplicate"),
        ("search", "counter", None),
    ]
    assert counted(one) == 1
    assert one.faults() == []
    assert verify(city.hub.parts).faults == []
    # what the station recorded is known to the hub now
    assert "已经签过了" in phone.send(phone.poster()).text


def test_what_was_sent_twice_counts_once(city: City, take: Take) -> None:
    """As often as it was sent, and by another form where the answer to the first was lost."""
    one = city.station(0)
    phone = take(one)
    page = phone.poster()
    begun = {name: str(phone.client.cookies[name]) for name in ("qs", "qb")}
    answers = [phone.send(page, group="courier") for _ in range(2)]
    lost = take(one)
    for name, value in begun.items():
        lost.client.cookies.set(name, value)
    answers.append(lost.send(lost.poster(), group="courier"))
    assert all("签到成功" in answer.text for answer in answers)
    city.sync(one)
    assert counted(one) == 1
