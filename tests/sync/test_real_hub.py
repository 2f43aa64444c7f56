"""The desk and the hub itself, over a real socket: what one says the other understands."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from desktop.core.site import AllotmentGranted
from desktop.services import station as stations
from desktop.services.office import Office
from desktop.store import membership
from desktop.store.beside import put_setting
from desktop.sync import stick
from desktop.sync.joining import ask_to_join
from hub.position import place_of
from hub.projector import Projector
from tests.hub.conftest import Hub, make_hub
from tests.integration.conftest import MakeStation
from tests.stations import DAY, HOUR, OPERATOR, PIN, SetClock, Station, Template, Yard, cheap_pins, parts
from tests.sync import devices


@dataclass
class City:
    """A hub on SQLite that two workers serve, and stations whose clocks are right."""

    hub: Hub
    url: str
    make: MakeStation
    yards: list[Yard]

    def station(self, number: int, code: str = "") -> Station:
        station = self.make(of=self.yards[number].fresh, synchronous="NORMAL")
        self.right(station)
        station.office.hub.enrol(station.by, self.url, code or self.hub.code(f"驿站{number}"), ask_to_join)
        return station

    def right(self, station: Station) -> None:
        """Sets a station's clock to the machine's."""
        station.clock.pass_by(time.time_ns() // 1_000_000 - station.clock.now())

    def sync(self, *several: Station) -> None:
        """Rounds until what each sent has been worked on and come to the others."""
        for _ in range(2):
            for station in several:
                devices.sync(station)
            Projector(self.hub.parts).all()
        for station in several:
            devices.sync(station)
            assert station.office.hub.page(station.by).agrees is True

    def grant(self, station: Station, merchant: str, month: str) -> None:
        parts = self.hub.parts
        with parts.database.write() as session:
            body = AllotmentGranted(merchant, station.desk.store.device, month, 1_000_000, 0)
            parts.journal.append(session, body, site=station.desk.store.home.joined)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[tuple[Hub, str]]:
    hub = make_hub("sqlite", tmp_path_factory.mktemp("hub"), request)
    with hub.serve() as client:
        yield hub, str(client.base_url).rstrip("/")
    hub.close()


@pytest.fixture
def city(running: tuple[Hub, str], make_station: MakeStation, tmp_path: Path) -> City:
    hub, url = running
    # devices of their own for every test: the hub is shared
    return City(hub, url, make_station, [Yard(tmp_path / f"device-{number}") for number in range(3)])


def noon(station: Station) -> int:
    """Noon of yesterday, in ms UTC: Jinan is eight hours ahead."""
    return station.clock.now() // DAY * DAY - DAY + 4 * HOUR


def test_a_day_goes_up_and_both_sides_agree(city: City) -> None:
    station = city.station(0)
    station.register("马向阳")
    devices.visit(station, 5)
    city.sync(station)
    stands = devices.stands(station)
    assert (stands.waiting, stands.flagged) == (0, 0)
    assert station.faults() == []


def test_two_machines_of_a_station_see_each_other(city: City) -> None:
    one = city.station(0)
    code = city.hub.parts.enrolment.another(one.desk.store.home.joined).code
    devices.visit(one, 3)
    two = city.station(1, code)
    devices.visit(two, 4)
    city.sync(one, two)
    assert {row[0] for row in one.rows("SELECT fact FROM visits")} == {
        row[0] for row in two.rows("SELECT fact FROM visits")
    }
    assert one.rows("SELECT count(*) FROM visits") == [(7,)]
    assert one.faults() == two.faults() == []


def test_a_double_meal_is_held_and_told(city: City) -> None:
    """One card at two tills that were offline: the later is held, and its till's tray says why."""
    one, two = city.station(0), city.station(1)
    registered = one.register("马向阳")
    merchants = [each.office.master.add_merchant(each.by, "面馆") for each in (one, two)]
    city.sync(one, two)
    for station, merchant in zip((one, two), merchants, strict=True):
        at = noon(station)
        city.grant(station, merchant, time.strftime("%Y-%m", time.gmtime(at // 1000 + 8 * 3_600)))
    city.sync(one, two)
    first = one.office.meals.serve(one.by, registered.card, merchants[0], noon(one))
    second = two.office.meals.serve(two.by, registered.card, merchants[1], noon(two) + 60_000)
    assert (first.outcome, second.outcome) == ("served", "served")
    city.sync(one, two)
    assert two.rows("SELECT held, held_beside FROM meals WHERE fact = ?", (second.fact,)) == [
        ("double_meal", first.fact)
    ]
    assert one.rows("SELECT held FROM meals WHERE fact = ?", (first.fact,)) == [(None,)]
    tray = [(row.fact, row.code) for row in two.office.hub.page(two.by).tray]
    assert (second.fact, "double_meal") in tray
    third = two.office.meals.serve(two.by, registered.card, merchants[1], noon(two) + 120_000)
    assert third.outcome == "already_served"
    assert one.faults() == two.faults() == []


def test_a_card_withdrawn_at_one_station_is_withdrawn_at_the_other(city: City) -> None:
    one, two = city.station(0), city.station(1)
    registered = one.register("马向阳")
    city.sync(one, two)
    assert two.office.visits.by_card(two.by, registered.card, []).outcome == "checked_in"
    one.office.people.withdraw(one.by, registered.card)
    city.sync(one, two)
    two.clock.pass_by(HOUR)
    assert two.office.visits.by_card(two.by, registered.card, []).outcome == "card_withdrawn"


def test_who_is_forgotten_at_one_station_has_no_name_at_the_other(city: City) -> None:
    one, two = city.station(0), city.station(1)
    registered = one.register("马向阳")
    city.sync(one, two)
    assert two.rows("SELECT name FROM known_cards WHERE rider = ?", (registered.rider,)) == [("马**",)]
    one.office.people.forget(one.by, registered.rider, "本人要求")
    city.sync(one, two)
    assert two.rows("SELECT name, tail FROM known_cards WHERE rider = ?", (registered.rider,)) == [("", "")]


def test_a_cloned_disk(city: City) -> None:
    one = city.station(0)
    devices.sync(one)
    one.close()
    two = city.make(of=Template(one.folder.parent, one.recovery, one.clock.now()))
    one.take(stations.open_desk(one.parts, one.folder, synchronous="NORMAL"))
    devices.visit(one, 20)
    devices.visit(two, 20)
    city.sync(one, two)
    assert [reason for _, reason in devices.epochs(one)] == ["init"]
    assert [reason for _, reason in devices.epochs(two)] == ["init", "fork"]
    assert devices.stands(one).waiting == devices.stands(two).waiting == 0


def test_a_restored_backup(city: City, tmp_path: Path) -> None:
    station = city.station(0)
    devices.sync(station)
    station.office.upkeep.back_up(tmp_path / "backup.qyb")
    devices.visit(station, 20)
    devices.sync(station)
    station.close()
    station.take(stations.restore(station.parts, station.folder, tmp_path / "backup.qyb", None))
    devices.visit(station, 20)
    city.sync(station)
    assert devices.stands(station).waiting == 0


def test_sheets_and_notes_arrive(city: City) -> None:
    station = city.station(0)
    station.register("马向阳")
    city.sync(station)
    assert station.rows("SELECT count(*) FROM sheets WHERE hash NOT IN (SELECT hash FROM sent_beside)") == [(0,)]


def test_a_merchants_own_till_spends_what_the_hub_grants_it(city: City, tmp_path: Path) -> None:
    station = city.station(0)
    card = station.register("马向阳").card
    till = merchant(tmp_path / "till")
    try:
        city.right(till)
        till.office.hub.enrol(
            till.by, city.url, city.hub.parts.enrolment.new_merchant("面馆", till.by.id).code, ask_to_join
        )
        city.sync(station, till)
        own = till.desk.place.site
        assert [each for each, name in till.office.master.merchants() if name == "面馆"] == [own]
        assert till.office.meals.serve(till.by, card, own, noon(till)).outcome == "budget_spent"
        month = time.strftime("%Y-%m", time.gmtime(noon(till) // 1000 + 8 * 3_600))
        city.grant(till, till.desk.store.home.joined, month)
        city.sync(till)
        assert till.office.meals.serve(till.by, card, own, noon(till)).outcome == "served"
        city.sync(till)
        assert devices.stands(till).waiting == 0
    finally:
        till.close()


def merchant(place: Path) -> Station:
    """A merchant's own device."""
    known, clock = parts(place / "keys", SetClock()), SetClock()
    made = stations.create(known, place / "data", role="merchant", name="面馆")
    cheap_pins(Office(made.desk)).operators.add_first(OPERATOR, PIN)
    made.desk.store.clock = clock
    return Station(known, place / "data", clock, made.desk, made.recovery)


def test_the_hub_restored_to_yesterday_gets_all_of_it_again(
    tmp_path: Path, make_station: MakeStation, request: pytest.FixtureRequest
) -> None:
    """Its files are put back behind its back, and what was kept beside its key is lost; the device's receipt tells."""
    hub = make_hub("sqlite", tmp_path / "hub", request)
    files = tmp_path / "hub" / "data"
    station = make_station(synchronous="NORMAL")
    station.clock.pass_by(time.time_ns() // 1_000_000 - station.clock.now())
    with hub.serve(workers=1) as client:
        station.office.hub.enrol(station.by, str(client.base_url), hub.code(), ask_to_join)
        hub.close()
        devices.visit(station, 5)
        devices.sync(station)
    shutil.copytree(files, tmp_path / "yesterday")
    with hub.serve(workers=1) as client:
        _at(station, str(client.base_url))
        devices.visit(station, 5)
        devices.sync(station)
        epoch = station.rows("SELECT value FROM settings WHERE name = 'hub.epoch'")
    shutil.rmtree(files)
    shutil.copytree(tmp_path / "yesterday", files)
    place_of(hub.key).unlink()
    with hub.serve(workers=1) as client:
        _at(station, str(client.base_url))
        devices.visit(station)
        assert devices.sync(station).waiting == 0
        assert station.rows("SELECT value FROM settings WHERE name = 'hub.epoch'") != epoch
        hub._parts.clear()
        Projector(hub.parts).all()
        devices.sync(station)
        assert station.office.hub.page(station.by).agrees is True
    hub.close()
    assert station.faults() == []


def test_a_stick_and_the_answer_back(city: City, tmp_path: Path) -> None:
    station = city.station(0)
    station.register("马向阳")
    devices.visit(station, 4)
    stick.pack(devices.line(station), tmp_path / "out.qys")
    devices.visit(station)
    city.hub.run("accept", str(tmp_path / "out.qys"), "-o", str(tmp_path / "answer.qya"))
    stick.unpack(devices.line(station), tmp_path / "answer.qya")
    assert devices.stands(station).waiting == 1
    stick.unpack(devices.line(station), tmp_path / "answer.qya")
    city.sync(station)
    assert devices.stands(station).waiting == 0
    assert station.office.hub.page(station.by).rounds[-1].way == "stick"


def _at(station: Station, url: str) -> None:
    """The hub's address has changed."""
    with station.desk.store.write() as txn:
        put_setting(txn, membership.URL, url.rstrip("/"))
