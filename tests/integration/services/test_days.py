"""开站 and 日结: once each, and what was captured is what is acknowledged, waiting or flagged."""

from __future__ import annotations

from typing import Any

import pytest

from desktop.core.errors import Refused
from desktop.services import station as stations
from tests.busy import busy_day
from tests.stations import DAY, HOUR, MINUTE, Station


def refused(code: str) -> Any:
    return pytest.raises(Refused, match=f"'{code}'")


def closed(station: Station) -> dict[str, int]:
    body: dict[str, int] = station.entries("day.closed")[-1].body
    return body


def test_a_day_is_opened_and_closed_once(station: Station) -> None:
    days, by = station.office.days, station.by
    entry = days.open(by)
    assert (entry.kind, entry.day, entry.body.when) == ("day.opened", "2026-11-16", station.clock.now())
    with refused("day_opened") as caught:
        days.open(by)
    assert caught.value.values == {"time": "09:00"}
    station.clock.pass_by(11 * HOUR)
    entry = days.close(by)
    assert (entry.kind, entry.day) == ("day.closed", "2026-11-16")
    with refused("day_closed") as caught:
        days.close(by)
    assert caught.value.values == {"time": "20:00"}
    with refused("day_opened"):
        days.open(by)
    station.clock.pass_by(DAY)
    days.open(by)
    days.close(by)
    assert len(station.rows("SELECT 1 FROM days")) == 2
    assert station.faults() == []


def test_the_night_is_closed_with_its_day_and_the_morning_opens_the_next(station: Station) -> None:
    station.clock.set("2026-11-17T01:30")
    assert station.office.days.close(station.by).day == "2026-11-16"
    assert station.office.days.open(station.by).day == "2026-11-17"
    station.clock.set("2026-11-17T02:00")
    assert station.office.days.close(station.by).day == "2026-11-17"


def test_captured_is_acknowledged_waiting_and_flagged(station: Station) -> None:
    """Every entry of the day is told in one of the three."""
    station.clock.set("2026-11-17T10:00")
    for _ in range(3):
        station.office.visits.anonymous(station.by, "courier", [])
    station.clock.set("2026-11-18T09:00")
    busy_day(station)
    body = closed(station)
    # all since the closing before, itself included
    assert body["captured"] == len(station.journal())
    assert body["flagged"] == len(station.rows("SELECT DISTINCT fact FROM flags")) > 0
    assert body["captured"] == body["acknowledged"] + body["waiting"] + body["flagged"]
    figures = station.office.days.figures("2026-11-18")
    assert (body["meals"], body["subsidy_fen"]) == (figures.meals, figures.subsidy_fen) == (2, 1_000)
    assert station.rows("SELECT captured, acknowledged, waiting, flagged FROM days") == [
        (body["captured"], body["acknowledged"], body["waiting"], body["flagged"])
    ]


def test_all_since_the_closing_before_is_captured(station: Station) -> None:
    station.clock.set("2026-11-16T09:00:01")
    for _ in range(8):
        station.office.visits.anonymous(station.by, "courier", [])
    station.office.days.close(station.by)
    assert closed(station)["captured"] == len(station.journal())


def test_what_was_captured_before_a_restore_counts_too(station: Station) -> None:
    station.office.visits.anonymous(station.by, "courier", [])
    file = station.folder.parent / "b.qyb"
    station.office.upkeep.back_up(file)
    station.close()
    station.take(stations.restore(station.parts, station.folder, file, None))
    station.office.visits.anonymous(station.by, "courier", [])
    station.office.days.close(station.by)
    assert closed(station)["captured"] == len(station.journal())


def test_figures_keep_visits_and_persons_apart(station: Station) -> None:
    """人次 and 人数 are never mixed."""
    one, two = station.register(), station.register(group="courier")
    visits, by = station.office.visits, station.by
    visits.by_card(by, one.card, ["rest"])
    station.clock.pass_by(HOUR)
    visits.by_search(by, one.rider, ["rest", "water"])
    visits.by_card(by, two.card, [])
    visits.anonymous(by, "truck_driver", ["charging"], 7)
    gone = visits.anonymous(by, "truck_driver", ["charging"], 50)
    visits.void(by, gone.fact or "", "mis_scan")
    figures = station.office.days.figures(None)
    assert (figures.visits, figures.persons) == (10, 2)
    assert sum(figures.by_hour) == sum(dict(figures.by_group).values()) == sum(dict(figures.by_how).values()) == 10
    assert dict(figures.by_how) == {"registered": 3, "anonymous": 7, "self": 0, "paper": 0}
    assert dict(figures.by_group)["delivery_rider"] == 2
    assert (figures.by_hour[9], figures.by_hour[10]) == (1, 9)
    services = dict(figures.by_service)
    assert (services["rest"], services["water"], services["charging"]) == (2, 1, 7)
    assert figures.waiting == len(station.journal())


def test_figures_of_another_day(station: Station) -> None:
    station.office.visits.anonymous(station.by, "courier", [])
    station.clock.pass_by(DAY)
    assert station.office.days.figures(None).visits == 0
    assert station.office.days.figures("2026-11-16").visits == 1
    assert station.office.days.figures("2030-01-01").visits == 0


@pytest.mark.parametrize("day", ["yesterday", "2026-02-29", "2026-11", "二〇二六", "2026-11-16T00:00"])
def test_days_that_are_none(station: Station, day: str) -> None:
    with refused("day_wrong"):
        station.office.days.figures(day)


def test_a_meal_after_midnight_is_yesterdays(station: Station) -> None:
    made, merchant = station.register(), station.office.master.add_merchant(station.by, "泉香快餐")
    station.clock.set("2026-11-17T00:30")
    assert station.office.meals.serve(station.by, made.card, merchant).outcome == "served"
    assert station.office.days.figures("2026-11-16").meals == 1
    assert station.office.days.figures(None).meals == 0
    station.clock.pass_by(MINUTE)
    station.office.days.close(station.by)
    assert (closed(station)["meals"], closed(station)["subsidy_fen"]) == (1, 500)
