"""The first schema of the hub: its own tables and the derived ones."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# As `hub/tables.py` has it: 64 bits on PostgreSQL too.
NUMBER = sa.Integer().with_variant(sa.BigInteger(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "aliases",
        sa.Column("alias", sa.String(), nullable=False),
        sa.Column("sort", sa.String(), nullable=True),
        sa.Column("known", sa.String(), nullable=True),
        sa.Column("at", NUMBER, nullable=True),
        sa.PrimaryKeyConstraint("alias", name=op.f("pk_aliases")),
    )
    op.create_table(
        "allotments",
        sa.Column("merchant", sa.String(), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("fen", NUMBER, nullable=True),
        sa.Column("portions_a_day", NUMBER, nullable=True),
        sa.Column("granted_at", NUMBER, nullable=True),
        sa.Column("granted_by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("merchant", "device", "month", name=op.f("pk_allotments")),
    )
    op.create_table(
        "batches",
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("epoch", sa.String(), nullable=False),
        sa.Column("branch", sa.String(), nullable=False),
        sa.Column("first", NUMBER, autoincrement=False, nullable=False),
        sa.Column("last", NUMBER, autoincrement=False, nullable=False),
        sa.Column("prev", sa.String(), nullable=False),
        sa.Column("head", sa.String(), nullable=False),
        sa.Column("count", NUMBER, autoincrement=False, nullable=False),
        sa.Column("overlap", NUMBER, autoincrement=False, nullable=False),
        sa.Column("at", NUMBER, autoincrement=False, nullable=False),
        sa.Column("position", NUMBER, nullable=True),
        sa.Column("held", NUMBER, autoincrement=False, nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("device", "epoch", "branch", "first", name=op.f("pk_batches")),
    )
    with op.batch_alter_table("batches", schema=None) as batch_op:
        batch_op.create_index("ix_batches_position", ["position"], unique=False)
        batch_op.create_index(
            "ix_batches_waiting",
            ["at", "device", "epoch", "branch", "first"],
            unique=False,
            sqlite_where=sa.text("position IS NULL AND held = 0"),
            postgresql_where=sa.text("position IS NULL AND held = 0"),
        )

    op.create_table(
        "beside",
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("sort", sa.String(), nullable=False),
        sa.Column("size", NUMBER, autoincrement=False, nullable=False),
        sa.Column("at", NUMBER, autoincrement=False, nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_beside")),
    )
    op.create_table(
        "beside_days",
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("things", NUMBER, autoincrement=False, nullable=False),
        sa.Column("bytes", NUMBER, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("device", "day", name=op.f("pk_beside_days")),
    )
    op.create_table(
        "beside_parts",
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("begins", NUMBER, autoincrement=False, nullable=False),
        sa.Column("at", NUMBER, autoincrement=False, nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("device", "hash", "begins", name=op.f("pk_beside_parts")),
    )
    with op.batch_alter_table("beside_parts", schema=None) as batch_op:
        batch_op.create_index("ix_beside_parts_hash", ["hash"], unique=False)

    op.create_table(
        "blanked_notes",
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("of", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("day", sa.String(), nullable=True),
        sa.Column("blanked_by", sa.String(), nullable=True),
        sa.Column("blanked_at", NUMBER, nullable=True),
        sa.PrimaryKeyConstraint("note", name=op.f("pk_blanked_notes")),
    )
    op.create_table(
        "booking_entries",
        sa.Column("referral", sa.String(), nullable=False),
        sa.Column("batch", sa.String(), nullable=True),
        sa.Column("entry", sa.String(), nullable=True),
        sa.Column("entered_day", sa.String(), nullable=True),
        sa.Column("entered_by", sa.String(), nullable=True),
        sa.Column("entered_at", NUMBER, nullable=True),
        sa.PrimaryKeyConstraint("referral", name=op.f("pk_booking_entries")),
    )
    op.create_table(
        "bookings",
        sa.Column("referral", sa.String(), nullable=False),
        sa.Column("batch", sa.String(), nullable=True),
        sa.Column("slot", sa.String(), nullable=True),
        sa.Column("standing", sa.String(), nullable=True),
        sa.Column("street", sa.String(), nullable=True),
        sa.Column("turn", NUMBER, nullable=True),
        sa.Column("changes", NUMBER, nullable=True),
        sa.Column("set_day", sa.String(), nullable=True),
        sa.Column("set_by", sa.String(), nullable=True),
        sa.Column("set_at", NUMBER, nullable=True),
        sa.PrimaryKeyConstraint("referral", name=op.f("pk_bookings")),
    )
    with op.batch_alter_table("bookings", schema=None) as batch_op:
        batch_op.create_index("ix_bookings_batch_standing_turn", ["batch", "standing", "turn"], unique=False)
        batch_op.create_index("ix_bookings_slot_standing", ["slot", "standing"], unique=False)

    op.create_table(
        "boxes",
        sa.Column("site", sa.String(), nullable=False),
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("merchant", sa.String(), nullable=False),
        sa.Column("received", NUMBER, nullable=True),
        sa.Column("handed_out", NUMBER, nullable=True),
        sa.Column("left_over", NUMBER, nullable=True),
        sa.Column("spoiled", NUMBER, nullable=True),
        sa.Column("by", sa.String(), nullable=True),
        sa.Column("fact", sa.String(), nullable=True),
        sa.Column("counted_at", NUMBER, nullable=True),
        sa.PrimaryKeyConstraint("site", "day", "merchant", name=op.f("pk_boxes")),
    )
    op.create_table(
        "callbacks",
        sa.Column("sample", sa.String(), nullable=False),
        sa.Column("meal", sa.String(), nullable=False),
        sa.Column("result", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("called_at", NUMBER, nullable=True),
        sa.Column("called_by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("sample", "meal", name=op.f("pk_callbacks")),
    )
    op.create_table(
        "cards",
        sa.Column("rider", sa.String(), nullable=False),
        sa.Column("issued", NUMBER, nullable=False),
        sa.Column("group", sa.String(), nullable=True),
        sa.Column("valid_days", NUMBER, nullable=True),
        sa.Column("issuer", sa.String(), nullable=True),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("issued_day", sa.String(), nullable=True),
        sa.Column("withdrawn_at", NUMBER, nullable=True),
        sa.Column("withdrawn_reason", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("rider", "issued", name=op.f("pk_cards")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("cards", schema=None) as batch_op:
        batch_op.create_index("ix_cards_number", ["number"], unique=False)

    op.create_table(
        "check_answers",
        sa.Column("draft", sa.String(), nullable=False),
        sa.Column("checkpoint", sa.String(), nullable=False),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("severity", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("draft", "checkpoint", name=op.f("pk_check_answers")),
    )
    op.create_table(
        "check_drafts",
        sa.Column("draft", sa.String(), nullable=False),
        sa.Column("operator", sa.String(), nullable=False),
        sa.Column("site", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("begun", NUMBER, autoincrement=False, nullable=False),
        sa.Column("changed", NUMBER, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("draft", name=op.f("pk_check_drafts")),
    )
    with op.batch_alter_table("check_drafts", schema=None) as batch_op:
        batch_op.create_index("ix_check_drafts_operator", ["operator"], unique=False)

    op.create_table(
        "check_photos",
        sa.Column("draft", sa.String(), nullable=False),
        sa.Column("photo", sa.String(), nullable=False),
        sa.Column("checkpoint", sa.String(), nullable=False),
        sa.Column("at", NUMBER, autoincrement=False, nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("draft", "photo", name=op.f("pk_check_photos")),
    )
    op.create_table(
        "checkpoint_states",
        sa.Column("site", sa.String(), nullable=False),
        sa.Column("checkpoint", sa.String(), nullable=False),
        sa.Column("result", sa.String(), nullable=True),
        sa.Column("inspection", sa.String(), nullable=True),
        sa.Column("day", sa.String(), nullable=True),
        sa.Column("answered_at", NUMBER, nullable=True),
        sa.PrimaryKeyConstraint("site", "checkpoint", name=op.f("pk_checkpoint_states")),
    )
    op.create_table(
        "checkup_batches",
        sa.Column("batch", sa.String(), nullable=False),
        sa.Column("number", NUMBER, nullable=True),
        sa.Column("partner", sa.String(), nullable=True),
        sa.Column("package", sa.String(), nullable=True),
        sa.Column("first_day", sa.String(), nullable=True),
        sa.Column("last_day", sa.String(), nullable=True),
        sa.Column("groups", sa.String(), nullable=True),
        sa.Column("has_quotas", NUMBER, nullable=True),
        sa.Column("unit_fen", NUMBER, nullable=True),
        sa.Column("payer", sa.String(), nullable=True),
        sa.Column("bring", sa.String(), nullable=True),
        sa.Column("fasting", NUMBER, nullable=True),
        sa.Column("opened_day", sa.String(), nullable=True),
        sa.Column("opened_at", NUMBER, nullable=True),
        sa.Column("opened_by", sa.String(), nullable=True),
        sa.Column("site", sa.String(), nullable=True),
        sa.Column("list_destroyed_day", sa.String(), nullable=True),
        sa.Column("list_destroyed_at", NUMBER, nullable=True),
        sa.PrimaryKeyConstraint("batch", name=op.f("pk_checkup_batches")),
    )
    with op.batch_alter_table("checkup_batches", schema=None) as batch_op:
        batch_op.create_index("ix_checkup_batches_last_day", ["last_day"], unique=False)
        batch_op.create_index("ix_checkup_batches_opened_day", ["opened_day"], unique=False)

    op.create_table(
        "checkup_list_acts",
        sa.Column("fact", sa.String(), nullable=False),
        sa.Column("batch", sa.String(), nullable=True),
        sa.Column("act", sa.String(), nullable=True),
        sa.Column("counted", NUMBER, nullable=True),
        sa.Column("missing", NUMBER, nullable=True),
        sa.Column("day", sa.String(), nullable=True),
        sa.Column("at", NUMBER, nullable=True),
        sa.Column("by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("fact", name=op.f("pk_checkup_list_acts")),
    )
    with op.batch_alter_table("checkup_list_acts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_checkup_list_acts_batch"), ["batch"], unique=False)

    op.create_table(
        "checkup_quotas",
        sa.Column("batch", sa.String(), nullable=False),
        sa.Column("street", sa.String(), nullable=False),
        sa.Column("places", NUMBER, nullable=True),
        sa.PrimaryKeyConstraint("batch", "street", name=op.f("pk_checkup_quotas")),
    )
    op.create_table(
        "checkup_slots",
        sa.Column("slot", sa.String(), nullable=False),
        sa.Column("batch", sa.String(), nullable=True),
        sa.Column("day", sa.String(), nullable=True),
        sa.Column("begins", NUMBER, nullable=True),
        sa.Column("ends", NUMBER, nullable=True),
        sa.Column("places", NUMBER, nullable=True),
        sa.PrimaryKeyConstraint("slot", name=op.f("pk_checkup_slots")),
    )
    with op.batch_alter_table("checkup_slots", schema=None) as batch_op:
        batch_op.create_index("ix_checkup_slots_batch_day", ["batch", "day"], unique=False)

    op.create_table(
        "clock_corrections",
        sa.Column("fact", sa.String(), nullable=False),
        sa.Column("device", sa.String(), nullable=True),
        sa.Column("epoch", sa.String(), nullable=True),
        sa.Column("first", NUMBER, nullable=True),
        sa.Column("last", NUMBER, nullable=True),
        sa.Column("days", NUMBER, nullable=True),
        sa.Column("at", NUMBER, nullable=True),
        sa.Column("by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("fact", name=op.f("pk_clock_corrections")),
    )
    op.create_table(
        "closings",
        sa.Column("closing", sa.String(), nullable=False),
        sa.Column("begins", NUMBER, nullable=True),
        sa.Column("ends", NUMBER, nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("site", sa.String(), nullable=True),
        sa.Column("planned_at", NUMBER, nullable=True),
        sa.Column("planned_by", sa.String(), nullable=True),
        sa.Column("fact", sa.String(), nullable=True),
        sa.Column("cancelled_from", NUMBER, nullable=True),
        sa.Column("cancelled_at", NUMBER, nullable=True),
        sa.Column("cancelled_by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("closing", name=op.f("pk_closings")),
    )
    with op.batch_alter_table("closings", schema=None) as batch_op:
        batch_op.create_index("ix_closings_site_ends", ["site", "ends"], unique=False)

    op.create_table(
        "codes",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("site", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("community", sa.String(), nullable=False),
        sa.Column("at", NUMBER, autoincrement=False, nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_codes")),
    )
    op.create_table(
        "consents",
        sa.Column("fact", sa.String(), nullable=False),
        sa.Column("rider", sa.String(), nullable=True),
        sa.Column("version", sa.String(), nullable=True),
        sa.Column("day", sa.String(), nullable=True),
        sa.Column("at", NUMBER, nullable=True),
        sa.Column("by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("fact", name=op.f("pk_consents")),
    )
    with op.batch_alter_table("consents", schema=None) as batch_op:
        batch_op.create_index("ix_consents_rider_at", ["rider", "at"], unique=False)

    op.create_table(
        "contacts",
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("at", NUMBER, autoincrement=False, nullable=False),
        sa.Column("clock", NUMBER, autoincrement=False, nullable=False),
        sa.Column("software", sa.String(), nullable=False),
        sa.Column("agree", NUMBER, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("device", name=op.f("pk_contacts")),
    )
    op.create_table(
        "day_papers",
        sa.Column("site", sa.String(), nullable=False),
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("posted", NUMBER, nullable=True),
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
        sa.Column("opened_at", NUMBER, nullable=True),
        sa.Column("opened_by", sa.String(), nullable=True),
        sa.Column("closed_at", NUMBER, nullable=True),
        sa.Column("closed_by", sa.String(), nullable=True),
        sa.Column("captured", NUMBER, nullable=True),
        sa.Column("acknowledged", NUMBER, nullable=True),
        sa.Column("waiting", NUMBER, nullable=True),
        sa.Column("flagged", NUMBER, nullable=True),
        sa.PrimaryKeyConstraint("site", "day", "device", name=op.f("pk_days")),
    )
    op.create_table(
        "devices",
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=True),
        sa.Column("site", sa.String(), nullable=True),
        sa.Column("enrolled_at", NUMBER, nullable=True),
        sa.Column("revoked_at", NUMBER, nullable=True),
        sa.Column("revoked_reason", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("device", name=op.f("pk_devices")),
    )
    with op.batch_alter_table("devices", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_devices_site"), ["site"], unique=False)

    op.create_table(
        "discarded",
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_discarded")),
    )
    op.create_table(
        "early",
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("sort", sa.String(), nullable=False),
        sa.Column("thing", sa.String(), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("site", sa.String(), nullable=False),
        sa.Column("arrived", NUMBER, autoincrement=False, nullable=False),
        sa.Column("high", NUMBER, autoincrement=False, nullable=False),
        sa.Column("line", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_early")),
    )
    with op.batch_alter_table("early", schema=None) as batch_op:
        batch_op.create_index("ix_early_thing", ["thing"], unique=False)

    op.create_table(
        "entered_sheets",
        sa.Column("fact", sa.String(), nullable=False),
        sa.Column("sheet", sa.String(), nullable=True),
        sa.Column("book", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=True),
        sa.Column("rows", NUMBER, nullable=True),
        sa.Column("photo", sa.String(), nullable=True),
        sa.Column("day", sa.String(), nullable=True),
        sa.Column("entered_at", NUMBER, nullable=True),
        sa.Column("entered_by", sa.String(), nullable=True),
        sa.Column("site", sa.String(), nullable=True),
        sa.Column("seq", NUMBER, nullable=True),
        sa.PrimaryKeyConstraint("fact", name=op.f("pk_entered_sheets")),
    )
    with op.batch_alter_table("entered_sheets", schema=None) as batch_op:
        batch_op.create_index("ix_entered_sheets_day", ["day"], unique=False)
        batch_op.create_index("ix_entered_sheets_sheet", ["sheet"], unique=False)

    op.create_table(
        "epochs",
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("epoch", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("continues_epoch", sa.String(), nullable=True),
        sa.Column("continues_seq", NUMBER, nullable=True),
        sa.Column("continues_hash", sa.String(), nullable=True),
        sa.Column("at", NUMBER, nullable=True),
        sa.PrimaryKeyConstraint("device", "epoch", name=op.f("pk_epochs")),
    )
    op.create_table(
        "escrow_hands",
        sa.Column("opening", sa.String(), nullable=False),
        sa.Column("until", NUMBER, autoincrement=False, nullable=False),
        sa.Column("other", sa.String(), nullable=False),
        sa.Column("half", sa.LargeBinary(), nullable=False),
        sa.Column("seen", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("opening", name=op.f("pk_escrow_hands")),
    )
    op.create_table(
        "escrow_keepers",
        sa.Column("keeper", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=True),
        sa.Column("named_at", NUMBER, nullable=True),
        sa.PrimaryKeyConstraint("keeper", name=op.f("pk_escrow_keepers")),
    )
    op.create_table(
        "escrow_locks",
        sa.Column("rider", sa.String(), nullable=False),
        sa.Column("one", sa.String(), nullable=False),
        sa.Column("other", sa.String(), nullable=False),
        sa.Column("box", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("rider", "one", "other", name=op.f("pk_escrow_locks")),
    )
    op.create_table(
        "escrow_openings",
        sa.Column("opening", sa.String(), nullable=False),
        sa.Column("rider", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("lapses", NUMBER, nullable=True),
        sa.Column("asked_at", NUMBER, nullable=True),
        sa.Column("asked_by", sa.String(), nullable=True),
        sa.Column("agreed_at", NUMBER, nullable=True),
        sa.Column("agreed_by", sa.String(), nullable=True),
        sa.Column("asked_shown_at", NUMBER, nullable=True),
        sa.Column("agreed_shown_at", NUMBER, nullable=True),
        sa.PrimaryKeyConstraint("opening", name=op.f("pk_escrow_openings")),
    )
    with op.batch_alter_table("escrow_openings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_escrow_openings_rider"), ["rider"], unique=False)

    op.create_table(
        "escrow_sheets",
        sa.Column("rider", sa.String(), nullable=False),
        sa.Column("until", sa.String(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("rider", name=op.f("pk_escrow_sheets")),
    )
    with op.batch_alter_table("escrow_sheets", schema=None) as batch_op:
        batch_op.create_index("ix_escrow_sheets_until", ["until"], unique=False)

    op.create_table(
        "escrows",
        sa.Column("rider", sa.String(), nullable=False),
        sa.Column("until", sa.String(), nullable=True),
        sa.Column("kept_at", NUMBER, nullable=True),
        sa.Column("destroyed_at", NUMBER, nullable=True),
        sa.PrimaryKeyConstraint("rider", name=op.f("pk_escrows")),
    )
    op.create_table(
        "exports",
        sa.Column("fact", sa.String(), nullable=False),
        sa.Column("table", sa.String(), nullable=True),
        sa.Column("form", sa.String(), nullable=True),
        sa.Column("rows", NUMBER, nullable=True),
        sa.Column("first", sa.String(), nullable=True),
        sa.Column("last", sa.String(), nullable=True),
        sa.Column("unmasked", NUMBER, nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("day", sa.String(), nullable=True),
        sa.Column("at", NUMBER, nullable=True),
        sa.Column("by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("fact", name=op.f("pk_exports")),
    )
    with op.batch_alter_table("exports", schema=None) as batch_op:
        batch_op.create_index("ix_exports_day", ["day"], unique=False)

    op.create_table(
        "extensions",
        sa.Column("site", sa.String(), nullable=False),
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("closes", NUMBER, nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("extended_at", NUMBER, nullable=True),
        sa.Column("extended_by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("site", "day", name=op.f("pk_extensions")),
    )
    op.create_table(
        "feed",
        sa.Column("position", NUMBER, autoincrement=False, nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("sort", sa.String(), nullable=False),
        sa.Column("until", NUMBER, autoincrement=False, nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_feed")),
    )
    with op.batch_alter_table("feed", schema=None) as batch_op:
        batch_op.create_index("ix_feed_audience_position", ["audience", "position"], unique=False)

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
        sa.Column("answered_at", NUMBER, nullable=True),
        sa.PrimaryKeyConstraint("inspection", "checkpoint", name=op.f("pk_findings")),
    )
    with op.batch_alter_table("findings", schema=None) as batch_op:
        batch_op.create_index("ix_findings_checkpoint_answered_at", ["checkpoint", "answered_at"], unique=False)

    op.create_table(
        "first_decisions",
        sa.Column("meal", sa.String(), nullable=False),
        sa.Column("fact", sa.String(), nullable=False),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("again", NUMBER, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("meal", name=op.f("pk_first_decisions")),
    )
    op.create_table(
        "flags",
        sa.Column("fact", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("detail", NUMBER, nullable=True),
        sa.PrimaryKeyConstraint("fact", "code", name=op.f("pk_flags")),
    )
    op.create_table(
        "forgotten",
        sa.Column("rider", sa.String(), nullable=False),
        sa.Column("at", NUMBER, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("rider", name=op.f("pk_forgotten")),
    )
    op.create_table(
        "goods_handed",
        sa.Column("fact", sa.String(), nullable=False),
        sa.Column("site", sa.String(), nullable=True),
        sa.Column("day", sa.String(), nullable=True),
        sa.Column("at", NUMBER, nullable=True),
        sa.Column("goods", sa.String(), nullable=True),
        sa.Column("count", NUMBER, nullable=True),
        sa.Column("group", sa.String(), nullable=True),
        sa.Column("by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("fact", name=op.f("pk_goods_handed")),
    )
    with op.batch_alter_table("goods_handed", schema=None) as batch_op:
        batch_op.create_index("ix_goods_handed_site_day", ["site", "day"], unique=False)

    op.create_table(
        "hand_overs",
        sa.Column("fact", sa.String(), nullable=False),
        sa.Column("day", sa.String(), nullable=True),
        sa.Column("at", NUMBER, nullable=True),
        sa.Column("number", NUMBER, nullable=True),
        sa.Column("giver", sa.String(), nullable=True),
        sa.Column("taker", sa.String(), nullable=True),
        sa.Column("problems", sa.String(), nullable=True),
        sa.Column("chase", NUMBER, nullable=True),
        sa.Column("loans", NUMBER, nullable=True),
        sa.Column("medicine", NUMBER, nullable=True),
        sa.Column("waiting", NUMBER, nullable=True),
        sa.Column("keys", NUMBER, nullable=True),
        sa.Column("lost_property", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("site", sa.String(), nullable=True),
        sa.Column("device", sa.String(), nullable=True),
        sa.Column("seq", NUMBER, nullable=True),
        sa.PrimaryKeyConstraint("fact", name=op.f("pk_hand_overs")),
    )
    with op.batch_alter_table("hand_overs", schema=None) as batch_op:
        batch_op.create_index("ix_hand_overs_day_at", ["day", "at"], unique=False)

    op.create_table(
        "hub_state",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_hub_state")),
    )
    op.create_table(
        "inspections",
        sa.Column("inspection", sa.String(), nullable=False),
        sa.Column("day", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=True),
        sa.Column("number", NUMBER, nullable=True),
        sa.Column("standard", sa.String(), nullable=True),
        sa.Column("begun", NUMBER, nullable=True),
        sa.Column("ended", NUMBER, nullable=True),
        sa.Column("compliant", NUMBER, nullable=True),
        sa.Column("passed", NUMBER, nullable=True),
        sa.Column("failed", NUMBER, nullable=True),
        sa.Column("na", NUMBER, nullable=True),
        sa.Column("by", sa.String(), nullable=True),
        sa.Column("site", sa.String(), nullable=True),
        sa.Column("seq", NUMBER, nullable=True),
        sa.PrimaryKeyConstraint("inspection", name=op.f("pk_inspections")),
    )
    with op.batch_alter_table("inspections", schema=None) as batch_op:
        batch_op.create_index("ix_inspections_by_day", ["by", "day"], unique=False)
        batch_op.create_index("ix_inspections_day", ["day"], unique=False)
        batch_op.create_index("ix_inspections_site_day", ["site", "day"], unique=False)

    op.create_table(
        "joined_riders",
        sa.Column("rider", sa.String(), nullable=False),
        sa.Column("same", sa.String(), nullable=False),
        sa.Column("at", NUMBER, nullable=True),
        sa.PrimaryKeyConstraint("rider", "same", name=op.f("pk_joined_riders")),
    )
    with op.batch_alter_table("joined_riders", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_joined_riders_same"), ["same"], unique=False)

    op.create_table(
        "journal",
        sa.Column("epoch", sa.String(), nullable=False),
        sa.Column("seq", NUMBER, autoincrement=False, nullable=False),
        sa.Column("fact", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("high", NUMBER, autoincrement=False, nullable=False),
        sa.Column("number", NUMBER, autoincrement=False, nullable=False),
        sa.Column("position", NUMBER, nullable=True),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("epoch", "seq", name=op.f("pk_journal")),
    )
    with op.batch_alter_table("journal", schema=None) as batch_op:
        batch_op.create_index("ix_journal_number", ["number"], unique=True)
        batch_op.create_index("ix_journal_position", ["position"], unique=False)

    op.create_table(
        "log_states",
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("epoch", sa.String(), nullable=False),
        sa.Column("branch", sa.String(), nullable=False),
        sa.Column("seq", NUMBER, autoincrement=False, nullable=False),
        sa.Column("high", NUMBER, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("device", "epoch", "branch", name=op.f("pk_log_states")),
    )
    op.create_table(
        "log_sums",
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("epoch", sa.String(), nullable=False),
        sa.Column("branch", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("count", NUMBER, autoincrement=False, nullable=False),
        sa.Column("fen", NUMBER, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("device", "epoch", "branch", "kind", name=op.f("pk_log_sums")),
    )
    op.create_table(
        "meals",
        sa.Column("fact", sa.String(), nullable=False),
        sa.Column("day", sa.String(), nullable=True),
        sa.Column("at", NUMBER, nullable=True),
        sa.Column("rider", sa.String(), nullable=True),
        sa.Column("group", sa.String(), nullable=True),
        sa.Column("merchant", sa.String(), nullable=True),
        sa.Column("programme", sa.String(), nullable=True),
        sa.Column("programme_version", sa.String(), nullable=True),
        sa.Column("period", sa.String(), nullable=True),
        sa.Column("list_fen", NUMBER, nullable=True),
        sa.Column("price_fen", NUMBER, nullable=True),
        sa.Column("subsidy_fen", NUMBER, nullable=True),
        sa.Column("card_issued", NUMBER, nullable=True),
        sa.Column("verified", sa.String(), nullable=True),
        sa.Column("held", sa.String(), nullable=True),
        sa.Column("held_at", NUMBER, nullable=True),
        sa.Column("held_beside", sa.String(), nullable=True),
        sa.Column("beside_at", NUMBER, nullable=True),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("voided", sa.String(), nullable=True),
        sa.Column("voided_at", NUMBER, nullable=True),
        sa.Column("voided_by", sa.String(), nullable=True),
        sa.Column("voided_late", NUMBER, nullable=True),
        sa.Column("decision", sa.String(), nullable=True),
        sa.Column("decided_at", NUMBER, nullable=True),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("decision_reason", sa.String(), nullable=True),
        sa.Column("decision_rank", NUMBER, nullable=True),
        sa.Column("void_rank", NUMBER, nullable=True),
        sa.Column("site", sa.String(), nullable=True),
        sa.Column("device", sa.String(), nullable=True),
        sa.Column("by", sa.String(), nullable=True),
        sa.Column("seq", NUMBER, nullable=True),
        sa.PrimaryKeyConstraint("fact", name=op.f("pk_meals")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("meals", schema=None) as batch_op:
        batch_op.create_index("ix_meals_day_at", ["day", "at"], unique=False)
        batch_op.create_index(
            "ix_meals_held",
            ["day", "device"],
            unique=False,
            sqlite_where=sa.text("held IS NOT NULL"),
            postgresql_where=sa.text("held IS NOT NULL"),
        )
        batch_op.create_index("ix_meals_merchant_day_at", ["merchant", "day", "at"], unique=False)
        batch_op.create_index("ix_meals_rider_day", ["rider", "day"], unique=False)
        batch_op.create_index("ix_meals_till", ["merchant", "device", "voided", "day", "subsidy_fen"], unique=False)
        batch_op.create_index(
            "ix_meals_undecided",
            ["fact"],
            unique=False,
            sqlite_where=sa.text("held IS NOT NULL AND decision IS NULL"),
            postgresql_where=sa.text("held IS NOT NULL AND decision IS NULL"),
        )

    op.create_table(
        "medicine_disposals",
        sa.Column("disposal", sa.String(), nullable=False),
        sa.Column("site", sa.String(), nullable=True),
        sa.Column("day", sa.String(), nullable=True),
        sa.Column("number", NUMBER, nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("by", sa.String(), nullable=True),
        sa.Column("witness", sa.String(), nullable=True),
        sa.Column("receiver", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("disposed_at", NUMBER, nullable=True),
        sa.PrimaryKeyConstraint("disposal", name=op.f("pk_medicine_disposals")),
    )
    with op.batch_alter_table("medicine_disposals", schema=None) as batch_op:
        batch_op.create_index("ix_medicine_disposals_site_day", ["site", "day"], unique=False)

    op.create_table(
        "medicine_lines",
        sa.Column("line", sa.String(), nullable=False),
        sa.Column("site", sa.String(), nullable=True),
        sa.Column("product", sa.String(), nullable=True),
        sa.Column("form", sa.String(), nullable=True),
        sa.Column("batch", sa.String(), nullable=True),
        sa.Column("expiry", sa.String(), nullable=True),
        sa.Column("quantity", NUMBER, nullable=True),
        sa.Column("unit", sa.String(), nullable=True),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("contains_alcohol", NUMBER, nullable=True),
        sa.Column("good_days", NUMBER, nullable=True),
        sa.Column("listed", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("out_of", sa.String(), nullable=True),
        sa.Column("stocked_day", sa.String(), nullable=True),
        sa.Column("stocked_by", sa.String(), nullable=True),
        sa.Column("opened_day", sa.String(), nullable=True),
        sa.Column("opened_until", sa.String(), nullable=True),
        sa.Column("opened_by", sa.String(), nullable=True),
        sa.Column("opened_at", NUMBER, nullable=True),
        sa.Column("last_left", NUMBER, nullable=True),
        sa.Column("last_at", NUMBER, nullable=True),
        sa.PrimaryKeyConstraint("line", name=op.f("pk_medicine_lines")),
    )
    with op.batch_alter_table("medicine_lines", schema=None) as batch_op:
        batch_op.create_index("ix_medicine_lines_site_last_left", ["site", "last_left"], unique=False)

    op.create_table(
        "medicine_moves",
        sa.Column("fact", sa.String(), nullable=False),
        sa.Column("line", sa.String(), nullable=False),
        sa.Column("site", sa.String(), nullable=True),
        sa.Column("day", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=True),
        sa.Column("delta", NUMBER, nullable=True),
        sa.Column("by", sa.String(), nullable=True),
        sa.Column("moved_at", NUMBER, nullable=True),
        sa.PrimaryKeyConstraint("fact", "line", name=op.f("pk_medicine_moves")),
    )
    with op.batch_alter_table("medicine_moves", schema=None) as batch_op:
        batch_op.create_index("ix_medicine_moves_line_day", ["line", "day"], unique=False)
        batch_op.create_index("ix_medicine_moves_site_day", ["site", "day"], unique=False)

    op.create_table(
        "medicine_uses",
        sa.Column("fact", sa.String(), nullable=False),
        sa.Column("day", sa.String(), nullable=True),
        sa.Column("group", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("fact", name=op.f("pk_medicine_uses")),
    )
    with op.batch_alter_table("medicine_uses", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_medicine_uses_day"), ["day"], unique=False)

    op.create_table(
        "members",
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("site", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("community", sa.String(), nullable=False),
        sa.Column("at", NUMBER, autoincrement=False, nullable=False),
        sa.Column("revoked_at", NUMBER, autoincrement=False, nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("signature", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("device", name=op.f("pk_members")),
    )
    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.create_index("ix_members_site", ["site"], unique=False)

    op.create_table(
        "merchant_records",
        sa.Column("merchant", sa.String(), nullable=False),
        sa.Column("licence_name", sa.String(), nullable=True),
        sa.Column("licence_code", sa.String(), nullable=True),
        sa.Column("permit", sa.String(), nullable=True),
        sa.Column("permit_until", sa.String(), nullable=True),
        sa.Column("agreement_until", sa.String(), nullable=True),
        sa.Column("account_tail", sa.String(), nullable=True),
        sa.Column("opens", NUMBER, nullable=True),
        sa.Column("closes", NUMBER, nullable=True),
        sa.Column("closed", sa.String(), nullable=True),
        sa.Column("recorded_by", sa.String(), nullable=True),
        sa.Column("recorded_at", NUMBER, nullable=True),
        sa.PrimaryKeyConstraint("merchant", name=op.f("pk_merchant_records")),
    )
    with op.batch_alter_table("merchant_records", schema=None) as batch_op:
        batch_op.create_index("ix_merchant_records_agreement_until", ["agreement_until"], unique=False)
        batch_op.create_index("ix_merchant_records_permit_until", ["permit_until"], unique=False)

    op.create_table(
        "merchants",
        sa.Column("merchant", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("at", NUMBER, nullable=True),
        sa.PrimaryKeyConstraint("merchant", name=op.f("pk_merchants")),
    )
    op.create_table(
        "names_shown",
        sa.Column("fact", sa.String(), nullable=False),
        sa.Column("list", sa.String(), nullable=True),
        sa.Column("subject", sa.String(), nullable=True),
        sa.Column("lines", NUMBER, nullable=True),
        sa.Column("day", sa.String(), nullable=True),
        sa.Column("at", NUMBER, nullable=True),
        sa.Column("by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("fact", name=op.f("pk_names_shown")),
    )
    with op.batch_alter_table("names_shown", schema=None) as batch_op:
        batch_op.create_index("ix_names_shown_day", ["day"], unique=False)

    op.create_table(
        "notes",
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_notes")),
    )
    op.create_table(
        "occurrences",
        sa.Column("fact", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=True),
        sa.Column("day", sa.String(), nullable=True),
        sa.Column("at", NUMBER, nullable=True),
        sa.Column("subject", sa.String(), nullable=True),
        sa.Column("code", sa.String(), nullable=True),
        sa.Column("number", NUMBER, nullable=True),
        sa.Column("site", sa.String(), nullable=True),
        sa.Column("device", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("fact", name=op.f("pk_occurrences")),
    )
    with op.batch_alter_table("occurrences", schema=None) as batch_op:
        batch_op.create_index("ix_occurrences_day_at", ["day", "at"], unique=False)
        batch_op.create_index("ix_occurrences_subject_kind", ["subject", "kind"], unique=False)

    op.create_table(
        "operator_states",
        sa.Column("operator", sa.String(), nullable=False),
        sa.Column("pin_changed_at", NUMBER, nullable=True),
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
        sa.Column("at", NUMBER, nullable=True),
        sa.PrimaryKeyConstraint("operator", name=op.f("pk_operators")),
    )
    op.create_table(
        "owners",
        sa.Column("sort", sa.String(), nullable=False),
        sa.Column("thing", sa.String(), nullable=False),
        sa.Column("site", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("sort", "thing", name=op.f("pk_owners")),
    )
    op.create_table(
        "partners",
        sa.Column("partner", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("at", NUMBER, nullable=True),
        sa.PrimaryKeyConstraint("partner", name=op.f("pk_partners")),
    )
    op.create_table(
        "people",
        sa.Column("rider", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("tail", sa.String(), nullable=False),
        sa.Column("sheet", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("rider", name=op.f("pk_people")),
    )
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.create_index("ix_people_phone", ["phone"], unique=False)

    op.create_table(
        "phones_shown",
        sa.Column("fact", sa.String(), nullable=False),
        sa.Column("list", sa.String(), nullable=True),
        sa.Column("subject", sa.String(), nullable=True),
        sa.Column("lines", NUMBER, nullable=True),
        sa.Column("day", sa.String(), nullable=True),
        sa.Column("at", NUMBER, nullable=True),
        sa.Column("by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("fact", name=op.f("pk_phones_shown")),
    )
    with op.batch_alter_table("phones_shown", schema=None) as batch_op:
        batch_op.create_index("ix_phones_shown_day", ["day"], unique=False)

    op.create_table(
        "phone_tills",
        sa.Column("operator", sa.String(), nullable=False),
        sa.Column("merchant", sa.String(), nullable=True),
        sa.Column("site", sa.String(), nullable=True),
        sa.Column("until", sa.String(), nullable=True),
        sa.Column("opened_at", NUMBER, nullable=True),
        sa.Column("opened_by", sa.String(), nullable=True),
        sa.Column("ended_at", NUMBER, nullable=True),
        sa.Column("ended_by", sa.String(), nullable=True),
        sa.Column("closed_at", NUMBER, nullable=True),
        sa.PrimaryKeyConstraint("operator", name=op.f("pk_phone_tills")),
    )
    with op.batch_alter_table("phone_tills", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_phone_tills_site"), ["site"], unique=False)

    op.create_table(
        "published",
        sa.Column("sort", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=True),
        sa.Column("text", sa.String(), nullable=True),
        sa.Column("published_day", sa.String(), nullable=True),
        sa.Column("published_by", sa.String(), nullable=True),
        sa.Column("published_at", NUMBER, nullable=True),
        sa.PrimaryKeyConstraint("sort", "version", name=op.f("pk_published")),
    )
    with op.batch_alter_table("published", schema=None) as batch_op:
        batch_op.create_index("ix_published_sort_at", ["sort", "published_at"], unique=False)

    op.create_table(
        "rectification_moves",
        sa.Column("fact", sa.String(), nullable=False),
        sa.Column("rectification", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=True),
        sa.Column("at", NUMBER, nullable=True),
        sa.Column("day", sa.String(), nullable=True),
        sa.Column("by", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("photos", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("fact", name=op.f("pk_rectification_moves")),
    )
    with op.batch_alter_table("rectification_moves", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rectification_moves_rectification"), ["rectification"], unique=False)

    op.create_table(
        "rectifications",
        sa.Column("rectification", sa.String(), nullable=False),
        sa.Column("number", NUMBER, nullable=True),
        sa.Column("inspection", sa.String(), nullable=True),
        sa.Column("item", sa.String(), nullable=True),
        sa.Column("checkpoint", sa.String(), nullable=True),
        sa.Column("severity", sa.String(), nullable=True),
        sa.Column("due", sa.String(), nullable=True),
        sa.Column("found_role", sa.String(), nullable=True),
        sa.Column("extended_due", sa.String(), nullable=True),
        sa.Column("extended_at", NUMBER, nullable=True),
        sa.Column("extended_by", sa.String(), nullable=True),
        sa.Column("opened_day", sa.String(), nullable=True),
        sa.Column("opened_at", NUMBER, nullable=True),
        sa.Column("opened_by", sa.String(), nullable=True),
        sa.Column("site", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=True),
        sa.Column("moved_at", NUMBER, nullable=True),
        sa.PrimaryKeyConstraint("rectification", name=op.f("pk_rectifications")),
    )
    with op.batch_alter_table("rectifications", schema=None) as batch_op:
        batch_op.create_index("ix_rectifications_checkpoint_state", ["checkpoint", "state"], unique=False)
        batch_op.create_index("ix_rectifications_due", ["due"], unique=False)
        batch_op.create_index("ix_rectifications_opened_day", ["opened_day"], unique=False)
        batch_op.create_index("ix_rectifications_site_opened_day", ["site", "opened_day"], unique=False)
        batch_op.create_index("ix_rectifications_state_due", ["state", "due"], unique=False)

    op.create_table(
        "referral_moves",
        sa.Column("fact", sa.String(), nullable=False),
        sa.Column("referral", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=True),
        sa.Column("at", NUMBER, nullable=True),
        sa.Column("day", sa.String(), nullable=True),
        sa.Column("by", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("fact", name=op.f("pk_referral_moves")),
    )
    with op.batch_alter_table("referral_moves", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_referral_moves_referral"), ["referral"], unique=False)

    op.create_table(
        "referrals",
        sa.Column("referral", sa.String(), nullable=False),
        sa.Column("rider", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=True),
        sa.Column("partner", sa.String(), nullable=True),
        sa.Column("code", sa.String(), nullable=True),
        sa.Column("until", sa.String(), nullable=True),
        sa.Column("number", NUMBER, nullable=True),
        sa.Column("slot", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("issued_day", sa.String(), nullable=True),
        sa.Column("issued_at", NUMBER, nullable=True),
        sa.Column("issued_by", sa.String(), nullable=True),
        sa.Column("site", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=True),
        sa.Column("moved_at", NUMBER, nullable=True),
        sa.PrimaryKeyConstraint("referral", name=op.f("pk_referrals")),
    )
    with op.batch_alter_table("referrals", schema=None) as batch_op:
        batch_op.create_index("ix_referrals_code", ["code"], unique=False)
        batch_op.create_index("ix_referrals_issued_day", ["issued_day"], unique=False)
        batch_op.create_index("ix_referrals_rider", ["rider"], unique=False)
        batch_op.create_index("ix_referrals_state_until", ["state", "until"], unique=False)

    op.create_table(
        "registers",
        sa.Column("book", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=True),
        sa.Column("prefix", sa.String(), nullable=True),
        sa.Column("first", NUMBER, nullable=True),
        sa.Column("last", NUMBER, nullable=True),
        sa.Column("day", sa.String(), nullable=True),
        sa.Column("at", NUMBER, nullable=True),
        sa.Column("by", sa.String(), nullable=True),
        sa.Column("site", sa.String(), nullable=True),
        sa.Column("out_at", NUMBER, nullable=True),
        sa.PrimaryKeyConstraint("book", name=op.f("pk_registers")),
    )
    with op.batch_alter_table("registers", schema=None) as batch_op:
        batch_op.create_index("ix_registers_prefix_last", ["prefix", "last"], unique=False)

    op.create_table(
        "retention_runs",
        sa.Column("fact", sa.String(), nullable=False),
        sa.Column("day", sa.String(), nullable=True),
        sa.Column("at", NUMBER, nullable=True),
        sa.Column("by", sa.String(), nullable=True),
        sa.Column("rules", sa.String(), nullable=True),
        sa.Column("removed", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("fact", name=op.f("pk_retention_runs")),
    )
    with op.batch_alter_table("retention_runs", schema=None) as batch_op:
        batch_op.create_index("ix_retention_runs_day", ["day"], unique=False)

    op.create_table(
        "rider_acts",
        sa.Column("fact", sa.String(), nullable=False),
        sa.Column("rider", sa.String(), nullable=True),
        sa.Column("act", sa.String(), nullable=True),
        sa.Column("by", sa.String(), nullable=True),
        sa.Column("at", NUMBER, nullable=True),
        sa.PrimaryKeyConstraint("fact", name=op.f("pk_rider_acts")),
    )
    with op.batch_alter_table("rider_acts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rider_acts_rider"), ["rider"], unique=False)

    op.create_table(
        "rider_searches",
        sa.Column("fact", sa.String(), nullable=False),
        sa.Column("rider", sa.String(), nullable=True),
        sa.Column("group", sa.String(), nullable=True),
        sa.Column("sheet", sa.String(), nullable=True),
        sa.Column("day", sa.String(), nullable=True),
        sa.Column("at", NUMBER, nullable=True),
        sa.Column("by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("fact", name=op.f("pk_rider_searches")),
    )
    with op.batch_alter_table("rider_searches", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rider_searches_rider"), ["rider"], unique=False)

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
        sa.Column("verified_at", NUMBER, nullable=True),
        sa.Column("forgotten_day", sa.String(), nullable=True),
        sa.Column("forgotten_by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("rider", name=op.f("pk_riders")),
    )
    with op.batch_alter_table("riders", schema=None) as batch_op:
        batch_op.create_index(
            "ix_riders_registered_day",
            ["registered_day", "rider"],
            unique=False,
            sqlite_where=sa.text("forgotten_day IS NULL"),
            postgresql_where=sa.text("forgotten_day IS NULL"),
        )
        batch_op.create_index("ix_riders_registered_day_rider", ["registered_day", "rider"], unique=False)

    op.create_table(
        "riders_shown",
        sa.Column("fact", sa.String(), nullable=False),
        sa.Column("rider", sa.String(), nullable=True),
        sa.Column("form", sa.String(), nullable=True),
        sa.Column("day", sa.String(), nullable=True),
        sa.Column("at", NUMBER, nullable=True),
        sa.PrimaryKeyConstraint("fact", name=op.f("pk_riders_shown")),
    )
    op.create_table(
        "samples",
        sa.Column("sample", sa.String(), nullable=False),
        sa.Column("merchant", sa.String(), nullable=True),
        sa.Column("month", sa.String(), nullable=True),
        sa.Column("population", NUMBER, nullable=True),
        sa.Column("drawn_day", sa.String(), nullable=True),
        sa.Column("drawn_by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("sample", name=op.f("pk_samples")),
    )
    with op.batch_alter_table("samples", schema=None) as batch_op:
        batch_op.create_index("ix_samples_merchant_month", ["merchant", "month"], unique=False)

    op.create_table(
        "searches",
        sa.Column("search", sa.String(), nullable=False),
        sa.Column("at", NUMBER, autoincrement=False, nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("found", NUMBER, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("search", name=op.f("pk_searches")),
    )
    with op.batch_alter_table("searches", schema=None) as batch_op:
        batch_op.create_index("ix_searches_at", ["at"], unique=False)
        batch_op.create_index("ix_searches_phone", ["phone"], unique=False)

    op.create_table(
        "sessions",
        sa.Column("session", sa.String(), nullable=False),
        sa.Column("operator", sa.String(), nullable=False),
        sa.Column("at", NUMBER, autoincrement=False, nullable=False),
        sa.Column("until", NUMBER, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("session", name=op.f("pk_sessions")),
    )
    op.create_table(
        "settlement_lines",
        sa.Column("settlement", sa.String(), nullable=False),
        sa.Column("meal", sa.String(), nullable=False),
        sa.Column("fen", NUMBER, nullable=True),
        sa.Column("adjustment", NUMBER, nullable=True),
        sa.PrimaryKeyConstraint("settlement", "meal", name=op.f("pk_settlement_lines")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("settlement_lines", schema=None) as batch_op:
        batch_op.create_index("ix_settlement_lines_meal", ["meal"], unique=False)

    op.create_table(
        "settlement_moves",
        sa.Column("fact", sa.String(), nullable=False),
        sa.Column("settlement", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=True),
        sa.Column("at", NUMBER, nullable=True),
        sa.Column("day", sa.String(), nullable=True),
        sa.Column("by", sa.String(), nullable=True),
        sa.Column("invoice", sa.String(), nullable=True),
        sa.Column("invoice_fen", NUMBER, nullable=True),
        sa.Column("voucher", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("fact", name=op.f("pk_settlement_moves")),
    )
    with op.batch_alter_table("settlement_moves", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_settlement_moves_settlement"), ["settlement"], unique=False)

    op.create_table(
        "settlements",
        sa.Column("settlement", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("merchant", sa.String(), nullable=True),
        sa.Column("month", sa.String(), nullable=True),
        sa.Column("lines", NUMBER, nullable=True),
        sa.Column("subsidy_fen", NUMBER, nullable=True),
        sa.Column("held", NUMBER, nullable=True),
        sa.Column("paper", sa.String(), nullable=True),
        sa.Column("closed_day", sa.String(), nullable=True),
        sa.Column("closed_at", NUMBER, nullable=True),
        sa.Column("closed_by", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=True),
        sa.Column("moved_at", NUMBER, nullable=True),
        sa.Column("state_day", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("settlement", name=op.f("pk_settlements")),
    )
    with op.batch_alter_table("settlements", schema=None) as batch_op:
        batch_op.create_index("ix_settlements_merchant_month", ["merchant", "month"], unique=False)
        batch_op.create_index("ix_settlements_month", ["month"], unique=False)

    op.create_table(
        "sheet_keys",
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("sealed", sa.String(), nullable=False),
        sa.Column("opened", NUMBER, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_sheet_keys")),
    )
    with op.batch_alter_table("sheet_keys", schema=None) as batch_op:
        batch_op.create_index("ix_sheet_keys_opened", ["opened"], unique=False)
        batch_op.create_index("ix_sheet_keys_subject", ["subject"], unique=False)

    op.create_table(
        "sign_ins",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("failed", NUMBER, autoincrement=False, nullable=False),
        sa.Column("locked_until", NUMBER, autoincrement=False, nullable=False),
        sa.Column("at", NUMBER, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_sign_ins")),
    )
    with op.batch_alter_table("sign_ins", schema=None) as batch_op:
        batch_op.create_index("ix_sign_ins_at", ["at"], unique=False)

    op.create_table(
        "site_aliases",
        sa.Column("alias", sa.String(), nullable=False),
        sa.Column("site", sa.String(), nullable=True),
        sa.Column("device", sa.String(), nullable=True),
        sa.Column("at", NUMBER, nullable=True),
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
        "supervisor_scopes",
        sa.Column("operator", sa.String(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("operator", name=op.f("pk_supervisor_scopes")),
    )
    op.create_table(
        "supervisors",
        sa.Column("operator", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("pin", sa.String(), nullable=False),
        sa.Column("roles", sa.String(), nullable=False),
        sa.Column("sheet", sa.String(), nullable=False),
        sa.Column("sheet_key", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("operator", name=op.f("pk_supervisors")),
    )
    op.create_table(
        "tails",
        sa.Column("meal", sa.String(), nullable=False),
        sa.Column("result", sa.String(), nullable=True),
        sa.Column("answered_at", NUMBER, nullable=True),
        sa.PrimaryKeyConstraint("meal", name=op.f("pk_tails")),
    )
    op.create_table(
        "till_holds",
        sa.Column("fact", sa.String(), nullable=False),
        sa.Column("held", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("fact", name=op.f("pk_till_holds")),
    )
    op.create_table(
        "tries",
        sa.Column("bucket", sa.String(), nullable=False),
        sa.Column("minute", NUMBER, autoincrement=False, nullable=False),
        sa.Column("count", NUMBER, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("bucket", "minute", name=op.f("pk_tries")),
    )
    op.create_table(
        "trusted_times",
        sa.Column("fact", sa.String(), nullable=False),
        sa.Column("at", NUMBER, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("fact", name=op.f("pk_trusted_times")),
    )
    op.create_table(
        "verdicts",
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("fact", sa.String(), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.Column("at", NUMBER, autoincrement=False, nullable=False),
        sa.Column("done", NUMBER, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("verdict", name=op.f("pk_verdicts")),
    )
    with op.batch_alter_table("verdicts", schema=None) as batch_op:
        batch_op.create_index("ix_verdicts_code_done", ["code", "done"], unique=False)

    op.create_table(
        "visits",
        sa.Column("fact", sa.String(), nullable=False),
        sa.Column("day", sa.String(), nullable=True),
        sa.Column("at", NUMBER, nullable=True),
        sa.Column("rider", sa.String(), nullable=True),
        sa.Column("group", sa.String(), nullable=True),
        sa.Column("count", NUMBER, nullable=True),
        sa.Column("how", sa.String(), nullable=True),
        sa.Column("first_services", sa.String(), nullable=True),
        sa.Column("services", sa.String(), nullable=True),
        sa.Column("extended_at", NUMBER, nullable=True),
        sa.Column("trust", sa.String(), nullable=True),
        sa.Column("presence", sa.String(), nullable=True),
        sa.Column("marks", sa.String(), nullable=True),
        sa.Column("ended_at", NUMBER, nullable=True),
        sa.Column("voided", sa.String(), nullable=True),
        sa.Column("voided_at", NUMBER, nullable=True),
        sa.Column("voided_by", sa.String(), nullable=True),
        sa.Column("site", sa.String(), nullable=True),
        sa.Column("device", sa.String(), nullable=True),
        sa.Column("by", sa.String(), nullable=True),
        sa.Column("seq", NUMBER, nullable=True),
        sa.PrimaryKeyConstraint("fact", name=op.f("pk_visits")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("visits", schema=None) as batch_op:
        batch_op.create_index(
            "ix_visits_by_phone",
            ["rider"],
            unique=False,
            sqlite_where=sa.text("how = 'self' AND rider IS NOT NULL"),
            postgresql_where=sa.text("how = 'self' AND rider IS NOT NULL"),
        )
        batch_op.create_index("ix_visits_day_at", ["day", "at"], unique=False)
