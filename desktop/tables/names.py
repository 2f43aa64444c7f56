"""Names of the tables that are worked out from the logs; a test holds them against those declared."""

from __future__ import annotations

DERIVED_NAMES = (
    "epochs", "sites", "operators", "merchants", "partners", "allotments", "riders", "rider_acts", "cards",
    "visits", "medicine_uses", "meals", "inspections", "findings", "checkpoint_states", "rectifications",
    "rectification_moves", "referrals", "referral_moves", "days", "flags", "settlements", "settlement_lines",
    "settlement_moves", "tails", "samples", "callbacks", "medicine_lines", "medicine_moves", "medicine_disposals",
    "boxes", "goods_handed", "merchant_records", "day_papers", "hand_overs", "closings", "extensions", "registers",
    "entered_sheets", "checkup_batches", "checkup_slots", "checkup_quotas", "bookings", "booking_entries",
    "checkup_list_acts", "occurrences", "operator_states", "consents", "retention_runs", "blanked_notes",
    "clock_corrections", "phones_shown", "exports", "names_shown", "riders_shown", "site_aliases", "devices", "aliases",
    "joined_riders", "rider_searches", "escrow_keepers", "escrows", "escrow_openings", "phone_tills",
    "published",
)  # fmt: skip
