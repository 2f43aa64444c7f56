"""Histories with the acts behind the papers of money: settling, samples, calls, allotments."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

from desktop.core.errors import Refused
from desktop.core.medicine import (
    DisposedLine,
    MedicineCounted,
    MedicineDisposed,
    MedicineOpened,
    MedicineStocked,
    MedicineTaken,
    Parted,
)
from desktop.core.merchant_record import MerchantRecorded
from desktop.core.papers import SettlementPaper
from desktop.core.rider import CardIssued, RiderRegistered
from desktop.core.roles import Operator
from desktop.core.site import AllotmentGranted, MerchantAdded
from desktop.services.desk import Printer
from desktop.services.papers import Papers, Wanted
from desktop.store.journal import Txn
from tests.histories import MERCHANT_ID, MERCHANTS, RIDERS, WHICH, Happening, Step, undone
from tests.ledger import journal, one, rows
from tests.papers.doubts import HOURS, RULES
from tests.papers.money import hold_settlement, payable
from tests.stations import Station, Yard, printer

TODAY = "2026-12-05"
SECOND, PIN = "张伟国", "111111"
EXPIRY = st.sampled_from(("2026-10-31", "2026-12-04", "2026-12-05", "2027-01-04", "2027-01-05", "2028-02-29"))
MONTHS = ("2026-09", "2026-10", "2026-11", "2026-12")
# Somebody who had no hand in anything.
APART = Operator("00000000-0000-4000-8000-000000000008", frozenset({"supervisor"}))
ANOTHER = "00000000-0000-4000-8000-000000000009"
MONEY_ACTS: Mapping[str, dict[str, st.SearchStrategy[Any]]] = {
    "settle": {"merchant": MERCHANT_ID, "month": st.sampled_from(MONTHS[:3])},
    "move_settlement": {"which": WHICH, "to": st.sampled_from(("confirmed", "published", "returned"))},
    "sample": {"merchant": MERCHANT_ID, "month": st.sampled_from(MONTHS)},
    "call": {"which": WHICH, "result": st.sampled_from(("confirmed", "denied", "unreachable"))},
    "grant": {
        "merchant": MERCHANT_ID,
        "month": st.sampled_from(MONTHS),
        "fen": st.integers(0, 3_000),
    },
    "come": {},
}
BOX_ACTS: Mapping[str, dict[str, st.SearchStrategy[Any]]] = {
    "stock": {"product": st.sampled_from(("povidone", "plasters")), "pieces": st.integers(1, 9), "expiry": EXPIRY},
    "part": {"which": WHICH, "expiry": EXPIRY},
    "open_line": {"which": WHICH, "until": EXPIRY},
    "take": {"which": WHICH, "pieces": st.integers(1, 4)},
    "count": {"which": WHICH, "found": st.integers(0, 9)},
    "dispose": {"which": WHICH, "pieces": st.integers(1, 4)},
    "issue_card": {
        "rider": st.sampled_from(RIDERS),
        "issued": st.integers(1, 3),
        "days": st.sampled_from((1, 40, 730)),
    },
    "come": {},
}


def ground(place: Any, told: Any) -> Station:
    """One station for all examples, with merchants and riders: each example happens in a transaction that is
    undone. Papers are not drawn.
    """
    station = Yard(place).fresh.open(told, synchronous="OFF")
    station.clock.set(f"{TODAY}T12:00")
    rules = station.desk.rules
    station.desk.rules = dataclasses.replace(rules, doubts=dataclasses.replace(rules.doubts, rules=RULES))
    station.office.operators.add(station.by, SECOND, "caretaker", PIN)
    with station.desk.store.write() as txn:
        for at, merchant in enumerate(MERCHANTS, 1):
            txn.append(MerchantAdded(merchant, f"泉香快餐{at}"), day=TODAY, by=station.by.id)
        txn.append(MerchantRecorded(MERCHANTS[0], HOURS), day=TODAY, by=station.by.id)
        for at, rider in enumerate(RIDERS[:5]):
            by = station.by.id if at % 3 else ANOTHER
            txn.append(RiderRegistered(rider, "courier", "1a" * 32, "2026.1"), day=TODAY, by=by)
    return station


def freeze(station: Station, kind: str, **wanted: Any) -> Any:
    """A paper's data; None where there is nothing to print."""
    papers = Papers(station.desk, station.office, printer().words["zh"])
    with contextlib.suppress(Refused):
        return papers.freeze(station.by, Wanted(kind, **wanted))
    return None


@dataclass
class Told(Happening):
    """`drawn` are the settlements' papers in the order in which they were frozen."""

    drawn: list[SettlementPaper] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    samples: list[str] = field(default_factory=list)
    # what each device believes to be in a line: it knows its own movements alone until the others' come
    lines: dict[str, dict[bool, int]] = field(default_factory=dict)
    products: dict[str, str] = field(default_factory=dict)
    disposals: list[str] = field(default_factory=list)
    cards: set[tuple[str, int]] = field(default_factory=set)

    def settle(self, day: str, merchant: str, month: str) -> None:
        """Holds the paper that is frozen, and the fact, against the journal as it was."""
        before, drawn = journal(self.station), len(self.drawn)
        with contextlib.suppress(Refused):
            self.numbers.append(self.station.office.settlements.close(APART, merchant, month).settlement)
        if len(self.drawn) > drawn:
            hold_settlement(self.drawn[-1], before, merchant, month)
            after = journal(self.station)
            fact = "FROM settlements ORDER BY number DESC LIMIT 1"
            (made,) = rows(after, f"SELECT merchant, month, fen, held {fact}")
            held = one(before, "SELECT count(*) FROM meals WHERE merchant = :merchant AND month = :month"
                       " AND state = 'held'", merchant=merchant, month=month)  # fmt: skip
            assert self.drawn[-1].frame.number
            assert (merchant, month, payable(before, merchant, month), held) in [
                tuple(each) for each in rows(after, "SELECT merchant, month, fen, held FROM settlements")
            ], made
            after.close()
        before.close()

    def move_settlement(self, day: str, which: int, to: str) -> None:
        if self.numbers:
            with contextlib.suppress(Refused):
                self.station.office.settlements.move(APART, self.numbers[which % len(self.numbers)], to, note="重开")

    def sample(self, day: str, merchant: str, month: str) -> None:
        with contextlib.suppress(Refused):
            self.samples.append(self.station.office.doubts.draw(APART, merchant, month).sample)

    def call(self, day: str, which: int, result: str) -> None:
        if self.samples:
            sample = self.samples[which % len(self.samples)]
            meals = [row[0] for row in self.station.rows("SELECT meal FROM callbacks WHERE sample = ?", (sample,))]
            self.station.office.doubts.call(APART, sample, sorted(meals)[which % len(meals)], result)

    def grant(self, day: str, merchant: str, month: str, fen: int) -> None:
        self.put(AllotmentGranted(merchant, self.station.desk.store.device, month, fen, 0), day)

    def line(self, which: int) -> str | None:
        return list(self.lines)[which % len(self.lines)] if self.lines else None

    def stock(self, day: str, product: str, pieces: int, expiry: str, out_of: Parted | None = None) -> None:
        line = self.new()
        self.lines[line] = {True: pieces, False: pieces}
        self.products[line] = product
        self.put(
            MedicineStocked(line, product, "liquid", "A1", expiry, pieces, "bottle", "donation", False, None, "2026.1",
                            None, out_of), day)  # fmt: skip

    def part(self, day: str, which: int, expiry: str) -> None:
        if line := self.line(which):
            self.stock(day, self.products[line], 1, expiry, Parted(line, self.moved(line, -1)))

    def moved(self, line: str, by: int) -> int:
        self.lines[line][self.late] += by
        return self.lines[line][self.late]

    def open_line(self, day: str, which: int, until: str) -> None:
        if line := self.line(which):
            self.put(MedicineOpened(line, self.station.clock.now(), until, self.moved(line, 0)), day)

    def take(self, day: str, which: int, pieces: int) -> None:
        if line := self.line(which):
            self.put(MedicineTaken(line, pieces, self.moved(line, -pieces)), day)

    def count(self, day: str, which: int, found: int) -> None:
        if line := self.line(which):
            believed = self.lines[line][self.late]
            self.moved(line, found - believed)
            self.put(MedicineCounted(line, found, believed), day)

    def dispose(self, day: str, which: int, pieces: int) -> None:
        if line := self.line(which):
            gone = DisposedLine(line, pieces, self.moved(line, -pieces))
            number = len(self.disposals) + 1
            self.disposals.append(self.put(MedicineDisposed(number, [gone], "damaged", APART.id, None, "2026.1"), day))

    def issue_card(self, day: str, rider: str, issued: int, days: int) -> None:
        if (rider, issued) not in self.cards:
            self.cards.add((rider, issued))
            self.put(CardIssued(rider, "courier", issued, days, "ab" * 6), day)

    def come(self, day: str) -> None:
        """What the other device wrote so far comes here."""
        self.other.arrive()


@contextlib.contextmanager
def told(station: Station, history: Sequence[Step]) -> Iterator[tuple[Told, Txn]]:
    """A history that happened, of which nothing stays."""
    real = station.desk.printer
    with undone(station) as txn:
        happening = Told(station, txn)

        def keep(data: object, _language: str) -> bytes:
            assert isinstance(data, SettlementPaper)
            happening.drawn.append(data)
            return b"%PDF-"

        station.desk.printer = Printer(real.words, keep, keep)
        try:
            happening.happen(history)
            yield happening, txn
        finally:
            station.desk.printer = real
