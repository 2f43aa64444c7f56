"""A station with a million facts, built in bulk through the core and kept under out/bench-cache.

Three years of a busy station: some 900 facts a day, 500 riders, two merchants. The bytes, the chain and the
derived rows are those that the counter would have written; only the commits are larger.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

from desktop.core import business_day, card
from desktop.core import entry as entries
from desktop.core.entry import Entry
from desktop.core.fact import Fact
from desktop.core.meal import MealServed, MealVoided
from desktop.core.people import GROUPS
from desktop.core.roles import Operator
from desktop.core.rows import rows_of
from desktop.core.visit import SERVICES, MedicineUsed, VisitEnded, VisitExtended, VisitRecorded, VisitVoided
from desktop.services import station
from desktop.services.office import Office
from desktop.store.journal import RandomIds
from desktop.store.projection import Bulk
from tests.out import HERE, OUT
from tests.stations import (
    COMMUNITY,
    NAME,
    OPERATOR,
    PIN,
    SECOND,
    FileKeys,
    SetClock,
    cheap_pins,
    divisions,
    rulebook,
)

FACTS = 1_000_000
RIDERS = 500
DAYS = 1_100
# The morning on which the bench goes on; the history ends the evening before.
MORNING = "2026-11-16T09:00:00"
CACHE = OUT / "bench-cache"
PAGE = 10_000
_INSERT = "INSERT INTO journal (log, seq, fact, kind, high, hash, data) VALUES (?, ?, ?, ?, ?, ?, ?)"


@dataclass(frozen=True)
class Busy:
    """An open station of a million facts; its clock stands on the next morning."""

    office: Office
    by: Operator
    clock: SetClock
    cards: list[str]
    merchants: list[str]
    facts: int

    def close(self) -> None:
        self.office.desk.close()
        shutil.rmtree(CACHE / "copy")


class Person(NamedTuple):
    rider: str
    group: str
    card: card.Card


def open_million() -> Busy:
    """Opens a copy of the kept station; builds it when there is none for this schema."""
    place = _kept()
    # a run must not find what an earlier one added
    copy = CACHE / "copy"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(place, copy)
    os.sync()
    told = json.loads((copy / "bench.json").read_text("utf-8"))
    clock = SetClock(MORNING)
    desk = station.open_desk(make_parts(copy, clock), copy / "data")
    office = Office(desk)
    first = office.operators.choose(OPERATOR)
    with desk.store.read() as connection:
        facts = int(connection.exec_driver_sql("SELECT max(arrived) FROM journal").scalar_one())
    return Busy(office, Operator(first.id, frozenset(first.roles)), clock, told["cards"], told["merchants"], facts)


def keep_folder(folder: Path) -> None:
    """Copies the kept station to a data folder that `quanyi --data` opens, its key beside it as without a keyring."""
    place = _kept()
    shutil.copytree(place / "data", folder)
    (key,) = (file for file in (place / "keys").iterdir() if "." not in file.name)
    shutil.copy(key, folder / "device.key")
    (folder / "device.key").chmod(0o600)
    os.sync()


def kept_cards() -> list[str]:
    """The cards of the kept station's riders."""
    cards: list[str] = json.loads((_kept() / "bench.json").read_text("utf-8"))["cards"]
    return cards


def _kept() -> Path:
    place = CACHE / f"million-{_version()}"
    if not (place / "bench.json").exists():
        shutil.rmtree(CACHE, ignore_errors=True)
        place.mkdir(parents=True)
        began = time.monotonic()
        print(f"building {FACTS:,} facts in {place} (once for each schema) …", file=sys.stderr, flush=True)
        _build(place)
        print(f"built in {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    return place


def _version() -> str:
    digest = hashlib.sha256()
    rooms = [*HERE.glob("desktop/core/*.py"), *HERE.glob("desktop/tables/*.py")]
    for file in [*sorted(rooms), *sorted(HERE.glob("desktop/store/migrations/versions/*.py")), Path(__file__)]:
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def make_parts(place: Path, clock: SetClock) -> station.Parts:
    return station.Parts(rulebook(), divisions(), clock, RandomIds(), FileKeys(place / "keys"))


def _build(place: Path) -> None:
    last = business_day.previous(MORNING[:10])
    clock = SetClock(f"{business_day.plus_days(last, -DAYS)}T08:00:00")
    parts = make_parts(place, clock)
    made = station.create(parts, place / "data", role="station", name=NAME, community=COMMUNITY)
    cheap_pins(Office(made.desk)).operators.add_first(OPERATOR, PIN)
    made.desk.close()
    desk = station.open_desk(parts, place / "data", synchronous="OFF")
    try:
        # a cache that holds the whole file: keys of people and facts fall all over the indexes
        desk.store.database.writer.exec_driver_sql("PRAGMA cache_size = -1500000")
        desk.store.database.writer.exec_driver_sql("PRAGMA secure_delete = OFF")
        office = Office(desk)
        first = office.operators.choose(OPERATOR)
        by = Operator(first.id, frozenset(first.roles))
        people, merchants = register_people(office, by, clock)
        Writer(office, by, clock).write(_Day(people, merchants, office).facts(FACTS - desk.store.head.seq))
        clock.set(MORNING)
        for merchant in merchants:
            office.master.grant(by, merchant, MORNING[:7], 100_000_000, 10_000)
        for person in people:
            office.people.verify(by, person.rider, "badge")
        cards = [office.people.reissue(by, person.rider) for person in people]
        desk.store.database.erase_log()
    finally:
        desk.close()
    (place / "bench.json").write_text(json.dumps({"cards": cards, "merchants": merchants}), "utf-8")


def register_people(office: Office, by: Operator, clock: SetClock) -> tuple[list[Person], list[str]]:
    """Registered as ever, in one transaction."""
    people: list[Person] = []
    with office.desk.store.write():
        merchants = [office.master.add_merchant(by, name) for name in ("泉香快餐", "曲水小馆")]
        for number in range(RIDERS):
            clock.pass_by(SECOND)
            group = GROUPS[number % len(GROUPS)]
            phone = f"139{number:08d}"
            made = office.people.register(by, f"骑手{number}", phone, group, proof="badge", consent=True)
            people.append(Person(made.rider, group, card.read(made.card)[0]))
    return people, merchants


class _Day:
    """What happens at a station: bodies of facts with their time and business day, in order."""

    def __init__(self, people: list[Person], merchants: list[str], office: Office) -> None:
        self._people, self._merchants = people, merchants
        self._programme = office.desk.rules.programme
        self._issuer = office.desk.key.key_id.hex()
        self._chance = random.Random(1)

    def facts(self, count: int) -> Iterator[tuple[int, str, Callable[[str, str], Fact]]]:
        """`count` of them, spread over the days; a body is made of the last visit's and last meal's id."""
        first = business_day.plus_days(business_day.previous(MORNING[:10]), -DAYS + 1)
        marks = [count * number // DAYS for number in range(DAYS + 1)]
        for number, (begin, end) in enumerate(pairwise(marks)):
            day = business_day.plus_days(first, number)
            opens = business_day.start_of(day) + 7 * business_day.HOUR_MS
            step = 13 * business_day.HOUR_MS // (end - begin)
            for nth in range(end - begin):
                at = opens + nth * step
                yield at, day, self._body(at)

    def _body(self, at: int) -> Callable[[str, str], Fact]:
        chance = self._chance
        drawn = chance.random()
        person = chance.choice(self._people)
        services = chance.sample(SERVICES[:4], 2)
        if drawn < 0.22 and self._programme.serving(at) is not None:
            meal = self._meal(at, person)
            return lambda _visit, _meal: meal
        if drawn < 0.70:
            body = VisitRecorded(person.rider, person.group, 1, "card", services, at, "verified", person.card.issued)
            return lambda _visit, _meal: body
        if drawn < 0.84:
            anonymous = VisitRecorded(None, person.group, chance.randrange(1, 5), "anonymous", services, at)
            return lambda _visit, _meal: anonymous
        if drawn < 0.90:
            return lambda visit, _meal: VisitExtended(visit, [*services, "tools"])
        if drawn < 0.94:
            return lambda visit, _meal: VisitEnded(visit, at)
        if drawn < 0.98:
            return lambda _visit, _meal: MedicineUsed(person.group)
        if drawn < 0.99:
            return lambda visit, _meal: VisitVoided(visit, "mis_scan")
        return lambda _visit, meal: MealVoided(meal, "returned", False)

    def _meal(self, at: int, person: Person) -> MealServed:
        programme = self._programme
        serving = programme.serving(at)
        assert serving is not None
        package = programme.packages[0]
        return MealServed(
            rider=person.rider,
            group=person.group,
            merchant=self._chance.choice(self._merchants),
            programme=programme.id,
            programme_version=programme.version,
            period=serving.period.code,
            package=package.code,
            list_fen=package.list_fen,
            price_fen=programme.price_fen,
            subsidy_fen=500,
            when=at,
            card_issued=person.card.issued,
            issuer=self._issuer,
            verified="yes",
        )


class Writer:
    """Appends to the journal thousands at a time, chained and projected as one at a time would be."""

    def __init__(self, office: Office, by: Operator, clock: SetClock) -> None:
        self._store, self._by = office.desk.store, by
        self._ids = RandomIds()
        self._connection = self._store.database.writer
        self._bulk = Bulk(self._connection, "main")
        self._rows: list[tuple[Any, ...]] = []

    def write(self, facts: Iterator[tuple[int, str, Callable[[str, str], Fact]]]) -> None:
        head = self._store.head
        seq, prev, high = head.seq, head.hash, head.high_water
        visit = meal = ""
        self._connection.exec_driver_sql("BEGIN IMMEDIATE")
        for at, day, make in facts:
            body = make(visit, meal)
            seq += 1
            entry = Entry(
                v=body.VERSION,
                device=head.device,
                epoch=head.epoch,
                seq=seq,
                prev=prev,
                id=self._ids.fact(),
                kind=body.KIND,
                at=at,
                day=day,
                site=self._store.site,
                by=self._by.id,
                body=body,
            )
            data = entries.to_bytes(entry)
            prev = entries.hash_of(data)
            self._bulk.add(rows_of(entry, high, body))
            high = max(high, at)
            self._rows.append((head.log, seq, UUID(entry.id).bytes, entry.kind, high, bytes.fromhex(prev), data))
            visit = entry.id if isinstance(body, VisitRecorded) else visit
            meal = entry.id if isinstance(body, MealServed) else meal
            if len(self._rows) >= PAGE:
                self._flush()
        self._flush()
        self._connection.exec_driver_sql("COMMIT")
        self._store.stand_at(type(head)(head.log, head.device, head.epoch, seq, prev, high), self._store.home)

    def _flush(self) -> None:
        if self._rows:
            self._connection.exec_driver_sql(_INSERT, self._rows)
        self._bulk.flush()
        self._rows.clear()
        self._connection.exec_driver_sql("COMMIT")
        self._connection.exec_driver_sql("BEGIN IMMEDIATE")
