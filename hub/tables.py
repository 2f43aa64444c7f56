"""The hub's own tables, on a metadata of their own, and the derived tables that it shares with the desk.

Rows that grow with what devices send are keyed by the device first, so that PostgreSQL can partition or distribute
them with no change in the code.
"""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    text,
)
from sqlmodel import SQLModel

from desktop.tables.declared import DERIVED
from hub import check_tables, escrow_tables
from hub.columns import NUMBER, metadata
from hub.columns import bytes_column as _bytes
from hub.columns import number_column as _number
from hub.columns import text_column as _text

__all__ = ["DERIVED_NAMES", "NUMBER", "check_tables", "escrow_tables", "metadata"]

# The log of record: batches as they came. `overlap` entries at the beginning of a branch's first batch are held on
# the main branch already. `position` is null until the projector has worked on it, `held` 1 for a revoked device's.
Table(
    "batches",
    metadata,
    _text("device"),
    _text("epoch"),
    _text("branch"),
    _number("first"),
    _number("last"),
    _text("prev"),
    _text("head"),
    _number("count"),
    _number("overlap"),
    _number("at"),
    Column("position", NUMBER),
    _number("held"),
    _bytes("data"),
    PrimaryKeyConstraint("device", "epoch", "branch", "first"),
    Index(
        "ix_batches_waiting",
        "at",
        "device",
        "epoch",
        "branch",
        "first",
        sqlite_where=text("position IS NULL AND held = 0"),
        postgresql_where=text("position IS NULL AND held = 0"),
    ),
    Index("ix_batches_position", "position"),
)

# The hub's own entries. `position` is null until the projector has given it a place in the feed.
Table(
    "journal",
    metadata,
    _text("epoch"),
    _number("seq"),
    _text("fact"),
    _text("kind"),
    _text("hash"),
    _number("high"),
    _number("number"),
    Column("position", NUMBER),
    _bytes("data"),
    PrimaryKeyConstraint("epoch", "seq"),
    Index("ix_journal_number", "number", unique=True),
    Index("ix_journal_position", "position"),
)

# Numbers and names of which there is one: the hub's epoch, the last feed position.
Table("hub_state", metadata, _text("name"), _text("value"), PrimaryKeyConstraint("name"))

# A device that was taken in, with the certificate as it was signed.
Table(
    "members",
    metadata,
    _text("device"),
    _text("key"),
    _text("site"),
    _text("role"),
    _text("name"),
    _text("community"),
    _number("at"),
    _number("revoked_at"),
    _text("text"),
    _text("signature"),
    PrimaryKeyConstraint("device"),
    Index("ix_members_site", "site"),
)

# A one-time code by its keyed hash; `device` is empty until it was used.
Table(
    "codes",
    metadata,
    _text("code"),
    _text("site"),
    _text("role"),
    _text("name"),
    _text("community"),
    _number("at"),
    _text("device"),
    PrimaryKeyConstraint("code"),
)

# Where the projector stands in each log, and what its entries come to by kind.
Table(
    "log_states",
    metadata,
    _text("device"),
    _text("epoch"),
    _text("branch"),
    _number("seq"),
    _number("high"),
    PrimaryKeyConstraint("device", "epoch", "branch"),
)
Table(
    "log_sums",
    metadata,
    _text("device"),
    _text("epoch"),
    _text("branch"),
    _text("kind"),
    _number("count"),
    _number("fen"),
    PrimaryKeyConstraint("device", "epoch", "branch", "kind"),
)

# What goes out, in order. `audience` is empty (all), a site or a device; `origin` a site that has it already, and
# `source` the device that it came from; `until` (ms UTC) 0 for ever.
Table(
    "feed",
    metadata,
    _number("position"),
    _text("audience"),
    _text("origin"),
    _text("source"),
    _text("sort"),
    _number("until"),
    _text("body"),
    PrimaryKeyConstraint("position"),
    Index("ix_feed_audience_position", "audience", "position"),
)

# What the hub makes of facts.
Table(
    "verdicts",
    metadata,
    _text("verdict"),
    _text("fact"),
    _text("device"),
    _text("code"),
    _text("detail"),
    _number("at"),
    _number("done"),
    PrimaryKeyConstraint("verdict"),
    Index("ix_verdicts_code_done", "code", "done"),
)

# Facts whose own clock was ahead of their arrival: the time that is trusted instead, ms UTC.
Table("trusted_times", metadata, _text("fact"), _number("at"), PrimaryKeyConstraint("fact"))

# Derived: whose a thing is that has no column for it, and what waits for a thing that is not here yet (`line` the entry
# as it came, `arrived` ms UTC, `high` the latest clock before it).
Table("owners", metadata, _text("sort"), _text("thing"), _text("site"), PrimaryKeyConstraint("sort", "thing"))
Table(
    "early",
    metadata,
    _text("hash"),
    _text("sort"),
    _text("thing"),
    _text("device"),
    _text("site"),
    _number("arrived"),
    _number("high"),
    _text("line"),
    PrimaryKeyConstraint("hash"),
    Index("ix_early_thing", "thing"),
)

# Which decision on a held meal came first in the feed; `again` once another had come and the hub had said so.
Table(
    "first_decisions",
    metadata,
    _text("meal"),
    _text("fact"),
    _text("decision"),
    _text("reason"),
    _text("by"),
    _number("again"),
    PrimaryKeyConstraint("meal"),
)

# What a till itself holds a meal for, beside what the hub does.
Table("till_holds", metadata, _text("fact"), _text("held"), PrimaryKeyConstraint("fact"))

# What lies beside the chain: sheets, notes and photos by their hash, in parts until they are whole.
Table(
    "beside",
    metadata,
    _text("hash"),
    _text("sort"),
    _number("size"),
    _number("at"),
    _text("device"),
    _bytes("data"),
    PrimaryKeyConstraint("hash"),
)
# Parts are the sender's own, so that nobody spoils what another is sending.
Table(
    "beside_parts",
    metadata,
    _text("device"),
    _text("hash"),
    _number("begins"),
    _number("at"),
    _bytes("data"),
    PrimaryKeyConstraint("device", "hash", "begins"),
    Index("ix_beside_parts_hash", "hash"),
)
# What a device has sent of it on a business day: things (sheets' keys among them) and bytes.
Table(
    "beside_days",
    metadata,
    _text("device"),
    _text("day"),
    _number("things"),
    _number("bytes"),
    PrimaryKeyConstraint("device", "day"),
)
# A sheet's key, sealed to the hub; `opened` 1 once the projector has looked into the sheet.
Table(
    "sheet_keys",
    metadata,
    _text("hash"),
    _text("subject"),
    _text("device"),
    _text("sealed"),
    _number("opened"),
    PrimaryKeyConstraint("hash"),
    Index("ix_sheet_keys_subject", "subject"),
    Index("ix_sheet_keys_opened", "opened"),
)
# Whom a phone belongs to, by a keyed hash of the number; `name` masked, `tail` four digits.
Table(
    "people",
    metadata,
    _text("rider"),
    _text("phone"),
    _text("name"),
    _text("tail"),
    _text("sheet"),
    PrimaryKeyConstraint("rider"),
    Index("ix_people_phone", "phone"),
)
# Sheets of those who were forgotten: never taken again.
Table("discarded", metadata, _text("hash"), PrimaryKeyConstraint("hash"))
Table("forgotten", metadata, _text("rider"), _number("at"), PrimaryKeyConstraint("rider"))
Table(
    "searches",
    metadata,
    _text("search"),
    _number("at"),
    _text("device"),
    _text("by"),
    _text("phone"),
    _number("found"),
    PrimaryKeyConstraint("search"),
    Index("ix_searches_at", "at"),
    Index("ix_searches_phone", "phone"),
)

# What each device said when it last asked: for the supervisor's page.
Table(
    "contacts",
    metadata,
    _text("device"),
    _number("at"),
    _number("clock"),
    _text("software"),
    _number("agree"),
    PrimaryKeyConstraint("device"),
)

Table(
    "supervisors",
    metadata,
    _text("operator"),
    _text("name"),
    _text("pin"),
    _text("roles"),
    _text("sheet"),
    _bytes("sheet_key"),
    PrimaryKeyConstraint("operator"),
)
# Wrong PINs in a row by the name that was typed, whether or not anybody is called so; `name` is a keyed hash of it.
Table(
    "sign_ins",
    metadata,
    _text("name"),
    _number("failed"),
    _number("locked_until"),
    _number("at"),
    PrimaryKeyConstraint("name"),
    Index("ix_sign_ins_at", "at"),
)
Table(
    "sessions",
    metadata,
    _text("session"),
    _text("operator"),
    _number("at"),
    _number("until"),
    PrimaryKeyConstraint("session"),
)
# The division that a supervisor answers for, by its code; one without a row answers for all.
Table("supervisor_scopes", metadata, _text("operator"), _text("scope"), PrimaryKeyConstraint("operator"))
Table(
    "notes",
    metadata,
    _text("hash"),
    _bytes("salt"),
    _text("text"),
    _text("subject"),
    PrimaryKeyConstraint("hash"),
)
# Tries of what may be done only so many times a minute, counted for all workers together.
Table(
    "tries",
    metadata,
    _text("bucket"),
    _number("minute"),
    _number("count"),
    PrimaryKeyConstraint("bucket", "minute"),
)

_SHARED = tuple(str(table.__tablename__) for table in DERIVED)
DERIVED_NAMES = (*_SHARED, "owners", "early")
for _name in _SHARED:
    SQLModel.metadata.tables[_name].to_metadata(metadata)
# A counter asks for a person's visit in hand. Here nobody does, and each would be put in by chance among millions.
_visits = metadata.tables["visits"]
_visits.indexes.discard(next(index for index in _visits.indexes if index.name == "ix_visits_rider_at"))
# What people recorded on their own phones, to be held against what a station recorded of them.
_by_phone = text("how = 'self' AND rider IS NOT NULL")
Index("ix_visits_by_phone", _visits.c.rider, sqlite_where=_by_phone)
for _table in metadata.tables.values():
    for _index in _table.indexes:
        # said only for SQLite by the desk, which must not load another database's dialect
        if (_where := _index.dialect_options["sqlite"].get("where")) is not None:
            _index.dialect_options["postgresql"]["where"] = _where
    for _column in _table.columns:
        if isinstance(_column.type, Integer):
            _column.type = NUMBER
