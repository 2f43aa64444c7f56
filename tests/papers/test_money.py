"""Settlement, 公示表, call-back list, 交班单 and doubts after made-up histories, number by number."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import Phase, given, settings

from tests.histories import MERCHANTS, Step, histories
from tests.ledger import journal, rows
from tests.papers.doubts import hold_doubts
from tests.papers.happening import MONEY_ACTS, MONTHS, freeze, ground, told
from tests.papers.money import hold_callbacks, hold_publicity, hold_settlement, hold_till
from tests.stations import Station, printer

OFTEN = {"meal": 10, "review": 4, "void_meal": 2, "hold": 2, "settle": 6, "move_settlement": 2, "sample": 2, "call": 4,
         "come": 2, "grant": 2}  # fmt: skip
HISTORIES = histories(50, 90, MONEY_ACTS, OFTEN)
WORDS = printer().words["zh"]
RESULTS = {result: WORDS.say(f"call.{result}") for result in ("confirmed", "denied", "unreachable")}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Station]:
    station = ground(tmp_path_factory.mktemp("yard"), tmp_path_factory.mktemp("papers"))
    yield station
    station.close()


def hold_money(station: Station, history: list[Step]) -> None:
    """All papers of money of every month, and of the first days with meals."""
    with told(station, history) as (happening, _):
        plain = journal(station)
        for merchant in MERCHANTS:
            for month in MONTHS:
                paper = freeze(station, "settlement", id=merchant, month=month)
                hold_settlement(paper, plain, merchant, month)
                doubts = freeze(station, "doubts", id=merchant, month=month)
                hold_doubts(doubts, plain, WORDS, merchant, month, hours=merchant == MERCHANTS[0])
        device = station.desk.store.device
        for merchant, day in rows(
            plain, "SELECT merchant, day FROM meals GROUP BY 1, 2 ORDER BY count(*) DESC LIMIT 12"
        ):
            hold_till(freeze(station, "till", id=merchant, day=day), plain, merchant, day, device)
        for month in MONTHS:
            hold_publicity(freeze(station, "publicity", month=month), plain, month)
        for sample in happening.samples:
            hold_callbacks(freeze(station, "callbacks", id=sample), plain, sample, RESULTS)
        plain.close()


# not shrunk, as in test_figures; many run in `make torture NAME=paper_figures`
@settings(max_examples=10, report_multiple_bugs=False, phases=set(Phase) - {Phase.shrink, Phase.explain})
@given(history=HISTORIES)
def test_the_papers_of_money_say_what_the_journal_says(place: Station, history: list[Step]) -> None:
    hold_money(place, history)
