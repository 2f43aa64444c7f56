"""Alembic's entry: runs on the connection that `store/schema.py` hands in, through SQLCipher."""

from __future__ import annotations

from alembic import context
from sqlmodel import SQLModel

import desktop.tables.declared  # noqa: F401  (registers the tables)

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    transactional_ddl=False,
)
context.run_migrations()
