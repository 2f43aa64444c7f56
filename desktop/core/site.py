"""Facts about the place itself: its epochs, its operators, merchants, partners and what may be spent."""

from __future__ import annotations

import hashlib

import msgspec

from desktop.core.entry import Entry
from desktop.core.fact import Fact, Put


def short_site(site: str) -> str:
    """What stands for a place in an address: it grants nothing."""
    return hashlib.sha256(site.encode()).hexdigest()[:8].upper()


class Continued(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The last entry of the log that an epoch goes on from; `high` is the latest clock in it, ms UTC."""

    device: str
    epoch: str
    seq: int
    hash: str
    high: int


class EpochOpened(Fact, frozen=True):
    """First fact of every epoch; `key` is the device's public key in hex, `reason` `init`, `restore`,
    `behind` (the database was behind its last acknowledgement) or `fork` (two machines with one key).
    """

    KIND = "epoch.opened"
    key: str
    software: str
    reason: str
    continues: Continued | None = None


class SiteCreated(Fact, frozen=True):
    """`role` is `station` or `merchant`; `community` a code of the city's list, empty for a merchant."""

    KIND = "site.created"
    role: str
    name: str
    community: str


class OperatorAdded(Fact, frozen=True):
    """Name and PIN are no part of the chain: `sheet` is the hash of the sealed sheet."""

    KIND = "operator.added"
    operator: str
    roles: list[str]
    sheet: str


class MerchantAdded(Fact, frozen=True):
    KIND = "merchant.added"
    merchant: str
    name: str


class PartnerAdded(Fact, frozen=True):
    KIND = "partner.added"
    partner: str
    name: str


class AllotmentGranted(Fact, frozen=True):
    """What a merchant may spend in a month on one device, fen; `portions_a_day` 0 is no limit."""

    KIND = "allotment.granted"
    merchant: str
    device: str
    month: str
    fen: int
    portions_a_day: int


def epoch_rows(entry: Entry, fact: EpochOpened) -> list[Put]:
    continued = fact.continues
    values: dict[str, str | int | None] = {
        "key": fact.key,
        "reason": fact.reason,
        "continues_epoch": continued.epoch if continued else None,
        "continues_seq": continued.seq if continued else None,
        "continues_hash": continued.hash if continued else None,
        "at": entry.at,
    }
    return [Put("epochs", {"device": entry.device, "epoch": entry.epoch}, values)]


def site_rows(entry: Entry, fact: SiteCreated) -> list[Put]:
    values: dict[str, str | int | None] = {"role": fact.role, "name": fact.name, "community": fact.community}
    return [Put("sites", {"site": entry.site}, values)]


def operator_rows(entry: Entry, fact: OperatorAdded) -> list[Put]:
    roles = ",".join(fact.roles)
    return [Put("operators", {"operator": fact.operator}, {"roles": roles, "sheet": fact.sheet, "at": entry.at})]


def merchant_rows(entry: Entry, fact: MerchantAdded) -> list[Put]:
    return [Put("merchants", {"merchant": fact.merchant}, {"name": fact.name, "at": entry.at})]


def partner_rows(entry: Entry, fact: PartnerAdded) -> list[Put]:
    return [Put("partners", {"partner": fact.partner}, {"name": fact.name, "at": entry.at})]


def allotment_rows(entry: Entry, fact: AllotmentGranted) -> list[Put]:
    key: dict[str, str | int | None] = {"merchant": fact.merchant, "device": fact.device, "month": fact.month}
    values: dict[str, str | int | None] = {
        "fen": fact.fen,
        "portions_a_day": fact.portions_a_day,
        "granted_at": entry.at,
        "granted_by": entry.by,
    }
    return [Put("allotments", key, values, newer="granted_at")]
