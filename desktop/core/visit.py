"""Visits 入站服务: one person's use of a station, named by card or search, or anonymous by group.

`how` says how it was recorded: `card`, `search`, `anonymous`, `self` (phone page), `paper`.
"""

from __future__ import annotations

import msgspec

from desktop.core.entry import Entry
from desktop.core.errors import Refused
from desktop.core.fact import Fact, Put

SERVICES = (
    "rest",
    "water",
    "charging",
    "meal_heating",
    "medicine",
    "tools",
    "warm_or_cool",
    "handover",
    "other",
)
COUNT_MOST = 99
# What vouches for it that somebody was there 到站凭证: somebody at the counter saw them; the screen's code of that
# minute, or its digits; the poster, whose code anybody may photograph; their own word.
PRESENCES = ("counter", "screen", "poster", "self")
# How figures split what was recorded: 登记 / 匿名 / 自助 / 补录.
SPLIT = {
    "card": "registered",
    "search": "registered",
    "anonymous": "anonymous",
    "self": "self",
    "paper": "paper",
}


class VisitRecorded(Fact, frozen=True):
    """`when` is the time it happened in ms UTC (the machine's clock unless somebody stated another).

    `rider` is None for the anonymous, who may be `count` at once. `trust` is `verified` or `unverified` (the card's
    issuer is not known here yet), `presence` one of `PRESENCES`. `marks` are doubts kept with it: `out_of_hours`,
    `too_fast`. Medicine is never among `services`: it is a fact of its own without a person.
    """

    KIND = "visit.recorded"
    rider: str | None
    group: str
    count: int
    how: str
    services: list[str]
    when: int
    trust: str = "verified"
    card_issued: int | None = None
    marks: list[str] = msgspec.field(default_factory=list)
    presence: str = "counter"


class VisitExtended(Fact, frozen=True):
    """More services of a visit in hand; `services` is the whole list after it."""

    KIND = "visit.extended"
    visit: str
    services: list[str]


class VisitEnded(Fact, frozen=True):
    KIND = "visit.ended"
    visit: str
    when: int


class VisitVoided(Fact, frozen=True):
    KIND = "visit.voided"
    visit: str
    reason: str
    note: str | None = None


class MedicineUsed(Fact, frozen=True):
    """Somebody of a group took something from the box; linked to nobody."""

    KIND = "medicine.used"
    group: str


def clean_services(services: list[str]) -> list[str]:
    """Known services, once each, in the order of the toggles; `Refused` for another."""
    for service in services:
        if service not in SERVICES:
            raise Refused("service_unknown", service=service[:40], services=", ".join(SERVICES))
    return [service for service in SERVICES if service in services]


def recorded_rows(entry: Entry, fact: VisitRecorded) -> list[Put]:
    values: dict[str, str | int | None] = {
        "day": entry.day,
        "at": fact.when,
        "rider": fact.rider,
        "group": fact.group,
        "count": fact.count,
        "how": fact.how,
        "first_services": ",".join(fact.services),
        "trust": fact.trust,
        "presence": fact.presence,
        "marks": ",".join(fact.marks),
        "site": entry.site,
        "device": entry.device,
        "by": entry.by,
        "seq": entry.seq,
    }
    return [Put("visits", {"fact": entry.id}, values)]


def extended_rows(entry: Entry, fact: VisitExtended) -> list[Put]:
    values: dict[str, str | int | None] = {"services": ",".join(fact.services), "extended_at": entry.at}
    return [Put("visits", {"fact": fact.visit}, values, newer="extended_at")]


def ended_rows(entry: Entry, fact: VisitEnded) -> list[Put]:
    return [Put("visits", {"fact": fact.visit}, {"ended_at": fact.when})]


def voided_rows(entry: Entry, fact: VisitVoided) -> list[Put]:
    values: dict[str, str | int | None] = {
        "voided": fact.reason,
        "voided_at": entry.at,
        "voided_by": entry.by,
    }
    return [Put("visits", {"fact": fact.visit}, values)]


def medicine_rows(entry: Entry, fact: MedicineUsed) -> list[Put]:
    return [Put("medicine_uses", {"fact": entry.id}, {"day": entry.day, "group": fact.group})]
