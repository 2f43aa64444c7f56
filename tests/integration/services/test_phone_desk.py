"""What people do on their own phones, at a real station: counted once, kept with what vouches for it, theirs alone."""

from __future__ import annotations

import pytest

from desktop.core import checkin_code
from desktop.core.errors import Refused
from desktop.core.keys import DeviceKey
from desktop.core.phone_pages import CheckedIn, CheckIn
from desktop.core.site import short_site
from desktop.services.people_desk import PeopleDesk
from desktop.services.phone_desk import PhoneDesk
from tests.busy import STRANGER
from tests.stations import DAY, MINUTE, SECOND, Station

NAME, NUMBER = "马向阳", "13812340427"


@pytest.fixture
def phones(station: Station) -> PhoneDesk:
    return PhoneDesk(station.office)


def came(phones: PhoneDesk, **more: str) -> CheckedIn:
    return phones.check_in(CheckIn(**{"fact": phones.new_fact(), "presence": "screen", "group": "courier"} | more))


def registered(phones: PhoneDesk, name: str = NAME, number: str = NUMBER) -> str:
    rider = phones.new_rider()
    came(phones, rider=rider, name=name, phone=number)
    return rider


def test_each_visit_once_with_what_vouches_for_it(station: Station, phones: PhoneDesk) -> None:
    fact = phones.new_fact()
    for _ in range(2):
        assert came(phones, fact=fact, presence="poster").outcome == "checked_in"
    (row,) = station.rows("SELECT fact, rider, how, presence, count, marks, by FROM visits")
    assert row == (fact, None, "self", "poster", 1, "", "00000000-0000-0000-0000-000000000000")
    station.office.visits.anonymous(station.by, "courier", [])
    figures = station.office.figures
    month = figures.period(month="2026-11")
    assert [figures.value(f"visits_by_presence.{each}", month) for each in ("counter", "screen", "poster", "self")] == [
        1,
        0,
        1,
        0,
    ]
    assert figures.value("visits_by_how.self", month) == 1
    assert station.office.upkeep.verify().ok


def test_already_here_for_half_an_hour(station: Station, phones: PhoneDesk) -> None:
    first = came(phones)
    again = came(phones, last=first.fact)
    assert (again.outcome, again.fact, again.at) == ("already_here", first.fact, first.at)
    rider = registered(phones)
    station.clock.pass_by(29 * MINUTE)
    assert came(phones, rider=rider).outcome == "already_here"
    station.clock.pass_by(2 * MINUTE)
    assert came(phones, rider=rider).outcome == "checked_in"
    assert came(phones, last=first.fact).outcome == "checked_in"
    assert station.rows("SELECT count(*) FROM visits") == [(4,)]


def test_another_phones_visit_is_nobodys_excuse(station: Station, phones: PhoneDesk) -> None:
    counted = station.office.visits.anonymous(station.by, "courier", [])
    assert came(phones, last=counted.fact or "").outcome == "checked_in"
    station.office.visits.void(station.by, came(phones).fact, "mis_scan")
    voided = station.rows("SELECT fact FROM visits WHERE voided IS NOT NULL")[0][0]
    assert came(phones, last=voided).outcome == "checked_in"


def test_registered_once_unverified_and_seen_at_the_counter(station: Station, phones: PhoneDesk) -> None:
    fact, rider = phones.new_fact(), phones.new_rider()
    for _ in range(2):
        came(phones, fact=fact, rider=rider, name=NAME, phone=NUMBER)
    assert station.rows("SELECT rider, registered_by FROM riders") == [(rider, "00000000-0000-0000-0000-000000000000")]
    person = phones.person(rider)
    assert person is not None
    assert (person.name, person.verified, person.meals_left) == ("马**", False, 2)
    (line,) = PeopleDesk(station.office, lambda: station.by).page("", "", 50).rows
    assert (line.rider, line.name, line.verified) == (rider, "马**", False)
    merchant = station.office.master.add_merchant(station.by, "泉香快餐")
    station.clock.set("2026-11-16T12:00:00")
    assert station.office.meals.serve(station.by, person.card, merchant).outcome == "not_verified"
    station.office.people.verify(station.by, rider, "badge")
    assert station.office.meals.serve(station.by, person.card, merchant).outcome == "served"
    person = phones.person(rider)
    assert person is not None
    assert (person.verified, person.meals_left) == (True, 1)
    assert station.office.visits.by_card(station.by, person.card, []).outcome == "checked_in"


def test_what_is_wrong_is_refused_and_nothing_is_kept(station: Station, phones: PhoneDesk) -> None:
    whole = {"name": NAME, "phone": NUMBER}
    for more in (whole | {"name": ""}, whole | {"phone": "1"}, whole | {"group": "x"}):
        with pytest.raises(Refused):
            came(phones, rider=phones.new_rider(), **more)
    with pytest.raises(Refused, match="rider_unknown"):
        came(phones, rider=phones.new_rider())
    with pytest.raises(Refused, match="group_unknown"):
        came(phones, group="nobody")
    assert station.rows("SELECT count(*) FROM visits") == [(0,)]
    assert station.rows("SELECT count(*) FROM persons") == [(0,)]


def test_a_number_that_is_known_gets_nothing_of_its_owners(station: Station, phones: PhoneDesk) -> None:
    owner = station.register(NAME, phone=NUMBER).rider
    other = registered(phones, "某人")
    assert other != owner
    person = phones.person(other)
    assert person is not None
    assert (person.name, person.verified) == ("某*", False)
    with pytest.raises(Refused, match="phone_verified_already"):
        station.office.people.verify(station.by, other, "badge")
    # renewing one's own is no hindrance, nor is the other one once the first is forgotten
    station.office.people.verify(station.by, owner, "badge")
    station.office.people.forget(station.by, owner, "本人要求")
    station.office.people.verify(station.by, other, "badge")


def test_who_registers_by_phone_is_registered_by_nobody(station: Station, phones: PhoneDesk) -> None:
    """The doubt about one operator who registered most of a merchant's cards is about people."""
    merchant = station.office.master.add_merchant(station.by, "泉香快餐")
    station.clock.set("2026-11-16T12:00:00")
    for number in range(10):
        rider = registered(phones, number=f"1381234{number:04d}")
        station.office.people.verify(station.by, rider, "badge")
        person = phones.person(rider)
        assert person is not None
        station.clock.pass_by(MINUTE)
        assert station.office.meals.serve(station.by, person.card, merchant).outcome == "served"
    assert [each.rule for each in station.office.doubts.of(station.by, merchant, "2026-11")] == []
    assert station.rows("SELECT count(*) FROM riders WHERE registered_by = '00000000-0000-0000-0000-000000000000'") == [
        (10,)
    ]


def test_what_is_held_is_shown_once_a_form(station: Station, phones: PhoneDesk) -> None:
    rider, fact = registered(phones), phones.new_fact()
    for _ in range(2):
        mine = phones.mine(rider, fact, "copy")
    assert (mine.name, mine.phone, mine.visits_all, mine.consent) == (NAME, NUMBER, 1, "2026.1")
    assert station.rows("SELECT rider, form FROM riders_shown") == [(rider, "copy")]


def test_forgotten_by_ones_own_phone(station: Station, phones: PhoneDesk) -> None:
    rider = registered(phones)
    person = phones.person(rider)
    assert person is not None
    phones.forget(rider)
    assert phones.person(rider) is None
    assert station.rows("SELECT count(*) FROM persons") == [(0,)]
    assert station.office.visits.by_card(station.by, person.card, []).outcome == "card_withdrawn"
    for act in (lambda: phones.forget(rider), lambda: phones.mine(rider, phones.new_fact(), "page")):
        with pytest.raises(Refused, match="rider_unknown"):
            act()
    assert station.office.upkeep.verify().ok


@pytest.mark.parametrize(("later", "outcome"), [(0, "good"), (31, "good"), (60, "good"), (61, "expired")])
def test_the_screens_code(station: Station, phones: PhoneDesk, later: int, outcome: str) -> None:
    desk = station.desk
    shown = checkin_code.show(desk.key, desk.store.home.named, desk.now() // 1000)
    digits = checkin_code.digits_of(shown.text)
    wide = digits.translate({48 + at: 0xFF10 + at for at in range(10)})
    station.clock.pass_by(later * SECOND)
    seen = phones.accept(shown.text)
    assert (seen.outcome, seen.age) == (outcome, later if outcome == "expired" else 0)
    # digits name no second: those of the step before hold until the next one begins
    assert phones.accept_digits(wide) is (later < 60)
    assert not phones.accept_digits("")


def test_the_code_of_another_station(station: Station, phones: PhoneDesk) -> None:
    now, here = station.desk.now() // 1000, station.desk.store.home.named
    stranger = DeviceKey(b"\x07" * 32)
    assert phones.accept(checkin_code.show(stranger, STRANGER, now).text).outcome == "other_station"
    # another key that says it is this station, the same key for another one, and texts that are none
    assert phones.accept(checkin_code.show(stranger, here, now).text).outcome == "no_code"
    assert phones.accept(checkin_code.show(station.desk.key, STRANGER, now).text).outcome == "other_station"
    good = checkin_code.show(station.desk.key, here, now).text
    later = checkin_code.show(station.desk.key, here, now + 30).text
    for text in ("", "QYC1", good.lower(), good + "A", good[:-1], later):
        assert phones.accept(text).outcome == "no_code"
    assert phones.is_here(short_site(station.desk.place.site).lower())
    assert not phones.is_here("AAAAAAAA")


def test_what_is_due_today(station: Station, phones: PhoneDesk) -> None:
    station.office.master.add_merchant(station.by, "泉香快餐")
    station.clock.set("2026-11-16T12:06:00")
    place = phones.place()
    assert place.eat == ("泉香快餐",)
    assert (place.periods[0].titles["zh"], place.periods[0].end, place.periods[0].now) == ("午餐", "13:30", True)
    assert [each.titles["zh"] for each in place.periods] == ["午餐", "错峰", "晚餐", "夜宵"]
    assert place.hours["zh"].startswith("每天")
    station.clock.pass_by(DAY)
    assert phones.place().now == place.now + DAY
