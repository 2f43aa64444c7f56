"""Random months over several sites and names: what is settled equals, to the fen, what plain SQL says is due."""

from __future__ import annotations

import contextlib
import itertools
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.core import entry as entries
from desktop.core.entry import Entry
from desktop.core.errors import Refused
from desktop.core.fact import Fact
from desktop.core.joining import AliasDeclared, MealHeld
from desktop.core.meal import MealServed, MealVoided
from desktop.core.rows import rows_of
from desktop.core.settlement import MealReviewed
from desktop.core.site import MerchantAdded
from hub.ground import _write
from hub.office import Office
from tests.hub.conftest import Hub
from tests.hub.filled import SUPERVISOR, office_of

MONTHS = ("2026-07", "2026-08", "2026-09")
START = 1_782_900_000_000
_seq = itertools.count(1)

SERVE = st.tuples(st.just("serve"), st.integers(0, 2), st.integers(1, 28), st.integers(0, 2), st.integers(0, 900))
CHANGE = st.tuples(st.sampled_from(("void", "hold", "pay", "refuse", "strike")), st.integers(0, 10**6))
SETTLE = st.tuples(st.just("settle"), st.integers(0, 2))
RETURN = st.tuples(st.just("give_back"), st.integers(0, 10**6))
ACTS = st.lists(st.one_of(*[SERVE] * 6, *[CHANGE] * 3, *[SETTLE] * 3, RETURN), min_size=25, max_size=60)


@contextlib.contextmanager
def may_be(*codes: str) -> Iterator[None]:
    """Lets pass what is refused with one of these codes, and nothing else."""
    try:
        yield
    except Refused as error:
        if error.code not in codes:
            raise


@dataclass
class Months:
    """A merchant with three names at three sites. `office` acts as a supervisor who did none of it."""

    hub: Hub
    office: Office
    ids: list[str] = field(default_factory=lambda: [str(uuid.uuid4()) for _ in range(3)])
    meals: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    settled: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        for name in self.ids:
            self.tell(MerchantAdded(name, f"泉香快餐 {name[:8]}"))
            self.tell(AliasDeclared("merchant", name, self.ids[0]))

    def tell(self, body: Fact, day: str = "2026-07-01") -> str:
        """A fact of some device, projected."""
        number = next(_seq)
        entry = Entry(
            1, str(uuid.uuid4()), "ab" * 8, 1, "0" * 64, str(uuid.uuid4()), body.KIND, START + number, day,
            self.ids[0], str(uuid.uuid4()), body,
        )  # fmt: skip
        read = entries.from_bytes(entries.to_bytes(entry))
        with self.hub.parts.database.write() as session:
            for put in rows_of(read, 0):
                _write(session, put)
        return entry.id

    def serve(self, month: int, day: int, name: int, fen: int) -> None:
        body = MealServed(
            str(uuid.uuid4()), "courier", self.ids[name], "nuanxin-canteen", "2026.1", "lunch", "standard", 1490, 990,
            fen, START + day, 0, "ab" * 6, "yes", None,
        )  # fmt: skip
        self.meals.append(self.tell(body, f"{MONTHS[month]}-{day:02d}"))

    def change(self, what: str, which: int) -> None:
        if not self.meals:
            return
        meal = self.meals[which % len(self.meals)]
        if what == "void":
            self.tell(MealVoided(meal, "returned", True))
        elif what == "hold":
            self.tell(MealHeld(meal, "double_meal", None))
        else:
            decision = {"pay": "pay", "refuse": "refuse", "strike": "void"}[what]
            self.tell(MealReviewed(meal, decision, "cd" * 32))

    def settle(self, month: int) -> None:
        with may_be("already_settled", "settlement_empty"):
            made = self.office.settlements.close(SUPERVISOR, self.ids[0], MONTHS[month])
            found, _, _ = self.office.settlements.one(SUPERVISOR, made)
            self.numbers.append(found.number)
            self.settled.append((made, MONTHS[month]))
            self.look(MONTHS[month])

    def give_back(self, which: int) -> None:
        if self.settled:
            with may_be("settlement_cannot_move"):
                self.office.settlements.move(
                    SUPERVISOR, self.settled[which % len(self.settled)][0], "returned", note="重开"
                )

    def look(self, month: str) -> None:
        """After a settlement: every meal of the months that stand settled up to it is settled to what is due."""
        marks = ", ".join("?" * len(self.ids))
        with self.hub.parts.database.read() as session:
            wrong = session.rows(
                "SELECT m.fact FROM meals m WHERE m.merchant IN (" + marks + ") AND substr(m.day, 1, 7) <= ?"
                " AND substr(m.day, 1, 7) IN (SELECT month FROM settlements WHERE merchant = ? AND state <> 'returned')"
                " AND (SELECT coalesce(sum(l.fen), 0) FROM settlement_lines l JOIN settlements s"
                " ON s.settlement = l.settlement WHERE l.meal = m.fact AND s.state <> 'returned') <>"
                " CASE WHEN (m.voided IS NOT NULL AND (m.voided <> 'review' OR m.decision IS NULL))"
                " OR m.decision IN ('refuse', 'void')"
                " OR (m.held IS NOT NULL AND m.decision IS NULL) THEN 0 ELSE m.subsidy_fen END",
                (*self.ids, month, self.ids[0]),
            )
            torn = session.rows(
                "SELECT s.settlement FROM settlements s WHERE s.merchant = ? AND s.subsidy_fen <>"
                " (SELECT sum(l.fen) FROM settlement_lines l WHERE l.settlement = s.settlement)",
                (self.ids[0],),
            )
        assert not wrong
        assert not torn


@pytest.fixture(scope="module")
def office(served: Hub) -> Office:
    made = office_of(served)
    object.__setattr__(made.hub, "render", lambda _data, _language: b"%PDF-")
    return made


@pytest.mark.timeout(600)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_what_is_settled_is_what_is_due(served: Hub, office: Office, acts: list[tuple[Any, ...]]) -> None:
    months = Months(served, office)
    for what, *rest in acts:
        if what == "serve":
            month, day, name, fen = rest
            months.serve(month, day, name, fen)
        elif what == "settle":
            months.settle(*rest)
        elif what == "give_back":
            months.give_back(*rest)
        else:
            months.change(what, *rest)
    for month in range(3):
        months.settle(month)
    with served.parts.database.read() as session:
        numbers = [row[0] for row in session.rows("SELECT number FROM settlements WHERE month >= '2026-07'")]
    assert len(set(numbers)) == len(numbers), "a number is given once, whatever merchant it is for"
    assert set(months.numbers) <= set(numbers)
    shown = [office.settlements.draft(SUPERVISOR, months.ids[0], month)[1] for month in MONTHS]
    captured = sum(len(made.counted) + len(made.voided) + len(made.held) + len(made.refused) for made in shown)
    assert captured == len(months.meals)
