"""The rules of health checks as data: changes of a slot, how long a list is kept, what is chased."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class HealthRules:
    """`changes` of a booked slot; `keep_days` of a booking list after its batch; `issued_days` and
    `attended_days` after which a slip is chased; `bring` titles by code, then language.
    """

    version: str
    changes: int
    keep_days: int
    issued_days: int
    attended_days: int
    bring: Mapping[str, Mapping[str, str]]


def parse_health(text: str) -> HealthRules:
    """From TOML as in `resources/rules/health.toml`."""
    table = tomllib.loads(text)
    return HealthRules(
        version=table["version"],
        changes=table["booking"]["changes"],
        keep_days=table["list"]["keep_days"],
        issued_days=table["chase"]["issued_days"],
        attended_days=table["chase"]["attended_days"],
        bring=table["bring"],
    )
