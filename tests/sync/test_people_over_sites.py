"""People over sites, with the hub itself: found by the full phone, on a second PC, joined, and forgotten everywhere."""

from __future__ import annotations

import time
from typing import Any

import pytest

from desktop.core.business_day import day_of
from desktop.core.errors import EnvironmentFailed, Refused
from desktop.core.joining import RidersJoined
from desktop.services.counter import OfficeCounter
from desktop.services.retention import Run, forget_absent
from desktop.services.searches import AskEverywhere
from desktop.sync.finding import find_everywhere
from tests.integration.conftest import MakeStation
from tests.stations import HOUR, MINUTE, Station
from tests.sync import devices
from tests.sync.conftest import Town
from tests.sync.test_real_hub import City, city, noon, running

__all__ = ["city", "running"]


def ask(station: Station) -> AskEverywhere:
    return lambda phone, by: find_everywhere(devices.line(station), phone, by)


def names(station: Station, text: str) -> list[str]:
    return [found.name for found in station.office.people.find(station.by, text)]


def personal(station: Station, rider: str) -> list[Any]:
    """All that is here of somebody by name or phone."""
    return [
        *station.rows("SELECT name FROM persons WHERE rider = ?", (rider,)),
        *station.rows("SELECT term FROM person_terms WHERE rider = ?", (rider,)),
        *station.rows("SELECT hash FROM sheets WHERE subject = ?", (rider,)),
        *station.rows("SELECT name FROM known_cards WHERE rider = ? AND name <> ''", (rider,)),
    ]


def second_pc(city: City, one: Station, number: int = 1) -> Station:
    return city.station(number, city.hub.parts.enrolment.another(one.desk.store.home.joined).code)


def join(city: City, rider: str, same: str) -> None:
    parts = city.hub.parts
    with parts.database.write() as session:
        parts.journal.append(session, RidersJoined(rider, same))


@pytest.mark.parametrize("forgets", ["first", "second"])
def test_who_is_registered_on_one_pc_is_found_on_the_other(city: City, forgets: str) -> None:
    one = city.station(0)
    rider = one.register("单春秀", phone="15966670001").rider
    two = second_pc(city, one)
    city.sync(one, two)
    assert names(two, "单春") == names(two, "scx") == names(two, "0001") == ["单**"]
    assert two.office.visits.by_search(two.by, rider, []).outcome == "checked_in"
    assert two.rows("SELECT count(*) FROM sheets WHERE hash NOT IN (SELECT hash FROM sent_beside)") == [(0,)]
    there = one if forgets == "first" else two
    there.office.people.forget(there.by, rider, "本人要求")
    city.sync(one, two)
    assert personal(one, rider) == personal(two, rider) == []
    assert one.faults() == two.faults() == []


def test_another_place_gets_no_sheet(city: City) -> None:
    one, two = city.station(0), city.station(1)
    rider = one.register("单春秀", phone="15966670002").rider
    city.sync(one, two)
    digest = one.rows("SELECT sheet FROM riders WHERE rider = ?", (rider,))[0][0]
    client = devices.line(two).client()
    assert client.post("/v1/sheets", {"v": 1, "hashes": [digest]}, signed=True) == {"sheets": []}
    client.close()
    assert two.rows("SELECT 1 FROM persons WHERE rider = ?", (rider,)) == []


def test_somebody_is_found_in_the_whole_city_and_is_known_from_then_on(city: City) -> None:
    one, two = city.station(0), city.station(1)
    registered = one.register("欧阳雨桐", phone="13705310003")
    rider = registered.rider
    city.sync(one, two)
    assert names(two, "13705310003") == []
    with pytest.raises(Refused, match="phone_wrong"):
        two.office.searches.everywhere(two.by, "1370531", ask(two))
    (found,) = two.office.searches.everywhere(two.by, "137 0531 0003", ask(two))
    assert (found.rider, found.name, found.phone, found.group) == (rider, "欧阳**", "137****0003", "delivery_rider")
    assert names(two, "欧阳") == ["欧阳**"]
    detail = OfficeCounter(two.office, two.by).plain_detail("people", rider)
    assert detail is not None
    assert {"reissue", "forget"} <= {act.code for act in detail.acts}
    assert two.office.visits.by_search(two.by, rider, []).outcome == "checked_in"
    two.clock.pass_by(HOUR)
    merchant = two.office.master.add_merchant(two.by, "面馆")
    city.grant(two, merchant, time.strftime("%Y-%m", time.gmtime(noon(two) // 1000 + 8 * 3_600)))
    city.sync(one, two)
    card = two.office.people.reissue(two.by, rider)
    assert two.office.visits.by_card(two.by, registered.card, []).outcome == "card_withdrawn"
    assert two.office.meals.serve(two.by, card, merchant, noon(two)).outcome in ("served", "not_verified")
    assert two.office.visits.by_card(two.by, card, []).outcome == "checked_in"
    facts = [each for each in two.entries() if each.kind == "rider.searched"]
    assert [each.body["rider"] for each in facts] == [rider]
    assert "137" not in str([each.body for each in facts])
    assert two.office.searches.everywhere(two.by, "13900000000", ask(two)) == ()
    city.sync(one, two)
    one.clock.pass_by(2 * HOUR)
    assert one.office.visits.by_card(one.by, registered.card, []).outcome == "card_withdrawn"
    assert one.office.visits.by_card(one.by, card, []).outcome == "checked_in"
    # the clock went on by itself
    assert {row.code for row in two.office.hub.page(two.by).tray} <= {"clock_skewed"}
    two.office.people.forget(two.by, rider, "本人要求")
    city.sync(one, two)
    assert personal(one, rider) == personal(two, rider) == []
    assert one.faults() == two.faults() == []


def test_who_was_found_is_forgotten_when_their_own_place_forgets_them(city: City) -> None:
    one, two = city.station(0), city.station(1)
    rider = one.register("欧阳雨桐", phone="13705310013").rider
    city.sync(one, two)
    two.office.searches.everywhere(two.by, "13705310013", ask(two))
    one.office.people.forget(one.by, rider, "本人要求")
    city.sync(one, two)
    assert personal(two, rider) == []
    assert two.office.searches.everywhere(two.by, "13705310013", ask(two)) == ()
    with pytest.raises(Refused, match="rider_unknown"):
        two.office.visits.by_search(two.by, rider, [])
    assert one.faults() == two.faults() == []


def test_without_the_network_nothing_is_kept_and_a_sentence_says_so(town: Town) -> None:
    station = town.station()
    before = len(station.entries())
    town.hub.odd = lambda _method, path: (429, {"error": "too_many"}) if path.startswith("/v1/find") else None
    with pytest.raises(Refused, match="search_often"):
        station.office.searches.everywhere(station.by, "13705310003", ask(station))
    town.hub.close()
    with pytest.raises(EnvironmentFailed, match="hub_unreachable"):
        station.office.searches.everywhere(station.by, "13705310003", ask(station))
    alone = town.alone()
    with pytest.raises(Refused, match="hub_none"):
        alone.office.searches.everywhere(alone.by, "13705310003", ask(alone))
    assert len(station.entries()) == before


def test_joined_ids_share_their_limits_and_are_forgotten_together(city: City) -> None:
    one, two, three = (city.station(number) for number in range(3))
    first, second = one.register("李雷", phone="13812345600"), two.register("李雷", phone="13812345601")
    merchants = [each.office.master.add_merchant(each.by, "面馆") for each in (one, two)]
    join(city, first.rider, second.rider)
    city.sync(one, two, three)
    for station, merchant in zip((one, two), merchants, strict=True):
        at = noon(station)
        city.grant(station, merchant, time.strftime("%Y-%m", time.gmtime(at // 1000 + 8 * 3_600)))
    city.sync(one, two)
    assert one.office.meals.serve(one.by, first.card, merchants[0], noon(one)).outcome == "served"
    assert one.office.meals.serve(one.by, second.card, merchants[0], noon(one) + MINUTE).outcome == "already_served"
    city.sync(one, two)
    assert two.office.meals.serve(two.by, second.card, merchants[1], noon(two) + MINUTE).outcome == "already_served"
    two.office.people.forget(two.by, second.rider, "本人要求")
    city.sync(one, two, three)
    for station in (one, two, three):
        assert personal(station, first.rider) == personal(station, second.rider) == []
        assert station.faults() == []
    three.clock.pass_by(HOUR)
    for card in (first.card, second.card):
        assert three.office.visits.by_card(three.by, card, []).outcome == "card_withdrawn"


def test_who_was_forgotten_before_the_two_were_joined(city: City) -> None:
    one, two = city.station(0), city.station(1)
    first, second = one.register("韩梅", phone="13812345610"), two.register("韩梅", phone="13812345611")
    city.sync(one, two)
    one.office.people.forget(one.by, first.rider, "本人要求")
    city.sync(one, two)
    join(city, first.rider, second.rider)
    city.sync(one, two)
    assert personal(two, second.rider) == []
    assert one.faults() == two.faults() == []


def test_a_card_elsewhere_shows_its_masked_name_and_tail(city: City) -> None:
    one, two = city.station(0), city.station(1)
    registered = one.register("王秀兰", phone="13812340427")
    city.sync(one, two)
    assert two.rows("SELECT name, tail, withdrawn FROM known_cards WHERE rider = ?", (registered.rider,)) == [
        ("王**", "0427", "")
    ]
    one.office.people.withdraw(one.by, registered.card)
    city.sync(one, two)
    two.clock.pass_by(HOUR)
    merchant = two.office.master.add_merchant(two.by, "面馆")
    assert two.office.meals.serve(two.by, registered.card, merchant).outcome == "card_withdrawn"


def test_retention_looks_at_all_ids_of_a_person(make_station: MakeStation) -> None:
    """Who came under another id was here; who did not is forgotten under all."""
    station = make_station()
    first = station.register("李雷", phone="13812345620")
    second = station.register("李雷", phone="13812345621")
    with station.desk.store.write() as txn:
        txn.execute("INSERT INTO joined_elsewhere (rider, same) VALUES (?, ?)", (first.rider, second.rider))
    station.clock.pass_by(300 * 24 * HOUR)
    station.office.visits.by_search(station.by, second.rider, [])
    station.clock.pass_by(100 * 24 * HOUR)

    def run() -> int:
        office = station.office
        today = day_of(station.clock.now())
        return forget_absent(Run(station.desk, office.people, office.upkeep, station.by, today, ()))

    assert run() == 0
    station.clock.pass_by(300 * 24 * HOUR)
    assert run() == 1
    for card in (first.card, second.card):
        assert station.office.visits.by_card(station.by, card, []).outcome == "card_withdrawn"
    assert personal(station, first.rider) == personal(station, second.rider) == []
    assert station.faults() == []
