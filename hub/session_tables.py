"""Tables of the supervisors' pages: sessions, tries to sign in, and what a supervisor answers for."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, MetaData, String, Table


def session_tables(metadata: MetaData) -> tuple[Table, ...]:
    """`token` is the SHA-256 of a cookie's token, `scope` the code of a division; times in ms UTC."""
    return (
        Table(
            "sessions",
            metadata,
            Column("token", String, primary_key=True),
            Column("operator", String, nullable=False),
            Column("csrf", String, nullable=False),
            Column("made_at", Integer, nullable=False),
            Column("seen_at", Integer, nullable=False),
            Index("ix_sessions_seen_at", "seen_at"),
        ),
        Table(
            "sign_in_tries",
            metadata,
            Column("address", String, primary_key=True),
            Column("minute", Integer, primary_key=True, autoincrement=False),
            Column("tries", Integer, nullable=False),
        ),
        Table(
            "supervisor_scopes",
            metadata,
            Column("operator", String, primary_key=True),
            Column("scope", String, nullable=False),
        ),
    )
