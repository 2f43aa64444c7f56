"""The registry of fact kinds: wire name → body, and body → derived rows. A new service adds lines here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from desktop.core import consent, inspection, meal, operator, referral, retention, rider, shift, site, visit
from desktop.core.entry import Entry
from desktop.core.fact import Fact, Put, Unknown, read_body

RowsOf = Callable[[Entry, Any], list[Put]]

REGISTRY: dict[str, tuple[type[Fact], RowsOf]] = {
    body.KIND: (body, rows)
    for body, rows in (
        (site.EpochOpened, site.epoch_rows),
        (site.SiteCreated, site.site_rows),
        (site.OperatorAdded, site.operator_rows),
        (site.MerchantAdded, site.merchant_rows),
        (site.PartnerAdded, site.partner_rows),
        (site.AllotmentGranted, site.allotment_rows),
        (rider.RiderRegistered, rider.registered_rows),
        (rider.RiderVerified, rider.verified_rows),
        (rider.CardIssued, rider.issued_rows),
        (rider.CardWithdrawn, rider.withdrawn_rows),
        (rider.RiderForgotten, rider.forgotten_rows),
        (visit.VisitRecorded, visit.recorded_rows),
        (visit.VisitExtended, visit.extended_rows),
        (visit.VisitEnded, visit.ended_rows),
        (visit.VisitVoided, visit.voided_rows),
        (visit.MedicineUsed, visit.medicine_rows),
        (meal.MealServed, meal.served_rows),
        (meal.MealVoided, meal.voided_rows),
        (inspection.InspectionCompleted, inspection.completed_rows),
        (inspection.RectificationOpened, inspection.opened_rows),
        (inspection.RectificationMoved, inspection.moved_rows),
        (referral.ReferralIssued, referral.issued_rows),
        (referral.ReferralMoved, referral.moved_rows),
        (shift.DayOpened, shift.opened_rows),
        (shift.DayClosed, shift.closed_rows),
        (operator.OperatorPinChanged, operator.pin_changed_rows),
        (operator.OperatorRetired, operator.retired_rows),
        (consent.RiderConsented, consent.consented_rows),
        (retention.RetentionRun, retention.run_rows),
    )
}


def fact_of(entry: Entry) -> Fact | Unknown:
    """The fact in an entry, of today's version; `Unknown` for a kind or version from the future."""
    known = REGISTRY.get(entry.kind)
    return read_body(known[0] if known else None, entry.kind, entry.v, entry.body)
