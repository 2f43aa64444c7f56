"""What a demo station does besides the counter: hand-overs, the medicine box, boxes, a month's money, a batch of
health checks, a sheet of a power cut, a closing planned. All through the ordinary services.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import partial
from uuid import UUID

from desktop.core import business_day, card
from desktop.core.business_day import DAY_MS, HOUR_MS
from desktop.core.errors import Refused
from desktop.core.keys import DeviceKey
from desktop.core.roles import Operator
from desktop.services.office import Office
from desktop.services.sheet_file import GivenRow, GivenSheet

MINUTE_MS = 60_000
Act = tuple[int, Callable[[], object]]

SECOND = "孙丽"
# Name, batch, days from the demo's last day to the expiry, quantity, where from.
_BOX = (
    ("创可贴", "A2605", 500, 100, "donation"),
    ("碘伏棉签", "DF2511", 3, 40, "street"),
    ("医用纱布", "B260310", 410, 20, "street"),
    ("藿香正气口服液", "260418", 240, 20, "street"),
    ("布洛芬缓释胶囊", "2602117", 330, 24, "street"),
    ("清凉油", "QL2601", 700, 12, "donation"),
    ("风油精", "FY2509", -4, 6, "donation"),
    ("烫伤膏", "T260101", 26, 4, "street"),
)
_LICENCES = ("91370102MA3C4D5E6J", "91370102MA3F6G7H8W", "91370102MA3K1L2M3C")
_NOTES = ("东墙第二个插座松了，已贴条。", "", "有位师傅的雨伞在前台。", "", "下午来过送水的，余款已清。")
_BATCH = """hospital = "济南市第四人民医院"
package = "关爱体检套餐"
unit_price_fen = 28000
payer = "历下区总工会"
bring = ["id_card", "slip"]
fasting = true
"""
_VOUCHER, _INVOICE = "2026-记-0{:03d}", "37012611000{:05d}"


class BackOffice:
    """`last_day` is the demo's last day's beginning (ms UTC): expiries are counted from it, so that the box always
    has something to say.
    """

    def __init__(
        self,
        office: Office,
        chance: random.Random,
        last_day: int,
        pin: str,
        picture: Callable[[], bytes],
        *,
        settles: bool,
    ) -> None:
        self._settles = settles
        self._office, self._chance, self._pin, self._picture = office, chance, pin, picture
        self._end = last_day
        self._second = ""
        self._elsewhere = DeviceKey(chance.randbytes(32))
        self._register = ""

    def prepare(self, merchants: list[str], by: Operator) -> None:
        """A second caretaker, merchants' records, the box, a pile of blank registers."""
        office = self._office
        self._second = office.operators.add(by, SECOND, "caretaker", self._pin)
        for number, merchant in enumerate(merchants):
            until = business_day.day_of(self._end + (20 + 300 * number) * DAY_MS)
            office.merchant_records.set(
                by,
                merchant,
                permit_until=until,
                account_tail=f"60{number}8",
                hours="06:00-23:00",
                agreement_until=until,
            )
        for name, batch, days, quantity, source in _BOX:
            expiry = business_day.day_of(self._end + days * DAY_MS)
            try:
                office.medicine.stock(by, name, batch=batch, expiry=expiry, quantity=quantity, source=source)
            except Refused as refused:
                # a demo of a few days begins after this line's expiry: such a line never came
                if refused.code != "medicine_came_expired":
                    raise
        self._register = office.sheets.add_register(by, "visits", 6).first

    def day(
        self, number: int, start: int, merchants: list[str], by: Operator, supervisor: Operator, cashier: Operator
    ) -> list[Act]:
        """A day's acts; `number` counts the demo's days from 0."""
        day = business_day.day_of(start)
        acts: list[Act] = [
            (start + 14 * HOUR_MS, lambda: self._hand_over(by)),
            (start + 18 * HOUR_MS + 10 * MINUTE_MS, partial(self._review, supervisor)),
            (start + 11 * HOUR_MS + 5 * MINUTE_MS, partial(self._take, by)),
        ]
        if merchants:
            acts.append((start + 12 * HOUR_MS + 20 * MINUTE_MS, partial(self._stranger, cashier, merchants[-1])))
        if merchants and self._office.desk.rules.calendar.is_workday(day):
            acts.append((start + 13 * HOUR_MS + 40 * MINUTE_MS, partial(self._boxes, by, merchants[0])))
        if number % 4 == 1:
            acts.append((start + 15 * HOUR_MS + 5 * MINUTE_MS, partial(self._goods, by)))
        if business_day.local(start).weekday() == 4:
            acts.append((start + 16 * HOUR_MS, partial(self._count, by)))
        if number == 3:
            acts.append((start + 19 * HOUR_MS, partial(self._power_cut, by, day)))
        if self._settles and day[8:] in ("03", "04", "14", "18"):
            acts.append((start + 10 * HOUR_MS + 30 * MINUTE_MS, partial(self._money, by, supervisor, merchants, day)))
        if start == self._end - DAY_MS:
            acts.append((start + 8 * HOUR_MS, partial(self._plan, by)))
            acts.append((start + 9 * HOUR_MS, partial(self._batch, by, supervisor)))
        return acts

    def _stranger(self, cashier: Operator, merchant: str) -> None:
        """A card of another station, whose key is not known here: the meal is served and held."""
        if self._chance.random() < 0.35:
            rider = str(UUID(int=self._chance.getrandbits(128), version=4))
            issued = self._office.desk.now() // 1000 - 40 * DAY_MS // 1000
            text = card.issue(
                self._elsewhere, rider, "delivery_rider", issued, 730, practice=self._office.desk.practice
            ).text
            self._office.meals.serve(cashier, text, merchant)

    def _hand_over(self, by: Operator) -> None:
        self._office.shifts.hand_over(by, self._second, self._pin, keys=2, note=self._chance.choice(_NOTES))

    def _take(self, by: Operator) -> None:
        if self._chance.random() < 0.4:
            name = self._chance.choice(("创可贴", "碘伏棉签", "清凉油"))
            if self._left(by, name) > 2:
                self._office.medicine.take(by, name, self._chance.randrange(1, 3))

    def _left(self, by: Operator, name: str) -> int:
        return sum(line.left for line, _ in self._office.medicine.lines(by) if self._title(line.product) == name)

    def _title(self, product: str) -> str:
        return str(self._office.desk.rules.medicine.products[product].titles["zh"])

    def _count(self, by: Operator) -> None:
        lines = self._office.medicine.lines(by)
        if lines:
            line = self._chance.choice(lines)[0]
            self._office.medicine.count(by, line.line, line.left)

    def _boxes(self, by: Operator, merchant: str) -> None:
        received = self._chance.choice((20, 24, 30))
        left, spoiled = self._chance.randrange(0, 4), int(self._chance.random() < 0.1)
        out = received - left - spoiled
        self._office.boxes.count(by, merchant, received=received, handed_out=out, left_over=left, spoiled=spoiled)

    def _goods(self, by: Operator) -> None:
        month = business_day.local(self._office.desk.now()).month
        kinds = ("hot_drink", "warm_patch") if month in (11, 12, 1, 2) else ("mineral_water", "mung_bean_soup")
        self._office.goods.hand_out(by, self._chance.choice(kinds), self._chance.randrange(6, 30), "delivery_rider")

    def _review(self, supervisor: Operator) -> None:
        """Most meals that wait are decided the same evening; some are left to look at."""
        for waits in self._office.reviews.waiting(supervisor)[:6]:
            if self._chance.random() < 0.8:
                decision = "pay" if self._chance.random() < 0.8 else "refuse"
                reason = "电话核实，确已用餐" if decision == "pay" else "电话两次未接，证明未补"
                self._office.reviews.review(supervisor, waits.fact, decision, reason)

    def _power_cut(self, by: Operator, day: str) -> None:
        rows = tuple(
            GivenRow(number, f"17:{number * 4:02d}", group=group, count=count, services=("rest", "water"))
            for number, (group, count) in enumerate((("delivery_rider", 2), ("courier", 1), ("truck_driver", 1)), 1)
        )
        self._office.sheets.enter(by, GivenSheet(self._register, day, "", self._picture(), rows))

    def _plan(self, by: Operator) -> None:
        first, last = (business_day.day_of(self._end + days * DAY_MS) for days in (12, 13))
        self._office.hours.plan(by, first, last, "maintenance", "更换饮水机滤芯和线路")

    def _batch(self, by: Operator, supervisor: Operator) -> None:
        """A batch of checks next week, with the slips that wait booked into it."""
        days = [business_day.day_of(self._end + ahead * DAY_MS) for ahead in (6, 7, 8)]
        slots = "".join(
            f'[[slots]]\nday = "{day}"\nfrom = "{begin}"\nto = "{end}"\nplaces = 6\n'
            for day in days
            for begin, end in (("08:00", "09:30"), ("09:30", "11:00"))
        )
        batch = self._office.bookings.open(supervisor, _BATCH + slots)
        with self._office.desk.store.read() as connection:
            slips = connection.exec_driver_sql(
                "SELECT referral FROM referrals WHERE kind = 'checkup' AND state = 'issued' AND until > ?"
                " ORDER BY issued_at LIMIT 5",
                (days[-1],),
            ).fetchall()
        for number, row in enumerate(slips):
            self._office.bookings.book(by, row[0], batch.slots[number % 2].slot)

    def _money(self, by: Operator, supervisor: Operator, merchants: list[str], day: str) -> None:
        """The month before: sampled and settled on the 3rd, shown from the 4th on, approved on the 14th, paid."""
        month = business_day.plus_months(day, -1)[:7]
        office = self._office
        for number, merchant in enumerate(merchants):
            if day.endswith("03"):
                self._settle(supervisor, merchant, month)
                continue
            for settled in office.settlements.of(supervisor, merchant):
                if settled.month != month:
                    continue
                if day.endswith("04") and settled.state == "draft":
                    office.settlements.move(by, settled.settlement, "confirmed")
                    office.settlements.move(supervisor, settled.settlement, "published")
                elif day.endswith("14") and settled.state == "published" and number != 1:
                    invoice = _INVOICE.format(int(month[5:]) * 100 + number)
                    office.settlements.move(
                        supervisor, settled.settlement, "approved", invoice=invoice, invoice_fen=settled.subsidy_fen
                    )
                elif day.endswith("18") and settled.state == "approved":
                    voucher = _VOUCHER.format(int(month[5:]) * 10 + number)
                    office.settlements.move(supervisor, settled.settlement, "paid", voucher=voucher)

    def _settle(self, supervisor: Operator, merchant: str, month: str) -> None:
        office = self._office
        if not office.settlements.draft(supervisor, merchant, month).counted:
            return
        sample = office.doubts.draw(supervisor, merchant, month)
        with office.desk.store.read() as connection:
            drawn = connection.exec_driver_sql(
                "SELECT meal FROM callbacks WHERE sample = ? ORDER BY meal LIMIT 8", (sample.sample,)
            ).fetchall()
        for row in drawn:
            office.doubts.call(supervisor, sample.sample, row[0], "confirmed")
        office.settlements.close(supervisor, merchant, month)
