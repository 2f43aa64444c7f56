"""People of other places: found in the whole city by their full phone, and sheets for a second PC of a place.

The wire's structures (`docs/sync-protocol.md`, 7), and the fact that somebody looked.
"""

from __future__ import annotations

import msgspec

from desktop.core.entry import Entry
from desktop.core.fact import Fact, Put, Value

SHEETS_MOST = 100


class RiderSearched(Fact, frozen=True):
    """Somebody was looked for in the whole city by their full phone: who was found, and the hash of their sheet as it
    was sealed again for this device; all empty where nobody was. Never the phone. One fact for each who was found.
    """

    KIND = "rider.searched"
    rider: str | None
    group: str
    sheet: str | None


def searched_rows(entry: Entry, fact: RiderSearched) -> list[Put]:
    values: dict[str, Value] = {
        "rider": fact.rider,
        "group": fact.group,
        "sheet": fact.sheet,
        "day": entry.day,
        "at": entry.at,
        "by": entry.by,
    }
    return [Put("rider_searches", {"fact": entry.id}, values)]


class FoundPerson(msgspec.Struct, frozen=True):
    """`sealed`: the sheet's content, canonical JSON, sealed to the asking device's box key, hex."""

    rider: str
    group: str
    sealed: str


class FoundPeople(msgspec.Struct, frozen=True):
    found: list[FoundPerson]


class WantedSheets(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Hashes that facts of this place name and that are not here; at most 100."""

    v: int
    hashes: list[str]


class GivenSheet(msgspec.Struct, frozen=True):
    """A sheet by its hash: its bytes in hex, and its key sealed to the asking device's box key, hex."""

    hash: str
    subject: str
    data: str
    key: str


class GivenSheets(msgspec.Struct, frozen=True):
    sheets: list[GivenSheet]
