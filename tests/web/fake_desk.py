"""A station's desk as the pages for phones see it, kept in memory."""

from __future__ import annotations

from dataclasses import dataclass, field

import uuid_utils.compat

from desktop.core import checkin_code
from desktop.core.errors import EnvironmentFailed, Refused
from desktop.core.keys import DeviceKey
from desktop.core.people import clean_name, clean_phone, masked_name
from desktop.core.phone_pages import (
    CheckedIn,
    CheckIn,
    CodeSeen,
    MealTime,
    PhoneMine,
    PhonePerson,
    PhonePlace,
)

KEY, SITE, POSTER_SITE = DeviceKey(bytes(range(32))), "5b0e7c1a-3f7e-4d0e-8c5a-0d9e8f7a6b5c", "7K2M9Q3A"
# 2026-11-21 12:06 in Shanghai, a Saturday; the begin of a step
NOON = 1_795_233_960_000
DIGITS = "4729"
CARD = "QY1" + "A" * 156


@dataclass
class FakePhoneDesk:
    """Fulfils `phone_pages.PhoneDesk`.

    Attributes:
        visits: what was recorded, by fact; people: name and phone by rider; shown: (rider, fact, form).
    """

    now: int = NOON
    visits: dict[str, CheckIn] = field(default_factory=dict)
    people: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    shown: list[tuple[str, str, str]] = field(default_factory=list)
    verified: set[str] = field(default_factory=set)
    full: bool = False
    broken: bool = False
    station: str = "甸柳一社区站"

    def clock(self) -> int:
        return self.now

    def code(self) -> str:
        return checkin_code.show(KEY, SITE, self.now // 1000).text

    def place(self) -> PhonePlace:
        if self.broken:
            raise RuntimeError("张三 13805310427")
        return PhonePlace(
            POSTER_SITE,
            self.station,
            self.now,
            {"zh": "每天 7:00—21:00", "en": "daily 7:00—21:00"},
            990,
            ("泉香快餐（甸柳店）", "柳巷面馆"),
            (
                MealTime({"zh": "午餐", "en": "Lunch"}, "10:30", "13:30", True),
                MealTime({"zh": "错峰", "en": "Off-peak"}, "13:30", "16:30", False),
            ),
            {
                "zh": "本人同意驿站登记姓名和电话，只用于站内服务；一年没来自动删除；随时可以注销。",
                "en": "I agree that the station keeps my name and phone. They are deleted after a year.",
            },
        )

    def is_here(self, site: str) -> bool:
        return site.upper() == POSTER_SITE

    def accept(self, code: str) -> CodeSeen:
        try:
            checkin_code.check(code, KEY.public, SITE, self.now // 1000)
        except checkin_code.CodeExpired as error:
            return CodeSeen("expired", int(str(error)))
        except checkin_code.NotACode as error:
            return CodeSeen("other_station" if str(error) == "another screen" else "no_code")
        return CodeSeen("good")

    def accept_digits(self, digits: str) -> bool:
        return digits == DIGITS

    def new_fact(self) -> str:
        return str(uuid_utils.compat.uuid7())

    def new_rider(self) -> str:
        return str(uuid_utils.compat.uuid4())

    def check_in(self, wanted: CheckIn) -> CheckedIn:
        if self.full:
            raise EnvironmentFailed("disk_full")
        if wanted.fact in self.visits:
            return CheckedIn("checked_in", wanted.fact, self.now)
        if wanted.last in self.visits and not wanted.name:
            return CheckedIn("already_here", wanted.last, self.now)
        if wanted.name or wanted.phone:
            self.people[wanted.rider] = (clean_name(wanted.name), clean_phone(wanted.phone), wanted.group)
        elif wanted.rider and wanted.rider not in self.people:
            raise Refused("rider_unknown", rider=wanted.rider)
        self.visits[wanted.fact] = wanted
        return CheckedIn("checked_in", wanted.fact, self.now)

    def person(self, rider: str) -> PhonePerson | None:
        if rider not in self.people:
            return None
        name, _, group = self.people[rider]
        verified = rider in self.verified
        return PhonePerson(
            rider, masked_name(name), group, verified, CARD, "QY-4K7M-82XD", "2028-11-20", 1 if verified else None
        )

    def mine(self, rider: str, fact: str, form: str) -> PhoneMine:
        self.shown.append((rider, fact, form))
        name, phone, group = self.people[rider]
        return PhoneMine(
            name,
            phone,
            group,
            "2026-11-21",
            "2026.1",
            "",
            (("QY-4K7M-82XD", "2026-11-21"),),
            (("2026-11-21", "12:06", "rest,water"),),
            (),
            1,
            0,
            0,
        )

    def forget(self, rider: str) -> None:
        if self.people.pop(rider, None) is None:
            raise Refused("rider_unknown", rider=rider)

    def last(self) -> CheckIn:
        return list(self.visits.values())[-1]
