"""The registry of fact kinds: wire name → body, and body → derived rows. A new service adds lines here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from desktop.core import (
    boxes,
    checkup,
    checkup_lists,
    clock,
    consent,
    doubt,
    escrow,
    goods,
    hours,
    inspection,
    joining,
    meal,
    medicine,
    merchant_record,
    note,
    operator,
    phones,
    publishing,
    referral,
    register,
    retention,
    rider,
    settlement,
    shift,
    site,
    visit,
)
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
        (settlement.MealReviewed, settlement.reviewed_rows),
        (settlement.SettlementClosed, settlement.closed_rows),
        (settlement.SettlementMoved, settlement.moved_rows),
        (doubt.TailAnswered, doubt.tail_rows),
        (doubt.SampleDrawn, doubt.sample_rows),
        (doubt.CallbackRecorded, doubt.callback_rows),
        (inspection.InspectionCompleted, inspection.completed_rows),
        (inspection.RectificationOpened, inspection.opened_rows),
        (inspection.RectificationMoved, inspection.moved_rows),
        (inspection.RectificationExtended, inspection.extended_rows),
        (referral.ReferralIssued, referral.issued_rows),
        (referral.ReferralMoved, referral.moved_rows),
        (checkup.CheckupBatchOpened, checkup.opened_rows),
        (checkup.SlotBooked, checkup.booked_rows),
        (checkup.SlotAwaited, checkup.awaited_rows),
        (checkup.SlotReleased, checkup.released_rows),
        (checkup_lists.BookingListEntered, checkup_lists.entered_rows),
        (checkup_lists.BookingListPrinted, checkup_lists.printed_rows),
        (checkup_lists.BookingListDestroyed, checkup_lists.destroyed_rows),
        (checkup_lists.AttendanceListReturned, checkup_lists.returned_rows),
        (shift.DayOpened, shift.opened_rows),
        (shift.DayClosed, shift.closed_rows),
        (medicine.MedicineStocked, medicine.stocked_rows),
        (medicine.MedicineOpened, medicine.opened_rows),
        (medicine.MedicineTaken, medicine.taken_rows),
        (medicine.MedicineCounted, medicine.counted_rows),
        (medicine.MedicineDisposed, medicine.disposed_rows),
        (merchant_record.MerchantRecorded, merchant_record.recorded_rows),
        (boxes.BoxesCounted, boxes.counted_rows),
        (goods.GoodsHandedOut, goods.handed_rows),
        (shift.ShiftHandedOver, shift.handed_over_rows),
        (hours.ClosingPlanned, hours.planned_rows),
        (hours.ClosingCancelled, hours.cancelled_rows),
        (hours.HoursExtended, hours.extended_rows),
        (register.RegisterPrinted, register.printed_rows),
        (register.RegisterTakenOut, register.taken_out_rows),
        (register.SheetEntered, register.entered_rows),
        (operator.OperatorPinChanged, operator.pin_changed_rows),
        (operator.OperatorRetired, operator.retired_rows),
        (consent.RiderConsented, consent.consented_rows),
        (retention.RetentionRun, retention.run_rows),
        (clock.ClockCorrected, clock.corrected_rows),
        (joining.SiteJoined, joining.joined_rows),
        (joining.DeviceEnrolled, joining.enrolled_rows),
        (joining.DeviceRevoked, joining.revoked_rows),
        (joining.AliasDeclared, joining.alias_rows),
        (joining.RidersJoined, joining.riders_joined_rows),
        (joining.MealHeld, joining.held_rows),
        (note.NoteBlanked, note.blanked_rows),
        (phones.PhonesShown, phones.shown_rows),
        (publishing.ProgrammePublished, publishing.programme_rows),
        (publishing.StandardPublished, publishing.standard_rows),
        (joining.MealReleased, joining.released_rows),
        (escrow.EscrowKeeperNamed, escrow.named_rows),
        (escrow.EscrowSealed, escrow.sealed_rows),
        (escrow.EscrowAsked, escrow.asked_rows),
        (escrow.EscrowAgreed, escrow.agreed_rows),
        (escrow.EscrowShown, escrow.shown_rows),
        (escrow.EscrowDestroyed, escrow.destroyed_rows),
    )
}


def fact_of(entry: Entry) -> Fact | Unknown:
    """The fact in an entry, of today's version; `Unknown` for a kind or version from the future."""
    known = REGISTRY.get(entry.kind)
    return read_body(known[0] if known else None, entry.kind, entry.v, entry.body)
