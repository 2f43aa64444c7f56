"""A station with a hospital to send riders to: batches of slots, slips, and what a test asks about them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

import pytest

from desktop.app import read_words
from desktop.core.errors import Refused
from desktop.core.id_number import check_character
from desktop.core.keys import DeviceKey
from desktop.core.paper_seal import coded
from desktop.services.bookings import BatchView
from desktop.services.papers import Papers, Wanted
from tests.stations import Station

HOSPITAL = "济南市第四人民医院"
STREET = "370102005"
DAY = "2026-11-20"


def refused(code: str) -> Any:
    return pytest.raises(Refused, match=f"'{code}'")


def slip_text(station: Station, referral: str, key: DeviceKey | None = None) -> str:
    """The text of the code on a slip's paper, signed by this station's device or by another key."""
    data: Any = Papers(station.desk, station.office, read_words()["zh"]).freeze(
        station.by, Wanted("health", id=referral)
    )
    return str(coded(key or station.desk.key, data.frame, data).frame.code)


def an_id_number(seed: int = 1) -> str:
    """An invented ID number with the right check character; its place code is nobody's."""
    chance = random.Random(seed)
    body = f"999999{chance.randrange(1960, 2005)}{chance.randrange(1, 13):02d}{chance.randrange(1, 29):02d}"
    body += f"{chance.randrange(1000):03d}"
    return body + check_character(body)


def a_file(
    slots: Sequence[tuple[str, str, str, int]] = ((DAY, "08:00", "10:00", 2),),
    quota: dict[str, int] | None = None,
    **fields: str,
) -> str:
    """A batch file: slots as (day, from, to, places); `fields` are TOML values, empty to leave one out."""
    given = {
        "hospital": f'"{HOSPITAL}"',
        "package": '"基础体检套餐"',
        "unit_price_fen": "28000",
        "payer": '"历下区总工会"',
        "bring": '["id_card", "slip"]',
        "fasting": "true",
    } | fields
    lines = [f"{name} = {value}" for name, value in given.items() if value]
    if quota is not None:
        lines += ["[quota]", *(f'"{street}" = {places}' for street, places in quota.items())]
    for day, begin, end, places in slots:
        lines += ["[[slots]]", f'day = "{day}"', f'from = "{begin}"', f'to = "{end}"', f"places = {places}"]
    return "\n".join(lines)


class Clinic:
    """`slips`, `riders` and `cards` by a name that the test gives, each of a person of their own."""

    def __init__(self, station: Station) -> None:
        self.station, self.office, self.by = station, station.office, station.by
        self.slips: dict[str, str] = {}
        self.riders: dict[str, str] = {}
        self.cards: dict[str, str] = {}
        self.partner = self.office.master.add_partner(self.by, HOSPITAL)

    def batch(self, *slots: tuple[str, str, str, int], **fields: Any) -> BatchView:
        return self.office.bookings.open(self.by, a_file(slots or ((DAY, "08:00", "10:00", 2),), **fields))

    def person(self, name: str, **changes: Any) -> str:
        """Registers somebody; returns the card."""
        made = self.station.register(name, **changes)
        self.riders[name], self.cards[name] = made.rider, made.card
        return made.card

    def slip(self, name: str, **changes: Any) -> str:
        """A check-up slip of the person called so, who is registered when new."""
        card = self.cards.get(name) or self.person(name)
        made = self.office.referrals.refer(self.by, card, "checkup", HOSPITAL, consent=True, **changes)
        self.slips[name] = made.referral
        return str(made.referral)

    def book(self, name: str, slot: str) -> str:
        """Asks for a slot on this person's slip; says what came of it."""
        slip = self.slips.get(name) or self.slip(name)
        return self.office.bookings.book(self.by, slip, slot).outcome

    def move(self, name: str, to: str) -> None:
        self.office.referrals.move(self.by, self.slips[name], to)

    def state(self, name: str) -> str:
        return str(self.station.rows("SELECT state FROM referrals WHERE referral = ?", (self.slips[name],))[0][0])

    def states(self, *names: str) -> list[str]:
        return [self.state(name) for name in names]

    def standing(self, name: str) -> tuple[str, str]:
        """How and on which slot somebody stands among the bookings."""
        row = self.station.rows("SELECT standing, slot FROM bookings WHERE referral = ?", (self.slips[name],))
        return (str(row[0][0]), str(row[0][1])) if row else ("", "")

    def last(self, count: int) -> list[str]:
        return [entry.kind for entry in self.station.entries()[-count:]]
