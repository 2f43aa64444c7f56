"""All the rules a station works by, read once from versioned TOML and handed to the services."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from desktop.core.consent import Consent, Consents, parse_consents
from desktop.core.doubt import DoubtRules, parse_doubts
from desktop.core.figures import FigureBook, parse_figures
from desktop.core.goods import GoodsList, parse_goods
from desktop.core.health_rules import HealthRules, parse_health
from desktop.core.hours import Hours, parse_hours
from desktop.core.medicine_list import MedicineList, parse_medicine_list
from desktop.core.programme import Programme, parse_programme
from desktop.core.retention import RetentionRules, parse_retention
from desktop.core.roles import Roles, parse_roles
from desktop.core.separation import Separation, parse_separation
from desktop.core.standard import Standard, parse_standard
from desktop.core.tools import Tool, parse_tools
from desktop.core.workdays import Calendar, parse_calendar


@dataclass(frozen=True)
class Choices:
    """Reason codes and the small numbers of `reasons.toml`; titles by code, then language. `consent` is the
    text in force.

    `already_here_minutes` is the time in which a second scan adds to the visit in hand,
    `anonymous_gap_seconds` the least time between anonymous counts that is not marked.
    """

    void: Mapping[str, Mapping[str, str]]
    proof: Mapping[str, Mapping[str, str]]
    consent: Consent
    card_days: int
    already_here_minutes: int
    anonymous_gap_seconds: int
    referral_days: int
    referral_moves: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Rulebook:
    standard: Standard
    programme: Programme
    calendar: Calendar
    choices: Choices
    roles: Roles
    doubts: DoubtRules
    medicine: MedicineList
    goods: GoodsList
    hours: Hours
    health: HealthRules
    consents: Consents
    figures: FigureBook
    retention: RetentionRules
    separation: Separation
    tools: tuple[Tool, ...]


def parse_choices(text: str, consent: Consent) -> Choices:
    table = tomllib.loads(text)
    visit = table["visit"]
    return Choices(
        void=table["void"],
        proof=table["proof"],
        consent=consent,
        card_days=table["card"]["valid_days"],
        already_here_minutes=visit["already_here_minutes"],
        anonymous_gap_seconds=visit["anonymous_gap_seconds"],
        referral_days=table["referral"]["valid_days"],
        referral_moves={state: tuple(to) for state, to in table["referral"]["moves"].items()},
    )


def read_rulebook(read: Callable[[str], str]) -> Rulebook:
    """The rulebook from a reader of `standard.toml`, `programme.toml` and the rest."""
    consents = parse_consents(read("consent.toml"))
    return Rulebook(
        parse_standard(read("standard.toml")),
        parse_programme(read("programme.toml")),
        parse_calendar(read("calendar.toml")),
        parse_choices(read("reasons.toml"), consents.current),
        parse_roles(read("roles.toml")),
        parse_doubts(read("doubts.toml")),
        parse_medicine_list(read("medicine.toml")),
        parse_goods(read("goods.toml")),
        parse_hours(read("hours.toml")),
        parse_health(read("health.toml")),
        consents,
        parse_figures(read("figures.toml")),
        parse_retention(read("retention.toml")),
        parse_separation(read("separation.toml")),
        parse_tools(read("tools.toml")),
    )
