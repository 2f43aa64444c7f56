"""The ground that crash tests play on: a closed station with people, visits, meals and jobs to act upon.

It is made once and copied for every crash. Its clock runs on from a fixed noon, so that a script does the
same at whatever hour the tests are run.
"""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import json
import time
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import desktop.cli.main  # noqa: F401  (registers the commands)
from desktop.app import make_tools, read_words
from desktop.cli.session import Toolbox
from desktop.core.business_day import parse_time
from desktop.core.pages import GivenAnswer
from desktop.services import station
from desktop.services.people import Registered
from tests.busy import picture
from tests.kill.errands import Stock, lay_in
from tests.stations import MINUTE, FileKeys, Station, Yard, divisions, printer, rulebook

NOON = "2026-11-16T12:00:00"
RIDERS = 24
# Three jobs to rectify; the answers file fails others, so that every walk round opens or joins some.
FAILED = ("microwave.clean", "phone_charging.cables", "repair_tools.pump")
ANSWERS = """
[answers."microwave.heats"]
result = "fail"
note = "转盘不转"
photos = ["photo.jpg"]
[answers."water_dispenser.clean"]
result = "pass"
[answers."site.hygiene"]
result = "na"
reason = "正在打扫"
"""


class RunningClock:
    """A clock that stood at `start` (ms UTC) when it was made and runs on from there."""

    def __init__(self, start: int) -> None:
        self._start, self._begun = start, time.monotonic()

    def now(self) -> int:
        return self._start + int((time.monotonic() - self._begun) * 1000)


class CountedIds:
    """The same ids in every process that plays the same script: some acts (the tail question) depend on them,
    and the account of a script must hold for the run that is killed.
    """

    def __init__(self) -> None:
        self._number = 0

    def fact(self) -> str:
        return self._next(7)

    def other(self) -> str:
        return self._next(4)

    def _next(self, version: int) -> str:
        self._number += 1
        digest = hashlib.sha256(f"kill {version} {self._number}".encode()).digest()[:16]
        bits = int.from_bytes(digest, "big")
        bits = bits & ~(0xF << 76) & ~(0x3 << 62) | version << 76 | 0x2 << 62
        return str(UUID(int=bits))


@dataclass(frozen=True)
class Ground:
    """Where the folder lies (`data`, `keys`, `answers.toml`, `photo.jpg`) and what a script may name."""

    place: Path
    cards: list[str]
    riders: list[str]
    visits: list[str]
    meals: list[str]
    jobs: list[str]
    referrals: list[str]
    merchant: str
    partner: str
    stock: Stock
    base: int

    @property
    def data(self) -> Path:
        return self.place / "data"

    def save(self, file: Path) -> None:
        file.write_text(json.dumps(dataclasses.asdict(self) | {"place": str(self.place)}), "utf-8")

    @classmethod
    def load(cls, file: Path) -> Ground:
        table = json.loads(file.read_text("utf-8"))
        return cls(**table | {"place": Path(table["place"]), "stock": Stock(**table["stock"])})


def parts(keys: Path) -> station.Parts:
    """Real parts but for the clock, which starts at noon, ids that are counted, and keys that lie in a folder."""
    return station.Parts(
        rulebook(), divisions(), RunningClock(parse_time(NOON)), CountedIds(), FileKeys(keys), printer()
    )


@functools.cache
def _tools() -> Toolbox:
    return make_tools(read_words())


def tools(keys: Path) -> Toolbox:
    """The command line's toolbox on these parts."""
    return dataclasses.replace(_tools(), parts=parts(keys))


def make_ground(place: Path) -> Ground:
    """A fresh ground under `place`."""
    told = Yard(place.with_name(place.name + "-yard")).fresh.open(place)
    try:
        return _told(told, place)
    finally:
        told.close()


def _told(told: Station, place: Path) -> Ground:
    office, by, clock = told.office, told.by, told.clock
    # of today, so that opening the day stays one act of one commit
    office.retention.run_by_app()
    people: list[Registered] = [told.register() for _ in range(RIDERS)]
    merchant = office.master.add_merchant(by, "泉香快餐")
    office.master.grant(by, merchant, "2026-11", 1_000_000, 0)
    partner = office.master.add_partner(by, "历下区人民医院")
    visits: list[str] = []
    for person in people[:16]:
        clock.pass_by(MINUTE)
        visits.append(office.visits.by_card(by, person.card, ["rest", "water"]).fact or "")
    clock.set("2026-11-16T10:45:00")
    for _ in range(6):
        clock.pass_by(MINUTE)
        visits.append(office.visits.anonymous(by, "courier", ["rest"], 2).fact or "")
    meals = [office.meals.serve(by, person.card, merchant).fact or "" for person in people[:6]]
    walk = office.inspections.complete(
        by, "weekly", [GivenAnswer(code, "fail", note="记一笔", photos=(picture(),)) for code in FAILED]
    )
    referrals = [
        office.referrals.refer(by, person.card, "green_channel", partner, reason="胸闷", consent=True).referral
        for person in people[:4]
    ]
    stock = lay_in(told, place, [person.card for person in people[8:14]], merchant)
    assert all(visits)
    assert all(meals)
    (place / "answers.toml").write_text(ANSWERS, "utf-8")
    (place / "photo.jpg").write_bytes(picture())
    return Ground(
        place,
        [person.card for person in people],
        [person.rider for person in people],
        visits,
        meals,
        list(walk.rectifications),
        referrals,
        merchant,
        partner,
        stock,
        len(told.journal()),
    )
