"""A month's draft to the fen: what it sums is what the facts say, whatever happened in between."""

from __future__ import annotations

import contextlib
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.core import card, keys
from desktop.core.business_day import parse_time
from desktop.core.errors import Refused
from desktop.core.settlement import Draft
from tests.stations import HOUR, MINUTE, Station, Yard

NIGHT_BEFORE = parse_time("2026-10-31T06:30")
PEOPLE, STRANGERS, MERCHANTS = 6, 3, 2

# (what, when in half hours from the last morning of October, who, where)
SERVE = st.tuples(
    st.just("serve"), st.integers(0, 140), st.integers(0, PEOPLE + STRANGERS - 1), st.integers(0, MERCHANTS - 1)
)
VOID = st.tuples(st.just("void"), st.integers(0, 60), st.just(0), st.just(0))
GRANT = st.tuples(st.just("grant"), st.integers(0, 12), st.integers(0, 1), st.integers(0, MERCHANTS - 1))
CLOSE = st.tuples(st.just("close"), st.just(0), st.just(0), st.just(0))
ACTS = st.lists(st.one_of(SERVE, SERVE, SERVE, SERVE, VOID, GRANT, CLOSE), min_size=5, max_size=60)


@contextlib.contextmanager
def only_refused(code: str) -> Iterator[None]:
    """Lets pass what is refused with this code, and nothing else."""
    try:
        yield
    except Refused as error:
        if error.code != code:
            raise


class Months:
    """A station with people, strangers' cards and two merchants, at the end of two months."""

    def __init__(self, station: Station) -> None:
        self.station = station
        station.clock.set("2026-10-30T09:00")
        self.cards = [station.register().card for _ in range(PEOPLE)]
        stranger = keys.DeviceKey(b"\x07" * 32)
        self.cards += [
            card.issue(
                stranger, f"3b3e5f5c-6f0e-4a6e-9d55-{number:012d}", "courier", station.clock.now() // 1000, 730
            ).text
            for number in range(STRANGERS)
        ]
        self.merchants = [station.office.master.add_merchant(station.by, f"商户{n}") for n in range(MERCHANTS)]
        self.served: list[str] = []
        self.outcomes: set[str] = set()
        station.clock.set("2026-11-03T09:00")

    def act(self, what: str, when: int, who: int, where: int) -> None:
        office, by = self.station.office, self.station.by
        self.station.clock.pass_by(MINUTE)
        if what == "serve":
            at = NIGHT_BEFORE + when * HOUR // 2
            done = office.meals.serve(by, self.cards[who], self.merchants[where], at)
            self.outcomes.add(str(done.outcome))
            if done.fact:
                self.served.append(done.fact)
        elif what == "void" and self.served:
            with only_refused("already_voided"):
                office.meals.void(by, self.served[when % len(self.served)], "returned")
                self.outcomes.add("voided")
        elif what == "grant":
            month = ("2026-10", "2026-11")[who]
            office.master.grant(by, self.merchants[where], month, when * 499, when)
        elif what == "close":
            with only_refused("day_closed"):
                office.days.close(by)


def by_the_facts(station: Station, merchant: str, month: str) -> dict[str, list[int]]:
    """Count, subsidy and price of what is counted, voided and held, by SQL over the journal's own JSON."""
    rows = station.rows(
        """
        WITH facts AS (SELECT json(CAST(data AS TEXT)) AS fact FROM journal),
        meals AS (
            SELECT fact ->> 'id' AS id, fact ->> 'day' AS day, fact ->> '$.body.merchant' AS merchant,
                   fact ->> '$.body.held' AS held, fact ->> '$.body.subsidy_fen' AS subsidy,
                   fact ->> '$.body.price_fen' AS price
            FROM facts WHERE fact ->> 'kind' = 'meal.served'),
        voids AS (SELECT DISTINCT fact ->> '$.body.meal' AS id FROM facts WHERE fact ->> 'kind' = 'meal.voided')
        SELECT CASE WHEN voids.id IS NOT NULL THEN 'voided' WHEN held IS NOT NULL THEN 'held' ELSE 'counted' END
                   AS state, count(*), sum(subsidy), sum(price)
        FROM meals LEFT JOIN voids USING (id) WHERE merchant = ? AND substr(day, 1, 7) = ? GROUP BY state
        """,
        (merchant, month),
    )
    found = {state: [0, 0, 0] for state in ("counted", "voided", "held")}
    found.update({row[0]: list(row[1:]) for row in rows})
    return found


def sums(draft: Draft) -> dict[str, list[int]]:
    return {
        name: [len(meals), sum(meal.subsidy_fen for meal in meals), sum(meal.price_fen for meal in meals)]
        for name, meals in (("counted", draft.counted), ("voided", draft.voided), ("held", draft.held))
    }


@settings(max_examples=settings().max_examples // 3)
@given(acts=ACTS)
def test_the_draft_sums_what_the_facts_say(yard: Yard, acts: list[tuple[str, int, int, int]]) -> None:
    with tempfile.TemporaryDirectory() as place:
        station = yard.after("months", Months).open(Path(place), synchronous="OFF")
        try:
            check(station, acts)
        finally:
            station.close()


def check(station: Station, acts: list[tuple[str, int, int, int]]) -> None:
    months = again(station)
    for act in acts:
        months.act(*act)
    total = 0
    for merchant in months.merchants:
        for month in ("2026-10", "2026-11"):
            draft = station.office.settlements.draft(station.by, merchant, month)
            facts = by_the_facts(station, merchant, month)
            assert sums(draft) == facts
            assert (len(draft.lines), draft.subsidy_fen, draft.taken_fen) == tuple(facts["counted"])
            assert draft.subsidy_fen == 500 * len(draft.lines)
            listed = [*draft.counted, *draft.voided, *draft.held]
            assert len({meal.fact for meal in listed}) == len(listed)
            assert {meal.day[:7] for meal in listed} <= {month}
            total += len(listed)
    assert total == len(months.served) == len(station.entries("meal.served"))
    assert station.faults() == []


def again(station: Station) -> Months:
    """The people and merchants of the template, found in its facts."""
    months = Months.__new__(Months)
    months.station, months.served, months.outcomes = station, [], set()
    months.merchants = [row[0] for row in station.rows("SELECT merchant FROM merchants ORDER BY name")]
    issued = station.rows('SELECT rider, "group", issued, valid_days FROM cards ORDER BY rider')
    months.cards = [card.issue(station.desk.key, *row).text for row in issued]
    stranger = keys.DeviceKey(b"\x07" * 32)
    months.cards += [
        card.issue(stranger, f"3b3e5f5c-6f0e-4a6e-9d55-{number:012d}", "courier", issued[0][2], 730).text
        for number in range(STRANGERS)
    ]
    return months


def test_the_property_meets_every_state(station: Station) -> None:
    """The control: acts such as hypothesis draws do reach counted, voided, held, refused and both months."""
    months = Months(station)
    for number in range(90):
        months.act("serve", number * 3 % 141, number % 9, number % 2)
    for number in range(10):
        months.act("void", number * 7, 0, 0)
    months.act("close", 0, 0, 0)
    months.act("grant", 1, 1, 0)
    months.act("serve", 80, 5, 0)
    months.act("serve", 80, 4, 0)
    drafts = [
        station.office.settlements.draft(station.by, merchant, month)
        for merchant in months.merchants
        for month in ("2026-10", "2026-11")
    ]
    assert all(draft.counted and draft.voided for draft in drafts)
    assert any(draft.held for draft in drafts)
    assert {"served", "already_served", "out_of_hours", "voided"} <= months.outcomes


def test_a_tampered_sum_would_be_seen(station: Station) -> None:
    """The control of the comparison itself."""
    months = Months(station)
    months.act("serve", 3, 0, 0)
    merchant = months.merchants[0]
    draft = station.office.settlements.draft(station.by, merchant, "2026-10")
    assert sums(draft) == by_the_facts(station, merchant, "2026-10")
    with station.raw() as raw:
        raw.execute("UPDATE meals SET subsidy_fen = subsidy_fen + 1")
    draft = station.office.settlements.draft(station.by, merchant, "2026-10")
    assert sums(draft) != by_the_facts(station, merchant, "2026-10")


def test_a_draft_appends_nothing(station: Station) -> None:
    months = Months(station)
    months.act("serve", 3, 0, 0)
    before = station.journal()
    first = station.office.settlements.draft(station.by, months.merchants[0], "2026-10")
    assert station.office.settlements.draft(station.by, months.merchants[0], "2026-10") == first
    assert station.journal() == before
    assert b"name" not in json.dumps([str(meal) for meal in first.counted]).encode()


def test_more_than_a_page_of_meals(station: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    months = Months(station)
    for number in range(20):
        months.act("serve", number % 50, number % 6, 0)
    whole = station.office.settlements.draft(station.by, months.merchants[0], "2026-10")
    monkeypatch.setattr("desktop.tables.settling.PAGE", 2)
    assert station.office.settlements.draft(station.by, months.merchants[0], "2026-10") == whole
    assert len(whole.lines) > 5


@pytest.mark.parametrize(
    ("month", "code"),
    [
        ("2026-12", "month_ahead"),
        ("2027-01", "month_ahead"),
        ("2026-13", "month_wrong"),
        ("2026-11-01", "month_wrong"),
        ("11", "month_wrong"),
        ("", "month_wrong"),
        ("二〇二六年", "month_wrong"),
    ],
)
def test_months_that_have_no_draft(station: Station, month: str, code: str) -> None:
    merchant = station.office.master.add_merchant(station.by, "泉香快餐")
    with pytest.raises(Refused, match=f"'{code}'"):
        station.office.settlements.draft(station.by, merchant, month)
    assert station.office.settlements.draft(station.by, merchant, "2026-11") == Draft((), (), (), (), ())


def test_an_unknown_merchant_has_none(station: Station) -> None:
    with pytest.raises(Refused, match="'merchant_unknown'"):
        station.office.settlements.draft(station.by, "nobody", "2026-11")
