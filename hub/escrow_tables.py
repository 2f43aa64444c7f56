"""What the escrow 封存 keeps, private to the hub."""

from __future__ import annotations

from sqlalchemy import Index, PrimaryKeyConstraint, Table

from hub.columns import bytes_column as _bytes
from hub.columns import metadata
from hub.columns import number_column as _number
from hub.columns import text_column as _text

# Identities in escrow: each under a key of its own, and that key locked for every ordered pair of keepers: `one`
# takes the first lock off, and what is left is locked for `other`. The hub itself has neither.
Table(
    "escrow_sheets",
    metadata,
    _text("rider"),
    _text("until"),
    _bytes("data"),
    PrimaryKeyConstraint("rider"),
    Index("ix_escrow_sheets_until", "until"),
)
Table(
    "escrow_locks",
    metadata,
    _text("rider"),
    _text("one"),
    _text("other"),
    _bytes("box"),
    PrimaryKeyConstraint("rider", "one", "other"),
)
# Between two who open one together, for minutes: the key locked for whoever asked, then the identity locked for whoever
# agreed (under the public key `other`, hex).
Table(
    "escrow_hands",
    metadata,
    _text("opening"),
    _number("until"),
    _text("other"),
    _bytes("half"),
    _bytes("seen"),
    PrimaryKeyConstraint("opening"),
)
