"""The practice station: apart from the real one in folder, cards, papers and hub; ticks come from facts."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.core import card
from desktop.core.errors import Refused
from desktop.core.pages import GivenAnswer
from desktop.core.roles import Operator
from desktop.services import demo, practice
from desktop.services.counter import OfficeCounter
from desktop.services.demo_people import picture
from desktop.services.office import Office
from desktop.services.papers import Papers, Wanted
from desktop.services.practice import Practice, open_practice
from desktop.services.station import PRACTICE, PRACTICE_BEING_MADE
from desktop.store.beside import put_setting, setting
from reports.render import pages
from tests.stations import SetClock, Station, cheap_pins, parts
from tests.unit.reports.rasters import pdfium

SMALL = demo.Plan(days=1, riders=3, merchants=1, seed=7, pin="000000", settles=False)


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """A practice station of one small day, at noon."""
    monkeypatch.setattr(practice, "PLAN", SMALL)
    monkeypatch.setattr(demo, "Office", lambda desk: cheap_pins(Office(desk)))
    desk = open_practice(parts(tmp_path / "keys", SetClock("2026-11-16T12:00:00")), tmp_path / "data-practice")
    yield cheap_pins(Office(desk))
    desk.close()


def at(office: Office) -> OfficeCounter:
    counter = OfficeCounter(office)
    counter.sign_in_as(None, "000000")
    return counter


def a_card(office: Office) -> str:
    counter = at(office)
    made = office.people.register(counter._operator, "练习生", "13800001234", "courier", proof="badge", consent=True)
    return made.card


def test_neither_world_takes_the_other_ones_cards(office: Office, station: Station) -> None:
    practised, real = a_card(office), station.register().card
    assert practised.startswith("QYP")
    answer = at(office).scan_visit(practised)
    assert answer.outcome == "checked_in"
    assert at(office).scan_visit(real).outcome == "real_card"
    refused = OfficeCounter(station.office, station.by)
    facts = len(station.journal())
    assert refused.scan_visit(practised).outcome == "practice_card"
    assert refused.scan_visit("QY1" + practised[3:]).outcome == "not_a_card", "another prefix makes it no real card"
    assert at(office).scan_visit("QYP" + real[3:]).outcome == "not_a_card"
    merchant = station.office.master.add_merchant(station.by, "泉香快餐")
    assert refused.scan_meal(practised, merchant).outcome == "practice_card"
    assert len(station.journal()) == facts + 1
    with pytest.raises(card.OtherWorld):
        card.check(practised, station.desk.issuers)


def test_it_can_never_join_a_hub(office: Office) -> None:
    with pytest.raises(Refused) as refused:
        at(office).hub.join("https://hub.example", "7K2M-9QXA-B3CD")
    assert refused.value.code == "practice_no_hub"


def test_every_tick_comes_from_a_fact(office: Office, tmp_path: Path) -> None:
    counter = at(office)
    by = counter._operator
    told = Practice(office, lambda: by)

    def done() -> list[str]:
        return [step.code for step in told.page().steps if step.times]

    assert done() == [], "what the demo made is none of it"
    text = a_card(office)
    merchant = office.master.merchants()[0][0]
    visit = counter.scan_visit(text)
    assert done() == ["scan"]
    counter.anonymous_visit("courier", 2)
    assert done() == ["scan", "anonymous"]
    assert counter.scan_meal(text, merchant).outcome == "served"
    assert visit.fact is not None
    counter.void_visit(visit.fact, "mis_scan")
    assert done() == ["scan", "anonymous", "meal", "void"]
    points = [point for item in office.desk.rules.standard.asked("opening") for point in item.checkpoints]
    counter.complete_inspection("opening", office.desk.now(), tuple(GivenAnswer(each.code, "pass") for each in points))
    assert "inspection" not in done(), "one with a fail is asked for"
    photo = picture(random.Random(1))
    answers = [GivenAnswer(each.code, "pass") for each in points[1:]]
    answers.append(GivenAnswer(points[0].code, "fail", note="坏了", photos=(photo,)))
    counter.complete_inspection("opening", office.desk.now(), tuple(answers))
    partner = office.master.add_partner(by, "医院")
    office.referrals.refer(by, text, "checkup", partner, consent=True)
    counter.save_paper(str(tmp_path / "x.pdf"), told.readiness("zh"))
    page = told.page()
    assert page.done == 7
    assert all(step.last == "12:00" for step in page.steps)
    for language in ("zh", "en"):
        assert pages(told.readiness(language)) == 1


def test_every_paper_is_marked(office: Office, station: Station) -> None:
    """The same data and words, once marked and once not."""
    made = []
    for each in (office, station.office):
        papers = Papers(each.desk, each, each.desk.printer.words["zh"])
        by = each.operators.choose(None)
        data = papers.freeze(Operator(by.id, frozenset(by.roles)), Wanted("poster"))
        pictures = [
            pdfium(pdf(data, "zh"), dpi=40).tobytes() for pdf in (each.desk.printer.render, each.desk.printer.marked)
        ]
        made.append(pictures[0] == pictures[1])
    assert made == [True, False], "what a practice station prints bears the mark, a real one's does not"


def test_a_real_station_has_no_readiness_page_and_is_never_practised_in(station: Station) -> None:
    told = Practice(station.office, lambda: station.by)
    assert not told.page().practising
    with pytest.raises(Refused) as refused:
        told.readiness("zh")
    assert refused.value.code == "practice_only"
    station.close()
    facts = sorted(file.name for file in station.folder.iterdir())
    with pytest.raises(Refused) as refused:
        open_practice(station.parts, station.folder)
    assert refused.value.code == "not_practice"
    assert sorted(file.name for file in station.folder.iterdir()) == facts
    station.reopen()


def test_one_whose_making_was_broken_off_is_made_anew(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = office.desk.place.site
    with office.desk.store.write() as txn:
        put_setting(txn, PRACTICE, PRACTICE_BEING_MADE)
    office.desk.close()
    again = open_practice(parts(tmp_path / "keys", SetClock("2026-11-16T12:00:00")), tmp_path / "data-practice")
    with again.store.read() as connection:
        assert int(setting(connection, PRACTICE) or 0) == again.store.head.seq
    assert again.practice
    again.close()
    assert first
