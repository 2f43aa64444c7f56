"""A station with two merchants and people who may not do each other's work, and what its facts say is owed.

What is owed and settled is told here from the journal's JSON alone, by other code than the one under test.
"""

from __future__ import annotations

import dataclasses
import json
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from desktop.core import card, keys
from desktop.core.business_day import parse_time
from desktop.core.errors import Refused
from desktop.core.roles import Operator
from desktop.core.settlement import Settled
from desktop.services.meals import Served
from desktop.services.settlements import stored_paper
from tests.stations import Station

START = "2026-01-05T09:00:00"
CASHIER, SUPERVISOR = "刘芳", "赵卫东"
MERCHANTS = ("泉香快餐", "老街面馆")
KNOWN = ("甲", "乙", "丙", "丁", "戊", "己")
# Their cards are of an issuer that this station does not know: their meals are held.
STRANGERS = ("外甲", "外乙", "外丙")
STRANGE_ISSUER = b"\x07" * 32
SUBSIDY = 500


def refused(code: str) -> Any:
    return pytest.raises(Refused, match=f"'{code}'")


def text_of(pdf: bytes) -> str:
    """The text of a PDF as poppler reads it, without the layout's spaces."""
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return "".join(done.stdout.decode().split())


Case = Callable[["Money"], None]


@dataclass
class Cases:
    """Collects cases by their titles, for `parametrize`."""

    told: list[Any] = field(default_factory=list)

    def __call__(self, title: str) -> Callable[[Case], Case]:
        assert title not in {each.id for each in self.told}, "a title stands for one case"

        def keep(happening: Case) -> Case:
            self.told.append(pytest.param(happening, id=title))
            return happening

        return keep


def prepare(station: Station) -> None:
    """Operators, merchants and riders; the first operator registers, the cashier serves, the supervisor neither."""
    office, by = station.office, station.by
    office.operators.add(by, CASHIER, "merchant", "135790")
    office.operators.add(by, SUPERVISOR, "supervisor", "246810")
    for name in MERCHANTS:
        office.master.add_merchant(by, name)
    for name in KNOWN:
        station.register(name)


@dataclass
class Money:
    """The station, its people, and short words for what they do."""

    station: Station
    cards: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        station = self.station
        self.office, self.clock, self.by = station.office, station.clock, station.by
        self.cashier, self.supervisor = self.known(CASHIER), self.known(SUPERVISOR)
        found = dict(station.rows("SELECT name, merchant FROM merchants"))
        self.merchants = [found[name] for name in MERCHANTS]
        issued = station.rows(
            'SELECT p.name, c.rider, c."group", c.issued, c.valid_days FROM cards c JOIN persons p USING (rider)'
        )
        self.cards = {name: card.issue(station.desk.key, *row).text for name, *row in issued}
        stranger, since = keys.DeviceKey(STRANGE_ISSUER), parse_time(START) // 1000
        for number, name in enumerate(STRANGERS):
            rider = f"3b3e5f5c-6f0e-4a6e-9d55-{number:012d}"
            self.cards[name] = card.issue(stranger, rider, "courier", since, 730).text

    def known(self, name: str) -> Operator:
        chosen = self.office.operators.choose(name)
        return Operator(chosen.id, frozenset(chosen.roles))

    def now(self, text: str) -> None:
        self.clock.set(text)

    def programme(self, **changes: Any) -> None:
        """Another programme from now on; `funding` as a dict of its changes."""
        rules = self.station.desk.rules
        for name in ("funding", "limits"):
            if name in changes:
                changes[name] = dataclasses.replace(getattr(rules.programme, name), **changes[name])
        self.station.desk.rules = dataclasses.replace(rules, programme=dataclasses.replace(rules.programme, **changes))

    def doubt_rules(self, **changes: Any) -> None:
        rules = self.station.desk.rules
        self.station.desk.rules = dataclasses.replace(rules, doubts=dataclasses.replace(rules.doubts, **changes))

    def scan(self, name: str, at: str | None = None, merchant: int = 0, by: Operator | None = None) -> Served:
        """A scan at a till, now or at a stated time."""
        stated = parse_time(at) if at else None
        return self.office.meals.serve(by or self.cashier, self.cards[name], self.merchants[merchant], stated)

    def serve(self, name: str, at: str | None = None, merchant: int = 0, by: Operator | None = None) -> str:
        """A meal that goes through; its fact."""
        done = self.scan(name, at, merchant, by)
        assert done.outcome == "served", done
        assert done.fact is not None
        return done.fact

    def month_of(self, *names: str, month: str = "2026-10", merchant: int = 0) -> list[str]:
        """A lunch for each of them, on days 1, 2, 3 … of a month."""
        return [self.serve(name, f"{month}-{at:02d}T12:00", merchant) for at, name in enumerate(names, 1)]

    def void(self, fact: str, reason: str = "returned") -> None:
        self.office.meals.void(self.supervisor, fact, reason)

    def review(self, fact: str, decision: str) -> None:
        self.office.reviews.review(self.supervisor, fact, decision, "看了点餐记录")

    def settle(self, month: str = "2026-10", merchant: int = 0) -> Settled:
        return self.office.settlements.close(self.supervisor, self.merchants[merchant], month)

    def move(self, settlement: str, *states: str, **given: Any) -> None:
        """To each of these states in turn, as the supervisor; what is `given` goes with the last."""
        for state in states:
            self.office.settlements.move(self.supervisor, settlement, state, **(given if state == states[-1] else {}))

    def published(self, settlement: str, day: str) -> None:
        """Confirmed and published on a day."""
        self.now(f"{day}T10:00")
        self.move(settlement, "confirmed", "published")

    def give_back(self, settlement: str) -> None:
        self.move(settlement, "returned", note="商户有异议")

    def state(self, settlement: str) -> str:
        return str(self.station.rows("SELECT state FROM settlements WHERE settlement = ?", (settlement,))[0][0])

    def lines(self, settlement: str) -> dict[str, tuple[int, bool]]:
        """Lines as the closing fact holds them: meal → fen, adjustment."""
        for entry in self.facts("settlement.closed"):
            if entry["body"]["settlement"] == settlement:
                return {line["meal"]: (line["fen"], line["adjustment"]) for line in entry["body"]["lines"]}
        raise AssertionError("no such settlement")

    def paper(self, settlement: str) -> bytes:
        with self.station.desk.store.read() as connection:
            found = stored_paper(connection, settlement)
        assert found is not None
        return found

    def facts(self, kind: str = "") -> list[dict[str, Any]]:
        """The journal's own JSON, oldest first."""
        found = [json.loads(data) for data in self.station.journal()]
        return [fact for fact in found if not kind or fact["kind"] == kind]


@dataclass
class Account:
    """What the facts alone say: every meal, what is due for it, and what stands settled."""

    place: dict[str, tuple[str, str]] = field(default_factory=dict)
    state: dict[str, str] = field(default_factory=dict)
    due: dict[str, int] = field(default_factory=dict)
    # meal → settlement → fen, of settlements that were not returned
    settled: dict[str, dict[str, int]] = field(default_factory=dict)
    # settlement → merchant, month
    live: dict[str, tuple[str, str]] = field(default_factory=dict)

    def net(self, meal: str) -> int:
        return sum(self.settled.get(meal, {}).values())

    def of(self, merchant: str, month: str) -> list[str]:
        return [meal for meal, place in self.place.items() if place == (merchant, month)]


def account(facts: list[dict[str, Any]]) -> Account:
    """One pass over the facts, by the rules as they are written down."""
    done = Account()
    subsidy: dict[str, int] = {}
    held: set[str] = set()
    voided: set[str] = set()
    decided: dict[str, str] = {}
    closed: dict[str, dict[str, Any]] = {}
    returned: set[str] = set()
    readers: dict[str, Callable[[dict[str, Any], dict[str, Any]], object]] = {
        "meal.voided": lambda _, body: voided.add(body["meal"]),
        "meal.reviewed": lambda _, body: decided.setdefault(body["meal"], body["decision"]),
        "settlement.closed": lambda _, body: closed.update({body["settlement"]: body}),
        "settlement.moved": lambda _, body: body["to"] == "returned" and returned.add(body["settlement"]),
    }
    for fact in facts:
        body = fact["body"]
        if fact["kind"] == "meal.served":
            done.place[fact["id"]] = (body["merchant"], fact["day"][:7])
            subsidy[fact["id"]] = body["subsidy_fen"]
            if body.get("held"):
                held.add(fact["id"])
        elif fact["kind"] in readers:
            readers[fact["kind"]](fact, body)
    for meal in done.place:
        if meal in voided or decided.get(meal) == "void":
            done.state[meal] = "voided"
        elif decided.get(meal) == "refuse":
            done.state[meal] = "refused"
        elif meal in held and meal not in decided:
            done.state[meal] = "held"
        else:
            done.state[meal] = "counted"
        done.due[meal] = subsidy[meal] if done.state[meal] == "counted" else 0
    for settlement, body in closed.items():
        assert body["subsidy_fen"] == sum(line["fen"] for line in body["lines"])
        if settlement in returned:
            continue
        done.live[settlement] = (body["merchant"], body["month"])
        for line in body["lines"]:
            by_settlement = done.settled.setdefault(line["meal"], {})
            assert settlement not in by_settlement, "a meal stands twice in one settlement"
            by_settlement[settlement] = line["fen"]
    return done
