"""Random months: whatever the order of serving, voiding, reviewing, settling and returning, the fen come out right.

After each settlement every meal of the settled months is settled to what is due for it, in the open; nothing is
paid twice; what was frozen prints the same bytes for ever.
"""

from __future__ import annotations

import contextlib
import dataclasses
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.core.business_day import DAY_MS, day_of, parse_time, plus_days, plus_months
from desktop.core.errors import Refused
from desktop.core.papers import SettlementPaper
from desktop.services.desk import Printer
from reports.sums import bridge
from tests.money import KNOWN, MERCHANTS, START, STRANGERS, SUBSIDY, Account, Money, account, prepare
from tests.stations import MINUTE, Station, Yard

NAMES = (*KNOWN, *STRANGERS)
HOURS = ("08:00", "12:00", "14:00", "18:00", "23:30", "01:30")
CHAIN = ("confirmed", "published", "approved", "paid")
BEGIN, END = "2026-04-20T12:00", "2026-09-01T12:00"

MERCHANT = st.integers(0, len(MERCHANTS) - 1)
ANY = st.integers(0, 10**6)
SERVE = st.tuples(
    st.just("serve"), st.integers(0, 45), st.sampled_from(HOURS), st.integers(0, len(NAMES) - 1), MERCHANT
)
PASS = st.tuples(st.just("pass"), st.integers(1, 20))
SETTLE = st.tuples(st.just("settle"), st.integers(1, 3), MERCHANT)
VOID, RETURN, MOVE = (st.tuples(st.just(what), ANY) for what in ("void", "give_back", "move"))
REVIEW = st.tuples(st.just("review"), ANY, st.sampled_from(("pay", "refuse", "void")))
AGAIN = st.tuples(st.sampled_from(("restart", "rebuild")))
ACTS = st.lists(
    st.one_of(*[SERVE] * 9, *[PASS] * 3, *[SETTLE] * 5, VOID, VOID, REVIEW, REVIEW, MOVE, MOVE, RETURN, AGAIN),
    min_size=10,
    max_size=70,
)


@contextlib.contextmanager
def may_be(*codes: str) -> Iterator[None]:
    """Lets pass what is refused with one of these codes, and nothing else."""
    try:
        yield
    except Refused as error:
        if error.code not in codes:
            raise


class Months:
    """Plays acts and looks at the account after each settlement."""

    def __init__(self, station: Station) -> None:
        self.station = station
        self.done: set[str] = set()
        self.papers: list[SettlementPaper] = []
        self.bytes: dict[str, bytes] = {}
        self.take()
        station.clock.set(BEGIN)

    def take(self) -> None:
        """The office of an open station, with a printer that keeps what it was given."""
        real = self.station.desk.printer

        def render(data: Any, language: str) -> bytes:
            self.papers.append(data)
            return real.render(data, language)

        self.station.desk.printer = Printer(real.words, render)
        self.money = Money(self.station)

    def act(self, what: str, *given: Any) -> None:
        self.station.clock.pass_by(MINUTE)
        getattr(self, what)(*given)

    def serve(self, back: int, hour: str, who: int, where: int) -> None:
        """`back` days ago, or now while the clock shows a meal period."""
        day = plus_days(day_of(self.station.clock.now()), -back)
        at = f"{day}T{hour}" if parse_time(f"{day}T{hour}") <= self.station.clock.now() else None
        done = self.money.scan(NAMES[who], at, where)
        self.done.add(str(done.outcome) if back == 0 or done.outcome != "served" else "served_late")

    def pass_(self, days: int) -> None:
        self.station.clock.pass_by(days * DAY_MS)

    def meals(self) -> list[str]:
        return [row[0] for row in self.station.rows("SELECT fact FROM meals ORDER BY seq")]

    def settlements(self) -> list[tuple[str, str, int]]:
        return [
            (row[0], row[1], row[2])
            for row in self.station.rows("SELECT settlement, state, subsidy_fen FROM settlements ORDER BY closed_at")
        ]

    def void(self, which: int) -> None:
        meals = self.meals()
        if meals:
            with may_be("already_voided"):
                self.money.void(meals[which % len(meals)])
                self.done.add("voided")

    def review(self, which: int, decision: str) -> None:
        held = [waiting.fact for waiting in self.money.office.reviews.waiting(self.money.supervisor)]
        if held:
            self.money.review(held[which % len(held)], decision)
            self.done.add(decision)

    def move(self, which: int) -> None:
        known = self.settlements()
        if not known:
            return
        settlement, state, fen = known[which % len(known)]
        if state not in ("returned", "paid"):
            to = CHAIN[CHAIN.index(state) + 1] if state in CHAIN else CHAIN[0]
            given = {
                "approved": {"invoice": "F1", "invoice_fen": fen},
                "paid": {"voucher": "P1"},
            }
            with may_be("still_published"):
                self.money.move(settlement, to, **given.get(to, {}))
                self.done.add(to)

    def give_back(self, which: int) -> None:
        known = self.settlements()
        if known:
            with may_be("settlement_cannot_move"):
                self.money.give_back(known[which % len(known)][0])
                self.done.add("returned")

    def restart(self) -> None:
        self.station.reopen(synchronous="OFF")
        self.take()
        self.same_bytes()

    def rebuild(self) -> None:
        assert self.station.office.upkeep.rebuild()[0].ok
        self.same_bytes()

    def settle(self, back: int, where: int) -> None:
        month = plus_months(day_of(self.station.clock.now())[:7] + "-01", -back)[:7]
        self.settle_month(month, where)

    def settle_month(self, month: str, where: int) -> None:
        with may_be("already_settled", "settlement_empty"):
            settled = self.money.settle(month, where)
            self.done.add("settled")
            self.bytes[settled.settlement] = self.money.paper(settled.settlement)
            paper = self.papers[-1]
            of_paper = bridge(paper.lines).due.subsidy_fen + sum(line.fen for line in paper.adjustments)
            assert of_paper == settled.subsidy_fen, "the paper sums to what the fact says"
            if paper.adjustments:
                self.done.add("adjusted")
            if any(line.why == "后来的结算单里已调整" for line in paper.adjustments):
                self.done.add("elsewhere")
            if settled.subsidy_fen < 0:
                self.done.add("negative")
            self.check(account(self.money.facts()), self.money.merchants[where], month)

    def check(self, found: Account, merchant: str, month: str) -> None:
        """What must hold for the settled months of a merchant up to the one that was settled just now."""
        live = [place for place in found.live.values() if place[0] == merchant]
        assert len(set(live)) == len(live), "a month stands settled once"
        for place in live:
            if place[1] <= month:
                for meal in found.of(*place):
                    self.check_meal(found, meal)

    def check_meal(self, found: Account, meal: str) -> None:
        lines = found.settled.get(meal, {})
        assert found.net(meal) == found.due[meal]
        # paid once at most, whatever was taken back beside
        assert sum(fen for fen in lines.values() if fen > 0) <= SUBSIDY
        if found.state[meal] == "counted":
            assert lines, "counted and in no settlement"
        if found.state[meal] == "held":
            assert not lines, "held and settled"

    def same_bytes(self) -> None:
        for settlement, pdf in self.bytes.items():
            assert self.money.paper(settlement) == pdf

    def end(self) -> None:
        """A last month with a meal at each merchant, and all that is open is settled: nothing is left over."""
        self.station.clock.set(max(END, f"{day_of(self.station.clock.now())}T12:00"))
        for where in range(len(MERCHANTS)):
            self.money.serve(KNOWN[where], merchant=where)
        last = day_of(self.station.clock.now())[:7]
        self.station.clock.set(f"{plus_months(last + '-01', 1)}T09:00")
        for where, merchant in enumerate(self.money.merchants):
            known = self.station.rows(
                "SELECT DISTINCT substr(day, 1, 7) FROM meals WHERE merchant = ? ORDER BY 1", (merchant,)
            )
            for (month,) in known:
                self.settle_month(month, where)
        found = account(self.money.facts())
        for meal, due in found.due.items():
            place, state = found.place[meal], found.state[meal]
            if place not in found.live.values():
                # a month of which nothing counts is not settled
                assert due == 0
                continue
            self.check_meal(found, meal)
            assert (state == "held") == (meal in {each.fact for each in self.waiting()})
        assert sum(found.due.values()) == by_sql(self.station)
        self.same_bytes()
        self.restart()
        self.rebuild()
        assert self.station.faults() == []

    def waiting(self) -> tuple[Any, ...]:
        return self.money.office.reviews.waiting(self.money.supervisor)


def by_sql(station: Station) -> int:
    """What stands settled, fen, by SQL over the journal's own JSON."""
    return int(
        station.rows(
            """
            WITH facts AS (SELECT json(CAST(data AS TEXT)) AS fact FROM journal),
            gone AS (SELECT fact ->> '$.body.settlement' AS id FROM facts
                     WHERE fact ->> 'kind' = 'settlement.moved' AND fact ->> '$.body.to' = 'returned')
            SELECT coalesce(sum(line.value ->> 'fen'), 0) FROM facts, json_each(fact, '$.body.lines') AS line
            WHERE fact ->> 'kind' = 'settlement.closed' AND fact ->> '$.body.settlement' NOT IN (SELECT id FROM gone)
            """
        )[0][0]
    )


def play(months: Months, acts: list[tuple[Any, ...]]) -> None:
    for what, *rest in acts:
        months.act("pass_" if what == "pass" else what, *rest)


@pytest.fixture(scope="module")
def spring(tmp_path_factory: pytest.TempPathFactory) -> Yard:
    return Yard(tmp_path_factory.mktemp("spring"), START)


@pytest.mark.timeout(3600)
@settings(max_examples=settings().max_examples // 4)
@given(acts=ACTS)
def test_every_meal_is_settled_once_and_to_the_fen(spring: Yard, acts: list[tuple[Any, ...]]) -> None:
    with tempfile.TemporaryDirectory() as place:
        station = spring.after("money", prepare).open(Path(place), synchronous="OFF")
        try:
            months = Months(station)
            play(months, acts)
            months.end()
        finally:
            station.close()


@pytest.fixture
def months(spring: Yard, tmp_path: Path) -> Iterator[Months]:
    station = spring.after("money", prepare).open(tmp_path / "station", synchronous="OFF")
    yield Months(station)
    station.close()


def test_such_acts_meet_everything(months: Months) -> None:
    """The control: what hypothesis draws from does reach every state."""
    acts: list[tuple[Any, ...]] = [("serve", back, "12:00", back % 9, back % 2) for back in range(20, 40)]
    acts += [("pass", 15), ("settle", 1, 0), ("settle", 2, 0), ("settle", 1, 1), ("settle", 2, 1)]
    # late facts of settled months, decisions and voids, and what settles them
    acts += [("serve", back, "18:00", back % 9, 0) for back in range(36, 46)]
    acts += [("review", number, decision) for number, decision in enumerate(("pay", "refuse", "void", "pay"))]
    acts += [("void", number) for number in range(0, 20, 3)]
    acts += [("serve", 0, "12:00", 0, 0), ("pass", 20), ("pass", 10), ("settle", 1, 0), ("settle", 1, 1)]
    # an earlier month is returned after a later one has adjusted it, and settled again
    acts += [("give_back", 0), ("give_back", 1), ("settle", 2, 0), ("settle", 3, 0), ("restart",), ("rebuild",)]
    acts += [("move", 4), ("move", 4), ("pass", 10), ("move", 4), ("move", 4), ("void", 1)]
    play(months, acts)
    months.end()
    assert months.done >= {"served", "served_late", "voided", "pay", "refuse", "void", "settled", "adjusted"}
    assert months.done >= {"elsewhere", "returned", "confirmed", "published", "approved", "paid"}


def test_tills_go_on_while_the_paper_is_drawn(months: Months) -> None:
    """Drawing holds no lock; what changes the month meanwhile is in the settlement and on its paper."""
    money = months.money
    money.now("2026-04-01T12:00")
    first, second = money.month_of("甲", "乙", month="2026-03")
    real = months.station.desk.printer
    meanwhile = [lambda: money.serve("丙"), lambda: money.void(first)]
    drawn: list[SettlementPaper] = []

    def render(data: Any, language: str) -> bytes:
        drawn.append(data)
        if meanwhile:
            meanwhile.pop(0)()
        return real.render(data, language)

    months.station.desk.printer = Printer(real.words, render)
    settled = money.settle("2026-03")
    assert (len(drawn), settled.subsidy_fen) == (1, 2 * SUBSIDY), "a meal of today changes nothing"
    money.give_back(settled.settlement)
    settled = money.settle("2026-03")
    assert (len(drawn), settled.subsidy_fen) == (3, SUBSIDY), "voided while it was drawn: drawn again"
    assert money.lines(settled.settlement) == {second: (SUBSIDY, False)}
    assert bridge(drawn[-1].lines).due.subsidy_fen == SUBSIDY
    assert money.paper(settled.settlement) == real.render(drawn[-1], "zh")


def test_a_fen_too_much_would_be_seen(months: Months) -> None:
    """The control of the account: a settlement that pays a meal again does not pass."""
    meal = months.money.serve("甲", "2026-03-10T12:00")
    settled = months.money.settle("2026-03")
    facts = months.money.facts()
    found = account(facts)
    months.check(found, months.money.merchants[0], "2026-03")
    again = dataclasses.replace(found, settled={meal: found.settled[meal] | {"another": SUBSIDY}})
    with pytest.raises(AssertionError):
        months.check(again, months.money.merchants[0], "2026-03")
    left_out = dataclasses.replace(found, settled={})
    with pytest.raises(AssertionError):
        months.check(left_out, months.money.merchants[0], "2026-03")
    assert by_sql(months.station) == settled.subsidy_fen == SUBSIDY
