"""A plausible station's history, made through the ordinary services with a clock that runs through the days.

Same seed, same people and events. Noon and evening peaks, six groups, weekdays and weekends, failures and
repairs, expired medicine, voids, lost cards, somebody forgotten. A day is one commit.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from desktop.core import business_day
from desktop.core.business_day import DAY_MS, HOUR_MS
from desktop.core.errors import Refused
from desktop.core.pages import GivenAnswer
from desktop.core.roles import Operator
from desktop.services import demo_people
from desktop.services.demo_back_office import BackOffice
from desktop.services.demo_clock import DemoClock, DemoIds
from desktop.services.doubts import SECRET
from desktop.services.office import Office
from desktop.services.station import Parts, create
from desktop.store.beside import put_setting

MINUTE_MS = 60_000
OPENS_MS = 7 * HOUR_MS
_HOURS = (1, 3, 4, 6, 9, 15, 17, 12, 8, 6, 6, 9, 13, 10, 6, 2)
_SERVICES = (("rest", 55), ("water", 60), ("charging", 40), ("meal_heating", 22), ("warm_or_cool", 25))
_RARE = (("medicine", 2), ("tools", 4), ("handover", 5), ("other", 2))
_PERIOD_STARTS = (
    ("breakfast", 450, 150, 10),
    ("lunch", 640, 160, 55),
    ("off_peak", 815, 150, 20),
    ("dinner", 1030, 200, 35),
)


@dataclass(frozen=True)
class Plan:
    """How much history: days up to now, riders, merchants, the seed, the first operator's PIN, and whether past months
    are settled here (after joining, only the hub settles).
    """

    days: int
    riders: int
    merchants: int
    seed: int
    pin: str
    settles: bool = True


@dataclass
class Rider:
    """A rider of the demo: registered from this day on, with the card in the pocket."""

    person: demo_people.Invented
    from_day: int
    id: str = ""
    card: str = ""
    checked: bool = False


Act = tuple[int, Callable[[], object]]
# Before anybody comes.
EARLY_MS = 6 * HOUR_MS


class Demo:
    """Fills an office day by day; `counts` are the contract's."""

    def __init__(self, office: Office, clock: DemoClock, plan: Plan, by: Operator, last_day: int) -> None:
        self._office = office
        self._clock = clock
        self._plan = plan
        self._by = by
        self._chance = random.Random(plan.seed)
        self._cashier = by
        self._supervisor = by
        people = demo_people.invent(self._chance, plan.riders)
        known = max(plan.days * 2 // 5, 1)
        self._riders = [Rider(person, self._chance.randrange(known)) for person in people]
        self._riders[0].from_day = 0
        self._merchants: list[str] = []
        self._partner = ""
        self._sent: list[tuple[str, int]] = []
        self._back = BackOffice(
            office, self._chance, last_day, plan.pin, partial(demo_people.picture, self._chance), settles=plan.settles
        )

    def prepare(self) -> None:
        """Operators, merchants with their allotments, partners."""
        office, by = self._office, self._by
        cashier = office.operators.add(by, "刘芳", "merchant", self._plan.pin)
        supervisor = office.operators.add(by, "赵卫东", "supervisor", self._plan.pin)
        self._cashier = Operator(cashier, frozenset({"merchant"}))
        self._supervisor = Operator(supervisor, frozenset({"supervisor"}))
        self._merchants = [
            office.master.add_merchant(by, name) for name in demo_people.MERCHANTS[: self._plan.merchants]
        ]
        self._partner = office.master.add_partner(by, "济南市第四人民医院")
        office.master.add_partner(by, "历下区人民医院")
        self._back.prepare(self._merchants, by)
        with office.desk.store.write() as txn:
            # which meals ask for the tail is unforeseeable at a station, and the same for the same seed here
            put_setting(txn, SECRET, f"{self._chance.getrandbits(256):064x}")

    def day(self, number: int, start: int, until: int) -> None:
        """One day's acts in order of time, in one commit; nothing after `until` (ms UTC)."""
        day = business_day.day_of(start)
        acts: list[Act] = []
        weekend = not self._office.desk.rules.calendar.is_workday(day)
        acts += self._frame_of_day(start, number)
        acts += self._registrations(number, start, until)
        acts += self._visits(number, start, weekend)
        acts += self._meals(number, start, weekend)
        acts += self._standard(number, start, day)
        acts += self._referrals(number, start)
        acts += self._back.day(number, start, self._merchants, self._by, self._supervisor, self._cashier)
        acts.sort(key=lambda act: act[0])
        if start + EARLY_MS <= until:
            # what the app does by itself once a day; commits of its own
            self._clock.at = max(self._clock.at, start + EARLY_MS)
            self._office.retention.run_at_opening()
        with self._office.desk.store.write():
            if day.endswith("-01") or number == 0:
                self._clock.at = max(self._clock.at, start + EARLY_MS)
                for merchant in self._merchants:
                    self._office.master.grant(self._supervisor, merchant, day[:7], 600_000, 120)
            for at, act in acts:
                if at > until:
                    break
                self._clock.at = max(self._clock.at, at)
                act()

    def _frame_of_day(self, start: int, number: int) -> list[Act]:
        opens = start + 7 * HOUR_MS - self._chance.randrange(3, 12) * MINUTE_MS
        closes = start + 21 * HOUR_MS + self._chance.randrange(2, 20) * MINUTE_MS
        return [
            (opens, lambda: self._office.days.open(self._by)),
            (opens + 3 * MINUTE_MS, lambda: self._walk("opening", 0.02)),
            (closes, lambda: self._office.days.close(self._by)),
        ]

    def _registrations(self, number: int, start: int, until: int) -> list[Act]:
        acts: list[Act] = []
        for rider in self._riders:
            if rider.from_day == number:
                # on a day that is not over, whoever comes for a card has come already
                part = min(until - start, 20 * HOUR_MS) - OPENS_MS
                at = start + OPENS_MS + int(self._chance.uniform(0.02, 1) * part)
                acts.append((at, partial(self._register, rider)))
        return acts

    def _register(self, rider: Rider) -> None:
        person = rider.person
        proof = self._chance.choice(demo_people.PROOFS[person.group]) if self._chance.random() < 0.88 else ""
        made = self._office.people.register(
            self._by,
            person.name,
            person.phone,
            person.group,
            company=person.company,
            proof=proof,
            consent=True,
        )
        rider.id, rider.card = made.rider, made.card

    def _here(self, number: int) -> list[Rider]:
        return [rider for rider in self._riders if rider.from_day <= number]

    def _visits(self, number: int, start: int, weekend: bool) -> list[Act]:
        known = self._here(number)
        total = max(4, round(len(self._riders) * self._chance.uniform(0.26, 0.38) * (0.72 if weekend else 1)))
        acts: list[Act] = []
        for _ in range(total):
            hour = self._chance.choices(range(len(_HOURS)), _HOURS)[0] + 7
            at = start + hour * HOUR_MS + self._chance.randrange(HOUR_MS)
            if hour >= 21:
                continue
            if self._chance.random() < 0.24:
                acts.append((at, self._anonymous))
            else:
                rider = self._chance.choice(known)
                acts.append((at, partial(self._visit, rider, at)))
        return acts

    def _services(self) -> list[str]:
        chosen = [name for name, share in (*_SERVICES, *_RARE) if self._chance.randrange(100) < share]
        return chosen or ["rest"]

    def _anonymous(self) -> None:
        group = self._chance.choices(list(demo_people.GROUP_SHARES), list(demo_people.GROUP_SHARES.values()))[0]
        count = 1 if self._chance.random() < 0.9 else self._chance.randrange(2, 6)
        self._office.visits.anonymous(self._by, group, self._services(), count)

    def _visit(self, rider: Rider, at: int) -> None:
        if not rider.card:
            return
        visits = self._office.visits
        done = visits.by_card(self._by, rider.card, self._services())
        if done.outcome != "checked_in" or done.fact is None:
            return
        if self._chance.random() < 0.012:
            visits.void(self._by, done.fact, "mis_scan")
        elif self._chance.random() < 0.55:
            visits.check_out(self._by, done.fact, at + self._chance.randrange(5, 50) * MINUTE_MS)

    def _meals(self, number: int, start: int, weekend: bool) -> list[Act]:
        known = self._here(number)
        acts: list[Act] = []
        size = len(self._riders) / 500 * (0.6 if weekend else 1)
        for _, first, length, share in _PERIOD_STARTS:
            for _ in range(round(share * size * self._chance.uniform(0.7, 1.2)) or int(size > 0.05)):
                at = start + (first + self._chance.randrange(length)) * MINUTE_MS + self._chance.randrange(MINUTE_MS)
                rider = self._chance.choice(known)
                acts.append((at, partial(self._meal, rider)))
        return acts

    def _meal(self, rider: Rider) -> None:
        if not rider.card or not self._merchants:
            return
        merchant = self._merchants[hash_place(rider.person.phone, len(self._merchants))]
        served = self._office.meals.serve(self._cashier, rider.card, merchant)
        if served.fact is not None and self._chance.random() < 0.015:
            reason = self._chance.choice(("mis_scan", "returned", "not_collected"))
            self._office.meals.void(self._cashier, served.fact, reason)

    def _standard(self, number: int, start: int, day: str) -> list[Act]:
        acts: list[Act] = []
        weekday = business_day.local(start).weekday()
        if weekday == 0 or number == 0:
            acts.append((start + 9 * HOUR_MS + 20 * MINUTE_MS, lambda: self._walk("weekly", 0.07)))
        if day.endswith("-15"):
            acts.append((start + 15 * HOUR_MS, lambda: self._walk("supervised", 0.06)))
        acts.append((start + 16 * HOUR_MS + 30 * MINUTE_MS, self._repair))
        acts.append((start + 17 * HOUR_MS + 40 * MINUTE_MS, self._recheck))
        return acts

    def _walk(self, kind: str, share: float) -> None:
        answers: list[GivenAnswer] = []
        for item in self._office.desk.rules.standard.asked(kind):
            for point in item.checkpoints:
                result = "fail" if self._chance.random() < share else "pass"
                if point.code == "heating_and_cooling.filter" and self._chance.random() < 0.2:
                    answers.append(GivenAnswer(point.code, "na", reason="师傅当天在清洗"))
                elif result == "fail":
                    note = demo_people.FAULTS.get(point.code, "现场不符合，已记录")
                    answers.append(
                        GivenAnswer(point.code, "fail", note=note, photos=(demo_people.picture(self._chance),))
                    )
                else:
                    answers.append(GivenAnswer(point.code, "pass"))
        by = self._supervisor if kind == "supervised" else self._by
        self._office.inspections.complete(by, kind, answers, self._clock.at - 8 * MINUTE_MS)

    def _jobs(self, *states: str) -> list[tuple[str, str, str]]:
        marks = ", ".join("?" * len(states))
        with self._office.desk.store.read() as connection:
            rows = connection.exec_driver_sql(
                f"SELECT rectification, due, found_role FROM rectifications WHERE state IN ({marks}) ORDER BY number",
                states,
            ).fetchall()
        return [(row[0], row[1], row[2]) for row in rows]

    def _repair(self) -> None:
        for job, due, _ in self._jobs("open", "returned"):
            today = business_day.day_of(self._clock.at)
            if self._chance.random() < (0.85 if due <= today else 0.35):
                note = self._chance.choice(("已更换，试用正常", "已清洁，现场确认", "已联系厂家修好"))
                self._office.rectifications.rectify(self._by, job, note, [demo_people.picture(self._chance)])

    def _recheck(self) -> None:
        for job, _, role in self._jobs("awaiting"):
            by = self._supervisor if role == "supervisor" else self._by
            good = self._chance.random() < 0.9
            note = "现场看过，合格" if good else "还有异响，再修"
            try:
                self._office.rectifications.recheck(by, job, good, note)
            except Refused:
                # a supervisor failed it too, while it was open
                self._office.rectifications.recheck(self._supervisor, job, good, note)

    def _referrals(self, number: int, start: int) -> list[Act]:
        acts: list[Act] = []
        if self._chance.random() < min(len(self._riders) / 250, 0.9):
            rider = self._chance.choice(self._here(number))
            at = start + int(self._chance.uniform(9, 17) * HOUR_MS)
            acts.append((at, lambda: self._refer(rider, number)))
        acts.append((start + 10 * HOUR_MS, lambda: self._follow(number)))
        return acts

    def _refer(self, rider: Rider, number: int) -> None:
        if not rider.card or rider.checked:
            return
        rider.checked = True
        kind = "checkup" if self._chance.random() < 0.85 else "green_channel"
        made = self._office.referrals.refer(
            self._by,
            rider.card,
            kind,
            self._partner,
            reason="骑手当天不适" if kind != "checkup" else "",
            consent=True,
        )
        self._sent.append((made.referral, number))

    def _follow(self, number: int) -> None:
        """Referrals move on some days after they were issued; a few are left to chase."""
        kept: list[tuple[str, int]] = []
        for referral, since in self._sent:
            age = number - since
            if self._has_slot(referral):
                # a place in a batch of checks: the hospital's list says what becomes of it
                continue
            if age == 2 and self._chance.random() < 0.8:
                self._office.referrals.move(self._by, referral, "booked")
                kept.append((referral, since))
            elif age == 6:
                self._settle(referral)
            elif age < 6:
                kept.append((referral, since))
        self._sent = kept

    def _has_slot(self, referral: str) -> bool:
        with self._office.desk.store.read() as connection:
            found = connection.exec_driver_sql("SELECT 1 FROM bookings WHERE referral = ?", (referral,)).fetchone()
        return found is not None

    def _settle(self, referral: str) -> None:
        with self._office.desk.store.read() as connection:
            state = connection.exec_driver_sql(
                "SELECT state FROM referrals WHERE referral = ?", (referral,)
            ).scalar_one()
        if state != "booked":
            return
        came = self._chance.random() < 0.85
        self._office.referrals.move(self._by, referral, "attended" if came else "no_show")
        if came and self._chance.random() < 0.7:
            self._office.referrals.move(self._by, referral, "closed")

    def between(self, number: int) -> None:
        """A lost card now and then, and one person who asked to be forgotten."""
        holders = [rider for rider in self._riders if rider.card]
        if number % 9 == 4 and holders:
            rider = self._chance.choice(holders)
            rider.card = self._office.people.reissue(self._by, rider.id)
        if number == self._plan.days // 2 and len(holders) > 3:
            rider = holders[-1]
            self._office.people.forget(self._by, rider.id, "本人要求")
            rider.card = ""


def hash_place(text: str, places: int) -> int:
    """A rider's usual merchant: the same one most days."""
    return int(text[-3:]) % places


def fill(parts: Parts, path: Path, plan: Plan, *, practice: bool = False) -> tuple[Office, dict[str, int]]:
    """Makes a demo station in an empty folder; returns its office, on the real clock, and the counts."""
    chance = random.Random(plan.seed)
    end = parts.clock.now()
    today = business_day.start_of(business_day.day_of(end))
    # before the station opens there is nothing of today to tell
    last = today if end >= today + OPENS_MS else today - DAY_MS
    first = last - (plan.days - 1) * DAY_MS
    clock = DemoClock(first + 6 * HOUR_MS)
    community = demo_people.community(parts.divisions)
    demo_parts = replace(parts, clock=clock, ids=DemoIds(chance, clock))
    created = create(demo_parts, path, role="station", name=demo_people.STATION, community=community, practice=practice)
    desk = created.desk
    office = Office(desk)
    operator = office.operators.add_first("王秀兰", plan.pin)
    demo = Demo(office, clock, plan, Operator(operator, frozenset({"caretaker", "supervisor"})), last)
    demo.prepare()
    for number in range(plan.days):
        demo.day(number, first + number * DAY_MS, end)
        if number < plan.days - 1:
            demo.between(number)
    desk.store.database.fold()
    desk.store.clock, desk.store.ids = parts.clock, parts.ids
    return office, _counts(office)


def _counts(office: Office) -> dict[str, int]:
    names = ("riders", "visits", "meals", "inspections", "referrals")
    with office.desk.store.read() as connection:
        counts = {
            name: int(connection.exec_driver_sql(f'SELECT count(*) FROM "{name}"').scalar_one()) for name in names
        }
    return {"facts": office.desk.store.head.seq, **counts}
