"""Cards on paper: sizes, names in full as a fact, and the posters."""

from __future__ import annotations

import pytest

from desktop.app import read_words
from desktop.core.errors import Refused
from desktop.core.paper_pages import PaperWish
from desktop.core.papers import CardRoll, CardSheet, MerchantPoster, Poster, SingleCard
from desktop.core.people import masked_name
from desktop.core.roles import Operator
from desktop.core.watch import Halted, Watch
from desktop.services.paper_choices import choices_of
from desktop.services.paper_desk import PaperDesk
from desktop.services.papers import Papers, Wanted
from tests.stations import Station


def papers(station: Station) -> Papers:
    return Papers(station.desk, station.office, read_words()["zh"])


def shown(station: Station) -> list[tuple[str, int, str]]:
    return station.rows('SELECT subject, lines, "by" FROM names_shown ORDER BY rowid')


def test_cards_on_each_size_are_the_same_cards(station: Station) -> None:
    cards = {station.register(f"骑手{number}", phone=f"1390000000{number}").card for number in range(3)}
    made = papers(station)
    sheet = made.freeze(station.by, Wanted("cards"))
    assert isinstance(sheet, CardSheet)
    for size in ("cr80", "label"):
        roll = made.freeze(station.by, Wanted("cards", size=size))
        assert isinstance(roll, CardRoll)
        assert roll.form == size
        assert {face.text for face in roll.cards} == {face.text for face in sheet.cards} == cards
    rider = station.rows("SELECT rider FROM cards LIMIT 1")[0][0]
    assert isinstance(made.freeze(station.by, Wanted("card", id=rider)), SingleCard)
    assert isinstance(made.freeze(station.by, Wanted("card", id=rider, size="label")), CardRoll)
    for kind, size in (("cards", "a3"), ("poster", "label"), ("daily", "a4")):
        with pytest.raises(Refused, match="paper_size_unknown"):
            made.freeze(station.by, Wanted(kind, size=size))


def test_names_in_full_are_for_whoever_may_and_a_fact_that_names_nobody(station: Station) -> None:
    rider = station.register("欧阳建国").rider
    made = papers(station)
    masked = made.freeze(station.by, Wanted("cards"))
    assert isinstance(masked, CardSheet)
    assert [face.name for face in masked.cards] == [masked_name("欧阳建国")] != ["欧阳建国"]
    assert shown(station) == []
    full = made.freeze(station.by, Wanted("cards", full=True))
    assert isinstance(full, CardSheet)
    assert [face.name for face in full.cards] == ["欧阳建国"]
    assert [face.text for face in full.cards] == [face.text for face in masked.cards]
    assert shown(station) == [("", 1, station.by.id)]
    made.freeze(station.by, Wanted("card", id=rider, full=True))
    assert shown(station)[1:] == [(rider, 1, station.by.id)]
    bodies = [entry.body for entry in station.entries("names.shown")]
    assert "欧阳" not in repr(bodies)
    caretaker = Operator(station.by.id, frozenset({"caretaker"}))
    with pytest.raises(Refused, match="not_allowed"):
        made.freeze(caretaker, Wanted("cards", full=True))
    with pytest.raises(Refused, match="paper_names_fixed"):
        made.freeze(station.by, Wanted("daily", full=True))
    assert len(shown(station)) == 2


def test_posters_say_their_place_in_capitals_and_come_large(station: Station) -> None:
    merchant = station.office.master.add_merchant(station.by, "泉香快餐")
    made = papers(station)
    poster = made.freeze(station.by, Wanted("poster", size="a3"))
    assert isinstance(poster, Poster)
    assert poster.large
    assert poster.url == poster.url.upper()
    for id, mono in ((merchant, False), (f"{merchant}/mono", True)):
        other = made.freeze(station.by, Wanted("merchant_poster", id=id))
        assert isinstance(other, MerchantPoster)
        assert (other.merchant, other.price, other.mono, other.large) == ("泉香快餐", "9.9", mono, False)
        assert [period for period, _ in other.periods] == [
            period.titles["zh"] for period in station.desk.rules.programme.periods
        ]
        assert other.url != poster.url
    with station.desk.store.read() as connection:
        choices = choices_of(connection, station.desk, "merchant_poster", "")
    assert [choice.id for choice in choices] == [merchant, f"{merchant}/mono"]
    with pytest.raises(Refused, match="merchant_unknown"):
        made.freeze(station.by, Wanted("merchant_poster", id="nobody"))


def test_a_paper_that_is_no_longer_wanted_is_not_made(station: Station) -> None:
    """As 停下 on the page has it: from the page's own way in, down to the drawing."""
    station.register("王建国")
    desk = PaperDesk(station.office, lambda: station.by)
    assert desk.make(PaperWish("cards"), "zh").startswith(b"%PDF")
    told: list[tuple[int, int]] = []
    watch = Watch(lambda *step: told.append(step))
    assert desk.make(PaperWish("cards", size="label"), "zh", watch).startswith(b"%PDF")
    assert told == [(0, 1)]
    with pytest.raises(Halted):
        desk.make(PaperWish("cards"), "zh", Watch(halted=lambda: True))
