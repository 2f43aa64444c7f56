"""What happened on which day: a thin row for each fact that figures count and whose own table is not keyed by it.

Visits, meals and medicine have tables with a row a fact; an inspection, a job put right, a slip, a lost card
have tables of things. Figures must lead back to facts, so these leave a row here: kind, business day, what it
was about, a code and a number. A new service whose facts are to be counted adds a line to `SHAPES`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from desktop.core.entry import Entry
from desktop.core.fact import Fact, Put, Value

# What it was about, a code, a number.
Shape = Callable[[Any], tuple[str | None, str | None, int | None]]

SHAPES: Mapping[str, Shape] = {
    "rider.registered": lambda fact: (fact.rider, fact.group, None),
    "rider.verified": lambda fact: (fact.rider, fact.proof, None),
    "rider.forgotten": lambda fact: (fact.rider, None, None),
    "card.withdrawn": lambda fact: (fact.rider, fact.reason, fact.issued),
    "visit.voided": lambda fact: (fact.visit, fact.reason, None),
    "meal.voided": lambda fact: (fact.meal, fact.reason, int(fact.late)),
    "inspection.completed": lambda fact: (fact.inspection, fact.inspection_kind, int(fact.compliant)),
    "rectification.opened": lambda fact: (fact.rectification, fact.severity, None),
    "rectification.moved": lambda fact: (fact.rectification, fact.to, None),
    "referral.issued": lambda fact: (fact.referral, fact.referral_kind, None),
    "referral.moved": lambda fact: (fact.referral, fact.to, None),
    "day.opened": lambda fact: (None, None, fact.when),
    "day.closed": lambda fact: (None, None, fact.when),
}


def occurrence_rows(entry: Entry, fact: Fact) -> list[Put]:
    """The row of a fact that figures count; none for others."""
    shape = SHAPES.get(entry.kind)
    if shape is None:
        return []
    subject, code, number = shape(fact)
    values: dict[str, Value] = {
        "kind": entry.kind,
        "day": entry.day,
        "at": entry.at,
        "subject": subject,
        "code": code,
        "number": number,
        "site": entry.site,
        "device": entry.device,
    }
    # one fact, one row: `newer` decides nothing here, but keeps `at` in the order of the log
    return [Put("occurrences", {"fact": entry.id}, values, newer="at")]
