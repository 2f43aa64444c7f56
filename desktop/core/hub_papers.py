"""The frozen data of papers over many sites: a month's stations of a district, a month's settlements."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.core.papers import Frame


@dataclass(frozen=True)
class DistrictLine:
    """A station's month. `visits` are 人次, `persons` 人数 (registered people, once in the month)."""

    place: str
    station: str
    visits: int
    persons: int
    meals: int
    inspections: int
    compliant: int
    opened_jobs: int
    open_jobs: int


@dataclass(frozen=True)
class DistrictPaper:
    """In order of the division's code, never of a figure. `persons` counts nobody twice over all stations."""

    frame: Frame
    month: str
    scope: str
    lines: tuple[DistrictLine, ...]
    persons: int


@dataclass(frozen=True)
class SettledLine:
    """A merchant's month; `number` and `state` (a word) empty while it is not settled. Money in fen."""

    merchant: str
    number: str
    meals: int
    held: int
    subsidy_fen: int
    state: str


@dataclass(frozen=True)
class SettlementList:
    frame: Frame
    month: str
    lines: tuple[SettledLine, ...]
