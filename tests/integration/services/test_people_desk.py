"""The page of people over a real store: pages by key, whose a phone is, what the form offers, whose a card is."""

from __future__ import annotations

import pytest

from desktop.core.errors import EnvironmentFailed, Refused
from desktop.core.people_pages import NewPerson
from desktop.core.roles import Operator
from desktop.services.people_desk import COMPANIES_MOST, PeopleDesk
from tests.integration.conftest import MakeStation
from tests.stations import DAY, Station


@pytest.fixture
def station(make_station: MakeStation) -> Station:
    return make_station()


def desk_of(station: Station, *roles: str) -> PeopleDesk:
    by = Operator(station.by.id, frozenset(roles)) if roles else station.by
    return PeopleDesk(station.office, lambda: by)


def person(at: int, company: str = "") -> NewPerson:
    return NewPerson(f"马{at}", f"138{at:08d}", "courier", company, consent=True)


def test_pages_go_on_by_key_and_hold_everybody_once(station: Station) -> None:
    desk = desk_of(station)
    for at in range(7):
        desk.register(person(at), "zh", paper=False)
        if at == 3:
            station.clock.pass_by(DAY)
    seen, after = [], ""
    while True:
        page = desk.page("", after, 3)
        assert page.total == 7
        seen += [row.rider for row in page.rows]
        after = page.more
        if not after:
            break
    assert len(seen) == len(set(seen)) == 7
    newest = {row[0] for row in station.rows("SELECT rider FROM riders WHERE registered_day = '2026-11-17'")}
    assert set(seen[:3]) == newest


def test_a_page_is_read_from_the_index_and_sorts_nothing(station: Station) -> None:
    plan = station.rows(
        "EXPLAIN QUERY PLAN SELECT r.registered_day, r.rider FROM riders r CROSS JOIN persons p USING (rider)"
        " WHERE (r.registered_day, r.rider) < ('~', '~') ORDER BY r.registered_day DESC, r.rider DESC LIMIT 50"
    )
    said = " ".join(str(row[-1]) for row in plan)
    assert "ix_riders_registered_day_rider" in said
    assert "TEMP B-TREE" not in said


def test_whose_a_phone_is(station: Station) -> None:
    desk = desk_of(station)
    made = desk.register(person(1), "zh", paper=False)
    assert desk.known("13800000002") is None
    known = desk.known("138 0000 0001")
    assert known is not None
    assert (known.rider, known.name, known.day, known.place) == (made.rider, "马*", "2026-11-16", "曲水亭驿站")
    assert known.card_until == "2028-11-15"
    number = station.rows("SELECT number FROM cards")[0][0]
    station.office.people.withdraw(station.by, number)
    known = desk.known("13800000001")
    assert known is not None
    assert known.card_until == ""


def test_companies_typed_before_are_offered_the_latest_first(station: Station) -> None:
    desk = desk_of(station)
    for at, company in enumerate(("顺丰", "中通", "顺丰", "")):
        desk.register(person(at, company), "zh", paper=False)
        station.clock.pass_by(DAY)
    assert desk.form().companies == ("顺丰", "中通")
    assert len(desk.form().companies) <= COMPANIES_MOST


def test_few_digits_find_nobody_and_a_tail_does(station: Station) -> None:
    desk = desk_of(station)
    desk.register(person(427), "zh", paper=False)
    assert desk.page("138", "", 50).rows == ()
    assert len(desk.page("0427", "", 50).rows) == 1
    assert len(desk.page("马", "", 50).rows) == 1


def test_a_card_says_whose_it_is_even_withdrawn(station: Station) -> None:
    desk = desk_of(station)
    made = station.office.people.register(station.by, "马建国", "13805310427", "courier", consent=True)
    assert desk.rider_of(made.card) == made.rider
    station.office.people.withdraw(station.by, made.card)
    assert desk.rider_of(made.card) == made.rider
    assert desk.rider_of("马建国") == ""
    assert desk.rider_of("QY1" + "A" * 156) == ""


def test_a_card_that_cannot_be_printed_takes_no_registration_back(
    station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = desk_of(station)

    def broken(*_given: object, **_more: object) -> object:
        raise EnvironmentFailed("disk_full")

    monkeypatch.setattr(desk._papers, "paper", broken)
    made = desk.register(person(1), "zh", paper=True)
    assert made.paper == b""
    assert station.rows("SELECT count(*) FROM riders") == [(1,)]


def test_a_merchant_sees_nobody(station: Station) -> None:
    desk = desk_of(station, "merchant")
    for ask in (lambda: desk.page("", "", 50), lambda: desk.page("马", "", 50), lambda: desk.known("13800000001")):
        with pytest.raises(Refused, match="not_allowed"):
            ask()
