"""The meal programme 助餐项目: what a meal costs, who pays the difference, when and how often.

Times are minutes of the local day; ends are excluded. A period that crosses midnight belongs to the day on
which it begins.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass

from desktop.core import business_day

DAY_MINUTES = 1440


@dataclass(frozen=True)
class Period:
    """`begin` and `end` in minutes of the day; `end` ≤ `begin` crosses midnight."""

    code: str
    titles: Mapping[str, str]
    begin: int
    end: int
    off_peak: bool

    @property
    def begins(self) -> str:
        """`HH:MM`."""
        return f"{self.begin // 60:02d}:{self.begin % 60:02d}"

    def begins_before(self, minute: int) -> int | None:
        """0 if the minute lies in the part of the day it begins, 1 in the part after midnight, else None."""
        if self.begin < self.end:
            return 0 if self.begin <= minute < self.end else None
        if minute >= self.begin:
            return 0
        return 1 if minute < self.end else None


@dataclass(frozen=True)
class Serving:
    """A period at an instant, and the business day on which it began."""

    period: Period
    day: str


@dataclass(frozen=True)
class Limits:
    """Meals a rider; 0 is no limit. `unverified_a_day` is for a device."""

    period: int
    day: int
    month: int
    unverified_a_day: int


@dataclass(frozen=True)
class Funding:
    """`none` nothing owed, `fixed` fen a meal, `difference` list price less price, up to a cap (0: none)."""

    kind: str
    fixed_fen: int
    cap_fen: int
    funder: str
    document: str

    def subsidy(self, list_fen: int, price_fen: int) -> int:
        """What the merchant may be owed for one meal, fen."""
        if self.kind == "none":
            return 0
        if self.kind == "fixed":
            return self.fixed_fen
        gap = max(list_fen - price_fen, 0)
        return min(gap, self.cap_fen) if self.cap_fen else gap


@dataclass(frozen=True)
class Package:
    code: str
    titles: Mapping[str, str]
    list_fen: int


@dataclass(frozen=True)
class Programme:
    id: str
    version: str
    titles: Mapping[str, str]
    first_day: str
    last_day: str
    price_fen: int
    groups: frozenset[str]
    funding: Funding
    packages: tuple[Package, ...]
    periods: tuple[Period, ...]
    limits: Limits
    verified_months: int

    def serving(self, at: int) -> Serving | None:
        """The period at an instant (ms UTC) and its business day, or None between periods."""
        minute = business_day.minute_of_day(at)
        for period in self.periods:
            carried = period.begins_before(minute)
            if carried is not None:
                day = business_day.day_of(at)
                return Serving(period, business_day.previous(day) if carried else day)
        return None

    def business_day(self, at: int) -> str:
        """The day a till is working on: yesterday's while a period that crossed midnight still runs."""
        serving = self.serving(at)
        return serving.day if serving else business_day.day_of(at)

    def following(self, at: int) -> Period:
        """The period that begins next after an instant (ms UTC)."""
        minute = business_day.minute_of_day(at)
        return min(self.periods, key=lambda period: (period.begin <= minute, period.begin))

    def period(self, code: str) -> Period | None:
        return next((period for period in self.periods if period.code == code), None)


def _minutes(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def parse_programme(text: str) -> Programme:
    """From TOML as in `resources/rules/programme.toml`."""
    table = tomllib.loads(text)
    funding, limits = table["funding"], table["limits"]
    return Programme(
        id=table["id"],
        version=table["version"],
        titles={"zh": table["zh"], "en": table["en"]},
        first_day=table["from"],
        last_day=table["to"],
        price_fen=table["price_fen"],
        groups=frozenset(table["groups"]),
        funding=Funding(
            funding["kind"], funding["fixed_fen"], funding["cap_fen"], funding["funder"], funding["document"]
        ),
        packages=tuple(
            Package(item["code"], {"zh": item["zh"], "en": item["en"]}, item["list_fen"]) for item in table["packages"]
        ),
        periods=tuple(
            Period(
                item["code"],
                {"zh": item["zh"], "en": item["en"]},
                _minutes(item["from"]),
                _minutes(item["to"]),
                bool(item.get("off_peak", False)),
            )
            for item in table["periods"]
        ),
        limits=Limits(limits["period"], limits["day"], limits["month"], limits["unverified_a_day"]),
        verified_months=table["verification"]["months"],
    )
