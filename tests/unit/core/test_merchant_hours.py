"""A merchant's own hours, at their edges: ends, midnight, closed days, and which record stood when."""

from __future__ import annotations

import dataclasses

import pytest

import resources
from desktop.core.business_day import start_of
from desktop.core.doubt import MealSeen, parse_doubts
from desktop.core.merchant_hours import Posted, hours_doubts, outside
from desktop.core.merchant_record import Record

RULES = parse_doubts(resources.read_text("rules", "doubts.toml"))
# A Monday.
DAY = "2026-10-12"
PLAIN = Record(opens=600, closes=1260)
NIGHT = Record(opens=1020, closes=120)
ROUND = Record(opens=0, closes=1440)
NO_MONDAY = Record(opens=1020, closes=120, closed=[1])
NO_SUNDAY = Record(opens=1020, closes=120, closed=[7])


@pytest.mark.parametrize(
    ("record", "minute", "expected"),
    [
        (PLAIN, 599, "out_of_hours"),
        (PLAIN, 600, ""),
        (PLAIN, 1259, ""),
        (PLAIN, 1260, "out_of_hours"),
        # a night meal after midnight, of the evening's business day
        (PLAIN, 1470, "out_of_hours"),
        (NIGHT, 1470, ""),
        (NIGHT, 1559, ""),
        (NIGHT, 1560, "out_of_hours"),
        (NIGHT, 1019, "out_of_hours"),
        # the evening before goes on, whatever day the meal is of
        (NIGHT, 60, ""),
        (NIGHT, 120, "out_of_hours"),
        (ROUND, 0, ""),
        (ROUND, 1439, ""),
        (NO_MONDAY, 1100, "closed_day"),
        (NO_MONDAY, 1470, "closed_day"),
        # Sunday evening is not over, though Monday is closed
        (NO_MONDAY, 60, ""),
        (NO_SUNDAY, 60, "out_of_hours"),
        (NO_SUNDAY, 1100, ""),
        (Record(), 0, ""),
        (Record(closed=[1]), 720, "closed_day"),
        (Record(closed=[2]), 720, ""),
    ],
)
def test_a_minute(record: Record, minute: int, expected: str) -> None:
    assert outside(record, DAY, minute) == expected


def test_grace_is_given_at_both_ends() -> None:
    assert [outside(PLAIN, DAY, minute, 10) for minute in (589, 590, 1269, 1270)] == [
        "out_of_hours",
        "",
        "",
        "out_of_hours",
    ]


def seen(number: int, minute: int, day: str = DAY) -> MealSeen:
    at = start_of(day) + minute * 60_000
    return MealSeen(f"m{number}", day, at, minute % 1440, "shop", f"r{number}", "till", None)


def test_a_doubt_a_day_with_all_its_meals() -> None:
    meals = [seen(1, 540), seen(2, 700), seen(3, 1300), seen(4, 540, "2026-10-13")]
    first, second = hours_doubts(meals, [Posted(0, PLAIN)], RULES)
    assert (first.rule, first.facts) == ("out_of_hours", ("m1", "m3"))
    assert first.values == {"day": DAY, "count": 2, "hours": "10:00—21:00"}
    assert (second.facts, second.values["day"]) == (("m4",), "2026-10-13")


def test_the_record_that_stood_decides() -> None:
    changed = start_of("2026-10-13")
    posted = [Posted(start_of("2026-10-10"), PLAIN), Posted(changed, Record(opens=480, closes=1260))]
    meals = [seen(1, 540), seen(2, 540, "2026-10-13")]
    (doubt,) = hours_doubts(meals, posted, RULES)
    assert doubt.facts == ("m1",)
    # what was eaten before anything was recorded is held against the first record
    (early,) = hours_doubts([seen(1, 540, "2026-10-01")], posted, RULES)
    assert early.values["hours"] == "10:00—21:00"


def test_without_hours_or_without_the_rule_nothing_is_told() -> None:
    meals = [seen(1, 0)]
    assert hours_doubts(meals, [], RULES) == ()
    assert hours_doubts(meals, [Posted(0, Record())], RULES) == ()
    without = dataclasses.replace(RULES, rules={})
    assert hours_doubts(meals, [Posted(0, PLAIN)], without) == ()
    assert hours_doubts(meals, [Posted(0, NO_MONDAY)], without) == ()
