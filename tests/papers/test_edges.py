"""What made-up histories seldom meet, told out: each of these once printed a number that was not the journal's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.histories import MERCHANTS, RIDERS, Step
from tests.papers.happening import ground
from tests.papers.test_money import hold_money
from tests.papers.test_station import hold_medicine, hold_station
from tests.stations import Station

SECOND_MS = 1_000


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Station]:
    station = ground(tmp_path_factory.mktemp("yard"), tmp_path_factory.mktemp("papers"))
    yield station
    station.close()


def act(name: str, day: str, *, late: bool = False, **given: Any) -> Step:
    return SECOND_MS, name, {"day": day, "late": late, **given}


def meal(day: str, rider: int = 0, **given: Any) -> Step:
    told: dict[str, Any] = {
        "at": 12 * 3_600_000, "merchant": MERCHANTS[0], "period": "lunch", "rider": RIDERS[rider], "group": "courier",
        "subsidy": 500, "held": None, "source": "till",
    }  # fmt: skip
    return act("meal", day, **told | given)


def review(day: str, decision: str, *, by_hub: bool = False, late: bool = False) -> Step:
    return act("review", day, which=0, decision=decision, by_hub=by_hub, late=late)


def settle(month: str) -> Step:
    return act("settle", "2026-12-05", merchant=MERCHANTS[0], month=month)


def void(which: int, day: str, *, late: bool = False) -> Step:
    return act("void_meal", day, which=which, reason="returned", afterwards=True, late=late)


def job(day: str, days: int) -> Step:
    return act("job", day, days=days)


def opened(day: str, minute: int, minutes: int, *, late: bool = False) -> Step:
    at, lasted = minute * 60_000, minutes * 60_000
    return act("open_and_close", day, at=at, opened=True, closed=True, lasted=lasted, late=late)


def moved(which: int, day: str, to: str) -> Step:
    return act("move_job", day, which=which, to=to)


MONEY: dict[str, list[Step]] = {
    "the void of a review is overruled by the hub": [
        meal("2026-10-31", held="unknown_issuer"),
        review("2026-11-01", "void"),
        review("2026-11-02", "pay", by_hub=True, late=True),
    ],
    "the same, refused": [
        meal("2026-10-31"),
        review("2026-11-01", "void"),
        review("2026-11-02", "refuse", by_hub=True),
    ],
    "the hub holds a meal that was decided, and releases it": [
        meal("2026-11-30"),
        act("hold", "2026-11-30", which=0, held=True),
        review("2026-12-01", "pay"),
        act("hold", "2026-12-01", which=0, held=False),
    ],
    "a void of October in November, after October was settled; it stands in November's": [
        *(meal(day, rider) for rider, day in enumerate(("2026-10-01", "2026-10-31", "2026-11-01"))),
        settle("2026-10"),
        void(1, "2026-11-01"),
        settle("2026-11"),
    ],
    "a late meal and a late void of another device, after two settlements": [
        meal("2026-09-30"),
        meal("2026-10-31", 1),
        settle("2026-09"),
        settle("2026-10"),
        act("come", "2026-12-05"),
        meal("2026-09-30", 2, late=True),
        void(1, "2026-10-31", late=True),
    ],
    "September and November are settled, October waits": [
        *(meal(day, rider) for rider, day in enumerate(("2026-09-30", "2026-10-15", "2026-11-30", "2026-12-01"))),
        settle("2026-09"),
        settle("2026-11"),
    ],
    "a settlement that was returned, its meals settled by the next": [
        meal("2026-10-31"),
        settle("2026-10"),
        void(0, "2026-11-01"),
        meal("2026-11-01", 1),
        settle("2026-11"),
        act("move_settlement", "2026-12-05", which=0, to="returned"),
    ],
    "of an earlier month what was left of the allotment then": [
        act("grant", "2026-10-01", merchant=MERCHANTS[0], month="2026-10", fen=900),
        act("grant", "2026-12-01", merchant=MERCHANTS[0], month="2026-12", fen=3_000),
        meal("2026-10-31"),
        meal("2026-12-01", 1),
    ],
}
STATION: dict[str, list[Step]] = {
    "a job closed on its last day, one a day later, one as extended": [
        *(job("2026-10-31", 1) for _ in range(3)),
        act("extend_job", "2026-10-31", which=2, days=3),
        moved(0, "2026-11-01", "closed"),
        moved(0, "2026-11-02", "closed"),
        moved(0, "2026-11-04", "closed"),
    ],
    "more open problems than a checklist has room for, the first to be due extended beyond the others": [
        *(job("2026-11-01", days) for days in range(8)),
        act("extend_job", "2026-11-02", which=0, days=40),
        act("extend_job", "2026-11-02", which=1, days=40),
    ],
    "more open problems than a list has": [job("2026-11-01", days % 7) for days in range(103)],
    "a card that has run out, and a person who is only verified here": [
        act("issue_card", "2026-10-31", rider=RIDERS[0], issued=1, days=1),
        act("issue_card", "2026-12-05", rider=RIDERS[1], issued=1, days=1),
        act("person", "2026-10-31", rider=RIDERS[5], what=1),
    ],
}
STATION["two devices open and close one day, each at its own time; one day nobody closes"] = [
    opened("2026-11-20", 8 * 60, 9 * 60),
    opened("2026-11-20", 7 * 60 + 20, 11 * 60, late=True),
    opened("2026-11-30", 6 * 60, 16 * 60),
    act("open_and_close", "2026-12-01", at=8 * 3_600_000, opened=True, closed=False, lasted=0),
]
BOX: dict[str, list[Step]] = {
    "one device counted more, another that did not know used it up": [
        act("stock", "2026-10-31", product="povidone", pieces=5, expiry="2026-12-04"),
        act("count", "2026-10-31", which=0, found=8),
        act("take", "2026-11-01", which=0, pieces=5, late=True),
    ],
    "it had expired for weeks, and was thrown away in the midst of a month": [
        act("inspect", "2026-09-20", compliant=True, answers={"microwave.heats": "pass"}),
        act("stock", "2026-09-20", product="povidone", pieces=5, expiry="2026-10-31"),
        act("dispose", "2026-11-20", which=0, pieces=5),
    ],
}


@pytest.mark.parametrize("history", MONEY.values(), ids=MONEY)
def test_money(place: Station, history: list[Step]) -> None:
    hold_money(place, history)
    hold_station(place, history)


@pytest.mark.parametrize("history", STATION.values(), ids=STATION)
def test_station(place: Station, history: list[Step]) -> None:
    hold_station(place, history)


@pytest.mark.parametrize("history", BOX.values(), ids=BOX)
def test_box(place: Station, history: list[Step]) -> None:
    hold_medicine(place, history)
