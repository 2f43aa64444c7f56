"""Referrals 转介: sending a rider to a clinic for a check or by the green channel, and their states."""

from __future__ import annotations

from desktop.core.entry import Entry
from desktop.core.fact import Fact, Put, Value

KINDS = ("checkup", "green_channel")
STATES = ("issued", "booked", "waiting", "attended", "closed", "no_show", "expired", "cancelled")
# A check-up in one of these uses up the calendar year.
USED = frozenset({"issued", "booked", "waiting", "attended", "closed"})


class ReferralIssued(Fact, frozen=True):
    """`code` is what the clinic types or scans; `until` the last day of the slip; `reason` a note's hash."""

    KIND = "referral.issued"
    referral: str
    rider: str
    referral_kind: str
    partner: str
    code: str
    until: str
    consent: str
    number: int
    slot: str | None = None
    reason: str | None = None


class ReferralMoved(Fact, frozen=True):
    KIND = "referral.moved"
    referral: str
    to: str
    note: str | None = None


def issued_rows(entry: Entry, fact: ReferralIssued) -> list[Put]:
    key: dict[str, Value] = {"referral": fact.referral}
    values: dict[str, Value] = {
        "rider": fact.rider,
        "kind": fact.referral_kind,
        "partner": fact.partner,
        "code": fact.code,
        "until": fact.until,
        "number": fact.number,
        "slot": fact.slot,
        "reason": fact.reason,
        "issued_day": entry.day,
        "issued_at": entry.at,
        "issued_by": entry.by,
        "site": entry.site,
    }
    state: dict[str, Value] = {"state": "issued", "moved_at": entry.at}
    return [Put("referrals", key, values), Put("referrals", key, state, newer="moved_at")]


def moved_rows(entry: Entry, fact: ReferralMoved) -> list[Put]:
    key: dict[str, Value] = {"referral": fact.referral}
    state: dict[str, Value] = {"state": fact.to, "moved_at": entry.at}
    move: dict[str, Value] = {
        "referral": fact.referral,
        "state": fact.to,
        "at": entry.at,
        "day": entry.day,
        "by": entry.by,
        "note": fact.note,
    }
    return [Put("referrals", key, state, newer="moved_at"), Put("referral_moves", {"fact": entry.id}, move)]
