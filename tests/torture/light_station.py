"""A light station for the sweep: its own key and journal, and a day of what happens at a counter.

What it remembers of itself (counts and fen by kind, where its log stands) it adds up as it goes, so that the hub's
word is compared with something that the hub did not make.
"""

from __future__ import annotations

import json
import random
import secrets
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from desktop.core import business_day, canonical, keys, request, signed
from desktop.core.fact import Fact
from desktop.core.feed import PAGE_PREAMBLE, Ask, Compared, Head, Page, Sum
from desktop.core.inspection import Answer, InspectionCompleted
from desktop.core.meal import MealServed, MealVoided
from desktop.core.receipt import PREAMBLE, Receipt
from desktop.core.shift import Counted, DayClosed, DayOpened
from desktop.core.signed import Signed
from desktop.core.visit import MedicineUsed, VisitEnded, VisitExtended, VisitRecorded
from tests.hub.device import Log

HOUR = business_day.HOUR_MS
RIDERS, VISITS, MEALS = 60, 42, 12
_ITEMS = (
    "tables_and_chairs", "microwave", "phone_charging", "water_dispenser", "heating_and_cooling", "medicine_box",
    "repair_tools",
)  # fmt: skip


@dataclass
class LightStation:
    """`log` has its first entry already; `sums` are (count, fen) by kind; `sent` the last entry that went out."""

    number: int
    log: Log
    chance: random.Random
    counts: Counter[str] = field(default_factory=Counter)
    fen: Counter[str] = field(default_factory=Counter)
    sent: int = 0
    receipt: dict[str, str] = field(default_factory=dict)
    acknowledged: int = 0

    def __post_init__(self) -> None:
        self.counts["epoch.opened"] = 1
        self.riders = [str(UUID(int=self.chance.getrandbits(128), version=4)) for _ in range(RIDERS)]
        self.merchant = str(UUID(int=self.chance.getrandbits(128), version=4))

    def add(self, body: Fact, at: int, day: str) -> str:
        """A fact of that time, counted."""
        self.counts[body.KIND] += 1
        if isinstance(body, MealServed):
            self.fen[body.KIND] += body.subsidy_fen
        return self.log.append(body, at=at, day=day)

    def live(self, day: str, guests: Sequence[tuple[str, str]]) -> list[list[int]]:
        """A day from opening to closing. `guests` are (person, period) who have eaten next door already.

        The numbers of the day's entries by the hour in which they were written.
        """
        chance, start = self.chance, business_day.start_of(day)
        acts: list[tuple[int, str, str, str]] = [
            (start + 10 * HOUR + chance.randrange(9 * HOUR), "visit", chance.choice(self.riders), "")
            for _ in range(VISITS)
        ]
        eaters = chance.sample(self.riders, MEALS)
        for rider, period in (*((eater, "lunch") for eater in eaters[::2]), *((one, "dinner") for one in eaters[1::2])):
            acts.append((_meal_time(chance, start, period), "meal", rider, period))
        acts += [(_meal_time(chance, start, period), "meal", rider, period) for rider, period in guests]
        hours: list[list[int]] = [[] for _ in range(24)]
        first = len(self.log.entries) + 1
        self._open(day, start + 7 * HOUR)
        for at, what, rider, period in sorted(acts):
            begins = len(self.log.entries)
            if what == "meal":
                self._meal(day, at, rider, period)
            else:
                self._visit(day, at, rider)
            hours[(at - start) // HOUR] += range(begins + 1, len(self.log.entries) + 1)
        hours[7] = list(range(first, first + 2))
        self._close(day, start + 20 * HOUR, first)
        hours[20].append(len(self.log.entries))
        return hours

    def _open(self, day: str, at: int) -> None:
        answers = [Answer(f"{item}.works", "pass") for item in _ITEMS]
        inspection = str(UUID(int=self.chance.getrandbits(128), version=4))
        done = InspectionCompleted(
            inspection, 1, "opening", "2026.1", at - 60_000, at, answers, compliant=True, role="caretaker"
        )
        self.add(done, at, day)
        self.add(DayOpened(at, at, "2026.1", inspection), at + 1, day)

    def _visit(self, day: str, at: int, rider: str) -> None:
        drawn = self.chance.random()
        services = self.chance.sample(["rest", "water", "charging", "meal_heating"], 2)
        if drawn < 0.7:
            visit = VisitRecorded(rider, "courier", 1, "card", services, at, "verified", at // 1_000)
        else:
            visit = VisitRecorded(None, "delivery_rider", self.chance.randrange(1, 4), "anonymous", services, at)
        fact = self.add(visit, at, day)
        if drawn < 0.1:
            self.add(VisitExtended(fact, [*services, "tools"]), at + 1, day)
        elif drawn < 0.3:
            self.add(VisitEnded(fact, at), at + 1, day)
        elif drawn > 0.97:
            self.add(MedicineUsed("delivery_rider"), at + 1, day)

    def _meal(self, day: str, at: int, rider: str, period: str) -> None:
        served = MealServed(
            rider, "courier", self.merchant, "nuanxin-canteen", "2026.1", period, "standard", 1490, 990,
            500, at, at // 1_000, "ab" * 6, "yes",
        )  # fmt: skip
        fact = self.add(served, at, day)
        if self.chance.random() < 0.02:
            # served by mistake, and once more rightly
            self.add(MealVoided(fact, "mis_scan", late=False), at + 1, day)
            self.add(served, at + 2, day)

    def _close(self, day: str, at: int, first: int) -> None:
        last, fen = len(self.log.entries), MEALS * 500
        parts = [Counted("visits", VISITS, VISITS, 0, 0), Counted("meals", MEALS, MEALS, 0, 0)]
        count = last - first + 2
        closed = DayClosed(
            at, count, count, 0, 0, parts, first, last, 0, self.log.head, MEALS, 0, 0, MEALS * 990, fen, [], "00" * 64
        )
        self.add(closed, at, day)

    # the line to the hub

    def batch(self, last: int) -> bytes:
        """What is still to go up to an entry, as a batch."""
        first, self.sent = self.sent + 1, last
        return self.log.batch(first, last)

    def hear(self, body: bytes) -> None:
        """An answer to a push: the furthest receipt is kept."""
        told: dict[str, str] = json.loads(body)["receipt"]
        seq = json.loads(told["text"])["seq"]
        if seq >= self.acknowledged:
            self.acknowledged, self.receipt = seq, told

    def head(self, hub_key: bytes) -> Head:
        """Where its log stands by the hub's own word. Raises `BadDocument` where the signature does not hold."""
        told = signed.read(Signed(**self.receipt), hub_key, PREAMBLE, Receipt)
        return Head(told.epoch, told.seq, told.head)

    def own_sums(self, fen_more: int = 0) -> list[Sum]:
        """Counts and fen by kind; `fen_more` falsifies the meals'."""
        sums = [Sum(kind, count, self.fen[kind]) for kind, count in sorted(self.counts.items())]
        return [Sum(s.kind, s.count, s.fen + fen_more) if s.kind == MealServed.KIND else s for s in sums]

    def ask(self, hub_epoch: str, after: int, head: Head, sums: list[Sum], challenge: str) -> bytes:
        """The bytes of a signed request for the feed behind a cursor, over HTTP/1.1."""
        body = canonical.encode(Ask(1, hub_epoch, after, 500, [head], sums, self.log.now, "sweep"))
        told = request.headers(self.log.key, "POST", "/v1/feed", body, challenge)
        lines = ["POST /v1/feed HTTP/1.1", "Host: hub", f"Content-Length: {len(body)}"]
        lines += [f"{name}: {value}" for name, value in told.items()]
        return "\r\n".join([*lines, "", ""]).encode() + body


def page_of(body: bytes, hub_key: bytes) -> Page:
    """A feed page, its signature checked."""
    return signed.read(Signed(**json.loads(body)), hub_key, PAGE_PREAMBLE, Page)


def agrees(compared: Compared | None) -> bool:
    return compared is not None and compared.agree


def new_key() -> keys.DeviceKey:
    return keys.DeviceKey(secrets.token_bytes(32))


def _meal_time(chance: random.Random, start: int, period: str) -> int:
    begins, hours = (10 * HOUR + HOUR // 2, 3) if period == "lunch" else (17 * HOUR, 3)
    return start + begins + chance.randrange(hours * HOUR - HOUR // 2)
