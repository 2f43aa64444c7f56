"""Alembic's place for the hub."""
