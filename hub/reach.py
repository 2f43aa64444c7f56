"""What a fact makes and what it moves: things with an owner, the place whose fact made them.

A thing is the name of a table and an id. What is not here is nobody's alone: cards, riders and merchants are
known to many places, and rows that are keyed by the fact itself or by the place cannot be another's.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from desktop.core.checkup import CheckupBatchOpened, SlotAwaited, SlotBooked, SlotReleased
from desktop.core.checkup_lists import BookingListDestroyed, BookingListEntered
from desktop.core.doubt import CallbackRecorded, SampleDrawn, TailAnswered
from desktop.core.entry import Entry
from desktop.core.fact import Fact, Unknown
from desktop.core.hours import ClosingCancelled, ClosingPlanned
from desktop.core.inspection import InspectionCompleted, RectificationExtended, RectificationMoved, RectificationOpened
from desktop.core.joining import SiteJoined
from desktop.core.meal import MealServed, MealVoided
from desktop.core.medicine import MedicineCounted, MedicineDisposed, MedicineOpened, MedicineStocked, MedicineTaken
from desktop.core.referral import ReferralIssued, ReferralMoved
from desktop.core.register import RegisterPrinted, RegisterTakenOut
from desktop.core.settlement import MealReviewed, SettlementClosed, SettlementMoved
from desktop.core.visit import VisitEnded, VisitExtended, VisitRecorded, VisitVoided


class Thing(NamedTuple):
    """`sort` is the name of its table."""

    sort: str
    id: str


# The key of each table whose rows say by a column `site` whose they are …
KEYS = {
    "meals": "fact",
    "visits": "fact",
    "referrals": "referral",
    "rectifications": "rectification",
    "inspections": "inspection",
    "checkup_batches": "batch",
    "closings": "closing",
    "registers": "book",
    "medicine_lines": "line",
    # the ids that a place had before it joined: nobody else's meals become another merchant's
    "site_aliases": "alias",
}
# … and those that do not: whose they are is kept beside them (`owners`).
BESIDE = ("settlements", "samples")

_MADE: dict[type[Fact], Callable[[Entry, Any], Thing]] = {
    MealServed: lambda entry, _: Thing("meals", entry.id),
    VisitRecorded: lambda entry, _: Thing("visits", entry.id),
    ReferralIssued: lambda _, fact: Thing("referrals", fact.referral),
    RectificationOpened: lambda _, fact: Thing("rectifications", fact.rectification),
    InspectionCompleted: lambda _, fact: Thing("inspections", fact.inspection),
    CheckupBatchOpened: lambda _, fact: Thing("checkup_batches", fact.batch),
    ClosingPlanned: lambda _, fact: Thing("closings", fact.closing),
    RegisterPrinted: lambda _, fact: Thing("registers", fact.register),
    MedicineStocked: lambda _, fact: Thing("medicine_lines", fact.line),
    SettlementClosed: lambda _, fact: Thing("settlements", fact.settlement),
    SampleDrawn: lambda _, fact: Thing("samples", fact.sample),
    SiteJoined: lambda entry, _: Thing("site_aliases", entry.site),
}


def _one(sort: str, name: str) -> Callable[[Any], list[Thing]]:
    return lambda fact: [Thing(sort, getattr(fact, name))]


_MOVED: dict[type[Fact], Callable[[Any], list[Thing]]] = {
    **dict.fromkeys((MealVoided, MealReviewed, TailAnswered), _one("meals", "meal")),
    **dict.fromkeys((VisitVoided, VisitEnded, VisitExtended), _one("visits", "visit")),
    **dict.fromkeys(
        (ReferralMoved, SlotBooked, SlotAwaited, SlotReleased, BookingListEntered), _one("referrals", "referral")
    ),
    **dict.fromkeys((RectificationMoved, RectificationExtended), _one("rectifications", "rectification")),
    **dict.fromkeys((MedicineOpened, MedicineTaken, MedicineCounted), _one("medicine_lines", "line")),
    BookingListDestroyed: _one("checkup_batches", "batch"),
    ClosingCancelled: _one("closings", "closing"),
    RegisterTakenOut: _one("registers", "register"),
    SettlementMoved: _one("settlements", "settlement"),
    MedicineDisposed: lambda fact: [Thing("medicine_lines", gone.line) for gone in fact.lines],
    MedicineStocked: lambda fact: [Thing("medicine_lines", fact.out_of.line)] if fact.out_of else [],
    SettlementClosed: lambda fact: [Thing("meals", line.meal) for line in fact.lines],
    SampleDrawn: lambda fact: [Thing("meals", meal) for meal in fact.meals],
    CallbackRecorded: lambda fact: [Thing("samples", fact.sample), Thing("meals", fact.meal)],
}
# Things of these sorts may be moved by a place where the hub made them: its check-up batches are everybody's, and
# a call-back of its sample may be made at the station.
OF_THE_HUB_TOO = ("checkup_batches", "samples")


def made(entry: Entry, fact: Fact | Unknown | None) -> Thing | None:
    """What an entry makes."""
    act = _MADE.get(type(fact))  # type: ignore[arg-type]
    return act(entry, fact) if act else None


def moved(fact: Fact | Unknown | None) -> list[Thing]:
    """What a fact acts on, made by another."""
    act = _MOVED.get(type(fact))  # type: ignore[arg-type]
    return act(fact) if act else []
