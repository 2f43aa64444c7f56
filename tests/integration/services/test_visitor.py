"""The visitor's screen on a real store: meal places, what is out of use, and no code that nobody takes."""

from __future__ import annotations

import pytest

from desktop.core import checkin_code, enrolment, signed
from desktop.core.keys import DeviceKey
from desktop.core.pages import GivenAnswer
from desktop.core.phone_pages import CheckIn
from desktop.core.site import short_site
from desktop.services.papers import Papers, Wanted
from desktop.services.phone_desk import PhoneDesk
from desktop.services.visitor import Visitor
from desktop.store import membership
from tests.stations import Station

SITE = "7b0e7c1a-3f7e-4d0e-8c5a-0d9e8f7a6b5c"


def test_meal_places_and_their_hours(station: Station) -> None:
    station.office.master.add_merchant(station.by, "泉香快餐")
    station.clock.set("2026-11-16T12:00:00")
    (place,) = Visitor(station.office).page().places
    assert (place.name, place.until, place.open) == ("泉香快餐", "13:30", True)
    station.clock.set("2026-11-16T16:40:00")
    page = Visitor(station.office).page()
    assert (page.places[0].from_, page.places[0].open, page.period) == ("17:00", False, {})
    station.clock.set("2026-11-17T03:00:00")
    assert Visitor(station.office).page().places[0].from_ == "6:30"


def test_counts_and_what_is_out_of_use(station: Station) -> None:
    visitor = Visitor(station.office)
    assert [item.out_of_use for item in visitor.page().items] == [False] * 7
    station.office.visits.anonymous(station.by, "courier", [], 3)
    points = [point for item in station.desk.rules.standard.asked("opening") for point in item.checkpoints]
    broken = next(point.code for point in points if point.code.startswith("microwave."))
    answers = [
        GivenAnswer(point.code, "fail", note="不热", photos=())
        if point.code == broken
        else GivenAnswer(point.code, "pass")
        for point in points
    ]
    station.office.inspections.complete(station.by, "opening", answers, station.clock.now())
    page = visitor.page()
    assert page.visits == 3
    assert [item.code for item in page.items if item.out_of_use] == ["microwave"]


def test_who_came_by_phone_last_without_a_name(station: Station) -> None:
    visitor = Visitor(station.office)
    assert (visitor.page().came, visitor.page().came_at) == ("", 0)
    station.office.visits.anonymous(station.by, "courier", [])
    phones = PhoneDesk(station.office)
    phones.check_in(CheckIn(phones.new_fact(), "screen", "truck_driver"))
    assert (visitor.page().came, visitor.page().came_at) == ("truck_driver", station.clock.now())


def test_a_code_only_where_a_phone_page_takes_it(station: Station) -> None:
    assert Visitor(station.office).page().code == ""
    page = Visitor(station.office, lambda: "http://192.168.1.20:8642").page()
    now = station.clock.now() // 1000
    text = page.code.removeprefix("http://192.168.1.20:8642/s/")
    assert page.digits == checkin_code.digits_of(text)
    code = checkin_code.check(text, station.desk.key.public, station.desk.store.home.named, now)
    assert page.code_until == (code.begun + 30) * 1000
    assert page.hub_code == "", "no hub is joined"


def joined(station: Station, url: str) -> None:
    """As after enrolment at a hub there."""
    hub, desk = DeviceKey(bytes(range(32))), station.desk
    text = enrolment.Certificate(
        *(1, hub.device, hub.public.hex(), desk.key.device, desk.key.public.hex(), SITE, "station", "驿站", "", 0)
    )
    with desk.store.write() as txn:
        membership.keep(txn, url, signed.sign(hub, enrolment.CERTIFICATE_PREAMBLE, text), SITE)


@pytest.mark.parametrize("here", ["", "http://192.168.1.20:8642"])
def test_the_hubs_code_beside_it_and_alone(station: Station, here: str) -> None:
    joined(station, "https://quanyi.jinan.gov.cn/")
    page = Visitor(station.office, lambda: here).page()
    text = page.hub_code.removeprefix("https://quanyi.jinan.gov.cn/s/")
    now = station.clock.now() // 1000
    assert checkin_code.check(text, station.desk.key.public, SITE, now).begun * 1000 + 30_000 == page.code_until
    words = station.desk.printer.words["zh"]
    poster = Papers(station.desk, station.office, words).poster(station.by, Wanted("poster"))
    assert poster.url == f"HTTPS://QUANYI.JINAN.GOV.CN/P/{short_site(SITE)}"
    assert (page.code, bool(page.digits)) == (f"{here}/s/{text}" if here else "", bool(here))


@pytest.mark.parametrize("url", ["http://localhost:8440", "http://127.0.0.1:8440", "http://[::1]:8440"])
def test_no_code_for_a_hub_that_no_phone_finds(station: Station, url: str) -> None:
    joined(station, url)
    page = Visitor(station.office).page()
    assert (page.hub_code, page.code_until) == ("", 0)
