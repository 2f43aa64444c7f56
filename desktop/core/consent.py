"""The texts of consent, in versions side by side, and the fact that somebody agreed to a later one."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass

from desktop.core.entry import Entry
from desktop.core.fact import Fact, Put, Value


@dataclass(frozen=True)
class Consent:
    """One version: its texts by language, what they promise in months, and the day from which it was used."""

    version: str
    since: str
    keep_months: int
    forget_after_months: int
    texts: Mapping[str, str]


@dataclass(frozen=True)
class Consents:
    """All versions by name, oldest first; `current` is the one that people agree to now."""

    current: Consent
    versions: Mapping[str, Consent]


class RiderConsented(Fact, frozen=True):
    """A rider agreed to another version than the one at registration."""

    KIND = "rider.consented"
    rider: str
    version: str


def consented_rows(entry: Entry, fact: RiderConsented) -> list[Put]:
    values: dict[str, Value] = {
        "rider": fact.rider,
        "version": fact.version,
        "day": entry.day,
        "at": entry.at,
        "by": entry.by,
    }
    return [Put("consents", {"fact": entry.id}, values)]


def parse_consents(text: str) -> Consents:
    """From TOML as in `resources/rules/consent.toml`; raises `KeyError` when `current` names no version."""
    table = tomllib.loads(text)
    versions = {
        name: Consent(
            name,
            row["from"],
            row["keep_months"],
            row["forget_after_months"],
            {"zh": row["zh"], "en": row["en"]},
        )
        for name, row in sorted(table["versions"].items(), key=lambda each: str(each[1]["from"]))
    }
    return Consents(versions[table["current"]], versions)
