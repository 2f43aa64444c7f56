"""The rest of a day for the scripts: the house, the box, paper and places at the clinic, beside the counter's acts."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop.core import card
from desktop.core.business_day import parse_time
from desktop.core.keys import DeviceKey
from desktop.core.people import GROUPS
from desktop.core.roles import Operator
from tests.busy import picture
from tests.clinic import a_file
from tests.stations import HOUR, Station

Line = dict[str, Any]
TAKER, TAKER_PIN = "李建国", "135790"
CLINIC, OTHER = "历下区人民医院", "老街面馆"
SHEET = """
sheet = "{number}"
day = "2026-11-16"
photo = "photo.jpg"
[[rows]]
time = "08:10"
group = "courier"
services = ["rest"]
[[rows]]
time = "08:20"
group = "truck_driver"
count = 3
"""
WEIGHTS = {
    "hand_over": 2,
    "plan_closing": 1,
    "cancel_closing": 1,
    "extend_hours": 1,
    "register_add": 1,
    "enter_sheet": 2,
    "boxes": 1,
    "goods": 1,
    "merchant_set": 1,
    "medicine": 3,
    "medicine_dispose": 1,
    "batch_open": 1,
    "book": 3,
    "give_back": 1,
    "stub": 1,
    "call_back": 1,
    "rectify_extend": 1,
    "review": 1,
    "blank_note": 1,
    "settle": 1,
    "settle_move": 2,
    "sample": 1,
    "booking_enter": 2,
    "booking_list": 1,
    "attendance": 1,
    "reconsent": 1,
    "operator_pin": 1,
    "operator_retire": 1,
}
LEAVERS = ("周小红", "吴小兰", "郑小军")


@dataclass(frozen=True)
class Stock:
    """What the errands act upon; files lie beside the folder."""

    sheets: list[str]
    slips: list[str]
    slots: list[str]
    held: list[str]
    noted: list[str]
    closings: list[str]
    sample: str
    sampled: list[str]
    other: str
    settlement: str
    batch: str
    agreed_before: list[str]


def lay_in(told: Station, place: Path, cards: Sequence[str], merchant: str) -> Stock:
    """Registers, slips, places, a held meal and notes, as a station has them at noon."""
    office, by = told.office, told.by
    office.operators.add(by, TAKER, "caretaker", TAKER_PIN)
    second = Operator(office.operators.choose(TAKER).id, frozenset({"caretaker"}))
    numbers = [office.sheets.add_register(by, "visits", 1).first for _ in range(4)]
    sheets = [str(place / f"sheet-{at}.toml") for at in range(4)]
    for file, number in zip(sheets, numbers, strict=True):
        Path(file).write_text(SHEET.format(number=number), "utf-8")
    (place / "photo.jpg").write_bytes(picture())
    batch = a_file((("2026-11-20", "08:00", "10:00", 2), ("2026-11-21", "08:00", "10:00", 3)), hospital=f'"{CLINIC}"')
    (place / "batch.toml").write_text(batch, "utf-8")
    opened = office.bookings.open(by, batch)
    slots = [slot.slot for slot in opened.slots]
    slips = [office.referrals.refer(by, each, "checkup", CLINIC, consent=True).referral for each in cards]
    stranger = card.issue(DeviceKey(b"\x07" * 32), by.id, "courier", told.clock.now() // 1000 - HOUR, 730).text
    for slip in slips[:3]:
        office.bookings.book(by, slip, slots[1])
    held = office.meals.serve(second, stranger, merchant).fact or ""
    noted = [office.shifts.hand_over(by, second.id, TAKER_PIN, note="钥匙在抽屉里").id for _ in range(2)]
    office.medicine.stock(by, "碘伏", batch="220817", expiry="2027-03", quantity=9)
    office.medicine.stock(by, "创可贴", batch="A2605", expiry="2028-02", quantity=100)
    closings = [office.hours.plan(by, f"2027-02-{day:02d}", f"2027-02-{day:02d}", "other")[0] for day in (1, 3, 5)]
    for name in LEAVERS:
        office.operators.add(by, name, "caretaker", TAKER_PIN)
    agreed_before = [row[0] for row in told.rows("SELECT rider FROM riders ORDER BY registered_day, rider LIMIT 4")]
    with told.older_text():
        for rider in agreed_before:
            office.consents.agree(by, rider, consent=True)
    other = office.master.add_merchant(by, OTHER)
    for month in ("2026-08", "2026-09", "2026-10"):
        _month_of(told, second, stranger, other, month)
    sample = office.doubts.draw(by, other, "2026-10").sample
    sampled = [row[0] for row in told.rows("SELECT meal FROM callbacks ORDER BY meal")]
    settlement = office.settlements.close(by, other, "2026-08").settlement
    return Stock(sheets, slips, slots, [held], noted, closings, sample, sampled, other, settlement, opened.batch,
                 agreed_before)  # fmt: skip


def _month_of(told: Station, second: Operator, stranger: str, merchant: str, month: str) -> None:
    """Four meals of a merchant's month, served by the second and decided by the first operator, who may settle."""
    for day in range(10, 14):
        meal = told.office.meals.serve(second, stranger, merchant, parse_time(f"{month}-{day}T12:00")).fact or ""
        told.office.reviews.review(told.by, meal, "pay", "看了点餐记录")


class Errands:
    """Draws the lines of these acts; some are refused, as they would be."""

    def __init__(self, stock: Stock, place: Path, merchant: str, jobs: Sequence[str], chance: random.Random) -> None:
        self._stock, self._place, self._merchant = stock, place, merchant
        self._jobs, self._chance = jobs, chance

    def line(self, name: str) -> Line:
        made: Line = getattr(self, f"_{name}")()
        return {"do": name} | made

    def _hand_over(self) -> Line:
        return {"to": TAKER, "keys": 2, "lost_property": "雨衣", "note": self._chance.choice(("", "插座松"))}

    def _plan_closing(self) -> Line:
        day = f"2026-12-{self._chance.randrange(1, 31):02d}"
        return {"from": day, "to": day, "reason": "other", "note": "检修水管"}

    def _cancel_closing(self) -> Line:
        return {"id": self._chance.choice(self._stock.closings)}

    def _give_back(self) -> Line:
        return {"do": "refer_move", "id": self._chance.choice(self._stock.slips), "state": "cancelled"}

    def _call_back(self) -> Line:
        meal, result = self._chance.choice(self._stock.sampled), self._chance.choice(("confirmed", "unreachable"))
        return {"sample": self._stock.sample, "fact": meal, "result": result, "note": "打了两次"}

    def _extend_hours(self) -> Line:
        return {"until": self._chance.choice(("22:00", "23:00")), "reason": "heat"}

    def _register_add(self) -> Line:
        return {"kind": "meals", "sheets": 2}

    def _enter_sheet(self) -> Line:
        return {"file": self._chance.choice(self._stock.sheets)}

    def _boxes(self) -> Line:
        return {"merchant": self._merchant, "received": 30, "handed_out": 28, "left_over": 2}

    def _goods(self) -> Line:
        return {"kind": "矿泉水", "count": self._chance.randrange(1, 30), "group": self._chance.choice(GROUPS)}

    def _merchant_set(self) -> Line:
        return {"id": self._merchant, "account_tail": f"{self._chance.randrange(10_000):04d}"}

    def _medicine(self) -> Line:
        return self._chance.choice(
            (
                {"do": "medicine_open", "lot": "碘伏"},
                {"do": "medicine_take", "lot": "创可贴", "quantity": 2},
                {
                    "do": "medicine_count",
                    "lot": "创可贴",
                    "counted": self._chance.randrange(60, 90),
                    "note": "少了几片",
                },
                {
                    "do": "medicine_add",
                    "name": "创可贴",
                    "batch": f"B{self._chance.randrange(10_000)}",
                    "expiry": "2028-05",
                    "quantity": 50,
                },
            )
        )

    def _medicine_dispose(self) -> Line:
        return {"reason": "damaged", "witness": TAKER, "lot": ["创可贴=1"], "to": "pharmacy", "note": "受潮"}

    def _batch_open(self) -> Line:
        return {"file": str(self._place / "batch.toml")}

    def _book(self) -> Line:
        return {"referral": self._chance.choice(self._stock.slips), "slot": self._chance.choice(self._stock.slots)}

    def _stub(self) -> Line:
        return {"referral": self._chance.choice(self._stock.slips)}

    def _rectify_extend(self) -> Line:
        return {"id": self._chance.choice(self._jobs), "workdays": 3, "reason": "等配件"}

    def _review(self) -> Line:
        return {"fact": self._chance.choice(self._stock.held), "decision": "pay", "reason": "看了点餐记录"}

    def _settle(self) -> Line:
        return {"merchant": self._stock.other, "month": self._chance.choice(("2026-09", "2026-10"))}

    def _settle_move(self) -> Line:
        state = self._chance.choice(("confirmed", "confirmed", "published", "returned"))
        return {"id": self._stock.settlement, "state": state, "reason": "商户有异议"}

    def _sample(self) -> Line:
        return {"merchant": self._stock.other, "month": self._chance.choice(("2026-08", "2026-09"))}

    def _booking_enter(self) -> Line:
        return {"referral": self._chance.choice(self._stock.slips)}

    def _booking_list(self) -> Line:
        return {"batch": self._stock.batch, "output": str(self._place / "booking.pdf")}

    def _attendance(self) -> Line:
        return {"batch": self._stock.batch, "missed": True}

    def _reconsent(self) -> Line:
        return {"id": self._chance.choice(self._stock.agreed_before), "consent": True}

    def _operator_pin(self) -> Line:
        return {"name": self._chance.choice(LEAVERS)}

    def _operator_retire(self) -> Line:
        return {"name": self._chance.choice(LEAVERS)}

    def _blank_note(self) -> Line:
        return {"fact": self._chance.choice(self._stock.noted), "reason": "names_somebody"}
