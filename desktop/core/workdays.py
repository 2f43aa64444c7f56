"""The working-day calendar, by which rectifications fall due. A year is there only from its official notice."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Due:
    """A deadline: its business day, and whether every year counted through has its official calendar."""

    day: str
    certain: bool


@dataclass(frozen=True)
class Counted:
    """A day that a deadline passes over. `number` is which working day it is, 0 for one that is skipped; `why` is
    then `weekend` or `holiday`, and `make_up` for a weekend that is worked.
    """

    day: str
    number: int
    why: str = ""


@dataclass(frozen=True)
class Calendar:
    """Days off and make-up working days by year; a missing year counts Monday to Friday."""

    version: str
    years: frozenset[int]
    off: frozenset[str]
    work: frozenset[str]

    def is_workday(self, day: str) -> bool:
        if day in self.work:
            return True
        return day not in self.off and date.fromisoformat(day).weekday() < 5

    def why(self, day: str) -> str:
        """What is special about a day: `holiday`, `weekend`, `make_up`, or nothing."""
        late = date.fromisoformat(day).weekday() >= 5
        if day in self.work:
            return "make_up" if late else ""
        return "weekend" if late and day not in self.off else "holiday" if day in self.off else ""

    def counted(self, day: str, workdays: int) -> tuple[Counted, ...]:
        """The days after `day` up to the one that `after` says, each with its number or why it is skipped."""
        found: list[Counted] = []
        moment, number = date.fromisoformat(day), 0
        while number < workdays:
            moment += timedelta(days=1)
            here = moment.isoformat()
            works = self.is_workday(here)
            number += works
            found.append(Counted(here, number if works else 0, self.why(here)))
        return tuple(found)

    def after(self, day: str, workdays: int) -> Due:
        """The day that lies this many working days after `day`; 0 is the day itself."""
        moment = date.fromisoformat(day)
        certain = moment.year in self.years
        left = workdays
        while left > 0:
            moment += timedelta(days=1)
            certain = certain and moment.year in self.years
            left -= self.is_workday(moment.isoformat())
        return Due(moment.isoformat(), certain)


def parse_calendar(text: str) -> Calendar:
    """From TOML: `[years.2026] off = […], work = […]`."""
    table = tomllib.loads(text)
    years = table["years"]
    return Calendar(
        version=table["version"],
        years=frozenset(int(year) for year in years),
        off=frozenset(day for year in years.values() for day in year["off"]),
        work=frozenset(day for year in years.values() for day in year["work"]),
    )
