"""What the visitor's screen shows: nothing on it names anybody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from desktop.core.business_day import minute_of_day

# Minutes of the day until which one says so.
_GREETINGS = ((300, "night"), (660, "morning"), (840, "noon"), (1080, "afternoon"), (1440, "evening"))
ITEM_ICONS = {
    "tables_and_chairs": "rest",
    "microwave": "meal_heating",
    "phone_charging": "charging",
    "water_dispenser": "water",
    "heating_and_cooling": "warm_or_cool",
    "medicine_box": "medicine",
    "repair_tools": "tools",
}
"""Which icon stands for each of the seven."""


def greeting(now: int) -> str:
    """The key of what one says at this time of day; `now` ms UTC."""
    minute = minute_of_day(now)
    return "visitor.greet." + next(name for until, name in _GREETINGS if minute < until)


@dataclass(frozen=True)
class MealPlace:
    """A merchant where one may eat for 9.90: `until` while meals are served, else `from_`, when they are next; times
    `HH:MM` in Shanghai, empty for none today.
    """

    name: str
    until: str
    from_: str

    @property
    def open(self) -> bool:
        return bool(self.until)


@dataclass(frozen=True)
class ItemState:
    """One of the seven, and whether something about it waits to be put right."""

    code: str
    titles: Mapping[str, str]
    out_of_use: bool


@dataclass(frozen=True)
class VisitorPage:
    """`period` titles of the meal period that runs, empty for none; `price_fen` of a meal; `visits` 人次 of today.
    `code` is the address with the rotating check-in code for phones on this station's network, `digits` what whoever
    cannot scan it types in, `hub_code` the address with the same code for phones that are on no network of ours;
    `code_until` the instant (ms UTC) at which the next ones come. Empty while no page is there to take them. `came` is
    the group of whoever checked in by phone last, `came_at` when (ms UTC); empty where nobody did today.
    """

    station: str
    day: str
    period: Mapping[str, str]
    price_fen: int
    places: tuple[MealPlace, ...]
    items: tuple[ItemState, ...]
    visits: int
    code: str = ""
    code_until: int = 0
    digits: str = ""
    came: str = ""
    came_at: int = 0
    hub_code: str = ""

    @property
    def price(self) -> str:
        """Yuan without a last 0: `9.9`."""
        return f"{self.price_fen / 100:.1f}" if self.price_fen % 10 == 0 else f"{self.price_fen / 100:.2f}"


class VisitorCounter(Protocol):
    """Needs nobody at the counter. May raise `desktop.core.errors.Trouble`; called on worker threads."""

    def page(self) -> VisitorPage: ...
