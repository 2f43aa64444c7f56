"""How long things are kept, to the day, and the fact of a run that removed what had come to its end.

A period of months ends on the day with the same number, or on the last day of a month that has none; a period
of days ends with its last day. Things go from the day after. (Civil Code of China, articles 201 and 202.)
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from desktop.core.business_day import plus_days, plus_months
from desktop.core.entry import Entry
from desktop.core.fact import Fact, Put, Value


@dataclass(frozen=True)
class RetentionRules:
    """`days` by what is kept; `gap_days` is the longest pause after which the app still acts by itself."""

    version: str
    days: Mapping[str, int]
    gap_days: int


class Removed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many things an act removed."""

    act: str
    count: int


class RetentionRun(Fact, frozen=True):
    """What a run removed, under which version of the rules; also when it was nothing."""

    KIND = "retention.run"
    rules: str
    removed: list[Removed]


def run_rows(entry: Entry, fact: RetentionRun) -> list[Put]:
    values: dict[str, Value] = {
        "day": entry.day,
        "at": entry.at,
        "by": entry.by,
        "rules": fact.rules,
        "removed": ",".join(f"{each.act}={each.count}" for each in fact.removed),
    }
    return [Put("retention_runs", {"fact": entry.id}, values)]


def over_after_months(today: str, months: int) -> str:
    """The latest day on which something may have happened so that `months` months after it are over today."""
    day = plus_months(today, -months)
    while plus_months(day, months) >= today:
        day = plus_days(day, -1)
    return day


def over_after_days(today: str, days: int) -> str:
    """The latest day from which `days` days are over today."""
    return plus_days(today, -days - 1)


def parse_retention(text: str) -> RetentionRules:
    """From TOML as in `resources/rules/retention.toml`."""
    table = tomllib.loads(text)
    return RetentionRules(table["version"], table["days"], table["clock"]["gap_days"])
