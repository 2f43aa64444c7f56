"""A hub at noon with a merchant's till by phone: cashiers, riders with cards, pages as a phone sends them."""

from __future__ import annotations

import contextlib
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx

import resources
from desktop.core import business_day, card
from desktop.core.divisions import parse_divisions
from desktop.core.rider import CardIssued, RiderRegistered, RiderVerified
from hub.doors import CASHIER
from hub.pages.visit import SESSION
from hub.parts import put_together
from hub.phone_tills import Wanted
from hub.supervision import Supervisor
from tests.hub.device import Device
from tests.hub.filled import SUPERVISOR
from tests.hub.ring import PIN, Ring, made_ring
from tests.hub.servers import new_parts

DAY = "2026-11-24"
HOUR = 3_600_000
NOON = business_day.start_of(DAY) + 12 * HOUR
_FIELD = re.compile(r'name="(csrf|form)" value="([^"]*)"')


class SetClock:
    def __init__(self, now: int) -> None:
        self.time = now

    def now(self) -> int:
        return self.time


@dataclass
class Counter:
    ring: Ring
    clock: SetClock

    def rider(self, device: str = "device", *, verified: bool = True, issued: int = 0) -> str:
        """The text of a new rider's card, registered at a station that has pushed it."""
        at, rider = self.ring.devices[device], str(uuid.uuid4())
        first, issued = len(at.log.entries) + 1, issued or self.clock.now() // 1_000 - 3_600
        at.log.append(RiderRegistered(rider, "courier", "5a" * 32, "2026.1"))
        if verified:
            at.log.append(RiderVerified(rider, "badge", "2027-11-24"))
        at.log.append(CardIssued(rider, "courier", issued, 730, at.key.key_id.hex()))
        at.receipt(at.push(at.log.batch(first)))
        self.ring.project()
        return card.issue(at.key, rider, "courier", issued, 730).text

    def merchant(self, name: str) -> str:
        """The place of a merchant whose till has joined."""
        return self.joined(name)[0]

    def joined(self, name: str) -> tuple[str, Device]:
        till = Device(self.ring.client, self.clock.now() - HOUR)
        code = self.ring.parts.enrolment.new_merchant(name, SUPERVISOR.id)
        assert till.enrol(code.code, "merchant").status_code == 200
        self.ring.project()
        return code.site, till

    def cashier(self, site: str, name: str, *, fen: int = 1_000_000, portions: int = 0, days: int = 7) -> Phone:
        made = self.ring.office.phone_tills.open(SUPERVISOR, Wanted(site, name, PIN, days, fen, portions))
        self.ring.people[name] = Supervisor(made, frozenset({CASHIER}), name, "")
        return Phone(self, name)

    def entries(self, kind: str) -> int:
        with self.ring.parts.database.read() as session:
            return int(session.row("SELECT count(*) FROM journal WHERE kind = ?", (kind,))[0])


class Phone:
    """A cashier's, signed in."""

    def __init__(self, counter: Counter, name: str) -> None:
        self.counter, self.name = counter, name
        self.by = counter.ring.people[name]
        self.token, self.csrf = counter.ring.token(name)

    def get(self, path: str = "/till", language: str = "zh") -> httpx.Response:
        return self.counter.ring.client.get(path, headers=self._headers(language))

    def page(self) -> dict[str, str]:
        """The fields of the form of a page asked for now."""
        shown = self.get()
        assert shown.status_code == 200, shown.text
        return dict(_FIELD.findall(shown.text))

    def send(self, text: str = "", photo: bytes = b"", page: dict[str, str] | None = None) -> httpx.Response:
        """A form as a browser sends it, with a file field that may be empty."""
        fields = {**(self.page() if page is None else page), "card": text}
        files = {"photo": ("card.jpg", photo, "image/jpeg")}
        return self.counter.ring.client.post("/till", data=fields, files=files, headers=self._headers())

    def post(self, path: str, **given: str) -> httpx.Response:
        return self.counter.ring.client.post(path, data={"csrf": self.csrf, **given}, headers=self._headers())

    def _headers(self, language: str = "zh") -> dict[str, str]:
        return {"Cookie": f"{SESSION}={self.token}", "Accept-Language": language}


def said(answer: httpx.Response) -> str:
    """The large word of the answer; empty where there is none."""
    found = re.search(r'<section class="answer \w+" role="status">.*?<h1>(.*?)</h1>', answer.text, re.S)
    return found[1] if found else ""


@contextlib.contextmanager
def made_counter(folder: Path, db: str = "") -> Iterator[Counter]:
    with new_parts(db or str(folder / "data" / "hub.db"), folder) as base:
        clock = SetClock(NOON)
        divisions = parse_divisions(resources.read_text("divisions.csv"))
        with made_ring(put_together(base.database, base.keys, clock, divisions)) as ring:
            # names sign in by what `people` holds
            yield Counter(ring, clock)
