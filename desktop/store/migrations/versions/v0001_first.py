"""The first schema: logs, private, derived."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "aliases",
        sa.Column("alias", sa.String(), nullable=False),
        sa.Column("sort", sa.String(), nullable=True),
        sa.Column("known", sa.String(), nullable=True),
        sa.Column("at", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("alias", name=op.f("pk_aliases")),
    )
    op.create_table(
        "allotments",
        sa.Column("merchant", sa.String(), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("fen", sa.Integer(), nullable=True),
        sa.Column("portions_a_day", sa.Integer(), nullable=True),
        sa.Column("granted_at", sa.Integer(), nullable=True),
        sa.Column("granted_by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("merchant", "device", "month", name=op.f("pk_allotments")),
    )
    op.create_table(
        "blanked_notes",
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("of", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("day", sa.String(), nullable=True),
        sa.Column("blanked_by", sa.String(), nullable=True),
        sa.Column("blanked_at", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("note", name=op.f("pk_blanked_notes")),
    )
    op.create_table(
        "blobs",
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("media", sa.String(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_blobs")),
    )
    op.create_table(
        "booking_entries",
        sa.Column("referral", sa.String(), nullable=False),
        sa.Column("batch", sa.String(), nullable=True),
        sa.Column("entry", sa.String(), nullable=True),
        sa.Column("entered_day", sa.String(), nullable=True),
        sa.Column("entered_by", sa.String(), nullable=True),
        sa.Column("entered_at", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("referral", name=op.f("pk_booking_entries")),
    )
    op.create_table(
        "booking_sheets",
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("batch", sa.String(), nullable=False),
        sa.Column("referral", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_booking_sheets")),
    )
    op.create_index(op.f("ix_booking_sheets_batch"), "booking_sheets", ["batch"], unique=False)
    op.create_index(op.f("ix_booking_sheets_referral"), "booking_sheets", ["referral"], unique=False)
    op.create_index(op.f("ix_booking_sheets_subject"), "booking_sheets", ["subject"], unique=False)
    op.create_table(
        "bookings",
        sa.Column("referral", sa.String(), nullable=False),
        sa.Column("batch", sa.String(), nullable=True),
        sa.Column("slot", sa.String(), nullable=True),
        sa.Column("standing", sa.String(), nullable=True),
        sa.Column("street", sa.String(), nullable=True),
        sa.Column("turn", sa.Integer(), nullable=True),
        sa.Column("changes", sa.Integer(), nullable=True),
        sa.Column("set_day", sa.String(), nullable=True),
        sa.Column("set_by", sa.String(), nullable=True),
        sa.Column("set_at", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("referral", name=op.f("pk_bookings")),
    )
    op.create_index("ix_bookings_batch_standing_turn", "bookings", ["batch", "standing", "turn"], unique=False)
    op.create_index("ix_bookings_slot_standing", "bookings", ["slot", "standing"], unique=False)
    op.create_table(
        "boxes",
        sa.Column("site", sa.String(), nullable=False),
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("merchant", sa.String(), nullable=False),
        sa.Column("received", sa.Integer(), nullable=True),
        sa.Column("handed_out", sa.Integer(), nullable=True),
        sa.Column("left_over", sa.Integer(), nullable=True),
        sa.Column("spoiled", sa.Integer(), nullable=True),
        sa.Column("by", sa.String(), nullable=True),
        sa.Column("fact", sa.String(), nullable=True),
        sa.Column("counted_at", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("site", "day", "merchant", name=op.f("pk_boxes")),
    )
    op.create_table(
        "callbacks",
        sa.Column("sample", sa.String(), nullable=False),
        sa.Column("meal", sa.String(), nullable=False),
        sa.Column("result", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("called_at", sa.Integer(), nullable=True),
        sa.Column("called_by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("sample", "meal", name=op.f("pk_callbacks")),
    )
    op.create_table(
        "cards",
        sa.Column("rider", sa.String(), nullable=False),
        sa.Column("issued", sa.Integer(), nullable=False),
        sa.Column("group", sa.String(), nullable=True),
        sa.Column("valid_days", sa.Integer(), nullable=True),
        sa.Column("issuer", sa.String(), nullable=True),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("issued_day", sa.String(), nullable=True),
        sa.Column("withdrawn_at", sa.Integer(), nullable=True),
        sa.Column("withdrawn_reason", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("rider", "issued", name=op.f("pk_cards")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_cards_number", "cards", ["number"], unique=False)
    op.create_table(
        "checkpoint_states",
        sa.Column("site", sa.String(), nullable=False),
        sa.Column("checkpoint", sa.String(), nullable=False),
        sa.Column("result", sa.String(), nullable=True),
        sa.Column("inspection", sa.String(), nullable=True),
        sa.Column("day", sa.String(), nullable=True),
        sa.Column("answered_at", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("site", "checkpoint", name=op.f("pk_checkpoint_states")),
    )
    op.create_table(
        "checkup_batches",
        sa.Column("batch", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("partner", sa.String(), nullable=True),
        sa.Column("package", sa.String(), nullable=True),
        sa.Column("first_day", sa.String(), nullable=True),
        sa.Column("last_day", sa.String(), nullable=True),
        sa.Column("groups", sa.String(), nullable=True),
        sa.Column("has_quotas", sa.Integer(), nullable=True),
        sa.Column("unit_fen", sa.Integer(), nullable=True),
        sa.Column("payer", sa.String(), nullable=True),
        sa.Column("bring", sa.String(), nullable=True),
        sa.Column("fasting", sa.Integer(), nullable=True),
        sa.Column("opened_day", sa.String(), nullable=True),
        sa.Column("opened_at", sa.Integer(), nullable=True),
        sa.Column("opened_by", sa.String(), nullable=True),
        sa.Column("site", sa.String(), nullable=True),
        sa.Column("list_destroyed_day", sa.String(), nullable=True),
        sa.Column("list_destroyed_at", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("batch", name=op.f("pk_checkup_batches")),
    )
    op.create_index("ix_checkup_batches_last_day", "checkup_batches", ["last_day"], unique=False)
    op.create_index("ix_checkup_batches_opened_day", "checkup_batches", ["opened_day"], unique=False)
    op.create_table(
        "checkup_list_acts",
        sa.Column("fact", sa.String(), nullable=False),
        sa.Column("batch", sa.String(), nullable=True),
        sa.Column("act", sa.String(), nullable=True),
        sa.Column("counted", sa.Integer(), nullable=True),
        sa.Column("missing", sa.Integer(), nullable=True),
        sa.Column("day", sa.String(), nullable=True),
        sa.Column("at", sa.Integer(), nullable=True),
        sa.Column("by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("fact", name=op.f("pk_checkup_list_acts")),
    )
    op.create_index(op.f("ix_checkup_list_acts_batch"), "checkup_list_acts", ["batch"], unique=False)
    op.create_table(
        "checkup_quotas",
        sa.Column("batch", sa.String(), nullable=False),
        sa.Column("street", sa.String(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("batch", "street", name=op.f("pk_checkup_quotas")),
    )
    op.create_table(
        "checkup_slots",
        sa.Column("slot", sa.String(), nullable=False),
        sa.Column("batch", sa.String(), nullable=True),
        sa.Column("day", sa.String(), nullable=True),
        sa.Column("begins", sa.Integer(), nullable=True),
        sa.Column("ends", sa.Integer(), nullable=True),
        sa.Column("places", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("slot", name=op.f("pk_checkup_slots")),
    )
    op.create_index("ix_checkup_slots_batch_day", "checkup_slots", ["batch", "day"], unique=False)
    op.create_table(
        "clock_corrections",
        sa.Column("fact", sa.String(), nullable=False),
        sa.Column("device", sa.String(), nullable=True),
        sa.Column("epoch", sa.String(), nullable=True),
        sa.Column("first", sa.Integer(), nullable=True),
        sa.Column("last", sa.Integer(), nullable=True),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("at", sa.Integer(), nullable=True),
        sa.Column("by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("fact", name=op.f("pk_clock_corrections")),
    )
    op.create_table(
        "closings",
        sa.Column("closing", sa.String(), nullable=False),
        sa.Column("begins", sa.Integer(), nullable=True),
        sa.Column("ends", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("site", sa.String(), nullable=True),
        sa.Column("planned_at", sa.Integer(), nullable=True),
        sa.Column("planned_by", sa.String(), nullable=True),
        sa.Column("fact", sa.String(), nullable=True),
        sa.Column("cancelled_from", sa.Integer(), nullable=True),
        sa.Column("cancelled_at", sa.Integer(), nullable=True),
        sa.Column("cancelled_by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("closing", name=op.f("pk_closings")),
    )
    op.create_index("ix_closings_site_ends", "closings", ["site", "ends"], unique=False)
    op.create_table(
        "consents",
        sa.Column("fact", sa.String(), nullable=False),
        sa.Column("rider", sa.String(), nullable=True),
        sa.Column("version", sa.String(), nullable=True),
        sa.Column("day", sa.String(), nullable=True),
        sa.Column("at", sa.Integer(), nullable=True),
        sa.Column("by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("fact", name=op.f("pk_consents")),
    )
    op.create_index("ix_consents_rider_at", "consents", ["rider", "at"], unique=False)
    op.create_table(
        "day_papers",
        sa.Column("site", sa.String(), nullable=False),
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("posted", sa.Integer(), nullable=True),
        sa.Column("hours", sa.String(), nullable=True),
        sa.Column("inspection", sa.String(), nullable=True),
        sa.Column("closing", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("site", "day", "device", name=op.f("pk_day_papers")),
    )
    op.create_table(
        "days",
        sa.Column("site", sa.String(), nullable=False),
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("opened_at", sa.Integer(), nullable=True),
        sa.Column("opened_by", sa.String(), nullable=True),
        sa.Column("closed_at", sa.Integer(), nullable=True),
        sa.Column("closed_by", sa.String(), nullable=True),
        sa.Column("captured", sa.Integer(), nullable=True),
        sa.Column("acknowledged", sa.Integer(), nullable=True),
        sa.Column("waiting", sa.Integer(), nullable=True),
        sa.Column("flagged", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("site", "day", "device", name=op.f("pk_days")),
    )
    op.create_table(
        "devices",
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=True),
        sa.Column("site", sa.String(), nullable=True),
        sa.Column("enrolled_at", sa.Integer(), nullable=True),
        sa.Column("revoked_at", sa.Integer(), nullable=True),
        sa.Column("revoked_reason", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("device", name=op.f("pk_devices")),
    )
    op.create_index(op.f("ix_devices_site"), "devices", ["site"], unique=False)
    op.create_table(
        "entered_sheets",
        sa.Column("fact", sa.String(), nullable=False),
        sa.Column("sheet", sa.String(), nullable=True),
        sa.Column("book", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=True),
        sa.Column("rows", sa.Integer(), nullable=True),
        sa.Column("photo", sa.String(), nullable=True),
        sa.Column("day", sa.String(), nullable=True),
        sa.Column("entered_at", sa.Integer(), nullable=True),
        sa.Column("entered_by", sa.String(), nullable=True),
        sa.Column("site", sa.String(), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("fact", name=op.f("pk_entered_sheets")),
    )
    op.create_index("ix_entered_sheets_day", "entered_sheets", ["day"], unique=False)
    op.create_index("ix_entered_sheets_sheet", "entered_sheets", ["sheet"], unique=False)
    op.create_table(
        "epochs",
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("epoch", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("continues_epoch", sa.String(), nullable=True),
        sa.Column("continues_seq", sa.Integer(), nullable=True),
        sa.Column("continues_hash", sa.String(), nullable=True),
        sa.Column("at", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("device", "epoch", name=op.f("pk_epochs")),
    )
    op.create_table(
        "escrow_keepers",
        sa.Column("keeper", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=True),
        sa.Column("named_at", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("keeper", name=op.f("pk_escrow_keepers")),
    )
    op.create_table(
        "escrow_openings",
        sa.Column("opening", sa.String(), nullable=False),
        sa.Column("rider", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("lapses", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.Integer(), nullable=True),
        sa.Column("asked_by", sa.String(), nullable=True),
        sa.Column("agreed_at", sa.Integer(), nullable=True),
        sa.Column("agreed_by", sa.String(), nullable=True),
        sa.Column("asked_shown_at", sa.Integer(), nullable=True),
        sa.Column("agreed_shown_at", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("opening", name=op.f("pk_escrow_openings")),
    )
    op.create_index(op.f("ix_escrow_openings_rider"), "escrow_openings", ["rider"], unique=False)
    op.create_table(
        "escrows",
        sa.Column("rider", sa.String(), nullable=False),
        sa.Column("until", sa.String(), nullable=True),
        sa.Column("kept_at", sa.Integer(), nullable=True),
        sa.Column("destroyed_at", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("rider", name=op.f("pk_escrows")),
    )
    op.create_table(
        "exports",
        sa.Column("fact", sa.String(), nullable=False),
        sa.Column("table", sa.String(), nullable=True),
        sa.Column("form", sa.String(), nullable=True),
        sa.Column("rows", sa.Integer(), nullable=True),
        sa.Column("first", sa.String(), nullable=True),
        sa.Column("last", sa.String(), nullable=True),
        sa.Column("unmasked", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("day", sa.String(), nullable=True),
        sa.Column("at", sa.Integer(), nullable=True),
        sa.Column("by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("fact", name=op.f("pk_exports")),
    )
    op.create_index("ix_exports_day", "exports", ["day"], unique=False)
    op.create_table(
        "extensions",
        sa.Column("site", sa.String(), nullable=False),
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("closes", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("extended_at", sa.Integer(), nullable=True),
        sa.Column("extended_by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("site", "day", name=op.f("pk_extensions")),
    )
    op.create_table(
        "findings",
        sa.Column("inspection", sa.String(), nullable=False),
        sa.Column("checkpoint", sa.String(), nullable=False),
        sa.Column("result", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("photos", sa.String(), nullable=True),
        sa.Column("severity", sa.String(), nullable=True),
        sa.Column("rectification", sa.String(), nullable=True),
        sa.Column("answered_at", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("inspection", "checkpoint", name=op.f("pk_findings")),
    )
    op.create_index("ix_findings_checkpoint_answered_at", "findings", ["checkpoint", "answered_at"], unique=False)
    op.create_table(
        "flags",
        sa.Column("fact", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("detail", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("fact", "code", name=op.f("pk_flags")),
    )
    op.create_table(
        "goods_handed",
        sa.Column("fact", sa.String(), nullable=False),
        sa.Column("site", sa.String(), nullable=True),
        sa.Column("day", sa.String(), nullable=True),
        sa.Column("at", sa.Integer(), nullable=True),
        sa.Column("goods", sa.String(), nullable=True),
        sa.Column("count", sa.Integer(), nullable=True),
        sa.Column("group", sa.String(), nullable=True),
        sa.Column("by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("fact", name=op.f("pk_goods_handed")),
    )
    op.create_index("ix_goods_handed_site_day", "goods_handed", ["site", "day"], unique=False)
    op.create_table(
        "hand_overs",
        sa.Column("fact", sa.String(), nullable=False),
        sa.Column("day", sa.String(), nullable=True),
        sa.Column("at", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("giver", sa.String(), nullable=True),
        sa.Column("taker", sa.String(), nullable=True),
        sa.Column("problems", sa.String(), nullable=True),
        sa.Column("chase", sa.Integer(), nullable=True),
        sa.Column("loans", sa.Integer(), nullable=True),
        sa.Column("medicine", sa.Integer(), nullable=True),
        sa.Column("waiting", sa.Integer(), nullable=True),
        sa.Column("keys", sa.Integer(), nullable=True),
        sa.Column("lost_property", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("site", sa.String(), nullable=True),
        sa.Column("device", sa.String(), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("fact", name=op.f("pk_hand_overs")),
    )
    op.create_index("ix_hand_overs_day_at", "hand_overs", ["day", "at"], unique=False)
    op.create_table(
        "inspections",
        sa.Column("inspection", sa.String(), nullable=False),
        sa.Column("day", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("standard", sa.String(), nullable=True),
        sa.Column("begun", sa.Integer(), nullable=True),
        sa.Column("ended", sa.Integer(), nullable=True),
        sa.Column("compliant", sa.Integer(), nullable=True),
        sa.Column("passed", sa.Integer(), nullable=True),
        sa.Column("failed", sa.Integer(), nullable=True),
        sa.Column("na", sa.Integer(), nullable=True),
        sa.Column("by", sa.String(), nullable=True),
        sa.Column("site", sa.String(), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("inspection", name=op.f("pk_inspections")),
    )
    op.create_index("ix_inspections_by_day", "inspections", ["by", "day"], unique=False)
    op.create_index("ix_inspections_day", "inspections", ["day"], unique=False)
    op.create_index("ix_inspections_site_day", "inspections", ["site", "day"], unique=False)
    op.create_table(
        "joined_elsewhere",
        sa.Column("rider", sa.String(), nullable=False),
        sa.Column("same", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("rider", "same", name=op.f("pk_joined_elsewhere")),
    )
    op.create_index(op.f("ix_joined_elsewhere_same"), "joined_elsewhere", ["same"], unique=False)
    op.create_table(
        "joined_riders",
        sa.Column("rider", sa.String(), nullable=False),
        sa.Column("same", sa.String(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("rider", "same", name=op.f("pk_joined_riders")),
    )
    op.create_index(op.f("ix_joined_riders_same"), "joined_riders", ["same"], unique=False)
    op.create_table(
        "known_cards",
        sa.Column("rider", sa.String(), nullable=False),
        sa.Column("issued", sa.Integer(), nullable=False),
        sa.Column("group", sa.String(), nullable=False),
        sa.Column("verified", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("tail", sa.String(), nullable=False),
        sa.Column("withdrawn", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("rider", "issued", name=op.f("pk_known_cards")),
    )
    op.create_table(
        "known_devices",
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("site", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("revoked", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("device", name=op.f("pk_known_devices")),
    )
    op.create_table(
        "logs",
        sa.Column("log", sa.Integer(), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("epoch", sa.String(), nullable=False),
        sa.Column("own", sa.Integer(), nullable=False),
        sa.Column("home", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("log", name=op.f("pk_logs")),
        sa.UniqueConstraint("device", "epoch", name="uq_logs_device_epoch"),
    )
    op.create_table(
        "meals",
        sa.Column("fact", sa.String(), nullable=False),
        sa.Column("day", sa.String(), nullable=True),
        sa.Column("at", sa.Integer(), nullable=True),
        sa.Column("rider", sa.String(), nullable=True),
        sa.Column("group", sa.String(), nullable=True),
        sa.Column("merchant", sa.String(), nullable=True),
        sa.Column("programme", sa.String(), nullable=True),
        sa.Column("programme_version", sa.String(), nullable=True),
        sa.Column("period", sa.String(), nullable=True),
        sa.Column("list_fen", sa.Integer(), nullable=True),
        sa.Column("price_fen", sa.Integer(), nullable=True),
        sa.Column("subsidy_fen", sa.Integer(), nullable=True),
        sa.Column("card_issued", sa.Integer(), nullable=True),
        sa.Column("verified", sa.String(), nullable=True),
        sa.Column("held", sa.String(), nullable=True),
        sa.Column("held_at", sa.Integer(), nullable=True),
        sa.Column("held_beside", sa.String(), nullable=True),
        sa.Column("beside_at", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("voided", sa.String(), nullable=True),
        sa.Column("voided_at", sa.Integer(), nullable=True),
        sa.Column("voided_by", sa.String(), nullable=True),
        sa.Column("voided_late", sa.Integer(), nullable=True),
        sa.Column("decision", sa.String(), nullable=True),
        sa.Column("decided_at", sa.Integer(), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("decision_reason", sa.String(), nullable=True),
        sa.Column("decision_rank", sa.Integer(), nullable=True),
        sa.Column("void_rank", sa.Integer(), nullable=True),
        sa.Column("site", sa.String(), nullable=True),
        sa.Column("device", sa.String(), nullable=True),
        sa.Column("by", sa.String(), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("fact", name=op.f("pk_meals")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_meals_day_at", "meals", ["day", "at"], unique=False)
    op.create_index("ix_meals_held", "meals", ["day", "device"], unique=False, sqlite_where=sa.text("held IS NOT NULL"))
    op.create_index("ix_meals_merchant_day_at", "meals", ["merchant", "day", "at"], unique=False)
    op.create_index("ix_meals_rider_day", "meals", ["rider", "day"], unique=False)
    op.create_index("ix_meals_till", "meals", ["merchant", "device", "voided", "day", "subsidy_fen"], unique=False)
    op.create_index(
        "ix_meals_undecided",
        "meals",
        ["fact"],
        unique=False,
        sqlite_where=sa.text("held IS NOT NULL AND decision IS NULL"),
    )
    op.create_table(
        "meals_elsewhere",
        sa.Column("fact", sa.String(), nullable=False),
        sa.Column("rider", sa.String(), nullable=False),
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("merchant", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("voided", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("fact", name=op.f("pk_meals_elsewhere")),
    )
    op.create_index(op.f("ix_meals_elsewhere_rider"), "meals_elsewhere", ["rider"], unique=False)
    op.create_table(
        "medicine_disposals",
        sa.Column("disposal", sa.String(), nullable=False),
        sa.Column("site", sa.String(), nullable=True),
        sa.Column("day", sa.String(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("by", sa.String(), nullable=True),
        sa.Column("witness", sa.String(), nullable=True),
        sa.Column("receiver", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("disposed_at", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("disposal", name=op.f("pk_medicine_disposals")),
    )
    op.create_index("ix_medicine_disposals_site_day", "medicine_disposals", ["site", "day"], unique=False)
    op.create_table(
        "medicine_lines",
        sa.Column("line", sa.String(), nullable=False),
        sa.Column("site", sa.String(), nullable=True),
        sa.Column("product", sa.String(), nullable=True),
        sa.Column("form", sa.String(), nullable=True),
        sa.Column("batch", sa.String(), nullable=True),
        sa.Column("expiry", sa.String(), nullable=True),
        sa.Column("quantity", sa.Integer(), nullable=True),
        sa.Column("unit", sa.String(), nullable=True),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("contains_alcohol", sa.Integer(), nullable=True),
        sa.Column("good_days", sa.Integer(), nullable=True),
        sa.Column("listed", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("out_of", sa.String(), nullable=True),
        sa.Column("stocked_day", sa.String(), nullable=True),
        sa.Column("stocked_by", sa.String(), nullable=True),
        sa.Column("opened_day", sa.String(), nullable=True),
        sa.Column("opened_until", sa.String(), nullable=True),
        sa.Column("opened_by", sa.String(), nullable=True),
        sa.Column("opened_at", sa.Integer(), nullable=True),
        sa.Column("last_left", sa.Integer(), nullable=True),
        sa.Column("last_at", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("line", name=op.f("pk_medicine_lines")),
    )
    op.create_index("ix_medicine_lines_site_last_left", "medicine_lines", ["site", "last_left"], unique=False)
    op.create_table(
        "medicine_moves",
        sa.Column("fact", sa.String(), nullable=False),
        sa.Column("line", sa.String(), nullable=False),
        sa.Column("site", sa.String(), nullable=True),
        sa.Column("day", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=True),
        sa.Column("delta", sa.Integer(), nullable=True),
        sa.Column("by", sa.String(), nullable=True),
        sa.Column("moved_at", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("fact", "line", name=op.f("pk_medicine_moves")),
    )
    op.create_index("ix_medicine_moves_line_day", "medicine_moves", ["line", "day"], unique=False)
    op.create_index("ix_medicine_moves_site_day", "medicine_moves", ["site", "day"], unique=False)
    op.create_table(
        "medicine_uses",
        sa.Column("fact", sa.String(), nullable=False),
        sa.Column("day", sa.String(), nullable=True),
        sa.Column("group", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("fact", name=op.f("pk_medicine_uses")),
    )
    op.create_index(op.f("ix_medicine_uses_day"), "medicine_uses", ["day"], unique=False)
    op.create_table(
        "merchant_records",
        sa.Column("merchant", sa.String(), nullable=False),
        sa.Column("licence_name", sa.String(), nullable=True),
        sa.Column("licence_code", sa.String(), nullable=True),
        sa.Column("permit", sa.String(), nullable=True),
        sa.Column("permit_until", sa.String(), nullable=True),
        sa.Column("agreement_until", sa.String(), nullable=True),
        sa.Column("account_tail", sa.String(), nullable=True),
        sa.Column("opens", sa.Integer(), nullable=True),
        sa.Column("closes", sa.Integer(), nullable=True),
        sa.Column("closed", sa.String(), nullable=True),
        sa.Column("recorded_by", sa.String(), nullable=True),
        sa.Column("recorded_at", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("merchant", name=op.f("pk_merchant_records")),
    )
    op.create_index("ix_merchant_records_agreement_until", "merchant_records", ["agreement_until"], unique=False)
    op.create_index("ix_merchant_records_permit_until", "merchant_records", ["permit_until"], unique=False)
    op.create_table(
        "merchants",
        sa.Column("merchant", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("at", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("merchant", name=op.f("pk_merchants")),
    )
    op.create_table(
        "names_shown",
        sa.Column("fact", sa.String(), nullable=False),
        sa.Column("list", sa.String(), nullable=True),
        sa.Column("subject", sa.String(), nullable=True),
        sa.Column("lines", sa.Integer(), nullable=True),
        sa.Column("day", sa.String(), nullable=True),
        sa.Column("at", sa.Integer(), nullable=True),
        sa.Column("by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("fact", name=op.f("pk_names_shown")),
    )
    op.create_index("ix_names_shown_day", "names_shown", ["day"], unique=False)
    op.create_table(
        "notes",
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_notes")),
    )
    op.create_index(op.f("ix_notes_subject"), "notes", ["subject"], unique=False)
    op.create_table(
        "occurrences",
        sa.Column("fact", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=True),
        sa.Column("day", sa.String(), nullable=True),
        sa.Column("at", sa.Integer(), nullable=True),
        sa.Column("subject", sa.String(), nullable=True),
        sa.Column("code", sa.String(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("site", sa.String(), nullable=True),
        sa.Column("device", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("fact", name=op.f("pk_occurrences")),
    )
    op.create_index("ix_occurrences_day_at", "occurrences", ["day", "at"], unique=False)
    op.create_index("ix_occurrences_subject_kind", "occurrences", ["subject", "kind"], unique=False)
    op.create_table(
        "operator_secrets",
        sa.Column("operator", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("pin", sa.String(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("operator", name=op.f("pk_operator_secrets")),
    )
    op.create_index(op.f("ix_operator_secrets_name"), "operator_secrets", ["name"], unique=False)
    op.create_table(
        "operator_states",
        sa.Column("operator", sa.String(), nullable=False),
        sa.Column("pin_changed_at", sa.Integer(), nullable=True),
        sa.Column("pin_changed_by", sa.String(), nullable=True),
        sa.Column("retired_day", sa.String(), nullable=True),
        sa.Column("retired_by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("operator", name=op.f("pk_operator_states")),
    )
    op.create_table(
        "operators",
        sa.Column("operator", sa.String(), nullable=False),
        sa.Column("roles", sa.String(), nullable=True),
        sa.Column("sheet", sa.String(), nullable=True),
        sa.Column("at", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("operator", name=op.f("pk_operators")),
    )
    op.create_table(
        "partners",
        sa.Column("partner", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("at", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("partner", name=op.f("pk_partners")),
    )
    op.create_table(
        "person_terms",
        sa.Column("term", sa.String(), nullable=False),
        sa.Column("rider", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("term", "rider", name=op.f("pk_person_terms")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_person_terms_rider"), "person_terms", ["rider"], unique=False)
    op.create_table(
        "persons",
        sa.Column("rider", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("company", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("rider", name=op.f("pk_persons")),
    )
    op.create_index(op.f("ix_persons_phone"), "persons", ["phone"], unique=False)
    op.create_table(
        "phones_shown",
        sa.Column("fact", sa.String(), nullable=False),
        sa.Column("list", sa.String(), nullable=True),
        sa.Column("subject", sa.String(), nullable=True),
        sa.Column("lines", sa.Integer(), nullable=True),
        sa.Column("day", sa.String(), nullable=True),
        sa.Column("at", sa.Integer(), nullable=True),
        sa.Column("by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("fact", name=op.f("pk_phones_shown")),
    )
    op.create_index("ix_phones_shown_day", "phones_shown", ["day"], unique=False)
    op.create_table(
        "phone_tills",
        sa.Column("operator", sa.String(), nullable=False),
        sa.Column("merchant", sa.String(), nullable=True),
        sa.Column("site", sa.String(), nullable=True),
        sa.Column("until", sa.String(), nullable=True),
        sa.Column("opened_at", sa.Integer(), nullable=True),
        sa.Column("opened_by", sa.String(), nullable=True),
        sa.Column("ended_at", sa.Integer(), nullable=True),
        sa.Column("ended_by", sa.String(), nullable=True),
        sa.Column("closed_at", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("operator", name=op.f("pk_phone_tills")),
    )
    op.create_index(op.f("ix_phone_tills_site"), "phone_tills", ["site"], unique=False)
    op.create_table(
        "published",
        sa.Column("sort", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=True),
        sa.Column("text", sa.String(), nullable=True),
        sa.Column("published_day", sa.String(), nullable=True),
        sa.Column("published_by", sa.String(), nullable=True),
        sa.Column("published_at", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("sort", "version", name=op.f("pk_published")),
    )
    op.create_index("ix_published_sort_at", "published", ["sort", "published_at"], unique=False)
    op.create_table(
        "receipts",
        sa.Column("hub_epoch", sa.String(), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("epoch", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("head", sa.String(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("signature", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("hub_epoch", "device", "epoch", name=op.f("pk_receipts")),
    )
    op.create_table(
        "rectification_moves",
        sa.Column("fact", sa.String(), nullable=False),
        sa.Column("rectification", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=True),
        sa.Column("at", sa.Integer(), nullable=True),
        sa.Column("day", sa.String(), nullable=True),
        sa.Column("by", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("photos", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("fact", name=op.f("pk_rectification_moves")),
    )
    op.create_index(
        op.f("ix_rectification_moves_rectification"), "rectification_moves", ["rectification"], unique=False
    )
    op.create_table(
        "rectifications",
        sa.Column("rectification", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("inspection", sa.String(), nullable=True),
        sa.Column("item", sa.String(), nullable=True),
        sa.Column("checkpoint", sa.String(), nullable=True),
        sa.Column("severity", sa.String(), nullable=True),
        sa.Column("due", sa.String(), nullable=True),
        sa.Column("found_role", sa.String(), nullable=True),
        sa.Column("extended_due", sa.String(), nullable=True),
        sa.Column("extended_at", sa.Integer(), nullable=True),
        sa.Column("extended_by", sa.String(), nullable=True),
        sa.Column("opened_day", sa.String(), nullable=True),
        sa.Column("opened_at", sa.Integer(), nullable=True),
        sa.Column("opened_by", sa.String(), nullable=True),
        sa.Column("site", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=True),
        sa.Column("moved_at", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("rectification", name=op.f("pk_rectifications")),
    )
    op.create_index("ix_rectifications_checkpoint_state", "rectifications", ["checkpoint", "state"], unique=False)
    op.create_index("ix_rectifications_due", "rectifications", ["due"], unique=False)
    op.create_index("ix_rectifications_opened_day", "rectifications", ["opened_day"], unique=False)
    op.create_index("ix_rectifications_site_opened_day", "rectifications", ["site", "opened_day"], unique=False)
    op.create_index("ix_rectifications_state_due", "rectifications", ["state", "due"], unique=False)
    op.create_table(
        "referral_moves",
        sa.Column("fact", sa.String(), nullable=False),
        sa.Column("referral", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=True),
        sa.Column("at", sa.Integer(), nullable=True),
        sa.Column("day", sa.String(), nullable=True),
        sa.Column("by", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("fact", name=op.f("pk_referral_moves")),
    )
    op.create_index(op.f("ix_referral_moves_referral"), "referral_moves", ["referral"], unique=False)
    op.create_table(
        "referrals",
        sa.Column("referral", sa.String(), nullable=False),
        sa.Column("rider", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=True),
        sa.Column("partner", sa.String(), nullable=True),
        sa.Column("code", sa.String(), nullable=True),
        sa.Column("until", sa.String(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("slot", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("issued_day", sa.String(), nullable=True),
        sa.Column("issued_at", sa.Integer(), nullable=True),
        sa.Column("issued_by", sa.String(), nullable=True),
        sa.Column("site", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=True),
        sa.Column("moved_at", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("referral", name=op.f("pk_referrals")),
    )
    op.create_index("ix_referrals_code", "referrals", ["code"], unique=False)
    op.create_index("ix_referrals_issued_day", "referrals", ["issued_day"], unique=False)
    op.create_index("ix_referrals_rider", "referrals", ["rider"], unique=False)
    op.create_index("ix_referrals_state_until", "referrals", ["state", "until"], unique=False)
    op.create_table(
        "registers",
        sa.Column("book", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=True),
        sa.Column("prefix", sa.String(), nullable=True),
        sa.Column("first", sa.Integer(), nullable=True),
        sa.Column("last", sa.Integer(), nullable=True),
        sa.Column("day", sa.String(), nullable=True),
        sa.Column("at", sa.Integer(), nullable=True),
        sa.Column("by", sa.String(), nullable=True),
        sa.Column("site", sa.String(), nullable=True),
        sa.Column("out_at", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("book", name=op.f("pk_registers")),
    )
    op.create_index("ix_registers_prefix_last", "registers", ["prefix", "last"], unique=False)
    op.create_table(
        "retention_runs",
        sa.Column("fact", sa.String(), nullable=False),
        sa.Column("day", sa.String(), nullable=True),
        sa.Column("at", sa.Integer(), nullable=True),
        sa.Column("by", sa.String(), nullable=True),
        sa.Column("rules", sa.String(), nullable=True),
        sa.Column("removed", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("fact", name=op.f("pk_retention_runs")),
    )
    op.create_index("ix_retention_runs_day", "retention_runs", ["day"], unique=False)
    op.create_table(
        "rider_acts",
        sa.Column("fact", sa.String(), nullable=False),
        sa.Column("rider", sa.String(), nullable=True),
        sa.Column("act", sa.String(), nullable=True),
        sa.Column("by", sa.String(), nullable=True),
        sa.Column("at", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("fact", name=op.f("pk_rider_acts")),
    )
    op.create_index(op.f("ix_rider_acts_rider"), "rider_acts", ["rider"], unique=False)
    op.create_table(
        "rider_searches",
        sa.Column("fact", sa.String(), nullable=False),
        sa.Column("rider", sa.String(), nullable=True),
        sa.Column("group", sa.String(), nullable=True),
        sa.Column("sheet", sa.String(), nullable=True),
        sa.Column("day", sa.String(), nullable=True),
        sa.Column("at", sa.Integer(), nullable=True),
        sa.Column("by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("fact", name=op.f("pk_rider_searches")),
    )
    op.create_index(op.f("ix_rider_searches_rider"), "rider_searches", ["rider"], unique=False)
    op.create_table(
        "riders",
        sa.Column("rider", sa.String(), nullable=False),
        sa.Column("group", sa.String(), nullable=True),
        sa.Column("sheet", sa.String(), nullable=True),
        sa.Column("consent", sa.String(), nullable=True),
        sa.Column("registered_day", sa.String(), nullable=True),
        sa.Column("registered_by", sa.String(), nullable=True),
        sa.Column("proof", sa.String(), nullable=True),
        sa.Column("verified_until", sa.String(), nullable=True),
        sa.Column("verified_by", sa.String(), nullable=True),
        sa.Column("verified_at", sa.Integer(), nullable=True),
        sa.Column("forgotten_day", sa.String(), nullable=True),
        sa.Column("forgotten_by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("rider", name=op.f("pk_riders")),
    )
    op.create_index(
        "ix_riders_registered_day",
        "riders",
        ["registered_day", "rider"],
        unique=False,
        sqlite_where=sa.text("forgotten_day IS NULL"),
    )
    op.create_index("ix_riders_registered_day_rider", "riders", ["registered_day", "rider"], unique=False)
    op.create_table(
        "riders_shown",
        sa.Column("fact", sa.String(), nullable=False),
        sa.Column("rider", sa.String(), nullable=True),
        sa.Column("form", sa.String(), nullable=True),
        sa.Column("day", sa.String(), nullable=True),
        sa.Column("at", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("fact", name=op.f("pk_riders_shown")),
    )
    op.create_table(
        "samples",
        sa.Column("sample", sa.String(), nullable=False),
        sa.Column("merchant", sa.String(), nullable=True),
        sa.Column("month", sa.String(), nullable=True),
        sa.Column("population", sa.Integer(), nullable=True),
        sa.Column("drawn_day", sa.String(), nullable=True),
        sa.Column("drawn_by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("sample", name=op.f("pk_samples")),
    )
    op.create_index("ix_samples_merchant_month", "samples", ["merchant", "month"], unique=False)
    op.create_table(
        "sent_beside",
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("sort", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_sent_beside")),
    )
    op.create_table(
        "settings",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_settings")),
    )
    op.create_table(
        "settlement_lines",
        sa.Column("settlement", sa.String(), nullable=False),
        sa.Column("meal", sa.String(), nullable=False),
        sa.Column("fen", sa.Integer(), nullable=True),
        sa.Column("adjustment", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("settlement", "meal", name=op.f("pk_settlement_lines")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_settlement_lines_meal", "settlement_lines", ["meal"], unique=False)
    op.create_table(
        "settlement_moves",
        sa.Column("fact", sa.String(), nullable=False),
        sa.Column("settlement", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=True),
        sa.Column("at", sa.Integer(), nullable=True),
        sa.Column("day", sa.String(), nullable=True),
        sa.Column("by", sa.String(), nullable=True),
        sa.Column("invoice", sa.String(), nullable=True),
        sa.Column("invoice_fen", sa.Integer(), nullable=True),
        sa.Column("voucher", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("fact", name=op.f("pk_settlement_moves")),
    )
    op.create_index(op.f("ix_settlement_moves_settlement"), "settlement_moves", ["settlement"], unique=False)
    op.create_table(
        "settlements",
        sa.Column("settlement", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("merchant", sa.String(), nullable=True),
        sa.Column("month", sa.String(), nullable=True),
        sa.Column("lines", sa.Integer(), nullable=True),
        sa.Column("subsidy_fen", sa.Integer(), nullable=True),
        sa.Column("held", sa.Integer(), nullable=True),
        sa.Column("paper", sa.String(), nullable=True),
        sa.Column("closed_day", sa.String(), nullable=True),
        sa.Column("closed_at", sa.Integer(), nullable=True),
        sa.Column("closed_by", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=True),
        sa.Column("moved_at", sa.Integer(), nullable=True),
        sa.Column("state_day", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("settlement", name=op.f("pk_settlements")),
    )
    op.create_index("ix_settlements_merchant_month", "settlements", ["merchant", "month"], unique=False)
    op.create_index("ix_settlements_month", "settlements", ["month"], unique=False)
    op.create_table(
        "sheets",
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_sheets")),
    )
    op.create_index(op.f("ix_sheets_subject"), "sheets", ["subject"], unique=False)
    op.create_table(
        "site_aliases",
        sa.Column("alias", sa.String(), nullable=False),
        sa.Column("site", sa.String(), nullable=True),
        sa.Column("device", sa.String(), nullable=True),
        sa.Column("at", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("alias", name=op.f("pk_site_aliases")),
    )
    op.create_table(
        "sites",
        sa.Column("site", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("community", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("site", name=op.f("pk_sites")),
    )
    op.create_table(
        "sync_rounds",
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("pushed", sa.Integer(), nullable=False),
        sa.Column("pulled", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("round", name=op.f("pk_sync_rounds")),
    )
    op.create_table(
        "tails",
        sa.Column("meal", sa.String(), nullable=False),
        sa.Column("result", sa.String(), nullable=True),
        sa.Column("answered_at", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("meal", name=op.f("pk_tails")),
    )
    op.create_table(
        "verdicts",
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("fact", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("seen_at", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("verdict", name=op.f("pk_verdicts")),
    )
    op.create_index(op.f("ix_verdicts_fact"), "verdicts", ["fact"], unique=False)
    op.create_table(
        "visits",
        sa.Column("fact", sa.String(), nullable=False),
        sa.Column("day", sa.String(), nullable=True),
        sa.Column("at", sa.Integer(), nullable=True),
        sa.Column("rider", sa.String(), nullable=True),
        sa.Column("group", sa.String(), nullable=True),
        sa.Column("count", sa.Integer(), nullable=True),
        sa.Column("how", sa.String(), nullable=True),
        sa.Column("first_services", sa.String(), nullable=True),
        sa.Column("services", sa.String(), nullable=True),
        sa.Column("extended_at", sa.Integer(), nullable=True),
        sa.Column("trust", sa.String(), nullable=True),
        sa.Column("presence", sa.String(), nullable=True),
        sa.Column("marks", sa.String(), nullable=True),
        sa.Column("ended_at", sa.Integer(), nullable=True),
        sa.Column("voided", sa.String(), nullable=True),
        sa.Column("voided_at", sa.Integer(), nullable=True),
        sa.Column("voided_by", sa.String(), nullable=True),
        sa.Column("site", sa.String(), nullable=True),
        sa.Column("device", sa.String(), nullable=True),
        sa.Column("by", sa.String(), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("fact", name=op.f("pk_visits")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_visits_day_at", "visits", ["day", "at"], unique=False)
    op.create_index("ix_visits_rider_at", "visits", ["rider", "at"], unique=False)
    op.create_table(
        "journal",
        sa.Column("arrived", sa.Integer(), nullable=False),
        sa.Column("log", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("fact", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("high", sa.Integer(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["log"], ["logs.log"], name=op.f("fk_journal_log")),
        sa.PrimaryKeyConstraint("arrived", name=op.f("pk_journal")),
        sa.UniqueConstraint("fact", name="uq_journal_fact"),
        sa.UniqueConstraint("log", "seq", name="uq_journal_log_seq"),
    )
    op.create_index("ix_journal_kind_arrived_log", "journal", ["kind", "arrived", "log"], unique=False)
