"""Checks of supervisors that are under way, private to the hub: gone once one is signed, given up, or old."""

from __future__ import annotations

from sqlalchemy import Index, PrimaryKeyConstraint, Table

from hub.columns import bytes_column as _bytes
from hub.columns import metadata
from hub.columns import number_column as _number
from hub.columns import text_column as _text

# A walk of a supervisor; `draft` becomes the id of the inspection.
Table(
    "check_drafts",
    metadata,
    _text("draft"),
    _text("operator"),
    _text("site"),
    _text("kind"),
    _number("begun"),
    _number("changed"),
    PrimaryKeyConstraint("draft"),
    Index("ix_check_drafts_operator", "operator"),
)
# `note` is what is wrong, or why a point is not applicable; it may name somebody.
Table(
    "check_answers",
    metadata,
    _text("draft"),
    _text("checkpoint"),
    _text("result"),
    _text("note"),
    _text("severity"),
    PrimaryKeyConstraint("draft", "checkpoint"),
)
# Clean ones: re-encoded, without the place where they were taken. `photo` was made with the page that sent it.
Table(
    "check_photos",
    metadata,
    _text("draft"),
    _text("photo"),
    _text("checkpoint"),
    _number("at"),
    _bytes("data"),
    PrimaryKeyConstraint("draft", "photo"),
)
