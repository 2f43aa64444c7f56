"""Posted hours: what is due on a day, and how a day is held against it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import resources
from desktop.core.business_day import parse_time, start_of
from desktop.core.hours import (
    MINUTE_MS,
    RealDay,
    extended,
    minute_text,
    minutes,
    overlap,
    parse_hours,
    parse_minute,
    real_day,
    without,
)

TEXT = resources.read_text("rules", "hours.toml")
HOURS = parse_hours(TEXT)
DAY = "2026-11-16"
AT = start_of(DAY)
SPANS = st.lists(st.tuples(st.integers(0, 400), st.integers(1, 60)), max_size=6).map(
    lambda pairs: [(begin, begin + long) for begin, long in pairs]
)


def at(time: str) -> int:
    return parse_time(f"{DAY}T{time}")


def held(opened: str | None, closed: str | None, now: str = "23:59") -> RealDay:
    moments = [at(text) if text else None for text in (opened, closed)]
    return real_day(HOURS, DAY, HOURS.spans(DAY), moments[0], moments[1], at(now))


@pytest.mark.parametrize(
    ("opened", "closed", "state", "late", "short", "real"),
    [
        pytest.param("06:58", "21:02", "kept", 0, 0, 840, id="早开晚关，只算公示内的"),
        pytest.param("07:05", "21:00", "kept", 0, 0, 835, id="晚五分钟不算晚"),
        pytest.param("07:06", "21:00", "late", 6, 6, 834, id="晚六分钟算晚开"),
        pytest.param("07:00", "20:54", "short", 0, 6, 834, id="早关六分钟算少开"),
        pytest.param(None, None, "missing", 0, 840, 0, id="一天没开"),
        pytest.param("07:00", None, "unclosed", 0, 0, 0, id="没有日结，不知道开到几点"),
    ],
)
def test_a_day_against_its_posting(
    opened: str | None, closed: str | None, state: str, late: int, short: int, real: int
) -> None:
    day = held(opened, closed)
    assert (day.state, day.late, day.short, day.real, day.posted) == (state, late, short, real, 840)


def test_of_a_day_that_runs_only_what_is_past_is_due() -> None:
    day = held("07:00", None, now="12:00")
    assert (day.state, day.due, day.real, day.short) == ("kept", 300, 300, 0)
    assert held(None, None, now="06:00").state == "kept"
    assert held(None, None, now="09:00").state == "missing"


def test_hours_of_the_past_are_those_that_hung_on_the_door_then() -> None:
    later = TEXT + TEXT[TEXT.index("[[posted]]") :].replace('"2020-01-01"', '"2026-12-01"').replace("07:00", "08:30")
    both = parse_hours(later)
    assert minutes(both.spans("2026-11-30")) == 840
    assert minutes(both.spans("2026-12-01")) == 750


@pytest.mark.parametrize(
    ("given_hours", "expected"),
    [
        ('["00:00-24:00"]', ((0, 1440),)),
        ('["10:00-14:00", "17:00-23:00"]', ((600, 840), (1020, 1380))),
        ('["18:00-02:00"]', ((1080, 1560),)),
        ("[]", ()),
    ],
    ids=["全时", "错时两段", "开到后半夜", "不开放"],
)
def test_all_kinds_of_hours_can_be_posted(given_hours: str, expected: tuple[tuple[int, int], ...]) -> None:
    posted = parse_hours(TEXT.replace('["07:00-21:00"]', given_hours, 1)).weekday("2026-11-16")
    assert posted.spans == expected


@pytest.mark.parametrize("wrong", ['["07:00-21:00", "20:00-22:00"]', '["07:00-06:30"]', '["7-21"]', '["21:00"]'])
def test_hours_that_cannot_be_are_no_rules(wrong: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        parse_hours(TEXT.replace('["07:00-21:00"]', wrong, 1))


def test_a_minute_is_written_as_on_the_clock() -> None:
    assert [minute_text(parse_minute(text)) for text in ("07:00", "24:00", "26:30")] == ["07:00", "24:00", "02:30"]
    for wrong in ("", "7", "07:60", "31:00", "-1:00", "１２:00", "12:0"):
        with pytest.raises(ValueError, match="time of day"):
            parse_minute(wrong)


@given(SPANS, SPANS)
def test_gaps_take_away_exactly_what_they_cover(spans: list[tuple[int, int]], gaps: list[tuple[int, int]]) -> None:
    """Against the same thing counted one by one."""
    single = without([], []) + without(spans[:1], gaps)
    covered = {point for begin, end in spans[:1] for point in range(begin, end)}
    covered -= {point for begin, end in gaps for point in range(begin, end)}
    assert {point for begin, end in single for point in range(begin, end)} == covered
    assert all(begin < end for begin, end in single)


@given(st.integers(-300, 1700), st.integers(-300, 1700))
def test_open_minutes_are_never_more_than_posted(first: int, second: int) -> None:
    opened, closed = AT + min(first, second) * MINUTE_MS, AT + max(first, second) * MINUTE_MS
    spans = HOURS.spans(DAY)
    day = real_day(HOURS, DAY, spans, opened, closed, AT + 3000 * MINUTE_MS)
    assert 0 <= day.real <= day.due == minutes(spans)
    assert day.real == overlap(spans, opened, closed)
    assert day.real + day.short in range(day.due - HOURS.grace, day.due + 1)


def test_an_extension_goes_on_from_the_last_span_and_never_shortens() -> None:
    spans = HOURS.spans(DAY)
    assert minutes(extended(spans, at("23:00"))) == 960
    assert extended(spans, at("20:00")) == spans
    assert extended((), at("23:00")) == ()
