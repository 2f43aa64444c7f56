"""Facts of a device that joined a hub, and of the hub about devices, places and people.

The hub is a device: what it decides stands as entries in its own journal, and goes to devices by the feed.
"""

from __future__ import annotations

from desktop.core.entry import Entry
from desktop.core.fact import Fact, Put, Value


class SiteJoined(Fact, frozen=True):
    """This device joined a hub (its id and public key in hex) as a device of `site`; ids used before are aliases."""

    KIND = "site.joined"
    site: str
    hub: str
    hub_key: str


class DeviceEnrolled(Fact, frozen=True):
    """The hub took a device in: its public key in hex, and the site in the entry's own `site`."""

    KIND = "device.enrolled"
    device: str
    key: str
    site: str


class DeviceRevoked(Fact, frozen=True):
    """Its batches are stored and held from here on. `reason` is free text beside the chain: its hash."""

    KIND = "device.revoked"
    device: str
    reason: str | None


class AliasDeclared(Fact, frozen=True):
    """A merchant or partner that was named locally is one that the hub knows (`sort` says which)."""

    KIND = "alias.declared"
    sort: str
    alias: str
    known: str


class RidersJoined(Fact, frozen=True):
    """Two ids are one person: limits run over both."""

    KIND = "riders.joined"
    rider: str
    same: str


class MealHeld(Fact, frozen=True):
    """The hub holds a meal until somebody decides: `why` a code, `beside` the meal that stands."""

    KIND = "meal.held"
    meal: str
    why: str
    beside: str | None


class MealReleased(Fact, frozen=True):
    """The hub no longer holds a meal, because the one that stood was voided; `held` is what the till itself holds
    it for, or None. A named decision is not undone by it.
    """

    KIND = "meal.released"
    meal: str
    held: str | None


def joined_rows(entry: Entry, fact: SiteJoined) -> list[Put]:
    values: dict[str, Value] = {"site": fact.site, "device": entry.device, "at": entry.at}
    return [Put("site_aliases", {"alias": entry.site}, values)]


def enrolled_rows(entry: Entry, fact: DeviceEnrolled) -> list[Put]:
    values: dict[str, Value] = {"key": fact.key, "site": fact.site, "enrolled_at": entry.at}
    return [Put("devices", {"device": fact.device}, values)]


def revoked_rows(entry: Entry, fact: DeviceRevoked) -> list[Put]:
    values: dict[str, Value] = {"revoked_at": entry.at, "revoked_reason": fact.reason}
    return [Put("devices", {"device": fact.device}, values)]


def alias_rows(entry: Entry, fact: AliasDeclared) -> list[Put]:
    return [Put("aliases", {"alias": fact.alias}, {"sort": fact.sort, "known": fact.known, "at": entry.at})]


def riders_joined_rows(entry: Entry, fact: RidersJoined) -> list[Put]:
    return [Put("joined_riders", {"rider": fact.rider, "same": fact.same}, {"at": entry.at})]


def held_rows(entry: Entry, fact: MealHeld) -> list[Put]:
    """Beside what the till itself held it for: the later of the two is shown."""
    key: dict[str, Value] = {"fact": fact.meal}
    return [
        Put("meals", key, {"held": fact.why, "held_at": entry.at}, newer="held_at"),
        Put("meals", key, {"held_beside": fact.beside, "beside_at": entry.at}, newer="beside_at"),
    ]


def released_rows(entry: Entry, fact: MealReleased) -> list[Put]:
    key: dict[str, Value] = {"fact": fact.meal}
    return [
        Put("meals", key, {"held": fact.held, "held_at": entry.at}, newer="held_at"),
        Put("meals", key, {"held_beside": None, "beside_at": entry.at}, newer="beside_at"),
    ]
