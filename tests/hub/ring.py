"""A hub in this process with everybody who may come to it: nobody, each signed-in role, devices of all sorts.

Requests go through the whole ASGI application; the address of each is what `ring.address` says.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import secrets
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import httpx
from starlette.types import ASGIApp, Receive, Scope, Send

from desktop.app import read_words
from desktop.core import business_day, canonical, request
from desktop.core.card import Card
from desktop.core.meal_rules import Decision, MealOutcome, served
from desktop.core.phone_till import SOURCE
from desktop.core.programme import Serving
from desktop.core.rider import CardIssued, RiderRegistered
from desktop.core.site import MerchantAdded, short_site
from hub.api import build
from hub.challenge import Challenges
from hub.decisions import Decisions
from hub.doors import CASHIER
from hub.limits import Limits
from hub.office import Office
from hub.pages.visit import SESSION
from hub.parts import Parts
from hub.phone_tills import Wanted
from hub.projector import Projector
from hub.side import pages, put_together
from hub.signer import Gate
from hub.signin import Sessions
from hub.supervision import Supervisor
from hub.supervisors import Supervisor as Account
from tests.hub.device import Device
from tests.hub.filled import SUPERVISOR
from tests.hub.furnished import begin_check, furnish
from tests.hub.in_process import InProcess
from tests.hub.test_project import meal

STREET, HOME, FAR = "370102005", "370102005001", "370102001002"
PIN = "135790"
SIGNED = ("street", "supervisor", "cashier")
PEOPLE = ("nobody", *SIGNED)
DEVICES = ("device", "other", "revoked", "stranger")
ROLES = (*PEOPLE, *DEVICES)
WIDE = Limits(10**9, 10**9, 10**9)


class FromAnywhere:
    """Gives each request an address of its own, so that limits by address do not hide what stands behind them."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.fixed = ""
        self._numbers = itertools.count(1)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            number = next(self._numbers)
            scope["client"] = (self.fixed or f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}", 1)
        await self.app(scope, receive, send)


@dataclass
class Ring:
    parts: Parts
    office: Office
    app: Any
    anywhere: FromAnywhere
    client: httpx.Client
    devices: dict[str, Device]
    people: dict[str, Supervisor]
    known: dict[str, list[str]]
    """Ids by the name of the place in a path that they fit; the first is of the street's own."""
    challenge: str
    sessions: Sessions
    _tokens: dict[str, tuple[str, str]] = field(default_factory=dict)

    def token(self, role: str) -> tuple[str, str]:
        """The cookie of somebody signed in, and the token of their forms; made anew when it was signed out."""
        made = self._tokens.get(role)
        if made is None or self.sessions.find(made[0]) is None:
            cookie = self.sessions.sign_in(role, "", f"ring {secrets.token_hex(4)}")
            signed = self.sessions.find(cookie)
            assert signed is not None
            made = self._tokens[role] = (cookie, signed.csrf)
        return made

    def ask(
        self, role: str, method: str, target: str, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> httpx.Response:
        """A request as this role makes it: with a session's cookie, or signed by a device."""
        given = dict(headers or {})
        if role in SIGNED:
            given["Cookie"] = f"{SESSION}={self.token(role)[0]}"
        elif role in DEVICES:
            given |= request.headers(self.devices[role].key, method, target, body, self.challenge)
        return self.client.request(method, target, content=body, headers=given)

    def form(self, role: str, path: str, fields: Mapping[str, str], *, token: bool = True) -> httpx.Response:
        csrf = self.token(role)[1] if token and role in SIGNED else ""
        body = urlencode({**fields, "csrf": csrf}).encode()
        return self.ask(role, "POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"})

    def path(self, role: str, path: str) -> str:
        """A path with ids in its places: those of the street's own, and of one's own checks."""
        ids = {name: values[0] for name, values in self.known.items()}
        return path.format(**ids | ({"draft": self.known["draft"][1]} if role == "supervisor" else {}))

    def document(self) -> dict[str, Any]:
        """What OpenAPI says, as it is served."""
        document: dict[str, Any] = self.client.get("/openapi.json").json()
        return document

    def entries(self) -> int:
        with self.parts.database.read() as session:
            return int(session.row("SELECT count(*) FROM journal")[0])

    def project(self) -> None:
        Projector(self.parts).all()


@contextlib.contextmanager
def made_ring(parts: Parts, limits: Limits = WIDE) -> Iterator[Ring]:
    """Everybody at a hub that holds nothing yet."""
    ring = _make(parts, limits)
    yield ring
    ring.client.close()


def _make(parts: Parts, limits: Limits) -> Ring:
    words = read_words()
    gate = Gate(parts, limits)
    app = build(gate, pages=pages(parts, words))
    anywhere = FromAnywhere(app)
    client = httpx.Client(transport=InProcess(anywhere, app.application), base_url="http://hub.test")
    office = put_together(parts, words)
    challenge = Challenges(parts.keys, parts.clock).make()
    devices = {role: Device(client, parts.clock.now() - 3_600_000) for role in DEVICES}
    people = {"supervisor": SUPERVISOR}
    for role, community in (("device", HOME), ("other", FAR), ("revoked", HOME)):
        code = parts.enrolment.new_station(f"驿站{role}", community, SUPERVISOR.id).code
        answer = devices[role].enrol(code)
        assert answer.status_code == 200, answer.text
    _live(parts, devices["device"], "10000000-0000-4000-8000-00000000000{}")
    _live(parts, devices["other"], "20000000-0000-4000-8000-00000000000{}")
    known = {name: [value] for name, value in furnish(office, SUPERVISOR).items()}
    Decisions(parts).revoke(Account(SUPERVISOR.id, "", ()), devices["revoked"].id, "丢了")
    office.doors.add(SUPERVISOR, "街道乙", PIN, "street", STREET)
    street = next(account for account in office.doors.accounts(SUPERVISOR) if account.name == "街道乙")
    people["street"] = Supervisor(street.operator, frozenset({"street"}), "街道乙", STREET)
    people["cashier"] = _cashier(parts, office, client)
    Projector(parts).all()
    with parts.database.read() as session:
        first = session.row("SELECT operator, name, roles FROM supervisors WHERE roles = 'supervisor'")
    people["supervisor"] = Supervisor(first[0], frozenset({"supervisor"}), first[1], "")
    spare = {"device": devices["revoked"].id, "name": "look.css", "digest": "ab" * 32}
    spare |= {"site": _site(devices["device"]), "code": short_site(_site(devices["device"]))}
    spare["at"] = spare["code"]
    known |= {name: [value] for name, value in spare.items()}
    known["site"].append(_site(devices["other"]))
    sessions = Sessions(office.hub.ground, lambda name, _pin: _checked(people[name]), parts.keys.purpose("forms"))
    ring = Ring(parts, office, app, anywhere, client, devices, people, known, challenge, sessions)
    known["meal"] = [_served_by_phone(office, people["cashier"])]
    photo = office.hub.ground.other_id()
    known["photo"] = [photo]
    # a check is whose it is, the street's first
    known["draft"] = [begin_check(office, people[role], photo) for role in ("street", "supervisor")]
    known["fact"] = [*_held(office, people["street"]), *_held(office, people["supervisor"])]
    return ring


def _cashier(parts: Parts, office: Office, client: httpx.Client) -> Supervisor:
    """Somebody who serves by phone at a merchant with a till of its own."""
    till = Device(client, parts.clock.now() - 3_600_000)
    code = parts.enrolment.new_merchant("泉香快餐", SUPERVISOR.id)
    assert till.enrol(code.code, "merchant").status_code == 200
    Projector(parts).all()
    wanted = Wanted(code.site, "泉香 王芳", PIN, 7, 1_000_000, 0)
    return Supervisor(office.phone_tills.open(SUPERVISOR, wanted), frozenset({CASHIER}), "泉香 王芳", "")


def _served_by_phone(office: Office, by: Supervisor) -> str:
    """A meal of the running shift, whatever o'clock it is."""
    cashier, now = office.till.shift(by).cashier, office.hub.ground.now()
    read = Card(str(uuid.uuid4()), "courier", bytes(6), now // 1_000 - 60, 730, "")
    programme = office.hub.rulebook.programme
    serving = Serving(programme.periods[0], programme.business_day(now))
    body = served(programme, read, cashier.merchant, Decision(MealOutcome.SERVED, serving, 500, "yes"), now, SOURCE)
    with office.hub.ground.write() as txn:
        return txn.append(body, by=by.id, site=cashier.site, day=serving.day)


def _checked(by: Supervisor) -> tuple[str, str, tuple[str, ...]]:
    return by.id, by.name, tuple(by.roles)


def _held(office: Office, by: Supervisor) -> list[str]:
    return [meal.fact for meal in office.held.waiting(by)]


def _site(device: Device) -> str:
    assert device.certificate is not None
    return device.certificate.site


def _live(parts: Parts, device: Device, merchants: str) -> None:
    """A little of what a station does: merchants, a rider with a card, meals of last month."""
    month = _last_month(parts.clock.now())
    rider = str(uuid.uuid4())
    device.log.append(RiderRegistered(rider, "courier", "5a" * 32, "2026.1"))
    device.log.append(CardIssued(rider, "courier", device.log.now // 1_000, 730, "ab" * 6))
    for number in (1, 2):
        merchant = merchants.format(number)
        device.log.append(MerchantAdded(merchant, f"快餐{merchant[0]}{number}"))
        for day in range(1, 9):
            served = meal(str(uuid.uuid4()), device.log.now - 40 * 86_400_000 + day * 60_000)
            body = {**json.loads(canonical.encode(served)), "merchant": merchant}
            device.log.append(body, kind="meal.served", day=f"{month}-{day:02d}")
    device.receipt(device.push())
    Projector(parts).all()


def _last_month(now: int) -> str:
    year, month = (int(part) for part in business_day.day_of(now)[:7].split("-"))
    return f"{year - (month == 1)}-{(month - 2) % 12 + 1:02d}"
