"""The frozen data of the pages that a station serves to phones, and what they ask: `PhoneDesk`, which the services'
side fulfils. Times are ms UTC, times of a day `HH:MM` in Shanghai, days `YYYY-MM-DD`, money fen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from desktop.core import business_day
from desktop.core.programme import Programme

Titles = Mapping[str, str]


@dataclass(frozen=True)
class MealTime:
    """A period of today in which a meal is served; `now` while it runs."""

    titles: Titles
    begin: str
    end: str
    now: bool


@dataclass(frozen=True)
class PhonePlace:
    """Where one is. `site` is the station as its poster spells it, `hours` as posted by language, `eat` the names of
    the places with meals, `periods` those that have not ended yet, `consent` the text in force that a person agrees to.
    """

    site: str
    name: str
    now: int
    hours: Titles
    price_fen: int
    eat: tuple[str, ...]
    periods: tuple[MealTime, ...]
    consent: Titles


@dataclass(frozen=True)
class CodeSeen:
    """What a screen's code is worth: `outcome` is `good`, `expired`, `clock_off` (of a step that is still to come, at a
    hub), `other_station` or `no_code`; `age` in seconds since its step began, 0 where that is not known.
    """

    outcome: str
    age: int = 0


@dataclass(frozen=True)
class CheckIn:
    """What a phone sends. `fact` (and `rider` of a new person) were made with the page, so that sending it twice counts
    once. `rider` is empty for somebody who leaves no name; with `name` a new person is registered under it. `last` is
    the visit that this phone made before, empty for none. `presence` as `core/visit.py` has it.
    """

    fact: str
    presence: str
    group: str
    rider: str = ""
    name: str = ""
    phone: str = ""
    last: str = ""


@dataclass(frozen=True)
class CheckedIn:
    """`outcome` is `checked_in` or `already_here`; `fact` the visit in hand, `at` its begin, ms UTC."""

    outcome: str
    fact: str
    at: int


@dataclass(frozen=True)
class PhonePerson:
    """Somebody whose phone is known, as others may see them. `card` is the card's text, empty where another device
    issued it or it was withdrawn; `until` its last day. `meals_left` 份 of today, None where there is no limit.
    """

    rider: str
    name: str
    group: str
    verified: bool
    card: str = ""
    number: str = ""
    until: str = ""
    meals_left: int | None = None


@dataclass(frozen=True)
class PhoneMine:
    """All that is held about somebody. `visits` and `meals` are (day, time, what was recorded), the latest first, at
    most `LINES_MOST` of each; `visits_all` and `meals_all` how many there are. `what` of a visit are its services, of
    a meal its period.
    """

    name: str
    phone: str
    group: str
    registered: str
    consent: str
    verified_until: str
    cards: tuple[tuple[str, str], ...]
    visits: tuple[tuple[str, str, str], ...]
    meals: tuple[tuple[str, str, str], ...]
    visits_all: int
    meals_all: int
    referrals_all: int


LINES_MOST = 100


class PhoneDesk(Protocol):
    """Called on worker threads; each may raise `desktop.core.errors.Trouble`. Nobody at the counter is asked."""

    def place(self) -> PhonePlace: ...

    def is_here(self, site: str) -> bool:
        """Whether a poster's spelling means this station, under any name it ever had."""

    def accept(self, code: str) -> CodeSeen:
        """The code of a visitor's screen, scanned."""

    def accept_digits(self, digits: str) -> bool:
        """The four digits beside it, typed."""

    def new_fact(self) -> str:
        """An id for a visit, UUIDv7."""

    def new_rider(self) -> str:
        """An id for a person, UUIDv4."""

    def check_in(self, wanted: CheckIn) -> CheckedIn:
        """Counts once for each `fact`. Raises `Refused` for a name, phone or group that is none."""

    def person(self, rider: str) -> PhonePerson | None:
        """None for somebody who was forgotten."""

    def mine(self, rider: str, fact: str, form: str) -> PhoneMine:
        """That it was shown is a fact, once for each `fact`; `form` is `page` or `copy`. Raises `Refused`."""

    def forget(self, rider: str) -> None:
        """The person asks for it on their own phone. Raises `Refused` for somebody forgotten before."""


def meal_times(programme: Programme, now: int) -> tuple[MealTime, ...]:
    """The periods of today that have not ended at an instant (ms UTC); none outside the programme's days."""
    if not programme.first_day <= business_day.day_of(now) <= programme.last_day:
        return ()
    minute, found = business_day.minute_of_day(now), []
    for period in programme.periods:
        runs = period.begins_before(minute) is not None
        if runs or period.begin > minute:
            found.append(MealTime(period.titles, _time(period.begin), _time(period.end), runs))
    return tuple(found)


def _time(minute: int) -> str:
    return f"{minute // 60 % 24}:{minute % 60:02d}"
