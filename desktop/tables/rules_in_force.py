"""The rulebook with what was handed down in place of what came with the program."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection, text

from desktop.core.programme import parse_programme
from desktop.core.publishing import PROGRAMME, STANDARD
from desktop.core.rulebook import Rulebook
from desktop.core.standard import parse_standard


def newest(connection: Connection, sort: str) -> str | None:
    """The text in force, None while nothing is published."""
    row = connection.execute(
        text("SELECT text FROM published WHERE sort = :sort ORDER BY published_at DESC, version DESC LIMIT 1"),
        {"sort": sort},
    ).fetchone()
    return str(row[0]) if row and row[0] else None


def rules_in_force(connection: Connection, shipped: Rulebook) -> Rulebook:
    """The rulebook with the newest published programme and standard in place of those that came with the program."""
    programme, standard = newest(connection, PROGRAMME), newest(connection, STANDARD)
    if programme is not None:
        shipped = replace(shipped, programme=parse_programme(programme))
    if standard is not None:
        shipped = replace(shipped, standard=parse_standard(standard))
    return shipped
